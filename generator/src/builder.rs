//! The interface for build scripts: Cargo's instructions on standard output, files below `OUT_DIR`, and nothing else.
//!
//! It never touches the network, never writes outside `OUT_DIR`, and never panics on what a user wrote, so that
//! docs.rs and rust-analyzer can run it.

use std::collections::BTreeSet;
use std::env;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::{Component, Path, PathBuf};
use std::process;
use std::sync::{Mutex, PoisonError};

pub use self::error::BuildError;
use crate::diagnostic::Severity;
use crate::diagnostic::render::MOST;
use crate::write::{self, Stamp};
use crate::{Packaging, Report, Request, generate};

mod error;

/// The folders that this process has written.
static WRITTEN: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// Compiles a description in a build script.
///
/// ```no_run
/// // build.rs
/// specwright::Builder::new("openapi.yaml").compile();
/// ```
///
/// The client is a tree of modules in `OUT_DIR`, and one line at the root of the crate brings it in:
///
/// ```ignore
/// // src/lib.rs
/// include!(concat!(env!("OUT_DIR"), "/client/mod.rs"));
/// ```
///
/// A crate that does this depends on `specwright-runtime`, and on `specwright` without its default features in
/// `[build-dependencies]`. Files are written only when they differ, and Cargo runs the script again when a file that
/// was read has changed: the description, the configuration, and all files that they refer to. If only their times have
/// changed, they are read and found the same, and nothing is compiled. What lies in `OUT_DIR` is not watched: a script that
/// writes a description there says itself what that is made from.
///
/// What is not there can't be watched: to Cargo, a file that is missing has changed with every build. So after adding a
/// `specwright.toml` to a package that had none, `touch build.rs` once. Only where the description is in a folder of its
/// own, not in that of the package or one around it, is there no need to: that folder is watched instead.
#[derive(Clone, Debug)]
pub struct Builder {
    request: Request,
    out_dir: PathBuf,
}

impl Builder {
    /// A build from this description. Relative paths start at the folder of the package, where Cargo runs the script.
    pub fn new(spec: impl Into<PathBuf>) -> Self {
        Self {
            request: Request::new(spec, Packaging::Module),
            out_dir: PathBuf::from("client"),
        }
    }

    /// Takes the configuration from this file, and not from a `specwright.toml` beside the description.
    #[must_use]
    pub fn config(mut self, path: impl Into<PathBuf>) -> Self {
        self.request.config = Some(path.into());
        self
    }

    /// Takes every warning for an error.
    #[must_use]
    pub fn deny_warnings(mut self) -> Self {
        self.request.deny_warnings = true;
        self
    }

    /// Takes only these operations, and what they reach: by operationId, `PUT /path`, `/path`, `tag:name` or
    /// `resource.method`. `*` stands for any text. Several calls add up.
    pub fn only(mut self, pattern: impl Into<String>) -> Self {
        self.request.only.push(pattern.into());
        self
    }

    /// Names the folder below `OUT_DIR`, `client` unless said. A package with several clients gives each its own, and none
    /// within another.
    #[must_use]
    pub fn out_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.out_dir = folder.into();
        self
    }

    /// Writes the client.
    ///
    /// On failure it shows what is wrong, with file, line and column, and ends the process with exit code 1.
    pub fn compile(&self) {
        if let Err(error) = self.try_compile() {
            // Cargo shows these lines, and below them the report, which has the warnings.
            _ = io::stdout().write_all(error.instructions.as_bytes());
            _ = io::stderr().write_all(error.report.as_bytes());
            process::exit(1);
        }
    }

    /// Writes the client, or says why not, for a script that does something else then. It tells Cargo what to watch in
    /// either case. What an earlier run has written stays where this one fails.
    ///
    /// # Errors
    ///
    /// Where [`compile`](Self::compile) ends the process.
    pub fn try_compile(&self) -> Result<(), BuildError> {
        let transcript = self.run_once(&Folders::of_cargo(), &WRITTEN);
        // Cargo reads it to its end; when it is gone, there is nobody to tell.
        _ = io::stdout().write_all(transcript.instructions.as_bytes());
        transcript.failure.map_or(Ok(()), Err)
    }

    /// Runs, unless another run has written the same folder, or one around or within it: the one client would take the place
    /// of the other, or be taken for files that are left over.
    fn run_once(&self, folders: &Folders, written: &Mutex<BTreeSet<PathBuf>>) -> Transcript {
        let mut written = written.lock().unwrap_or_else(PoisonError::into_inner);
        let folder = match folders.output(&self.out_dir) {
            Ok(folder) => folder,
            Err(message) => return Transcript::of_failure(&message),
        };
        let overlaps = |other: &&PathBuf| other.starts_with(&folder) || folder.starts_with(other);
        if let Some(other) = written.iter().find(overlaps) {
            return Transcript::of_failure(&self.clash(&folder, other));
        }
        let transcript = self.run(&folder, folders);
        if transcript.failure.is_none() {
            written.insert(folder);
        }
        transcript
    }

    fn clash(&self, folder: &Path, other: &Path) -> String {
        let name = self.out_dir.display();
        let what = match (other.starts_with(folder), folder.starts_with(other)) {
            (true, true) => "has a client",
            (true, false) => "is around the folder of a client",
            (false, _) => "is within the folder of a client",
        };
        format!(
            "`{name}` below OUT_DIR {what} of this build script already: `Builder::out_dir` gives this one another folder"
        )
    }

    fn run(&self, folder: &Path, folders: &Folders) -> Transcript {
        let mut transcript = Transcript::default();
        let stamp = Stamp::new(folder, &format!("{:?}", self.request));
        if let Some(said) = stamp.as_ref().and_then(Stamp::said) {
            transcript.instructions = said;
            return transcript;
        }
        match generate(&self.request) {
            Ok(output) => {
                transcript.watch(&output.report, folders);
                transcript.instructions += &told(&output.report, Severity::Warning, "warning");
                match (write::write_out_dir(folder, &output.files), stamp) {
                    (Err(error), _) => {
                        transcript.failure = Some(BuildError::new(&error.to_string()));
                    }
                    (Ok(_), Some(stamp)) => {
                        let report = &output.report;
                        let is_read = |path: &Path, now: Option<&[u8]>| report.is_read(path, now);
                        let said = &transcript.instructions;
                        stamp.write(report.inputs(), is_read, &output.files, said);
                    }
                    (Ok(_), None) => {}
                }
            }
            Err(report) => {
                transcript.watch(&report, folders);
                transcript.failure = Some(BuildError {
                    instructions: told(&report, Severity::Error, "error"),
                    report: report.render_failure(),
                });
            }
        }
        transcript
    }
}

