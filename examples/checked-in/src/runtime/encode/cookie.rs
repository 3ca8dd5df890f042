// Copied by specwright 0.1.0 from specwright-runtime.

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
