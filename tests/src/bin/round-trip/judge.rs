//! Who says which values are valid: the crate `jsonschema`, which shares nothing with the compiler.

use jsonschema::{Draft, Validator};
use serde_json::{Map, Value, json};

use crate::dialect::{Dialect, definition};
use crate::probes::{Probes, member};

/// A judge of one description's values.
#[derive(Debug)]
pub struct Judge {
    /// All schemas as one: an object whose members are the probes.
    pub schema: Value,
    validator: Validator,
}

impl Judge {
    /// A judge for the schemas of a description.
    pub fn new(dialect: Dialect, probes: &Probes<'_>) -> Result<Self, String> {
        let members = probes.list().iter().enumerate();
        let members: Map<String, Value> = members
            .map(|(number, schema)| (member(number), dialect.schema(schema)))
            .collect();
        let schemas = probes.schemas().iter();
        let schemas: Map<String, Value> = schemas
            .map(|(name, schema)| (definition(name), dialect.schema(schema)))
            .collect();
        let mut schema = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "properties": members,
            "$defs": schemas,
        });
        let validator = validator(&schema).or_else(|_| {
            // Not every pattern of a description is one that can be compiled.
            without_patterns(&mut schema);
            validator(&schema)
        })?;
        Ok(Self { schema, validator })
    }

    /// Whether a value is valid for the schema of a number.
    pub fn accepts(&self, number: usize, value: &Value) -> bool {
        self.validator.is_valid(&json!({member(number): value}))
    }
}

fn validator(schema: &Value) -> Result<Validator, String> {
    jsonschema::options()
        .with_draft(Draft::Draft202012)
        .should_validate_formats(true)
        .build(schema)
        .map_err(|error| format!("can't be judged: {error}"))
}

fn without_patterns(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            if members.get("pattern").is_some_and(Value::is_string) {
                members.remove("pattern");
            }
            members.values_mut().for_each(without_patterns);
        }
        Value::Array(items) => items.iter_mut().for_each(without_patterns),
        _ => {}
    }
}
