//! Cookies: OpenAPI's style `form` within what RFC 6265 lets them be.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde_json::Value;

use super::super::operation::ParameterSpec;
use super::style::{Shape, text, unreserved};

/// What no cookie can have (RFC 6265, section 4.1.1), and what the others are encoded with.
const COOKIE: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b',')
    .add(b';')
    .add(b'\\')
    .add(b'%');

/// Appends cookies of the form `name=value`.
pub(super) fn append(spec: &ParameterSpec, value: &Value, out: &mut String) {
    let shape = Shape::of(spec, value);
    if let (true, Shape::Object(members)) = (spec.explode, &shape) {
        for (name, value) in *members {
            if !value.is_null() {
                apart(out);
                unreserved(name, out);
                out.push('=');
                cookie_value(&text(value), out);
            }
        }
        return;
    }
    apart(out);
    out.push_str(spec.name);
    out.push('=');
    match shape {
        Shape::Scalar(text) => cookie_value(&text, out),
        shape => shape.append(spec, ",", in_cookie, out),
    }
}

/// Parts what comes from the cookie before it.
fn apart(out: &mut String) {
    if !out.is_empty() {
        out.push_str("; ");
    }
}

/// A text within a list: who splits it has to decode, and finds the text again.
fn in_cookie(text: &str, out: &mut String) {
    out.extend(utf8_percent_encode(text, COOKIE));
}

/// A text by itself. Most servers decode nothing: what a cookie can have is sent as it is. That is so of `%`, too, since a
/// value that another answer has set, and which is encoded already, goes back as it came. Where something has to be encoded,
/// `%` is as well, so that who decodes finds the text again.
fn cookie_value(text: &str, out: &mut String) {
    let is_encoded = |byte| matches!(byte, 0..=b' ' | b'"' | b',' | b';' | b'\\' | 0x7F..);
    match text.bytes().any(is_encoded) {
        true => in_cookie(text, out),
        false => out.push_str(text),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::super::operation::Style;
    use super::super::super::spec;
    use super::*;

    #[test]
    fn cookies_are_one_header() {
        let mut out = String::new();
        let mut write = |name, explode, value: Value| {
            let spec = spec::cookie(name).style(Style::Form, explode);
            append(&spec, &value, &mut out);
            out.clone()
        };
        assert_eq!(write("none", true, json!({"a": null})), "");
        assert_eq!(write("one", true, json!("a b")), "one=a%20b");
        assert_eq!(
            write("rgb", true, json!({"G": 200, "none": null, "R": 100})),
            "one=a%20b; G=200; R=100"
        );
        let all = write("rgb", false, json!({"B": 150, "G": 200, "R": 100}));
        assert_eq!(all, "one=a%20b; G=200; R=100; rgb=B,150,G,200,R,100");
        let all = write("list", true, json!(["", "x"]));
        assert!(all.ends_with("; list=,x"), "{all}");
    }

    #[test]
    fn what_a_cookie_can_have_is_sent_as_it_is() {
        let written = |value: Value| {
            let mut out = String::new();
            let spec = spec::cookie("sid").style(Style::Form, true);
            append(&spec, &value, &mut out);
            out
        };
        let octets = "!#$%&'()*+-./09:<=>?@AZ[]^_`az{|}~";
        assert_eq!(written(json!(octets)), format!("sid={octets}"));
        assert_eq!(written(json!("abc==")), "sid=abc==");
        assert_eq!(written(json!("s%3Aabc")), "sid=s%3Aabc");
        assert_eq!(
            written(json!("\"a, b;c\\\t\u{7f}é=%")),
            "sid=%22a%2C%20b%3Bc%5C%09%7F%C3%A9=%25"
        );
        assert_eq!(written(json!(["a=", "b,%"])), "sid=a=,b%2C%25");
        // A name ends with the first `=`.
        assert_eq!(written(json!({"a=": "b="})), "a%3D=b=");
    }
}
