// Copied by specwright 0.1.0 from specwright-runtime.

//! How parameters are written: OpenAPI 3.0.3, "Style Values", which are those of RFC 6570.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

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
/// What a template has between its names: a path, perhaps with a query.
const LITERAL: &AsciiSet = &RESERVED.remove(b'&').remove(b'+').remove(b'%');

pub(super) fn encoded(text: &str) -> Cow<'_, str> {
    utf8_percent_encode(text, VALUE).into()
}

pub(super) fn literal(text: &str) -> Cow<'_, str> {
    utf8_percent_encode(text, LITERAL).into()
}

/// The text of a scalar; of anything else its JSON, for no style writes what is nested deeper.
pub(super) fn text(value: &Value) -> Cow<'_, str> {
    match value {
        Value::String(text) => text.into(),
        Value::Null => "".into(),
        other => other.to_string().into(),
    }
}

/// A value in the three shapes that styles tell apart.
enum Shape<'v> {
    Scalar(Cow<'v, str>),
    List(Vec<Cow<'v, str>>),
    Object(Vec<(&'v str, Cow<'v, str>)>),
}

fn shape<'v>(spec: &ParameterSpec, value: &'v Value) -> Shape<'v> {
    match value {
        _ if spec.json => Shape::Scalar(value.to_string().into()),
        Value::Array(items) => Shape::List(items.iter().map(text).collect()),
        Value::Object(members) => {
            let there = members.iter().filter(|(_, value)| !value.is_null());
            Shape::Object(
                there
                    .map(|(name, value)| (name.as_str(), text(value)))
                    .collect(),
            )
        }
        scalar => Shape::Scalar(text(scalar)),
    }
}

/// A path segment.
pub(super) fn path(spec: &ParameterSpec, value: &Value) -> String {
    let name = encoded(spec.name);
    let shape = shape(spec, value);
    let commas = |shape: &Shape<'_>| match shape {
        Shape::Scalar(text) => encoded(text).into_owned(),
        Shape::List(items) => joined(items.iter().map(|item| encoded(item)), ","),
        Shape::Object(members) if spec.explode => joined(members.iter().map(pair), ","),
        Shape::Object(members) => joined(
            members
                .iter()
                .flat_map(|(name, value)| [encoded(name), encoded(value)]),
            ",",
        ),
    };
    match (spec.style, &shape) {
        (Style::Label, Shape::List(items)) if spec.explode => items
            .iter()
            .map(|item| format!(".{}", encoded(item)))
            .collect(),
        (Style::Label, Shape::Object(members)) if spec.explode => members
            .iter()
            .map(|member| format!(".{}", pair(member)))
            .collect(),
        (Style::Label, shape) => format!(".{}", commas(shape)),
        (Style::Matrix, Shape::List(items)) if spec.explode => items
            .iter()
            .map(|item| format!(";{name}={}", encoded(item)))
            .collect(),
        (Style::Matrix, Shape::Object(members)) if spec.explode => members
            .iter()
            .map(|member| format!(";{}", pair(member)))
            .collect(),
        (Style::Matrix, shape) => format!(";{name}={}", commas(shape)),
        (_, shape) => commas(shape),
    }
}

/// A header's value.
pub(super) fn header(spec: &ParameterSpec, value: &Value) -> String {
    match shape(spec, value) {
        Shape::Scalar(text) => text.into_owned(),
        Shape::List(items) => joined(items.into_iter(), ","),
        Shape::Object(members) if spec.explode => joined(
            members
                .iter()
                .map(|(name, value)| format!("{name}={value}").into()),
            ",",
        ),
        Shape::Object(members) => joined(
            members
                .into_iter()
                .flat_map(|(name, value)| [name.into(), value]),
            ",",
        ),
    }
}

/// Cookies of the form `name=value`.
pub(super) fn cookie(spec: &ParameterSpec, value: &Value) -> Vec<String> {
    match shape(spec, value) {
        Shape::Scalar(text) => vec![format!("{}={}", spec.name, encoded(&text))],
        Shape::List(items) => vec![format!(
            "{}={}",
            spec.name,
            joined(items.iter().map(|item| encoded(item)), ",")
        )],
        Shape::Object(members) if spec.explode => members
            .iter()
            .map(|member| pair(member).into_owned())
            .collect(),
        Shape::Object(members) => {
            let flat = members
                .iter()
                .flat_map(|(name, value)| [encoded(name), encoded(value)]);
            vec![format!("{}={}", spec.name, joined(flat, ","))]
        }
    }
}

/// Appends a parameter to a query.
pub(super) fn query(spec: &ParameterSpec, value: &Value, out: &mut String) {
    let set = if spec.allow_reserved { RESERVED } else { VALUE };
    let write = |text: &str| -> String { utf8_percent_encode(text, set).to_string() };
    pairs(spec, &encoded(spec.name), value, &write, out);
}

/// Appends what a parameter is in a query, or a member in a form.
pub(super) fn pairs(
    spec: &ParameterSpec,
    name: &str,
    value: &Value,
    write: &impl Fn(&str) -> String,
    out: &mut String,
) {
    let separator = match spec.style {
        Style::SpaceDelimited => "%20",
        Style::PipeDelimited => "%7C",
        _ => ",",
    };
    match shape(spec, value) {
        _ if spec.style == Style::DeepObject && !spec.json => deep(name, value, write, out),
        Shape::Scalar(text) => push(out, name, &write(&text)),
        Shape::List(items) if spec.explode => {
            items.iter().for_each(|item| push(out, name, &write(item)))
        }
        Shape::List(items) if items.is_empty() => {}
        Shape::List(items) => push(
            out,
            name,
            &joined(items.iter().map(|item| write(item).into()), separator),
        ),
        Shape::Object(members) if spec.explode => {
            members
                .iter()
                .for_each(|(name, value)| push(out, &encoded(name), &write(value)));
        }
        Shape::Object(members) if members.is_empty() => {}
        Shape::Object(members) => {
            let flat = members
                .iter()
                .flat_map(|(name, value)| [write(name).into(), write(value).into()]);
            push(out, name, &joined(flat, separator));
        }
    }
}

