//! Diagnostics as text, in every form there is.

pub(crate) mod github;
mod human;
mod json;
mod sarif;
mod spot;

use super::{Diagnostic, Diagnostics, Place, Severity};
use crate::source::Files;
use spot::{Placed, placed};

/// In which form diagnostics are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// In the manner of rustc, for people.
    Human {
        /// Whether with the colors of terminals.
        color: bool,
    },
    /// An object of JSON on each line.
    Json,
    /// A command of GitHub's workflows on each line, which shows it beside the lines of a pull request.
    GitHub,
    /// One document of SARIF 2.1.0, also where there is nothing to say.
    Sarif,
}

/// Which diagnostics are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Whether notes are.
    pub notes: bool,
    /// How many at most; errors go before warnings, and these before notes.
    pub most: usize,
}

impl Shown {
    /// Errors and warnings, however many.
    pub const WARNINGS: Self = Self {
        notes: false,
        most: usize::MAX,
    };
}

/// How many are shown to people who don't say how many they want to see.
pub(crate) const MOST: usize = 50;

/// All errors and warnings for people, in the manner of rustc; `color` is for terminals.
pub fn render(diagnostics: &Diagnostics, files: &Files, color: bool) -> String {
    render_as(diagnostics, files, Format::Human { color }, Shown::WARNINGS)
}

/// Writes those that are to be shown, ordered by file and place, and says how many are not.
pub fn render_as(diagnostics: &Diagnostics, files: &Files, format: Format, shown: Shown) -> String {
    let mut chosen: Vec<&Diagnostic> = diagnostics
        .iter()
        .filter(|item| shown.notes || item.severity != Severity::Note)
        .collect();
    let rest: Vec<&Diagnostic> = match chosen.len() > shown.most {
        true => {
            chosen.sort_by_key(|item| item.severity);
            chosen.split_off(shown.most)
        }
        false => Vec::new(),
    };
    let placed = placed(&chosen, files);
    let mut text = match format {
        Format::Human { color } => human::text(&placed, color),
        Format::Json => json::text(&placed),
        Format::GitHub => github::text(&placed),
        Format::Sarif => sarif::text(&placed),
    };
    if !rest.is_empty() {
        let rest = counts(&rest);
        match format {
            Format::Human { .. } => text.push_str(&format!("... and {rest} more\n\n")),
            Format::Json | Format::Sarif => {}
            Format::GitHub => text.push_str(&github::rest(&rest)),
        }
    }
    text
}

/// Errors for people, then as many warnings as there is room for, each ordered by file and place; and how many are not
/// shown.
pub(crate) fn errors_first(diagnostics: &Diagnostics, files: &Files, most: usize) -> String {
    let mut text = String::new();
    let (mut room, mut rest) = (most, Vec::new());
    for severity in [Severity::Error, Severity::Warning] {
        let of_it = diagnostics.iter().filter(|item| item.severity == severity);
        let mut shown: Vec<&Diagnostic> = of_it.collect();
        rest.extend(shown.split_off(room.min(shown.len())));
        room -= shown.len();
        text.push_str(&human::text(&placed(&shown, files), false));
    }
    if !rest.is_empty() {
        text.push_str(&format!("... and {} more\n\n", counts(&rest)));
    }
    text
}

/// One line for each error and warning, in the same order: `path:line:col: severity[code]: message`.
pub fn lines(diagnostics: &Diagnostics, files: &Files) -> Vec<(Severity, String)> {
    lines_of(diagnostics, files, line)
}

/// The same with what there is to do about it: `path:line:col: severity[code]: message; help: did you mean ..?`.
pub(crate) fn lines_with_help(diagnostics: &Diagnostics, files: &Files) -> Vec<(Severity, String)> {
    lines_of(diagnostics, files, |item| match &item.diagnostic.help {
        Some(help) => format!("{}; help: {help}", line(item)),
        None => line(item),
    })
}

fn lines_of(
    diagnostics: &Diagnostics,
    files: &Files,
    line: impl Fn(&Placed<'_>) -> String,
) -> Vec<(Severity, String)> {
    let all: Vec<_> = diagnostics.iter().collect();
    placed(&all, files)
        .iter()
        .filter(|item| item.diagnostic.severity != Severity::Note)
        .map(|item| (item.diagnostic.severity, line(item).replace('\n', " ")))
        .collect()
}

fn line(Placed { diagnostic, spot }: &Placed<'_>) -> String {
    let prefix = match (spot, &diagnostic.place) {
        (Some(spot), _) => {
            let path = spot.file.path.display();
            format!("{path}:{}:{}: ", spot.line, spot.column)
        }
        (None, Place::File(path)) => format!("{}: ", path.display()),
        (None, _) => String::new(),
    };
    let severity = word(diagnostic.severity);
    let Diagnostic { code, message, .. } = diagnostic;
    format!("{prefix}{severity}[{code}]: {message}")
}

/// `2 errors and 1 warning`
fn counts(diagnostics: &[&Diagnostic]) -> String {
    let counts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .filter_map(|severity| {
            let of_it = diagnostics.iter().filter(|item| item.severity == severity);
            match of_it.count() {
                0 => None,
                1 => Some(format!("1 {}", word(severity))),
                count => Some(format!("{count} {}s", word(severity))),
            }
        })
        .collect();
    match counts.as_slice() {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        all => all.concat(),
    }
}

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
