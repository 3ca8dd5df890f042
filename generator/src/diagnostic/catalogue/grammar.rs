//! What is said of objects that don't follow OpenAPI's grammar.

use std::fmt::Display;

use super::list;
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::source::Value;

fn graded(error: bool, code: &'static str, place: Place, message: String) -> Diagnostic {
    let diagnostic = Diagnostic::warning(code, place, message);
    if error {
        Diagnostic {
            severity: Severity::Error,
            ..diagnostic
        }
    } else {
        diagnostic
    }
}

/// A value of another type than its key takes.
pub fn wrong_shape(
    place: Place,
    what: &str,
    expected: &str,
    found: &Value,
    error: bool,
) -> Diagnostic {
    let message = format!("{what} must be {expected}, and this is {}", found.kind());
    let left_out = if error { "" } else { "left out" };
    graded(error, "wrong-shape", place, message).label(left_out)
}

/// A value that is no schema where one should be.
pub fn no_schema(place: Place, what: &str, found: &Value) -> Diagnostic {
    let kind = found.kind();
    let message = format!("{what} must be a schema, which is an object, and this is {kind}");
    Diagnostic::warning("wrong-shape", place, message).label("taken as any value")
}

/// A value of another type, whose meaning is plain.
pub fn mended(place: Place, what: &str, expected: &str, found: &Value) -> Diagnostic {
    let message = format!("{what} must be {expected}, and this is {}", found.kind());
    Diagnostic::warning("wrong-shape", place, message).label("taken as what was meant")
}

/// A type that OpenAPI does not have, whose meaning is plain.
pub fn mended_type(place: Place, found: &str, meant: &str) -> Diagnostic {
    let message = format!("`type` can't be `{found}`");
    Diagnostic::warning("unknown-word", place, message).label(format!("taken as {meant}"))
}

/// A word that is none of those a key takes.
pub fn unknown_word(
    place: Place,
    key: &str,
    found: &str,
    known: &[&str],
    error: bool,
) -> Diagnostic {
    let message = format!("`{key}` can't be `{found}`");
    let label = match (error, key) {
        (false, "type") => "taken as any value",
        _ => "",
    };
    graded(error, "unknown-word", place, message)
        .label(label)
        .help(format!("it is one of {}", list(known)))
        .suggest(found, known.iter().copied())
}

/// A branch of a union for which there is no value in JSON.
pub fn no_branch(place: Place, found: &str) -> Diagnostic {
    let message = format!("`type` can't be `{found}`: JSON has no such value");
    Diagnostic::warning("unknown-word", place, message).label("this branch is left out")
}

/// A key that the object does not have.
pub fn unknown_key<'a>(
    place: Place,
    key: &str,
    object: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Diagnostic {
    Diagnostic::warning(
        "unknown-key",
        place,
        format!("unknown key `{key}` in {object}"),
    )
    .label("ignored")
    .suggest(key, known)
}

/// A free key that is not what such keys should be.
pub fn bad_key(place: Place, key: &str, object: &str, expected: &str, error: bool) -> Diagnostic {
    let message = format!("`{key}` in {object} is not {expected}");
    graded(error, "bad-key", place, message)
}

/// A key that came with a later version of OpenAPI.
pub fn newer_key(
    place: Place,
    key: &str,
    since: impl Display,
    version: impl Display,
) -> Diagnostic {
    let message = format!("`{key}` is of OpenAPI {since}, and this is {version}");
    Diagnostic::warning("newer-key", place, message).label("taken all the same")
}

/// `true` or `false` for a schema, before 3.1.
pub fn newer_boolean_schema(place: Place) -> Diagnostic {
    let message = "a boolean is a schema only since OpenAPI 3.1";
    Diagnostic::warning("newer-key", place, message).label("taken all the same")
}

/// A key that must be there.
pub fn missing_key(place: Place, key: &str, object: &str, error: bool) -> Diagnostic {
    let message = format!("{object} needs the key `{key}`");
    graded(error, "missing-key", place, message)
}

/// Neither paths nor webhooks nor components.
pub fn nothing_described(place: Place) -> Diagnostic {
    let message = "the description has no `paths`, `webhooks` or `components`";
    Diagnostic::error("nothing-described", place, message)
}

/// A path parameter that is not required.
pub fn optional_path_parameter(place: Place, name: &str) -> Diagnostic {
    let message = format!("the path parameter `{name}` must have `required: true`");
    Diagnostic::warning("optional-path-parameter", place, message).label("taken as required")
}

/// A style that a parameter of that place can't have.
pub fn unsuitable_style(place: Place, style: &str, location: &str, known: &[&str]) -> Diagnostic {
    let message = format!("a {location} parameter can't have the style `{style}`");
    Diagnostic::error("unsuitable-style", place, message).help(format!("it may be {}", list(known)))
}

/// Both ways to describe a parameter at once.
pub fn schema_and_content(place: Place, object: &str) -> Diagnostic {
    let message = format!("{object} has `schema` or `content`, not both");
    Diagnostic::error("schema-and-content", place, message)
}

/// Neither way to describe a parameter.
pub fn neither_schema_nor_content(place: Place, object: &str) -> Diagnostic {
    let message = format!("{object} needs `schema` or `content`");
    Diagnostic::warning("missing-key", place, message).label("taken as any value")
}

/// The same of Swagger 2.0.
pub fn untyped(place: Place, object: &str) -> Diagnostic {
    missing_key(place, "type", object, false).label("taken as any value")
}

/// A parameter's content must have exactly one media type.
pub fn not_one_media_type(place: Place, object: &str, count: usize) -> Diagnostic {
    let message = format!("`content` of {object} must have one media type, and has {count}");
    Diagnostic::error("not-one-media-type", place, message)
}

/// An enum that allows nothing.
pub fn empty_enum(place: Place) -> Diagnostic {
    Diagnostic::warning("empty-enum", place, "`enum` without a value allows nothing")
        .label("ignored")
}

/// A variable of a server without a value that it may have.
pub fn empty_server_enum(place: Place) -> Diagnostic {
    Diagnostic::error(
        "empty-enum",
        place,
        "`enum` without a value allows no address",
    )
}

/// A lower limit above the upper one.
pub fn limits_crossed(place: Place, low: &str, high: &str) -> Diagnostic {
    let message = format!("`{low}` is above `{high}`: no value is allowed");
    Diagnostic::warning("limits-crossed", place, message)
}
