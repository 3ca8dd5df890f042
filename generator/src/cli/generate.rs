//! `specwright generate`: a crate in a folder.

use std::path::{Path, PathBuf};
use std::time::Instant;

use super::args::{Generate, Input};
use super::{Failed, Terminal, discover, summary, workspace};
use crate::write::{self, Conflict, ConflictKind, Edits};
use crate::{Output, Packaging, Request};

pub(super) fn run(args: &Generate, terminal: &Terminal) -> Result<(), Failed> {
    let start = Instant::now();
    let (spec, output) = output(&args.input, terminal)?;
    let folder = args
        .out
        .clone()
        .unwrap_or_else(|| default_folder(&output.summary.name));
    if args.check {
        return compare(&output, &folder, terminal);
    }
    timings(&output, terminal);
    let edits = if args.force {
        Edits::Discard
    } else {
        Edits::Keep
    };
    let written =
        write::write(&folder, &output.files, edits).map_err(|error| terminal.error(error))?;
    terminal.print(&summary::text(
        &output,
        &spec,
        &folder,
        written,
        start.elapsed(),
        terminal.out,
    ));
    if let Some(note) = workspace::note(&folder) {
        let style = terminal.err.note;
        terminal.complain(&format!("{style}note{style:#}: {note}\n"));
    }
    Ok(())
}

/// A folder with the crate's name. In a Rust project it goes below `target`, which version control ignores: somebody who
/// tries the command there has nothing to clear up.
fn default_folder(name: &str) -> PathBuf {
    match Path::new("Cargo.toml").is_file() {
        true => Path::new("target").join(name),
        false => PathBuf::from(name),
    }
}

/// Compiles the description that the arguments name or leave to be found, and shows what there is to say about it.
fn output(input: &Input, terminal: &Terminal) -> Result<(PathBuf, Output), Failed> {
    let request = request(input, terminal)?;
    match crate::generate(&request) {
        Ok(output) => {
            terminal.show(&output.report, false);
            Ok((request.spec, output))
        }
        Err(report) => {
            terminal.show(&report, false);
            Err(terminal.refuse(&report, "nothing was generated"))
        }
    }
}

/// The description that was named, or else the only one here.
pub(super) fn spec(named: &Option<PathBuf>, terminal: &Terminal) -> Result<PathBuf, Failed> {
    match named {
        Some(spec) => Ok(spec.clone()),
        None => discover::description(Path::new(".")).map_err(|message| terminal.error(message)),
    }
}

/// What the arguments ask for.
pub(super) fn request(input: &Input, terminal: &Terminal) -> Result<Request, Failed> {
    let spec = spec(&input.spec, terminal)?;
    Ok(Request {
        config: input.config.clone(),
        deny_warnings: input.deny_warnings,
        only: input.only.clone(),
        ..Request::new(spec, Packaging::Crate)
    })
}

/// For measurements: `SPECWRIGHT_TIMINGS=1` asks for the milliseconds of each phase as a line of JSON.
fn timings(output: &Output, terminal: &Terminal) {
    if std::env::var_os("SPECWRIGHT_TIMINGS").is_none() {
        return;
    }
    let ms = |time: std::time::Duration| time.as_secs_f64() * 1e3;
    let all = &output.timings;
    terminal.complain(&format!(
        "{{\"source\": {:.1}, \"document\": {:.1}, \"api\": {:.1}, \"plan\": {:.1}, \"emit_write\": {:.1}}}\n",
        ms(all.source),
        ms(all.document),
        ms(all.api),
        ms(all.plan),
        ms(all.emit_write)
    ));
}

fn compare(output: &Output, folder: &Path, terminal: &Terminal) -> Result<(), Failed> {
    let folder_name = folder.display();
    match write::check(folder, &output.files).map_err(|error| terminal.error(error))? {
        None => {
            let good = terminal.out.good;
            terminal.print(&format!("{good}ok{good:#} {folder_name} is up to date\n"));
            Ok(())
        }
        Some(stale) => {
            terminal.print(&stale.to_string());
            let advice = advice(&stale.conflicts);
            Err(terminal.error(format!("{folder_name} is stale{advice}")))
        }
    }
}

/// What to do about a stale folder: not what would be refused.
fn advice(conflicts: &[Conflict]) -> String {
    if conflicts.is_empty() {
        return ": run the same command without --check".to_owned();
    }
    let blocked = |conflict: &&Conflict| conflict.kind == ConflictKind::Blocked;
    let said = match conflicts.iter().filter(blocked).count() {
        0 => {
            "move your changes elsewhere, then run the same command with --force and without --check"
        }
        count if count == conflicts.len() => {
            "move what is in the way, then run the same command without --check"
        }
        _ => {
            "move your changes and what is in the way elsewhere, then run the same command with --force and without --check"
        }
    };
    let mut text = ", and has files that are not ours to replace:".to_owned();
    for conflict in conflicts.iter().take(SHOWN_CONFLICTS) {
        text.push_str(&format!("\n  {conflict}"));
    }
    match conflicts.len().saturating_sub(SHOWN_CONFLICTS) {
        0 => {}
        rest => text.push_str(&format!("\n  ... and {rest} more")),
    }
    format!("{text}\n{said}")
}

/// Files that are named of those that stand in the way of a stale folder.
const SHOWN_CONFLICTS: usize = 20;
