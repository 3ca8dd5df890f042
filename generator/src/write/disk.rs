//! The one file through which output reaches the file system. Each failure names its path.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::Error;

/// What stands at a path. Links are not followed: what is behind one is not ours.
pub(super) enum Found {
    Nothing,
    File(Vec<u8>),
    Folder,
    Other,
}

pub(super) fn look(path: &Path) -> Result<Found, Error> {
    let metadata = match fs::symlink_metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if is_absent(&error) => return Ok(Found::Nothing),
        Err(error) => return Err(Error::io("read", path)(error)),
    };
    match metadata.file_type() {
        kind if kind.is_file() => fs::read(path)
            .map(Found::File)
            .map_err(Error::io("read", path)),
        kind if kind.is_dir() => Ok(Found::Folder),
        _ => Ok(Found::Other),
    }
}

/// The bytes of a file, which may be behind a link; `None` inside if there is none, and outside if it can't be read, or
/// only once, as a pipe.
pub(super) fn contents(path: &Path) -> Option<Option<Vec<u8>>> {
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_file() => fs::read(path).ok().map(Some),
        Err(error) if is_absent(&error) => Some(None),
        _ => None,
    }
}

/// When the program that runs was built, and how many bytes it has.
pub(super) fn this_program() -> Option<(SystemTime, u64)> {
    let metadata = fs::metadata(std::env::current_exe().ok()?).ok()?;
    Some((metadata.modified().ok()?, metadata.len()))
}

/// Writes a file whose folder may be missing.
pub(super) fn write(path: &Path, text: &str) -> Result<(), Error> {
    step();
    let mut done = fs::write(path, text);
    // Only the first file of a folder finds none: to make sure of it for each costs more calls than to write.
    if done.as_ref().is_err_and(is_absent) {
        create_parent(path)?;
        done = fs::write(path, text);
    }
    done.map_err(Error::io("write", path))
}

/// Moves a file or a folder within one file system, in one step. A file that was at `to` is replaced.
pub(super) fn rename(from: &Path, to: &Path) -> Result<(), Error> {
    create_parent(to)?;
    step();
    fs::rename(from, to).map_err(Error::io("write", to))
}

/// Puts each of two folders where the other is, in one step. None if this system or file system can't.
pub(super) fn exchange(one: &Path, other: &Path) -> Option<()> {
    step();
    #[cfg(all(target_os = "linux", feature = "cli"))]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).ok()
    }
    #[cfg(not(all(target_os = "linux", feature = "cli")))]
    {
        _ = (one, other);
        None
    }
}

/// An entry of a folder.
pub(super) struct Entry {
    pub name: String,
    pub kind: Kind,
}

/// What an entry is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    File,
    Folder,
    Link,
    Other,
}

/// What is in a folder, sorted; none if there is a name that is no text, or the folder can't be read.
pub(super) fn entries(folder: &Path) -> Option<Vec<Entry>> {
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder).ok()? {
        let entry = entry.ok()?;
        let kind = match entry.file_type().ok()? {
            kind if kind.is_file() => Kind::File,
            kind if kind.is_dir() => Kind::Folder,
            kind if kind.is_symlink() => Kind::Link,
            _ => Kind::Other,
        };
        let name = entry.file_name().into_string().ok()?;
        entries.push(Entry { name, kind });
    }
    entries.sort_by(|a, b| a.name.cmp(&b.name));
    Some(entries)
}

/// Gives a file or a link a second place. None if that can't be.
pub(super) fn second_place(from: &Path, to: &Path, kind: Kind) -> Option<()> {
    step();
    match kind {
        Kind::File => fs::hard_link(from, to).ok(),
        #[cfg(unix)]
        Kind::Link => std::os::unix::fs::symlink(fs::read_link(from).ok()?, to).ok(),
        _ => None,
    }
}

/// Makes a folder with the permissions of another one. None if that can't be.
pub(super) fn folder_like(model: &Path, path: &Path) -> Option<()> {
    step();
    fs::create_dir(path).ok()?;
    fs::set_permissions(path, fs::metadata(model).ok()?.permissions()).ok()
}

/// Whether both paths are places of one file.
#[cfg(unix)]
pub(super) fn is_same(one: &Path, other: &Path) -> bool {
    is_one(fs::symlink_metadata(one), fs::symlink_metadata(other))
}

/// Whether both paths are places of one file.
#[cfg(not(unix))]
pub(super) fn is_same(_: &Path, _: &Path) -> bool {
    false
}