/// What a run tells Cargo, and why it failed, if it did.
#[derive(Debug, Default)]
struct Transcript {
    instructions: String,
    failure: Option<BuildError>,
}

impl Transcript {
    fn of_failure(message: &str) -> Self {
        Self {
            instructions: String::new(),
            failure: Some(BuildError::new(message)),
        }
    }

    fn watch(&mut self, report: &Report, folders: &Folders) {
        let inputs = report.inputs().iter();
        for path in inputs.filter_map(|path| folders.watched(path)) {
            _ = writeln!(
                self.instructions,
                "cargo::rerun-if-changed={}",
                path.display()
            );
        }
    }
}

/// What tells Cargo of those of a severity, and how many there are beside the first.
fn told(report: &Report, wanted: Severity, key: &str) -> String {
    let mut lines = report.lines();
    lines.retain(|(severity, _)| *severity == wanted);
    let rest = lines.len().saturating_sub(MOST);
    lines.truncate(MOST);
    let mut told = String::new();
    for (_, line) in lines {
        _ = writeln!(told, "cargo::{key}={line}");
    }
    if rest > 0 {
        _ = writeln!(told, "cargo::{key}=... and {rest} more");
    }
    told
}

/// The folders that Cargo tells a script of.
struct Folders {
    /// `OUT_DIR`, where it writes.
    out: Option<OsString>,
    /// `CARGO_MANIFEST_DIR`, where its package is.
    package: Option<OsString>,
}

impl Folders {
    fn of_cargo() -> Self {
        Self {
            out: env::var_os("OUT_DIR"),
            package: env::var_os("CARGO_MANIFEST_DIR"),
        }
    }

    /// The folder to write, which lies in `OUT_DIR` whatever the script says.
    fn output(&self, out_dir: &Path) -> Result<PathBuf, String> {
        let Some(root) = &self.out else {
            return Err(
                "OUT_DIR is not set: `specwright::Builder` is for build scripts".to_owned(),
            );
        };
        let plain = out_dir
            .components()
            .all(|part| matches!(part, Component::Normal(_)));
        if !plain || out_dir.as_os_str().is_empty() {
            let path = out_dir.display();
            return Err(format!(
                "`{path}` is not a folder below OUT_DIR: build scripts write nowhere else"
            ));
        }
        Ok(Path::new(root).join(out_dir))
    }

    /// What Cargo is to watch for a file that was asked for.
    ///
    /// Cargo takes a watched file that does not exist for one that has changed, each time. So for a configuration that
    /// may come to be it watches the folder instead, with all that is below: not one that has the whole package in it.
    /// What the build itself writes would run the script with every build, and so would a folder that has it.
    fn watched<'p>(&self, path: &'p Path) -> Option<&'p Path> {
        let path = match path.exists() {
            true => path,
            // The parent of a bare name has no name itself, and is the folder where Cargo runs the script: the package.
            false => path.parent()?,
        };
        let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let whole = real(path);
        let is_around = |inner: &OsString| real(Path::new(inner)).starts_with(&whole);
        let is_inside = |outer: &OsString| whole.starts_with(real(Path::new(outer)));
        let mut kept = self.out.iter().chain(&self.package);
        (!kept.any(is_around) && !self.out.iter().any(is_inside)).then_some(path)
    }
}

#[cfg(test)]
mod tests;
