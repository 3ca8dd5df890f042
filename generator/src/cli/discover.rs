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

/// Files that begin like a description, sorted. One whose name has a further dot (`pets.overlay.yaml`,
/// `pets.upstream.json`) is taken for a companion of `pets.yaml`.
fn descriptions(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| is_description(path))
        .collect();
    found.sort();
    found
}

fn is_description(path: &Path) -> bool {
    let kind = path.extension().and_then(|extension| extension.to_str());
    let plain_stem = path
        .file_stem()
        .is_some_and(|stem| !stem.to_string_lossy().contains('.'));
    matches!(kind, Some("yaml" | "yml" | "json")) && plain_stem && names_openapi(path)
}

/// Whether a top-level key `openapi` or `swagger` shows in the text; reading it properly is for later.
fn names_openapi(path: &Path) -> bool {
    let Ok(text) = fs::read_to_string(path) else {
        return false;
    };
    ["openapi", "swagger"].into_iter().any(|key| {
        let yaml = text.lines().any(|line| {
            line.strip_prefix(key)
                .is_some_and(|rest| rest.trim_start().starts_with(':'))
        });
        yaml || text.trim_start().starts_with('{') && text.contains(&format!("\"{key}\""))
    })
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