/// `name[key]=value`, at any depth. OpenAPI says nothing of lists in there; what servers commonly read is `name[]=value`
/// for each scalar, and `name[0][key]=value` for what has members itself.
pub(super) fn deep(name: &str, value: &Value, write: &impl Fn(&str) -> String, out: &mut String) {
    match value {
        Value::Null => {}
        Value::Object(members) => {
            for (key, value) in members {
                deep(&format!("{name}%5B{}%5D", encoded(key)), value, write, out);
            }
        }
        Value::Array(items) if items.iter().all(is_scalar) => {
            let name = format!("{name}%5B%5D");
            items.iter().for_each(|item| deep(&name, item, write, out));
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                deep(&format!("{name}%5B{index}%5D"), item, write, out);
            }
        }
        scalar => push(out, name, &write(&text(scalar))),
    }
}

pub(super) fn is_scalar(value: &Value) -> bool {
    !matches!(value, Value::Array(_) | Value::Object(_))
}

pub(super) fn push(out: &mut String, name: &str, value: &str) {
    if !out.is_empty() {
        out.push('&');
    }
    out.push_str(name);
    out.push('=');
    out.push_str(value);
}

fn pair<'v>((name, value): &(&str, Cow<'_, str>)) -> Cow<'v, str> {
    format!("{}={}", encoded(name), encoded(value)).into()
}

fn joined<'v>(items: impl Iterator<Item = Cow<'v, str>>, separator: &str) -> String {
    items.collect::<Vec<_>>().join(separator)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::super::spec;
    use super::*;

    const COLORS: [&str; 3] = ["blue", "black", "brown"];

    fn rgb() -> Value {
        json!({"B": 150, "G": 200, "R": 100})
    }

    /// The table of OpenAPI 3.0.3, "Style Examples", with RFC 6570's comma for an unexploded label.
    #[test]
    fn the_table_of_styles_for_paths() {
        let written =
            |style, explode, value: &Value| path(&spec::path("color").style(style, explode), value);
        let blue = json!("blue");
        let colors = json!(COLORS);
        for (style, explode, scalar, list, object) in [
            (
                Style::Simple,
                false,
                "blue",
                "blue,black,brown",
                "B,150,G,200,R,100",
            ),
            (
                Style::Simple,
                true,
                "blue",
                "blue,black,brown",
                "B=150,G=200,R=100",
            ),
            (
                Style::Label,
                false,
                ".blue",
                ".blue,black,brown",
                ".B,150,G,200,R,100",
            ),
            (
                Style::Label,
                true,
                ".blue",
                ".blue.black.brown",
                ".B=150.G=200.R=100",
            ),
            (
                Style::Matrix,
                false,
                ";color=blue",
                ";color=blue,black,brown",
                ";color=B,150,G,200,R,100",
            ),
            (
                Style::Matrix,
                true,
                ";color=blue",
                ";color=blue;color=black;color=brown",
                ";B=150;G=200;R=100",
            ),
        ] {
            assert_eq!(written(style, explode, &blue), scalar);
            assert_eq!(written(style, explode, &colors), list);
            assert_eq!(written(style, explode, &rgb()), object);
        }
    }

    #[test]
    fn the_table_of_styles_for_queries() {
        let written = |style, explode, value: &Value| {
            let mut out = String::new();
            query(&spec::query("color").style(style, explode), value, &mut out);
            out
        };
        let colors = json!(COLORS);
        assert_eq!(written(Style::Form, true, &json!("")), "color=");
        assert_eq!(
            written(Style::Form, true, &colors),
            "color=blue&color=black&color=brown"
        );
        assert_eq!(
            written(Style::Form, false, &colors),
            "color=blue,black,brown"
        );
        assert_eq!(written(Style::Form, true, &rgb()), "B=150&G=200&R=100");
        assert_eq!(
            written(Style::Form, false, &rgb()),
            "color=B,150,G,200,R,100"
        );
        assert_eq!(
            written(Style::SpaceDelimited, false, &colors),
            "color=blue%20black%20brown"
        );
        assert_eq!(
            written(Style::PipeDelimited, false, &colors),
            "color=blue%7Cblack%7Cbrown"
        );
        assert_eq!(
            written(Style::DeepObject, true, &rgb()),
            "color%5BB%5D=150&color%5BG%5D=200&color%5BR%5D=100"
        );
        assert_eq!(
            written(Style::DeepObject, true, &json!({"a": {"b": [1, 2]}})),
            "color%5Ba%5D%5Bb%5D%5B%5D=1&color%5Ba%5D%5Bb%5D%5B%5D=2"
        );
        assert_eq!(written(Style::Form, true, &json!([])), "");
    }

    #[test]
    fn only_unreserved_characters_stay() {
        let mut out = String::new();
        query(&spec::query("a b"), &json!("x&y=z/é#"), &mut out);
        assert_eq!(out, "a%20b=x%26y%3Dz%2F%C3%A9%23");
        let mut out = String::new();
        query(
            &spec::query("a").allow_reserved(),
            &json!("x/y?&#+"),
            &mut out,
        );
        assert_eq!(out, "a=x/y?%26%23%2B");
        assert_eq!(path(&spec::path("a"), &json!("../b c")), "..%2Fb%20c");
    }
}
