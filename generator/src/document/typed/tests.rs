//! What is read is what openapiv3 itself reads.

use std::path::Path;

use super::*;
use crate::config::Config;
use crate::diagnostic::Diagnostics;
use crate::source::Files;

/// Compares both ways of reading a description; none where there is nothing to read.
fn compare(path: &Path) -> Option<Result<(), String>> {
    let (mut files, mut diagnostics) = (Files::new(), Diagnostics::new());
    let file = files.read(path).ok()?;
    let config = Config::default();
    let shaped = crate::document::shape(file, &config, &mut files, &mut diagnostics)?;
    if diagnostics.must_stop() {
        return None;
    }
    let mut tree = read::json(shaped.tree.clone());
    let ours = read(shaped.tree)?;
    let webhooks = tree["webhooks"].take();
    if tree["paths"].is_null() {
        // Since 3.1 they may be missing.
        tree["paths"] = serde_json::json!({});
    }
    Some(match serde_json::from_value::<OpenAPI>(tree) {
        Err(error) => Err(format!("openapiv3 does not take it: {error}")),
        Ok(theirs) if theirs != ours.openapi => Err("it is not the same".to_owned()),
        Ok(_) if webhooks.is_null() => Ok(()),
        Ok(_) => match serde_json::from_value::<IndexMap<String, PathItem>>(webhooks) {
            Ok(theirs) if theirs == ours.webhooks => Ok(()),
            _ => Err("its webhooks are not the same".to_owned()),
        },
    })
}

/// Compares all descriptions of a folder, on a stack that is large enough for openapiv3; gives how many there were.
fn compare_all(folder: &Path) -> usize {
    let all = || {
        let entries = folder.read_dir().expect("the folder can be read");
        let paths = entries.map(|entry| entry.expect("has a name").path());
        let (mut compared, mut different) = (0, Vec::new());
        for path in paths.filter(|path| path.is_file()) {
            match compare(&path) {
                None => {}
                Some(Ok(())) => compared += 1,
                Some(Err(reason)) => different.push(format!("{}: {reason}", path.display())),
            }
        }
        assert!(different.is_empty(), "{different:#?}");
        compared
    };
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(256 << 20);
        let running = thread.spawn_scoped(scope, all).expect("a thread starts");
        running.join().expect("all are the same")
    })
}

#[test]
fn fixtures_read_as_openapiv3_reads_them() {
    let ours = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (folder, least) in [
        ("../tests/fixtures", 40),
        ("tests/diagnostics", 30),
        ("../spec", 1),
    ] {
        let compared = compare_all(&ours.join(folder));
        assert!(compared >= least, "{folder}: {compared}");
    }
}

#[test]
#[ignore = "reads the descriptions in $CORPUS"]
fn real_descriptions_read_as_openapiv3_reads_them() {
    let Some(corpus) = std::env::var_os("CORPUS") else {
        eprintln!("skipped: CORPUS is not set");
        return;
    };
    let compared = compare_all(&Path::new(&corpus).join("corpus"));
    assert!(compared > 300, "{compared}");
}
