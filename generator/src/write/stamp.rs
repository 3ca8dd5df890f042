//! What a folder below `OUT_DIR` was made from, so that a build script that runs again for nothing does nothing.
//!
//! Cargo runs it again when the time of a file changes, which checking out another branch and coming back does. To read
//! the files and find them the same takes a fraction of what compiling a description takes, above all because build
//! scripts are rarely optimised.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::disk;
use super::record::Digest;

/// The name of the file. It is none of those that the folder shall have, so it goes before any of them is written.
const NAME: &str = ".stamp";

/// How coarse the times of files are on the coarsest file systems.
const TICK: Duration = Duration::from_secs(2);

/// The stamp of a folder: by what it was made, for what, and from what.
#[derive(Clone, Debug)]
pub struct Stamp {
    path: PathBuf,
    maker: String,
    begun: SystemTime,
}

impl Stamp {
    /// The stamp that a folder gets if it is made now. All that it depends on but files is in `purpose`. None if there is
    /// no telling this program from one that is built later.
    pub fn new(folder: &Path, purpose: &str) -> Option<Self> {
        let (built, length) = disk::this_program()?;
        Some(Self {
            path: folder.join(NAME),
            maker: format!("{built:?} {length} {purpose:?}"),
            begun: SystemTime::now(),
        })
    }

    /// What was said when the folder was made, if it would be made the same again.
    pub fn said(&self) -> Option<String> {
        let text = String::from_utf8(disk::contents(&self.path)??).ok()?;
        let (digest, text) = text.split_once('\n')?;
        let whole = Digest::of(text.as_bytes()).to_string() == digest;
        let (maker, text) = text.split_once('\n').filter(|_| whole)?;
        let (inputs, said) = text.split_once("\n\n")?;
        let mut inputs = inputs.lines();
        let same = |line: &str| {
            let (digest, path) = line.split_once(' ')?;
            (digest_of(Path::new(path))? == digest).then_some(())
        };
        let same = maker == self.maker && inputs.all(|line| same(line).is_some());
        same.then(|| said.to_owned())
    }

    /// Stamps the folder that was made from these files, with what was said of them. Without a stamp, it is made again the
    /// next time: where that can't be written, or where a file may have changed since it was read.
    pub fn write(&self, inputs: &[PathBuf], said: &str) {
        let mut text = format!("{}\n", self.maker);
        for path in inputs {
            let changed = disk::modified(path).is_some_and(|time| time + TICK >= self.begun);
            let line = path
                .to_str()
                .filter(|path| !path.contains('\n') && !changed);
            let (Some(path), Some(digest)) = (line, digest_of(path)) else {
                return;
            };
            _ = writeln!(text, "{digest} {path}");
        }
        _ = write!(text, "\n{said}");
        let digest = Digest::of(text.as_bytes());
        _ = disk::write(&self.path, &format!("{digest}\n{text}"));
    }
}

/// The digest of a file, or what stands for one that is not there. None if it can't be read.
fn digest_of(path: &Path) -> Option<String> {
    Some(match disk::contents(path)? {
        Some(bytes) => Digest::of(&bytes).to_string(),
        None => "none".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};

    use super::*;

    /// Writes a file that was there for a while.
    fn old(path: &Path, text: &str) {
        fs::write(path, text).expect("written");
        let file = File::options().write(true).open(path).expect("opened");
        let before = SystemTime::now() - 2 * TICK;
        file.set_modified(before).expect("its time is set");
    }

    #[test]
    fn what_is_the_same_is_not_made_again() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (spec, config) = (folder.path().join("a.yaml"), folder.path().join("b.toml"));
        let inputs = [spec.clone(), config.clone()];
        let stamp = |purpose| Stamp::new(folder.path(), purpose).expect("the test is a file");
        assert_eq!(stamp("all").said(), None);

        old(&spec, "openapi: 3.0.3\n");
        stamp("all").write(&inputs, "rerun\n\nwarning\n");
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
    }

    #[test]
    fn what_may_have_changed_meanwhile_gets_no_stamp() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let spec = folder.path().join("a.yaml");
        fs::write(&spec, "openapi: 3.0.3\n").expect("written");
        let stamp = Stamp::new(folder.path(), "all").expect("the test is a file");
        stamp.write(&[spec], "");
        assert_eq!(stamp.said(), None);
    }

    #[test]
    fn a_stamp_that_is_not_whole_is_none() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let stamp = Stamp::new(folder.path(), "all").expect("the test is a file");
        stamp.write(&[], "some words\n");
        let path = folder.path().join(NAME);
        let text = fs::read_to_string(&path).expect("read");
        fs::write(&path, &text[..text.len() - 3]).expect("written");
        assert_eq!(stamp.said(), None);
    }
}
