//! `specwright check`: what is wrong with a description.

use super::args::Check;
use super::{Failed, Terminal, counted, generate};
use crate::diagnostic::Severity;

pub(super) fn run(args: &Check, terminal: &Terminal) -> Result<(), Failed> {
    let (spec, output) = generate::output(&args.input, terminal)?;
    let good = terminal.out.good;
    let warnings = match output.report.count(Severity::Warning) {
        0 => "nothing to complain about".to_owned(),
        warnings => counted(warnings, "warning"),
    };
    terminal.print(&format!(
        "{good}ok{good:#} {}: {}, {}; {warnings}\n",
        spec.display(),
        counted(output.summary.operations.len(), "operation"),
        counted(output.summary.types, "type"),
    ));
    Ok(())
}
