//! The soak, for as long as a test may take: no call is lost or doubled. CONTRIBUTING.md says how to run it for longer.

use std::process::Command;

#[test]
fn no_call_is_lost_or_doubled() {
    let mut soak = Command::new(env!("CARGO_BIN_EXE_soak"));
    // Two seconds for each transport.
    let output = soak.args(["--minutes", "0.0333"]).output().expect("it ran");
    let said = String::from_utf8_lossy(&output.stdout);
    let failed = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}{failed}");
    assert_eq!(said.matches("wrong: 0\n").count(), 2, "{said}");
}
