//! The table at the end.

use std::collections::BTreeMap;
use std::fmt;

use crate::row::{Phase, Row};

/// Sums over rows.
#[derive(Debug)]
pub struct Totals<'a> {
    rows: &'a [Row],
}

impl<'a> Totals<'a> {
    /// The totals of some rows.
    pub fn of(rows: &'a [Row]) -> Self {
        Self { rows }
    }

    /// Whether each document is as it should be.
    pub fn holds(&self) -> bool {
        self.rows.iter().all(|row| row.phase.is_good())
    }
}

impl fmt::Display for Totals<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sum = |of: fn(&Row) -> u64| self.rows.iter().map(of).sum::<u64>();
        writeln!(f, "\n{:10} {:>6}", "documents", self.rows.len())?;
        for phase in Phase::ALL {
            let count = self.rows.iter().filter(|row| row.phase == phase).count();
            if count > 0 {
                let mark = if phase.is_good() { "" } else { "  <-" };
                writeln!(f, "{:10} {count:>6}{mark}", phase.name())?;
            }
        }
        let seconds: f64 = self.rows.iter().filter_map(|row| row.check_s).sum();
        writeln!(
            f,
            "\noperations {:>10}",
            sum(|row| row.operations.unwrap_or(0) as u64)
        )?;
        writeln!(f, "methods    {:>10}", sum(|row| row.methods as u64))?;
        writeln!(f, "types      {:>10}", sum(|row| row.types as u64))?;
        writeln!(f, "lines      {:>10}", sum(|row| row.lines as u64))?;
        writeln!(
            f,
            "generate   {:>10.1} s",
            sum(|row| row.generate_ms) as f64 / 1e3
        )?;
        writeln!(f, "check      {seconds:>10.1} s")?;
        list(f, "warnings", self.rows.iter().map(|row| &row.warnings))?;
        list(f, "lints", self.rows.iter().map(|row| &row.lints))
    }
}

/// How often each code was met, and in how many documents.
fn list<'a>(
    f: &mut fmt::Formatter<'_>,
    title: &str,
    all: impl Iterator<Item = &'a BTreeMap<String, usize>>,
) -> fmt::Result {
    let mut sums: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (code, count) in all.flatten() {
        let entry = sums.entry(code).or_default();
        *entry = (entry.0 + count, entry.1 + 1);
    }
    if !sums.is_empty() {
        writeln!(f, "\n{title}")?;
    }
    for (code, (count, documents)) in sums {
        writeln!(f, "  {code:32} {count:>7} in {documents:>4} documents")?;
    }
    Ok(())
}
