// Copied by specwright 0.1.0 from specwright-runtime.

//! What generated code needs of serde, written once.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::de::{DeserializeOwned, Deserializer, Error, Unexpected, Visitor};
use serde_json::Value;

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

/// The text of the member that tells variants apart. What is no object, or lacks the member, has the empty tag, which
/// no description lists.
pub fn tag<'v, E: Error>(value: &'v Value, property: &str) -> Result<&'v str, E> {
    Ok(value
        .get(property)
        .and_then(Value::as_str)
        .unwrap_or_default())
}

/// Reads a value into the variant that its tag names.
pub fn variant<T: DeserializeOwned, E: Error>(value: Value) -> Result<T, E> {
    attempt(Tried::new(&value, &Seen::default()))
        .map_err(|error| E::custom(super::decode::without_values(&error.to_string())))
}

/// Tries to read a value into one variant.
pub fn attempt<T: DeserializeOwned>(tried: Tried<'_>) -> Result<T, serde_json::Error> {
    T::deserialize(tried)
}

/// A way to read a value into one variant of a union.
pub type Attempt<T> = for<'v> fn(Tried<'v>) -> Result<T, serde_json::Error>;

/// Reads a value into the first variant that has a field for each of its members. Where none has, it is the first that
/// takes the value and has a field for most of them: what is new at the server's end should not make it another variant.
/// The error names all that were tried, and why each did not fit.
pub fn first<T, E: Error>(value: &Value, names: &[&str], attempts: &[Attempt<T>]) -> Result<T, E> {
    let mut reasons = String::new();
    let mut best: Option<(T, usize)> = None;
    for (name, attempt) in names.iter().zip(attempts) {
        let seen = Seen::default();
        match (attempt(Tried::new(value, &seen)), &best) {
            (Ok(found), None) if seen.left() == 0 => return Ok(found),
            (Ok(found), None) => best = Some((found, seen.left())),
            // A variant that takes members of any name says less of the value.
            (Ok(found), Some((_, left))) if seen.left() < *left && !seen.is_open() => {
                best = Some((found, seen.left()));
            }
            (Ok(_), Some(_)) => {}
            (Err(error), _) => {
                if !reasons.is_empty() {
                    reasons.push_str("; ");
                }
                reasons.push_str(&format!(
                    "{name}: {}",
                    super::decode::without_values(&error.to_string())
                ));
            }
        }
    }
    let none = || E::custom(format_args!("no variant fits ({reasons})"));
    best.map(|(found, _)| found).ok_or_else(none)
}
