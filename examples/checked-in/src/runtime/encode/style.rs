// Copied by specwright 0.1.0 from specwright-runtime.

//! How parameters are written: OpenAPI 3.0.3, "Style Values", which are those of RFC 6570.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value};

use super::super::number::whole;
use super::super::operation::{ParameterSpec, Style};

/// All but the unreserved characters (RFC 3986, section 2.3).
const VALUE: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');
/// With `allowReserved`, the reserved ones stay, too (section 2.2). `#` would end the query and `&` and `+` would change
/// its meaning, so these do not.
const RESERVED: &AsciiSet = &VALUE
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'[')
    .remove(b']')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b';')
    .remove(b'=');
/// The same in a path, where other ones have a place: `pchar` (section 3.3), and the slash between segments. An application is
/// to escape what is not allowed there (OpenAPI 3.2.0, "Parameter Object").
const RESERVED_IN_PATH: &AsciiSet = &RESERVED
    .remove(b'&')
    .remove(b'+')
    .add(b'?')
    .add(b'[')
    .add(b']');
/// What may be several segments of a path.
const SEGMENTS: &AsciiSet = &VALUE.remove(b'/');
/// What a template has between its names: a path, perhaps with a query.
const LITERAL: &AsciiSet = &RESERVED.remove(b'&').remove(b'+').remove(b'%');

/// How a text is appended to what is written. A pointer and no type parameter, so that what takes one is compiled once.
pub(super) type Write = fn(&str, &mut String);

pub(super) fn unreserved(text: &str, out: &mut String) {
    out.extend(utf8_percent_encode(text, VALUE));
}

pub(super) fn literal(text: &str, out: &mut String) {
    out.extend(utf8_percent_encode(text, LITERAL));
}

fn reserved(text: &str, out: &mut String) {
    out.extend(utf8_percent_encode(text, RESERVED));
}

fn reserved_in_path(text: &str, out: &mut String) {
    out.extend(utf8_percent_encode(text, RESERVED_IN_PATH));
}

fn segments(text: &str, out: &mut String) {
    out.extend(utf8_percent_encode(text, SEGMENTS));
}

fn plain(text: &str, out: &mut String) {
    out.push_str(text);
}

/// The text of a scalar; of anything else its JSON, for no style writes what is nested deeper. A number that is whole is
/// written without a fraction, as JavaScript does: many servers that say `number` read an integer.
pub(in super::super) fn text(value: &Value) -> Cow<'_, str> {
    match value {
        Value::String(text) => text.into(),
        Value::Null => "".into(),
        Value::Number(number) => match whole(number) {
            Some(integer) => integer.to_string().into(),
            None => number.to_string().into(),
        },
        other => other.to_string().into(),
    }
}

