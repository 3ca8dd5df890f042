//! Rules that tie schemas to each other: compositions that lead back to themselves, and variants that a discriminator
//! can't tell apart.

use foldhash::{HashMap, HashMapExt as _, HashSet};
use std::borrow::Cow;

use crate::diagnostic::{Diagnostics, catalogue};
use crate::document::grammar::{Kind, Shape, Visit, walk};
use crate::document::origins::Origins;
use crate::source::{Object, Path, Value, join, unescape};

const SCHEMAS: &str = "#/components/schemas/";

/// Checks the schemas of a description whose references lead to components.
pub(super) fn check(tree: &mut Value, origins: &Origins, diagnostics: &mut Diagnostics) {
    variants(tree, origins, diagnostics);
    let schemas = tree
        .pointer("/components/schemas")
        .and_then(Value::as_object);
    let components = Path::start("/components/schemas");
    for name in schemas.map(circles).unwrap_or_default() {
        let place = origins.place(&components.key(name).pointer()).on_key();
        diagnostics.push(catalogue::composition_circle(place, name));
    }
}

fn target<'a>(schema: &'a Value) -> Option<Cow<'a, str>> {
    let reference = schema.get("$ref")?.as_str()?;
    reference.strip_prefix(SCHEMAS).map(unescape)
}

/// The components that a schema is made of, however it is used: all of `allOf`, and what is alone in `oneOf` or `anyOf`.
fn parts(schema: &Value) -> Vec<String> {
    let branches = ["allOf", "oneOf", "anyOf"].into_iter().flat_map(|key| {
        let list = schema
            .get(key)
            .and_then(Value::as_array)
            .unwrap_or_default();
        let counted = key == "allOf" || list.len() == 1;
        list.iter().filter(move |_| counted)
    });
    branches
        .filter_map(|branch| target(branch).map(Cow::into_owned))
        .collect()
}

/// The components that are part of themselves.
fn circles(schemas: &Object) -> Vec<&str> {
    #[derive(Clone, Copy, PartialEq)]
    enum Mark {
        Open,
        Done,
    }
    let names: HashSet<&str> = schemas.keys().collect();
    let mut marks: HashMap<&str, Mark> = HashMap::new();
    let mut found = Vec::new();
    for start in schemas.keys() {
        if marks.contains_key(start) {
            continue;
        }
        // A stack of our own: a chain may be as long as the description.
        marks.insert(start, Mark::Open);
        let mut stack: Vec<(&str, Vec<String>)> = vec![(start, children(schemas, start))];
        while let Some((name, rest)) = stack.last_mut() {
            let name = *name;
            let Some(next) = rest.pop() else {
                marks.insert(name, Mark::Done);
                stack.pop();
                continue;
            };
            let Some(&next) = names.get(next.as_str()) else {
                continue;
            };
            match marks.get(next) {
                None => {
                    marks.insert(next, Mark::Open);
                    stack.push((next, children(schemas, next)));
                }
                Some(Mark::Open) if !found.contains(&next) => found.push(next),
                Some(_) => {}
            }
        }
    }
    found
}

fn children(schemas: &Object, name: &str) -> Vec<String> {
    schemas.get(name).map(parts).unwrap_or_default()
}

/// Where there are discriminators, the property of each, and the schema of what has no such property.
#[derive(Default)]
struct Discriminators(Vec<(String, String, Option<String>)>);

impl Visit for Discriminators {
    fn enter(&mut self, kind: Kind, value: &mut Value, path: &Path<'_>) -> bool {
        let discriminator = value.get("discriminator").filter(|_| kind == Kind::Schema);
        let text = |key| discriminator?.get(key)?.as_str().map(str::to_owned);
        let property = text("propertyName");
        self.0
            .extend(property.map(|property| (path.pointer(), property, text("defaultMapping"))));
        true
    }
}

/// Every branch should have the property that is to tell it from the others.
fn variants(tree: &mut Value, origins: &Origins, diagnostics: &mut Diagnostics) {
    let mut found = Discriminators::default();
    walk(Shape::Of(Kind::Root), tree, &Path::start(""), &mut found);
    let empty = Object::new();
    let schemas = tree
        .pointer("/components/schemas")
        .and_then(Value::as_object)
        .unwrap_or(&empty);
    for (pointer, property, default) in found.0 {
        for key in ["oneOf", "anyOf"] {
            let list = join(&pointer, key);
            let branches = tree.pointer(&list).and_then(Value::as_array);
            for (index, branch) in branches.unwrap_or_default().iter().enumerate() {
                let reference = branch.get("$ref").and_then(Value::as_str);
                let told = default.is_none() || reference != default.as_deref();
                if told && has_property(schemas, branch, &property, 0) == Some(false) {
                    let place = origins.place(&format!("{list}/{index}"));
                    diagnostics.push(catalogue::undiscriminated_variant(place, &property));
                }
            }
        }
    }
}

/// Whether values of a schema have a property by name; none where that can't be told.
fn has_property(schemas: &Object, schema: &Value, property: &str, depth: usize) -> Option<bool> {
    if depth > 16 {
        return None;
    }
    if let Some(name) = target(schema) {
        return has_property(schemas, schemas.get(&name)?, property, depth + 1);
    }
    let properties = schema.get("properties").and_then(Value::as_object);
    if properties.is_some_and(|properties| properties.contains_key(property)) {
        return Some(true);
    }
    if schema.get("oneOf").is_some() || schema.get("anyOf").is_some() {
        return None;
    }
    let parts = schema
        .get("allOf")
        .and_then(Value::as_array)
        .unwrap_or_default();
    let all: Vec<_> = parts
        .iter()
        .map(|part| has_property(schemas, part, property, depth + 1))
        .collect();
    match all.contains(&Some(true)) {
        true => Some(true),
        false if all.contains(&None) => None,
        false => Some(false),
    }
}
