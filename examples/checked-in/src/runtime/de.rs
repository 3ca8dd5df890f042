// Copied by specwright 0.1.0 from specwright-runtime.

//! What generated code needs of serde, written once.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::Deserialize;
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

/// Reads a member that is there: null is a value like any other.
pub fn present<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    T::deserialize(deserializer).map(Some)
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

/// Tries to read a value into one variant. An array is no object, though derived code would take its items for members.
pub fn attempt<T: DeserializeOwned>(value: &Value) -> Result<T, serde_json::Error> {
    T::deserialize(AsItIs(value))
}

/// A value that gives a struct an object only.
struct AsItIs<'de>(&'de Value);

impl<'de> Deserializer<'de> for AsItIs<'de> {
    type Error = serde_json::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        self.0.deserialize_any(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        match self.0 {
            Value::Array(_) => Err(Error::invalid_type(Unexpected::Seq, &visitor)),
            value => value.deserialize_any(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        match self.0 {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        self.0.deserialize_enum(name, variants, visitor)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map identifier ignored_any
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(default)]
    struct Object {
        a: Option<i64>,
    }

    #[test]
    fn a_list_is_no_object() {
        let list = serde_json::json!([1]);
        assert!(attempt::<Object>(&list).is_err());
        assert!(attempt::<Option<Object>>(&list).is_err());
        assert_eq!(attempt::<Vec<i64>>(&list).unwrap(), [1]);
        assert_eq!(attempt::<Option<Object>>(&Value::Null).unwrap(), None);
        let object = serde_json::json!({"a": 1});
        assert_eq!(attempt::<Object>(&object).unwrap(), Object { a: Some(1) });
    }
}
