//! Output of a build script: a folder of our own below `OUT_DIR`, where no person edits.

use std::path::Path;

use super::disk::{self, Found};
use super::{Error, Files, Written};

/// Makes `folder` hold exactly `files`. A file that holds the right text is not written, so that its time stays and
/// nothing is compiled again.
///
/// There is no need for more care than that: when a build script is killed, Cargo runs it again.
pub fn write_out_dir(folder: &Path, files: &Files) -> Result<Written, Error> {
    let mut written = Written::default();
    for path in disk::files_below(folder)? {
        if files.get(&path).is_none() {
            disk::remove_file(folder, &folder.join(&path))?;
            written.removed += 1;
        }
    }
    for (path, text) in files.iter() {
        let path = folder.join(path);
        match disk::look(&path)? {
            Found::File(bytes) if bytes == text.as_bytes() => continue,
            // Left by a version of us that laid files out differently.
            Found::Folder => disk::remove_folder(&path)?,
            _ => {}
        }
        disk::write(&path, text)?;
        written.changed += 1;
    }
    Ok(written)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn files(pairs: &[(&str, &str)]) -> Files {
        pairs
            .iter()
            .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
            .collect()
    }

    #[test]
    fn only_what_differs_is_written() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let out = folder.path().join("client");
        let first = files(&[("mod.rs", "mod a;"), ("a.rs", "1"), ("old/mod.rs", "2")]);
        assert_eq!(
            write_out_dir(&out, &first).expect("written"),
            Written {
                changed: 3,
                removed: 0
            }
        );
        assert_eq!(
            write_out_dir(&out, &first).expect("written"),
            Written::default()
        );

        let untouched = fs::metadata(out.join("mod.rs"))
            .and_then(|m| m.modified())
            .expect("its time");
        let second = files(&[("mod.rs", "mod a;"), ("a.rs", "3")]);
        assert_eq!(
            write_out_dir(&out, &second).expect("written"),
            Written {
                changed: 1,
                removed: 1
            }
        );
        assert_eq!(fs::read_to_string(out.join("a.rs")).expect("read"), "3");
        assert!(!out.join("old").exists());
        assert_eq!(
            fs::metadata(out.join("mod.rs"))
                .and_then(|m| m.modified())
                .expect("its time"),
            untouched
        );
    }
}
