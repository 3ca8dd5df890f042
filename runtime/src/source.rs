//! This crate's own text, for crates that have it as a module.

/// Path below `src` and text of every file that the module needs, sorted by path. `lib.rs` becomes its `mod.rs`.
pub const FILES: &[(&str, &str)] = &[
    ("address.rs", include_str!("address.rs")),
    ("api.rs", include_str!("api.rs")),
    ("base_url.rs", include_str!("base_url.rs")),
    ("blocking.rs", include_str!("blocking.rs")),
    ("body.rs", include_str!("body.rs")),
    ("budget.rs", include_str!("budget.rs")),
    ("builder.rs", include_str!("builder.rs")),
    ("client.rs", include_str!("client.rs")),
    ("connecting.rs", include_str!("connecting.rs")),
    ("credential.rs", include_str!("credential.rs")),
    ("credentials.rs", include_str!("credentials.rs")),
    ("de.rs", include_str!("de.rs")),
    ("decode.rs", include_str!("decode.rs")),
    ("echo.rs", include_str!("echo.rs")),
    ("encode/cookie.rs", include_str!("encode/cookie.rs")),
    ("encode/form.rs", include_str!("encode/form.rs")),
    ("encode/mod.rs", include_str!("encode/mod.rs")),
    ("encode/style.rs", include_str!("encode/style.rs")),
    ("error/api.rs", include_str!("error/api.rs")),
    ("error/argument.rs", include_str!("error/argument.rs")),
    ("error/credentials.rs", include_str!("error/credentials.rs")),
    ("error/effort.rs", include_str!("error/effort.rs")),
    ("error/mod.rs", include_str!("error/mod.rs")),
    ("error/place.rs", include_str!("error/place.rs")),
    ("error/problems.rs", include_str!("error/problems.rs")),
    ("error/response.rs", include_str!("error/response.rs")),
    ("error/transport.rs", include_str!("error/transport.rs")),
    ("events/call.rs", include_str!("events/call.rs")),
    ("events/feed.rs", include_str!("events/feed.rs")),
    ("events/mod.rs", include_str!("events/mod.rs")),
    ("events/split.rs", include_str!("events/split.rs")),
    ("exchange.rs", include_str!("exchange.rs")),
    ("fetch.rs", include_str!("fetch.rs")),
    ("field.rs", include_str!("field.rs")),
    ("file.rs", include_str!("file.rs")),
    ("form.rs", include_str!("form.rs")),
    ("header.rs", include_str!("header.rs")),
    ("headers.rs", include_str!("headers.rs")),
    ("http2.rs", include_str!("http2.rs")),
    ("hyper.rs", include_str!("hyper.rs")),
    ("incoming.rs", include_str!("incoming.rs")),
    ("javascript.rs", include_str!("javascript.rs")),
    ("judge.rs", include_str!("judge.rs")),
    ("keyed.rs", include_str!("keyed.rs")),
    ("layer.rs", include_str!("layer.rs")),
    ("lib.rs", include_str!("lib.rs")),
    ("lines.rs", include_str!("lines.rs")),
    ("merge.rs", include_str!("merge.rs")),
    ("mock/expectation.rs", include_str!("mock/expectation.rs")),
    ("mock/mod.rs", include_str!("mock/mod.rs")),
    ("mock/request.rs", include_str!("mock/request.rs")),
    ("mock/time.rs", include_str!("mock/time.rs")),
    ("multipart.rs", include_str!("multipart.rs")),
    ("number.rs", include_str!("number.rs")),
    (
        "oauth2/authorization_code.rs",
        include_str!("oauth2/authorization_code.rs"),
    ),
    (
        "oauth2/client_credentials.rs",
        include_str!("oauth2/client_credentials.rs"),
    ),
    ("oauth2/mod.rs", include_str!("oauth2/mod.rs")),
    ("oauth2/refreshing.rs", include_str!("oauth2/refreshing.rs")),
    ("oauth2/tokens.rs", include_str!("oauth2/tokens.rs")),
    ("object/fields.rs", include_str!("object/fields.rs")),
    ("object/keys.rs", include_str!("object/keys.rs")),
    ("object/mod.rs", include_str!("object/mod.rs")),
    ("object/write.rs", include_str!("object/write.rs")),
    ("operation.rs", include_str!("operation.rs")),
    ("options.rs", include_str!("options.rs")),
    ("outgoing.rs", include_str!("outgoing.rs")),
    ("pace.rs", include_str!("pace.rs")),
    ("pages/mod.rs", include_str!("pages/mod.rs")),
    ("pages/next.rs", include_str!("pages/next.rs")),
    ("pages/spec.rs", include_str!("pages/spec.rs")),
    ("patience.rs", include_str!("patience.rs")),
    ("platform.rs", include_str!("platform.rs")),
    ("prepare.rs", include_str!("prepare.rs")),
    ("proof.rs", include_str!("proof.rs")),
    ("random.rs", include_str!("random.rs")),
    ("rate_limit.rs", include_str!("rate_limit.rs")),
    ("redact.rs", include_str!("redact.rs")),
    ("redirect.rs", include_str!("redirect.rs")),
    ("renewal/asking.rs", include_str!("renewal/asking.rs")),
    ("renewal/mod.rs", include_str!("renewal/mod.rs")),
    ("reply.rs", include_str!("reply.rs")),
    ("report.rs", include_str!("report.rs")),
    ("reqwest.rs", include_str!("reqwest.rs")),
    ("response.rs", include_str!("response.rs")),
    ("retry.rs", include_str!("retry.rs")),
    ("secret.rs", include_str!("secret.rs")),
    ("server.rs", include_str!("server.rs")),
    ("spec.rs", include_str!("spec.rs")),
    ("streaming.rs", include_str!("streaming.rs")),
    ("supply.rs", include_str!("supply.rs")),
    ("tagged.rs", include_str!("tagged.rs")),
    ("time.rs", include_str!("time.rs")),
    ("timer.rs", include_str!("timer.rs")),
    ("trace.rs", include_str!("trace.rs")),
    ("transport.rs", include_str!("transport.rs")),
    ("tree.rs", include_str!("tree.rs")),
    ("tried.rs", include_str!("tried.rs")),
    ("tries.rs", include_str!("tries.rs")),
    ("unknown.rs", include_str!("unknown.rs")),
    ("upgrade.rs", include_str!("upgrade.rs")),
    ("upload.rs", include_str!("upload.rs")),
    ("validate/check.rs", include_str!("validate/check.rs")),
    ("validate/leaf.rs", include_str!("validate/leaf.rs")),
    ("validate/mod.rs", include_str!("validate/mod.rs")),
    ("validate/rule.rs", include_str!("validate/rule.rs")),
    ("wait.rs", include_str!("wait.rs")),
    ("webhook/code.rs", include_str!("webhook/code.rs")),
    ("webhook/error.rs", include_str!("webhook/error.rs")),
    ("webhook/header.rs", include_str!("webhook/header.rs")),
    ("webhook/mod.rs", include_str!("webhook/mod.rs")),
    ("webhook/scheme.rs", include_str!("webhook/scheme.rs")),
];

