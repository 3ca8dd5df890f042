//! `specwright diff`: what another description changes for those who use the client.

use std::path::{Path, PathBuf};

use super::args::Diff;
use super::{Failed, MessageFormat, Terminal, counted, generate};
use crate::diagnostic::render::github::data;
use crate::interface::{Bump, Change, Changes, Effect, Interface};
use crate::write::{self, Files};
use crate::{Packaging, Request};

pub(super) fn run(args: &Diff, terminal: &Terminal) -> Result<(), Failed> {
    let write: fn(&Changes, &Terminal) -> String = match terminal.format {
        MessageFormat::Human => text,
        MessageFormat::Json => |changes, _| json(changes),
        MessageFormat::Github => |changes, _| github(changes),
        MessageFormat::Sarif => {
            return Err(terminal.error(
                "SARIF has findings at places of a file, and a difference is at none: take `--message-format json`",
            ));
        }
    };
    let new = generate::spec(&args.new, terminal)?;
    let new_config = config(args, &new);
    // One that lies elsewhere, as `git show` may have left it, is compared by the same rules.
    let old_config = config(args, &args.old).or_else(|| new_config.clone());
    let old = interface(&args.old, old_config, terminal)?;
    let new_interface = interface(&new, new_config, terminal)?;
    let changes = old.changes(&new_interface);
    terminal.answer(&write(&changes, terminal));
    match (args.deny_breaking, changes.bump()) {
        (true, Bump::Major) => Err(terminal.error(format!(
            "{} breaks code that was written for {}",
            new.display(),
            args.old.display()
        ))),
        _ => Ok(()),
    }
}

/// The configuration of a description: the one that was named, or lies beside it.
fn config(args: &Diff, of: &Path) -> Option<PathBuf> {
    let beside = of.with_file_name("specwright.toml");
    let beside = (of.is_file() && beside.is_file()).then_some(beside);
    args.config.clone().or(beside)
}

/// What the crate of a description offers, or one that was generated already.
fn interface(of: &Path, config: Option<PathBuf>, terminal: &Terminal) -> Result<Interface, Failed> {
    let files = match of.is_dir() {
        true => written(of, terminal)?,
        false => generated(of, config, terminal)?,
    };
    Interface::of(&files).map_err(|error| terminal.error(format!("{}/{error}", of.display())))
}

fn written(folder: &Path, terminal: &Terminal) -> Result<Files, Failed> {
    let files = write::read(folder).map_err(|error| terminal.error(error))?;
    files.ok_or_else(|| {
        terminal.error(format!(
            "`{}` has nothing that specwright wrote: name a description, or the folder of a crate that was generated",
            folder.display()
        ))
    })
}

fn generated(spec: &Path, config: Option<PathBuf>, terminal: &Terminal) -> Result<Files, Failed> {
    // What the client is part of does not matter, and a build script's may name types of that.
    let request = Request {
        config,
        ..Request::new(spec, Packaging::Module)
    };
    match crate::generate(&request) {
        Ok(output) => Ok(output.files),
        Err(report) => {
            terminal.show(&report, false);
            Err(terminal.refuse(&report, "nothing was compared"))
        }
    }
}

/// The kinds of changes, each with its heading.
const HEADINGS: [(Effect, &str); 4] = [
    (Effect::Breaking, "Does not compile any more"),
    (Effect::Meaning, "Compiles, and means something else"),
    (
        Effect::Literal,
        "Compiles, but in literals and patterns that do not end in `..`",
    ),
    (Effect::Addition, "New"),
];

fn text(changes: &Changes, terminal: &Terminal) -> String {
    let styles = terminal.out;
    let mut text = String::new();
    for (effect, heading) in HEADINGS {
        let style = match effect {
            Effect::Breaking | Effect::Meaning => styles.error,
            Effect::Literal => styles.note,
            Effect::Addition => styles.good,
        };
        let count = changes.of(effect).count();
        if count == 0 {
            continue;
        }
        text.push_str(&format!("{style}{heading}{style:#}\n\n"));
        let strong = styles.strong;
        for change in changes.of(effect) {
            text.push_str(&format!(
                "  {strong}{}{strong:#} {}\n",
                change.item, change.said
            ));
        }
        text.push('\n');
    }
    text + &verdict(changes)
}

/// What the next version must be.
fn verdict(changes: &Changes) -> String {
    let count = |effect| changes.of(effect).count();
    let breaking = count(Effect::Breaking) + count(Effect::Meaning);
    let literals = count(Effect::Literal);
    let additions = counted(count(Effect::Addition), "addition");
    match changes.bump() {
        Bump::Patch => "The client offers what it did: the next version is a patch\n".to_owned(),
        Bump::Minor => format!("{additions}: the next version is a minor one\n"),
        Bump::Major if breaking == 0 => format!(
            "{}, {additions}: the next version is a major one by the rules of Cargo, and a minor one for all whose literals end in `..`\n",
            counted(literals, "new member"),
        ),
        Bump::Major => format!(
            "{}, {additions}: the next version is a major one\n",
            counted(breaking + literals, "breaking change")
        ),
    }
}

/// An object on each line.
fn json(changes: &Changes) -> String {
    let line = |change: &Change| {
        let effect = match change.effect {
            Effect::Breaking => "breaking",
            Effect::Meaning => "meaning",
            Effect::Literal => "literal",
            Effect::Addition => "addition",
        };
        let line =
            serde_json::json!({"effect": effect, "item": change.item, "change": change.said});
        format!("{line}\n")
    };
    changes.0.iter().map(line).collect()
}

/// A workflow command for each that is no addition.
fn github(changes: &Changes) -> String {
    let told = changes.0.iter().filter(|it| it.effect != Effect::Addition);
    let line = |change: &Change| {
        let text = data(&format!("{} {}", change.item, change.said));
        format!("::warning title=breaking change::{text}\n")
    };
    told.map(line).collect()
}
