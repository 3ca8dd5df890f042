//! A dozen real descriptions, as far as text that parses. The whole corpus is for the program `corpus`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder of documents that are not part of the project.
fn corpus() -> PathBuf {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    std::env::var_os("CORPUS")
        .map_or_else(beside, PathBuf::from)
        .join("corpus")
}

#[test]
fn a_sample_of_the_corpus_becomes_clients_with_a_method_for_each_operation() {
    let folder = corpus();
    if !folder.is_dir() {
        eprintln!(
            "SKIPPED: {} is not there; set CORPUS to the folder that has it",
            folder.display()
        );
        return;
    }
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sample");
    let output = Command::new(env!("CARGO_BIN_EXE_corpus"))
        .args(["--sample", "--no-check", "--again"])
        .arg(&folder)
        .env("CARGO_TARGET_DIR", &target)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );

    let mut folders = vec![target.join("corpus/clients")];
    let mut parsed = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                if let Err(error) = syn::parse_file(&text) {
                    panic!("{}: {error}", path.display());
                }
                parsed += 1;
            }
        }
    }
    assert!(parsed > 100, "{parsed} files");
}
