//! The files that a description is made of: the one reader of the disk.

use std::collections::HashMap;
use std::env;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Read as _;
use std::path::{Component, Path, PathBuf};
use std::sync::OnceLock;

use super::{Error, ErrorKind};

/// A file in the table of [`Files`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

/// A file that was read.
#[derive(Clone, Debug)]
pub struct File {
    /// The path as it was asked for; relative paths stay relative, for people to recognise.
    pub path: PathBuf,
    /// None in it if it was let go and is not to be had any more.
    text: OnceLock<Option<String>>,
    /// What the text was known by before it was let go.
    digest: Option<u64>,
}

impl File {
    /// A text under a name.
    pub fn new(path: impl Into<PathBuf>, text: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            text: OnceLock::from(Some(text.into())),
            digest: None,
        }
    }

    /// The whole text, without a byte-order mark. Nothing, if it was let go and the file has another one by now.
    pub fn text(&self) -> &str {
        self.known().unwrap_or_default()
    }

    /// Whether the text was let go and is not to be had any more, so that no place in it can be told.
    pub fn is_lost(&self) -> bool {
        self.known().is_none()
    }

    fn known(&self) -> Option<&str> {
        self.text.get_or_init(|| self.again()).as_deref()
    }

    fn again(&self) -> Option<String> {
        let text = decode(fs::read(&self.path).ok()?).ok()?;
        (Some(digest(&text)) == self.digest).then_some(text)
    }
}

/// Tells a text from another one within this run.
fn digest(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

/// What a description may cost at most. Real documents stay far below; hostile ones meet an error instead of the
/// machine's memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one file.
    pub bytes: u64,
    /// Levels of nested lists and objects.
    pub depth: usize,
    /// Values in one file, aliases expanded.
    pub nodes: usize,
    /// Aliases of YAML in one file that stand for lists and objects.
    pub aliases: usize,
    /// Bytes of a key: of the names that become identifiers.
    pub names: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 256 << 20,
            depth: 120,
            nodes: 10_000_000,
            // As many as SnakeYAML takes unless told otherwise, and with it most of what reads descriptions in Java.
            aliases: 50,
            // Of 22,934 operations of public descriptions, none has a path of 200 bytes.
            names: 10_000,
        }
    }
}

/// Every file that was read, by id, and every path that was asked for.
#[derive(Clone, Debug, Default)]
pub struct Files {
    files: Vec<File>,
    by_path: HashMap<PathBuf, FileId>,
    asked: Vec<PathBuf>,
    /// What reading may cost.
    pub limits: Limits,
}

