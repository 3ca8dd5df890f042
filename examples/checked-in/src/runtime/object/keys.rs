// Copied by specwright 0.1.0 from specwright-runtime.

//! Finding out which member a key is.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, Visitor};

/// Reads keys as positions among the names of an object's members.
#[derive(Debug)]
pub struct Keys {
    pub names: &'static [&'static str],
    /// The position after that of the last key: members mostly come in the order of their description.
    next: usize,
    /// Whether keys that are none of the names are kept.
    pub keeps: bool,
    /// The last of these.
    pub other: String,
}

impl Keys {
    pub fn of(names: &'static [&'static str]) -> Self {
        Self {
            names,
            next: 0,
            keeps: false,
            other: String::new(),
        }
    }

    /// The position of a key that is not the next one.
    #[inline(never)]
    fn elsewhere(&mut self, key: &str) -> usize {
        match find(self.names, self.next, key) {
            Some(position) => {
                self.next = position + 1;
                position
            }
            None => {
                if self.keeps {
                    self.other.clear();
                    self.other.push_str(key);
                }
                usize::MAX
            }
        }
    }
}

/// The position of the next key; any number that is none if it is not among the names.
impl<'de> DeserializeSeed<'de> for &mut Keys {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for &mut Keys {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    #[inline]
    fn visit_str<E: Error>(self, key: &str) -> Result<usize, E> {
        let next = self.next;
        match self.names.get(next) {
            // That a name is short is said here for the compiler: nothing is called then.
            Some(name) if name.len() <= SHORT && same(name, key) => {
                self.next = next + 1;
                Ok(next)
            }
            _ => Ok(self.elsewhere(key)),
        }
    }
}

/// The position of a name, which is looked for from here to the end, and then from the beginning.
fn find(names: &[&str], from: usize, name: &str) -> Option<usize> {
    let (before, after) = names.split_at(from.min(names.len()));
    let position = |names: &[&str]| names.iter().position(|it| same(it, name));
    match position(after) {
        Some(position) => Some(before.len() + position),
        None => position(before),
    }
}

/// How long a name may be that is compared without calling the C library, which takes longer than to compare it.
const SHORT: usize = 32;

/// Whether two names are the same.
#[inline]
fn same(one: &str, other: &str) -> bool {
    /// By the first and by the last bytes, which meet in the middle.
    fn ends<const N: usize>(one: &[u8], other: &[u8]) -> bool {
        one.first_chunk::<N>() == other.first_chunk() && one.last_chunk::<N>() == other.last_chunk()
    }

    let (one, other) = (one.as_bytes(), other.as_bytes());
    one.len() == other.len()
        && match one.len() {
            0..2 => one == other,
            2..4 => ends::<2>(one, other),
            4..8 => ends::<4>(one, other),
            8..16 => ends::<8>(one, other),
            16..=SHORT => ends::<16>(one, other),
            _ => one == other,
        }
}
