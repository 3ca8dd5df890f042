//! Leaves out the operations that the configuration does not want.

use super::grammar::{Kind, Shape};
use crate::config::Given;
use crate::diagnostic::{Diagnostics, catalogue};
use crate::source::{Object, Value};

/// Keeps only the operations that are named, by operationId or as `PUT /path`. Path items that are references are kept
/// for another round after joining.
pub(super) fn select(tree: &mut Value, only: &[Given<String>]) {
    for section in ["paths", "webhooks"] {
        let Some(Value::Object(items)) =
            tree.as_object_mut().and_then(|root| root.get_mut(section))
        else {
            continue;
        };
        items.retain(|path, item| {
            let Value::Object(item) = item else {
                return true;
            };
            if path.starts_with("x-") || item.contains_key("$ref") {
                return true;
            }
            item.retain(|key, value| !is_operation(key) || is_wanted(only, path, key, value));
            item.keys().any(is_operation)
        });
    }
}

/// Tells which of the wanted names are not among the known.
pub(super) fn report_unused(
    known: &[(String, String)],
    only: &[Given<String>],
    diagnostics: &mut Diagnostics,
) {
    for wanted in only {
        let found = known
            .iter()
            .any(|(id, path)| *id == wanted.value || *path == wanted.value);
        if !found {
            let known = known
                .iter()
                .flat_map(|(id, path)| [id.as_str(), path.as_str()]);
            let known = known.filter(|name| !name.is_empty());
            let place = wanted.place.clone();
            diagnostics.push(catalogue::config_unused(
                place,
                "operation",
                &wanted.value,
                known,
            ));
        }
    }
}

/// Every operation as its id (empty if it has none) and as `PUT /path`.
pub(super) fn names(tree: &Value) -> Vec<(String, String)> {
    let items = ["paths", "webhooks"]
        .into_iter()
        .filter_map(|section| tree.get(section));
    let items = items.filter_map(Value::as_object).flat_map(Object::iter);
    items
        .filter_map(|(path, item)| Some((path, item.as_object()?)))
        .flat_map(|(path, item)| {
            let operations = item.iter().filter(|(key, _)| is_operation(key));
            operations.map(move |(method, operation)| {
                let id = operation.get("operationId").and_then(Value::as_str);
                let id = id.unwrap_or_default().to_owned();
                (id, label(method, path))
            })
        })
        .collect()
}

fn is_wanted(only: &[Given<String>], path: &str, method: &str, operation: &Value) -> bool {
    let id = operation.get("operationId").and_then(Value::as_str);
    let label = label(method, path);
    only.iter()
        .any(|wanted| Some(wanted.value.as_str()) == id || wanted.value == label)
}

fn label(method: &str, path: &str) -> String {
    format!("{} {path}", method.to_uppercase())
}

fn is_operation(key: &str) -> bool {
    Kind::PathItem.rule().shape(key) == Some(Shape::Of(Kind::Operation))
}
