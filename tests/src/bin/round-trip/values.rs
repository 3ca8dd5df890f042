//! The values that a description gives, each with the schema that it is a value of.

use serde_json::{Map, Value};

/// A value that a description gives.
#[derive(Debug)]
pub struct Found {
    /// Where it stands.
    pub pointer: String,
    /// The schema that it stands in or beside.
    pub schema: Value,
    /// The value.
    pub value: Value,
}

/// What is found in a description.
#[derive(Debug, Default)]
pub struct Search {
    /// All values.
    pub values: Vec<Found>,
    /// Schemas that a value would be read into: components, and those of media types and parameters.
    pub schemas: Vec<(String, Value)>,
}

/// Keywords whose value is a schema.
const ONE: [&str; 5] = ["items", "additionalProperties", "contains", "then", "else"];
/// Keywords whose value is a list of schemas.
const LISTS: [&str; 4] = ["allOf", "anyOf", "oneOf", "prefixItems"];
/// Keywords whose value has schemas by name.
const NAMED: [&str; 3] = ["properties", "patternProperties", "$defs"];

impl Search {
    /// Looks through a description.
    pub fn of(description: &Value) -> Self {
        let mut search = Self::default();
        search.node(description, description, "", true);
        search
    }

    /// Anything that is no schema. `json` is false below a media type whose values are not written as JSON.
    fn node(&mut self, root: &Value, node: &Value, pointer: &str, json: bool) {
        match node {
            Value::Object(members) => {
                if let Some(schema) = members.get("schema").filter(|schema| schema.is_object()) {
                    let at = format!("{pointer}/schema");
                    self.schema(schema, &at, schema);
                    if json {
                        self.holder(root, members, schema, pointer);
                    }
                }
                for (key, child) in members {
                    let at = format!("{pointer}/{}", escape(key));
                    match key.as_str() {
                        "schema" | "example" | "examples" | "default" | "enum" => {}
                        "schemas" if pointer == "/components" => self.components(child),
                        "content" => {
                            for (media_type, child) in child.as_object().into_iter().flatten() {
                                let at = format!("{at}/{}", escape(media_type));
                                self.node(root, child, &at, is_structured(media_type));
                            }
                        }
                        key if key.starts_with("x-") => {}
                        _ => self.node(root, child, &at, true),
                    }
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.node(root, item, &format!("{pointer}/{index}"), json);
                }
            }
            _ => {}
        }
    }

    fn components(&mut self, schemas: &Value) {
        for (name, schema) in schemas.as_object().into_iter().flatten() {
            let at = format!("/components/schemas/{}", escape(name));
            let reference = serde_json::json!({"$ref": format!("#{at}")});
            self.schema(schema, &at, &reference);
            self.schemas.push((at, reference));
        }
    }

    /// What has a schema, and values beside it: a media type, a parameter, a header.
    fn holder(
        &mut self,
        root: &Value,
        members: &Map<String, Value>,
        schema: &Value,
        pointer: &str,
    ) {
        if let Some(value) = members.get("example") {
            self.found(format!("{pointer}/example"), schema, value);
        }
        for (name, example) in members
            .get("examples")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
        {
            let example = match example.get("$ref").and_then(Value::as_str) {
                Some(reference) => target(root, reference),
                None => Some(example),
            };
            if let Some(value) = example.and_then(|example| example.get("value")) {
                self.found(
                    format!("{pointer}/examples/{}", escape(name)),
                    schema,
                    value,
                );
            }
        }
        if schema.get("$ref").is_none() {
            self.schemas
                .push((format!("{pointer}/schema"), schema.clone()));
        }
    }

    /// A schema; `named` is the shortest that means the same.
    fn schema(&mut self, schema: &Value, pointer: &str, named: &Value) {
        let Some(keywords) = schema.as_object() else {
            return;
        };
        for keyword in ["example", "default"] {
            if let Some(value) = keywords.get(keyword) {
                self.found(format!("{pointer}/{keyword}"), named, value);
            }
        }
        if let Some(Value::Array(values)) = keywords.get("examples") {
            for (index, value) in values.iter().enumerate() {
                self.found(format!("{pointer}/examples/{index}"), named, value);
            }
        }
        for (keyword, child) in keywords {
            let at = format!("{pointer}/{}", escape(keyword));
            match (keyword.as_str(), child) {
                (key, child) if ONE.contains(&key) => self.schema(child, &at, child),
                (key, Value::Array(children)) if LISTS.contains(&key) => {
                    for (index, child) in children.iter().enumerate() {
                        self.schema(child, &format!("{at}/{index}"), child);
                    }
                }
                (key, Value::Object(children)) if NAMED.contains(&key) => {
                    for (name, child) in children {
                        self.schema(child, &format!("{at}/{}", escape(name)), child);
                    }
                }
                _ => {}
            }
        }
    }

    fn found(&mut self, pointer: String, schema: &Value, value: &Value) {
        self.values.push(Found {
            pointer,
            schema: schema.clone(),
            value: value.clone(),
        });
    }
}

/// Whether the values of a media type are given as the JSON that their schema describes.
fn is_structured(media_type: &str) -> bool {
    ["json", "*/*", "form"]
        .iter()
        .any(|part| media_type.contains(part))
}

/// What a reference within the description leads to.
pub fn target<'a>(root: &'a Value, reference: &str) -> Option<&'a Value> {
    let pointer = reference.strip_prefix('#')?;
    let pointer = pointer
        .replace("%7B", "{")
        .replace("%7D", "}")
        .replace("%24", "$");
    root.pointer(&pointer)
}

/// A key as a step of a JSON pointer.
pub fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}
