//! What every type is read with.

use std::hash::Hash;

use indexmap::IndexMap;
use openapiv3::ReferenceOr;

use crate::source::{Number, Object, Value};

/// What can be had from a value of the tree.
pub trait Read: Sized {
    /// The value as this type, if it is one.
    fn read(value: Value) -> Option<Self>;
}

/// Takes a member of an object; what is absent, or of another type, is the default.
pub(super) fn get<T: Read + Default>(object: &mut Object, key: &str) -> T {
    T::read(object.take(key)).unwrap_or_default()
}

/// Takes the members that are extensions.
pub(super) fn extensions(object: &mut Object) -> IndexMap<String, serde_json::Value> {
    let extensions = object.iter_mut().filter(|(key, _)| key.starts_with("x-"));
    extensions
        .map(|(key, value)| (key.to_owned(), json(std::mem::take(value))))
        .collect()
}

/// The members of an object.
pub(super) fn object(value: Value) -> Option<Object> {
    match value {
        Value::Object(object) => Some(object),
        _ => None,
    }
}

/// The same value in serde_json's words.
pub(super) fn json(value: Value) -> serde_json::Value {
    match value {
        Value::Null => serde_json::Value::Null,
        Value::Bool(value) => value.into(),
        Value::Number(value) => number(value).map_or(serde_json::Value::Null, Into::into),
        Value::String(text) => text.into(),
        Value::Array(values) => values.into_iter().map(json).collect(),
        Value::Object(object) => object
            .into_iter()
            .map(|(key, value)| (key, json(value)))
            .collect(),
    }
}

/// A number in serde_json's words: whole ones beyond 64 bits as floats. The tree holds none that is not finite.
fn number(number: Number) -> Option<serde_json::Number> {
    match number {
        Number::Integer(value) => serde_json::Number::from_i128(value.get())
            .or_else(|| serde_json::Number::from_f64(value.get() as f64)),
        Number::Float(value) => serde_json::Number::from_f64(value),
    }
}

impl Read for serde_json::Value {
    fn read(value: Value) -> Option<Self> {
        Some(json(value))
    }
}

impl Read for String {
    fn read(value: Value) -> Option<Self> {
        match value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }
}

impl Read for bool {
    fn read(value: Value) -> Option<Self> {
        value.as_bool()
    }
}

impl Read for f64 {
    fn read(value: Value) -> Option<Self> {
        value.as_number().map(Number::as_f64)
    }
}

impl Read for i64 {
    fn read(value: Value) -> Option<Self> {
        whole(&value)
    }
}

impl Read for usize {
    fn read(value: Value) -> Option<Self> {
        whole(&value)
    }
}

/// A whole number that was written as one.
fn whole<T: TryFrom<i128>>(value: &Value) -> Option<T> {
    match value.as_number()? {
        Number::Integer(value) => value.get().try_into().ok(),
        Number::Float(_) => None,
    }
}

/// Null is none.
impl<T: Read> Read for Option<T> {
    fn read(value: Value) -> Option<Self> {
        match value {
            Value::Null => Some(None),
            value => T::read(value).map(Some),
        }
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(value: Value) -> Option<Self> {
        let Value::Array(values) = value else {
            return None;
        };
        // Some of openapiv3's types have a thousand bytes: room for twice as many is not left.
        let mut all = Self::with_capacity(values.len());
        all.extend(values.into_iter().filter_map(T::read));
        Some(all)
    }
}

impl<K: TryFrom<String> + Hash + Eq, T: Read> Read for IndexMap<K, T> {
    fn read(value: Value) -> Option<Self> {
        let members = object(value)?;
        let mut all = Self::with_capacity(members.len());
        for (key, value) in members {
            if let (Ok(key), Some(value)) = (key.try_into(), T::read(value)) {
                all.insert(key, value);
            }
        }
        Some(all)
    }
}

impl<T: Read> Read for Box<T> {
    fn read(value: Value) -> Option<Self> {
        T::read(value).map(Box::new)
    }
}

impl<T: Read> Read for ReferenceOr<T> {
    fn read(value: Value) -> Option<Self> {
        match value.get("$ref").and_then(Value::as_str) {
            Some(reference) => Some(Self::ref_(reference)),
            None => T::read(value).map(Self::Item),
        }
    }
}