/// This crate's manifest: a crate that has the text needs these dependencies and features.
pub const MANIFEST: &str = include_str!("../Cargo.toml");

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::path::Path;

    fn files(folder: &Path, prefix: &str, found: &mut BTreeMap<String, String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let name = format!("{prefix}{}", entry.file_name().to_str().unwrap());
            if entry.file_type().unwrap().is_dir() {
                files(&entry.path(), &format!("{name}/"), found);
            } else {
                found.insert(name, std::fs::read_to_string(entry.path()).unwrap());
            }
        }
    }

    fn on_disk() -> BTreeMap<String, String> {
        let mut found = BTreeMap::new();
        files(
            Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")),
            "",
            &mut found,
        );
        found.remove("source.rs");
        found
    }

    #[test]
    fn the_list_is_complete() {
        let on_disk: Vec<String> = on_disk().into_keys().collect();
        let listed: Vec<&str> = super::FILES.iter().map(|(path, _)| *path).collect();
        assert_eq!(listed, on_disk);
    }

    /// The generator copies a text up to its tests, and takes out of it what depends on a feature by looking for a line.
    #[test]
    fn what_is_left_out_is_found_without_a_parser() {
        for (path, text) in on_disk() {
            if let Some((_, tests)) = text.split_once("#[cfg(test)]\n") {
                assert!(tests.starts_with("mod tests {\n"), "{path}");
                assert_eq!(tests.find("\n}\n"), Some(tests.len() - 3), "{path}");
            }
            let features = [
                "events",
                "multipart",
                "pages",
                "source",
                "upgrade",
                "validate",
            ];
            for feature in features {
                let condition = format!("feature = \"{feature}\"");
                let mut before = "";
                for line in text.lines().map(str::trim) {
                    if line.contains(&condition) {
                        // Documentation would be left behind, as would what is there without the feature.
                        assert_eq!(line, format!("#[cfg({condition})]"), "{path}");
                        assert!(!before.starts_with("//"), "{path}: {before}");
                    }
                    before = line;
                }
            }
        }
    }

    /// They are of Rust 1.88, which is later than what this crate is for, and clippy does not tell. As rustfmt lays them out,
    /// what follows is on lines of its own, unless it is the only `let`.
    #[test]
    fn there_are_no_let_chains() {
        for (path, text) in on_disk() {
            assert!(!text.contains("&& let "), "{path}");
            let mut is_open = false;
            for line in text.lines().map(str::trim_start) {
                let line = line.strip_prefix("} else ").unwrap_or(line);
                is_open |= line.starts_with("if let ") || line.starts_with("while let ");
                assert!(!is_open || !line.starts_with("&& "), "{path}: {line}");
                is_open &= !line.ends_with('{');
            }
        }
    }

    #[test]
    fn modules_refer_to_each_other_by_relative_paths() {
        for (path, text) in on_disk() {
            assert!(
                !text.contains(concat!("crate", "::")),
                "{path} would not work as part of a module"
            );
        }
    }
}
