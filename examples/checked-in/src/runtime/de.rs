// Copied by specwright 0.1.0 from specwright-runtime.

//! What generated code needs of serde, written once.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error, Unexpected, Visitor};

pub use super::keyed::{Keyed, keyed};
use super::patience::Patience;
use super::tagged::Tag;
pub use super::tagged::{Tagged, straight, tagged, through_tree, unknown_tag};
pub use super::tree::Tree;
use super::tried::Seen;
pub use super::tried::Tried;

/// Reads a string into an enum that keeps what it does not list.
pub fn string_enum<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: for<'a> From<&'a str>,
{
    struct Text<T>(PhantomData<T>);

    impl<T: for<'a> From<&'a str>> Visitor<'_> for Text<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a string")
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
            Ok(T::from(text))
        }
    }

    deserializer.deserialize_str(Text(PhantomData))
}

/// Reads a string into an enum that has no values but these.
pub fn closed_enum<'de, D, T>(
    deserializer: D,
    values: &'static [&'static str],
) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: for<'a> TryFrom<&'a str>,
{
    struct Text<T>(OneOf<&'static str>, PhantomData<T>);

    impl<T: for<'a> TryFrom<&'a str>> Visitor<'_> for Text<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            fmt::Display::fmt(&self.0, f)
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
            let unknown = |_| E::invalid_value(Unexpected::Str(text), &self);
            T::try_from(text).map_err(unknown)
        }
    }

    deserializer.deserialize_str(Text(
        OneOf {
            member: None,
            values,
        },
        PhantomData,
    ))
}

/// Reads an integer into an enum that has no values but these.
pub fn closed_integer<'de, D, I, T>(deserializer: D, values: &'static [I]) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    I: Deserialize<'de> + Copy + fmt::Display,
    T: TryFrom<I>,
{
    let integer = I::deserialize(deserializer)?;
    T::try_from(integer).map_err(|_| {
        let expected = OneOf {
            member: None,
            values,
        };
        // As serde itself shows integers.
        let found = format!("integer `{integer}`");
        D::Error::invalid_value(Unexpected::Other(&found), &expected)
    })
}

/// The values that there may be, in words: of a string or an integer, or of a member of an object.
pub(super) struct OneOf<V: 'static> {
    pub member: Option<&'static str>,
    pub values: &'static [V],
}

impl<V: fmt::Display> fmt::Display for OneOf<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(member) = self.member {
            write!(f, "an object whose {member} is ")?;
        }
        let values = self.values.iter().map(ToString::to_string);
        write!(f, "one of {}", values.collect::<Vec<_>>().join(", "))
    }
}

impl<V: fmt::Display> serde::de::Expected for OneOf<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Reads a string that has a syntax.
pub(super) fn parsed<'de, D, T>(deserializer: D, expected: &'static str) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr,
{
    struct Parsed<T>(&'static str, PhantomData<T>);

    impl<T: FromStr> Visitor<'_> for Parsed<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.0)
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
            text.parse()
                .map_err(|_| E::invalid_value(Unexpected::Str(text), &self))
        }
    }

    deserializer.deserialize_str(Parsed(expected, PhantomData))
}

/// Tries to read a value into one variant.
pub fn attempt<T: DeserializeOwned>(tried: Tried<'_>) -> Result<T, serde_json::Error> {
    T::deserialize(tried)
}

/// A way to read a value into one variant of a union.
pub type Attempt<T> = for<'v> fn(Tried<'v>) -> Result<T, serde_json::Error>;

/// What JSON a type is made from, so that no other is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `null`
    Null,
    /// `true` or `false`.
    Bool,
    /// A number.
    Number,
    /// A text.
    Text,
    /// A list.
    List,
    /// An object.
    Object,
    /// More than one of these.
    Any,
}

impl Kind {
    fn takes(self, value: &Tree<'_>) -> bool {
        let found = match value {
            Tree::Null => Self::Null,
            Tree::Bool(_) => Self::Bool,
            Tree::Number(_) => Self::Number,
            Tree::Text(_) => Self::Text,
            Tree::List(_) => Self::List,
            Tree::Object(_) => Self::Object,
        };
        self == Self::Any || self == found
    }
}

/// Whether a member that tells variants apart is always there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// It is.
    Required,
    /// It may be left out.
    Optional,
}

