// Copied by specwright 0.1.0 from specwright-runtime.

//! `application/x-www-form-urlencoded`.

use serde_json::Value;
use url::form_urlencoded::byte_serialize;

use super::style;

/// The members of an object as a form. Lists repeat their name, and objects in objects are written with brackets.
pub(super) fn encode(value: &Value) -> String {
    let mut out = String::new();
    let write = |text: &str| -> String { byte_serialize(text.as_bytes()).collect() };
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                style::deep(&write(name), value, &write, &mut out);
            }
        }
        other => style::deep("value", other, &write, &mut out),
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_form_is_read_back_by_another_parser() {
        let form = encode(
            &json!({"a b": "1 & 2", "list": ["x", "y"], "object": {"k": true}, "none": null}),
        );
        let pairs: Vec<(String, String)> = url::form_urlencoded::parse(form.as_bytes())
            .into_owned()
            .collect();
        let expected = [
            ("a b", "1 & 2"),
            ("list", "x"),
            ("list", "y"),
            ("object[k]", "true"),
        ];
        assert_eq!(
            pairs,
            expected.map(|(name, value)| (name.to_owned(), value.to_owned()))
        );
    }
}
