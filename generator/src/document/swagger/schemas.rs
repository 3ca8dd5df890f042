//! Schemas: little is said in other words.

use super::parameters::LISTS;
use crate::diagnostic::{Diagnostics, catalogue};
use crate::document::grammar::{Kind, Visit};
use crate::document::origins::Origins;
use crate::source::{Object, Path, Value};

pub(super) struct Lift<'a> {
    pub(super) origins: &'a mut Origins,
    pub(super) diagnostics: &'a mut Diagnostics,
}

impl Visit for Lift<'_> {
    fn enter(&mut self, kind: Kind, value: &mut Value, path: &Path<'_>) -> bool {
        let Value::Object(schema) = value else {
            return true;
        };
        if kind != Kind::Schema {
            return true;
        }
        let at = path.key("discriminator");
        match schema.get_mut("discriminator") {
            Some(Value::String(property)) => {
                let property = Value::from(std::mem::take(property));
                let pointer = at.key("propertyName").pointer();
                self.origins.same(pointer, &at.pointer());
                let discriminator = Object::of("propertyName", property);
                schema.insert("discriminator", discriminator);
            }
            // Some write OpenAPI 3 here, and there is no doubt what they mean.
            None | Some(Value::Object(_)) => {}
            Some(other) => {
                let place = self.origins.place(&at.pointer());
                let wrong =
                    catalogue::wrong_shape(place, "`discriminator`", "a string", other, false);
                self.diagnostics.push(wrong);
                schema.remove("discriminator");
            }
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
