//! The table of results as CSV, which is also what is known from earlier runs.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use crate::paths::{Paths, unreadable};
use crate::row::{Phase, Row};

const HEADER: &str = "name,compiler,phase,operations,methods,types,lines,generate_ms,generate_mb,check_s,check_mb,warnings,lints,error,digest";

/// All rows, those of earlier runs too.
#[derive(Debug)]
pub struct Results {
    path: PathBuf,
    rows: Mutex<BTreeMap<String, Row>>,
}

impl Results {
    /// Reads what is known. A table of another make is none.
    pub fn open(paths: &Paths) -> Result<Self, String> {
        let path = paths.results();
        let text = match path.exists() {
            true => fs::read_to_string(&path).map_err(|error| unreadable(&path, &error))?,
            false => String::new(),
        };
        let mut lines = text.lines();
        let rows = match lines.next() {
            Some(HEADER) => lines
                .filter_map(parse)
                .map(|row| (row.name.clone(), row))
                .collect(),
            _ => BTreeMap::new(),
        };
        Ok(Self {
            path,
            rows: Mutex::new(rows),
        })
    }

    /// What is known of a document.
    pub fn get(&self, name: &str) -> Option<Row> {
        let rows = self.rows.lock().unwrap_or_else(PoisonError::into_inner);
        rows.get(name).cloned()
    }

    /// Adds or replaces a row, and writes the table.
    pub fn put(&self, row: Row) -> Result<(), String> {
        let mut rows = self.rows.lock().unwrap_or_else(PoisonError::into_inner);
        rows.insert(row.name.clone(), row);
        let mut text = format!("{HEADER}\n");
        for row in rows.values() {
            text.push_str(&line(row));
        }
        fs::write(&self.path, text).map_err(|error| unreadable(&self.path, &error))
    }
}

fn line(row: &Row) -> String {
    let fields = [
        row.name.clone(),
        row.compiler.clone(),
        row.phase.name().to_owned(),
        row.operations
            .map_or(String::new(), |count| count.to_string()),
        row.methods.to_string(),
        row.types.to_string(),
        row.lines.to_string(),
        row.generate_ms.to_string(),
        row.generate_mb.to_string(),
        row.check_s
            .map_or(String::new(), |time| format!("{time:.2}")),
        row.check_mb.to_string(),
        counts(&row.warnings),
        counts(&row.lints),
        row.error.clone(),
        row.digest.clone(),
    ];
    fields.map(|field| quoted(&field)).join(",") + "\n"
}

fn parse(line: &str) -> Option<Row> {
    let fields: [String; 15] = fields(line).try_into().ok()?;
    let [
        name,
        compiler,
        phase,
        operations,
        methods,
        types,
        lines,
        ms,
        mb,
        check_s,
        check_mb,
        warnings,
        lints,
        error,
        digest,
    ] = fields;
    Some(Row {
        name,
        compiler,
        phase: Phase::ALL.into_iter().find(|known| known.name() == phase)?,
        operations: operations.parse().ok(),
        methods: methods.parse().ok()?,
        types: types.parse().ok()?,
        lines: lines.parse().ok()?,
        generate_ms: ms.parse().ok()?,
        generate_mb: mb.parse().ok()?,
        check_s: check_s.parse().ok(),
        check_mb: check_mb.parse().ok()?,
        warnings: parse_counts(&warnings),
        lints: parse_counts(&lints),
        error,
        digest,
    })
}

fn counts(counts: &BTreeMap<String, usize>) -> String {
    let parts: Vec<String> = counts
        .iter()
        .map(|(code, count)| format!("{code}:{count}"))
        .collect();
    parts.join(" ")
}

fn parse_counts(text: &str) -> BTreeMap<String, usize> {
    let parts = text.split(' ').filter_map(|part| part.rsplit_once(':'));
    parts
        .filter_map(|(code, count)| Some((code.to_owned(), count.parse().ok()?)))
        .collect()
}

/// A field of one line, as RFC 4180 has it.
fn quoted(field: &str) -> String {
    let field = field.replace(['\n', '\r'], " ");
    match field.contains([',', '"']) {
        true => format!("\"{}\"", field.replace('"', "\"\"")),
        false => field,
    }
}

fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let (mut inside, mut rest) = (false, line.chars().peekable());
    while let Some(letter) = rest.next() {
        match letter {
            '"' if inside && rest.next_if_eq(&'"').is_some() => {
                fields.last_mut().unwrap().push('"')
            }
            '"' => inside = !inside,
            ',' if !inside => fields.push(String::new()),
            _ => fields.last_mut().unwrap().push(letter),
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_survives_the_table() {
        let row = Row {
            name: "a, \"b\".yaml".to_owned(),
            phase: Phase::PutOff,
            operations: Some(3),
            check_s: Some(1.5),
            lints: BTreeMap::from([("dead_code".to_owned(), 2)]),
            error: "line\nbreak".to_owned(),
            ..Row::default()
        };
        let read = parse(line(&row).trim_end()).expect("a row");
        assert_eq!(line(&read), line(&row));
        assert_eq!(read.name, row.name);
    }
}
