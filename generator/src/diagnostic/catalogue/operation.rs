//! What is said of operations: their ids, paths, parameters and security.

use crate::diagnostic::{Diagnostic, Place};

/// A brace without its partner, or a name that can't be one.
pub fn bad_path_template(place: Place, template: &str) -> Diagnostic {
    let message = format!("the braces of `{template}` don't match");
    Diagnostic::error("bad-path-template", place, message)
}

/// The same name twice in one path.
pub fn doubled_path_parameter(place: Place, name: &str) -> Diagnostic {
    let message = format!("`{{{name}}}` stands twice in this path");
    Diagnostic::warning("doubled-path-parameter", place, message).label("taken as the same")
}

/// The same parameter twice in one list.
pub fn doubled_parameter(place: Place, location: &str, name: &str) -> Diagnostic {
    let message = format!("the {location} parameter `{name}` is listed twice");
    Diagnostic::warning("doubled-parameter", place, message).label("the first one is taken")
}

/// A header or cookie that HTTP can't send.
pub fn bad_header_name(place: Place, location: &str, name: &str) -> Diagnostic {
    let message = format!(
        "`{}` can't be the name of a {location}",
        name.escape_debug()
    );
    Diagnostic::error("bad-header-name", place, message)
        .help("letters, digits and some signs such as `-` and `_` are allowed")
}

/// A name in a path that no parameter describes.
pub fn undeclared_path_parameter(place: Place, name: &str) -> Diagnostic {
    let message = format!("the path has `{{{name}}}`, and no path parameter `{name}` is listed");
    Diagnostic::warning("undeclared-path-parameter", place, message).label("taken as a string")
}

/// A path parameter that the path has no place for.
pub fn unused_path_parameter(place: Place, name: &str) -> Diagnostic {
    let message = format!("the path has no `{{{name}}}` for the path parameter `{name}`");
    Diagnostic::warning("unused-path-parameter", place, message).label("left out")
}

/// A parameter that is all of the query string, in a notation of its own.
pub fn unsupported_querystring(place: Place) -> Diagnostic {
    let message = "a query string can only be a form, `application/x-www-form-urlencoded`";
    Diagnostic::warning("unsupported-querystring", place, message).label("not sent")
}

/// A request of the API whose body no receiver reads.
pub fn unsupported_message(place: Place, id: &str) -> Diagnostic {
    let message = format!("the callback or webhook `{id}` sends neither JSON nor a form");
    Diagnostic::warning("unsupported-message", place, message)
        .label("no receiver is made for it")
        .help("where messages are signed, `Receiver::verify` takes it")
}

/// An id that another operation has.
///
/// `first` is where that one is, as a pointer.
pub fn doubled_operation_id(place: Place, id: &str, first: &str) -> Diagnostic {
    let message = format!("another operation has the operationId `{id}` too");
    Diagnostic::warning("doubled-operation-id", place, message)
        .label("known by its path instead")
        .help(format!("the first one is at `{first}`"))
}

/// A requirement that names no scheme.
pub fn unknown_security_scheme<'a>(
    place: Place,
    name: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Diagnostic {
    let message = format!("there is no security scheme `{name}`");
    Diagnostic::warning("unknown-security-scheme", place, message)
        .label("this alternative is left out")
        .suggest(name, known)
}

/// Schemes that no requirement names, because there is none at all.
pub fn no_security_requirement(place: Place) -> Diagnostic {
    let message = "security schemes are described, and nothing says which operations need them";
    Diagnostic::warning("no-security-requirement", place, message)
        .label("each call sends the first one that is set")
        .help("`[security] requirements` in the configuration says which ones are needed")
}

/// A scheme that no operation asks for, where others are asked for.
pub fn unused_security_scheme(place: Place, name: &str) -> Diagnostic {
    let message = format!("no operation asks for the security scheme `{name}`");
    Diagnostic::note("unused-security-scheme", place, message)
        .label("its credential is never sent")
        .help("`[security] requirements` in the configuration says which ones are needed")
}

/// An operation that has only its method and path to be named after.
pub fn missing_operation_id(place: Place, method: &str, path: &str) -> Diagnostic {
    let message = format!("`{method} {path}` has no operationId");
    Diagnostic::note("missing-operation-id", place, message).label("named after method and path")
}