/// A value in the three shapes that styles tell apart.
pub(super) enum Shape<'v> {
    Scalar(Cow<'v, str>),
    List(&'v [Value]),
    Object(&'v Map<String, Value>),
}

impl<'v> Shape<'v> {
    pub fn of(spec: &ParameterSpec, value: &'v Value) -> Self {
        match value {
            _ if spec.json => Self::Scalar(value.to_string().into()),
            Value::Array(items) => Self::List(items),
            Value::Object(members) => Self::Object(members),
            scalar => Self::Scalar(text(scalar)),
        }
    }

    /// Whether nothing is in it. A scalar is something, and a member that is null is not.
    fn is_empty(&self) -> bool {
        match self {
            Self::Scalar(_) => false,
            Self::List(items) => items.is_empty(),
            Self::Object(members) => members.values().all(Value::is_null),
        }
    }

    /// Appends it with a separator between its items. An object's are names and values by turns, or pairs where it is
    /// exploded.
    pub fn append(&self, spec: &ParameterSpec, separator: &str, write: Write, out: &mut String) {
        let mut between = "";
        match self {
            Self::Scalar(text) => write(text, out),
            Self::List(items) => {
                for item in *items {
                    out.push_str(between);
                    write(&text(item), out);
                    between = separator;
                }
            }
            Self::Object(members) => {
                let within = if spec.explode { "=" } else { separator };
                for (name, value) in *members {
                    if value.is_null() {
                        continue;
                    }
                    out.push_str(between);
                    write(name, out);
                    out.push_str(within);
                    write(&text(value), out);
                    between = separator;
                }
            }
        }
    }
}

/// A path segment, or several.
pub(super) fn path(spec: &ParameterSpec, value: &Value) -> String {
    let write = match (spec.allow_reserved, spec.slashes) {
        (true, _) => reserved_in_path,
        (false, true) => segments,
        (false, false) => unreserved,
    };
    let shape = Shape::of(spec, value);
    let mut out = String::new();
    if spec.explode && spec.style != Style::Simple && shape.is_empty() {
        return out;
    }
    match (spec.style, &shape) {
        (Style::Label, _) => out.push('.'),
        (Style::Matrix, Shape::Object(_)) if spec.explode => out.push(';'),
        (Style::Matrix, _) => {
            out.push(';');
            unreserved(spec.name, &mut out);
            out.push('=');
        }
        _ => {}
    }
    // Exploded, each item begins as the first one does.
    let separator = match spec.style {
        Style::Label | Style::Matrix if spec.explode => Cow::Owned(out.clone()),
        _ => Cow::Borrowed(","),
    };
    shape.append(spec, &separator, write, &mut out);
    out
}

/// A header's value.
pub(super) fn header(spec: &ParameterSpec, value: &Value) -> String {
    let mut out = String::new();
    Shape::of(spec, value).append(spec, ",", plain, &mut out);
    out
}

/// Appends a parameter to a query.
pub(super) fn query(spec: &ParameterSpec, value: &Value, out: &mut String) {
    let write = match spec.allow_reserved {
        true => reserved,
        false => unreserved,
    };
    let mut name = String::new();
    unreserved(spec.name, &mut name);
    pairs(spec, &name, value, write, out);
}

/// Appends what a parameter is in a query, or a member in a form.
pub(super) fn pairs(
    spec: &ParameterSpec,
    name: &str,
    value: &Value,
    write: Write,
    out: &mut String,
) {
    if spec.style == Style::DeepObject && !spec.json {
        return deep(name, value, write, out);
    }
    match Shape::of(spec, value) {
        Shape::List(items) if spec.explode => {
            for item in items {
                pair(name, &text(item), write, out);
            }
        }
        Shape::Object(members) if spec.explode => {
            for (key, value) in members {
                if !value.is_null() {
                    let mut name = String::new();
                    unreserved(key, &mut name);
                    pair(&name, &text(value), write, out);
                }
            }
        }
        shape if shape.is_empty() => {}
        shape => {
            let separator = match spec.style {
                Style::SpaceDelimited => "%20",
                Style::PipeDelimited => "%7C",
                _ => ",",
            };
            begin(name, out);
            shape.append(spec, separator, write, out);
        }
    }
}

/// `name[key]=value`, at any depth. OpenAPI says nothing of lists in there; what servers commonly read is `name[]=value`
/// for each scalar, and `name[0][key]=value` for what has members itself.
pub(super) fn deep(name: &str, value: &Value, write: Write, out: &mut String) {
    match value {
        Value::Null => {}
        Value::Object(members) => {
            for (key, value) in members {
                let mut name = format!("{name}%5B");
                unreserved(key, &mut name);
                name.push_str("%5D");
                deep(&name, value, write, out);
            }
        }
        Value::Array(items) if items.iter().all(is_scalar) => {
            let name = format!("{name}%5B%5D");
            for item in items {
                deep(&name, item, write, out);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                deep(&format!("{name}%5B{index}%5D"), item, write, out);
            }
        }
        scalar => pair(name, &text(scalar), write, out),
    }
}

pub(super) fn is_scalar(value: &Value) -> bool {
    !matches!(value, Value::Array(_) | Value::Object(_))
}

/// Appends a pair whose name is written already.
fn pair(name: &str, value: &str, write: Write, out: &mut String) {
    begin(name, out);
    write(value, out);
}

fn begin(name: &str, out: &mut String) {
    if !out.is_empty() {
        out.push('&');
    }
    out.push_str(name);
    out.push('=');
}
