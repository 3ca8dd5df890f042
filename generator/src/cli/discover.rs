//! Which description is meant when none is named.

use std::fs;
use std::path::{Path, PathBuf};

/// The only description in `folder`, or else in its `spec` folder. The error says why there is none to choose.
pub(super) fn description(folder: &Path) -> Result<PathBuf, String> {
    for candidate in [folder.to_owned(), folder.join("spec")] {
        let mut found = descriptions(&candidate);
        match found.len() {
            0 => {}
            1 => return Ok(plain(folder, found.remove(0))),
            _ => {
                let names: Vec<_> = found
                    .into_iter()
                    .map(|path| format!("\n  {}", plain(folder, path).display()))
                    .collect();
                return Err(format!(
                    "which description? name one of these:{}",
                    names.concat()
                ));
            }
        }
    }
    Err(
        "no description here, and none in spec/: name one, as in `specwright generate pets.yaml`"
            .to_owned(),
    )
}

/// Files that are descriptions, sorted. One whose name has a further dot (`pets.overlay.yaml`, `pets.upstream.json`) is
/// taken for a companion of `pets.yaml`, if that is one.
fn descriptions(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| is_description(path))
        .collect();
    found.sort();
    let stem = |path: &PathBuf| Some(path.file_stem()?.to_string_lossy().into_owned());
    let stems: Vec<String> = found.iter().filter_map(stem).collect();
    found.retain(|path| {
        let stem = stem(path).unwrap_or_default();
        let mut shorter = stem.match_indices('.').map(|(end, _)| &stem[..end]);
        !shorter.any(|shorter| stems.iter().any(|stem| stem == shorter))
    });
    found
}

fn is_description(path: &Path) -> bool {
    let kind = path.extension().and_then(|extension| extension.to_str());
    matches!(kind, Some("yaml" | "yml" | "json"))
        && fs::read_to_string(path).is_ok_and(|text| names_openapi(&text))
}

/// The top-level keys that say what a file is.
const KEYS: &[&str] = &["openapi", "swagger"];

/// Whether one of the [`KEYS`] shows in the text; reading it properly is for later.
fn names_openapi(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}');
    let is_key = |line: &str, key: &str| {
        let quote = line.chars().next().filter(|c| matches!(c, '"' | '\''));
        let rest = match quote {
            Some(quote) => line[1..]
                .strip_prefix(key)
                .and_then(|rest| rest.strip_prefix(quote)),
            None => line.strip_prefix(key),
        };
        rest.is_some_and(|rest| rest.trim_start().starts_with(':'))
    };
    match text.trim_start().starts_with('{') {
        true => is_in_braces(text),
        false => text
            .lines()
            .any(|line| KEYS.iter().any(|key| is_key(line, key))),
    }
}

/// Whether the outermost of nested objects, as JSON has them, has one of the [`KEYS`].
fn is_in_braces(text: &str) -> bool {
    let (mut rest, mut depth) = (text, 0_usize);
    while let Some(at) = rest.find(['{', '[', '}', ']', '"']) {
        let (mark, behind) = rest[at..].split_at(1);
        rest = behind;
        match mark {
            "{" | "[" => depth += 1,
            "}" | "]" => depth = depth.saturating_sub(1),
            _ => {
                let end = end_of_string(behind);
                let is_key = depth == 1 && KEYS.contains(&&behind[..end]);
                rest = behind.get(end + 1..).unwrap_or_default();
                if is_key && rest.trim_start().starts_with(':') {
                    return true;
                }
            }
        }
    }
    false
}

/// Where the quote is that ends a string; the end of the text, if it has none.
fn end_of_string(text: &str) -> usize {
    let mut escaped = false;
    let quote = text.bytes().position(|byte| {
        let is_end = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        is_end
    });
    quote.unwrap_or(text.len())
}

/// The path without the `./` of the folder that the person is in.
fn plain(folder: &Path, path: PathBuf) -> PathBuf {
    match path.strip_prefix(folder) {
        Ok(relative) if folder == Path::new(".") => relative.to_owned(),
        _ => path,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (path, text) in files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
            fs::write(path, text).expect("written");
        }
        folder
    }

    #[test]
    fn the_only_description_is_found() {
        for only in ["pets.yaml", "spec/pets.yml", "spec/pets.json"] {
            let text = if only.ends_with("json") {
                "{\"openapi\": \"3.1.0\"}"
            } else {
                "info: {}\nopenapi: 3.0.3\n"
            };
            let folder = folder(&[
                (only, text),
                ("spec/pets.overlay.yaml", "openapi: 3.0.3"),
                ("docker-compose.yaml", "services: {}"),
                ("package.json", "{}"),
            ]);
            assert_eq!(description(folder.path()), Ok(folder.path().join(only)));
        }
    }

    #[test]
    fn what_counts_is_the_key_at_the_top() {
        for text in [
            "openapi: 3.0.3",
            "\u{feff}openapi: 3.0.3",
            "# Pets\r\n---\r\n\"openapi\": 3.0.3\r\n",
            "'swagger' : '2.0'",
            "{\"info\": {\"title\": \"\\\"}\"}, \"openapi\" : \"3.1.0\"}",
            "\u{feff}\n{\n  \"swagger\": \"2.0\",",
        ] {
            assert!(names_openapi(text), "{text}");
        }
        for text in [
            "",
            "info: {openapi: 3.0.3}",
            "  openapi: 3.0.3",
            "openapi-generator: 7",
            "\"openapi: 3.0.3",
            "'openapi\": 3.0.3",
            "{\"scripts\": {\"openapi\": \"make\"}, \"keywords\": [\"openapi\"]}",
            "{\"name\": \"openapi\"}",
            "{\"name\": \"\\\"openapi\\\":\", \"open",
        ] {
            assert!(!names_openapi(text), "{text}");
        }
    }

    #[test]
    fn a_name_with_a_further_dot_is_a_companion_of_the_one_without() {
        let spec = "openapi: 3.0.3";
        let alone = folder(&[
            ("petstore.v1.yaml", spec),
            ("package.json", "{\"keywords\": [\"openapi\"]}"),
        ]);
        let found = alone.path().join("petstore.v1.yaml");
        assert_eq!(description(alone.path()), Ok(found));
        let both = folder(&[("pets.yaml", spec), ("pets.upstream.json", spec)]);
        let found = both.path().join("pets.yaml");
        assert_eq!(description(both.path()), Ok(found));
        let versions = folder(&[("pets.v1.yaml", spec), ("pets.v2.yaml", spec)]);
        assert!(description(versions.path()).is_err());
    }

    #[test]
    fn several_are_for_the_person_to_choose_from() {
        let folder = folder(&[("a.yaml", "openapi: 3.0.3"), ("b.yaml", "swagger: '2.0'")]);
        let message = description(folder.path()).expect_err("two descriptions");
        assert!(
            message.contains("a.yaml") && message.contains("b.yaml"),
            "{message}"
        );
    }

    #[test]
    fn none_is_said_so() {
        let folder = folder(&[]);
        assert!(
            description(folder.path())
                .expect_err("none")
                .contains("no description here")
        );
    }
}
