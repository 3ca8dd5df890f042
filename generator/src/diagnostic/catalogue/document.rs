//! What is said of descriptions.

use crate::diagnostic::{Diagnostic, Place};
use crate::source::Value;

/// The root is no object.
pub fn no_description(place: Place, root: &Value) -> Diagnostic {
    let message = format!(
        "an OpenAPI description is an object, and this is {}",
        root.kind()
    );
    Diagnostic::error("no-description", place, message)
}

/// The root does not say what it is.
pub fn no_version(place: Place) -> Diagnostic {
    Diagnostic::error("no-version", place, "the key `openapi` is missing")
        .help("an OpenAPI description begins with `openapi: 3.1.0` or another version")
}

/// The version is of another type, most often because the quotes are missing.
pub fn version_not_text(place: Place, found: &Value) -> Diagnostic {
    let message = format!("`openapi` must be a string, and this is {}", found.kind());
    Diagnostic::error("version-not-text", place, message).help("write `openapi: \"3.0.3\"`")
}

/// Something of Swagger 2.0 that OpenAPI 3 can't say.
pub fn swagger_2(place: Place, what: &str, instead: &'static str) -> Diagnostic {
    let message = format!("{what} has no counterpart in OpenAPI 3");
    Diagnostic::warning("swagger-2", place, message).label(instead)
}

/// A parameter that is a body, where there is one already.
pub fn another_body(place: Place) -> Diagnostic {
    let message = "an operation has one body, and this is another";
    Diagnostic::warning("doubled-parameter", place, message).label("left out")
}

/// Schemas that stand for several media types are too many or too large.
pub fn too_much_copied(place: Place, limit: &str) -> Diagnostic {
    let message = format!("with what each media type stands for, the description has {limit}");
    Diagnostic::error("limit-exceeded", place, message)
        .label("there is a copy of this for each")
        .help("real descriptions stay far below this limit; `[limits]` in specwright.toml has it")
}

/// A version that is not known.
pub fn unknown_version(place: Place, written: &str) -> Diagnostic {
    let message = format!("unknown version `{written}` of OpenAPI");
    Diagnostic::error("unknown-version", place, message)
        .help("Swagger 2.0 and OpenAPI 3.0, 3.1 and 3.2 are known")
}
