//! The `specwright` command: arguments in; files, messages and an exit code out. The only place that knows clap.

mod args;
mod check;
mod diff;
mod discover;
mod explain;
mod generate;
mod style;
mod summary;
mod workspace;

use std::collections::HashSet;
use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::Parser as _;

use self::args::{Args, Command, MessageFormat};
use self::style::Styles;
use crate::Report;
use crate::diagnostic::Severity;
use crate::diagnostic::render::{Format, MOST, Shown};

/// Runs the command with the arguments of this process.
///
/// The exit code is 0 when all is well, 1 when something is wrong with the files, and 2 when it is with the arguments.
pub fn main() -> ExitCode {
    let args = Args::parse();
    let terminal = Terminal {
        out: Styles::new(args.color, &io::stdout()),
        err: Styles::new(args.color, &io::stderr()),
        format: args.message_format,
        most: args.max_diagnostics,
    };
    let done = match args.command {
        Command::Generate(args) => generate::run(&args, &terminal),
        Command::Check(args) => check::run(&args, &terminal),
        Command::Diff(args) => diff::run(&args, &terminal),
        Command::Explain(args) => explain::run(&args, &terminal),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failed) => ExitCode::FAILURE,
    }
}

/// The command failed, and the person knows why.
struct Failed;

/// Where the command talks to: results on standard output, all else on standard error. Where diagnostics are for
/// programs, they alone are on standard output.
struct Terminal {
    out: Styles,
    err: Styles,
    format: MessageFormat,
    most: Option<usize>,
}

impl Terminal {
    fn print(&self, text: &str) {
        match self.format {
            MessageFormat::Human => self.answer(text),
            _ => self.complain(text),
        }
    }

    /// Prints what was asked for where there are no diagnostics.
    fn answer(&self, text: &str) {
        // Whoever closed the pipe, `head` perhaps, has seen enough.
        _ = io::stdout().write_all(text.as_bytes());
    }

    fn complain(&self, text: &str) {
        _ = io::stderr().write_all(text.as_bytes());
    }

    fn error(&self, message: impl std::fmt::Display) -> Failed {
        let Styles { error, .. } = self.err;
        self.complain(&format!("{error}error{error:#}: {message}\n"));
        Failed
    }

    /// Shows what there is to say about the user's files.
    fn show(&self, report: &Report, notes: bool) {
        let format = match self.format {
            MessageFormat::Human => Format::Human {
                color: self.err.is_colored(),
            },
            MessageFormat::Json => Format::Json,
            MessageFormat::Github => Format::GitHub,
            MessageFormat::Sarif => Format::Sarif,
        };
        let most = match self.format {
            MessageFormat::Json | MessageFormat::Sarif => usize::MAX,
            MessageFormat::Human | MessageFormat::Github => MOST,
        };
        let most = self.most.unwrap_or(most);
        let text = report.render_as(format, Shown { notes, most });
        _ = match self.format {
            MessageFormat::Human => io::stderr().write_all(text.as_bytes()),
            _ => io::stdout().write_all(text.as_bytes()),
        };
    }

    /// Says that nothing came of a description, and why that is.
    fn refuse(&self, report: &Report, done: &str) -> Failed {
        let count = |severity| report.count(severity);
        let errors = counted(count(Severity::Error), "error");
        let warnings = match count(Severity::Warning) {
            0 => String::new(),
            warnings => format!(", {}", counted(warnings, "warning")),
        };
        let denied = match report.denied() {
            0 => String::new(),
            denied if denied == count(Severity::Error) => {
                "; all are warnings that are denied".to_owned()
            }
            1 => "; one is a warning that is denied".to_owned(),
            denied => format!("; {denied} are warnings that are denied"),
        };
        self.error(format!("{done}: {errors}{warnings}{denied}"))
    }
}

/// `3 operations`: those of the description, of which one that takes several bodies can be called in several ways.
fn described(summary: &crate::Summary) -> String {
    let operations = summary.operations.iter().map(|it| (&it.method, &it.path));
    let operations = operations.collect::<HashSet<_>>().len();
    let receivers = counted(summary.receivers, "receiver");
    match (operations, summary.receivers) {
        (_, 0) => counted(operations, "operation"),
        (0, _) => receivers,
        _ => format!("{}, {receivers}", counted(operations, "operation")),
    }
}

/// `1 file`, `2 files`, `12,345 files`.
fn counted(count: usize, noun: &str) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    let plural = if count == 1 { "" } else { "s" };
    format!("{text} {noun}{plural}")
}

#[cfg(test)]
mod tests {
    use super::{counted, described};
    use crate::Summary;
    use crate::write::Operation;

    #[test]
    fn what_is_received_counts_too() {
        let operation = Operation {
            call: "client.pets().list()".to_owned(),
            method: "GET".to_owned(),
            path: "/pets".to_owned(),
        };
        let said = |operations: &[Operation], receivers| {
            described(&Summary {
                name: "pets".to_owned(),
                version: "0.1.0".to_owned(),
                operations: operations.to_vec(),
                receivers,
                types: 0,
            })
        };
        assert_eq!(said(&[], 0), "0 operations");
        assert_eq!(said(&[], 2), "2 receivers");
        let one = [operation];
        assert_eq!(said(&one, 0), "1 operation");
        assert_eq!(said(&one, 1), "1 operation, 1 receiver");
    }

    #[test]
    fn counts_read_well() {
        assert_eq!(counted(1, "file"), "1 file");
        assert_eq!(counted(0, "file"), "0 files");
        assert_eq!(counted(999, "line"), "999 lines");
        assert_eq!(counted(1_234_567, "line"), "1,234,567 lines");
    }
}
