//! Leaves out the operations that the configuration does not want.

use super::grammar::{FURTHER_METHODS, is_operation, operations};
use crate::config::{Config, Given};
use crate::diagnostic::{Diagnostics, catalogue};
use crate::source::{Object, Value};

/// Where a description says which resource an operation belongs to, outermost first: as a list, or as a text with dots.
pub const RESOURCE_KEY: &str = "x-fern-sdk-group-name";
/// Where a description says how an operation is called within its resource.
pub const METHOD_KEY: &str = "x-fern-sdk-method-name";

/// What a description has in all, where only a part of it is taken: an entry of the configuration that is about the rest
/// has no effect, and is right all the same.
#[derive(Clone, Debug, Default)]
pub struct Whole {
    /// Its operations: the id of each that has one, and `PUT /path`.
    pub operations: Vec<String>,
    /// The names of its schemas, and those pointers of the configuration that lead to something. None where this is not
    /// known, because some are in other files that nothing led to.
    pub schemas: Option<Vec<String>>,
}

impl Whole {
    pub(super) fn of(tree: &Value, config: &Config) -> Self {
        let schemas = || {
            let components = tree.pointer("/components/schemas");
            let components = components.and_then(Value::as_object);
            let names = components.into_iter().flat_map(Object::keys);
            let entries = config.types.keys().chain(config.derive.keys());
            let is_there = |entry: &&String| {
                let pointer = entry.strip_prefix('#');
                pointer.is_some_and(|pointer| tree.pointer(pointer).is_some())
            };
            let pointers = entries.filter(is_there).map(String::as_str);
            names.chain(pointers).map(str::to_owned).collect()
        };
        let mut whole = Self {
            operations: Vec::new(),
            schemas: (!refers_to_files(tree)).then(schemas),
        };
        whole.add_operations(tree);
        whole
    }

    pub(super) fn add_operations(&mut self, tree: &Value) {
        for (path, method, operation) in all(tree) {
            self.operations.push(format!("{method} {path}"));
            let id = operation.get("operationId").and_then(Value::as_str);
            self.operations.extend(id.map(str::to_owned));
        }
    }
}

/// Whether there is a reference to another file.
fn refers_to_files(value: &Value) -> bool {
    match value {
        Value::Object(object) => object.iter().any(|(key, value)| {
            let reference = value.as_str().filter(|_| key == "$ref");
            reference.is_some_and(|reference| !reference.starts_with('#')) || refers_to_files(value)
        }),
        Value::Array(values) => values.iter().any(refers_to_files),
        _ => false,
    }
}

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
            let only = &config.document.only;
            let wanted = |method: &str, operation: &Value| {
                is_wanted(only, &names(config, path, method, operation))
            };
            item.retain(|key, value| match value {
                Value::Object(further)
                    if key == FURTHER_METHODS && !further.contains_key("$ref") =>
                {
                    further.retain(|method, operation| wanted(method, operation));
                    !further.is_empty()
                }
                _ => !is_operation(key) || wanted(&key.to_uppercase(), value),
            });
            let holds = |key| is_operation(key) || key == FURTHER_METHODS;
            item.keys().any(holds)
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
    all(tree)
        .map(|(path, method, operation)| names(config, path, &method, operation))
        .collect()
}

/// Every operation with its path and method.
fn all(tree: &Value) -> impl Iterator<Item = (&str, String, &Value)> {
    let items = ["paths", "webhooks"]
        .into_iter()
        .filter_map(|section| tree.get(section));
    let items = items.filter_map(Value::as_object).flat_map(Object::iter);
    items
        .filter_map(|(path, item)| Some((path, item.as_object()?)))
        .flat_map(|(path, item)| {
            operations(item).map(move |(further, key, operation)| {
                // Further methods are sent as they are written.
                let method = match further {
                    Some(_) => key.to_owned(),
                    None => key.to_uppercase(),
                };
                (path, method, operation)
            })
        })
}

/// All that an operation can be wanted by: its id, `PUT /path`, `/path`, `tag:` with each of its tags, and
/// `resource.method` where the configuration or the description says what these are.
fn names(config: &Config, path: &str, method: &str, operation: &Value) -> Vec<String> {
    let text = |key: &str| operation.get(key).and_then(Value::as_str);
    let id = text("operationId").filter(|id| !id.is_empty());
    let mut names = vec![format!("{method} {path}"), path.to_owned()];
    names.extend(id.map(str::to_owned));
    let tags = operation.get("tags").and_then(Value::as_array);
    let tags = tags.into_iter().flatten().filter_map(Value::as_str);
    names.extend(tags.map(|tag| format!("tag:{tag}")));
    let chosen = config.operation(id, method, path);
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
