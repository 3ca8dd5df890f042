// Copied by specwright 0.1.0 from specwright-runtime.

//! Unions whose variants are told apart by the key of an object with one member, or by a text: what serde makes of an enum.
//!
//! The key stands before the value, so the variant is known before its value is read, and reads it as it comes.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{
    DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor,
};
use serde_json::Value;

use super::tree::{Name, Tree, Whole};

/// A union whose variants are told apart by the key of an object with one member, or by a text.
pub trait Keyed: Sized {
    /// The texts of the variants that have no value.
    const TEXTS: &'static [&'static str] = &[];
    /// The keys of those that have one.
    const KEYS: &'static [&'static str];

    /// The variant that a text is, if it is one.
    fn text(_text: &str) -> Option<Self> {
        None
    }

    /// Reads the value of a member into the variant that its key names, which is one of the keys.
    ///
    /// # Errors
    ///
    /// Where it does not fit.
    fn member<'de, D: Deserializer<'de>>(key: &str, value: D) -> Result<Self, D::Error>;

    /// What is neither one of the texts nor has one of the keys.
    ///
    /// # Errors
    ///
    /// Where there are no other values.
    fn other<E: Error>(value: Value) -> Result<Self, E> {
        let found = match &value {
            Value::Null => Unexpected::Unit,
            Value::Bool(value) => Unexpected::Bool(*value),
            Value::Number(_) => Unexpected::Other("number"),
            Value::String(text) => Unexpected::Str(text),
            Value::Array(_) => Unexpected::Seq,
            Value::Object(_) => Unexpected::Map,
        };
        Err(E::invalid_value(found, &Union::<Self>(PhantomData)))
    }
}

/// Reads a value of a union that goes by keys. Members beside the one that tells the variant are passed over.
///
/// # Errors
///
/// Where it does not fit the variant that its key names.
pub fn keyed<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Keyed,
{
    deserializer.deserialize_any(Union(PhantomData))
}

struct Union<T>(PhantomData<T>);

/// What is neither text nor object, which is for the union to judge as well.
macro_rules! others {
    ($($method:ident($value:ty))*) => {
        $(fn $method<E: Error>(self, value: $value) -> Result<T, E> {
            T::other(Whole.$method(value)?.into())
        })*
    };
}

impl<'de, T: Keyed> Visitor<'de> for Union<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !T::TEXTS.is_empty() {
            write!(f, "one of {}, or ", T::TEXTS.join(", "))?;
        }
        write!(f, "an object with one of {}", T::KEYS.join(", "))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        match T::text(text) {
            Some(variant) => Ok(variant),
            None => T::other(text.into()),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        let mut others = Vec::new();
        while let Some(Name(key)) = map.next_key()? {
            if T::KEYS.contains(&&*key) {
                let variant = map.next_value_seed(Member::<T>(&key, PhantomData))?;
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                return Ok(variant);
            }
            others.push((key, map.next_value::<Tree<'de>>()?));
        }
        T::other(Tree::Object(others).into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<T, A::Error> {
        T::other(Whole.visit_seq(list)?.into())
    }

    fn visit_unit<E: Error>(self) -> Result<T, E> {
        T::other(Value::Null)
    }

    others! { visit_bool(bool) visit_i64(i64) visit_u64(u64) visit_f64(f64) }
}

/// The value of a member with a key that tells the variant.
struct Member<'k, T>(&'k str, PhantomData<T>);

impl<'de, T: Keyed> DeserializeSeed<'de> for Member<'_, T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<T, D::Error> {
        T::member(self.0, value)
    }
}
