//! The same input gives the same bytes: in another process (with other hash seeds), on one core and on all, from another
//! working directory, and in a path with spaces and letters that are not ASCII.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const SPECWRIGHT: &str = env!("CARGO_BIN_EXE_specwright");

/// All fixtures of this repository that a crate of its own can be made of, with their configuration if they have one, and
/// the description that it compiles.
fn descriptions() -> Vec<(PathBuf, Option<PathBuf>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let fixtures = fs::read_dir(root.join("tests/fixtures")).expect("the fixtures");
    let fixtures = fixtures.map(|entry| entry.expect("an entry").path());
    let mut found: Vec<_> = fixtures
        .filter(|path| path.extension().is_some_and(|it| it == "yaml"))
        .map(|path| {
            let config = Some(path.with_extension("toml")).filter(|config| config.exists());
            (path, config)
        })
        // Types of a crate that includes modules are for modules alone.
        .filter(|(_, config)| {
            let config = config
                .as_ref()
                .map(|path| fs::read_to_string(path).expect("is text"));
            !config.is_some_and(|config| config.contains("crate::"))
        })
        .collect();
    found.sort();
    let spec = root.join("spec");
    found.push((
        spec.join("stream-webhook.yaml"),
        Some(spec.join("specwright.toml")),
    ));
    assert!(found.len() > 50);
    found
}

/// Every file of a folder, by its path.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(here) = folders.pop() {
        for entry in fs::read_dir(here).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let below = path.strip_prefix(folder).expect("it was found there");
                found.insert(below.to_owned(), fs::read(&path).expect("a file"));
            }
        }
    }
    found
}

/// What the command makes of a description; `before` is a command that runs it.
fn generated(
    before: &[&str],
    work: &Path,
    spec: &Path,
    config: Option<&Path>,
    out: &Path,
) -> BTreeMap<PathBuf, Vec<u8>> {
    let words = before.iter().copied().chain([SPECWRIGHT]);
    let words: Vec<&str> = words.collect();
    let mut command = Command::new(words[0]);
    command.args(&words[1..]).arg("generate").arg(spec);
    command.arg("--out").arg(out).current_dir(work);
    if let Some(config) = config {
        command.arg("--config").arg(config);
    }
    let output = command.output().expect("the command starts");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}: {said}", spec.display());
    files(out)
}

#[test]
fn every_fixture_becomes_the_same_everywhere() {
    let one = tempfile::tempdir().expect("a temporary folder");
    let other = tempfile::tempdir().expect("a temporary folder");
    let there = other.path().join("a folder/größe 日本");
    fs::create_dir_all(&there).expect("created");
    // The number of threads is that of the cores that a process may use.
    let on_one_core: &[&str] = match Command::new("taskset").args(["-c", "0", "true"]).status() {
        Ok(status) if status.success() => &["taskset", "-c", "0"],
        _ => {
            eprintln!("NOT TESTED: one core, for there is no `taskset` here");
            &[]
        }
    };
    for (index, (spec, config)) in descriptions().iter().enumerate() {
        let name = spec.file_name().expect("a file");
        let here = one.path().join(format!("out-{index}"));
        let first = generated(&[], one.path(), spec, config.as_deref(), &here);
        let copy = there.join(name);
        fs::copy(spec, &copy).expect("copied");
        let config = config.as_ref().map(|config| {
            let copy = there.join("its config.toml");
            fs::copy(config, &copy).expect("copied");
            copy
        });
        let out = there.join(format!("a client {index}"));
        let relative = Path::new(name);
        let second = generated(on_one_core, &there, relative, config.as_deref(), &out);
        let names = |files: &BTreeMap<PathBuf, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&first), names(&second), "{}", spec.display());
        for (path, bytes) in &first {
            assert!(
                *bytes == second[path],
                "{}: {}",
                spec.display(),
                path.display()
            );
        }
    }
}
