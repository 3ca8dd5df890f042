//! The visitor that both readers feed: it builds the tree and counts what it costs.

use std::cell::Cell;
use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error as _, MapAccess, SeqAccess, VariantAccess,
    Visitor,
};

use super::{Limits, Number, Object, Value};

/// What one reading of a file counts and notes.
pub(super) struct Reading {
    limits: Limits,
    nodes: Cell<usize>,
    /// Bytes of all texts. An alias is short, and what it stands for need not be.
    text: Cell<u64>,
    limit_met: Cell<bool>,
    duplicate: Cell<bool>,
    /// Whether `<<` stands for the members of other mappings, as in YAML.
    merge: bool,
}

impl Reading {
    pub(super) fn new(limits: Limits, merge: bool) -> Self {
        Self {
            limits,
            nodes: Cell::new(0),
            text: Cell::new(0),
            limit_met: Cell::new(false),
            duplicate: Cell::new(false),
            merge,
        }
    }

    /// The seed that reads the root.
    pub(super) fn root(&self) -> Node<'_> {
        Node {
            reading: self,
            depth: 0,
        }
    }

    /// Whether some object named a key twice. The first value was kept.
    pub(super) fn duplicate(&self) -> bool {
        self.duplicate.get()
    }

    /// Whether reading stopped because of a limit.
    pub(super) fn limit_met(&self) -> bool {
        self.limit_met.get()
    }
}

/// Reads one value at some depth.
#[derive(Clone, Copy)]
pub(super) struct Node<'a> {
    reading: &'a Reading,
    depth: usize,
}

impl Node<'_> {
    fn inside<E: serde::de::Error>(self) -> Result<Self, E> {
        let limit = self.reading.limits.depth;
        if self.depth >= limit {
            self.reading.limit_met.set(true);
            return Err(E::custom(format_args!("nested deeper than {limit} levels")));
        }
        Ok(Self {
            depth: self.depth + 1,
            ..self
        })
    }

    /// Holds that texts are no more together than one file may be.
    fn spend<E: serde::de::Error>(self, text: &str) -> Result<(), E> {
        let limit = self.reading.limits.bytes;
        let spent = self.reading.text.get().saturating_add(text.len() as u64);
        self.reading.text.set(spent);
        if spent <= limit {
            return Ok(());
        }
        self.reading.limit_met.set(true);
        Err(E::custom(format_args!("more than {limit} bytes of text")))
    }

    /// Holds that a key is not too long to become a name.
    fn short<E: serde::de::Error>(self, key: &str) -> Result<(), E> {
        self.spend(key)?;
        let limit = self.reading.limits.names;
        if key.len() <= limit {
            return Ok(());
        }
        self.reading.limit_met.set(true);
        Err(E::custom(format_args!("a key of more than {limit} bytes")))
    }
}

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        let nodes = self.reading.nodes.get() + 1;
        self.reading.nodes.set(nodes);
        if nodes > self.reading.limits.nodes {
            self.reading.limit_met.set(true);
            let limit = self.reading.limits.nodes;
            return Err(D::Error::custom(format_args!("more than {limit} values")));
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(i128::from(value)))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(i128::from(value)))
    }

    fn visit_i128<E>(self, value: i128) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u128<E>(self, value: u128) -> Result<Value, E> {
        let number = i128::try_from(value).map_or(Number::Float(value as f64), |whole| {
            Number::Integer(whole.into())
        });
        Ok(Value::Number(number))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(if value.is_finite() {
            Value::Number(Number::Float(value))
        } else {
            // YAML's `.inf` and `.nan` are no numbers in JSON's model.
            Value::Null
        })
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<Value, E> {
        self.spend(value)?;
        Ok(Value::from(value))
    }

    fn visit_string<E: serde::de::Error>(self, value: String) -> Result<Value, E> {
        self.spend(&value)?;
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let inside = self.inside()?;
        let mut values = Vec::new();
        while let Some(value) = items.next_element_seed(inside)? {
            values.push(value);
        }
        values.shrink_to_fit();
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let inside = self.inside()?;
        let mut object = Object::new();
        let mut merges = Vec::new();
        while let Some(key) = members.next_key_seed(Key)? {
            self.short(&key)?;
            let value = members.next_value_seed(inside)?;
            if self.reading.merge && key == "<<" {
                merges.push(value);
            } else if !object.add(key, value) {
                self.reading.duplicate.set(true);
            }
        }
        for merged in merges {
            merge(&mut object, merged);
        }
        Ok(Value::Object(object))
    }

    /// A YAML value with a tag of its own: the tag is ignored, whatever it asks for.
    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<Value, A::Error> {
        let (_tag, content) = tagged.variant_seed(Key)?;
        content.newtype_variant_seed(self)
    }
}

/// YAML's merge key: the members of one mapping or of several, where the object has none of that name.
fn merge(object: &mut Object, merged: Value) {
    match merged {
        Value::Object(members) => {
            for (key, value) in members {
                object.add(key, value);
            }
        }
        Value::Array(values) => values.into_iter().for_each(|value| merge(object, value)),
        other => {
            object.insert("<<", other);
        }
    }
}

/// Reads a key as its text: `200:` is the key `200`, and `1.0:` keeps its zero.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<String, E> {
        Ok(key.to_owned())
    }

    fn visit_string<E>(self, key: String) -> Result<String, E> {
        Ok(key)
    }
}
