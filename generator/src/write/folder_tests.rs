//! The output folder under a person's hands, and under sudden death.

use std::fs;

use tempfile::TempDir;

use super::super::check;
use super::*;

const V1: &[(&str, &str)] = &[
    ("Cargo.toml", "v1"),
    ("src/lib.rs", "mod a;"),
    ("src/a/mod.rs", "a1"),
];
const V2: &[(&str, &str)] = &[
    ("Cargo.toml", "v1"),
    ("src/lib.rs", "mod b;"),
    ("src/b.rs", "b2"),
];

fn files(pairs: &[(&str, &str)]) -> Files {
    pairs
        .iter()
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
        .collect()
}

fn generated(pairs: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    write(folder.path(), &files(pairs), Edits::Keep).expect("a first run");
    folder
}

fn put(folder: &TempDir, path: &str, text: &str) {
    let path = folder.path().join(path);
    fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
    fs::write(path, text).expect("written");
}

/// Everything in the folder except the record.
fn contents(folder: &Path) -> Vec<(String, String)> {
    let paths = disk::files_below(folder).expect("a listing");
    let text = |path: String| {
        (
            path.clone(),
            fs::read_to_string(folder.join(path)).expect("text"),
        )
    };
    paths
        .into_iter()
        .filter(|path| path != RECORD)
        .map(text)
        .collect()
}

fn expect_contents(folder: &TempDir, expected: &[(&str, &str)]) {
    let mut expected: Vec<_> = expected
        .iter()
        .map(|(p, t)| ((*p).to_owned(), (*t).to_owned()))
        .collect();
    expected.sort();
    assert_eq!(contents(folder.path()), expected);
}

fn conflicts(result: Result<Written, Error>) -> Vec<(String, ConflictKind)> {
    match result {
        Err(Error::Refused { conflicts, .. }) => {
            conflicts.into_iter().map(|c| (c.path, c.kind)).collect()
        }
        other => panic!("expected a refusal, got {other:?}"),
    }
}

#[test]
fn a_second_run_changes_only_what_differs() {
    let folder = generated(V1);
    expect_contents(&folder, V1);
    assert_eq!(
        write(folder.path(), &files(V1), Edits::Keep).expect("again"),
        Written::default()
    );

    let written = write(folder.path(), &files(V2), Edits::Keep).expect("a second run");
    assert_eq!(
        written,
        Written {
            changed: 2,
            removed: 1
        }
    );
    expect_contents(&folder, V2);
    assert!(
        !folder.path().join("src/a").exists(),
        "an empty folder stayed"
    );
}

#[test]
fn files_of_a_person_stay() {
    let folder = generated(V1);
    put(&folder, "src/a/mine.rs", "mine");
    put(&folder, ".git/HEAD", "main");
    write(folder.path(), &files(V2), Edits::Discard).expect("a second run");
    expect_contents(
        &folder,
        &[V2, &[("src/a/mine.rs", "mine"), (".git/HEAD", "main")]].concat(),
    );
}

#[test]
fn a_file_that_lost_its_text_is_written_again() {
    // Nobody waits for the disk, so that a power cut may do this.
    let folder = generated(V1);
    put(&folder, "src/lib.rs", "");
    write(folder.path(), &files(V2), Edits::Keep).expect("nothing is lost");
    expect_contents(&folder, V2);
}

#[test]
fn an_edited_file_stops_the_run_before_anything_changes() {
    let folder = generated(V1);
    put(&folder, "src/lib.rs", "edited");
    put(&folder, "src/a/mod.rs", "edited too, and to be removed");
    let before = contents(folder.path());
    let edited = ["src/a/mod.rs", "src/lib.rs"].map(|path| (path.to_owned(), ConflictKind::Edited));
    assert_eq!(
        conflicts(write(folder.path(), &files(V2), Edits::Keep)),
        edited
    );
    assert_eq!(contents(folder.path()), before);

    write(folder.path(), &files(V2), Edits::Discard).expect("forced");
    expect_contents(&folder, V2);
}

#[test]
fn a_file_that_was_not_ours_is_not_replaced() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    put(&folder, "Cargo.toml", "a person's");
    let foreign = [("Cargo.toml".to_owned(), ConflictKind::Foreign)];
    assert_eq!(
        conflicts(write(folder.path(), &files(V1), Edits::Keep)),
        foreign
    );
    expect_contents(&folder, &[("Cargo.toml", "a person's")]);
}

#[test]
fn a_file_with_the_right_text_is_ours_without_a_record() {
    let folder = generated(V1);
    fs::remove_file(folder.path().join(RECORD)).expect("removed");
    write(folder.path(), &files(V1), Edits::Keep).expect("taken over");
    assert!(
        check(folder.path(), &files(V1))
            .expect("compared")
            .is_none()
    );
}

#[test]
fn what_is_no_plain_file_blocks_even_when_forced() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    put(&folder, "src", "a file where a folder must be");
    fs::create_dir(folder.path().join("Cargo.toml")).expect("a folder");
    let blocked = ["Cargo.toml", "src/a/mod.rs", "src/lib.rs"]
        .map(|path| (path.to_owned(), ConflictKind::Blocked));
    assert_eq!(
        conflicts(write(folder.path(), &files(V1), Edits::Discard)),
        blocked
    );
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let elsewhere = tempfile::tempdir().expect("a temporary folder");
    std::os::unix::fs::symlink(elsewhere.path(), folder.path().join("src")).expect("a link");
    conflicts(write(folder.path(), &files(V1), Edits::Discard));
    assert_eq!(contents(elsewhere.path()), []);
}

