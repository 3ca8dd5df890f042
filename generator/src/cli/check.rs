//! `specwright check`: what is wrong with a description, and what is worth knowing of it.

use super::args::Check;
use super::{Failed, Terminal, counted, described, generate};
use crate::diagnostic::Severity;
use crate::{Packaging, Request};

pub(super) fn run(args: &Check, terminal: &Terminal) -> Result<(), Failed> {
    // Nobody says here what becomes of it: the package of a build script has types and dependencies of its own.
    let request = Request {
        packaging: Packaging::Module,
        ..generate::request(&args.input, terminal)?
    };
    let (summary, report) = match crate::check(&request) {
        Ok(checked) => checked,
        Err(report) => {
            terminal.show(&report, true);
            return Err(terminal.refuse(&report, "nothing would be generated"));
        }
    };
    terminal.show(&report, true);
    let counts = [(Severity::Warning, "warning"), (Severity::Note, "note")]
        .into_iter()
        .filter(|(severity, _)| report.count(*severity) > 0)
        .map(|(severity, noun)| counted(report.count(severity), noun))
        .collect::<Vec<_>>();
    let said = match counts.as_slice() {
        [] => "nothing to complain about".to_owned(),
        counts => counts.join(", "),
    };
    let good = terminal.out.good;
    terminal.print(&format!(
        "{good}ok{good:#} {}: {}, {}; {said}\n",
        request.spec.display(),
        described(&summary),
        counted(summary.types, "type"),
    ));
    Ok(())
}
