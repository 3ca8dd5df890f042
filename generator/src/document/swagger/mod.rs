//! Swagger 2.0, made OpenAPI 3.0: everything after this knows nothing of it.
//!
//! That takes two steps. [`arrange`] gives shared parts their places below `components` before references are joined, so that
//! they keep their names, and [`lift`] says the rest in other words when each reference leads to a part of the same tree: what
//! a body is, only the parameter can tell that is referred to. Messages show everything where it was written.
//!
//! What can't be said in OpenAPI is told (`swagger-2`), and is little: how lists are written in a few places.

mod arrange;
mod bodies;
mod parameters;
mod responses;
mod root;
mod schemas;

pub(super) use arrange::{Moved, arrange};

use super::grammar::{self, Kind, Shape, walk};
use super::origins::Origins;
use crate::diagnostic::{Diagnostics, catalogue};
use crate::source::{Object, Path, Value, join};
use bodies::Body;

const JSON: &str = "application/json";

/// Makes a joined description OpenAPI 3.0.
pub(super) fn lift(tree: &mut Value, origins: &mut Origins, diagnostics: &mut Diagnostics) {
    let Value::Object(root) = tree else { return };
    let mut lift = Lift {
        consumes: media_types(root.remove("consumes")),
        produces: media_types(root.remove("produces")),
        origins,
        diagnostics,
    };
    lift.head(root);
    let bodies = match root.get_mut("components") {
        Some(Value::Object(components)) => lift.components(components),
        _ => Vec::new(),
    };
    if let Some(Value::Object(items)) = root.get_mut("paths") {
        for (path, item) in items.iter_mut() {
            if let Value::Object(item) = item {
                lift.path_item(item, &join("/paths", path), &bodies);
            }
        }
    }
    let start = Path::start("");
    walk(
        Shape::Of(Kind::Root),
        tree,
        &start,
        &mut schemas::Lift(lift.origins),
    );
}

struct Lift<'a> {
    /// The media types of requests where an operation says nothing of them.
    consumes: Vec<String>,
    /// Those of responses.
    produces: Vec<String>,
    origins: &'a mut Origins,
    diagnostics: &'a mut Diagnostics,
}

impl Lift<'_> {
    /// Shared parts. Gives those parameters that are bodies or parts of one, which OpenAPI has elsewhere.
    fn components(&mut self, components: &mut Object) -> Vec<Body> {
        let mut bodies = Vec::new();
        if let Some(Value::Object(parameters)) = components.get_mut("parameters") {
            let start = "/components/parameters";
            parameters.retain(|name, value| {
                let pointer = join(start, name);
                let body = Body::of(value, &pointer);
                let stays = body.is_none();
                bodies.extend(body);
                stays
            });
            for (name, value) in parameters.iter_mut() {
                self.parameter(value, &join(start, name));
            }
        }
        if let Some(Value::Object(responses)) = components.get_mut("responses") {
            let produces = self.produces.clone();
            for (name, value) in responses.iter_mut() {
                self.response(value, &join("/components/responses", name), &produces);
            }
        }
        if let Some(Value::Object(schemes)) = components.get_mut("securitySchemes") {
            for (name, value) in schemes.iter_mut() {
                self.security_scheme(value, &join("/components/securitySchemes", name));
            }
        }
        bodies
    }

    fn path_item(&mut self, item: &mut Object, at: &str, shared: &[Body]) {
        let of_all = self.parameters(item, at, shared);
        for (method, operation) in item.iter_mut() {
            if let (true, Value::Object(operation)) = (grammar::is_operation(method), operation) {
                self.operation(operation, &join(at, method), shared, &of_all);
            }
        }
    }

    fn operation(&mut self, operation: &mut Object, at: &str, shared: &[Body], of_all: &[Body]) {
        let mut said = |key, otherwise: &Vec<String>| match operation.remove(key) {
            Some(list) => media_types(Some(list)),
            None => otherwise.clone(),
        };
        let consumes = said("consumes", &self.consumes);
        let produces = said("produces", &self.produces);
        operation.remove("schemes");
        let own = self.parameters(operation, at, shared);
        self.body(operation, at, own, of_all, &consumes);
        if let Some(Value::Object(responses)) = operation.get_mut("responses") {
            let start = join(at, "responses");
            for (status, response) in responses.iter_mut() {
                self.response(response, &join(&start, status), &produces);
            }
        }
    }

    /// Tells that something is written in another way than the description says.
    fn unsaid(&mut self, pointer: &str, what: &str, instead: &'static str) {
        let place = self.origins.place(pointer);
        self.diagnostics
            .push(catalogue::swagger_2(place, what, instead));
    }
}

fn media_types(list: Option<Value>) -> Vec<String> {
    let Some(Value::Array(list)) = list else {
        return Vec::new();
    };
    let texts = list.into_iter().filter_map(|value| match value {
        Value::String(text) => Some(text),
        _ => None,
    });
    let mut known = Vec::new();
    for text in texts {
        if !known.contains(&text) {
            known.push(text);
        }
    }
    known
}

#[cfg(test)]
mod tests;