/// What the value of a member tells: a text, or an integer or a boolean as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Test<'a> {
    /// In this variant it is one of these.
    Is(&'a [&'a str]),
    /// With one of these it is another variant.
    Not(&'a [&'a str]),
    /// Of the value as a whole: it is one of these texts, or an object with one of these members.
    Key(&'a [&'a str]),
}

/// What tells a variant from others: a member, and what its value tells.
pub type Distinction<'a> = (&'a str, Test<'a>, Presence);

/// Whether a value is not what a variant has, or what only another one has.
fn is_other(value: &Tree<'_>, distinctions: &[Distinction<'_>]) -> bool {
    let differs = |(member, test, presence): &Distinction<'_>| match (value.member(member), test) {
        (_, Test::Key(keys)) => match value {
            Tree::Text(text) => !keys.contains(&&**text),
            Tree::Object(members) => !members.iter().any(|(key, _)| keys.contains(&&**key)),
            _ => true,
        },
        (None | Some(Tree::Null), _) => *presence == Presence::Required,
        (Some(value), Test::Is(values)) => !values.contains(&Tag::of(value).as_str()),
        (Some(value), Test::Not(values)) => values.contains(&Tag::of(value).as_str()),
    };
    distinctions.iter().any(differs)
}

/// Reads a value into the first variant that has a field for each of its members. Where none has, it is the first that
/// takes the value and has a field for most of them: what is new at the server's end should not make it another variant.
/// What says by a member that it is another variant is tried last. The error names all that were tried, and why each did
/// not fit.
///
/// Where unions within unions fit in too many ways, that is the error: what is tried is bounded by the size of the value.
/// What fits worse is not taken instead, since members would be lost.
pub fn first<T, E: Error>(
    value: &Tree<'_>,
    variants: &[(&str, Kind, &[Distinction<'_>])],
    attempts: &[Attempt<T>],
) -> Result<T, E> {
    // The best one so far, for how many members it has no field, and whether it has none for any.
    let mut best: Option<(T, usize, bool)> = None;
    // Put into words only where none fits: most values fit something.
    let mut errors = Vec::new();
    let patience = Patience::with(value);
    for others in [false, true] {
        for (index, ((_, kind, distinctions), attempt)) in variants.iter().zip(attempts).enumerate()
        {
            if !kind.takes(value) || is_other(value, distinctions) != others {
                continue;
            }
            if !patience.lasts() {
                let reason = "finding out which variants it is made of takes too long";
                return Err(E::custom(reason));
            }
            let seen = Seen::default();
            let knows_none = || seen.knows_none(value);
            match (attempt(Tried::new(value, &seen)), &best) {
                (Ok(found), None) if seen.left() == 0 => return Ok(found),
                (Ok(found), None) => best = Some((found, seen.left(), knows_none())),
                // A variant that takes members of any name says less of the value, but not less than nothing.
                (Ok(found), Some((_, left, nothing)))
                    if seen.left() < *left && (*nothing || !seen.is_open()) =>
                {
                    best = Some((found, seen.left(), knows_none()));
                }
                (Ok(_), Some(_)) => {}
                (Err(error), _) => errors.push((index, error)),
            }
        }
        if let Some((found, ..)) = best {
            return Ok(found);
        }
    }
    let mut reasons = String::new();
    for (index, ((name, ..), attempt)) in variants.iter().zip(attempts).enumerate() {
        let known = errors.iter().position(|(of, _)| *of == index);
        let known = known.map(|known| errors.swap_remove(known).1);
        let again = || attempt(Tried::new(value, &Seen::default())).err();
        if let Some(error) = known.or_else(again) {
            add_reason(&mut reasons, name, &error);
        }
    }
    Err(E::custom(format!("no variant fits ({reasons})")))
}

/// Adds why one variant does not fit. The reason may have those of unions within it, so that it is cut.
fn add_reason(reasons: &mut String, name: &str, error: &serde_json::Error) {
    /// In characters.
    const SHOWN: usize = 1_000;

    if !reasons.is_empty() {
        reasons.push_str("; ");
    }
    reasons.push_str(name);
    reasons.push_str(": ");
    let reason = super::decode::without_values(&error.to_string());
    reasons.extend(reason.chars().take(SHOWN));
}
