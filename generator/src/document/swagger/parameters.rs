//! Parameters and headers, whose type is said within a schema.

use super::{Body, Lift};
use crate::diagnostic::{Place, catalogue};
use crate::source::{Object, Path, Value, join};

/// What says how a value looks.
pub(super) const OF_SCHEMA: [&str; 17] = [
    "default",
    "enum",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "format",
    "items",
    "maxItems",
    "maxLength",
    "maximum",
    "minItems",
    "minLength",
    "minimum",
    "multipleOf",
    "pattern",
    "type",
    "uniqueItems",
    "x-nullable",
];

/// How the items of a list are told apart.
pub(super) const LISTS: &str = "collectionFormat";

/// Takes what says how a value looks out of what has that value.
pub(super) fn schema(of: &mut Object) -> Object {
    let mut schema = Object::new();
    of.retain(|key, value| {
        let is_of_schema = OF_SCHEMA.contains(&key) || key.starts_with("x-enum");
        if is_of_schema {
            schema.insert(key, std::mem::take(value));
        }
        !is_of_schema
    });
    schema
}

impl Lift<'_> {
    /// The parameters of a path item or an operation. Those that are its body are taken out.
    pub(super) fn parameters(&mut self, of: &mut Object, at: &str) -> Vec<Body> {
        let Some(Value::Array(list)) = of.get_mut("parameters") else {
            return Vec::new();
        };
        let start = join(at, "parameters");
        let path = Path::start(&start);
        let (mut bodies, mut kept) = (Vec::new(), Vec::new());
        let mut index = 0;
        list.retain(|value| {
            let pointer = path.index(index).pointer();
            let body = Body::of(value, &pointer, self.origins);
            let body = body.or_else(|| self.shared.body(value));
            let is_kept = body.is_none();
            kept.extend(is_kept.then_some(index));
            bodies.extend(body);
            index += 1;
            is_kept
        });
        let kept = kept.into_iter().enumerate();
        self.origins.shift(&path, kept.map(|(new, old)| (old, new)));
        for (index, value) in list.iter_mut().enumerate() {
            self.parameter(value, &path.index(index).pointer());
        }
        bodies
    }

    /// One parameter that is no body.
    pub(super) fn parameter(&mut self, value: &mut Value, at: &str) {
        let Value::Object(parameter) = value else {
            return;
        };
        if parameter.contains_key("$ref") {
            return;
        }
        let place = parameter.get("in").and_then(Value::as_str);
        let in_query = place == Some("query");
        self.typed(parameter, at, in_query);
    }

    /// A header of a response.
    pub(super) fn header(&mut self, value: &mut Value, at: &str) {
        if let Value::Object(header) = value {
            self.typed(header, at, false);
        }
    }

    fn typed(&mut self, value: &mut Object, at: &str, in_query: bool) {
        let schema = schema(value);
        let lists = value.remove(LISTS);
        let is_list = schema.get("type").and_then(Value::as_str) == Some("array");
        let place = self.origins.place(&join(at, LISTS));
        if let Some((style, explode)) = is_list
            .then(|| self.style(lists, place, in_query))
            .flatten()
        {
            value.insert("style", style);
            value.insert("explode", explode);
        }
        if !schema.is_empty() {
            self.origins.same(join(at, "schema"), at);
            value.insert("schema", schema);
        }
    }

    /// How OpenAPI says how a list is written, if it has to be said.
    pub(super) fn style(
        &mut self,
        lists: Option<Value>,
        place: Place,
        in_query: bool,
    ) -> Option<(&'static str, bool)> {
        let said = match &lists {
            None => "csv",
            Some(Value::String(said)) => said,
            Some(other) => {
                let what = format!("`{LISTS}`");
                let wrong = catalogue::wrong_shape(place, &what, "a string", other, false);
                self.diagnostics.push(wrong);
                return in_query.then_some(("form", false));
            }
        };
        match (said, in_query) {
            ("csv", true) => Some(("form", false)),
            ("multi", true) => Some(("form", true)),
            ("ssv", true) => Some(("spaceDelimited", false)),
            ("pipes", true) => Some(("pipeDelimited", false)),
            ("csv", false) => None,
            (other, _) => {
                let what = format!("`{LISTS}: {other}`");
                self.unsaid(place, &what, "commas stand between the items");
                in_query.then_some(("form", false))
            }
        }
    }
}
