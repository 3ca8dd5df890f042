//! A description of types alone, in which each schema that has values is a member of an object: those objects are read
//! and written, whatever types their members have.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use crate::values::target;

/// Members of one object. More make types that rustc takes long for.
const MEMBERS: usize = 40;
/// What no schema of a description is called.
const OBJECT: &str = "SpecwrightProbes";
const LIFTED: &str = "SpecwrightLifted";
/// Keywords that say nothing of what values look like.
const PROSE: [&str; 10] = [
    "default",
    "deprecated",
    "description",
    "example",
    "examples",
    "externalDocs",
    "readOnly",
    "title",
    "writeOnly",
    "xml",
];

/// Schemas that values are taken through, each once.
#[derive(Debug)]
pub struct Probes<'a> {
    description: &'a Value,
    /// All components, and what had to become one.
    schemas: Map<String, Value>,
    /// What references became that lead elsewhere than to a component.
    lifted: HashMap<String, String>,
    list: Vec<Value>,
    known: HashMap<String, usize>,
}

impl<'a> Probes<'a> {
    /// None yet, beside the components of a description.
    pub fn new(description: &'a Value) -> Self {
        let mut probes = Self {
            description,
            schemas: Map::new(),
            lifted: HashMap::new(),
            list: Vec::new(),
            known: HashMap::new(),
        };
        let components = description.pointer("/components/schemas");
        for (name, schema) in components.and_then(Value::as_object).into_iter().flatten() {
            let schema = probes.lift(schema);
            probes.schemas.insert(name.clone(), schema);
        }
        probes
    }

    /// The number of a schema.
    pub fn number(&mut self, schema: &Value) -> usize {
        let mut schema = self.lift(schema);
        if let Value::Object(keywords) = &mut schema {
            keywords.retain(|key, _| !PROSE.contains(&key.as_str()));
        }
        let text = schema.to_string();
        if let Some(number) = self.known.get(&text) {
            return *number;
        }
        self.list.push(schema);
        self.known.insert(text, self.list.len() - 1);
        self.list.len() - 1
    }

    /// A copy of a schema that refers only to components.
    fn lift(&mut self, schema: &Value) -> Value {
        match schema {
            Value::Array(items) => items.iter().map(|item| self.lift(item)).collect(),
            Value::Object(members) => {
                let members = members
                    .iter()
                    .map(|(key, child)| match (key.as_str(), child) {
                        ("$ref", Value::String(reference)) => {
                            (key.clone(), Value::String(self.reference(reference)))
                        }
                        _ => (key.clone(), self.lift(child)),
                    });
                Value::Object(members.collect())
            }
            scalar => scalar.clone(),
        }
    }

    fn reference(&mut self, reference: &str) -> String {
        if !reference.starts_with("#/") || reference.starts_with("#/components/schemas/") {
            return reference.to_owned();
        }
        if let Some(known) = self.lifted.get(reference) {
            return known.clone();
        }
        let Some(schema) = target(self.description, reference) else {
            return reference.to_owned();
        };
        let name = format!("{LIFTED}{}", self.lifted.len());
        let new = format!("#/components/schemas/{name}");
        self.lifted.insert(reference.to_owned(), new.clone());
        let schema = self.lift(schema);
        self.schemas.insert(name, schema);
        new
    }

    /// The description to generate from.
    pub fn description(&self) -> Value {
        let mut schemas = self.schemas.clone();
        for (index, members) in self.list.chunks(MEMBERS).enumerate() {
            let first = index * MEMBERS;
            let members = members
                .iter()
                .enumerate()
                .map(|(index, schema)| (member(first + index), schema.clone()));
            let properties: Map<String, Value> = members.collect();
            schemas.insert(
                object(first),
                json!({"type": "object", "properties": properties}),
            );
        }
        json!({
            "openapi": self.description["openapi"],
            "info": {"title": "Probes", "version": "1"},
            "paths": {},
            "components": {"schemas": schemas},
        })
    }

    /// All components.
    pub fn schemas(&self) -> &Map<String, Value> {
        &self.schemas
    }

    /// All schemas that have a number.
    pub fn list(&self) -> &[Value] {
        &self.list
    }
}

/// The object that a schema is a member of.
pub fn object(number: usize) -> String {
    format!("{OBJECT}{}", number / MEMBERS)
}

/// The objects of so many schemas.
pub fn objects(count: usize) -> impl Iterator<Item = String> {
    (0..count).step_by(MEMBERS).map(object)
}

/// What the member is called.
pub fn member(number: usize) -> String {
    format!("p{number}")
}
