//! What generated code needs of serde, written once.

use std::cell::Cell;
use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{DeserializeOwned, Deserializer, Error, IntoDeserializer, Unexpected, Visitor};
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

/// A value that is read, and what is seen on the way.
///
/// A number without a fraction is an integer, however it is written.
#[derive(Clone, Copy, Debug)]
pub struct Tried<'v> {
    value: &'v Value,
    seen: &'v Seen,
    /// Whether it is the whole value, and not a part of it.
    whole: bool,
}

/// What is seen of a type while a value is read into it.
#[derive(Debug, Default)]
pub struct Seen {
    /// How many members have no field.
    left: Cell<usize>,
    /// Whether it takes members of any name.
    open: Cell<bool>,
}

/// Tries to read a value into one variant.
pub fn attempt<T: DeserializeOwned>(tried: Tried<'_>) -> Result<T, serde_json::Error> {
    T::deserialize(tried)
}

impl<'v> Tried<'v> {
    pub(super) fn new(value: &'v Value, seen: &'v Seen) -> Self {
        Self {
            value,
            seen,
            whole: true,
        }
    }

    fn part(self, value: &'v Value) -> Self {
        Self {
            value,
            whole: false,
            ..self
        }
    }

    fn integer<V: Visitor<'v>>(self, visitor: V) -> Result<V::Value, serde_json::Error> {
        // Whole numbers are exact in a float up to here.
        const EXACT: f64 = 9_007_199_254_740_992.0;
        match self.value.as_f64() {
            #[expect(
                clippy::cast_possible_truncation,
                reason = "checked: the number is whole and small"
            )]
            Some(float) if self.value.is_f64() && float.fract() == 0.0 && float.abs() <= EXACT => {
                visitor.visit_i64(float as i64)
            }
            _ => self.deserialize_any(visitor),
        }
    }
}

impl<'v> IntoDeserializer<'v, serde_json::Error> for Tried<'v> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

macro_rules! integers {
    ($($method:ident)*) => {
        $(fn $method<V: Visitor<'v>>(self, visitor: V) -> Result<V::Value, Self::Error> {
            self.integer(visitor)
        })*
    };
}

impl<'v> Deserializer<'v> for Tried<'v> {
    type Error = serde_json::Error;

    fn deserialize_any<V: Visitor<'v>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        match self.value {
            Value::Array(items) => {
                let mut items = SeqDeserializer::new(items.iter().map(|item| self.part(item)));
                let value = visitor.visit_seq(&mut items)?;
                items.end().map(|()| value)
            }
            Value::Object(members) => {
                let members = members.iter();
                let members = members.map(|(key, value)| (key.as_str(), self.part(value)));
                let mut members = MapDeserializer::new(members);
                let value = visitor.visit_map(&mut members)?;
                members.end().map(|()| value)
            }
            scalar => scalar.deserialize_any(visitor),
        }
    }

    fn deserialize_map<V: Visitor<'v>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        if self.whole {
            self.seen.open.set(true);
        }
        self.deserialize_any(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'v>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        self.seen.left.set(self.seen.left.get() + 1);
        visitor.visit_unit()
    }

    fn deserialize_option<V: Visitor<'v>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        match self.value {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'v>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'v>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        self.value.deserialize_enum(name, variants, visitor)
    }

    integers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
    }

    serde::forward_to_deserialize_any! {
        <V: Visitor<'v>>
        bool i128 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple tuple_struct struct
        identifier
    }
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
            (Ok(found), None) if seen.left.get() == 0 => return Ok(found),
            (Ok(found), None) => best = Some((found, seen.left.get())),
            // A variant that takes members of any name says less of the value.
            (Ok(found), Some((_, left))) if seen.left.get() < *left && !seen.open.get() => {
                best = Some((found, seen.left.get()));
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

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde::de::MapAccess;

    use super::super::object::{self, Members};
    use super::*;

    #[derive(Debug, PartialEq)]
    struct Object {
        a: Option<i64>,
    }

    #[derive(Debug, PartialEq)]
    struct Holder {
        object: Object,
    }

    /// A struct with one member, read as generated code reads it.
    macro_rules! object {
        ($name:ident, $field:ident, $presence:ident) => {
            impl<'de> object::Object<'de> for $name {
                const NAME: &'static str = stringify!($name);
                const MEMBERS: &'static [&'static str] = &[stringify!($field)];

                fn read<A: MapAccess<'de>>(mut members: Members<A>) -> Result<Self, A::Error> {
                    let mut $field = None;
                    while let Some(member) = members.next_member::<Self>()? {
                        match member {
                            0 => object::$presence::read(&mut members, "", &mut $field),
                            _ => members.skip(),
                        }?;
                    }
                    let $field = object::$presence::end($field, "")?;
                    Ok(Self { $field })
                }
            }

            impl<'de> Deserialize<'de> for $name {
                fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                    object::read(from)
                }
            }
        };
    }

    object!(Object, a, optional);
    object!(Holder, object, required);

    fn read<T: DeserializeOwned>(value: &Value) -> Result<T, serde_json::Error> {
        attempt(Tried::new(value, &Seen::default()))
    }

    #[test]
    fn a_list_is_no_object() {
        let list = serde_json::json!([1]);
        assert!(read::<Object>(&list).is_err());
        assert!(read::<Option<Object>>(&list).is_err());
        assert!(read::<Holder>(&serde_json::json!({"object": []})).is_err());
        assert_eq!(read::<Vec<i64>>(&list).unwrap(), [1]);
        assert_eq!(read::<Option<Object>>(&Value::Null).unwrap(), None);
        let object = serde_json::json!({"a": 1});
        assert_eq!(read::<Object>(&object).unwrap(), Object { a: Some(1) });
    }

    #[test]
    fn a_whole_number_is_an_integer_however_it_is_written() {
        assert_eq!(read::<i64>(&serde_json::json!(1.0)).unwrap(), 1);
        assert_eq!(read::<u32>(&serde_json::json!(1e3)).unwrap(), 1000);
        assert!(read::<u32>(&serde_json::json!(-1.0)).is_err());
        assert!(read::<i64>(&serde_json::json!(1.5)).is_err());
    }
}
