//! Shared parameters that are bodies, and shared responses. Their media types are those of whoever uses them.

use foldhash::{HashMap, HashSet};

use super::names::Names;
use super::{Body, Lift};
use crate::document::join::Listed;
use crate::source::{Object, Value, join};

const BODIES: &str = "/components/requestBodies";
const PARAMETERS: &str = "/components/parameters";
const RESPONSES: &str = "/components/responses";

/// Shared parts while they are no OpenAPI yet.
#[derive(Default)]
pub(super) struct Shared {
    /// Parameters that are bodies or parts of one, by each name that leads to them.
    bodies: HashMap<String, Body>,
    /// Responses, as they were written.
    responses: Object,
    /// The same with media types of their own.
    request_bodies: With,
    other_responses: With,
}

impl Shared {
    /// The body, or part of one, that a parameter refers to.
    pub(super) fn body(&self, parameter: &Value) -> Option<Body> {
        self.bodies.get(referred(parameter, PARAMETERS)?).cloned()
    }
}

/// Parts with the media types that somebody has for them.
#[derive(Default)]
struct With {
    /// What a part is called with which media types.
    known: HashMap<(String, Vec<String>), String>,
    names: Names,
    parts: Object,
}

impl With {
    fn add(&mut self, name: &str, types: &[String]) -> String {
        let given = self.names.give(name);
        let key = (name.to_owned(), types.to_vec());
        self.known.insert(key, given.clone());
        given
    }
}

impl Lift<'_> {
    /// Takes what only who uses it can tell how to lift.
    pub(super) fn take_shared(&mut self, components: &mut Object, listed: &mut Listed) {
        if let Some(Value::Object(parameters)) = components.get_mut("parameters") {
            self.take_bodies(parameters);
            for (name, value) in parameters.iter_mut() {
                self.parameter(value, &join(PARAMETERS, name));
            }
            let bodies = &self.shared.bodies;
            let is_whole = |name: &String| bodies.get(name).is_some_and(|body| body.is_whole());
            let names = listed.remove("parameters").unwrap_or_default();
            let (bodies, others) = names.into_iter().partition(is_whole);
            listed.insert("parameters".to_owned(), others);
            listed.insert("requestBodies".to_owned(), bodies);
        }
        if let Some(Value::Object(responses)) = components.get_mut("responses") {
            self.shared.responses = std::mem::take(responses);
            let names = self.shared.responses.keys();
            self.shared.other_responses.names = Names::of(names);
        }
    }

    fn take_bodies(&mut self, parameters: &mut Object) {
        let bodies = &mut self.shared.bodies;
        for (name, value) in parameters.iter() {
            let body = Body::of(value, &join(PARAMETERS, name), self.origins);
            bodies.extend(body.map(|body| (name.to_owned(), body.shared(name))));
        }
        // Some are nothing but references to others.
        let mut seen = HashSet::default();
        for name in parameters.keys() {
            let mut chain = Vec::new();
            let mut here = Some(name);
            while let Some(name) = here.filter(|name| !bodies.contains_key(*name)) {
                chain.push(name.to_owned());
                let value = parameters.get(name).filter(|_| seen.insert(name));
                here = value.and_then(|value| referred(value, PARAMETERS));
            }
            if let Some(body) = here.and_then(|name| bodies.get(name)).cloned() {
                bodies.extend(chain.into_iter().map(|name| (name, body.clone())));
            }
        }
        parameters.retain(|name, _| !bodies.contains_key(name));
    }

    /// Puts what was taken where OpenAPI has it.
    pub(super) fn give_shared(&mut self, components: &mut Object) {
        let usual = self.produces.clone();
        let mut responses = std::mem::take(&mut self.shared.responses);
        for (name, value) in responses.iter_mut() {
            self.response(value, &join(RESPONSES, name), &usual);
        }
        for (name, value) in std::mem::take(&mut self.shared.other_responses.parts) {
            responses.insert(name, value);
        }
        if let Some(place @ Value::Object(_)) = components.get_mut("responses") {
            *place = Value::from(responses);
        }
        let bodies = std::mem::take(&mut self.shared.request_bodies.parts);
        if !bodies.is_empty() {
            components.insert("requestBodies", bodies);
        }
    }

    /// A reference to a shared body with these media types.
    pub(super) fn request_body(&mut self, name: &str, body: &Body, consumes: &[String]) -> Object {
        let known = (name.to_owned(), consumes.to_vec());
        let known = match self.shared.request_bodies.known.get(&known) {
            Some(known) => known.clone(),
            None => {
                let known = self.shared.request_bodies.add(name, consumes);
                let described = self.whole(body, &join(BODIES, &known), consumes);
                let parts = &mut self.shared.request_bodies.parts;
                parts.insert(known.as_str(), described);
                known
            }
        };
        reference(&join(BODIES, &known))
    }

    /// The shared response that a reference leads to.
    fn shared_name<'v>(&'v self, value: &'v Value) -> Option<&'v str> {
        let mut name = referred(value, RESPONSES)?;
        let responses = &self.shared.responses;
        let next = |name: &str| referred(responses.get(name)?, RESPONSES);
        // More than a few can only be a circle, and that was told.
        for _ in 0..32 {
            match next(name) {
                Some(further) => name = further,
                None => break,
            }
        }
        Some(name)
    }

    /// What the shared response that a reference leads to describes.
    pub(super) fn shared_schema(&self, value: &Value) -> Option<&Value> {
        let name = self.shared_name(value)?;
        self.shared.responses.get(name)?.get("schema")
    }

    /// Has a reference to a shared response lead to the same with these media types.
    pub(super) fn shared_response(&mut self, value: &mut Value, produces: &[String]) {
        if *produces == *self.produces {
            return;
        }
        let Some(name) = self.shared_name(value) else {
            return;
        };
        if self.shared_schema(value).is_none() {
            return;
        }
        let known = (name.to_owned(), produces.to_vec());
        let known = match self.shared.other_responses.known.get(&known) {
            Some(known) => known.clone(),
            None => {
                let at = join(RESPONSES, &known.0);
                let responses = std::mem::take(&mut self.shared.responses);
                let response = responses.get(&known.0);
                let copy = response.and_then(|response| self.copy(&at, response));
                self.shared.responses = responses;
                let Some(mut response) = copy else { return };
                let known = self.shared.other_responses.add(&known.0, produces);
                let here = join(RESPONSES, &known);
                self.origins.same(here.clone(), &at);
                self.response(&mut response, &here, produces);
                let parts = &mut self.shared.other_responses.parts;
                parts.insert(known.as_str(), response);
                known
            }
        };
        *value = Value::from(reference(&join(RESPONSES, &known)));
    }
}

/// The name of the part of a section that a value refers to.
fn referred<'v>(value: &'v Value, section: &str) -> Option<&'v str> {
    let pointer = value.get("$ref")?.as_str()?.strip_prefix('#')?;
    pointer.strip_prefix(section)?.strip_prefix('/')
}

fn reference(pointer: &str) -> Object {
    let reference = Value::from(format!("#{pointer}"));
    Object::of("$ref", reference)
}
