//! What came of all documents: a table, the same as CSV, and each failure as a line of JSON.

use std::fmt;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::paths::unreadable;
use crate::prepare::Case;

/// What must come back.
const BAR: f64 = 99.5;

/// What came of all documents.
#[derive(Debug, Default)]
pub struct Results {
    /// A line for each document and kind of values.
    pub rows: Vec<(String, &'static str, Counts)>,
    left_out: Vec<(String, String)>,
    failures: Vec<Value>,
}

/// What came of one document.
#[derive(Debug)]
pub struct Row {
    name: String,
    described: Counts,
    random: Counts,
}

/// How many values there were, and how far they came.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    /// All.
    pub values: usize,
    /// Those that are valid for their schema; only they are taken further.
    pub valid: usize,
    /// Those that could be read.
    pub decoded: usize,
    /// Those that came back.
    pub equal: usize,
    /// Of these, those without a member that the description does not speak of.
    pub dropped: usize,
}

impl Row {
    /// Nothing yet.
    pub fn of(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            described: Counts::default(),
            random: Counts::default(),
        }
    }

    /// The counts of one kind of values.
    pub fn counts(&mut self, random: bool) -> &mut Counts {
        match random {
            true => &mut self.random,
            false => &mut self.described,
        }
    }

    /// A line for each kind of values that there are.
    pub fn parts(self) -> impl Iterator<Item = (String, &'static str, Counts)> {
        [("described", self.described), ("random", self.random)]
            .into_iter()
            .filter(|(_, counts)| counts.values > 0)
            .map(move |(kind, counts)| (self.name.clone(), kind, counts))
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:<48}", self.name)?;
        for counts in [&self.described, &self.random] {
            write!(
                f,
                " {:>6} {:>6} {:>6} |",
                counts.values, counts.valid, counts.equal
            )?;
        }
        Ok(())
    }
}

impl Results {
    /// A document that nothing is known of.
    pub fn left_out(&mut self, name: &str, reason: String) {
        self.left_out.push((name.to_owned(), reason));
    }

    /// A valid value that did not come back.
    pub fn failed(&mut self, document: &str, case: &Case, reason: String) {
        self.failures.push(json!({
            "document": document, "random": case.random, "pointer": case.pointer, "reason": reason, "value": case.value,
        }));
    }

    /// Whether enough values came back, and none of the documents broke.
    pub fn holds(&self) -> bool {
        let broken = |reason: &String| reason.starts_with("does not compile");
        ["described", "random"].iter().all(|kind| {
            let total = self.total(kind);
            total.valid == 0 || share(&total) >= BAR
        }) && !self.left_out.iter().any(|(_, reason)| broken(reason))
    }

    /// Writes `results.csv`, `failures.jsonl` and `left-out.csv`.
    pub fn write(&self, folder: &Path) -> Result<(), String> {
        let rows = self.rows.iter().map(|(name, kind, counts)| {
            format!(
                "{name},{kind},{},{},{},{},{}\n",
                counts.values, counts.valid, counts.decoded, counts.equal, counts.dropped
            )
        });
        let head = "document,kind,values,valid,decoded,equal,dropped\n".to_owned();
        let failures = self.failures.iter().map(|failure| format!("{failure}\n"));
        let left_out = self.left_out.iter();
        let left_out =
            left_out.map(|(name, reason)| format!("{name},\"{}\"\n", reason.replace('"', "'")));
        for (name, text) in [
            (
                "results.csv",
                [head].into_iter().chain(rows).collect::<String>(),
            ),
            ("failures.jsonl", failures.collect()),
            ("left-out.csv", left_out.collect()),
        ] {
            let path = folder.join(name);
            fs::write(&path, text).map_err(|error| unreadable(&path, &error))?;
        }
        Ok(())
    }

    fn total(&self, wanted: &str) -> Counts {
        let mut total = Counts::default();
        for (_, _, counts) in self.rows.iter().filter(|(_, kind, _)| *kind == wanted) {
            total.values += counts.values;
            total.valid += counts.valid;
            total.decoded += counts.decoded;
            total.equal += counts.equal;
            total.dropped += counts.dropped;
        }
        total
    }
}

impl fmt::Display for Results {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let documents = self
            .rows
            .iter()
            .filter(|(_, kind, _)| *kind == "described")
            .count();
        writeln!(
            f,
            "\n{documents} documents with values, {} left out\n",
            self.left_out.len()
        )?;
        writeln!(
            f,
            "values        given   valid decoded   equal  without unknown members"
        )?;
        for kind in ["described", "random"] {
            let total = self.total(kind);
            if total.values > 0 {
                writeln!(
                    f,
                    "{kind:<10} {:>8} {:>7} {:>7} {:>7} {:>8}   {:.2} % of the valid",
                    total.values,
                    total.valid,
                    total.decoded,
                    total.equal,
                    total.dropped,
                    share(&total)
                )?;
            }
        }
        Ok(())
    }
}

/// How many of a hundred valid values came back.
#[allow(
    clippy::cast_precision_loss,
    reason = "far fewer values than a float can count"
)]
fn share(counts: &Counts) -> f64 {
    100.0 * counts.equal as f64 / counts.valid as f64
}