#[test]
fn a_damaged_record_is_named_and_can_be_forced() {
    let folder = generated(V1);
    put(&folder, RECORD, "<<<<<<< ours\n");
    assert!(matches!(
        write(folder.path(), &files(V1), Edits::Keep),
        Err(Error::Record { line: 1, .. })
    ));
    assert!(
        check(folder.path(), &files(V1))
            .expect("compared")
            .is_some()
    );
    write(folder.path(), &files(V1), Edits::Discard).expect("forced");
    assert!(
        check(folder.path(), &files(V1))
            .expect("compared")
            .is_none()
    );
}

/// The old output and all that the second run staged, as if it had been killed between the two halves of `write`.
fn killed_after_the_decision() -> TempDir {
    let folder = generated(V1);
    let staged = [("src/b.rs", "b2"), ("src/lib.rs", "mod b;")];
    Folder::new(folder.path())
        .stage(&staged, &Record::of(&files(V2)))
        .expect("staged");
    folder
}

#[test]
fn a_run_killed_before_the_decision_has_changed_nothing() {
    let folder = generated(V1);
    put(&folder, ".specwright-partial/files/src/lib.rs", "half a fi");
    assert!(
        check(folder.path(), &files(V1))
            .expect("compared")
            .is_none()
    );
    write(folder.path(), &files(V1), Edits::Keep).expect("a later run");
    expect_contents(&folder, V1);
}

#[test]
fn a_run_killed_after_the_decision_is_finished_by_the_next() {
    // After each number of steps that `apply` may have done.
    for steps in 0..=4 {
        let folder = killed_after_the_decision();
        let at = |path: &str| folder.path().join(path);
        let done: [&dyn Fn() -> std::io::Result<()>; 4] = [
            &|| fs::rename(at(".specwright-ready/files/src/b.rs"), at("src/b.rs")),
            &|| fs::rename(at(".specwright-ready/files/src/lib.rs"), at("src/lib.rs")),
            &|| fs::remove_file(at("src/a/mod.rs")),
            &|| fs::rename(at(".specwright-ready/record"), at(RECORD)),
        ];
        for step in &done[..steps] {
            step().expect("a step of `apply`");
        }
        let stale = check(folder.path(), &files(V2)).expect("compared");
        assert_eq!(stale.is_some_and(|stale| stale.interrupted), steps < 4);

        write(folder.path(), &files(V2), Edits::Keep).expect("a later run");
        assert!(
            check(folder.path(), &files(V2))
                .expect("compared")
                .is_none(),
            "after {steps} steps"
        );
        fs::remove_dir(folder.path().join("src/a")).ok();
        expect_contents(&folder, V2);
    }
}

#[test]
fn an_edit_after_a_killed_run_is_not_lost() {
    let folder = killed_after_the_decision();
    put(&folder, "src/lib.rs", "edited in between");
    let edited = [("src/lib.rs".to_owned(), ConflictKind::Edited)];
    assert_eq!(
        conflicts(write(folder.path(), &files(V2), Edits::Keep)),
        edited
    );
}

#[test]
fn the_check_writes_nothing_and_tells_what_is_stale() {
    let folder = generated(V1);
    put(&folder, "src/mine.rs", "mine");
    let before = contents(folder.path());
    let stale = check(folder.path(), &files(V2))
        .expect("compared")
        .expect("stale");
    assert_eq!(
        stale.to_string(),
        "  leftover  src/a/mod.rs\n  missing   src/b.rs\n  differs   src/lib.rs\n\n\
         --- src/lib.rs (in the folder)\n+++ src/lib.rs (generated now)\n@@ -1 +1 @@\n-mod a;\n+mod b;\n",
    );
    assert_eq!(contents(folder.path()), before);
}

#[test]
fn the_check_and_the_run_agree_on_what_there_is_to_do() {
    let said = |folder: &TempDir| {
        let stale = check(folder.path(), &files(V1)).expect("compared");
        let written = write(folder.path(), &files(V1), Edits::Keep);
        (stale, written)
    };
    // A record counts by what it says: an editor or a merge may have changed how.
    let folder = generated(V1);
    let record = fs::read_to_string(folder.path().join(RECORD)).expect("text");
    put(&folder, RECORD, &format!("# kept\n{record}\n"));
    let (stale, written) = said(&folder);
    assert!(stale.is_none(), "{stale:?}");
    assert_eq!(written.expect("nothing to do"), Written::default());

    // What a run would refuse is told before it does.
    put(&folder, "src/lib.rs", "edited");
    let (stale, written) = said(&folder);
    let edited = [("src/lib.rs".to_owned(), ConflictKind::Edited)];
    let told = stale.expect("stale").conflicts.into_iter();
    let told: Vec<_> = told.map(|told| (told.path, told.kind)).collect();
    assert_eq!(told, edited);
    assert_eq!(conflicts(written), edited);

    put(&folder, RECORD, "<<<<<<< ours\n");
    let (stale, written) = said(&folder);
    let told = stale.expect("stale").conflicts;
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].path, RECORD);
    assert!(matches!(written, Err(Error::Record { .. })));
}

#[cfg(unix)]
#[test]
fn the_check_follows_no_link_either() {
    let folder = generated(V1);
    fs::rename(folder.path().join("src"), folder.path().join("other")).expect("moved");
    std::os::unix::fs::symlink("other", folder.path().join("src")).expect("a link");
    let stale = check(folder.path(), &files(V1)).expect("compared");
    let told = stale.expect("stale").conflicts;
    assert_eq!(told.len(), 2, "{told:?}");
    assert_eq!(
        conflicts(write(folder.path(), &files(V1), Edits::Keep)).len(),
        2
    );
}
