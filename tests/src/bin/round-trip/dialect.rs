//! Schemas of OpenAPI as JSON Schema 2020-12, for a judge that knows nothing of OpenAPI.
//!
//! Of the formats only those are held to that have types of their own: date-time, date, int32, int64, uint32 and
//! uint64; unless a judge is to hold to all that it knows.

use serde_json::{Map, Value, json};

/// How the schemas of a description are meant.
#[derive(Clone, Copy, Debug)]
pub struct Dialect {
    version: Version,
    strict: bool,
}

/// Which version a description has.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Version {
    /// `nullable`, boolean `exclusiveMinimum`, and a reference that stands alone.
    V30,
    /// JSON Schema.
    V31,
}

/// Keywords of 3.0 that mean the same in JSON Schema.
const SAME: [&str; 16] = [
    "type",
    "enum",
    "required",
    "minimum",
    "maximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
    "exclusiveMinimum",
    "exclusiveMaximum",
];
/// What is no assertion, and may look like one.
const PROSE: [&str; 6] = [
    "default",
    "description",
    "discriminator",
    "example",
    "examples",
    "title",
];
/// Keywords whose value is a schema.
const ONE: [&str; 12] = [
    "items",
    "additionalProperties",
    "not",
    "contains",
    "if",
    "then",
    "else",
    "propertyNames",
    "unevaluatedItems",
    "unevaluatedProperties",
    "contentSchema",
    "additionalItems",
];

impl Dialect {
    /// That of a description.
    pub fn of(description: &Value) -> Self {
        let version = match description["openapi"].as_str() {
            Some(version) if version.starts_with("3.0") => Version::V30,
            _ => Version::V31,
        };
        Self {
            version,
            strict: false,
        }
    }

    /// The same, held to all formats, and to what `anyOf: […, {nullable: true}]` means: null, where it allows anything.
    pub fn strictly_meant(self) -> Self {
        Self {
            strict: true,
            ..self
        }
    }

    /// A schema in JSON Schema.
    pub fn schema(self, schema: &Value) -> Value {
        let Some(keywords) = schema.as_object() else {
            return schema.clone();
        };
        if let (Version::V30, Some(reference)) = (self.version, keywords.get("$ref")) {
            return json!({"$ref": renamed(reference)});
        }
        let mut out = Map::new();
        // A keyword without a value says nothing.
        let valued = |(key, value): &(&String, &Value)| !value.is_null() || *key == "const";
        for (key, value) in keywords.iter().filter(valued) {
            let converted = match (key.as_str(), value) {
                ("$ref", _) => renamed(value),
                // What YAML makes of `type: [string, null]`.
                ("type", Value::Array(names)) => {
                    let name = |name: &Value| match name {
                        Value::Null => json!("null"),
                        name => name.clone(),
                    };
                    names.iter().map(name).collect()
                }
                ("required", value) if !value.is_array() => continue,
                // As older drafts have it.
                ("items", Value::Array(list)) => {
                    let list = list.iter().map(|schema| self.schema(schema)).collect();
                    out.insert("prefixItems".to_owned(), list);
                    continue;
                }
                ("allOf" | "anyOf" | "oneOf" | "prefixItems", Value::Array(list)) => {
                    list.iter().map(|schema| self.schema(schema)).collect()
                }
                ("properties" | "patternProperties" | "$defs" | "dependentSchemas", _) => {
                    self.named(value)
                }
                (key, _) if ONE.contains(&key) => self.schema(value),
                (key, _) if PROSE.contains(&key) => continue,
                ("format", _) => {
                    format(value, keywords, &mut out);
                    if self.strict {
                        strictly(value, keywords, &mut out);
                    }
                    continue;
                }
                (key, _) if self.version == Version::V31 || SAME.contains(&key) => value.clone(),
                _ => continue,
            };
            out.insert(key.clone(), converted);
        }
        if self.version == Version::V30 {
            exclusive(&mut out, "exclusiveMinimum", "minimum");
            exclusive(&mut out, "exclusiveMaximum", "maximum");
        }
        let nullable = keywords.get("nullable") == Some(&Value::Bool(true));
        if self.strict && nullable && out.is_empty() {
            return json!({"type": "null"});
        }
        match nullable && self.version == Version::V30 {
            true => json!({"anyOf": [out, {"type": "null"}]}),
            false => Value::Object(out),
        }
    }

