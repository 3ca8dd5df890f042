//! Replaces the output of an earlier run by that of this one, as a whole or not at all.
//!
//! Where it can, the whole folder is exchanged for a new one in one step: see `exchange`. Where it can't, because the
//! system has no such step, the folder is a mount point, or this process stands in it, files are moved to their places
//! one by one, from a stage within the folder:
//!
//! ```text
//! client/
//!   .specwright             what the last run wrote
//!   .specwright-partial/    this run's files while they are being written; worth nothing if found later
//!   .specwright-ready/      the same, complete: from now on this run has happened
//!     record                will be `.specwright`
//!     files/src/lib.rs      only what differs
//!   src/mine.rs             a person's file: never touched
//! ```
//!
//! Then the step from `partial` to `ready` is one rename, and it decides. A process that is killed before leaves the
//! old output, untouched; one that is killed after leaves all that the next run needs to finish first.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::disk::{self, Found, Lock};
use super::exchange::{Change, Siblings};
use super::record::{Digest, RECORD, Record};
use super::{Conflict, ConflictKind, Error, Files};

/// What becomes of generated files that a person edited, and of files in the way that a person wrote.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Edits {
    /// They stay: nothing is written, and an error names them.
    #[default]
    Keep,
    /// They are replaced.
    Discard,
}

/// What a run changed on disk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that are new, or hold something else than before.
    pub changed: usize,
    /// Files of an earlier run that are gone.
    pub removed: usize,
}

/// Makes `folder` hold `files`, beside what a person added. Touches only what differs.
pub fn write(folder: &Path, files: &Files, edits: Edits) -> Result<Written, Error> {
    // What a link leads to is replaced, and not the link.
    let folder = Folder::new(&disk::real(folder));
    let beside = Siblings::of(&folder.root);
    if let Some(beside) = &beside {
        disk::create_parent(&beside.lock)?;
    }
    let lock = match &beside {
        Some(beside) => match Lock::take(&beside.lock) {
            Ok(Some(lock)) => Some(lock),
            Ok(None) => {
                return Err(Error::Busy {
                    folder: folder.root,
                });
            }
            // Nothing can be made beside the folder: nor could another run.
            Err(_) => None,
        },
        None => None,
    };
    let beside = beside.filter(|_| lock.is_some());
    if let Some(beside) = &beside {
        disk::remove_folder(&beside.new)?;
    }
    folder.finish_interrupted_run(edits)?;

    let old = folder.record(edits)?;
    let new = Record::of(files);
    let found = folder.refuse_conflicts(&old, &new, edits)?;

    let changed: Vec<(&str, &str)> = files
        .iter()
        .filter(|(path, _)| found.get(*path) != new.digests.get(*path))
        .collect();
    let removed = stale(&old, &new).count();
    if !changed.is_empty() || old != new {
        let change = Change {
            folder: &folder.root,
            old: &old,
            new: &new,
            changed: &changed,
        };
        let exchanged = match &beside {
            Some(beside) => change.exchange(beside)?,
            None => false,
        };
        if !exchanged {
            folder.stage(&changed, &new)?;
            folder.apply(&old)?;
        }
    }
    Ok(Written {
        changed: changed.len(),
        removed,
    })
}

/// Paths that were written earlier and are no longer wanted.
pub(super) fn stale<'r>(old: &'r Record, new: &Record) -> impl Iterator<Item = &'r str> {
    old.digests
        .keys()
        .filter(|path| !new.digests.contains_key(*path))
        .map(String::as_str)
}

/// What is where a file belongs.
enum At {
    Nothing,
    File(Digest),
    /// Something that can't be replaced by a file.
    Blocked,
}

/// Why a file may not be replaced or removed, if so.
fn conflict(found: Digest, old: Option<&Digest>, new: Option<&Digest>) -> Option<ConflictKind> {
    match (old, new) {
        (_, Some(new)) if *new == found => None,
        (Some(old), _) if *old == found => None,
        // A power cut may have left it so, and nobody's work is in it.
        (Some(_), _) if found == Digest::of(b"") => None,
        (Some(_), _) => Some(ConflictKind::Edited),
        (None, _) => Some(ConflictKind::Foreign),
    }
}

pub(super) struct Folder {
    root: PathBuf,
    record: PathBuf,
    partial: PathBuf,
    ready: PathBuf,
}

impl Folder {
    pub(super) fn new(root: &Path) -> Self {
        Self {
            record: root.join(RECORD),
            partial: root.join(".specwright-partial"),
            ready: root.join(".specwright-ready"),
            root: root.to_owned(),
        }
    }

