//! Prism, the mock server that holds each request against the description.
//!
//! It is installed once into `target/prism`, from the lock file in `tests/prism/`. Each [`Prism`] is a process of its
//! own on a port that was free, and ends with the value: on drop, on a panic, and (because its standard input closes)
//! also when the process of the test is killed.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// How long Prism may take until it listens. It takes a second on a machine that has nothing else to do.
const PATIENCE: Duration = Duration::from_secs(120);

/// What stands in Prism's output before its address.
const LISTENING: &str = "Prism is listening on ";

/// A running Prism.
#[derive(Debug)]
pub struct Prism {
    process: Child,
    address: String,
    output: Arc<Mutex<String>>,
}

impl Prism {
    /// Installs Prism if that has not been done, starts it with a description, and waits until it listens.
    ///
    /// # Panics
    ///
    /// Where Node or npm is missing, the installation fails, or Prism does not start. What they said is in the message.
    pub fn start(description: &Path) -> Self {
        Self::serve(description).unwrap_or_else(|why| panic!("{why}"))
    }

    /// The same where it is no fault of ours if Prism can't serve the description.
    ///
    /// # Errors
    ///
    /// What Prism said instead of listening.
    ///
    /// # Panics
    ///
    /// Where Node or npm is missing, or the installation fails.
    pub fn serve(description: &Path) -> Result<Self, String> {
        let description = fs::canonicalize(description)
            .map_err(|error| format!("{}: {error}", description.display()))?;
        let package = install();
        let mut process = Command::new("node")
            .arg("--require")
            .arg(sources().join("end-with-parent.cjs"))
            .arg(package.join("node_modules/@stoplight/prism-cli/dist/index.js"))
            // With port 0 the system chooses one that is free, and nobody else can take it before Prism does.
            .args(["mock", "--errors", "--port", "0"])
            .arg(&description)
            .env("NO_COLOR", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| missing("node", &error))?;
        let output = Arc::default();
        let (sender, lines) = channel();
        collect(process.stdout.take(), sender.clone(), &output);
        collect(process.stderr.take(), sender, &output);
        let mut prism = Self {
            process,
            address: String::new(),
            output,
        };
        match await_address(&lines) {
            Ok(address) => prism.address = address,
            Err(why) => {
                let said = prism.output();
                return Err(format!("Prism {why}: {}\n{said}", description.display()));
            }
        }
        Ok(prism)
    }

    /// Where it listens, as in `http://127.0.0.1:40123`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Whether the process is gone, or soon is: there are requests that end it.
    pub fn ends_within(&mut self, time: Duration) -> bool {
        let end = Instant::now() + time;
        loop {
            match self.process.try_wait() {
                Ok(None) if Instant::now() < end => thread::sleep(Duration::from_millis(20)),
                Ok(status) => return status.is_some(),
                Err(_) => return true,
            }
        }
    }

    /// What it has said so far.
    pub fn output(&self) -> String {
        self.output
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

impl Drop for Prism {
    fn drop(&mut self) {
        // It has no children: `--multiprocess` is off. An error would mean that it ended before.
        let _ = self.process.kill();
        let _ = self.process.wait();
        if thread::panicking() {
            eprintln!("---- Prism said ----\n{}", self.output());
        }
    }
}

/// Reads a stream to its end on a thread of its own: a full pipe would stop Prism.
fn collect(
    stream: Option<impl Read + Send + 'static>,
    lines: Sender<String>,
    all: &Arc<Mutex<String>>,
) {
    let stream = stream.expect("the stream is piped");
    let all = Arc::clone(all);
    thread::spawn(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            let _ = writeln!(all.lock().unwrap_or_else(PoisonError::into_inner), "{line}");
            // Nobody listens any longer once the address is known.
            let _ = lines.send(line);
        }
    });
}

fn await_address(lines: &Receiver<String>) -> Result<String, String> {
    loop {
        match lines.recv_timeout(PATIENCE) {
            Ok(line) => {
                if let Some((_, address)) = line.split_once(LISTENING) {
                    return Ok(address.trim().to_owned());
                }
            }
            Err(RecvTimeoutError::Disconnected) => {
                return Err("ended before it listened".to_owned());
            }
            Err(RecvTimeoutError::Timeout) => {
                return Err(format!("did not listen within {} s", PATIENCE.as_secs()));
            }
        }
    }
}

/// Installs Prism as the lock file has it, if the last run did not, and gives its folder. Of tests that run at the same
/// time one installs, and the others wait.
fn install() -> PathBuf {
    let folder = target().join("prism");
    fs::create_dir_all(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    // The system opens it again when this process ends, however it does.
    let _turn = take_turn(&folder.join("turn"));
    // A copy of the lock file that is written last: it stands there only after an installation that worked.
    let stamp = folder.join("installed.json");
    let wanted = read(&sources().join("package-lock.json"));
    if fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return folder;
    }
    let _ = fs::remove_file(&stamp);
    for name in ["package.json", "package-lock.json"] {
        write(&folder.join(name), &read(&sources().join(name)));
    }
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let done = Command::new(npm)
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
        .current_dir(&folder)
        .stdin(Stdio::null())
        .output()
        .unwrap_or_else(|error| panic!("{}", missing("npm", &error)));
    assert!(
        done.status.success(),
        "`npm ci` in {} failed ({}):\n{}{}",
        folder.display(),
        done.status,
        String::from_utf8_lossy(&done.stdout),
        String::from_utf8_lossy(&done.stderr),
    );
    write(&stamp, &wanted);
    folder
}

fn take_turn(path: &Path) -> File {
    let file = File::create(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    file.lock()
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    file
}

/// Cargo's target folder: the one around this program that Cargo has marked.
fn target() -> PathBuf {
    let program = std::env::current_exe().expect("a program knows where it is");
    program
        .ancestors()
        .find(|folder| folder.join("CACHEDIR.TAG").is_file())
        .map_or_else(|| sources().join("../../target"), Path::to_path_buf)
}

fn sources() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("prism")
}

fn missing(program: &str, error: &std::io::Error) -> String {
    format!(
        "`{program}` does not start ({error}). The wire tests need Node 20 or later with npm: they run Prism, a mock \
         server, against the generated client."
    )
}

fn read(path: &Path) -> Vec<u8> {
    fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn write(path: &Path, bytes: &[u8]) {
    fs::write(path, bytes).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}
