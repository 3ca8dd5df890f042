//! The one file through which output reaches the file system. Each failure names its path.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

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

/// Writes a file whose folder may be missing.
pub(super) fn write(path: &Path, text: &str) -> Result<(), Error> {
    create_parent(path)?;
    fs::write(path, text).map_err(Error::io("write", path))
}

/// Moves a file or a folder within one file system, in one step. A file that was at `to` is replaced.
pub(super) fn rename(from: &Path, to: &Path) -> Result<(), Error> {
    create_parent(to)?;
    fs::rename(from, to).map_err(Error::io("write", to))
}

/// Removes a file, and the folders above it that are empty then, up to `top`.
pub(super) fn remove_file(top: &Path, path: &Path) -> Result<(), Error> {
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

fn create_parent(path: &Path) -> Result<(), Error> {
    match path.parent() {
        Some(parent) => fs::create_dir_all(parent).map_err(Error::io("create", parent)),
        None => Ok(()),
    }
}

fn is_absent(error: &io::Error) -> bool {
    // A file where a folder is expected means that the path below it does not exist.
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}
