//! For GitHub's workflows: `::error file=…,line=…,title=…::message`, shown beside the lines of a pull request.

use std::fmt::Write as _;

use super::spot::Placed;
use crate::diagnostic::{Place, Severity};

pub(super) fn text(placed: &[Placed<'_>]) -> String {
    let mut text = String::new();
    for Placed { diagnostic, spot } in placed {
        let command = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        _ = write!(text, "::{command} ");
        match (spot, &diagnostic.place) {
            (Some(spot), _) => {
                let path = property(&spot.file.path.to_string_lossy());
                let (end_line, end_column) = spot.end;
                _ = write!(text, "file={path},line={},endLine={end_line},", spot.line);
                // Columns are taken only where the whole is on one line.
                if end_line == spot.line {
                    _ = write!(text, "col={},endColumn={end_column},", spot.column);
                }
            }
            (None, Place::File(path)) => {
                _ = write!(text, "file={},", property(&path.to_string_lossy()));
            }
            (None, _) => {}
        }
        let help = diagnostic.help.iter().map(|help| format!("\nhelp: {help}"));
        let message = std::iter::once(diagnostic.message.clone()).chain(help);
        let message = data(&message.collect::<String>());
        _ = writeln!(text, "title={}::{message}", property(diagnostic.code));
    }
    text
}

/// That there is more.
pub(super) fn rest(counts: &str) -> String {
    format!("::notice ::... and {} more\n", data(counts))
}

/// What stands behind the last colons.
pub(crate) fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// The value of a property, which must not end it.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
