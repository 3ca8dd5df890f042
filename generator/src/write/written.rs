//! What an earlier run wrote, as it stands now.

use std::path::Path;

use super::disk::{self, Found};
use super::folder::{Edits, Folder};
use super::{Error, Files};

/// Reads the files that an earlier run wrote to a folder; `None` where none did. What a person changed in them is read as
/// well, and what is gone is left out.
///
/// # Errors
///
/// When the folder can't be read, or its record is not one of ours.
pub fn read(folder: &Path) -> Result<Option<Files>, Error> {
    let folder = Folder::new(&disk::real(folder));
    let record = folder.record(Edits::Keep)?;
    let mut files = Files::default();
    for path in record.digests.into_keys() {
        if let Found::File(bytes) = folder.look(&path)? {
            files.insert(path, String::from_utf8_lossy(&bytes).into_owned());
        }
    }
    Ok(Some(files).filter(|files| !files.is_empty()))
}
