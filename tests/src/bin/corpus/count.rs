//! The operations of a description, counted in its text without the compiler's help.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::{Map, Value};

const METHODS: [&str; 9] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];

/// How often each operation is described, as `GET /pets`; none where the text can't be read.
pub fn operations(path: &Path) -> Option<BTreeMap<String, usize>> {
    let root = read(path)?;
    let mut counts = BTreeMap::new();
    let newest = root
        .get("openapi")
        .and_then(Value::as_str)
        .is_some_and(|version| version.starts_with("3.2"));
    for (template, item) in root
        .get("paths")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        if template.starts_with("x-") {
            continue;
        }
        for method in methods(item, &root, path, newest, 8) {
            *counts.entry(format!("{method} {template}")).or_insert(0) += 1;
        }
    }
    Some(counts)
}

/// The methods of a path item, and of what it refers to.
fn methods(item: &Value, root: &Value, path: &Path, newest: bool, depth: usize) -> Vec<String> {
    let Some(members) = item.as_object() else {
        return Vec::new();
    };
    let mut methods: Vec<String> = members
        .iter()
        .filter(|(key, value)| is_operation(key, newest) && value.is_object())
        .map(|(key, _)| key.to_uppercase())
        .collect();
    let further = members
        .get("additionalOperations")
        .and_then(Value::as_object);
    methods.extend(further.into_iter().flat_map(Map::keys).cloned());
    if let Some(reference) = members.get("$ref").and_then(Value::as_str)
        && depth > 0
    {
        for method in referred(reference, root, path, newest, depth - 1) {
            if !methods.contains(&method) {
                methods.push(method);
            }
        }
    }
    methods
}

fn referred(reference: &str, root: &Value, path: &Path, newest: bool, depth: usize) -> Vec<String> {
    let (file, pointer) = reference.split_once('#').unwrap_or((reference, ""));
    let pointer = pointer.replace("%7B", "{").replace("%7D", "}");
    if file.is_empty() {
        let target = root.pointer(&pointer);
        return target.map_or(Vec::new(), |item| methods(item, root, path, newest, depth));
    }
    let path = path.with_file_name(file);
    let Some(root) = read(&path) else {
        return Vec::new();
    };
    let target = root.pointer(&pointer);
    target.map_or(Vec::new(), |item| {
        methods(item, &root, &path, newest, depth)
    })
}

fn is_operation(key: &str, newest: bool) -> bool {
    METHODS.contains(&key) && (newest || key != "query")
}

/// JSON is read as such; the rest as YAML, with any scalar for a key.
fn read(path: &Path) -> Option<Value> {
    let text = fs::read_to_string(path).ok()?;
    let text = text.trim_start_matches('\u{feff}');
    serde_json::from_str(text)
        .ok()
        .or_else(|| serde_yaml::from_str(text).ok())
}
