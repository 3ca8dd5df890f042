//! Compares a folder with what would be written there. Writes nothing.

use std::fmt;
use std::path::{Path, PathBuf};

use super::disk::{self, Found};
use super::folder::{Edits, Folder, stale};
use super::record::{Digest, RECORD, Record};
use super::{Conflict, ConflictKind, Error, Files, diff};

/// Files whose difference is printed; of the others only the names.
const SHOWN_FILES: usize = 3;
/// Lines printed of one file's difference.
const SHOWN_LINES: usize = 20;
/// Names printed.
const SHOWN_NAMES: usize = 20;

/// How a folder differs from what would be written there. Its `Display` is a short diff.
#[derive(Debug)]
pub struct Stale {
    /// The folder.
    pub folder: PathBuf,
    /// Each file that differs, sorted by path.
    pub differences: Vec<(String, Difference)>,
    /// A run was killed before all its files were in place.
    pub interrupted: bool,
    /// What [`write`](super::write()) would refuse to replace, sorted by path.
    pub conflicts: Vec<Conflict>,
}

/// How one file differs.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Difference {
    /// It would be written, and is not there.
    Missing,
    /// It was written earlier, and would be removed.
    Leftover,
    /// It holds something else.
    Changed {
        /// From what is there to what would be written, as a unified diff without its first two lines.
        diff: String,
    },
}

/// Compares a folder with what would be written there; `None` when [`write`](super::write()) would change nothing.
pub fn check(folder: &Path, files: &Files) -> Result<Option<Stale>, Error> {
    let new = Record::of(files);
    let here = Folder::new(&disk::real(folder));
    let mut differences = Vec::new();
    for (path, text) in files.iter() {
        if let Some(difference) = compare(&here, path, text)? {
            differences.push((path.to_owned(), difference));
        }
    }
    // A record that cannot be read differs like any other file that was edited.
    let (old, is_record) = match here.record(Edits::Keep) {
        Err(Error::Record { .. }) => (Record::default(), false),
        result => (result?, true),
    };
    differences.extend(stale(&old, &new).map(|path| (path.to_owned(), Difference::Leftover)));
    // What it says counts, as it does when the folder is written, and not how.
    if (differences.is_empty() || !is_record)
        && old != new
        && let Some(difference) = compare(&here, RECORD, &new.to_string())?
    {
        differences.push((RECORD.to_owned(), difference));
    }
    differences.sort_by(|(a, _), (b, _)| a.cmp(b));
    let interrupted = here.is_unfinished()?;
    if differences.is_empty() && !interrupted {
        return Ok(None);
    }
    let conflicts = match here.refuse_conflicts(&old, &new, Edits::Keep) {
        _ if !is_record => vec![Conflict {
            path: RECORD.to_owned(),
            kind: ConflictKind::Edited,
        }],
        Err(Error::Refused { conflicts, .. }) => conflicts,
        result => result.map(|_| Vec::new())?,
    };
    Ok(Some(Stale {
        folder: folder.to_owned(),
        differences,
        interrupted,
        conflicts,
    }))
}

fn compare(folder: &Folder, path: &str, text: &str) -> Result<Option<Difference>, Error> {
    Ok(match folder.look(path)? {
        Found::File(bytes) if Digest::of(&bytes) == Digest::of(text.as_bytes()) => None,
        Found::File(bytes) => {
            let diff = diff::unified(&String::from_utf8_lossy(&bytes), text, SHOWN_LINES);
            Some(Difference::Changed { diff })
        }
        Found::Nothing | Found::Folder | Found::Other => Some(Difference::Missing),
    })
}

impl fmt::Display for Stale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (path, difference) in self.differences.iter().take(SHOWN_NAMES) {
            let mark = match difference {
                Difference::Missing => "missing ",
                Difference::Leftover => "leftover",
                Difference::Changed { .. } => "differs ",
            };
            writeln!(f, "  {mark}  {path}")?;
        }
        if let Some(more) = self
            .differences
            .len()
            .checked_sub(SHOWN_NAMES)
            .filter(|more| *more > 0)
        {
            writeln!(f, "  ... and {more} more files")?;
        }
        if self.interrupted {
            writeln!(
                f,
                "  an earlier run was interrupted before all its files were in place"
            )?;
        }
        let diffs = self
            .differences
            .iter()
            .filter_map(|(path, difference)| match difference {
                Difference::Changed { diff } => Some((path, diff)),
                _ => None,
            });
        for (path, diff) in diffs.take(SHOWN_FILES) {
            write!(
                f,
                "\n--- {0} (in the folder)\n+++ {0} (generated now)\n{diff}",
                path
            )?;
        }
        Ok(())
    }
}
