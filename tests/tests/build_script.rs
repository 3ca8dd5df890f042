//! A build script alone brings a change of the description into the client, and shows a mistake where it stands.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

/// A copy of the packages that a build of the client needs, in a workspace of its own.
struct Copy {
    folder: tempfile::TempDir,
    _alone: MutexGuard<'static, ()>,
}

/// Two workspaces with the same packages have the same artefacts to Cargo, wherever they are: one at a time.
static ALONE: Mutex<()> = Mutex::new(());

impl Copy {
    fn new() -> Self {
        let alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("..")
            .canonicalize()
            .unwrap();
        let folder = tempfile::tempdir().unwrap();
        // What no test changes is built once for all of them: it is as old as the original, by which Cargo knows it.
        for (part, keeps_times) in [
            ("generator", true),
            ("runtime", true),
            ("generated", false),
            ("spec", false),
        ] {
            copy(&root.join(part), &folder.path().join(part), keeps_times);
        }
        fs::copy(root.join("Cargo.lock"), folder.path().join("Cargo.lock")).unwrap();
        let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap();
        let members = manifest
            .lines()
            .find(|line| line.starts_with("members = "))
            .unwrap();
        let manifest = manifest.replace(
            members,
            r#"members = ["generated", "generator", "runtime"]"#,
        );
        fs::write(folder.path().join("Cargo.toml"), manifest).unwrap();
        Self {
            folder,
            _alone: alone,
        }
    }

    fn spec(&self) -> PathBuf {
        self.folder.path().join("spec/stream-webhook.yaml")
    }

    fn edit(&self, from: &str, to: &str) {
        let text = fs::read_to_string(self.spec()).unwrap();
        assert!(text.contains(from), "the description has `{from}`");
        fs::write(self.spec(), text.replacen(from, to, 1)).unwrap();
    }

    fn cargo(&self, arguments: &[&str]) -> Output {
        // The dependencies that were built for one run serve the next.
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("build-script");
        Command::new(env!("CARGO"))
            .args(arguments)
            .current_dir(self.folder.path())
            .env("CARGO_TARGET_DIR", target)
            .env("CARGO_TERM_COLOR", "never")
            .output()
            .unwrap()
    }
}

fn copy(from: &Path, to: &Path, keeps_times: bool) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target, keeps_times);
            continue;
        }
        fs::copy(entry.path(), &target).unwrap();
        if keeps_times {
            let time = entry.metadata().unwrap().modified().unwrap();
            let copied = fs::File::options().write(true).open(target).unwrap();
            copied.set_modified(time).unwrap();
        }
    }
}

