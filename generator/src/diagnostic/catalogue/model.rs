//! What is said of descriptions that are well formed, where they mean nothing that can be had.

use crate::diagnostic::{Diagnostic, Place};

/// Schemas that must hold together demand different types.
pub fn conflicting_types(place: Place) -> Diagnostic {
    Diagnostic::warning(
        "conflicting-types",
        place,
        "no value is of all the types that this schema demands at once",
    )
    .label("any value is taken instead")
    .help("check the branches of `allOf` and the members that they share")
}

/// A requirement names a scheme that is not defined.
pub fn unknown_security_scheme(place: Place, name: &str, known: &[String]) -> Diagnostic {
    Diagnostic::warning(
        "unknown-security-scheme",
        place,
        format!("no security scheme is called `{name}`, so this alternative can't be met"),
    )
    .label("left out")
    .suggest(name, known.iter().map(String::as_str))
}

/// The path template has a name that no parameter describes.
pub fn undeclared_path_parameter(place: Place, name: &str) -> Diagnostic {
    Diagnostic::warning(
        "undeclared-path-parameter",
        place,
        format!("the path has `{{{name}}}`, and no parameter describes it"),
    )
    .label("taken as text")
    .help(format!("add a parameter `{name}` with `in: path`"))
}

/// A path parameter that its path has no place for.
pub fn path_parameter_not_in_template(place: Place, name: &str, path: &str) -> Diagnostic {
    Diagnostic::warning(
        "unused-path-parameter",
        place,
        format!("the path `{path}` has no `{{{name}}}` for this parameter"),
    )
    .label("left out")
}
