//! The documents of a folder, unpacked where they are packed.

use std::fs::{self, File};
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};

use flate2::bufread::GzDecoder;

use crate::arguments::Arguments;
use crate::paths::{self, Paths, unreadable};

/// A description to compile.
#[derive(Clone, Debug)]
pub struct Document {
    /// What it is called: the name of its file, with its folder where it has files beside it.
    pub name: String,
    /// The file that can be read as it is.
    pub path: PathBuf,
    /// The folder that it may refer to, where it is one file of several.
    pub root: Option<PathBuf>,
    /// How long it is.
    pub bytes: u64,
}

/// The documents that the arguments ask for, small ones first.
pub fn find(arguments: &Arguments, paths: &Paths) -> Result<Vec<Document>, String> {
    let input = arguments
        .input
        .clone()
        .unwrap_or_else(paths::default_corpus);
    let input = fs::canonicalize(&input).map_err(|error| unreadable(&input, &error))?;
    let mut documents = Vec::new();
    if input.is_file() {
        documents.extend(single(&input, paths)?);
    } else {
        for path in entries(&input)? {
            match path.is_dir() {
                true => several(&input, &path, arguments, &mut documents)?,
                false if arguments.wants(&file_name(&path)) => {
                    documents.extend(single(&path, paths)?);
                }
                false => {}
            }
        }
    }
    if documents.is_empty() {
        return Err(format!("no document in {}", input.display()));
    }
    documents.sort_by(|a, b| (a.bytes, &a.name).cmp(&(b.bytes, &b.name)));
    Ok(documents)
}

/// A file that is a document of its own.
fn single(path: &Path, paths: &Paths) -> Result<Option<Document>, String> {
    let name = file_name(path);
    let path = match name.strip_suffix(".gz") {
        Some(unpacked) => unpack(path, &paths.inputs().join(unpacked))?,
        None => path.to_owned(),
    };
    if !is_description(&path) {
        return Ok(None);
    }
    let bytes = size(&path)?;
    Ok(Some(Document {
        name,
        path,
        root: None,
        bytes,
    }))
}

/// The documents of a folder whose files refer to each other: all that say which version of OpenAPI they have.
fn several(
    input: &Path,
    folder: &Path,
    arguments: &Arguments,
    documents: &mut Vec<Document>,
) -> Result<(), String> {
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for path in entries(&next)? {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path
                .strip_prefix(input)
                .unwrap_or(&path)
                .display()
                .to_string();
            if is_description(&path) && arguments.wants(&name) && has_version(&path) {
                let bytes = size(&path)?;
                documents.push(Document {
                    name,
                    path,
                    root: Some(folder.to_owned()),
                    bytes,
                });
            }
        }
    }
    Ok(())
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let listing = fs::read_dir(folder).and_then(|entries| {
        let paths = entries.map(|entry| entry.map(|entry| entry.path()));
        paths.collect::<io::Result<Vec<_>>>()
    });
    let mut paths = listing.map_err(|error| unreadable(folder, &error))?;
    paths.sort();
    Ok(paths)
}

fn file_name(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    name.to_string_lossy().into_owned()
}

fn is_description(path: &Path) -> bool {
    let known = ["json", "yaml", "yml"];
    path.extension()
        .is_some_and(|extension| known.iter().any(|known| extension == *known))
}

/// Whether a line begins with the key `openapi`. It need not be exact: what is no description is refused.
fn has_version(path: &Path) -> bool {
    let text = fs::read_to_string(path).unwrap_or_default();
    text.lines().any(|line| {
        let line = line.trim_start_matches(['{', ' ', '"', '\'']);
        line.starts_with("openapi\":") || line.starts_with("openapi:")
    })
}

fn size(path: &Path) -> Result<u64, String> {
    let data = fs::metadata(path).map_err(|error| unreadable(path, &error))?;
    Ok(data.len())
}

fn unpack(packed: &Path, path: &Path) -> Result<PathBuf, String> {
    let unpacked = File::open(packed).and_then(|file| {
        let mut reader = GzDecoder::new(BufReader::new(file));
        io::copy(&mut reader, &mut File::create(path)?)
    });
    unpacked.map_err(|error| unreadable(packed, &error))?;
    Ok(path.to_owned())
}
