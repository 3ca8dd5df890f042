//! What a folder below `OUT_DIR` was made from, so that a build script that runs again for nothing does nothing.
//!
//! Cargo runs it again when the time of a file changes, which checking out another branch and coming back does. To read
//! the files and find them the same takes a fraction of what compiling a description takes, above all because build
//! scripts are rarely optimised.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::Files;
use super::disk;
use super::record::{Digest, Record};

/// The name of the file. It is none of those that the folder shall have, so it goes before any of them is written.
const NAME: &str = ".stamp";

/// The stamp of a folder: by what it was made and for what, from what, and what it has.
#[derive(Clone, Debug)]
pub struct Stamp {
    folder: PathBuf,
    maker: String,
}

impl Stamp {
    /// The stamp that a folder gets if it is made now. All that it depends on but files is in `purpose`. None if there is
    /// no telling this program from one that is built later.
    pub fn new(folder: &Path, purpose: &str) -> Option<Self> {
        let (built, length) = disk::this_program()?;
        let version = env!("CARGO_PKG_VERSION");
        Some(Self {
            folder: folder.to_owned(),
            maker: format!("{version} {built:?} {length} {purpose:?}"),
        })
    }

    /// What was said when the folder was made, if it has what it had, and the same would be made again.
    pub fn said(&self) -> Option<String> {
        let text = String::from_utf8(disk::contents(&self.folder.join(NAME))??).ok()?;
        let (digest, text) = text.split_once('\n')?;
        let whole = Digest::of(text.as_bytes()).to_string() == digest;
        let (maker, text) = text.split_once('\n').filter(|_| whole)?;
        let is_same = |line: &str, folder: &Path| {
            let (digest, path) = line.split_once(' ')?;
            let contents = disk::contents(&folder.join(path))?;
            (digest_of(contents.as_deref()) == digest).then_some(())
        };
        let (mut text, mut same) = (text, maker == self.maker);
        for folder in [Path::new(""), &self.folder] {
            loop {
                let (line, rest) = text.split_once('\n')?;
                text = rest;
                if line.is_empty() {
                    break;
                }
                same = same && is_same(line, folder).is_some();
            }
        }
        same.then(|| text.to_owned())
    }

    /// Stamps the folder that was made from these files, with what was said of them. `is_read` says whether a file, which
    /// may be none, is what was read of it. Where it is not, or can't be told, there is no stamp, and the folder is made
    /// again the next time.
    pub fn write(
        &self,
        inputs: &[PathBuf],
        is_read: impl Fn(&Path, Option<&[u8]>) -> bool,
        files: &Files,
        said: &str,
    ) {
        let mut text = format!("{}\n", self.maker);
        for path in inputs {
            let Some(contents) = disk::contents(path) else {
                return;
            };
            match path.to_str() {
                Some(name) if !name.contains('\n') && is_read(path, contents.as_deref()) => {
                    _ = writeln!(text, "{} {name}", digest_of(contents.as_deref()));
                }
                _ => return,
            }
        }
        text.push('\n');
        for (path, digest) in Record::of(files).digests {
            _ = writeln!(text, "{digest} {path}");
        }
        _ = write!(text, "\n{said}");
        let digest = Digest::of(text.as_bytes());
        _ = disk::write(&self.folder.join(NAME), &format!("{digest}\n{text}"));
    }
}

/// The digest of a file, or what stands for one that is not there.
fn digest_of(contents: Option<&[u8]>) -> String {
    contents.map_or_else(|| "none".to_owned(), |it| Digest::of(it).to_string())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn what_is_the_same_is_not_made_again() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (spec, config) = (folder.path().join("a.yaml"), folder.path().join("b.toml"));
        let (inputs, out) = ([spec.clone(), config.clone()], folder.path().join("out"));
        let stamp = |purpose| Stamp::new(&out, purpose).expect("the test is a file");
        assert_eq!(stamp("all").said(), None);

        fs::write(&spec, "openapi: 3.0.3\n").expect("written");
        let text = ("mod.rs".to_owned(), "mod a;".to_owned());
        let files: Files = [text].into_iter().collect();
        disk::write(&out.join("mod.rs"), "mod a;").expect("written");
        stamp("all").write(&inputs, |_, _| true, &files, "rerun\n\nwarning\n");
        let said = Some("rerun\n\nwarning\n".to_owned());
        assert_eq!(stamp("all").said(), said);
        assert_eq!(stamp("other").said(), None, "made for another purpose");

        fs::write(&spec, "openapi: 3.0.3\n").expect("written");
        assert_eq!(stamp("all").said(), said, "touched, and the same");
        fs::write(&config, "").expect("written");
        assert_eq!(stamp("all").said(), None, "a file that was not there");
        fs::remove_file(&config).expect("removed");
        assert_eq!(stamp("all").said(), said);
        fs::write(&spec, "openapi: 3.0.4\n").expect("written");
        assert_eq!(stamp("all").said(), None, "another text");
        fs::write(&spec, "openapi: 3.0.3\n").expect("written");
        fs::remove_file(out.join("mod.rs")).expect("removed");
        assert_eq!(stamp("all").said(), None, "a file of the folder is gone");
    }

    #[test]
    fn what_is_not_as_it_was_read_gets_no_stamp() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let spec = folder.path().join("a.yaml");
        fs::write(&spec, "openapi: 3.0.3\n").expect("written");
        let stamp = Stamp::new(folder.path(), "all").expect("the test is a file");
        let is_read = |_: &Path, contents: Option<&[u8]>| contents == Some(b"openapi: 3.0.2\n");
        stamp.write(&[spec], is_read, &Files::default(), "");
        assert_eq!(stamp.said(), None);
    }

    #[test]
    fn a_stamp_that_is_not_whole_is_none() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let stamp = Stamp::new(folder.path(), "all").expect("the test is a file");
        stamp.write(&[], |_, _| true, &Files::default(), "some words\n");
        assert_eq!(stamp.said(), Some("some words\n".to_owned()));
        let path = folder.path().join(NAME);
        let text = fs::read_to_string(&path).expect("read");
        fs::write(&path, &text[..text.len() - 3]).expect("written");
        assert_eq!(stamp.said(), None);
    }
}