impl Files {
    /// An empty table.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads a file, or finds it among those that were read.
    pub fn read(&mut self, path: &Path) -> Result<FileId, Error> {
        if path.as_os_str().is_empty() {
            return Err(Error::new(ErrorKind::Unreadable, "its path is empty"));
        }
        let path = normal(path);
        if let Some(known) = self.by_path.get(&path) {
            return Ok(*known);
        }
        self.watch(&path);
        let unreadable = |error: std::io::Error| Error::new(ErrorKind::Unreadable, reason(&error));
        let limit = self.limits.bytes;
        let (is_folder, size) = look(&path).map_err(unreadable)?;
        if is_folder {
            return Err(Error::new(ErrorKind::Unreadable, "it is a folder"));
        }
        if size > limit {
            let message = format!("it has {size} bytes, and the limit is {limit} bytes");
            return Err(Error::new(ErrorKind::Limit, message));
        }
        let file = fs::File::open(&path).map_err(unreadable)?;
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default());
        // What comes from a pipe says no size, and has no end that is known.
        let mut file = file.take(limit.saturating_add(1));
        file.read_to_end(&mut bytes).map_err(unreadable)?;
        if bytes.len() as u64 > limit {
            let message = format!("it has more bytes than the limit, {limit} bytes");
            return Err(Error::new(ErrorKind::Limit, message));
        }
        self.add_bytes(&path, bytes)
    }

    /// Adds the bytes of a file, wherever they are from.
    pub fn add_bytes(
        &mut self,
        path: impl Into<PathBuf>,
        bytes: impl Into<Vec<u8>>,
    ) -> Result<FileId, Error> {
        Ok(self.add(path, decode(bytes.into())?))
    }

    /// Whether a path is within a folder: in fact, as far as they exist; else by their names.
    pub fn is_within(&self, path: &Path, folder: &Path) -> bool {
        if let (Some(path), Some(folder)) = (real(path), real(folder)) {
            return path.starts_with(folder);
        }
        let (path, folder) = (normal(path), normal(folder));
        let upwards = path.components().next() == Some(Component::ParentDir);
        path.starts_with(&folder)
            && (folder.is_absolute() == path.is_absolute())
            && (!upwards || folder.starts_with(".."))
    }

    /// Remembers a path among those [asked](Self::asked) for: that it is not there matters as much as its text would.
    pub fn watch(&mut self, path: &Path) {
        let path = normal(path);
        if !self.asked.contains(&path) {
            self.asked.push(path);
        }
    }

    /// Adds a text that is in no file, under a name to show in messages.
    pub fn add(&mut self, path: impl Into<PathBuf>, text: impl Into<String>) -> FileId {
        let file = File::new(path, text);
        let id = FileId(u32::try_from(self.files.len()).expect("nobody reads that many files"));
        self.by_path.insert(file.path.clone(), id);
        self.files.push(file);
        id
    }

    /// Lets go of the texts of files: a large one is only read again if there is something to say of it. What comes from
    /// a pipe is kept: it is there once.
    pub fn let_go(&mut self) {
        for path in &self.asked {
            let Some(id) = self.by_path.get(path) else {
                continue;
            };
            if !fs::metadata(path).is_ok_and(|found| found.is_file()) {
                continue;
            }
            let file = &mut self.files[id.0 as usize];
            if let Some(text) = file.text.take().flatten() {
                file.digest = Some(digest(&text));
            }
        }
    }

    /// Whether the bytes that are at a path now are those that were read there; `None` are those of no file.
    pub fn is_read(&self, path: &Path, now: Option<&[u8]>) -> bool {
        match (self.by_path.get(path), now) {
            (Some(id), Some(bytes)) => {
                let file = self.get(*id);
                let text = decode(bytes.to_vec());
                text.is_ok_and(|text| match file.digest {
                    Some(known) => digest(&text) == known,
                    None => file.text() == text,
                })
            }
            (None, None) => true,
            _ => false,
        }
    }

    /// The file of that id.
    pub fn get(&self, id: FileId) -> &File {
        &self.files[id.0 as usize]
    }

    /// Every path that reading was tried for, whether or not it worked, in that order. One that did not work may be there
    /// more than once.
    pub fn asked(&self) -> &[PathBuf] {
        &self.asked
    }
}

/// Whether what is there is a folder, and how many bytes it has.
fn look(path: &Path) -> std::io::Result<(bool, u64)> {
    // `.` and `a/..` are nothing any more.
    if path.as_os_str().is_empty() {
        return Ok((true, 0));
    }
    let found = fs::metadata(path)?;
    Ok((found.is_dir(), found.len()))
}

/// The folder in which a path starts, if it is relative.
pub(crate) fn start(path: &Path) -> Option<PathBuf> {
    let is_relative = path.is_relative() && !path.as_os_str().is_empty();
    is_relative.then(|| env::current_dir().ok()).flatten()
}

/// The path from the root of the disk, links resolved as far as it exists.
fn real(path: &Path) -> Option<PathBuf> {
    let path = normal(path);
    path.ancestors().find_map(|ancestor| {
        let here = match ancestor.as_os_str().is_empty() {
            true => Path::new("."),
            false => ancestor,
        };
        Some(
            here.canonicalize()
                .ok()?
                .join(path.strip_prefix(ancestor).ok()?),
        )
    })
}

/// Resolves `.` and `..` in the text of a path, so that one file has one name. Symbolic links are left as they are.
pub(crate) fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir
                if matches!(normal.components().next_back(), Some(Component::Normal(_))) =>
            {
                normal.pop();
            }
            part => normal.push(part),
        }
    }
    normal
}

/// The reason without `(os error 2)`, which helps nobody and differs between systems.
fn reason(error: &std::io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or(&text);
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_lowercase().chain(letters).collect())
        .unwrap_or_default()
}

