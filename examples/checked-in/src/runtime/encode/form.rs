// Copied by specwright 0.1.0 from specwright-runtime.

//! `application/x-www-form-urlencoded`.

use serde_json::Value;
use url::form_urlencoded::byte_serialize;

use super::super::operation::ParameterSpec;
use super::style;

pub const MEDIA_TYPE: &str = "application/x-www-form-urlencoded";

/// The members of an object as a form, some of them in a style of their own. Of the others, lists of scalars repeat their
/// name, and what is nested deeper is written with brackets.
pub(super) fn encode(value: &Value, styled: &[ParameterSpec]) -> String {
    let mut out = String::new();
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                if !value.is_null() {
                    member(name, value, styled, &mut out);
                }
            }
        }
        other => member("value", other, styled, &mut out),
    }
    out
}

/// A form with further members. What it has of their names is replaced, whatever stands behind these in brackets.
pub fn further(form: &str, members: &[(&str, &Value)]) -> String {
    let mut out = super::without(form, |name, _| {
        members.iter().any(|(new, _)| {
            let behind = name.strip_prefix(new);
            behind.is_some_and(|behind| behind.is_empty() || behind.starts_with('['))
        })
    });
    for (name, value) in members {
        if !value.is_null() {
            member(name, value, &[], &mut out);
        }
    }
    out
}

fn member(key: &str, value: &Value, styled: &[ParameterSpec], out: &mut String) {
    let mut name = String::new();
    write(key, &mut name);
    if let Some(spec) = styled.iter().find(|spec| spec.name == key) {
        return style::pairs(spec, &name, value, write, out);
    }
    match value {
        Value::Array(items) if items.iter().all(style::is_scalar) => {
            for item in items {
                style::deep(&name, item, write, out);
            }
        }
        value => style::deep(&name, value, write, out),
    }
}

fn write(text: &str, out: &mut String) {
    out.extend(byte_serialize(text.as_bytes()));
}
