// Copied by specwright 0.1.0 from specwright-runtime.

//! Headers of responses in the types that their descriptions have for them.

use std::fmt;

use http::HeaderMap;
use serde::de::value::SeqDeserializer;
use serde::de::{self, DeserializeOwned, Deserializer, IntoDeserializer, Visitor};

use super::decode::DecodeError;

/// The value of a header as OpenAPI writes it ("Header Object", style `simple`): a scalar as its text, a list with commas.
/// Several headers of a name are one list (RFC 9110, section 5.3). None where there is no such header.
pub(super) fn read<T: DeserializeOwned>(
    headers: &HeaderMap,
    name: &str,
) -> Result<Option<T>, DecodeError> {
    let lines = headers.get_all(name).iter();
    let lines: Vec<_> = lines
        .map(|line| String::from_utf8_lossy(line.as_bytes()))
        .collect();
    if lines.is_empty() {
        return Ok(None);
    }
    let text = lines.join(", ");
    let read = T::deserialize(Text(text.trim()));
    read.map(Some).map_err(|Unfit(expected)| {
        let found = found(&text, super::redact::is_secret(name));
        DecodeError::new(name, expected, found)
    })
}

/// A text that does not fit, as an error shows it.
pub(super) fn found(text: &str, secret: bool) -> String {
    match secret {
        true => "another text".to_owned(),
        false => format!("{text:?}"),
    }
}

/// What was expected of a text.
#[derive(Debug)]
pub(super) struct Unfit(pub String);

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unfit {}

impl de::Error for Unfit {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }

    fn missing_field(field: &'static str) -> Self {
        Self(format!("a member `{field}`"))
    }

    fn invalid_type(_: de::Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self(expected.to_string())
    }

    fn invalid_value(_: de::Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self(expected.to_string())
    }
}

/// A text that is read as whatever it is asked for.
#[derive(Clone, Copy)]
pub(super) struct Text<'t>(pub &'t str);

macro_rules! parsed {
    ($($method:ident $visit:ident)*) => {
        $(fn $method<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Unfit> {
            match self.0.parse() {
                Ok(value) => visitor.$visit(value),
                Err(_) => visitor.visit_borrowed_str(self.0),
            }
        })*
    };
}

/// An option is there, and a newtype is what is in it: both are read from the value itself.
macro_rules! itself {
    ($life:lifetime) => {
        fn deserialize_option<V: Visitor<$life>>(self, visitor: V) -> Result<V::Value, Unfit> {
            visitor.visit_some(self)
        }

        fn deserialize_newtype_struct<V: Visitor<$life>>(
            self,
            _name: &'static str,
            visitor: V,
        ) -> Result<V::Value, Unfit> {
            visitor.visit_newtype_struct(self)
        }
    };
}

pub(super) use itself;

impl<'t> Deserializer<'t> for Text<'t> {
    type Error = Unfit;

    fn deserialize_any<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Unfit> {
        visitor.visit_borrowed_str(self.0)
    }

    parsed! {
        deserialize_bool visit_bool
        deserialize_i8 visit_i8 deserialize_i16 visit_i16 deserialize_i32 visit_i32 deserialize_i64 visit_i64
        deserialize_u8 visit_u8 deserialize_u16 visit_u16 deserialize_u32 visit_u32 deserialize_u64 visit_u64
        deserialize_f32 visit_f32 deserialize_f64 visit_f64
    }

    itself!('t);

    fn deserialize_seq<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Unfit> {
        let items = self.0.split(',').map(str::trim);
        let items = items.filter(|item| !item.is_empty());
        visitor.visit_seq(SeqDeserializer::new(items.map(Text)))
    }

    fn deserialize_tuple<V: Visitor<'t>>(
        self,
        _length: usize,
        visitor: V,
    ) -> Result<V::Value, Unfit> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_enum<V: Visitor<'t>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unfit> {
        visitor.visit_enum(self.0.into_deserializer())
    }

    serde::forward_to_deserialize_any! {
        <V: Visitor<'t>>
        i128 u128 char str string bytes byte_buf unit unit_struct tuple_struct map struct identifier
        ignored_any
    }
}

impl<'t> IntoDeserializer<'t, Unfit> for Text<'t> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}
