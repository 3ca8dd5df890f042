//! What came of all documents: a table, the same as CSV, and each call that was not fine as a line of JSON.

use std::fmt;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::calls::Call;
use crate::list::Exceptions;
use crate::paths::unreadable;
use crate::sort::Sort;
use crate::subject::Subject;

/// The kinds of what is not fine, in the order of the table.
const KINDS: [&str; 4] = ["violation", "undecoded", "mock", "not made"];

/// What came of all documents.
#[derive(Debug, Default)]
pub struct Results {
    rows: Vec<Row>,
    left_out: Vec<(String, String)>,
    failures: Vec<Value>,
}

/// What came of one document.
#[derive(Debug)]
struct Row {
    name: String,
    operations: usize,
    /// Operations of which a call was fine.
    called: usize,
    calls: usize,
    fine: usize,
    /// Of each kind, those with a reason.
    known: [usize; 4],
    /// Of each kind, those without.
    unknown: [usize; 4],
}

impl Results {
    /// A document that nothing is known of.
    pub fn left_out(&mut self, name: &str, reason: &str) {
        self.left_out.push((name.to_owned(), reason.to_owned()));
    }

    /// Adds what came of a document; prints it.
    pub fn add<'a>(
        &mut self,
        subject: &Subject,
        exceptions: &Exceptions,
        sorted: impl Iterator<Item = (usize, Option<(&'a Call, &'a Value)>, Sort)>,
    ) {
        let methods: Vec<_> = subject.methods().collect();
        let mut row = Row {
            name: subject.name.clone(),
            operations: methods.len(),
            called: 0,
            calls: 0,
            fine: 0,
            known: [0; 4],
            unknown: [0; 4],
        };
        let mut called = vec![false; methods.len()];
        for (operation, call, sort) in sorted {
            row.calls += 1;
            let Some(kind) = KINDS.iter().position(|kind| *kind == sort.name()) else {
                row.fine += 1;
                called[operation] = true;
                continue;
            };
            let spec = &methods[operation].spec;
            let name = format!("{} {}", spec.method, spec.path);
            let told = call.map(|(_, told)| told);
            let said = format!("{}: {}", sort.name(), sort.text());
            // The request belongs to what an exception may be about.
            let request = told.map_or(Value::Null, |told| told["request"].clone());
            let searched = format!("{said} {request}");
            let reason = exceptions.reason(&subject.name, &name, &searched);
            let counts = match reason {
                Some(_) => &mut row.known,
                None => &mut row.unknown,
            };
            counts[kind] += 1;
            self.failures.push(json!({
                "document": subject.name, "operation": name, "kind": sort.name(), "text": sort.text(),
                "reason": reason, "pass": call.map(|(call, _)| format!("{:?}", call.pass)),
                "prefer": call.map(|(call, _)| &call.prefer), "values": call.map(|(call, _)| &call.values),
                "told": told,
            }));
        }
        row.called = called.iter().filter(|called| **called).count();
        println!("{row}");
        self.rows.push(row);
    }

    /// Whether all is explained.
    pub fn holds(&self) -> bool {
        self.left_out.is_empty() && self.total().unknown == [0; 4]
    }

    /// Writes `results.csv` and `failures.jsonl`.
    pub fn write(&self, folder: &Path) -> Result<(), String> {
        let head = "document,operations,called,calls,fine,known,unexplained\n".to_owned();
        let rows = self.rows.iter().map(|row| {
            format!(
                "{},{},{},{},{},{},{}\n",
                row.name,
                row.operations,
                row.called,
                row.calls,
                row.fine,
                row.known.iter().sum::<usize>(),
                row.unknown.iter().sum::<usize>(),
            )
        });
        let table: String = [head].into_iter().chain(rows).collect();
        let failures = self.failures.iter().map(|failure| format!("{failure}\n"));
        for (name, text) in [
            ("results.csv", table),
            ("failures.jsonl", failures.collect()),
        ] {
            let path = folder.join(name);
            fs::write(&path, text).map_err(|error| unreadable(&path, &error))?;
        }
        Ok(())
    }

    fn total(&self) -> Row {
        let sum = |of: fn(&Row) -> usize| self.rows.iter().map(of).sum();
        let each = |of: fn(&Row) -> &[usize; 4]| {
            let mut sums = [0; 4];
            for row in &self.rows {
                sums.iter_mut()
                    .zip(of(row))
                    .for_each(|(sum, count)| *sum += count);
            }
            sums
        };
        Row {
            name: format!("{} documents", self.rows.len()),
            operations: sum(|row| row.operations),
            called: sum(|row| row.called),
            calls: sum(|row| row.calls),
            fine: sum(|row| row.fine),
            known: each(|row| &row.known),
            unknown: each(|row| &row.unknown),
        }
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:<46} {:>5} {:>6} {:>6} {:>6} |",
            self.name, self.operations, self.called, self.calls, self.fine
        )?;
        self.known
            .iter()
            .try_for_each(|count| write!(f, " {count:>5}"))?;
        write!(f, " |")?;
        self.unknown
            .iter()
            .try_for_each(|count| write!(f, " {count:>5}"))
    }
}

/// What the columns are.
pub const HEAD: &str = "                                            operations called  calls   fine |  known: violation, \
                        undecoded, mock, not made | unexplained: the same";

impl fmt::Display for Results {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, reason) in &self.left_out {
            writeln!(f, "{name} left out: {reason}")?;
        }
        writeln!(f, "\n{HEAD}\n{}", self.total())
    }
}
