//! Responses, whose media types the operation has.

use super::Lift;
use crate::source::{Value, join};

const BYTES: &str = "application/octet-stream";

impl Lift<'_> {
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
