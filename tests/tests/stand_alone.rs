//! What the command writes compiles alone, without a warning, and documents itself without one.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use specwright::write::{self, Edits};
use specwright::{Output, Packaging, Request, generate};

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

/// Runs Cargo in a folder, with warnings as errors. Dependencies are those of the workspace: what of them is built for it
/// already, C above all, is not built again.
fn cargo(folder: &Path, arguments: &[&str]) {
    // The versions that the workspace is locked to are the ones that are at hand.
    let lock = folder.join("Cargo.lock");
    if !lock.exists() {
        fs::copy(root().join("Cargo.lock"), &lock).unwrap();
    }
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .current_dir(folder)
        .env(
            "CARGO_TARGET_DIR",
            Path::new(env!("CARGO_TARGET_TMPDIR")).join(".."),
        )
        .env("CARGO_PROFILE_DEV_DEBUG", "line-tables-only")
        .env("CARGO_PROFILE_DEV_BUILD_OVERRIDE_DEBUG", "line-tables-only")
        .env("CARGO_TERM_COLOR", "never")
        .env("RUSTDOCFLAGS", "-Dwarnings")
        .output()
        .unwrap();
    // With flags for the compiler, everything would be another thing than what the workspace has.
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success() && !said.contains("warning"),
        "cargo {arguments:?}:\n{said}"
    );
}

#[test]
fn the_stream_webhook_compiles_alone() {
    let folder = tempfile::tempdir().unwrap();
    // Another name, because that of the workspace's client has documentation already.
    let config = folder.path().join("specwright.toml");
    fs::write(&config, "[crate]\nname = 'stand-alone'\n").unwrap();
    let client = folder.path().join("client");
    let spec = root().join("spec/stream-webhook.yaml");
    write_crate(&spec, Some(&config), &client);
    cargo(&client, &["check"]);
    cargo(&client, &["check", "--no-default-features"]);
    cargo(&client, &["doc", "--no-deps"]);
}

/// A client whose resources are features compiles with none of them, with each alone, and with all.
#[test]
fn resources_compile_alone() {
    let folder = tempfile::tempdir().unwrap();
    let spec = root().join("tests/fixtures/resource-features/openapi.yaml");
    write_crate(&spec, None, folder.path());
    for feature in ["", "pets", "orders", "stores", "größen", "serde", "search"] {
        let feature = match feature {
            "" => String::new(),
            name => format!("resource-{name}"),
        };
        let features = ["check", "--no-default-features", "--features", &feature];
        cargo(folder.path(), &features);
    }
    cargo(folder.path(), &["check"]);
    cargo(folder.path(), &["doc", "--no-deps"]);
}

/// A client has those parts of the runtime that its description needs, and compiles with them alone.
#[test]
fn a_copy_has_the_parts_that_are_needed() {
    for (fixture, part) in [
        ("multipart.yaml", "multipart.rs"),
        ("pages.yaml", "pages"),
        ("streams.yaml", "events"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let fixture = root().join("tests/fixtures").join(fixture);
        let config = fixture.with_extension("toml");
        let config = config.exists().then_some(config);
        write_crate(&fixture, config.as_deref(), folder.path());
        for known in ["multipart.rs", "pages", "events"] {
            let is_there = folder.path().join("src/runtime").join(known).exists();
            assert_eq!(is_there, known == part, "{known} for {part}");
        }
        cargo(folder.path(), &["check", "--no-default-features"]);
        cargo(
            folder.path(),
            &["doc", "--no-deps", "--no-default-features"],
        );
    }
}

/// A client that depends on the runtime has no copy of it, and the same features.
#[test]
fn the_runtime_may_be_a_dependency() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("specwright.toml");
    let text = format!("[crate]\nresource-features = true\n{}", on_the_runtime());
    fs::write(&config, text).unwrap();
    let spec = root().join("tests/fixtures/resource-features/openapi.yaml");
    let client = folder.path().join("client");
    write_crate(&spec, Some(&config), &client);
    assert!(!client.join("src/runtime").exists());
    cargo(&client, &["check"]);
    let features = ["--features", "resource-pets,hyper,blocking"];
    cargo(
        &client,
        &[&["check", "--no-default-features"], &features[..]].concat(),
    );

    // One whose lists come in pages asks for that.
    fs::write(&config, format!("[crate]\n{}", on_the_runtime())).unwrap();
    let client = folder.path().join("paged");
    write_crate(
        &root().join("tests/fixtures/pages.yaml"),
        Some(&config),
        &client,
    );
    cargo(&client, &["check", "--no-default-features"]);
}

