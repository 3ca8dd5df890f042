//! What is said of slips that a client can be made in spite of.

use crate::diagnostic::{Diagnostic, Place};
use crate::source::Value;

/// A name in the braces of a server's address that no variable has.
pub fn undeclared_server_variable<'a>(
    place: Place,
    name: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Diagnostic {
    let message = format!("the address has `{{{name}}}`, and no variable `{name}` is described");
    Diagnostic::warning("undeclared-server-variable", place, message)
        .label("stays as it is")
        .suggest(name, known)
}

/// A default that is none of the values that are allowed.
pub fn unlisted_default(place: Place, default: &str) -> Diagnostic {
    let message = format!(
        "the default `{}` is not among the values of `enum`",
        cut(default)
    );
    Diagnostic::warning("unlisted-default", place, message).label("taken all the same")
}

/// A key of `content` that is no media type.
pub fn bad_media_type(place: Place, name: &str) -> Diagnostic {
    let message = format!(
        "`{}` is no media type",
        cut(&name.escape_debug().to_string())
    );
    Diagnostic::warning("bad-media-type", place, message)
        .help("a media type is like `application/json`")
}

/// An encoding of a property that the schema does not have.
pub fn unknown_encoding<'a>(
    place: Place,
    name: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Diagnostic {
    let message = format!("the schema has no property `{name}` to be encoded");
    Diagnostic::warning("unknown-encoding", place, message)
        .label("ignored")
        .suggest(name, known)
}

/// Both ways to give examples at once.
pub fn example_and_examples(place: Place) -> Diagnostic {
    let message = "`example` and `examples` exclude each other";
    Diagnostic::warning("example-and-examples", place, message)
}

/// A key that means nothing there.
pub fn misplaced_key(place: Place, key: &str, object: &str) -> Diagnostic {
    let message = format!("`{key}` means nothing in {object}");
    Diagnostic::warning("misplaced-key", place, message)
        .label("ignored")
        .help("without the key, the client is the same")
}

/// `allowReserved` in a path parameter, before 3.2.
pub fn early_allow_reserved(place: Place) -> Diagnostic {
    let message = "`allowReserved` means nothing in a path parameter before OpenAPI 3.2";
    Diagnostic::warning("misplaced-key", place, message)
        .label("taken all the same")
        .help("with `openapi: 3.2.0` it means that slashes in values stay; without the key, they are sent as `%2F`")
}

/// A component whose name has other signs than names of components have.
pub fn bad_component_name(place: Place, name: &str) -> Diagnostic {
    let message = format!(
        "`{}` can't be the name of a component",
        cut(&name.escape_debug().to_string())
    );
    Diagnostic::warning("bad-component-name", place, message)
        .label("taken all the same")
        .help("letters, digits, `.`, `_` and `-` are allowed")
}

/// Two paths that no request can tell apart.
pub fn ambiguous_path(place: Place, path: &str, first: &str) -> Diagnostic {
    let message = format!("no request can tell `{path}` from `{first}`");
    Diagnostic::warning("ambiguous-path", place, message).label("taken all the same")
}

/// A pattern that no dialect of regular expressions has.
pub fn bad_pattern(place: Place, fault: &str) -> Diagnostic {
    let message = format!("this is no regular expression: {fault}");
    Diagnostic::warning("bad-pattern", place, message).label("ignored")
}

/// A default of another type than the schema.
pub fn wrong_default(place: Place, expected: &str, found: &Value) -> Diagnostic {
    let message = format!("the default of this {expected} is {}", found.kind());
    Diagnostic::warning("wrong-default", place, message).label("not used")
}

/// A value of an enum of another type than the schema, and how many others there are in the same list.
pub fn wrong_enum_value(
    place: Place,
    expected: &str,
    found: &Value,
    others: usize,
    instead: &'static str,
) -> Diagnostic {
    let more = match others {
        0 => String::new(),
        1 => ", nor can another one".to_owned(),
        others => format!(", nor can {others} others"),
    };
    let message = format!("a value of this {expected} can't be {}{more}", found.kind());
    Diagnostic::warning("wrong-enum-value", place, message).label(instead)
}

/// A schema that is part of itself.
pub fn composition_circle(place: Place, name: &str) -> Diagnostic {
    let message = format!("the schema `{name}` is made of itself");
    Diagnostic::warning("composition-circle", place, message).help(
        "a schema may contain itself in a property or a list, and not be one of its own parts",
    )
}

/// A variant without the property that is to tell it from others.
pub fn undiscriminated_variant(place: Place, property: &str) -> Diagnostic {
    let message = format!("this variant does not have the discriminator's property `{property}`");
    Diagnostic::warning("undiscriminated-variant", place, message).label("told by it all the same")
}

/// What a person needs to see of a text that may be long.
fn cut(text: &str) -> String {
    match text.char_indices().nth(80) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}
