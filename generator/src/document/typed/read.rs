//! What every type is read with.

use std::hash::Hash;

use indexmap::IndexMap;
use openapiv3::ReferenceOr;

use crate::source::{Number, Object, Value};

/// What can be had from a value of the tree.
pub(super) trait Read: Sized {
    /// The value as this type, if it is one.
    fn read(value: &Value) -> Option<Self>;
}

/// A member of an object; what is absent, or of another type, is the default.
pub(super) fn get<T: Read + Default>(object: &Object, key: &str) -> T {
    object.get(key).and_then(T::read).unwrap_or_default()
}

/// The members that are extensions.
pub(super) fn extensions(object: &Object) -> IndexMap<String, serde_json::Value> {
    let extensions = object.iter().filter(|(key, _)| key.starts_with("x-"));
    extensions
        .map(|(key, value)| (key.to_owned(), json(value)))
        .collect()
}

/// The same value in serde_json's words.
pub(super) fn json(value: &Value) -> serde_json::Value {
    match value {
        Value::Null => serde_json::Value::Null,
        Value::Bool(value) => (*value).into(),
        Value::Number(value) => number(*value).map_or(serde_json::Value::Null, Into::into),
        Value::String(text) => text.as_str().into(),
        Value::Array(values) => values.iter().map(json).collect(),
        Value::Object(object) => object
            .iter()
            .map(|(key, value)| (key.to_owned(), json(value)))
            .collect(),
    }
}

/// A number in serde_json's words: whole ones beyond 64 bits as floats. The tree holds none that is not finite.
fn number(number: Number) -> Option<serde_json::Number> {
    match number {
        Number::Integer(value) => serde_json::Number::from_i128(value)
            .or_else(|| serde_json::Number::from_f64(value as f64)),
        Number::Float(value) => serde_json::Number::from_f64(value),
    }
}

impl Read for serde_json::Value {
    fn read(value: &Value) -> Option<Self> {
        Some(json(value))
    }
}

impl Read for String {
    fn read(value: &Value) -> Option<Self> {
        value.as_str().map(str::to_owned)
    }
}

impl Read for bool {
    fn read(value: &Value) -> Option<Self> {
        value.as_bool()
    }
}

impl Read for f64 {
    fn read(value: &Value) -> Option<Self> {
        value.as_number().map(Number::as_f64)
    }
}

impl Read for i64 {
    fn read(value: &Value) -> Option<Self> {
        whole(value)
    }
}

impl Read for usize {
    fn read(value: &Value) -> Option<Self> {
        whole(value)
    }
}

/// A whole number that was written as one.
fn whole<T: TryFrom<i128>>(value: &Value) -> Option<T> {
    match value.as_number()? {
        Number::Integer(value) => value.try_into().ok(),
        Number::Float(_) => None,
    }
}

/// Null is none.
impl<T: Read> Read for Option<T> {
    fn read(value: &Value) -> Option<Self> {
        match value {
            Value::Null => Some(None),
            value => T::read(value).map(Some),
        }
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(value: &Value) -> Option<Self> {
        let values = value.as_array()?;
        Some(values.iter().filter_map(T::read).collect())
    }
}

impl<K: TryFrom<String> + Hash + Eq, T: Read> Read for IndexMap<K, T> {
    fn read(value: &Value) -> Option<Self> {
        let members = value.as_object()?.iter();
        let members = members
            .filter_map(|(key, value)| Some((key.to_owned().try_into().ok()?, T::read(value)?)));
        Some(members.collect())
    }
}

impl<T: Read> Read for Box<T> {
    fn read(value: &Value) -> Option<Self> {
        T::read(value).map(Box::new)
    }
}

impl<T: Read> Read for ReferenceOr<T> {
    fn read(value: &Value) -> Option<Self> {
        match value.get("$ref").and_then(Value::as_str) {
            Some(reference) => Some(Self::ref_(reference)),
            None => T::read(value).map(Self::Item),
        }
    }
}
