//! What is read is what openapiv3 itself reads.

use std::collections::BTreeSet;

use openapiv3::OpenAPI;

use super::*;
use crate::config::Config;
use crate::diagnostic::Diagnostics;
use crate::source::Files;

/// Compares both ways of reading a description; none where there is nothing to read.
fn compare(path: &std::path::Path) -> Option<Result<(), String>> {
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
    let theirs = match serde_json::from_value::<OpenAPI>(tree) {
        Err(error) => return Some(Err(format!("openapiv3 does not take it: {error}"))),
        Ok(theirs) => theirs,
    };
    let webhooks = match webhooks {
        serde_json::Value::Null => IndexMap::new(),
        webhooks => serde_json::from_value(webhooks).expect("openapiv3 takes webhooks"),
    };
    let paths = theirs.paths.paths.into_iter();
    let paths = paths.map(|(path, item)| (path, item.into_item().expect("is no reference")));
    let components = theirs.components.unwrap_or_default();
    let (head, known) = (ours.head, ours.components);
    let pairs = [
        ("info", head.info == theirs.info),
        ("more", head.external_docs == theirs.external_docs),
        ("servers", head.servers == theirs.servers),
        ("security", head.security == theirs.security),
        ("tags", head.tags == theirs.tags),
        (
            "schemes",
            head.security_schemes == components.security_schemes,
        ),
        ("paths", same_items(ours.paths, paths)),
        ("webhooks", same_items(ours.webhooks, webhooks)),
        ("schemas", same(&known.schemas, &components.schemas)),
        ("responses", same(&known.responses, &components.responses)),
        (
            "parameters",
            same(&known.parameters, &components.parameters),
        ),
        (
            "bodies",
            same(&known.request_bodies, &components.request_bodies),
        ),
        ("headers", same(&known.headers, &components.headers)),
    ];
    let different = pairs.iter().find(|(_, same)| !same);
    Some(different.map_or(Ok(()), |(what, _)| Err(format!("not the same: {what}"))))
}

// serde_json has sorted what openapiv3 was given, so order does not count.
fn same_items(ours: PathItems, theirs: impl IntoIterator<Item = (String, PathItem)>) -> bool {
    let ours = ours.read().map(|path| {
        let methods: BTreeSet<_> = path.further.into_keys().collect();
        (path.name, (path.item, methods))
    });
    let theirs = theirs.into_iter().map(|(name, mut item)| {
        let further = item.extensions.shift_remove(FURTHER).unwrap_or_default();
        let methods = further.as_object().into_iter().flat_map(|it| it.keys());
        (name, (item, methods.cloned().collect()))
    });
    ours.collect::<IndexMap<_, _>>() == theirs.collect::<IndexMap<_, _>>()
}

fn same<T: Read + PartialEq>(
    ours: &components::Section<T>,
    theirs: &IndexMap<String, ReferenceOr<T>>,
) -> bool {
    ours.names().count() == theirs.len()
        && theirs
            .iter()
            .all(|(name, theirs)| ours.get(name).is_some_and(|(_, ours)| ours == theirs))
}

/// Compares all descriptions of a folder, on a stack that is large enough for openapiv3; gives how many there were.
fn compare_all(folder: &std::path::Path) -> usize {
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
    let ours = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
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
    let compared = compare_all(&std::path::Path::new(&corpus).join("corpus"));
    assert!(compared > 300, "{compared}");
}