    fn ready_record(&self) -> PathBuf {
        self.ready.join("record")
    }

    /// Whether a run was killed after it had been decided and before all was in place.
    pub(super) fn is_unfinished(&self) -> Result<bool, Error> {
        Ok(matches!(disk::look(&self.ready_record())?, Found::File(_)))
    }

    pub(super) fn record(&self, edits: Edits) -> Result<Record, Error> {
        match Record::read(&self.record) {
            Err(Error::Record { .. }) if edits == Edits::Discard => Ok(Record::default()),
            result => result,
        }
    }

    fn finish_interrupted_run(&self, edits: Edits) -> Result<(), Error> {
        disk::remove_folder(&self.partial)?;
        let ready_record = self.ready_record();
        match disk::look(&ready_record)? {
            Found::File(_) => {
                let old = self.record(edits)?;
                self.refuse_conflicts(&old, &Record::read(&ready_record)?, edits)?;
                self.apply(&old)
            }
            // All was in place, only the clearing up was not done.
            _ => disk::remove_folder(&self.ready),
        }
    }

    /// Looks at every file that would be replaced or removed, before any is. Gives what each of them holds.
    pub(super) fn refuse_conflicts<'r>(
        &self,
        old: &'r Record,
        new: &'r Record,
        edits: Edits,
    ) -> Result<BTreeMap<&'r str, Digest>, Error> {
        let mut held = BTreeMap::new();
        if matches!(disk::look(&self.root)?, Found::Nothing) {
            return Ok(held);
        }
        let mut conflicts = Vec::new();
        for path in new
            .digests
            .keys()
            .map(String::as_str)
            .chain(stale(old, new))
        {
            let kind = match self.at(path)? {
                At::Nothing => None,
                At::Blocked => Some(ConflictKind::Blocked),
                At::File(digest) => {
                    held.insert(path, digest);
                    let (old, new) = (old.digests.get(path), new.digests.get(path));
                    conflict(digest, old, new).filter(|_| edits == Edits::Keep)
                }
            };
            if let Some(kind) = kind {
                conflicts.push(Conflict {
                    path: path.to_owned(),
                    kind,
                });
            }
        }
        if conflicts.is_empty() {
            return Ok(held);
        }
        conflicts.sort_by(|a, b| a.path.cmp(&b.path));
        Err(Error::Refused {
            folder: self.root.clone(),
            conflicts,
        })
    }

    /// What is where a file belongs; something else where what leads there is no plain folder.
    pub(super) fn look(&self, path: &str) -> Result<Found, Error> {
        let parents = path.match_indices('/').map(|(end, _)| &path[..end]);
        for parent in parents {
            match disk::look(&self.root.join(parent))? {
                Found::Folder => {}
                Found::Nothing => return Ok(Found::Nothing),
                Found::File(_) | Found::Other => return Ok(Found::Other),
            }
        }
        disk::look(&self.root.join(path))
    }

    fn at(&self, path: &str) -> Result<At, Error> {
        Ok(match self.look(path)? {
            Found::Nothing => At::Nothing,
            Found::Folder | Found::Other => At::Blocked,
            Found::File(bytes) => At::File(Digest::of(&bytes)),
        })
    }

    /// Writes all that differs beside the old files, then decides.
    fn stage(&self, changed: &[(&str, &str)], new: &Record) -> Result<(), Error> {
        let staged = || {
            for (path, text) in changed {
                disk::write(&self.partial.join("files").join(path), text)?;
            }
            disk::write(&self.partial.join("record"), &new.to_string())?;
            disk::rename(&self.partial, &self.ready)
        };
        staged().inspect_err(|_| _ = disk::remove_folder(&self.partial))
    }

    /// Moves what is ready into place. May stop anywhere, and be done again from the beginning.
    fn apply(&self, old: &Record) -> Result<(), Error> {
        let record = self.ready_record();
        let new = Record::read(&record)?;
        let staged = self.ready.join("files");
        for path in disk::files_below(&staged)? {
            disk::rename(&staged.join(&path), &self.root.join(&path))?;
        }
        for path in stale(old, &new) {
            disk::remove_file(&self.root, &self.root.join(path))?;
        }
        disk::rename(&record, &self.record)?;
        disk::remove_folder(&self.ready)
    }
}

#[cfg(test)]
#[path = "folder_tests.rs"]
mod tests;
