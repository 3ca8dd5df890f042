//! The description's security requirements: replaced by those of the configuration, and made up where there are none.

use super::grammar::{self, Kind, Shape, Visit, walk};
use super::origins::Origins;
use crate::config::Given;
use crate::diagnostic::{Diagnostics, catalogue};
use crate::source::{Object, Path, Value};

/// Replaces the requirement of the root, and of every operation that needs credentials at all. `security: []` and an empty
/// alternative stay: such an operation is open to everybody. Every scheme that is named must be there.
pub(super) fn replace(
    tree: &mut Value,
    alternatives: &[Vec<Given<String>>],
    diagnostics: &mut Diagnostics,
) {
    let schemes = tree
        .pointer("/components/securitySchemes")
        .and_then(Value::as_object);
    for given in alternatives.iter().flatten() {
        let name = given.value.as_str();
        if !schemes.is_some_and(|known| known.contains_key(name)) {
            let known = schemes.into_iter().flat_map(Object::keys);
            diagnostics.push(catalogue::config_unknown_scheme(
                given.place.clone(),
                name,
                known,
            ));
        }
    }
    let requirement = |names: &Vec<Given<String>>| {
        let names = names
            .iter()
            .map(|name| (name.value.clone(), Value::Array(Vec::new())));
        Value::from(Object::from_iter(names))
    };
    let mut replace = Replace {
        security: Value::Array(alternatives.iter().map(requirement).collect()),
    };
    walk(Shape::Of(Kind::Root), tree, &Path::start(""), &mut replace);
    if let Value::Object(root) = tree {
        root.insert("security", replace.security);
    }
}

/// Whether the description says for anything what it needs, or that it needs nothing.
pub(super) fn is_said(tree: &Value) -> bool {
    tree.get("security").is_some()
        || operations(tree).any(|operation| operation.get("security").is_some())
}

fn operations(tree: &Value) -> impl Iterator<Item = &Value> {
    let items = tree.get("paths").and_then(Value::as_object);
    let items = items.into_iter().flat_map(Object::iter);
    items
        .filter_map(|(_, item)| item.as_object())
        .flat_map(|item| grammar::operations(item).map(|(_, _, operation)| operation))
}

/// Has each operation of a description that has schemes, and says nowhere what they are for, send what credential there
/// is: one that was given and never sent would be looked for at the server.
pub(super) fn imply(tree: &mut Value, origins: &Origins, diagnostics: &mut Diagnostics) {
    if operations(tree).next().is_none() {
        return;
    }
    let pointer = "/components/securitySchemes";
    let schemes = tree.pointer(pointer).and_then(Value::as_object);
    let schemes = schemes.into_iter().flat_map(Object::iter);
    // A connection is there or not: what it proves is not sent.
    let is_sent = |scheme: &Value| scheme.get("type").and_then(Value::as_str) != Some("mutualTLS");
    let names = schemes.filter(|(_, scheme)| is_sent(scheme));
    let names: Vec<String> = names.map(|(name, _)| name.to_owned()).collect();
    if names.is_empty() {
        return;
    }
    let place = origins.place(pointer).on_key();
    diagnostics.push(catalogue::no_security_requirement(place));
    let sets = names
        .into_iter()
        .map(|name| Object::of(name, Value::Array(Vec::new())));
    let alternatives = sets.chain([Object::new()]).map(Value::from);
    if let Value::Object(root) = tree {
        root.insert("security", Value::Array(alternatives.collect()));
    }
}

struct Replace {
    security: Value,
}

impl Visit for Replace {
    fn enter(&mut self, kind: Kind, value: &mut Value, _path: &Path<'_>) -> bool {
        if kind == Kind::Operation
            && let Value::Object(operation) = value
            && let Some(Value::Array(given)) = operation.get_mut("security")
            && !given.is_empty()
        {
            let open = given
                .iter()
                .find(|set| set.as_object().is_some_and(Object::is_empty));
            let open = open.cloned();
            if let Value::Array(alternatives) = &self.security {
                *given = alternatives.iter().cloned().chain(open).collect();
            }
        }
        kind != Kind::Schema
    }
}
