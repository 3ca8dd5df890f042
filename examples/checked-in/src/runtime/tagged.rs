// Copied by specwright 0.1.0 from specwright-runtime.

//! Unions whose variants are told apart by a member, the tag.
//!
//! Servers mostly write the tag first. Then the variant is known before the rest is read, and reads it as it comes. Where
//! the tag comes later, what stands before it is kept as trees until then.

use std::borrow::Cow;
use std::fmt;
use std::io::Write as _;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::value::{MapAccessDeserializer, StrDeserializer};
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Unexpected,
    Visitor,
};

use super::de::OneOf;
use super::decode;
use super::tree::{Name, Tree, Whole};
use super::tried::{Seen, Tried};

/// A union whose variants are told apart by a member.
pub trait Tagged: Sized {
    /// The member's name.
    const TAG: &'static str;

    /// Reads a value into the variant that its tag names: a text, or an integer or a boolean as one. Anything else in its
    /// place is the empty tag, and what is no object, or lacks the member, has none.
    ///
    /// # Errors
    ///
    /// Where it does not fit.
    fn read<'de, D: Deserializer<'de>>(tag: Option<&str>, value: D) -> Result<Self, D::Error>;
}

/// Reads a value of a union with a tag.
///
/// # Errors
///
/// Where it does not fit the variant that its tag names.
pub fn tagged<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Tagged,
{
    deserializer.deserialize_any(Union(PhantomData))
}

/// Reads a value into a variant as it comes.
///
/// # Errors
///
/// Where it does not fit.
#[inline]
pub fn straight<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    T::deserialize(deserializer)
}

/// Reads a value that is looked at as a whole: into a variant that is a union itself, say.
///
/// # Errors
///
/// Where it does not fit.
pub fn through_tree<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    let value = Tree::deserialize(deserializer)?;
    T::deserialize(Tried::new(&value, &Seen::default())).map_err(told)
}

/// The error for a value whose tag is none of those that a closed union has.
pub fn unknown_tag<E: Error>(
    tag: Option<&str>,
    member: &'static str,
    values: &'static [&'static str],
) -> E {
    let expected = OneOf {
        member: Some(member),
        values,
    };
    match tag {
        None => E::missing_field(member),
        Some(tag) => E::invalid_value(Unexpected::Str(tag), &expected),
    }
}

/// What is wrong with a part of a tree, without what stands there.
fn told<E: Error>(error: serde_json::Error) -> E {
    E::custom(decode::without_values(&error.to_string()))
}

struct Union<T>(PhantomData<T>);

impl<T: Tagged> Union<T> {
    fn read<E: Error>(value: &Tree<'_>) -> Result<T, E> {
        let tag = value.member(T::TAG).map(Tag::of);
        let tag = tag.as_ref().map(Tag::as_str);
        T::read(tag, Tried::new(value, &Seen::default())).map_err(told)
    }
}

/// What is no object, which is for the union to judge as well.
macro_rules! others {
    ($($method:ident($value:ty))*) => {
        $(fn $method<E: Error>(self, value: $value) -> Result<T, E> {
            Self::read(&Whole.$method(value)?)
        })*
    };
}

impl<'de, T: Tagged> Visitor<'de> for Union<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object with the member {}", T::TAG)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        // What knows how many members there are is a tree already. It is looked at as a whole, wherever its tag is: how
        // well a value fits is not to depend on that.
        let comes = map.size_hint().is_none();
        let mut members = Vec::new();
        while let Some((Name(name), value)) = map.next_entry::<_, Tree<'de>>()? {
            if comes && name == T::TAG {
                // They are taken from the end.
                members.reverse();
                let members = Members {
                    left: 2 + 2 * members.len(),
                    tag: Some((T::TAG, value.clone())),
                    known: members,
                    rest: map,
                };
                let tag = Tag::of(&value);
                return T::read(Some(tag.as_str()), MapAccessDeserializer::new(members));
            }
            members.push((name, value));
        }
        Self::read(&Tree::Object(members))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<T, A::Error> {
        Self::read(&Whole.visit_seq(list)?)
    }

    fn visit_unit<E: Error>(self) -> Result<T, E> {
        Self::read(&Tree::Null)
    }

    others! {
        visit_bool(bool) visit_i64(i64) visit_u64(u64) visit_f64(f64)
        visit_str(&str) visit_borrowed_str(&'de str) visit_string(String)
    }
}

/// The members of an object, of which those up to its tag have been read: the tag, those before it, and the rest.
struct Members<'de, A> {
    /// How many names and values of known members are to be read before the rest.
    left: usize,
    tag: Option<(&'static str, Tree<'de>)>,
    known: Vec<(Cow<'de, str>, Tree<'de>)>,
    rest: A,
}

/// Not inlined: most members are of the rest, and are read with nothing but a look at what is left.
impl<'de, A> Members<'de, A> {
    #[inline(never)]
    fn name<E: Error, S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, E> {
        self.left -= 1;
        let name = match &self.tag {
            Some((name, _)) => Some(*name),
            None => self.known.last().map(|(name, _)| &**name),
        };
        name.map(|name| seed.deserialize(StrDeserializer::new(name)))
            .transpose()
    }

    #[inline(never)]
    fn value<E: Error, S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, E> {
        self.left -= 1;
        let value = match self.tag.take() {
            Some((_, tag)) => Some(tag),
            None => self.known.pop().map(|(_, value)| value),
        };
        seed.deserialize(value.unwrap_or(Tree::Null)).map_err(told)
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Members<'de, A> {
    type Error = A::Error;

    #[inline]
    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, A::Error> {
        match self.left {
            0 => self.rest.next_key_seed(seed),
            _ => self.name(seed),
        }
    }

    #[inline]
    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        match self.left {
            0 => self.rest.next_value_seed(seed),
            _ => self.value(seed),
        }
    }
}

/// A text, or an integer or a boolean as one. It is no `Cow`, which would have to be dropped.
pub(super) struct Tag<'v> {
    text: &'v str,
    digits: [u8; DIGITS],
    length: usize,
}

/// The digits of the longest integer of 64 bits, with its sign.
const DIGITS: usize = 20;

impl<'v> Tag<'v> {
    /// The tag that a member's value is; the empty one if it is none.
    pub fn of(value: &'v Tree<'_>) -> Self {
        let mut tag = Self {
            text: "",
            digits: [0; DIGITS],
            length: 0,
        };
        match value {
            Tree::Text(text) => tag.text = text,
            Tree::Bool(true) => tag.text = "true",
            Tree::Bool(false) => tag.text = "false",
            Tree::Number(number) if !number.is_f64() => {
                let mut rest = &mut tag.digits[..];
                // There is room for all integers that JSON is read as.
                let fits = write!(rest, "{number}").is_ok();
                let left = rest.len();
                tag.length = if fits { DIGITS - left } else { 0 };
            }
            _ => {}
        }
        tag
    }

    pub fn as_str(&self) -> &str {
        match self.length {
            0 => self.text,
            length => std::str::from_utf8(&self.digits[..length]).unwrap_or_default(),
        }
    }
}
