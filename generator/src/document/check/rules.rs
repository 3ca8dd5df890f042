//! Rules that a table of keys can't say: which keys go together, and which values mean something only beside others.

use super::{Check, hints};
use crate::diagnostic::catalogue;
use crate::document::Version;
use crate::document::grammar::Kind;
use crate::source::{Object, Path, Value};

/// Checks an object whose members have their shapes; gives whether it may stay.
pub(super) fn check(
    check: &mut Check<'_>,
    kind: Kind,
    members: &mut Object,
    path: &Path<'_>,
) -> bool {
    let stays = match kind {
        Kind::Root => root(check, members, path),
        Kind::Parameter => parameter(check, members, path),
        Kind::Header => {
            schema_or_content(check, members, path, "a header");
            true
        }
        Kind::SecurityScheme => security_scheme(check, members, path),
        Kind::OAuthFlow => {
            // Where tokens come from is not the client's business: it takes them.
            for key in ["authorizationUrl", "tokenUrl"] {
                if !members.contains_key(key) {
                    members.insert(key, "");
                }
            }
            true
        }
        Kind::Link => link(check, members, path),
        Kind::Schema => {
            schema(check, members, path);
            true
        }
        _ => true,
    };
    // What was mended is no longer wrong.
    hints::check(check, kind, members, path);
    stays
}

fn text<'a>(members: &'a Object, key: &str) -> &'a str {
    members.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// Since 3.1 `paths` may be missing, but something must be there; before, people left it out all the same where there are
/// only schemas.
fn root(check: &mut Check<'_>, members: &Object, path: &Path<'_>) -> bool {
    let some = ["paths", "components", "webhooks"];
    if !some.iter().any(|key| members.contains_key(key)) {
        check.push(catalogue::nothing_described(check.place(path)));
    } else if check.version == Version::V3_0 && !members.contains_key("paths") {
        let place = check.place(path);
        check.push(catalogue::missing_key(
            place,
            "paths",
            "the description",
            false,
        ));
    }
    true
}

fn parameter(check: &mut Check<'_>, members: &mut Object, path: &Path<'_>) -> bool {
    let location = text(members, "in").to_owned();
    schema_or_content(check, members, path, "a parameter");
    if location == "path" && members.get("required") != Some(&Value::Bool(true)) {
        let place = check.place(path).on_key();
        check.push(catalogue::optional_path_parameter(
            place,
            text(members, "name"),
        ));
        members.insert("required", true);
    }
    let styles: &[&str] = match location.as_str() {
        "path" => &["simple", "label", "matrix"],
        "header" => &["simple"],
        "cookie" => &["form", "cookie"],
        _ => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
    };
    let style = text(members, "style").to_owned();
    if !style.is_empty() && !styles.contains(&style.as_str()) {
        let place = check.place(&path.key("style"));
        check.push(catalogue::unsuitable_style(
            place, &style, &location, styles,
        ));
        members.remove("style");
    }
    true
}

/// A parameter or header is described by one of the two.
fn schema_or_content(check: &mut Check<'_>, members: &mut Object, path: &Path<'_>, what: &str) {
    let content = members.get("content").and_then(Value::as_object);
    match (members.contains_key("schema"), content.map(Object::len)) {
        (true, None) | (false, Some(1)) => {}
        (true, Some(_)) => {
            let place = check.place(&path.key("content")).on_key();
            check.push(catalogue::schema_and_content(place, what));
            members.remove("content");
        }
        (false, None) => {
            let place = check.place(path).on_key();
            check.push(match check.written {
                Version::V2_0 => catalogue::untyped(place, what),
                _ => catalogue::neither_schema_nor_content(place, what),
            });
            members.insert("schema", Object::new());
        }
        (false, Some(count)) => {
            let place = check.place(&path.key("content")).on_key();
            check.push(catalogue::not_one_media_type(place, what, count));
            if count == 0 {
                members.remove("content");
                members.insert("schema", Object::new());
            }
        }
    }
}

fn security_scheme(check: &mut Check<'_>, members: &mut Object, path: &Path<'_>) -> bool {
    let needed: &[&str] = match text(members, "type") {
        "apiKey" => &["name", "in"],
        "http" => &["scheme"],
        "oauth2" => {
            if !members.contains_key("flows") {
                members.insert("flows", Object::new());
            }
            &[]
        }
        "openIdConnect" => {
            if !members.contains_key("openIdConnectUrl") {
                members.insert("openIdConnectUrl", "");
            }
            &[]
        }
        _ => &[],
    };
    let mut complete = true;
    for key in needed.iter().filter(|key| !members.contains_key(key)) {
        let place = check.place(path).on_key();
        let name = "a security scheme of this type";
        check.push(catalogue::missing_key(place, key, name, false));
        complete = false;
    }
    complete
}

fn link(check: &mut Check<'_>, members: &Object, path: &Path<'_>) -> bool {
    let linked = members.contains_key("operationRef") || members.contains_key("operationId");
    if !linked {
        let place = check.place(path).on_key();
        check.push(catalogue::missing_key(
            place,
            "operationId",
            "a link",
            false,
        ));
    }
    linked
}

fn schema(check: &mut Check<'_>, members: &mut Object, path: &Path<'_>) {
    texts(check, members, path);
    absent(check, members, path);
    if members
        .get("enum")
        .and_then(Value::as_array)
        .is_some_and(<[_]>::is_empty)
    {
        let place = check.place(&path.key("enum")).on_key();
        check.push(catalogue::empty_enum(place));
        members.remove("enum");
    }
    for (low, high) in [
        ("minimum", "maximum"),
        ("minLength", "maxLength"),
        ("minItems", "maxItems"),
        ("minProperties", "maxProperties"),
    ] {
        let limit = |key| members.get(key).and_then(Value::as_number);
        if let (Some(least), Some(most)) = (limit(low), limit(high))
            && least.as_f64() > most.as_f64()
        {
            let place = check.place(&path.key(low));
            check.push(catalogue::limits_crossed(place, low, high));
        }
    }
}

/// A member that may be no value need not be there, whether or not it is listed.
fn absent(check: &Check<'_>, members: &mut Object, path: &Path<'_>) {
    if check.absent.is_empty() {
        return;
    }
    let Some(Value::Array(required)) = members.get_mut("required") else {
        return;
    };
    let properties = path.key("properties");
    required.retain(|name| {
        let member = properties.key(name.as_str().unwrap_or_default());
        let mut unions = ["anyOf", "oneOf"].into_iter();
        !unions.any(|key| check.absent.contains(&member.key(key).pointer()))
    });
}

/// `type: string` with `enum: [1.0, true]` or `const: 1.0`: the quotes are missing, or YAML took them away.
fn texts(check: &mut Check<'_>, members: &mut Object, path: &Path<'_>) {
    if text(members, "type") != "string" {
        return;
    }
    if let Some(value) = members.get_mut("const") {
        unquoted(check, value, &path.key("const"), "`const`");
    }
    let list = path.key("enum");
    if let Some(Value::Array(values)) = members.get_mut("enum") {
        for (index, value) in values.iter_mut().enumerate() {
            unquoted(check, value, &list.index(index), "an item of `enum`");
        }
    }
}

/// Mends a value that is a text without its quotes.
fn unquoted(check: &mut Check<'_>, value: &mut Value, path: &Path<'_>, what: &str) {
    let meant = match value {
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => {
            check.numbers.push(path.pointer());
            number.to_string()
        }
        _ => return,
    };
    let place = check.place(path);
    check.push(catalogue::mended(place, what, "a string", value));
    *value = Value::from(meant);
}
