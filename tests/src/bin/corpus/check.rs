//! A client is compiled as `cargo check` would, and every lint that is on is counted.
//!
//! rustc is called without Cargo, because Cargo lets only one process at a time into a target folder: the dependencies
//! are built once, and then several clients are compiled at once against them.

use std::collections::BTreeMap;
use std::env;
use std::ffi::OsString;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::time::Instant;

use serde_json::Value;
use wait4::Wait4 as _;

use crate::paths::{Paths, make, repository, unreadable};

/// Clients with more lines than this are compiled one at a time, because each takes gigabytes.
const LARGE: usize = 100_000;
/// What clients call by name.
const DEPENDENCIES: [&str; 2] = ["serde", "specwright_runtime"];

/// All that is needed to compile clients.
#[derive(Debug)]
pub struct Checker {
    rustc: OsString,
    libraries: PathBuf,
    /// The name of each dependency, and the file that describes it.
    externs: Vec<(String, String)>,
    large: Mutex<()>,
}

/// What rustc made of a client.
#[derive(Debug, Default)]
pub struct Checked {
    /// How often each lint warned.
    pub lints: BTreeMap<String, usize>,
    /// How many errors there were.
    pub errors: usize,
    /// The first error; where there is none, the first warning.
    pub first: Option<String>,
    /// Seconds of waiting.
    pub seconds: f64,
    /// The peak of memory.
    pub peak_mb: u64,
}

impl Checker {
    /// Builds the dependencies.
    pub fn new(paths: &Paths) -> Result<Self, String> {
        let folder = paths.dependencies();
        let write = |name: &str, text: &str| {
            let path = folder.join(name);
            fs::write(&path, text).map_err(|error| unreadable(&path, &error))
        };
        make(&folder.join("src"))?;
        let runtime =
            fs::canonicalize(repository().join("runtime")).map_err(|error| error.to_string())?;
        let runtime = toml::Value::from(runtime.to_string_lossy().into_owned());
        write(
            "Cargo.toml",
            &format!(
                "[package]\nname = \"dependencies\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
                 serde = {{ version = \"1\", features = [\"derive\"] }}\n\
                 specwright-runtime = {{ path = {runtime}, features = [\"webhooks\"] }}\n"
            ),
        )?;
        write("src/lib.rs", "")?;
        // The same versions as everywhere here.
        let lock = repository().join("Cargo.lock");
        let text = fs::read_to_string(&lock).map_err(|error| unreadable(&lock, &error))?;
        write("Cargo.lock", &text)?;

        eprintln!("compiling what clients depend on");
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let output = Command::new(cargo)
            .args([
                "check",
                "--quiet",
                "--message-format=json",
                "--target-dir",
                "target",
            ])
            .current_dir(&folder)
            .stderr(Stdio::inherit())
            .output()
            .map_err(|error| error.to_string())?;
        if !output.status.success() {
            return Err("the dependencies of clients can't be compiled".to_owned());
        }
        let externs = artifacts(&String::from_utf8_lossy(&output.stdout));
        let libraries = externs
            .first()
            .and_then(|(_, file)| Path::new(file).parent());
        match libraries {
            Some(libraries) if externs.len() == DEPENDENCIES.len() => Ok(Self {
                rustc: env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()),
                libraries: libraries.to_owned(),
                externs,
                large: Mutex::default(),
            }),
            _ => Err("Cargo does not say where the dependencies of clients are".to_owned()),
        }
    }

    /// Compiles the client in `folder`, whose root is `src/mod.rs`.
    pub fn check(&self, folder: &Path, lines: usize) -> Result<Checked, String> {
        let _alone = (lines > LARGE).then(|| self.large.lock());
        let told = |error: std::io::Error| unreadable(folder, &error);
        let began = Instant::now();
        let mut command = Command::new(&self.rustc);
        command
            .args([
                "--crate-name=client",
                "--edition=2024",
                "--crate-type=lib",
                "--emit=metadata",
            ])
            .args(["--error-format=json", "--cfg=feature=\"reqwest\""])
            .arg("--check-cfg=cfg(feature, values(\"default\", \"reqwest\", \"webhooks\"))")
            .arg("-Ldependency=".to_owned() + &self.libraries.to_string_lossy())
            .args(
                self.externs
                    .iter()
                    .map(|(name, file)| format!("--extern={name}={file}")),
            )
            .arg("--out-dir")
            .arg(folder)
            .arg(folder.join("src/mod.rs"))
            // As Cargo would: clients name themselves to servers.
            .env("CARGO_PKG_NAME", "client")
            .env("CARGO_PKG_VERSION", "0.0.0")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        let mut process = command.spawn().map_err(told)?;
        let mut text = Vec::new();
        if let Some(output) = &mut process.stderr {
            output.read_to_end(&mut text).map_err(told)?;
        }
        let end = process.wait4().map_err(told)?;
        _ = fs::remove_file(folder.join("libclient.rmeta"));
        let text = String::from_utf8_lossy(&text);
        fs::write(folder.join("rustc.jsonl"), text.as_bytes()).map_err(told)?;
        let mut checked = read(&text);
        if !end.status.success() && checked.errors == 0 {
            checked.errors = 1;
            checked.first = Some(format!("rustc: {}", end.status));
        }
        checked.seconds = began.elapsed().as_secs_f64();
        checked.peak_mb = end.rusage.maxrss >> 20;
        Ok(checked)
    }
}

/// What rustc said, a line of JSON for each.
fn read(text: &str) -> Checked {
    let mut checked = Checked::default();
    let mut warning = None;
    for message in text
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
    {
        let level = message["level"].as_str().unwrap_or_default();
        let summary = message["message"].as_str().unwrap_or_default();
        // The last lines only count what was said, and have no code.
        let code = message["code"]["code"].as_str();
        let span = &message["spans"][0];
        let place = match span["file_name"].as_str() {
            Some(file) => {
                let (_, file) = file.rsplit_once("/src/").unwrap_or(("", file));
                format!("{file}:{}: ", span["line_start"])
            }
            None => String::new(),
        };
        let line = || format!("{place}{}: {summary}", code.unwrap_or(level));
        match level {
            "warning" if code.is_some() => {
                let lint = code.unwrap_or_default().to_owned();
                *checked.lints.entry(lint).or_insert(0) += 1;
                warning.get_or_insert_with(line);
            }
            "error" if !summary.starts_with("aborting due to") => {
                checked.errors += 1;
                checked.first.get_or_insert_with(line);
            }
            _ => {}
        }
    }
    checked.first = checked.first.or(warning);
    checked
}

/// Where Cargo says it has put the dependencies that clients name.
fn artifacts(messages: &str) -> Vec<(String, String)> {
    let messages = messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok());
    messages
        .filter(|message| message["reason"] == "compiler-artifact")
        .filter_map(|message| {
            let name = message["target"]["name"].as_str()?.replace('-', "_");
            let kind = message["target"]["kind"][0].as_str()?;
            let files = message["filenames"].as_array()?;
            let file = files
                .iter()
                .filter_map(Value::as_str)
                .find(|file| file.ends_with(".rmeta"))?;
            (kind == "lib" && DEPENDENCIES.contains(&name.as_str()))
                .then(|| (name, file.to_owned()))
        })
        .collect()
}
