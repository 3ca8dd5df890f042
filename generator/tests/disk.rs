//! A disk that is full, one that can only be read, and a limit on the size of files: a clear error, and the folder that
//! was there stays as it was.
//!
//! The disks are mounted where nobody else sees them, in a namespace that ends with the process. That takes Linux, and the
//! right to do so; where it is missing, the tests say so.

#![cfg(target_os = "linux")]

use std::fs;
use std::process::{Command, Output};

const SPECWRIGHT: &str = env!("CARGO_BIN_EXE_specwright");

fn description(field: &str) -> String {
    format!(
        "openapi: 3.0.3\ninfo: {{title: Pets, version: '1'}}\npaths: {{}}\n\
         components: {{schemas: {{Pet: {{type: object, properties: {{{field}: {{type: string}}}}}}}}}}\n"
    )
}

/// Runs a script in a folder with two descriptions, `old.yaml` and `new.yaml`, and an empty folder `disk`. `$0` is the
/// command.
fn run(script: &str) -> Output {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let put = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("written");
    put("old.yaml", &description("old"));
    put("new.yaml", &description("new"));
    fs::create_dir(folder.path().join("disk")).expect("created");
    let mut command = Command::new("sh");
    command.args(["-euc", script, SPECWRIGHT]);
    command.current_dir(folder.path());
    command.output().expect("there is a shell")
}

/// The same with the right to mount. None where there is no such right.
fn run_mounting(script: &str) -> Option<Output> {
    let can = Command::new("unshare")
        .args(["-m", "sh", "-c", "mount -t tmpfs tmpfs /mnt"])
        .output();
    if !can.is_ok_and(|output| output.status.success()) {
        eprintln!("NOT TESTED: nothing can be mounted here");
        return None;
    }
    Some(run(&format!("exec unshare -m sh -euc '{script}' \"$0\"")))
}

/// What a run that failed said. What was in the folder before is there after it, and nothing else is beside it.
#[track_caller]
fn refused(output: &Output) -> String {
    let stdout = String::from_utf8_lossy(&output.stdout);
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(stdout.ends_with("code 1\nsame\n"), "{stdout}\n{stderr}");
    assert!(!stderr.contains("panicked"), "{stderr}");
    stderr
}

/// Ends a script: tells the code of the run, and whether the folder is as it was and alone.
const COMPARE: &str = "echo code $code; diff -r before disk/client && ls -A disk | grep -v -e ^client$ -e ^fill$ || echo same";

#[test]
fn a_full_disk_is_told() {
    let script = format!(
        "mount -t tmpfs -o size=2m tmpfs disk; $0 generate old.yaml --out disk/client; cp -r disk/client before
         head -c 4000000 /dev/zero >disk/fill 2>/dev/null || true
         code=0; $0 generate new.yaml --out disk/client || code=$?; {COMPARE}"
    );
    if let Some(output) = run_mounting(&script) {
        let said = refused(&output);
        assert!(said.contains("there is no room; make some"), "{said}");
    }
}

#[test]
fn a_disk_that_can_only_be_read_is_told() {
    let script = format!(
        "mount -t tmpfs tmpfs disk; $0 generate old.yaml --out disk/client; cp -r disk/client before
         mount -o remount,ro disk
         code=0; $0 generate new.yaml --out disk/client || code=$?; {COMPARE}"
    );
    if let Some(output) = run_mounting(&script) {
        let said = refused(&output);
        assert!(
            said.contains("make the folder writable, or choose another one"),
            "{said}"
        );
    }
}

#[test]
fn a_file_that_may_not_be_as_large_is_told() {
    // The signal that comes with it is ignored, as programs do that want to hear of it.
    let script = format!(
        "$0 generate old.yaml --out disk/client; cp -r disk/client before; trap '' XFSZ; ulimit -f 4
         code=0; $0 generate new.yaml --out disk/client || code=$?; ulimit -f unlimited 2>/dev/null || true; {COMPARE}"
    );
    let said = refused(&run(&script));
    assert!(said.contains("can't write `"), "{said}");
    assert!(said.contains("File too large"), "{said}");
}
