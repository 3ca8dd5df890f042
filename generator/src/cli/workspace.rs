//! A crate that is written inside somebody's workspace, and that Cargo will refuse to build until it is listed there.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use toml::{Table, Value};

/// What to do about the workspace around a folder, if there is something to do.
pub(super) fn note(folder: &Path) -> Option<String> {
    let folder = fs::canonicalize(folder).ok()?;
    let (root, workspace) = folder
        .ancestors()
        .skip(1)
        .find_map(|root| Some((root, workspace(root)?)))?;
    let path = folder
        .strip_prefix(root)
        .ok()?
        .to_string_lossy()
        .replace('\\', "/");
    let listed = ["members", "exclude"]
        .into_iter()
        .any(|key| lists(&workspace, key, &path));
    (!listed && !belongs(&folder)).then(|| {
        let manifest: PathBuf = root.join("Cargo.toml");
        format!(
            "`{}` is a workspace that does not know this crate: add \"{path}\" to its `members`, or to its `exclude`",
            manifest.display(),
        )
    })
}

fn workspace(root: &Path) -> Option<Table> {
    let text = fs::read_to_string(root.join("Cargo.toml")).ok()?;
    text.parse::<Table>()
        .ok()?
        .get("workspace")?
        .as_table()
        .cloned()
}

/// Whether a list has the path, a folder above it (for `exclude`), or the usual pattern `crates/*` for it.
fn lists(workspace: &Table, key: &str, path: &str) -> bool {
    let entries = workspace
        .get(key)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str);
    entries
        .into_iter()
        .any(|entry| match entry.strip_suffix("/*") {
            Some(parent) => path
                .rsplit_once('/')
                .is_some_and(|(folder, _)| folder == parent),
            None => path == entry || (key == "exclude" && path.starts_with(&format!("{entry}/"))),
        })
}

/// Whether Cargo takes the crate for a member of a workspace. It decides that by more than the lists: patterns, and what
/// members depend on by path. It is asked last, since a process takes longer than generating a small client.
fn belongs(folder: &Path) -> bool {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["locate-project", "--workspace"])
        .current_dir(folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_unlisted_crate_is_worth_a_note() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (workspace, noted) in [
            ("[package]\nname = \"no-workspace\"", false),
            ("[workspace]", true),
            ("[workspace]\nmembers = [\"crates/pets\"]", false),
            ("[workspace]\nmembers = [\"crates/*\"]", false),
            ("[workspace]\nmembers = [\"crates\"]", true),
            ("[workspace]\nexclude = [\"crates\"]", false),
            ("[workspace]\nmembers = [\"*/p*\"]", false),
            ("[workspace]\nmembers = [\"*/q*\"]", true),
            (
                "[workspace]\n[package]\nname = \"app\"\n[dependencies]\npets = { path = \"crates/pets\" }",
                false,
            ),
        ] {
            let out = folder.path().join("crates/pets");
            for package in [folder.path(), &out] {
                fs::create_dir_all(package.join("src")).expect("folders");
                fs::write(package.join("src/lib.rs"), "").expect("written");
            }
            fs::write(out.join("Cargo.toml"), "[package]\nname = \"pets\"").expect("written");
            fs::write(folder.path().join("Cargo.toml"), workspace).expect("written");
            assert_eq!(note(&out).is_some(), noted, "{workspace}");
        }
    }
}
