//! Slips within one object that a client can be made in spite of: nothing is changed here, only told.

use super::Check;
use crate::diagnostic::{Diagnostic, catalogue};
use crate::document::Version;
use crate::document::grammar::Kind;
use crate::document::upgrade::lists_items;
use crate::source::{Object, Path, Value, is_token, template_names, whole_of_text};

/// Looks at an object whose members have their shapes.
pub(super) fn check(check: &mut Check<'_>, kind: Kind, members: &Object, path: &Path<'_>) {
    match kind {
        Kind::Server => server(check, members, path),
        Kind::ServerVariable => server_variable(check, members, path),
        Kind::RequestBody | Kind::Response => {
            media_types(check, members, path);
            header_names(check, members, path);
        }
        Kind::Encoding => header_names(check, members, path),
        Kind::MediaType => {
            examples(check, members, path);
            encodings(check, members, path);
        }
        Kind::Parameter => {
            examples(check, members, path);
            reserved(check, members, path);
        }
        Kind::Header => examples(check, members, path),
        Kind::Components => component_names(check, members, path),
        Kind::Paths => ambiguous_paths(check, members, path),
        Kind::Schema => schema(check, members, path),
        _ => {}
    }
}

fn text<'a>(members: &'a Object, key: &str) -> &'a str {
    members.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn object<'a>(members: &'a Object, key: &str) -> Option<&'a Object> {
    members.get(key).and_then(Value::as_object)
}

fn push_key(
    check: &mut Check<'_>,
    path: &Path<'_>,
    make: impl FnOnce(crate::diagnostic::Place) -> Diagnostic,
) {
    let place = check.place(path).on_key();
    check.push(make(place));
}

/// Every name in the braces of an address needs a variable.
fn server(check: &mut Check<'_>, members: &Object, path: &Path<'_>) {
    let variables = object(members, "variables");
    for name in template_names(text(members, "url")) {
        if !variables.is_some_and(|known| known.contains_key(name)) {
            let place = check.place(&path.key("url"));
            let known = variables.into_iter().flat_map(Object::keys);
            check.push(catalogue::undeclared_server_variable(place, name, known));
        }
    }
}

fn server_variable(check: &mut Check<'_>, members: &Object, path: &Path<'_>) {
    let Some(values) = members.get("enum").and_then(Value::as_array) else {
        return;
    };
    if values.is_empty() {
        push_key(check, &path.key("enum"), catalogue::empty_server_enum);
    } else if let Some(default) = members.get("default")
        && !values.contains(default)
    {
        let place = check.place(&path.key("default"));
        check.push(catalogue::unlisted_default(place, &default.to_string()));
    }
}

/// `type/subtype; parameters`, or a range of them.
fn media_types(check: &mut Check<'_>, members: &Object, path: &Path<'_>) {
    let path = path.key("content");
    for name in object(members, "content")
        .into_iter()
        .flat_map(Object::keys)
    {
        let essence = name.split(';').next().unwrap_or_default().trim();
        let parts = essence.split_once('/');
        let parameters = name.chars().all(|letter| !letter.is_control());
        if !parameters || !parts.is_some_and(|(ty, sub)| is_token(ty) && is_token(sub)) {
            push_key(check, &path.key(name), |place| {
                catalogue::bad_media_type(place, name)
            });
        }
    }
}

fn header_names(check: &mut Check<'_>, members: &Object, path: &Path<'_>) {
    let path = path.key("headers");
    for name in object(members, "headers")
        .into_iter()
        .flat_map(Object::keys)
    {
        if !is_token(name) && !name.starts_with("x-") {
            push_key(check, &path.key(name), |place| {
                let diagnostic = catalogue::bad_header_name(place, "header", name);
                // A line break in it is no slip.
                match name.contains(char::is_control) {
                    true => diagnostic,
                    false => diagnostic.survived(),
                }
            });
        }
    }
}

fn examples(check: &mut Check<'_>, members: &Object, path: &Path<'_>) {
    if members.contains_key("example") && members.contains_key("examples") {
        push_key(check, &path.key("example"), catalogue::example_and_examples);
    }
}

/// Only what has its properties at hand can lack one.
fn encodings(check: &mut Check<'_>, members: &Object, path: &Path<'_>) {
    let schema = object(members, "schema");
    let Some(known) = schema.and_then(|schema| object(schema, "properties")) else {
        return;
    };
    let composed = ["allOf", "anyOf", "oneOf", "$ref"];
    if composed
        .iter()
        .any(|key| schema.is_some_and(|schema| schema.contains_key(key)))
    {
        return;
    }
    let path = path.key("encoding");
    for name in object(members, "encoding")
        .into_iter()
        .flat_map(Object::keys)
    {
        if !known.contains_key(name) {
            push_key(check, &path.key(name), |place| {
                catalogue::unknown_encoding(place, name, known.keys())
            });
        }
    }
}

fn reserved(check: &mut Check<'_>, members: &Object, path: &Path<'_>) {
    let location = text(members, "in");
    let elsewhere = match location {
        "header" => true,
        // Since 3.2, it holds wherever values are percent-encoded.
        "cookie" | "path" => check.version < Version::V3_2 || text(members, "style") == "cookie",
        _ => false,
    };
    if elsewhere && members.contains_key("allowReserved") {
        push_key(check, &path.key("allowReserved"), |place| match location {
            "path" => catalogue::early_allow_reserved(place),
            _ => {
                catalogue::misplaced_key(place, "allowReserved", &format!("a {location} parameter"))
            }
        });
    }
}

