//! What generated code needs of serde, written once.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::de::{DeserializeOwned, Deserializer, Error, Unexpected, Visitor};
use serde_json::Value;

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
    T::deserialize(value)
        .map_err(|error| E::custom(super::decode::without_values(&error.to_string())))
}

/// Tries to read a value into one variant.
pub fn attempt<T: DeserializeOwned>(value: &Value) -> Result<T, serde_json::Error> {
    T::deserialize(value)
}

/// A way to read a value into one variant of a union.
pub type Attempt<T> = fn(&Value) -> Result<T, serde_json::Error>;

/// Reads a value into the first variant that takes it. The error names all that were tried, and why each did not.
pub fn first<T, E: Error>(value: &Value, names: &[&str], attempts: &[Attempt<T>]) -> Result<T, E> {
    let mut reasons = String::new();
    for (name, attempt) in names.iter().zip(attempts) {
        match attempt(value) {
            Ok(found) => return Ok(found),
            Err(error) => {
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
    Err(E::custom(format_args!("no variant fits ({reasons})")))
}
