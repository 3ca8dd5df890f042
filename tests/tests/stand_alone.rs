//! What the command writes compiles alone, without a warning, and documents itself without one.

use std::path::{Path, PathBuf};
use std::process::Command;

use specwright::write::{self, Edits};
use specwright::{Packaging, Request, generate};

/// The folder of documents that are not part of the project.
fn corpus() -> PathBuf {
    std::env::var_os("CORPUS").map_or_else(|| root().join("../shared"), PathBuf::from)
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .canonicalize()
        .unwrap()
}

fn write_crate(spec: &Path, config: Option<&Path>, folder: &Path) {
    let mut request = Request::new(spec, Packaging::Crate);
    request.config = config.map(Path::to_owned);
    let output = generate(&request).unwrap_or_else(|report| panic!("{}", report.render(false)));
    assert_eq!(
        output.report.render(false),
        "",
        "the description gives no reason to complain"
    );
    write::write(folder, &output.files, Edits::Keep).unwrap();
}

/// Runs Cargo in a folder, with warnings as errors. Dependencies are those of the workspace, built once for all of
/// these tests.
fn cargo(folder: &Path, arguments: &[&str]) {
    // The versions that the workspace is locked to are the ones that are at hand.
    let lock = folder.join("Cargo.lock");
    if !lock.exists() {
        std::fs::copy(root().join("Cargo.lock"), &lock).unwrap();
    }
    let target = env!("CARGO_TARGET_TMPDIR");
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", Path::new(target).join("stand-alone"))
        .env("RUSTFLAGS", "-Dwarnings")
        .env("RUSTDOCFLAGS", "-Dwarnings")
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "cargo {arguments:?}:\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn the_stream_webhook_compiles_alone() {
    let folder = tempfile::tempdir().unwrap();
    write_crate(
        &root().join("spec/stream-webhook.yaml"),
        None,
        folder.path(),
    );
    cargo(folder.path(), &["check"]);
    cargo(
        folder.path(),
        &[
            "check",
            "--no-default-features",
            "--features",
            "client,webhooks",
        ],
    );
    cargo(folder.path(), &["doc", "--no-deps"]);
}

/// The vendor's own text: an `anyOf` that is a constraint, security that asks for everything at once, timestamps
/// without quotes.
#[test]
fn the_vendors_own_text_compiles_alone_and_means_the_same() {
    let spec = corpus().join("spec/stream-webhook.upstream.yaml");
    if !spec.exists() {
        eprintln!(
            "SKIPPED: {} is not there; set CORPUS to the folder that has it",
            spec.display()
        );
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let config = root().join("tests/fixtures/upstream/specwright.toml");
    write_crate(&spec, Some(&config), folder.path());
    cargo(folder.path(), &["check"]);

    let text =
        std::fs::read_to_string(folder.path().join("src/resources/stream/webhooks.rs")).unwrap();
    // Token, or email and key: the schemes are in the document's order, the token last.
    assert!(text.contains(".security(&[&[2], &[0, 1]])"), "{text}");
    // Two members that are both optional, and no union.
    assert!(
        text.contains("pub notification_url: Option<String>"),
        "{text}"
    );
    assert!(text.contains("rename = \"notificationUrl\""), "{text}");
    assert!(!text.contains("enum "), "{text}");
}
