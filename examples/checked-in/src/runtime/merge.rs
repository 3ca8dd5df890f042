// Copied by specwright 0.1.0 from specwright-runtime.

//! Members that are added to a body which is written already.

use std::fmt;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;
use serde_json::value::RawValue;

/// A JSON object whose members keep their order and their spelling.
struct Object(Vec<(String, Box<RawValue>)>);

/// A JSON object with further members. Where it has one of that name, it is replaced.
pub(super) fn merge(body: &[u8], members: &[(&str, &Value)]) -> Result<Vec<u8>, serde_json::Error> {
    let mut object = match body {
        [] => Object(Vec::new()),
        body => serde_json::from_slice(body)?,
    };
    for (name, value) in members {
        let value = serde_json::value::to_raw_value(value)?;
        match object.0.iter_mut().find(|(known, _)| known == name) {
            Some((_, old)) => *old = value,
            None => object.0.push(((*name).to_owned(), value)),
        }
    }
    serde_json::to_vec(&object)
}

impl<'de> serde::Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;

        impl<'de> Visitor<'de> for Members {
            type Value = Object;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Object(members))
            }
        }

        deserializer.deserialize_map(Members)
    }
}

impl Serialize for Object {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}