fn component_names(check: &mut Check<'_>, members: &Object, path: &Path<'_>) {
    let plain = |name: &str| {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
        name.bytes().all(allowed) && !name.is_empty()
    };
    for (section, entries) in members.iter().filter(|(key, _)| !key.starts_with("x-")) {
        let path = path.key(section);
        for name in entries.as_object().into_iter().flat_map(Object::keys) {
            if !plain(name) {
                push_key(check, &path.key(name), |place| {
                    catalogue::bad_component_name(place, name)
                });
            }
        }
    }
}

/// Paths that differ only in the names of their parameters, or in what is percent-encoded without need.
fn ambiguous_paths(check: &mut Check<'_>, members: &Object, path: &Path<'_>) {
    let mut known: std::collections::HashMap<String, &str> = std::collections::HashMap::new();
    for template in members.keys().filter(|key| key.starts_with('/')) {
        let first = *known.entry(plain_template(template)).or_insert(template);
        if first != template {
            push_key(check, &path.key(template), |place| {
                catalogue::ambiguous_path(place, template, first)
            });
        }
    }
}

fn plain_template(template: &str) -> String {
    let mut plain = String::new();
    let mut rest = template;
    while let Some(letter) = rest.chars().next() {
        let bytes = rest.as_bytes();
        let encoded = rest.get(1..3).filter(|_| bytes[0] == b'%');
        let byte = encoded.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        if let Some(byte) =
            byte.filter(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(byte))
        {
            plain.push(char::from(byte));
            rest = &rest[3..];
        } else if let Some(end) = rest.find('}').filter(|_| letter == '{') {
            plain.push_str("{}");
            rest = &rest[end + 1..];
        } else {
            plain.push(letter);
            rest = &rest[letter.len_utf8()..];
        }
    }
    plain
}

fn schema(check: &mut Check<'_>, members: &Object, path: &Path<'_>) {
    if let Some(fault) = members
        .get("pattern")
        .and_then(Value::as_str)
        .and_then(pattern_fault)
    {
        let place = check.place(&path.key("pattern"));
        check.push(catalogue::bad_pattern(place, fault));
    }
    let nullable = members.get("nullable") == Some(&Value::Bool(true));
    let types: Vec<&str> = match members.get("type") {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
        _ => return,
    };
    let fits = |value: &Value| {
        let null = nullable && *value == Value::Null;
        null || types.iter().any(|ty| is_of_type(value, ty))
    };
    let expected = types.join(" or ");
    if let Some(default) = members.get("default").filter(|default| !fits(default)) {
        let place = check.place(&path.key("default"));
        check.push(catalogue::wrong_default(place, &expected, default));
    }
    let values = members
        .get("enum")
        .and_then(Value::as_array)
        .unwrap_or_default();
    // Null among the values is how many write that the value may be null.
    let misfit = |(_, value): &(usize, &Value)| **value != Value::Null && !fits(value);
    let mut misfits = values.iter().enumerate().filter(misfit);
    if let Some((index, value)) = misfits.next() {
        let place = check.place(&path.key("enum").index(index));
        let others = misfits.count();
        let instead = match lists_items(members) {
            true => "taken for the items",
            false => instead(&types, values),
        };
        check.push(catalogue::wrong_enum_value(
            place, &expected, value, others, instead,
        ));
    }
}

/// What a list of values is taken for, some of which are of another type than the schema.
fn instead(types: &[&str], values: &[Value]) -> &'static str {
    let is_integer = |value: &Value| match value {
        Value::String(text) => whole_of_text(text).is_some(),
        Value::Number(number) => number.as_whole().is_some(),
        value => *value == Value::Null,
    };
    match types {
        ["string"] => "taken as texts",
        ["integer"] if values.iter().all(is_integer) => "taken as integers",
        _ => "the list is not used",
    }
}

fn is_of_type(value: &Value, ty: &str) -> bool {
    match (ty, value) {
        ("integer", Value::Number(number)) => number.as_f64().fract() == 0.0,
        ("string", Value::String(_))
        | ("number", Value::Number(_))
        | ("boolean", Value::Bool(_))
        | ("array", Value::Array(_))
        | ("object", Value::Object(_))
        | ("null", Value::Null) => true,
        _ => !matches!(
            ty,
            "string" | "number" | "integer" | "boolean" | "array" | "object" | "null"
        ),
    }
}

/// What no regular expression has, in whichever dialect: groups and classes that don't end.
fn pattern_fault(pattern: &str) -> Option<&'static str> {
    let (mut open, mut class, mut escaped) = (0_usize, false, false);
    for letter in pattern.chars() {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            ']' if class => class = false,
            _ if class => {}
            '[' => class = true,
            '(' => open += 1,
            ')' if open == 0 => return Some("a `)` has no `(`"),
            ')' => open -= 1,
            _ => {}
        }
    }
    match (class, open > 0) {
        (true, _) => Some("a `[` has no `]`"),
        (_, true) => Some("a `(` has no `)`"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_judged_by_their_brackets_alone() {
        for good in [r"^[a-z(]+$", r"\(\[", r"a]b", r"([)])", r"(?<n>a)", ""] {
            assert_eq!(pattern_fault(good), None, "{good}");
        }
        for bad in ["([", "a)", "(a", "[a"] {
            assert!(pattern_fault(bad).is_some(), "{bad}");
        }
    }

    #[test]
    fn templates_are_compared_without_names() {
        assert_eq!(
            plain_template("/a%62c/{id}/x"),
            plain_template("/%61bc/{key}/x")
        );
        assert_ne!(plain_template("/a%2Fb"), plain_template("/a/b"));
        assert_eq!(plain_template("/ü%/{a"), "/ü%/{a");
    }
}