fn shown(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

#[test]
fn a_build_alone_follows_the_description() {
    let copy = Copy::new();
    // A program that needs a member which the description does not have yet.
    fs::create_dir(copy.folder.path().join("generated/examples")).unwrap();
    fs::write(
        copy.folder.path().join("generated/examples/label.rs"),
        "//! Uses what the test adds.\nfn main() { let webhook = cloudflare_stream::types::Webhook::default(); assert_eq!(webhook.label, None); }\n",
    )
    .unwrap();
    let build = [
        "build",
        "-p",
        "cloudflare-stream",
        "--no-default-features",
        "--example",
        "label",
    ];

    let before = copy.cargo(&build);
    assert!(
        !before.status.success() && shown(&before).contains("no field `label`"),
        "{}",
        shown(&before)
    );

    copy.edit(
        "        secret:\n",
        "        label:\n          type: string\n        secret:\n",
    );
    let after = copy.cargo(&build);
    assert!(after.status.success(), "{}", shown(&after));

    // Nothing changed: nothing is built, and the script does not run.
    let again = copy.cargo(&build);
    assert!(
        again.status.success() && !shown(&again).contains("Compiling"),
        "{}",
        shown(&again)
    );

    // A mistake is shown where it stands, as Cargo shows errors, and not as a panic.
    copy.edit(
        "$ref: '#/components/schemas/stream_account_identifier'",
        "$ref: '#/components/schemas/stream_acount'",
    );
    let broken = copy.cargo(&build);
    let text = shown(&broken);
    assert!(!broken.status.success());
    let line = fs::read_to_string(copy.spec()).unwrap();
    let line = 1 + line
        .lines()
        .position(|line| line.contains("stream_acount"))
        .unwrap();
    assert!(
        text.contains(&format!("stream-webhook.yaml:{line}:")),
        "{text}"
    );
    assert!(text.contains("stream_acount"), "{text}");
    assert!(
        !text.contains("panicked") && !text.contains("RUST_BACKTRACE"),
        "{text}"
    );
}

#[test]
fn a_client_is_a_module_of_a_program() {
    let copy = Copy::new();
    let page = include_str!("../../docs/getting-started.md");
    let module = page
        .split("```text\n")
        .find(|it| it.starts_with("/// A client"));
    let module = module.and_then(|it| it.split("```").next()).unwrap();
    let program = format!(
        "//! Uses one thing of its client.\n#![deny(warnings)]\n{module}\nfn main() {{ assert!(api::Client::builder().build().is_err()); }}\n"
    );
    let folder = copy.folder.path().join("generated/examples");
    fs::create_dir(&folder).unwrap();
    let undocumented = module.replace("pub mod", "mod");
    for (name, text) in [
        ("public", &program),
        ("private", &program.replace(module, &undocumented)),
    ] {
        fs::write(folder.join(name).with_extension("rs"), text).unwrap();
        let check = ["check", "-p", "cloudflare-stream", "--example", name];
        let output = copy.cargo(&[&check[..], &["--no-default-features"]].concat());
        assert!(output.status.success(), "{}", shown(&output));
    }
}

/// The files of the client that the build script wrote, with their times.
fn written(copy: &Copy) -> BTreeMap<PathBuf, (SystemTime, String)> {
    let build = ["build", "-p", "cloudflare-stream", "--no-default-features"];
    let output = copy.cargo(&[&build[..], &["--message-format=json"]].concat());
    assert!(output.status.success(), "{}", shown(&output));
    let text = String::from_utf8_lossy(&output.stdout);
    let out_dir = text.lines().filter_map(|line| {
        let message: serde_json::Value = serde_json::from_str(line).ok()?;
        let ours = message["package_id"].as_str()?.contains("/generated#");
        let out_dir = message["out_dir"].as_str().map(PathBuf::from);
        out_dir.filter(|_| ours)
    });
    let mut folders: Vec<PathBuf> = out_dir.collect();
    let mut found = BTreeMap::new();
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "rs") {
                let time = path.metadata().unwrap().modified().unwrap();
                let text = fs::read_to_string(&path).unwrap();
                found.insert(path, (time, text));
            }
        }
    }
    assert!(!found.is_empty());
    found
}

#[test]
fn files_are_written_only_when_they_differ_and_the_configuration_counts() {
    let copy = Copy::new();
    let before = written(&copy);
    // A remark changes nothing that is generated.
    copy.edit("openapi: 3.0.3", "# A remark.\nopenapi: 3.0.3");
    let after = written(&copy);
    assert!(after.keys().eq(before.keys()));
    for (path, written) in &before {
        assert!(after[path] == *written, "{}", path.display());
    }

    let config = copy.folder.path().join("spec/specwright.toml");
    let text = fs::read_to_string(&config).unwrap();
    fs::write(&config, text.replace("CLOUDFLARE_BASE_URL", "OTHER_URL")).unwrap();
    let after = written(&copy);
    assert!(after.keys().eq(before.keys()));
    for (path, (time, text)) in &before {
        let renamed = text.replace("CLOUDFLARE_BASE_URL", "OTHER_URL");
        assert_eq!(after[path].1, renamed, "{}", path.display());
        if renamed == *text {
            assert_eq!(&after[path].0, time, "{}", path.display());
        }
    }
}
