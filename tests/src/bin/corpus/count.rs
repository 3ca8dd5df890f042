//! The operations of a description, counted in its text without the compiler's help.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::tree::Node;

const METHODS: [&str; 9] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];
/// How many references a path item may be behind.
const DEPTH: usize = 8;

/// How often each operation is described, as `GET /pets`; none where the text can't be read.
pub fn operations(path: &Path) -> Option<BTreeMap<String, usize>> {
    let root = read(path)?;
    let version = root.get("openapi").and_then(Node::text);
    let newest = version.is_some_and(|version| version.starts_with("3.2"));
    let mut counts = BTreeMap::new();
    let paths = root.get("paths").into_iter().flat_map(Node::members);
    for (template, item) in paths.filter(|(template, _)| !template.starts_with("x-")) {
        for method in methods(item, &root, path, newest, DEPTH) {
            *counts.entry(format!("{method} {template}")).or_insert(0) += 1;
        }
    }
    Some(counts)
}

/// The methods of a path item, and of what it refers to.
fn methods(item: &Node, root: &Node, path: &Path, newest: bool, depth: usize) -> Vec<String> {
    let mut methods: Vec<String> = item
        .members()
        .filter(|(key, node)| is_operation(key, newest) && matches!(node, Node::Object(_)))
        .map(|(key, _)| key.to_uppercase())
        .collect();
    let further = item.get("additionalOperations").into_iter();
    methods.extend(
        further
            .flat_map(Node::members)
            .map(|(key, _)| key.to_owned()),
    );
    if let Some(reference) = item.get("$ref").and_then(Node::text)
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

fn referred(reference: &str, root: &Node, path: &Path, newest: bool, depth: usize) -> Vec<String> {
    let (file, pointer) = reference.split_once('#').unwrap_or((reference, ""));
    let pointer = pointer.replace("%7B", "{").replace("%7D", "}");
    let other;
    let (root, path) = match file {
        "" => (root, path.to_owned()),
        file => {
            let path = path.with_file_name(file);
            let Some(read) = read(&path) else {
                return Vec::new();
            };
            other = read;
            (&other, path)
        }
    };
    let target = root.pointer(&pointer);
    target.map_or(Vec::new(), |item| methods(item, root, &path, newest, depth))
}

fn is_operation(key: &str, newest: bool) -> bool {
    METHODS.contains(&key) && (newest || key != "query")
}

/// JSON is read as such; the rest as YAML.
fn read(path: &Path) -> Option<Node> {
    let text = fs::read_to_string(path).ok()?;
    let text = text.trim_start_matches('\u{feff}');
    serde_json::from_str(text)
        .ok()
        .or_else(|| serde_yaml::from_str(text).ok())
}
