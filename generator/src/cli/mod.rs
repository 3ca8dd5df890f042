//! The `specwright` command: arguments in; files, messages and an exit code out. The only place that knows clap.

mod args;
mod check;
mod discover;
mod generate;
mod style;
mod summary;
mod workspace;

use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::Parser as _;

use self::args::{Args, Command};
use self::style::Styles;
use crate::Report;
use crate::diagnostic::Severity;

/// Runs the command with the arguments of this process.
///
/// The exit code is 0 when all is well, 1 when something is wrong with the files, and 2 when it is with the arguments.
pub fn main() -> ExitCode {
    let args = Args::parse();
    let terminal = Terminal {
        out: Styles::new(args.color, &io::stdout()),
        err: Styles::new(args.color, &io::stderr()),
    };
    let done = match args.command {
        Command::Generate(args) => generate::run(&args, &terminal),
        Command::Check(args) => check::run(&args, &terminal),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failed) => ExitCode::FAILURE,
    }
}

/// The command failed, and the person knows why.
struct Failed;

/// Where the command talks to: results on standard output, all else on standard error.
struct Terminal {
    out: Styles,
    err: Styles,
}

impl Terminal {
    fn print(&self, text: &str) {
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

    /// Shows what there is to say about the user's files, and whether that is a reason to stop.
    fn report(&self, report: &Report, deny_warnings: bool) -> Result<(), Failed> {
        self.complain(&report.render(self.err.is_colored()));
        let warnings = report.count(Severity::Warning);
        match report.count(Severity::Error) {
            0 if deny_warnings && warnings > 0 => Err(self.error(format!(
                "{}, and --deny-warnings was given",
                counted(warnings, "warning")
            ))),
            0 => Ok(()),
            errors => {
                let and_warnings = match warnings {
                    0 => String::new(),
                    _ => format!(", {}", counted(warnings, "warning")),
                };
                let errors = counted(errors, "error");
                Err(self.error(format!("nothing was generated: {errors}{and_warnings}")))
            }
        }
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
    use super::counted;

    #[test]
    fn counts_read_well() {
        assert_eq!(counted(1, "file"), "1 file");
        assert_eq!(counted(0, "file"), "0 files");
        assert_eq!(counted(999, "line"), "999 lines");
        assert_eq!(counted(1_234_567, "line"), "1,234,567 lines");
    }
}
