//! The tree that JSON and YAML are read into.

use std::fmt;

use super::Object;

/// A value of JSON's data model, with numbers kept as exactly as two machine types can.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// `null`.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A text.
    String(String),
    /// A list.
    Array(Vec<Value>),
    /// Members by name, in the order of the text.
    Object(Object),
}

/// A number: whole if it was written whole and fits, else floating.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    /// A whole number.
    Integer(Whole),
    /// Any other finite number.
    Float(f64),
}

/// A whole number, wide enough for every 64-bit limit, signed or not. There are as many values as a description has
/// words, and one that asked for 16 bytes of alignment would make all of them half as large again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(Rust, packed(8))]
pub struct Whole(i128);

impl Whole {
    /// The number.
    pub fn get(self) -> i128 {
        self.0
    }
}

impl From<i128> for Whole {
    fn from(number: i128) -> Self {
        Self(number)
    }
}

impl Value {
    /// The text, if it is one.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The truth value, if it is one.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// The number, if it is one.
    pub fn as_number(&self) -> Option<Number> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The list, if it is one.
    pub fn as_array(&self) -> Option<&[Value]> {
        match self {
            Self::Array(values) => Some(values),
            _ => None,
        }
    }

    /// The object, if it is one.
    pub fn as_object(&self) -> Option<&Object> {
        match self {
            Self::Object(object) => Some(object),
            _ => None,
        }
    }

    /// The object to change, if it is one.
    pub fn as_object_mut(&mut self) -> Option<&mut Object> {
        match self {
            Self::Object(object) => Some(object),
            _ => None,
        }
    }

    /// The member of that name, if this is an object and has it.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.as_object()?.get(key)
    }

    /// The value that a JSON pointer leads to.
    pub fn pointer(&self, pointer: &str) -> Option<&Value> {
        super::segments(pointer).try_fold(self, |value, segment| match value {
            Self::Object(object) => object.get(&segment),
            Self::Array(values) => values.get(index(&segment)?),
            _ => None,
        })
    }

    /// The value that a JSON pointer leads to, to change.
    pub fn pointer_mut(&mut self, pointer: &str) -> Option<&mut Value> {
        super::segments(pointer).try_fold(self, |value, segment| match value {
            Self::Object(object) => object.get_mut(&segment),
            Self::Array(values) => values.get_mut(index(&segment)?),
            _ => None,
        })
    }

    /// How many values there are in it, itself included.
    pub fn count(&self) -> usize {
        match self {
            Self::Array(values) => 1 + values.iter().map(Self::count).sum::<usize>(),
            Self::Object(object) => 1 + object.iter().map(|(_, it)| it.count()).sum::<usize>(),
            _ => 1,
        }
    }

    /// How many levels of lists and objects there are in it, itself included.
    pub(crate) fn depth(&self) -> usize {
        match self {
            Self::Array(values) => 1 + values.iter().map(Self::depth).max().unwrap_or(0),
            Self::Object(object) => 1 + object.iter().map(|(_, it)| it.depth()).max().unwrap_or(0),
            _ => 0,
        }
    }

    /// What it is, in the words of JSON, with its article: `a string`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::String(_) => "a string",
            Self::Array(_) => "a list",
            Self::Object(_) => "an object",
        }
    }
}

/// The integer that a text is, as JSON would have it: without a plus or leading zeros.
pub(crate) fn whole_of_text(text: &str) -> Option<i128> {
    let whole: i128 = text.parse().ok()?;
    (whole.to_string() == text).then_some(whole)
}

/// RFC 6901: digits only, and no leading zero.
fn index(segment: &str) -> Option<usize> {
    let plain = segment == "0" || !segment.starts_with('0');
    (plain && segment.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| segment.parse().ok())
        .flatten()
}

impl Number {
    /// The number as JSON writes it.
    pub fn as_f64(self) -> f64 {
        match self {
            Self::Integer(value) => value.get() as f64,
            Self::Float(value) => value,
        }
    }

    /// The whole number, also where it was written `2.0`.
    pub fn as_whole(self) -> Option<i128> {
        match self {
            Self::Integer(value) => Some(value.get()),
            // Beyond 2^63 a float names no single whole number that anyone meant.
            Self::Float(value) if value.fract() == 0.0 && value.abs() < 9.3e18 => {
                Some(value as i128)
            }
            Self::Float(_) => None,
        }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Integer(value) => value.get().fmt(f),
            // Debug keeps the point of `1.0`, so that it reads back as the same kind of number.
            Self::Float(value) => write!(f, "{value:?}"),
        }
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i128> for Value {
    fn from(value: i128) -> Self {
        Self::Number(Number::Integer(value.into()))
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::String(value.to_owned())
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::String(value)
    }
}

impl From<Object> for Value {
    fn from(value: Object) -> Self {
        Self::Object(value)
    }
}

impl From<Vec<Value>> for Value {
    fn from(value: Vec<Value>) -> Self {
        Self::Array(value)
    }
}

/// Writes compact JSON.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => value.fmt(f),
            Self::Number(number) => number.fmt(f),
            Self::String(text) => write_text(f, text),
            Self::Array(values) => {
                f.write_str("[")?;
                for (position, value) in values.iter().enumerate() {
                    let comma = if position > 0 { "," } else { "" };
                    write!(f, "{comma}{value}")?;
                }
                f.write_str("]")
            }
            Self::Object(object) => {
                f.write_str("{")?;
                for (position, (key, value)) in object.iter().enumerate() {
                    f.write_str(if position > 0 { "," } else { "" })?;
                    write_text(f, key)?;
                    write!(f, ":{value}")?;
                }
                f.write_str("}")
            }
        }
    }
}

fn write_text(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    // A string always serialises; the fallback keeps `fmt` total.
    f.write_str(&serde_json::to_string(text).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_no_larger_than_an_object() {
        assert_eq!(size_of::<Value>(), size_of::<Object>());
        assert_eq!(size_of::<Value>(), 32);
    }

    #[test]
    fn whole_numbers_may_be_written_with_a_point() {
        assert_eq!(Number::Float(2.0).as_whole(), Some(2));
        assert_eq!(Number::Float(2.5).as_whole(), None);
        assert_eq!(Number::Integer(Whole(-3)).as_whole(), Some(-3));
    }

    #[test]
    fn a_pointer_walks_objects_and_lists() {
        let list = Value::Array(vec![Value::Null, Value::from("b")]);
        let root = Value::from(Object::from_iter([("a/b".to_owned(), list)]));
        assert_eq!(root.pointer("/a~1b/1"), Some(&Value::from("b")));
        assert_eq!(root.pointer("/a~1b/01"), None);
        assert_eq!(root.pointer(""), Some(&root));
    }

    #[test]
    fn it_prints_as_json() {
        let root = Value::from(Object::from_iter([
            ("n".to_owned(), Value::Number(Number::Float(1.0))),
            ("s".to_owned(), Value::from("a\"b")),
        ]));
        assert_eq!(root.to_string(), r#"{"n":1.0,"s":"a\"b"}"#);
    }
}