/// What of a configuration makes the client depend on the runtime of this workspace.
fn on_the_runtime() -> String {
    let runtime = root().join("runtime");
    let path = runtime.display();
    format!("runtime = \"dependency\"\ndependencies.specwright-runtime.path = {path:?}\n")
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

    let text = fs::read_to_string(folder.path().join("src/resources/stream/webhooks.rs")).unwrap();
    // Token, or email and key: the schemes are in the document's order, the token last.
    assert!(text.contains(".security(&[&[2], &[0, 1]])"), "{text}");
    // Two members that are both optional, and no union.
    assert!(
        text.contains("pub notification_url: Option<String>"),
        "{text}"
    );
    assert!(
        text.contains("notification_url_2: \"notificationUrl\" optional;"),
        "{text}"
    );
    assert!(!text.contains("enum "), "{text}");
}

fn generated(spec: &Path) -> Output {
    let request = Request::new(spec, Packaging::Crate);
    generate(&request).unwrap_or_else(|report| panic!("{}", report.render(false)))
}

/// Ours, and the vendor's where it is.
fn descriptions() -> Vec<PathBuf> {
    let theirs = corpus().join("spec/stream-webhook.upstream.yaml");
    let ours = root().join("spec/stream-webhook.yaml");
    [ours, theirs]
        .into_iter()
        .filter(|spec| spec.exists())
        .collect()
}

/// Every file of a folder with its text.
fn tree(folder: &Path) -> BTreeMap<PathBuf, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let inside = path.strip_prefix(folder).unwrap().to_owned();
                found.insert(inside, fs::read_to_string(&path).unwrap());
            }
        }
    }
    found
}

#[test]
fn the_output_is_the_same_to_the_byte_wherever_it_is_made() {
    for spec in descriptions() {
        let folder = tempfile::tempdir().unwrap();
        let made = ["a", "somewhere/else entirely/ü"].map(|place| {
            let place = folder.path().join(place);
            fs::create_dir_all(&place).unwrap();
            let copy = place.join("description.yaml");
            fs::copy(&spec, &copy).unwrap();
            write::write(&place.join("out"), &generated(&copy).files, Edits::Keep).unwrap();
            tree(&place.join("out"))
        });
        assert!(made[0].len() > 20, "{:?}", made[0].keys());
        assert!(made[0].keys().eq(made[1].keys()));
        for (path, text) in &made[0] {
            assert_eq!(text, &made[1][path], "{}", path.display());
            let here = folder.path().to_str().unwrap();
            assert!(!text.contains(here), "{} names a folder", path.display());
        }
    }
}

#[test]
fn the_check_passes_until_something_is_edited() {
    for spec in descriptions() {
        let folder = tempfile::tempdir().unwrap();
        let files = generated(&spec).files;
        write::write(folder.path(), &files, Edits::Keep).unwrap();
        fs::write(folder.path().join("notes.txt"), "a person's own").unwrap();
        let check = || write::check(folder.path(), &files).unwrap();
        assert!(check().is_none(), "{:?}", check());

        let edited = folder.path().join("src/client.rs");
        let before = fs::read_to_string(&edited).unwrap();
        let after = before.replacen("pub fn builder()", "pub fn make_builder()", 1);
        fs::write(&edited, &after).unwrap();
        fs::remove_file(folder.path().join("README.md")).unwrap();
        let stale = check().expect("it was edited").to_string();
        for line in [
            "  differs   src/client.rs\n",
            "  missing   README.md\n",
            "-    pub fn make_builder() -> ClientBuilder {\n",
            "+    pub fn builder() -> ClientBuilder {\n",
        ] {
            assert!(stale.contains(line), "{stale}");
        }
        assert!(stale.lines().count() < 40, "{stale}");
        assert_eq!(
            fs::read_to_string(&edited).unwrap(),
            after,
            "a check repairs nothing"
        );
    }
}
