//! Responses, whose media types the operation has.

use super::Lift;
use crate::source::{Object, Value, essence, is_binary, join};

const BYTES: &str = "application/octet-stream";

/// Says that a success is a file whose operation has media types of nothing else, and whose schema was forgotten. What an
/// operation does not say itself may be meant for others.
pub(super) fn say_file(status: &str, response: &mut Value, produces: &[String]) {
    let Value::Object(response) = response else {
        return;
    };
    let is_file = matches!(status, "200" | "2XX")
        && !["schema", "$ref"]
            .iter()
            .any(|key| response.contains_key(key))
        && produces.iter().all(|it| is_binary(it));
    if is_file {
        let file = Object::of("type", "file");
        response.insert("schema", file);
    }
}

impl Lift<'_> {
    /// Whether a response has a schema that values of these media types have no parts for: they are those of the success of an
    /// operation that gives a file, say, and nobody says what its failures are.
    pub(super) fn is_unfit(&self, response: &Value, produces: &[String]) -> bool {
        let is_plain =
            |media_type: &String| is_binary(media_type) || essence(media_type) == "text/plain";
        let schema = self.shared_schema(response).or(response.get("schema"));
        let ty = schema.map(|schema| schema.get("type").and_then(Value::as_str));
        ty.is_some_and(|ty| !matches!(ty, Some("file" | "string"))) && produces.iter().all(is_plain)
    }

    pub(super) fn response(&mut self, value: &mut Value, at: &str, produces: &[String]) {
        let Value::Object(response) = value else {
            return;
        };
        if response.contains_key("$ref") {
            return;
        }
        response.remove("examples");
        if let Some(Value::Object(headers)) = response.get_mut("headers") {
            let start = join(at, "headers");
            for (name, header) in headers.iter_mut() {
                self.header(header, &join(&start, name));
            }
        }
        let Some(schema) = response.remove("schema") else {
            return;
        };
        let is_file = schema.get("type").and_then(Value::as_str) == Some("file");
        let is_wanted = |media_type: &&String| !is_file || !media_type.ends_with("json");
        let mut types: Vec<&str> = produces
            .iter()
            .filter(is_wanted)
            .map(String::as_str)
            .collect();
        if types.is_empty() {
            types.push(BYTES);
        }
        let from = self.origins.resolve(&join(at, "schema"));
        let content = self.content(schema, types, at, &from);
        response.insert("content", content);
    }
}
