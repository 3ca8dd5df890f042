//! Leaves out the operations that the configuration does not want.

use super::grammar::{Kind, Shape};
use crate::config::{Config, Given};
use crate::diagnostic::{Diagnostics, catalogue};
use crate::source::{Object, Value};

/// Where a description says which resource an operation belongs to, outermost first: as a list, or as a text with dots.
pub const RESOURCE_KEY: &str = "x-fern-sdk-group-name";
/// Where a description says how an operation is called within its resource.
pub const METHOD_KEY: &str = "x-fern-sdk-method-name";

/// Keeps only the operations that are wanted, by one of their [`names`]. Path items that are references are kept for
/// another round after joining.
pub(super) fn select(tree: &mut Value, config: &Config) {
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
            item.retain(|key, value| {
                !is_operation(key)
                    || is_wanted(&config.document.only, &names(config, path, key, value))
            });
            item.keys().any(is_operation)
        });
    }
}

/// Tells which of the wanted names are not among the known; an error if that is all of them.
pub(super) fn report_unused(
    known: &[Vec<String>],
    only: &[Given<String>],
    diagnostics: &mut Diagnostics,
) {
    if !known.iter().any(|names| is_wanted(only, names)) {
        diagnostics.push(catalogue::nothing_wanted());
    }
    for wanted in only {
        let found = known
            .iter()
            .flatten()
            .any(|name| matches(&wanted.value, name));
        if !found {
            let known = known.iter().flatten().map(String::as_str);
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

/// The names of every operation.
pub(super) fn all_names(tree: &Value, config: &Config) -> Vec<Vec<String>> {
    let items = ["paths", "webhooks"]
        .into_iter()
        .filter_map(|section| tree.get(section));
    let items = items.filter_map(Value::as_object).flat_map(Object::iter);
    items
        .filter_map(|(path, item)| Some((path, item.as_object()?)))
        .flat_map(|(path, item)| {
            let operations = item.iter().filter(|(key, _)| is_operation(key));
            operations.map(move |(method, operation)| names(config, path, method, operation))
        })
        .collect()
}

/// All that an operation can be wanted by: its id, `PUT /path`, `/path`, `tag:` with each of its tags, and
/// `resource.method` where the configuration or the description says what these are.
fn names(config: &Config, path: &str, method: &str, operation: &Value) -> Vec<String> {
    let text = |key: &str| operation.get(key).and_then(Value::as_str);
    let id = text("operationId").filter(|id| !id.is_empty());
    let mut names = vec![label(method, path), path.to_owned()];
    names.extend(id.map(str::to_owned));
    let tags = operation.get("tags").and_then(Value::as_array);
    let tags = tags.into_iter().flatten().filter_map(Value::as_str);
    names.extend(tags.map(|tag| format!("tag:{tag}")));
    let chosen = config.operation(id, &method.to_uppercase(), path);
    let resource = chosen
        .and_then(|chosen| Some(chosen.resource.as_ref()?.value.join(".")))
        .or_else(|| group(operation.get(RESOURCE_KEY)?));
    let method = chosen
        .and_then(|chosen| Some(chosen.method.as_ref()?.value.as_str()))
        .or_else(|| text(METHOD_KEY))
        .or(id);
    if let (Some(resource), Some(method)) = (resource, method) {
        names.push(format!("{resource}.{method}"));
    }
    names
}

/// A resource's path, which a description has as a text or as a list.
fn group(value: &Value) -> Option<String> {
    match value.as_array() {
        Some(segments) => {
            let segments: Vec<&str> = segments.iter().filter_map(Value::as_str).collect();
            Some(segments.join("."))
        }
        None => value.as_str().map(str::to_owned),
    }
}

fn is_wanted(only: &[Given<String>], names: &[String]) -> bool {
    only.iter()
        .any(|wanted| names.iter().any(|name| matches(&wanted.value, name)))
}

/// Whether a name fits a pattern, in which `*` stands for any text.
fn matches(pattern: &str, name: &str) -> bool {
    let mut pieces = pattern.split('*');
    let first = pieces.next().unwrap_or_default();
    let Some(mut rest) = name.strip_prefix(first) else {
        return false;
    };
    let Some(last) = pieces.next_back() else {
        // There is no `*`.
        return rest.is_empty();
    };
    for piece in pieces {
        let Some(start) = rest.find(piece) else {
            return false;
        };
        rest = &rest[start + piece.len()..];
    }
    rest.ends_with(last)
}

fn label(method: &str, path: &str) -> String {
    format!("{} {path}", method.to_uppercase())
}

fn is_operation(key: &str) -> bool {
    Kind::PathItem.rule().shape(key) == Some(Shape::Of(Kind::Operation))
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn a_star_stands_for_any_text() {
        assert!(matches("stream.webhooks.*", "stream.webhooks.update"));
        assert!(matches("*", ""));
        assert!(matches("GET /a/*/c*", "GET /a/{b}/c/d"));
        assert!(matches("listPets", "listPets"));
        assert!(!matches("listPets", "listPetsByTag"));
        assert!(!matches("list*Pets", "listPet"));
        assert!(!matches("aa*aa", "aaa"));
        assert!(!matches("stream.webhooks.*", "stream.webhooks"));
    }
}
