//! `specwright check`: what is wrong with a description.

use super::args::Check;
use super::{Failed, Terminal, counted, generate};

pub(super) fn run(args: &Check, terminal: &Terminal) -> Result<(), Failed> {
    let output = generate::output(&args.input, terminal)?;
    let good = terminal.out.good;
    let warnings = match output.report.count(crate::diagnostic::Severity::Warning) {
        0 => "nothing to complain about".to_owned(),
        warnings => counted(warnings, "warning"),
    };
    terminal.print(&format!(
        "{good}ok{good:#} {}: {}, {}; {warnings}\n",
        output.description.display(),
        counted(output.summary.operations.len(), "operation"),
        counted(output.summary.types, "type"),
    ));
    Ok(())
}