/// The path without links, where there is something at it.
pub(super) fn real(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

/// Whether this process, and most likely the shell that started it, stands in a folder or below it.
pub(super) fn stand_in(folder: &Path) -> bool {
    std::env::current_dir().is_ok_and(|here| real(&here).starts_with(real(folder)))
}

/// A file that one run at a time holds; it is removed at the end.
pub(super) struct Lock {
    path: PathBuf,
    _file: fs::File,
}

impl Lock {
    /// None if another run holds it.
    pub(super) fn take(path: &Path) -> Result<Option<Self>, Error> {
        loop {
            step();
            let file = fs::File::create(path).map_err(Error::io("write", path))?;
            match file.try_lock() {
                Err(fs::TryLockError::WouldBlock) => return Ok(None),
                // Some file systems know no locks; a run without one is better than none.
                Ok(()) | Err(fs::TryLockError::Error(_)) => {}
            }
            // The run before may have removed the file between the two.
            if is_at(&file, path) {
                return Ok(Some(Self {
                    path: path.to_owned(),
                    _file: file,
                }));
            }
        }
    }
}

/// Whether an open file is the one that others find at a path.
#[cfg(unix)]
fn is_at(file: &fs::File, path: &Path) -> bool {
    is_one(file.metadata(), fs::metadata(path))
}

/// Whether both are there, and are one file.
#[cfg(unix)]
fn is_one(one: io::Result<fs::Metadata>, other: io::Result<fs::Metadata>) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let id = |found: fs::Metadata| (found.dev(), found.ino());
    matches!((one.map(id), other.map(id)), (Ok(one), Ok(other)) if one == other)
}

#[cfg(not(unix))]
fn is_at(_: &fs::File, _: &Path) -> bool {
    true
}

impl Drop for Lock {
    fn drop(&mut self) {
        _ = fs::remove_file(&self.path);
    }
}

/// Tests kill a run after each number of changes to the disk; this is where it dies.
fn step() {
    #[cfg(debug_assertions)]
    {
        use std::sync::atomic::{AtomicUsize, Ordering};
        static STEPS: AtomicUsize = AtomicUsize::new(0);
        let last = std::env::var("SPECWRIGHT_TEST_ABORT_AT_STEP");
        let last = last.ok().and_then(|steps| steps.parse().ok());
        if last == Some(STEPS.fetch_add(1, Ordering::Relaxed)) {
            std::process::abort();
        }
    }
}

/// Removes a file, and the folders above it that are empty then, up to `top`.
pub(super) fn remove_file(top: &Path, path: &Path) -> Result<(), Error> {
    step();
    match fs::remove_file(path) {
        Err(error) if !is_absent(&error) => return Err(Error::io("remove", path)(error)),
        _ => {}
    }
    for folder in path.ancestors().skip(1).take_while(|folder| *folder != top) {
        // Whatever the reason, a folder that stays does no harm.
        if fs::remove_dir(folder).is_err() {
            break;
        }
    }
    Ok(())
}

/// Removes a folder with all that is in it, if it is there.
pub(super) fn remove_folder(path: &Path) -> Result<(), Error> {
    step();
    match fs::remove_dir_all(path) {
        Err(error) if !is_absent(&error) => Err(Error::io("remove", path)(error)),
        _ => Ok(()),
    }
}

/// The files below a folder, relative to it with `/`, sorted. A folder that is missing has none.
pub(super) fn files_below(folder: &Path) -> Result<Vec<String>, Error> {
    fn collect(folder: &Path, prefix: &str, found: &mut Vec<String>) -> Result<(), Error> {
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) if is_absent(&error) => return Ok(()),
            Err(error) => return Err(Error::io("read", folder)(error)),
        };
        for entry in entries {
            let entry = entry.map_err(Error::io("read", folder))?;
            let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
            let kind = entry
                .file_type()
                .map_err(Error::io("read", &entry.path()))?;
            if kind.is_dir() {
                collect(&entry.path(), &format!("{path}/"), found)?;
            } else {
                found.push(path);
            }
        }
        Ok(())
    }
    let mut found = Vec::new();
    collect(folder, "", &mut found)?;
    found.sort_unstable();
    Ok(found)
}

/// Makes the folders that lead to a path.
pub(super) fn create_parent(path: &Path) -> Result<(), Error> {
    match path.parent() {
        Some(parent) => fs::create_dir_all(parent).map_err(Error::io("create", parent)),
        None => Ok(()),
    }
}

fn is_absent(error: &io::Error) -> bool {
    // A file where a folder is expected means that the path below it does not exist.
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}
