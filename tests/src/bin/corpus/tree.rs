//! As much of a text as it takes to count operations: objects and strings, whatever else there is.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// A value of a description.
#[derive(Debug)]
pub enum Node {
    /// An object.
    Object(BTreeMap<String, Node>),
    /// A string.
    Text(String),
    /// What operations don't stand in.
    Other,
}

impl Node {
    /// The members of an object.
    pub fn members(&self) -> impl Iterator<Item = (&str, &Self)> {
        let members = match self {
            Self::Object(members) => Some(members),
            _ => None,
        };
        members
            .into_iter()
            .flatten()
            .map(|(key, node)| (key.as_str(), node))
    }

    /// A member of an object.
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Object(members) => members.get(key),
            _ => None,
        }
    }

    /// A string.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// What a JSON pointer leads to.
    pub fn pointer(&self, pointer: &str) -> Option<&Self> {
        let keys = pointer.split('/').skip(1);
        keys.map(|key| key.replace("~1", "/").replace("~0", "~"))
            .try_fold(self, |node, key| node.get(&key))
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyNode)
    }
}

struct AnyNode;

/// Scalars are looked at only as far as they are strings: numbers may be larger than any type.
macro_rules! others {
    ($($visit:ident: $of:ty,)*) => {
        $(fn $visit<E>(self, _: $of) -> Result<Node, E> {
            Ok(Node::Other)
        })*
    };
}

impl<'de> Visitor<'de> for AnyNode {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    others! {
        visit_bool: bool,
        visit_i64: i64,
        visit_u64: u64,
        visit_i128: i128,
        visit_u128: u128,
        visit_f64: f64,
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Other)
    }

    fn visit_str<E>(self, text: &str) -> Result<Node, E> {
        Ok(Node::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Node, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Node::Other)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let mut members = BTreeMap::new();
        // Keys such as `200` are strings, however they are written.
        while let Some(key) = map.next_key::<String>()? {
            members.insert(key, map.next_value()?);
        }
        Ok(Node::Object(members))
    }
}
