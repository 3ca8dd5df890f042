//! Several documents at once, each from its text to a row.

use std::io::Write as _;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use crate::arguments::Arguments;
use crate::check::Checker;
use crate::count;
use crate::documents::Document;
use crate::faults::Faults;
use crate::generate::{self, Told};
use crate::paths::Paths;
use crate::results::Results;
use crate::row::{Phase, Row};

/// All that the work on a document needs.
#[derive(Debug)]
pub struct Crew<'a> {
    /// What was asked.
    pub arguments: &'a Arguments,
    /// Where everything is.
    pub paths: &'a Paths,
    /// What is known to be wrong.
    pub faults: &'a Faults,
    /// A digest of the compiler.
    pub compiler: &'a str,
    /// What compiles clients, if they are to be.
    pub checker: Option<&'a Checker>,
    /// What is known, and becomes known.
    pub results: &'a Results,
}

impl Crew<'_> {
    /// Does all documents; gives their rows, in the same order.
    pub fn run(&self, documents: &[Document]) -> Result<Vec<Row>, String> {
        let next = AtomicUsize::new(0);
        let rows: Mutex<Vec<(usize, Row)>> = Mutex::default();
        let work = || -> Result<(), String> {
            loop {
                let index = next.fetch_add(1, Ordering::Relaxed);
                let Some(document) = documents.get(index) else {
                    return Ok(());
                };
                let (row, known) = match self.known(document) {
                    Some(row) => (row, true),
                    None => (self.work(document)?, false),
                };
                let mut rows = rows.lock().unwrap_or_else(PoisonError::into_inner);
                if !known || !row.phase.is_good() {
                    // A pipe that was closed is no reason to stop.
                    let mut out = std::io::stdout();
                    _ = writeln!(out, "{:>4}/{} {row}", index + 1, documents.len());
                }
                rows.push((index, row));
            }
        };
        thread::scope(|scope| {
            let crew: Vec<_> = (0..self.arguments.jobs())
                .map(|_| scope.spawn(work))
                .collect();
            let ends = crew.into_iter().map(|one| match one.join() {
                Ok(end) => end,
                Err(panic) => std::panic::resume_unwind(panic),
            });
            ends.collect::<Result<(), String>>()
        })?;
        let mut rows = rows.into_inner().unwrap_or_else(PoisonError::into_inner);
        rows.sort_by_key(|(index, _)| *index);
        Ok(rows.into_iter().map(|(_, row)| row).collect())
    }

    /// What an earlier run of the same compiler found, if nothing more is wanted now.
    fn known(&self, document: &Document) -> Option<Row> {
        let row = self.results.get(&document.name)?;
        let unfinished = matches!(row.phase, Phase::Generated | Phase::PutOff);
        let known = row.compiler == self.compiler && !self.arguments.again;
        (known && !(unfinished && self.checker.is_some())).then_some(row)
    }

    fn work(&self, document: &Document) -> Result<Row, String> {
        let folder = self.paths.client(&document.name);
        let operations = count::operations(&document.path);
        let ended = generate::in_a_process(document, &folder)?;
        let mut row = Row {
            name: document.name.clone(),
            compiler: self.compiler.to_owned(),
            operations: operations.as_ref().map(|counts| counts.values().sum()),
            generate_mb: ended.peak_mb,
            ..Row::default()
        };
        let Some(told) = ended.told else {
            row.phase = Phase::Crashed;
            row.error = ended.crash;
            self.results.put(row.clone())?;
            return Ok(row);
        };
        row.methods = told.methods.values().sum();
        row.types = told.types;
        row.lines = told.lines;
        row.generate_ms = told.ms;
        row.digest.clone_from(&told.digest);
        row.warnings.clone_from(&told.warnings);
        row.error = told.error.clone().unwrap_or_default();
        let missing = operations.is_some_and(|operations| {
            let lost: Vec<&String> = operations
                .iter()
                .filter(|(name, count)| told.methods.get(*name).unwrap_or(&0) < *count)
                .map(|(name, _)| name)
                .collect();
            if let (true, Some(first)) = (told.generated, lost.first()) {
                row.error = format!("{} operations have no method, first {first}", lost.len());
            }
            row.methods < operations.values().sum()
        });
        row.phase = self.phase(&told, &row, missing);
        if row.phase == Phase::Generated {
            self.check(&mut row)?;
        }
        self.results.put(row.clone())?;
        Ok(row)
    }

    fn phase(&self, told: &Told, row: &Row, missing: bool) -> Phase {
        let known = self.faults.of(&row.name);
        let expected = known.is_some_and(|code| row.error.contains(&format!("error[{code}]")));
        match (told.generated, known) {
            (false, _) if expected => Phase::Faulty,
            (false, None) => Phase::Refused,
            (_, Some(_)) => Phase::Unrefused,
            (true, None) if missing => Phase::Incomplete,
            (true, None) => Phase::Generated,
        }
    }

    fn check(&self, row: &mut Row) -> Result<(), String> {
        let before = self
            .results
            .get(&row.name)
            .filter(|before| before.digest == row.digest);
        if let Some(before) =
            before.filter(|before| before.phase == Phase::Compiled && !self.arguments.again)
        {
            // The same text as before: rustc would say the same.
            row.phase = before.phase;
            row.check_s = before.check_s;
            row.check_mb = before.check_mb;
            return Ok(());
        }
        let Some(checker) = self.checker else {
            return Ok(());
        };
        if self
            .arguments
            .max_lines
            .is_some_and(|most| row.lines > most)
        {
            row.phase = Phase::PutOff;
            return Ok(());
        }
        let checked = checker.check(&self.paths.client(&row.name), row.lines)?;
        row.phase = match (checked.errors, checked.lints.is_empty()) {
            (0, true) => Phase::Compiled,
            (0, false) => Phase::Warned,
            _ => Phase::Broken,
        };
        row.check_s = Some(checked.seconds);
        row.check_mb = checked.peak_mb;
        row.lints = checked.lints;
        row.error = checked.first.unwrap_or_default();
        Ok(())
    }
}
