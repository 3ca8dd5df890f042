//! What is composed of a component that tells by a discriminator which one a value is (OpenAPI 3.0.3, "Composition and
//! Inheritance"). Nothing refers to it, and it is reached all the same where that component is.

use super::Joiner;
use crate::document::grammar::Kind;
use crate::source::{Object, Value, join};

const SCHEMAS: &str = "/components/schemas";

impl Joiner<'_> {
    /// Reaches it, if only what is reached is wanted. Gives whether there was more.
    pub(super) fn below(&mut self, tree: &Value) -> bool {
        let Some(reached) = &self.reached else {
            return false;
        };
        let schemas = tree.pointer(SCHEMAS).and_then(Value::as_object);
        let schemas = schemas.into_iter().flat_map(Object::iter);
        let is_above = |pointer: &str| {
            reached.contains(pointer)
                && (self.below.contains(pointer) || tree.pointer(pointer).is_some_and(is_told))
        };
        let found: Vec<String> = schemas
            .map(|(name, schema)| (join(SCHEMAS, name), schema))
            .filter(|(pointer, schema)| {
                let parts = schema.get("allOf").and_then(Value::as_array);
                let parts = parts.unwrap_or_default().iter();
                let mut above = parts.filter_map(|part| {
                    let pointer = part.get("$ref")?.as_str()?.strip_prefix('#')?;
                    Some(self.resolver.now(pointer))
                });
                !reached.contains(pointer) && above.any(|above| is_above(&above))
            })
            .map(|(pointer, _)| pointer)
            .collect();
        for pointer in &found {
            self.below.insert(pointer.clone());
            self.reach(pointer, Kind::Schema);
        }
        !found.is_empty()
    }
}

/// Whether a schema has a discriminator that does not say by itself what there is.
fn is_told(schema: &Value) -> bool {
    match schema.get("discriminator") {
        Some(Value::Object(discriminator)) => discriminator.get("mapping").is_none(),
        // Of Swagger 2.0.
        Some(Value::String(_)) => true,
        _ => false,
    }
}
