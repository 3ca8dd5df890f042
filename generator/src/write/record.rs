//! `.specwright`, the record that stays in an output folder: which files we wrote, and a digest of each.
//!
//! It tells our files from those that a person added, and what was generated from what was edited since.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use super::disk::{self, Found};
use super::files::is_inside;
use super::{Error, Files};

/// The name of the record in an output folder.
pub(super) const RECORD: &str = ".specwright";

const HEADER: &str = "\
# The files that specwright wrote in this folder, and a digest of each. Keep it beside them, also in version control:
# it is how the next run knows which files to remove, and which were edited by hand.
";

/// What was written: path to digest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Record {
    pub digests: BTreeMap<String, Digest>,
}

impl Record {
    pub fn of(files: &Files) -> Self {
        let digests = files
            .iter()
            .map(|(path, text)| (path.to_owned(), Digest::of(text.as_bytes())))
            .collect();
        Self { digests }
    }

    /// The record at `path`; an empty one where there is none.
    pub fn read(path: &Path) -> Result<Self, Error> {
        match disk::look(path)? {
            Found::Nothing => Ok(Self::default()),
            Found::File(bytes) => {
                Self::parse(&String::from_utf8_lossy(&bytes)).map_err(|line| Error::Record {
                    path: path.to_owned(),
                    line,
                })
            }
            Found::Folder | Found::Other => Err(Error::Record {
                path: path.to_owned(),
                line: 1,
            }),
        }
    }

    /// Gives the number of the first line that is none of ours.
    fn parse(text: &str) -> Result<Self, usize> {
        let mut digests = BTreeMap::new();
        for (index, line) in text.lines().enumerate() {
            if line.starts_with('#') || line.is_empty() {
                continue;
            }
            let entry = line
                .split_once("  ")
                .and_then(|(digest, path)| Some((Digest::parse(digest)?, path)));
            match entry {
                Some((digest, path)) if is_inside(path) => digests.insert(path.to_owned(), digest),
                _ => return Err(index + 1),
            };
        }
        Ok(Self { digests })
    }
}

impl fmt::Display for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(HEADER)?;
        self.digests
            .iter()
            .try_for_each(|(path, digest)| writeln!(f, "{digest}  {path}"))
    }
}

/// FNV-1a of 64 bits, eight bytes at a time: the same in each version of Rust and on each machine, which std's hasher does
/// not promise.
///
/// It tells whether a file was edited, which is no matter of security.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Digest(u64);

impl Digest {
    /// Takes the line ends of Windows for `\n`: Git may have changed them on the way.
    pub fn of(bytes: &[u8]) -> Self {
        if memchr::memchr(b'\r', bytes).is_none() {
            return Self::of_words(bytes);
        }
        let followed = bytes.iter().zip(bytes.iter().skip(1).chain([&0]));
        let kept = followed.filter(|pair| *pair != (&b'\r', &b'\n'));
        let kept: Vec<u8> = kept.map(|(byte, _)| *byte).collect();
        Self::of_words(&kept)
    }

    fn of_words(bytes: &[u8]) -> Self {
        const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
        const PRIME: u64 = 0x0000_0100_0000_01b3;
        let step = |hash: u64, word: u64| (hash ^ word).wrapping_mul(PRIME);
        let (words, rest) = bytes.as_chunks::<8>();
        let hash = words.iter().fold(OFFSET, |hash, word| {
            let hash = step(hash, u64::from_le_bytes(*word));
            // A product hands nothing down: without this, the highest bits of words would hardly count.
            hash ^ (hash >> 32)
        });
        Self(
            rest.iter()
                .fold(hash, |hash, byte| step(hash, u64::from(*byte))),
        )
    }

    fn parse(text: &str) -> Option<Self> {
        (text.len() == 16)
            .then(|| u64::from_str_radix(text, 16).ok().map(Self))
            .flatten()
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_of_less_than_a_word_are_fnv_1a() {
        // The published vectors of the function.
        assert_eq!(Digest::of(b"").to_string(), "cbf29ce484222325");
        assert_eq!(Digest::of(b"a").to_string(), "af63dc4c8601ec8c");
        assert_eq!(Digest::of(b"foobar").to_string(), "85944171f73967e8");
    }

    #[test]
    fn each_bit_counts() {
        let text: Vec<u8> = (0..40).collect();
        let mut digests = std::collections::HashSet::from([Digest::of(&text).0]);
        for bit in 0..8 * text.len() {
            let mut other = text.clone();
            other[bit / 8] ^= 1 << (bit % 8);
            assert!(digests.insert(Digest::of(&other).0), "{bit}");
        }
    }

    #[test]
    fn line_ends_do_not_count() {
        assert_eq!(Digest::of(b"a\r\nb\r\n"), Digest::of(b"a\nb\n"));
        assert_ne!(Digest::of(b"a\rb\n"), Digest::of(b"ab\n"));
    }

    #[test]
    fn a_record_survives_the_disk() {
        let files =
            [("src/lib.rs", "x"), ("Cargo.toml", "y")].map(|(p, t)| (p.to_owned(), t.to_owned()));
        let record = Record::of(&files.into_iter().collect());
        assert_eq!(Record::parse(&record.to_string()), Ok(record));
    }

    #[test]
    fn a_line_that_is_not_ours_is_named() {
        assert_eq!(Record::parse("# fine\n\n<<<<<<< HEAD\n"), Err(3));
        assert_eq!(
            Record::parse("cbf29ce484222325  ../../etc/passwd\n"),
            Err(1)
        );
        assert_eq!(Record::parse("cbf29  a\n"), Err(1));
    }
}
