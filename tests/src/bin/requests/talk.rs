//! The conversation of a client with Prism: the program is told each call, and tells what became of it.

use std::collections::HashMap;
use std::io::Write as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::Receiver;
use std::time::Duration;

use serde_json::{Value, json};
use tests::prism::Prism;
use tests::programs;

use crate::calls::Call;

/// The longest that one call may take. The client itself gives up sooner.
const PATIENCE: Duration = Duration::from_secs(60);

/// How often an operation may end Prism, which takes seconds to start.
const LOSSES: usize = 2;

/// A program that ends with the value.
struct Program {
    process: Child,
    lines: Receiver<String>,
}

/// Makes all calls; gives what became of each. A program or a Prism that ended is started again for the next call.
pub fn talk(program: &Path, served: &Path, calls: &[Call]) -> Result<Vec<Value>, String> {
    let mut prism = Prism::serve(served)?;
    let mut running = Program::start(program, &prism)?;
    let mut all = Vec::with_capacity(calls.len());
    let mut losses: HashMap<usize, usize> = HashMap::new();
    for call in calls {
        let losses = losses.entry(call.operation).or_default();
        if *losses >= LOSSES {
            all.push(
                json!({"outcome": "lost", "error": "not called again: it ended Prism before"}),
            );
            continue;
        }
        let mut told = running.ask(call).unwrap_or_else(
            || json!({"outcome": "crashed", "error": "the program ended, or did not"}),
        );
        let lost = told["outcome"] == "lost";
        let ended = lost && prism.ends_within(Duration::from_secs(1));
        if ended {
            told["error"] = format!("Prism ended: {}", last_words(&prism.output())).into();
        }
        if lost {
            *losses += 1;
            prism = Prism::serve(served)?;
        }
        if lost || told["outcome"] == "crashed" {
            running = Program::start(program, &prism)?;
        }
        all.push(told);
    }
    Ok(all)
}

/// The line in which a process of Node says why it ends.
fn last_words(output: &str) -> String {
    let lines = output.lines().rev();
    let mut errors = lines.filter(|line| line.contains("Error:"));
    errors.next().unwrap_or_default().trim().to_owned()
}

impl Program {
    fn start(program: &Path, prism: &Prism) -> Result<Self, String> {
        let mut process = Command::new(program)
            .arg(prism.address())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("{}: {error}", program.display()))?;
        let lines = programs::lines(process.stdout.take());
        Ok(Self { process, lines })
    }

    /// None if it has no answer.
    fn ask(&mut self, call: &Call) -> Option<Value> {
        let task =
            json!({"operation": call.operation, "prefer": call.prefer, "values": call.values});
        let stdin = self.process.stdin.as_mut()?;
        writeln!(stdin, "{task}")
            .and_then(|()| stdin.flush())
            .ok()?;
        let line = self.lines.recv_timeout(PATIENCE).ok()?;
        serde_json::from_str(&line).ok()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // An error would mean that it ended before.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
