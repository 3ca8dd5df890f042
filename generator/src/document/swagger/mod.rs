//! Swagger 2.0, made OpenAPI 3.0: everything after this knows nothing of it.
//!
//! That takes two steps. [`arrange`] gives shared parts their places below `components` before references are joined, so that
//! they keep their names, and [`lift`] says the rest in other words when each reference leads to a part of the same tree: what
//! a body is, only the parameter can tell that is referred to. Messages show everything where it was written.
//!
//! What can't be said in OpenAPI is told (`swagger-2`), and is little: how lists are written in a few places.

mod arrange;
mod bodies;
mod content;
mod names;
mod parameters;
mod responses;
mod root;
mod schemas;
mod shared;

pub(super) use arrange::{Moved, arrange, section};

use indexmap::IndexSet;

use super::grammar::{self, Kind, Shape, walk};
use super::join::{Budget, Listed};
use super::origins::Origins;
use crate::diagnostic::{Diagnostics, Place, catalogue};
use crate::source::{Limits, Object, Path, Value, join};
use bodies::Body;
use shared::Shared;

const JSON: &str = "application/json";

/// Makes a joined description OpenAPI 3.0. `listed` are all components that there are.
pub(super) fn lift(
    tree: &mut Value,
    listed: &mut Listed,
    limits: Limits,
    origins: &mut Origins,
    diagnostics: &mut Diagnostics,
) {
    let Value::Object(root) = tree else { return };
    let mut lift = Lift {
        consumes: vec![JSON.to_owned()],
        produces: vec![JSON.to_owned()],
        shared: Shared::default(),
        budget: Budget::new(limits),
        origins,
        diagnostics,
    };
    (lift.consumes, lift.produces) = lift.media_types(root, "");
    lift.head(root);
    let mut components = match root.get_mut("components") {
        Some(Value::Object(components)) => std::mem::take(components),
        _ => Object::new(),
    };
    lift.take_shared(&mut components, listed);
    if let Some(Value::Object(items)) = root.get_mut("paths") {
        for (path, item) in items.iter_mut() {
            if let Value::Object(item) = item {
                lift.path_item(item, &join("/paths", path));
            }
        }
    }
    lift.give_shared(&mut components);
    if let Some(Value::Object(schemes)) = components.get_mut("securitySchemes") {
        for (name, value) in schemes.iter_mut() {
            lift.security_scheme(value, &join("/components/securitySchemes", name));
        }
    }
    if lift.budget.is_spent() {
        // Nothing is made of it any more, and to go on with all that would take long.
        components = Object::new();
        root.insert("paths", Object::new());
    }
    root.insert("components", components);
    let start = Path::start("");
    let mut schemas = schemas::Lift {
        origins: lift.origins,
        diagnostics: lift.diagnostics,
    };
    walk(Shape::Of(Kind::Root), tree, &start, &mut schemas);
}

struct Lift<'a> {
    /// The media types of requests where an operation says nothing of them.
    consumes: Vec<String>,
    /// Those of responses.
    produces: Vec<String>,
    shared: Shared,
    /// How many copies of schemas there may be.
    budget: Budget,
    origins: &'a mut Origins,
    diagnostics: &'a mut Diagnostics,
}

impl Lift<'_> {
    fn path_item(&mut self, item: &mut Object, at: &str) {
        let of_all = self.parameters(item, at);
        for (method, operation) in item.iter_mut() {
            if let (true, Value::Object(operation)) = (grammar::is_operation(method), operation) {
                self.operation(operation, &join(at, method), &of_all);
            }
        }
    }

    fn operation(&mut self, operation: &mut Object, at: &str, of_all: &[Body]) {
        let says_itself = operation.contains_key("produces");
        let (consumes, produces) = self.media_types(operation, at);
        operation.remove("schemes");
        let own = self.parameters(operation, at);
        self.body(operation, at, &own, of_all, &consumes);
        if let Some(Value::Object(responses)) = operation.get_mut("responses") {
            let gives_files = says_itself && !at.ends_with("/head");
            let of_failures = [JSON.to_owned()];
            let start = join(at, "responses");
            for (status, response) in responses.iter_mut() {
                let produces = match status.starts_with('2') {
                    false if self.is_unfit(response, &produces) => &of_failures[..],
                    _ => &produces[..],
                };
                if gives_files {
                    responses::say_file(status, response, produces);
                }
                self.shared_response(response, produces);
                self.response(response, &join(&start, status), produces);
            }
        }
    }

    /// The media types of requests and responses; where none are said, those of the whole description.
    fn media_types(&mut self, of: &mut Object, at: &str) -> (Vec<String>, Vec<String>) {
        let mut said = |key| {
            let value = of.remove(key)?;
            let texts = self.texts(value, &join(at, key), key);
            Some(texts).filter(|texts| !texts.is_empty())
        };
        let (consumes, produces) = (said("consumes"), said("produces"));
        (
            consumes.unwrap_or_else(|| self.consumes.clone()),
            produces.unwrap_or_else(|| self.produces.clone()),
        )
    }

    /// The texts of a list, each once.
    fn texts(&mut self, list: Value, at: &str, key: &str) -> Vec<String> {
        let list = match list {
            Value::Array(list) => list,
            Value::String(_) => {
                let place = self.origins.place(at);
                let what = format!("`{key}`");
                let mended = catalogue::mended(place, &what, "a list", &list);
                self.diagnostics.push(mended);
                vec![list]
            }
            other => {
                self.wrong(at, &format!("`{key}`"), "a list", &other);
                Vec::new()
            }
        };
        let start = Path::start(at);
        let mut texts = IndexSet::new();
        for (index, value) in list.into_iter().enumerate() {
            match value {
                Value::String(text) => {
                    texts.insert(text);
                }
                other => {
                    let what = format!("an item of `{key}`");
                    self.wrong(&start.index(index).pointer(), &what, "a string", &other);
                }
            }
        }
        texts.into_iter().collect()
    }

    /// Tells that something is of the wrong type, and is left out.
    fn wrong(&mut self, at: &str, what: &str, expected: &str, found: &Value) {
        let place = self.origins.place(at);
        let wrong = catalogue::wrong_shape(place, what, expected, found, false);
        self.diagnostics.push(wrong);
    }

    /// Tells that something is written in another way than the description says.
    fn unsaid(&mut self, place: Place, what: &str, instead: &'static str) {
        self.diagnostics
            .push(catalogue::swagger_2(place, what, instead));
    }
}

#[cfg(test)]
mod files_tests;
#[cfg(test)]
mod tests;
