//! `$ref` with something beside it.

use crate::document::Version;
use crate::document::origins::Origins;
use crate::source::{Object, Path, Value};

/// What counts beside a `$ref` in OpenAPI 3.0, which says that nothing does. Everybody writes these all the same, and
/// means them.
const COUNTS_IN_3_0: &[&str] = &[
    "title",
    "description",
    "nullable",
    "default",
    "deprecated",
    "readOnly",
    "writeOnly",
];

/// Keywords that say nothing of a value.
const SAYS_NOTHING: &[&str] = &[
    "$comment",
    "$id",
    "$schema",
    "$anchor",
    "$dynamicAnchor",
    "$defs",
    "definitions",
    "xml",
    "externalDocs",
];

/// Turns `$ref` with siblings into `allOf: [$ref]` with siblings, and drops siblings that say nothing.
pub(super) fn upgrade(
    schema: &mut Object,
    version: Version,
    path: &Path<'_>,
    origins: &mut Origins,
) {
    if schema.len() == 1 {
        return;
    }
    schema.retain(|key, value| {
        let counts = match version {
            Version::V3_0 => COUNTS_IN_3_0.contains(&key) || key.starts_with("x-"),
            _ => !SAYS_NOTHING.contains(&key),
        };
        // `nullable: false` and the like say what is so anyway; these two speak of values.
        let neutral = !matches!(key, "const" | "default") && *value == Value::Bool(false);
        key == "$ref" || (counts && !neutral)
    });
    if schema.len() == 1 {
        return;
    }
    let Some(target) = schema.remove("$ref") else {
        return;
    };
    let alone = Object::of("$ref", target);
    prepend(schema, Value::from(alone), path, origins);
}

/// `$recursiveRef: '#'` of JSON Schema 2019-09 leads to the schema around it. Where that is a component, it is a reference.
pub(super) fn recursive(schema: &mut Object, path: &Path<'_>) {
    if schema.get("$recursiveRef").and_then(Value::as_str) != Some("#") {
        return;
    }
    let pointer = path.pointer();
    let around = pointer
        .strip_prefix("/components/schemas/")
        .and_then(|rest| rest.split_once('/'));
    if let Some((name, _)) = around {
        schema.remove("$recursiveRef");
        schema.insert("$ref", format!("#/components/schemas/{name}"));
    }
}

/// Puts a schema before the others of `allOf`, and notes where those were.
fn prepend(schema: &mut Object, first: Value, path: &Path<'_>, origins: &mut Origins) {
    let mut all = vec![first];
    if let Some(Value::Array(others)) = schema.remove("allOf") {
        let list = path.key("allOf");
        origins.shift(&list, (0..others.len()).map(|old| (old, old + 1)));
        all.extend(others);
    }
    schema.insert("allOf", all);
}
