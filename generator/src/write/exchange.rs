//! A whole new folder beside the old one, and one step that puts it in its place.
//!
//! ```text
//! client/                      the old output, with what a person added
//! .client.specwright-lock      held while a run writes
//! .client.specwright-new/      all that `client` will hold; after the step, what it held
//! ```
//!
//! What a person added, and generated files that stay as they are, get a second place in the new folder (a hard link):
//! no text is copied, and the old folder is not touched. A process that is killed before the step leaves the old folder,
//! one that is killed after it the new one, and in both cases a folder beside it that the next run removes.
//!
//! None of it waits for the disk. A power cut may leave files without their text, as with all that a compiler writes; the
//! next run writes them again.
//!
//! Not every system and file system can exchange folders or link files, and a shell that stands in the folder would
//! find itself nowhere. So all of this may say that it can't, and has changed nothing then.

use std::path::{Path, PathBuf};

use super::Error;
use super::disk::{self, Found, Kind};
use super::record::{RECORD, Record};

/// The paths beside a folder.
pub(super) struct Siblings {
    pub lock: PathBuf,
    pub new: PathBuf,
}

impl Siblings {
    /// None if the folder has no name, and so nothing can be beside it.
    pub(super) fn of(folder: &Path) -> Option<Self> {
        let name = folder.file_name()?.to_str()?;
        let parent = match folder.parent()? {
            parent if parent.as_os_str().is_empty() => PathBuf::from("."),
            parent => parent.to_owned(),
        };
        Some(Self {
            lock: parent.join(format!(".{name}.specwright-lock")),
            new: parent.join(format!(".{name}.specwright-new")),
        })
    }
}

/// What is to become of a folder.
pub(super) struct Change<'a> {
    pub folder: &'a Path,
    pub old: &'a Record,
    pub new: &'a Record,
    /// Path and text of each file that differs.
    pub changed: &'a [(&'a str, &'a str)],
}

impl Change<'_> {
    /// Replaces the folder in one step. Gives whether it could; if not, nothing was changed.
    pub(super) fn exchange(&self, beside: &Siblings) -> Result<bool, Error> {
        let exists = matches!(disk::look(self.folder)?, Found::Folder);
        if exists && disk::stand_in(self.folder) {
            return Ok(false);
        }
        let done = self.stage(beside, exists).map(|staged| {
            staged
                && match exists {
                    true => disk::exchange(&beside.new, self.folder).is_some(),
                    false => disk::rename(&beside.new, self.folder).is_ok(),
                }
        });
        match done {
            Ok(true) => {
                if exists {
                    self.keep_late(&beside.new, self.folder, "");
                }
                // The new folder is in place: that the old one can't be removed is for the next run.
                _ = disk::remove_folder(&beside.new);
                Ok(true)
            }
            failed => {
                _ = disk::remove_folder(&beside.new);
                failed
            }
        }
    }

    /// Makes the whole new folder. Gives whether that is possible here.
    fn stage(&self, beside: &Siblings, exists: bool) -> Result<bool, Error> {
        let root = &beside.new;
        let carried = || disk::folder_like(self.folder, root).and_then(|()| self.carry("", root));
        if exists && carried().is_none() {
            return Ok(false);
        }
        for (path, text) in self.changed {
            disk::write(&root.join(path), text)?;
        }
        disk::write(&root.join(RECORD), &self.new.to_string())?;
        Ok(true)
    }

    /// Gives all that stays a second place in the new folder: whether anything did, or none if that can't be.
    fn carry(&self, prefix: &str, root: &Path) -> Option<bool> {
        let from = self.folder.join(prefix);
        let entries = disk::entries(&from)?;
        let mut any = entries.is_empty();
        for entry in entries {
            let path = match prefix {
                "" => entry.name,
                prefix => format!("{prefix}/{}", entry.name),
            };
            let to = root.join(&path);
            match entry.kind {
                Kind::Folder => {
                    disk::folder_like(&self.folder.join(&path), &to)?;
                    match self.carry(&path, root)? {
                        true => any = true,
                        false => disk::remove_folder(&to).ok()?,
                    }
                }
                kind if self.stays(&path) => {
                    disk::second_place(&self.folder.join(&path), &to, kind)?;
                    any = true;
                }
                _ => {}
            }
        }
        Some(any)
    }

    /// Whether what is at a path belongs to the new folder as it is.
    fn stays(&self, path: &str) -> bool {
        let written = path == RECORD || self.changed.iter().any(|(changed, _)| *changed == path);
        let stale = self.old.digests.contains_key(path) && !self.new.digests.contains_key(path);
        !written && !stale
    }

    /// Brings what came to the old folder while the new one was made: another program knows nothing of the exchange.
    fn keep_late(&self, old: &Path, new: &Path, prefix: &str) {
        for entry in disk::entries(&old.join(prefix)).unwrap_or_default() {
            let path = match prefix {
                "" => entry.name,
                prefix => format!("{prefix}/{}", entry.name),
            };
            let (from, to) = (old.join(&path), new.join(&path));
            if entry.kind == Kind::Folder {
                self.keep_late(old, new, &path);
            } else if self.stays(&path)
                && !self.new.digests.contains_key(&path)
                && entry.kind == Kind::File
                && !disk::is_same(&from, &to)
            {
                _ = disk::rename(&from, &to);
            }
        }
    }
}