    fn named(self, schemas: &Value) -> Value {
        let schemas = schemas.as_object().into_iter().flatten();
        let schemas = schemas.map(|(name, schema)| (name.clone(), self.schema(schema)));
        Value::Object(schemas.collect())
    }
}

/// Where the judge has a component: in `$defs`, by a name that needs no escape.
pub fn definition(component: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let step = |c: char| match plain(c) {
        true => c.to_string(),
        false => format!("-{:x}-", u32::from(c)),
    };
    component.chars().map(step).collect()
}

fn renamed(reference: &Value) -> Value {
    let path = reference
        .as_str()
        .and_then(|text| text.strip_prefix("#/components/schemas/"));
    let Some(path) = path else {
        return reference.clone();
    };
    let (name, rest) = match path.split_once('/') {
        Some((name, rest)) => (name, format!("/{rest}")),
        None => (path, String::new()),
    };
    let name = name.replace("~1", "/").replace("~0", "~");
    let name = name
        .replace("%20", " ")
        .replace("%7B", "{")
        .replace("%7D", "}");
    format!("#/$defs/{}{rest}", definition(&name)).into()
}

/// A format that is held to. The limits of integers hold for numbers only, as those of a `minimum` do.
fn format(format: &Value, keywords: &Map<String, Value>, out: &mut Map<String, Value>) {
    let limits: Option<(i64, Value)> = match format.as_str() {
        Some("date-time" | "date") => {
            out.insert("format".to_owned(), format.clone());
            None
        }
        Some("int32") => Some((i32::MIN.into(), i32::MAX.into())),
        Some("int64") => Some((i64::MIN, i64::MAX.into())),
        Some("uint32") => Some((0, u32::MAX.into())),
        Some("uint64") => Some((0, u64::MAX.into())),
        _ => None,
    };
    if let (Some((minimum, maximum)), Some("integer")) =
        (limits, keywords.get("type").and_then(Value::as_str))
    {
        let all = out.entry("allOf").or_insert_with(|| json!([]));
        if let Value::Array(all) = all {
            all.push(json!({"minimum": minimum, "maximum": maximum}));
        }
    }
}

/// All that a format says, for values that a judge in JavaScript is to take, who knows fewer integers.
fn strictly(format: &Value, keywords: &Map<String, Value>, out: &mut Map<String, Value>) {
    const SAFE: i64 = (1 << 53) - 1;
    let mut and = |limit: Value| {
        if let Value::Array(all) = out.entry("allOf").or_insert_with(|| json!([])) {
            all.push(limit);
        }
    };
    match format.as_str() {
        Some("int64") => and(json!({"minimum": -SAFE, "maximum": SAFE})),
        Some("uint64") => and(json!({"maximum": SAFE})),
        Some("byte") if !keywords.contains_key("pattern") => {
            out.insert("pattern".to_owned(), json!("^([A-Za-z0-9]{4}){1,5}$"));
        }
        Some("url") => _ = out.insert("format".to_owned(), json!("uri")),
        _ => _ = out.insert("format".to_owned(), format.clone()),
    }
}

/// `exclusiveMinimum: true` beside `minimum: 5` is `exclusiveMinimum: 5`.
fn exclusive(out: &mut Map<String, Value>, exclusive: &str, inclusive: &str) {
    let asked = out.remove(exclusive) == Some(Value::Bool(true));
    if asked && let Some(limit) = out.remove(inclusive) {
        out.insert(exclusive.to_owned(), limit);
    }
}
