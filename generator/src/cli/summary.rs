//! What a person sees when a crate was written.

use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

use super::style::Styles;
use super::{counted, described};
use crate::Output;
use crate::write::{Operation, Written};

/// Operations that are listed; more would push the rest off the screen.
const LISTED: usize = 12;

/// How wide a column is at most: what is longer than this pushes nothing but its own line.
const WIDEST: usize = 60;

pub(super) fn text(
    output: &Output,
    spec: &Path,
    folder: &Path,
    written: Written,
    time: Duration,
    styles: Styles,
) -> String {
    let Styles {
        good,
        strong,
        faint,
        ..
    } = styles;
    let summary = &output.summary;
    let mut text = format!(
        "{good}{verb}{good:#} {strong}{name} {version}{strong:#} in {folder}, from {spec}\n",
        verb = if written == Written::default() {
            "Unchanged"
        } else {
            "Generated"
        },
        name = summary.name,
        version = summary.version,
        folder = folder.display(),
        spec = spec.display(),
    );
    operations(&mut text, &summary.operations, faint);
    _ = writeln!(
        text,
        "  {}, {}, {}, {}; {} in {}",
        described(summary),
        counted(summary.types, "type"),
        counted(output.files.len(), "file"),
        counted(output.files.lines(), "line"),
        changes(written),
        duration(time),
    );
    text
}

fn operations(text: &mut String, operations: &[Operation], faint: clap::builder::styling::Style) {
    let listed = &operations[..operations.len().min(LISTED)];
    let width = |of: fn(&Operation) -> &str| {
        listed
            .iter()
            .map(|op| of(op).chars().count())
            .filter(|width| *width <= WIDEST)
            .max()
            .unwrap_or(0)
    };
    let (call, method) = (width(|op| &op.call), width(|op| &op.method));
    if !listed.is_empty() {
        text.push('\n');
    }
    for op in listed {
        _ = writeln!(
            text,
            "  {:call$}  {faint}{:method$} {}{faint:#}",
            op.call, op.method, op.path
        );
    }
    if operations.len() > LISTED {
        _ = writeln!(
            text,
            "  {faint}... and {} more{faint:#}",
            operations.len() - LISTED
        );
    }
    text.push('\n');
}

fn changes(written: Written) -> String {
    match written {
        Written {
            changed: 0,
            removed: 0,
        } => "nothing to do".to_owned(),
        Written {
            changed,
            removed: 0,
        } => format!("{changed} written"),
        Written { changed, removed } => format!("{changed} written, {removed} removed"),
    }
}

fn duration(time: Duration) -> String {
    match time.as_millis() {
        millis @ ..10_000 => format!("{millis} ms"),
        _ => format!("{:.1} s", time.as_secs_f64()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_and_requests_stand_in_columns() {
        let operation = |call: &str, method: &str, path: &str| Operation {
            call: call.to_owned(),
            method: method.to_owned(),
            path: path.to_owned(),
        };
        let list = [
            operation("client.pets().list()", "GET", "/pets"),
            operation("client.pets().delete(id)", "DELETE", "/pets/{id}"),
        ];
        let mut text = String::new();
        operations(&mut text, &list, Styles::default().faint);
        let expected = "
  client.pets().list()      GET    /pets
  client.pets().delete(id)  DELETE /pets/{id}

";
        assert_eq!(text, expected);

        let many = format!("client.pets().create({})", ["name"; 20].join(", "));
        let [first, second] = list;
        let list = [first, operation(&many, "POST", "/pets"), second];
        let mut text = String::new();
        operations(&mut text, &list, Styles::default().faint);
        let wide = format!("  {many}  POST   /pets\n");
        let (before, after) = expected.split_at(expected.find("  client.pets().delete").unwrap());
        assert_eq!(text, format!("{before}{wide}{after}"));
    }

    #[test]
    fn a_long_list_is_cut() {
        let one = Operation {
            call: "f()".to_owned(),
            method: "GET".to_owned(),
            path: "/".to_owned(),
        };
        let mut text = String::new();
        operations(&mut text, &vec![one; 20], Styles::default().faint);
        assert!(text.ends_with("  ... and 8 more\n\n"), "{text}");
        assert_eq!(text.lines().count(), 15);
    }
}
