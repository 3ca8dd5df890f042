//! The reviewed copy of what is generated: the whole client of the stream webhook, and of each fixture what it is about.

use std::path::Path;

use specwright::{Packaging, Request, generate};

/// What a description becomes: its warnings, then its files, without their headers.
fn generated(spec: &Path, config: Option<&Path>, shown: impl Fn(&str) -> bool) -> String {
    files(Packaging::Module, spec, config, shown)
}

fn files(
    packaging: Packaging,
    spec: &Path,
    config: Option<&Path>,
    shown: impl Fn(&str) -> bool,
) -> String {
    let mut request = Request::new(spec, packaging);
    request.config = config.map(Path::to_owned);
    let output = match generate(&request) {
        Ok(output) => output,
        Err(report) => panic!("{}", report.render(false)),
    };
    let folder = format!("{}/", spec.parent().unwrap().display());
    let mut out = output.report.render(false).replace(&folder, "");
    for (path, text) in output.files.iter().filter(|(path, _)| shown(path)) {
        let body = text.split_once("\n\n").map_or(text, |(_, body)| body);
        out.push_str(&format!("// ----- {path}\n\n{body}\n"));
    }
    out
}

#[test]
fn stream_webhook() {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/stream-webhook.yaml");
    insta::with_settings!({snapshot_path => "../snapshots", prepend_module_to_snapshot => false, omit_expression => true}, {
        insta::assert_snapshot!("stream-webhook", generated(&spec, None, |_| true));
    });
}

#[test]
fn fixtures() {
    let about_the_client = ["security", "server-variables"];
    insta::with_settings!({snapshot_path => "../snapshots", prepend_module_to_snapshot => false, omit_expression => true}, {
        insta::glob!("../fixtures", "*.yaml", |path| {
            let name = path.file_stem().unwrap().to_str().unwrap();
            let config = path.with_extension("toml");
            let config = config.exists().then_some(config.as_path());
            let text = generated(path, config, |file| match file {
                // The same for every description, but for what these two fixtures are about.
                "client.rs" => about_the_client.contains(&name),
                "mod.rs" | "call.rs" | "macros.rs" | "resources/mod.rs" => false,
                _ => true,
            });
            insta::assert_snapshot!("fixture", text);
        });
    });
}

#[test]
fn resource_features() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/resource-features");
    let text = files(
        Packaging::Crate,
        &folder.join("openapi.yaml"),
        None,
        |file| match file {
            "Cargo.toml" | "README.md" | "src/lib.rs" | "src/resources/mod.rs" => true,
            file => file.starts_with("src/types/"),
        },
    );
    insta::with_settings!({snapshot_path => "../snapshots", prepend_module_to_snapshot => false, omit_expression => true}, {
        insta::assert_snapshot!("resource-features", text);
    });
}
