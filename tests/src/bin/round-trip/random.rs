//! Values made at random from schemas, by the npm package json-schema-faker.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tests::programs;

use crate::paths::{make, repository, unreadable};
use crate::probes::member;

/// The longest that the values of one document may take; those that are there by then are taken.
const PATIENCE: Duration = Duration::from_secs(60);

/// What makes values.
#[derive(Debug)]
pub struct Source {
    folder: PathBuf,
    count: usize,
}

impl Source {
    /// Installs the package as the lock file has it.
    pub fn install(work: &Path, count: usize) -> Result<Self, String> {
        let folder = work.join("random");
        make(&folder)?;
        for name in ["package.json", "package-lock.json", "random.mjs"] {
            let from = repository().join("tests/round-trip").join(name);
            let text = fs::read(&from).map_err(|error| unreadable(&from, &error))?;
            let to = folder.join(name);
            fs::write(&to, text).map_err(|error| unreadable(&to, &error))?;
        }
        let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
        let done = Command::new(npm)
            .args([
                "ci",
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                "--silent",
            ])
            .current_dir(&folder)
            .stdin(Stdio::null())
            .status()
            .map_err(|error| format!("npm, which random values need: {error}"))?;
        match done.success() {
            true => Ok(Self { folder, count }),
            false => Err(format!("npm ci in {}: {done}", folder.display())),
        }
    }

    /// Values for the members of a schema that have these numbers. The same each time.
    pub fn values(
        &self,
        schema: &Value,
        numbers: &[(usize, &String)],
    ) -> Result<Vec<(usize, Value)>, String> {
        let mut numbers: Vec<usize> = numbers.iter().map(|(number, _)| *number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let members: Vec<String> = numbers.into_iter().map(member).collect();
        let passes = (1..=self.count).map(|seed| {
            let probability = seed as f64 / self.count as f64;
            json!({"seed": seed, "optionalsProbability": probability})
        });
        let passes: Vec<Value> = passes.collect();
        let values = self.passes(schema, &members, &passes)?;
        let values = values.into_iter();
        Ok(values
            .filter_map(|(member, _, value)| Some((number(&member)?, value)))
            .collect())
    }

    /// Values for members of a schema: one for each set of options of the library, with the index of the set.
    pub fn passes(
        &self,
        schema: &Value,
        members: &[String],
        passes: &[Value],
    ) -> Result<Vec<(String, usize, Value)>, String> {
        let told = |error: std::io::Error| format!("node, which makes random values: {error}");
        let mut process = Command::new("node")
            .arg(self.folder.join("random.mjs"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(told)?;
        let task = json!({"schema": schema, "members": members, "passes": passes});
        let (mut stdin, stdout) = (process.stdin.take(), process.stdout.take());
        let writer = thread::spawn(move || {
            // A process that ends early has said all that it will.
            stdin.as_mut().map(|stdin| writeln!(stdin, "{task}"))
        });
        let lines = programs::lines(stdout);
        let end = Instant::now() + PATIENCE;
        let mut values = Vec::new();
        while let Ok(line) = lines.recv_timeout(end.saturating_duration_since(Instant::now())) {
            values.extend(serde_json::from_str::<(String, usize, Value)>(&line).ok());
        }
        // It may have ended.
        _ = process.kill();
        process.wait().map_err(told)?;
        _ = writer.join();
        Ok(values)
    }
}

/// The number of a member that [`member`] named.
fn number(member: &str) -> Option<usize> {
    member.get(1..)?.parse().ok()
}
