//! One document becomes a client, in a process of its own.

use std::collections::BTreeMap;
use std::env;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio, exit};
use std::thread;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use specwright::diagnostic::Severity;
use specwright::{Packaging, Request, generate, write};
use wait4::Wait4 as _;

use crate::documents::Document;
use crate::paths::{digest, make};

/// The first argument of a process that works on one document.
const TASK: &str = "--generate-one";
/// The longest that a document may take.
const PATIENCE: Duration = Duration::from_secs(600);
const MEGABYTE: u64 = 1 << 20;

/// What a process is to do: compile this file to a client in that folder.
#[derive(Debug)]
pub struct Task {
    spec: PathBuf,
    config: Option<PathBuf>,
    folder: PathBuf,
}

/// What a process tells of its work.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Told {
    /// Whether there is a client.
    pub generated: bool,
    /// How often each operation has a method, as `GET /pets`.
    pub methods: BTreeMap<String, usize>,
    /// Types that the client names.
    pub types: usize,
    /// Lines of all files.
    pub lines: usize,
    /// Milliseconds from start to the last file.
    pub ms: u64,
    /// How often each code was warned of.
    pub warnings: BTreeMap<String, usize>,
    /// The first error.
    pub error: Option<String>,
    /// A digest of all files.
    pub digest: String,
}

/// A process that has ended.
#[derive(Debug, Default)]
pub struct Ended {
    /// What it told; none if it crashed.
    pub told: Option<Told>,
    /// What it left on standard error, if it crashed.
    pub crash: String,
    /// Its peak of memory.
    pub peak_mb: u64,
}

/// Compiles a document in another process, and waits.
pub fn in_a_process(document: &Document, folder: &Path) -> Result<Ended, String> {
    make(folder)?;
    let told = |error: std::io::Error| format!("{}: {error}", folder.display());
    let program = env::current_exe().map_err(|error| error.to_string())?;
    let complaints = folder.join("stderr.txt");
    let mut command = Command::new(program);
    // In the folder of the document, messages name it by its name.
    let file = document.path.file_name().unwrap_or_default();
    command.arg(TASK).arg(file).arg(folder.join("src"));
    command.current_dir(document.path.parent().unwrap_or(Path::new("")));
    if let Some(root) = &document.root {
        let config = folder.join("specwright.toml");
        let root = toml::Value::from(root.to_string_lossy().into_owned());
        fs::write(&config, format!("[document]\nroot = {root}\n")).map_err(told)?;
        command.arg(config);
    }
    let mut process = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(File::create(&complaints).map_err(told)?)
        .spawn()
        .map_err(told)?;
    let mut text = String::new();
    if let Some(output) = &mut process.stdout {
        output.read_to_string(&mut text).map_err(told)?;
    }
    let end = process.wait4().map_err(told)?;
    let told = serde_json::from_str(&text)
        .ok()
        .filter(|_| end.status.success());
    let crash = match &told {
        Some(_) => String::new(),
        None => {
            let complaints = fs::read_to_string(&complaints).unwrap_or_default();
            let lines: Vec<&str> = complaints.trim().lines().take(3).collect();
            format!("{}: {}", end.status, lines.join(" "))
        }
    };
    Ok(Ended {
        told,
        crash,
        peak_mb: end.rusage.maxrss / MEGABYTE,
    })
}

impl Task {
    /// The task that this process was started for, if it was.
    pub fn of_this_process() -> Option<Self> {
        let mut arguments = env::args_os().skip(1);
        arguments.next().filter(|first| first == TASK)?;
        Some(Self {
            spec: arguments.next()?.into(),
            folder: arguments.next()?.into(),
            config: arguments.next().map(PathBuf::from),
        })
    }

    /// Does it, and tells of it on standard output.
    pub fn run(&self) -> ExitCode {
        thread::spawn(|| {
            thread::sleep(PATIENCE);
            eprintln!("no end after {} s", PATIENCE.as_secs());
            exit(1);
        });
        match serde_json::to_string(&self.told()) {
            Ok(text) => {
                println!("{text}");
                ExitCode::SUCCESS
            }
            Err(error) => {
                eprintln!("{error}");
                ExitCode::FAILURE
            }
        }
    }

    fn told(&self) -> Told {
        let began = Instant::now();
        let request = Request {
            config: self.config.clone(),
            ..Request::new(&self.spec, Packaging::Module)
        };
        let mut told = Told::default();
        let report = match generate(&request) {
            Ok(output) => {
                for operation in &output.summary.operations {
                    let name = format!("{} {}", operation.method, operation.path);
                    *told.methods.entry(name).or_insert(0) += 1;
                }
                told.types = output.summary.types;
                told.lines = output.files.lines();
                let parts = output.files.iter().flat_map(|(path, text)| [path, text]);
                told.digest = digest(parts.map(str::as_bytes));
                match write::write_out_dir(&self.folder, &output.files) {
                    Ok(_) => told.generated = true,
                    Err(error) => told.error = Some(error.to_string()),
                }
                output.report
            }
            Err(report) => *report,
        };
        told.ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        for (severity, line) in report.lines() {
            match severity {
                Severity::Error => told.error = told.error.or(Some(line)),
                Severity::Warning => {
                    let code = line
                        .split_once("warning[")
                        .and_then(|(_, rest)| rest.split_once(']'));
                    let code = code.map_or("unknown", |(code, _)| code).to_owned();
                    *told.warnings.entry(code).or_insert(0) += 1;
                }
                Severity::Note => {}
            }
        }
        told
    }
}
