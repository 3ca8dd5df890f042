//! Every code is explained, has a document that brings it about, and looks like its snapshot.
//!
//! `tests/diagnostics/CODE.yaml` (or `.json`) is the document of a code, with `CODE.toml` as its configuration.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use specwright::diagnostic::render::{Format, Shown};
use specwright::diagnostic::{CODES, Code};
use specwright::{Packaging, Request, check};

const FOLDER: &str = "tests/diagnostics";

/// What is said of the document of a code, as a person sees it and as programs do.
fn said(code: &Code) -> (String, String) {
    let file = |extension: &str| Path::new(FOLDER).join(format!("{}.{extension}", code.slug));
    let spec: PathBuf = ["yaml", "json"]
        .map(file)
        .into_iter()
        .find(|path| path.exists())
        .unwrap_or_else(|| panic!("{} has no document in {FOLDER}", code.slug));
    let config = Some(file("toml")).filter(|path| path.exists());
    let request = Request {
        config,
        ..Request::new(spec, Packaging::Crate)
    };
    let report = match check(&request) {
        Ok((_, report)) => report,
        Err(report) => *report,
    };
    let shown = Shown {
        notes: true,
        most: usize::MAX,
    };
    let human = report.render_as(Format::Human { color: false }, shown);
    (human, report.render_as(Format::Json, shown))
}

#[test]
fn every_code_has_a_document_that_brings_it_about() {
    insta::with_settings!({ snapshot_path => "diagnostics/snapshots", prepend_module_to_snapshot => false }, {
        for code in CODES {
            let (human, json) = said(code);
            let own = format!("\"code\":\"{}\"", code.slug);
            assert!(json.contains(&own), "{}:\n{human}", code.slug);
            // A document is about one thing: what follows from it is not told as well.
            assert!(json.lines().all(|line| line.contains(&own)), "{}:\n{human}", code.slug);
            insta::assert_snapshot!(code.slug, human);
        }
    });
}

#[test]
fn every_code_of_a_message_is_listed() {
    let folder = Path::new("src/diagnostic/catalogue");
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(folder).expect("the catalogue") {
        let text = fs::read_to_string(entry.expect("an entry").path()).expect("text");
        // Messages have spaces, and keys of descriptions no hyphens: what is left is a code.
        let texts = text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"));
        for literal in texts.flat_map(|line| line.split('"').skip(1).step_by(2)) {
            if literal == "syntax" || is_slug(literal) {
                found.insert(literal.to_owned());
            }
        }
    }
    let listed: BTreeSet<String> = CODES.iter().map(|code| code.slug.to_owned()).collect();
    assert_eq!(found, listed);
}

fn is_slug(text: &str) -> bool {
    text.contains('-')
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

#[test]
fn nothing_is_left_of_a_code_that_is_gone() {
    let listed = |path: &Path| {
        let name = path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let slug = name.split('.').next().unwrap_or_default();
        Code::find(slug).is_some()
    };
    for folder in [
        "src/diagnostic/explain",
        FOLDER,
        "tests/diagnostics/snapshots",
    ] {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            assert!(path.is_dir() || listed(&path), "{}", path.display());
        }
    }
}
