//! Names for the parts that are brought under `#/components`.

use foldhash::{HashMap, HashSet};
use std::path::Path as FilePath;

use crate::source::{Object, Value, join, parent, segments, unescape};

/// Segments that say where in the grammar something is, and nothing of what it is.
const BOILERPLATE: &[&str] = &[
    "components",
    "schemas",
    "responses",
    "parameters",
    "requestBodies",
    "headers",
    "examples",
    "links",
    "definitions",
    "$defs",
    "properties",
    "content",
    "schema",
    "paths",
    "allOf",
    "anyOf",
    "oneOf",
];

/// What to call the target of a reference: by its pointer, or by its file if it is all of it.
pub(super) fn base(pointer: &str, file: &FilePath) -> String {
    let words: Vec<_> = segments(pointer)
        .filter(|segment| !BOILERPLATE.contains(&segment.as_ref()) && !segment.contains("/json"))
        .map(|segment| clean(&segment))
        .filter(|word| !word.is_empty())
        .collect();
    if !words.is_empty() {
        return words.join("_");
    }
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    match clean(&stem) {
        stem if stem.is_empty() => "part".to_owned(),
        stem => stem,
    }
}

/// The letters that OpenAPI allows in the name of a component.
pub(in crate::document) fn clean(text: &str) -> String {
    let allowed = |letter: char| letter.is_ascii_alphanumeric() || ".-_".contains(letter);
    let parts = text.split(|letter| !allowed(letter));
    parts
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("_")
}

/// The name, or the name with the smallest number that makes it free.
pub(super) fn fresh(tree: &Value, section: &str, base: &str) -> String {
    let taken = tree
        .pointer("/components")
        .and_then(|components| components.get(section));
    let taken = |name: &str| taken.is_some_and(|section| section.get(name).is_some());
    if !taken(base) {
        return base.to_owned();
    }
    (2_usize..)
        .map(|number| format!("{base}_{number}"))
        .find(|name| !taken(name))
        .expect("there are more numbers than names")
}

/// Pointers of all components that there are.
pub(super) fn components(tree: &Value) -> HashSet<String> {
    let pointers = listed(tree).into_iter().flat_map(|(section, names)| {
        let start = join("/components", &section);
        names.into_iter().map(move |name| join(&start, &name))
    });
    pointers.collect()
}

/// The names of components, by section.
pub(in crate::document) type Listed = HashMap<String, Vec<String>>;

/// The names of all components that there are.
pub(super) fn listed(tree: &Value) -> Listed {
    let sections = tree.get("components").and_then(Value::as_object);
    let sections = sections.into_iter().flat_map(Object::iter);
    let names = sections.filter_map(|(section, entries)| {
        // A component may be called `$ref`, as long as that is no reference.
        let entries = entries.as_object()?.iter();
        let names = entries.filter(|(name, entry)| *name != "$ref" || entry.as_str().is_none());
        let names = names.map(|(name, _)| name.to_owned());
        Some((section.to_owned(), names.collect()))
    });
    names.collect()
}

/// Puts a component into the tree, and makes the objects above it where they are missing.
pub(super) fn insert(tree: &mut Value, pointer: &str, value: Value) {
    let mut here = tree;
    for segment in segments(pointer) {
        if !matches!(here, Value::Object(_)) {
            *here = Value::from(Object::new());
        }
        let Value::Object(object) = here else { return };
        if !object.contains_key(&segment) {
            object.insert(segment.as_ref(), Value::Null);
        }
        let Some(next) = object.get_mut(&segment) else {
            return;
        };
        here = next;
    }
    *here = value;
}

/// Takes a member out of the tree; an item of a list becomes null, so that the others keep their places.
pub(super) fn remove(tree: &mut Value, pointer: &str) {
    let Some(above) = parent(pointer) else { return };
    let name = unescape(&pointer[above.len() + 1..]).into_owned();
    match tree.pointer_mut(above) {
        Some(Value::Object(object)) => {
            object.remove(&name);
        }
        Some(_) => {
            if let Some(item) = tree.pointer_mut(pointer) {
                *item = Value::Null;
            }
        }
        None => {}
    }
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn a_component_may_be_called_as_references_are() {
        let named = |entry: Value| {
            let tree = Value::from(Object::of("$ref", entry));
            let sections = Object::of("schemas", tree);
            let components = [("components".to_owned(), Value::from(sections))];
            listed(&Value::from(Object::from_iter(components)))["schemas"].len()
        };
        assert_eq!(named(Value::from(Object::new())), 1);
        assert_eq!(named(Value::from("schemas.yaml")), 0);
    }

    #[test]
    fn names_say_what_the_part_is() {
        let file = FilePath::new("models/error-body.yaml");
        for (pointer, name) in [
            ("", "error-body"),
            ("/components/schemas/Pet", "Pet"),
            ("/components/schemas/Pet/properties/owner", "Pet_owner"),
            (
                "/paths/~1a~1{b}/get/responses/200/content/application~1json/schema",
                "a_b_get_200",
            ),
            ("/$defs/x y", "x_y"),
        ] {
            assert_eq!(base(pointer, file), name);
        }
    }
}
