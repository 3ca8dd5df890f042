//! Replaces the description's security requirements by those of the configuration.

use super::grammar::{Kind, Shape, Visit, walk};
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
