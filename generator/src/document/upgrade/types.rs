//! Lists of types.

use crate::document::origins::Origins;
use crate::source::{Object, Path, Value};

/// Keywords that say something of values of one type only.
fn belongs_to(key: &str) -> Option<&'static [&'static str]> {
    Some(match key {
        "pattern" | "minLength" | "maxLength" => &["string"],
        "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf" => {
            &["number", "integer"]
        }
        "properties"
        | "required"
        | "additionalProperties"
        | "minProperties"
        | "maxProperties"
        | "discriminator" => &["object"],
        "items" | "minItems" | "maxItems" | "uniqueItems" | "x-specwright-tuple" => &["array"],
        "format" | "enum" => &["string", "number", "integer", "boolean", "object", "array"],
        _ => return None,
    })
}

/// A text of the format `int-or-string` is an integer as well, and more often that than a text. It is written like this
/// where a version of OpenAPI has no way to say so, as OpenAPI 2.0 had none; later ones of the same descriptions say `oneOf`.
pub(super) fn integer_or_string(schema: &mut Object) {
    let is = |key, word: &str| schema.get(key).and_then(Value::as_str) == Some(word);
    if is("format", "int-or-string") && is("type", "string") {
        schema.remove("format");
        schema.insert("type", vec![Value::from("integer"), Value::from("string")]);
    }
}

/// `type: [a, null]` becomes `type: a, nullable: true`; several types become an `anyOf` of one each, among which the
/// keywords are shared out.
pub(super) fn list(schema: &mut Object, path: &Path<'_>, origins: &mut Origins) {
    if matches!(schema.get("type"), Some(Value::String(name)) if name == "null") {
        schema.insert("enum", vec![Value::Null]);
        return;
    }
    if !matches!(schema.get("type"), Some(Value::Array(_))) {
        return;
    }
    let Some(Value::Array(listed)) = schema.remove("type") else {
        return;
    };
    let mut names: Vec<&str> = Vec::new();
    for name in listed.iter().filter_map(Value::as_str) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if names.contains(&"number") {
        names.retain(|name| *name != "integer");
    }
    let with_null = names.contains(&"null");
    names.retain(|name| *name != "null");
    match names.as_slice() {
        [] if with_null => {
            schema.insert("enum", vec![Value::Null]);
            return;
        }
        [] => {}
        [one] => {
            schema.insert("type", *one);
        }
        several => split(schema, several, path, origins),
    }
    if with_null {
        schema.insert("nullable", true);
    }
}

fn split(schema: &mut Object, names: &[&str], path: &Path<'_>, origins: &mut Origins) {
    let mut branches: Vec<Object> = Vec::new();
    for name in names {
        branches.push(Object::of("type", *name));
    }
    schema.retain(|key, value| {
        let Some(owners) = belongs_to(key) else {
            return true;
        };
        for (name, branch) in names.iter().zip(&mut branches) {
            if owners.contains(name)
                && let Some(share) = share(key, value, name)
            {
                branch.insert(key, share);
            }
        }
        false
    });
    // A type none of whose values is in the enum allows nothing.
    if branches.iter().any(|branch| branch.contains_key("enum")) {
        branches.retain(|branch| branch.contains_key("enum"));
    }
    let nested = schema.contains_key("anyOf");
    let list = if nested { "allOf" } else { "anyOf" };
    let here = path.pointer();
    if nested {
        let all = match schema.remove("allOf") {
            Some(Value::Array(mut all)) => {
                all.push(any_of(branches));
                all
            }
            _ => vec![any_of(branches)],
        };
        origins.same(format!("{here}/{list}/{}", all.len() - 1), &here);
        schema.insert("allOf", all);
    } else {
        for index in 0..branches.len() {
            origins.same(format!("{here}/{list}/{index}"), &here);
        }
        let branches: Vec<_> = branches.into_iter().map(Value::from).collect();
        schema.insert("anyOf", branches);
    }
}

fn any_of(branches: Vec<Object>) -> Value {
    let branches: Vec<_> = branches.into_iter().map(Value::from).collect();
    Value::from(Object::of("anyOf", branches))
}

/// The share of a keyword's value that a type gets.
fn share(key: &str, value: &Value, name: &str) -> Option<Value> {
    match (key, value) {
        ("enum", Value::Array(values)) => {
            let own = values.iter().filter(|value| is_of(value, name)).cloned();
            let own: Vec<_> = own.collect();
            (!own.is_empty()).then(|| own.into())
        }
        ("format", Value::String(format)) => {
            let numeric = ["int", "uint", "float", "double", "decimal"]
                .iter()
                .any(|prefix| format.starts_with(prefix));
            let wanted = match name {
                "string" => !numeric,
                "number" | "integer" => numeric,
                _ => false,
            };
            wanted.then(|| value.clone())
        }
        _ => Some(value.clone()),
    }
}

fn is_of(value: &Value, name: &str) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(_) => name == "boolean",
        Value::Number(number) => {
            name == "number" || (name == "integer" && number.as_whole().is_some())
        }
        Value::String(_) => name == "string",
        Value::Array(_) => name == "array",
        Value::Object(_) => name == "object",
    }
}