fn decode(mut bytes: Vec<u8>) -> Result<String, Error> {
    if bytes.starts_with(&[0xEF, 0xBB, 0xBF]) {
        bytes.drain(..3);
    }
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        let message = "it is encoded as UTF-16, and a description is read as UTF-8";
        return Err(Error::new(ErrorKind::Encoding, message));
    }
    String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..good]
            .iter()
            .filter(|&&byte| byte == b'\n')
            .count();
        let message = format!("it is not UTF-8: line {} has other bytes", line + 1);
        Error::new(ErrorKind::Encoding, message)
    })
}

#[cfg(test)]
mod tests {
    #[cfg(unix)]
    use std::io::Write as _;

    use super::*;

    #[test]
    fn paths_are_made_normal_in_their_text() {
        for (given, expected) in [
            ("a/./b", "a/b"),
            ("a/../b", "b"),
            ("../a", "../a"),
            ("a/../../b", "../b"),
            ("/a/b/../c", "/a/c"),
        ] {
            assert_eq!(normal(Path::new(given)), Path::new(expected));
        }
    }

    #[test]
    fn encodings_other_than_utf_8_are_named() {
        assert_eq!(decode(b"\xEF\xBB\xBF{}".to_vec()), Ok("{}".to_owned()));
        let utf_16 = decode(b"\xFF\xFE{\0".to_vec()).unwrap_err();
        assert!(utf_16.message.contains("UTF-16"));
        let latin_1 = decode(b"a\nb\xE9".to_vec()).unwrap_err();
        assert!(latin_1.message.contains("line 2"), "{}", latin_1.message);
    }

    #[test]
    fn folders_are_not_left() {
        let files = Files::new();
        let within = |path: &str, folder: &str| files.is_within(Path::new(path), Path::new(folder));
        assert!(within("no/such/b.yaml", "no/such"));
        assert!(within("no-such.yaml", ""));
        assert!(!within("../no-such.yaml", ""));
        assert!(!within("/no-such.yaml", ""));
        assert!(!within("no/such/../b.yaml", "no/such"));
        assert!(!within("no/such-b.yaml", "no/such"));
        let here = env::current_dir().expect("there is one");
        let here = here.to_str().expect("a path of letters");
        assert!(
            within("no-such.yaml", here),
            "one is relative, and it does not exist"
        );
        assert!(!within("../no-such.yaml", here));
    }

    #[test]
    fn a_text_that_was_let_go_is_there_again_if_it_is_the_same() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.yaml");
        let mut files = Files::new();
        fs::write(&path, "\u{FEFF}a: 1").expect("written");
        let id = files.read(&path).expect("reads");
        let from_memory = files.add("b.yaml", "b: 2");
        files.let_go();
        assert_eq!(files.get(id).text(), "a: 1");
        assert_eq!(files.get(from_memory).text(), "b: 2");
        files.let_go();
        fs::write(&path, "a: 2").expect("written");
        assert_eq!(files.get(id).text(), "");
        assert!(files.get(id).is_lost());
        assert!(!files.get(from_memory).is_lost());
    }

    #[cfg(unix)]
    #[test]
    fn what_comes_from_a_pipe_is_kept_and_has_a_limit() {
        let read = |limit| {
            let (reader, mut writer) = std::io::pipe().expect("a pipe");
            writer.write_all(b"a: 1").expect("written");
            drop(writer);
            let path = format!("/dev/fd/{}", std::os::fd::AsRawFd::as_raw_fd(&reader));
            let mut files = Files::new();
            files.limits.bytes = limit;
            let id = files.read(Path::new(&path))?;
            files.let_go();
            Ok::<_, Error>(files.get(id).text().to_owned())
        };
        assert_eq!(read(4).expect("reads"), "a: 1");
        assert_eq!(read(3).unwrap_err().kind, ErrorKind::Limit);
    }

    #[test]
    fn a_missing_file_is_remembered() {
        let mut files = Files::new();
        let error = files.read(Path::new("no/such/file.yaml")).unwrap_err();
        assert_eq!(error.kind, ErrorKind::Unreadable);
        assert_eq!(files.asked(), [PathBuf::from("no/such/file.yaml")]);
    }

    #[test]
    fn what_is_no_file_has_words_of_its_own() {
        for (path, expected) in [
            ("", "its path is empty"),
            ("src", "it is a folder"),
            (".", "it is a folder"),
            ("src/..", "it is a folder"),
        ] {
            let error = Files::new().read(Path::new(path)).unwrap_err();
            assert_eq!(error.message, expected, "{path}");
        }
    }
}
