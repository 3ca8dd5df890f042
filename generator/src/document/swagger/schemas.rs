//! Schemas: little is said in other words.

use super::parameters::LISTS;
use crate::document::grammar::{Kind, Visit};
use crate::document::origins::Origins;
use crate::source::{Object, Path, Value};

pub(super) struct Lift<'a>(pub(super) &'a mut Origins);

impl Visit for Lift<'_> {
    fn enter(&mut self, kind: Kind, value: &mut Value, path: &Path<'_>) -> bool {
        let Value::Object(schema) = value else {
            return true;
        };
        if kind != Kind::Schema {
            return true;
        }
        if let Some(Value::String(property)) = schema.get_mut("discriminator") {
            let property = Value::from(std::mem::take(property));
            let before = path.key("discriminator");
            self.0
                .same(before.key("propertyName").pointer(), &before.pointer());
            let discriminator = Object::from_iter([("propertyName".to_owned(), property)]);
            schema.insert("discriminator", discriminator);
        }
        if schema.get("x-nullable").and_then(Value::as_bool) == Some(true) {
            schema.insert("nullable", true);
        }
        if schema.get("type").and_then(Value::as_str) == Some("file") {
            schema.insert("type", "string");
            schema.insert("format", "binary");
        }
        // How a list within a list is written, or one in JSON: OpenAPI says nothing of the one, and nobody of the other.
        schema.remove(LISTS);
        true
    }
}
