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

#[cfg(test)]
mod tests {
    use super::super::super::operation::Style;
    use super::super::super::spec::member;
    use super::*;
    use serde_json::json;

    /// Reads a form with another parser.
    fn read_back(form: &str) -> Vec<(String, String)> {
        let pairs = url::form_urlencoded::parse(form.as_bytes());
        pairs.into_owned().collect()
    }

    #[track_caller]
    fn is_written(value: Value, styled: &[ParameterSpec], expected: &[(&str, &str)]) {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        let expected: Vec<_> = expected.iter().map(owned).collect();
        assert_eq!(read_back(&encode(&value, styled)), expected);
    }

    #[test]
    fn a_form_is_read_back_by_another_parser() {
        is_written(
            json!({"a b": "1 & 2", "list": ["x", "y"], "object": {"k": true}, "none": null}),
            &[],
            &[
                ("a b", "1 & 2"),
                ("list", "x"),
                ("list", "y"),
                ("object[k]", "true"),
            ],
        );
    }

    #[test]
    fn lists_of_objects_stay_apart() {
        is_written(
            json!({"items": [{"price": "a", "tax": ["x", "y"]}, {"price": "b"}]}),
            &[],
            &[
                ("items[0][price]", "a"),
                ("items[0][tax][]", "x"),
                ("items[0][tax][]", "y"),
                ("items[1][price]", "b"),
            ],
        );
    }

    #[test]
    fn members_have_their_styles() {
        let styled = [
            member("deep").style(Style::DeepObject, true),
            member("commas").style(Style::Form, false),
            member("pipes").style(Style::PipeDelimited, false),
            member("json").json(),
        ];
        is_written(
            json!({"commas": [1, 2], "deep": ["x", "y"], "json": {"a": 1}, "pipes": ["p", "q"]}),
            &styled,
            &[
                ("commas", "1,2"),
                ("deep[]", "x"),
                ("deep[]", "y"),
                ("json", r#"{"a":1}"#),
                ("pipes", "p|q"),
            ],
        );
    }
}
