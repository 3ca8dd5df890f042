//! References leave the folder of the description only where the configuration says so, and never reach for a network.

use std::fs;
use std::path::Path;

use specwright::diagnostic::render::{Format, Shown};
use specwright::{Packaging, Request, check};

/// What a schema outside of the folder says, which nothing may show.
const SECRET: &str = "type: object\ndescription: hunter2\nproperties: {a: {type: string}}\n";

/// Lays out a folder with a secret beside it, checks a description whose schema is this reference, and gives all that is
/// said and whether the secret was read.
fn said(reference: &str, config: &str) -> (String, bool) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let inside = folder.path().join("in side");
    fs::create_dir(&inside).expect("created");
    let secret = folder.path().join("secret.yaml");
    fs::write(&secret, SECRET).expect("written");
    let deeper = folder.path().join("deeper");
    fs::create_dir(&deeper).expect("created");
    fs::write(deeper.join("secret.yaml"), SECRET).expect("written");
    link(&secret, &inside.join("link.yaml"));
    link(&deeper, &inside.join("linked"));
    let reference = reference.replace("{root}", &folder.path().to_string_lossy());
    let text = format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths: {{}}\n\
         components: {{schemas: {{A: {{$ref: '{reference}'}}}}}}\n"
    );
    let spec = inside.join("openapi.yaml");
    fs::write(&spec, text).expect("written");
    fs::write(inside.join("specwright.toml"), config).expect("written");
    let report = match check(&Request::new(&spec, Packaging::Crate)) {
        Ok((_, report)) => report,
        Err(report) => *report,
    };
    let inputs = report.inputs().iter();
    let real = |path: &Path| path.canonicalize().ok();
    let secrets = [real(&secret), real(&deeper.join("secret.yaml"))];
    let read = inputs
        .map(|path| real(path))
        .any(|path| path.is_some() && secrets.contains(&path));
    let shown = Shown {
        notes: true,
        most: usize::MAX,
    };
    let said = report.render_as(Format::Json, shown);
    assert!(!said.contains("hunter2"), "{said}");
    (said, read)
}

#[cfg(unix)]
fn link(to: &Path, at: &Path) {
    std::os::unix::fs::symlink(to, at).expect("a link");
}

/// Where links need a privilege, what leads through them leads nowhere.
#[cfg(not(unix))]
fn link(_: &Path, _: &Path) {}

#[test]
fn what_is_outside_is_not_read() {
    for reference in [
        "../secret.yaml",
        "%2e%2e/secret.yaml",
        "..%2Fsecret.yaml",
        "%2E%2E%2Fsecret.yaml#/properties/a",
        "./x/../../secret.yaml",
        "{root}/secret.yaml",
        "link.yaml",
        "linked/secret.yaml",
        "linked/../secret.yaml",
    ] {
        let (said, read) = said(reference, "");
        assert!(!read, "{reference} was read");
        let refused = ["reference-outside", "unreadable-file"];
        assert!(
            refused.iter().any(|code| said.contains(code)),
            "{reference}: {said}"
        );
    }
}

#[test]
fn addresses_are_not_asked() {
    for reference in [
        "file:../secret.yaml",
        "file://{root}/secret.yaml",
        "FILE:///{root}/secret.yaml",
        "http://127.0.0.1:9/secret.yaml",
        "//127.0.0.1/secret.yaml",
        "data:application/json,{}",
    ] {
        let (said, read) = said(reference, "");
        assert!(!read, "{reference} was read");
        assert!(said.contains("remote-reference"), "{reference}: {said}");
    }
}

#[test]
fn the_configuration_can_widen_the_folder() {
    let (said, read) = said("../secret.yaml", "[document]\nroot = \"..\"\n");
    assert!(read, "{said}");
    assert!(!said.contains("reference-outside"), "{said}");
}
