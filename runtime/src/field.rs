//! Members that may be absent, null or a value.

use std::collections::{BTreeMap, HashMap};
use std::ops::Deref;
use std::option;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::secret::Secret;
use super::time::{Date, DateTime};

/// A member of an object that may be absent, null or a value, which are three things.
///
/// In a request that changes something, absent commonly means "leave it", and null "remove it".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Field<T> {
    /// The member is not there.
    #[default]
    Absent,
    /// The member is there, and null.
    Null,
    /// The member has a value.
    Value(T),
}

impl<T> Field<T> {
    /// Whether the member is not there.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Whether the member is there, and null.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Whether the member has a value.
    #[doc(alias = "is_some")]
    pub fn is_value(&self) -> bool {
        matches!(self, Self::Value(_))
    }

    /// The value, or nothing said of it: what leaves it as it is. `Field::from` of an `Option` says null where there is
    /// none, which removes it.
    pub fn or_absent(value: Option<T>) -> Self {
        value.map_or(Self::Absent, Self::Value)
    }

    /// The value, where there is one.
    #[doc(alias = "as_ref")]
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// The value, to be changed, where there is one.
    #[doc(alias = "as_mut")]
    pub fn value_mut(&mut self) -> Option<&mut T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// What becomes of the value, where there is one. Absent and null stay what they are.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Field<U> {
        match self {
            Self::Absent => Field::Absent,
            Self::Null => Field::Null,
            Self::Value(value) => Field::Value(change(value)),
        }
    }

    /// The value itself, where there is one.
    pub fn into_option(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// The value itself, or the default where there is none.
    pub fn unwrap_or_default(self) -> T
    where
        T: Default,
    {
        self.into_option().unwrap_or_default()
    }

    /// The value as what it derefs to, where there is one: a `&str` of a `String`.
    pub fn as_deref(&self) -> Option<&T::Target>
    where
        T: Deref,
    {
        self.value().map(T::deref)
    }
}

impl<T> IntoIterator for Field<T> {
    type Item = T;
    type IntoIter = option::IntoIter<T>;

    /// The value alone, or nothing, as an `Option` does it.
    fn into_iter(self) -> Self::IntoIter {
        self.into_option().into_iter()
    }
}

impl<'f, T> IntoIterator for &'f Field<T> {
    type Item = &'f T;
    type IntoIter = option::IntoIter<&'f T>;

    fn into_iter(self) -> Self::IntoIter {
        self.value().into_iter()
    }
}

impl<T> From<T> for Field<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl<T> From<Option<T>> for Field<T> {
    /// `None` is null: it was said that there is no value. Where nothing is to be said, see [`or_absent`](Field::or_absent).
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }
}

impl<T> From<Field<T>> for Option<T> {
    fn from(field: Field<T>) -> Self {
        field.into_option()
    }
}

impl From<&str> for Field<String> {
    fn from(value: &str) -> Self {
        Self::Value(value.to_owned())
    }
}

/// What a call takes for a member that may be null: the value, or what becomes it where it may not be null; an `Option`, of
/// which `None` is null; or a [`Field`].
pub trait IntoField<T> {
    /// The member.
    fn into_field(self) -> Field<T>;
}

impl<T> IntoField<T> for T {
    fn into_field(self) -> Field<T> {
        Field::Value(self)
    }
}

impl<T> IntoField<Box<T>> for T {
    fn into_field(self) -> Field<Box<T>> {
        Field::Value(Box::new(self))
    }
}

impl<T> IntoField<T> for Option<T> {
    fn into_field(self) -> Field<T> {
        self.into()
    }
}

impl<T> IntoField<T> for Field<T> {
    fn into_field(self) -> Field<T> {
        self
    }
}

impl<I: Into<T>, T, const N: usize> IntoField<Vec<T>> for [I; N] {
    fn into_field(self) -> Field<Vec<T>> {
        Field::Value(self.into_iter().map(Into::into).collect())
    }
}

impl<K: Into<String>, V: Into<T>, T, const N: usize> IntoField<BTreeMap<String, T>>
    for [(K, V); N]
{
    fn into_field(self) -> Field<BTreeMap<String, T>> {
        pairs(self)
    }
}

impl<K: Into<String>, V: Into<T>, T, S> IntoField<BTreeMap<String, T>> for HashMap<K, V, S> {
    fn into_field(self) -> Field<BTreeMap<String, T>> {
        pairs(self)
    }
}

fn pairs<K: Into<String>, V: Into<T>, T>(
    pairs: impl IntoIterator<Item = (K, V)>,
) -> Field<BTreeMap<String, T>> {
    let pairs = pairs.into_iter();
    Field::Value(
        pairs
            .map(|(key, value)| (key.into(), value.into()))
            .collect(),
    )
}

/// What converts into a type of this crate wherever one is taken.
macro_rules! into_field {
    ($($from:ty => $to:ty),* $(,)?) => {$(
        impl IntoField<$to> for $from {
            fn into_field(self) -> Field<$to> {
                Field::Value(self.into())
            }
        }
    )*};
}

into_field! {
    &str => String,
    &str => Secret,
    String => Secret,
    jiff::Timestamp => DateTime,
    std::time::SystemTime => DateTime,
    jiff::civil::Date => Date,
    &str => Value,
    String => Value,
    bool => Value,
    i32 => Value,
    i64 => Value,
    u64 => Value,
    f64 => Value,
}

impl<T: Serialize> Serialize for Field<T> {
    /// Absent is written as null here; an object leaves the member out before it comes to this.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Value(value) => value.serialize(serializer),
            Self::Absent | Self::Null => serializer.serialize_none(),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Field<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Object {
        #[serde(default, skip_serializing_if = "Field::is_absent")]
        a: Field<i64>,
    }

    #[test]
    fn absent_null_and_a_value_stay_apart() {
        for (json, a) in [
            ("{}", Field::Absent),
            (r#"{"a":null}"#, Field::Null),
            (r#"{"a":1}"#, Field::Value(1)),
        ] {
            let object: Object = serde_json::from_str(json).unwrap();
            assert_eq!(object, Object { a });
            assert_eq!(serde_json::to_string(&object).unwrap(), json);
        }
    }

    #[test]
    fn what_takes_an_option_takes_a_field() {
        let list = Field::Value(vec![1, 2]);
        assert_eq!((&list).into_iter().flatten().sum::<i32>(), 3);
        assert_eq!(list.into_iter().flatten().count(), 2);
        let text: Field<String> = "a".into();
        assert_eq!(text.as_deref(), Some("a"));
        assert_eq!(Field::<String>::Null.as_deref(), None);
        assert_eq!(Field::<u8>::Absent.unwrap_or_default(), 0);
        assert_eq!(Option::from(Field::Value(1)), Some(1));
        assert_eq!(Option::<u8>::from(Field::Null), None);
        let mut list = Field::Value(vec![1]);
        list.value_mut().unwrap().push(2);
        assert_eq!(list.map(|list| list.len()), Field::Value(2));
        assert_eq!(Field::<u8>::Null.map(u64::from), Field::Null);
    }

    #[test]
    fn nothing_is_null_or_absent_as_it_is_said() {
        assert_eq!(Field::<u8>::from(None), Field::Null);
        assert_eq!(Field::<u8>::or_absent(None), Field::Absent);
        assert_eq!(Field::or_absent(Some(1)), Field::Value(1));
        assert!(Field::Value(1).is_value() && !Field::<u8>::Null.is_value());
    }
}
