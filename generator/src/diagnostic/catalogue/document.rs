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

/// The predecessor of OpenAPI.
pub fn swagger_2(place: Place) -> Diagnostic {
    Diagnostic::error(
        "swagger-2",
        place,
        "this is Swagger 2.0, and OpenAPI 3 is needed",
    )
    .help("convert it first, for example with `npx swagger2openapi`")
}

/// A version that is not known.
pub fn unknown_version(place: Place, written: &str) -> Diagnostic {
    let message = format!("unknown version `{written}` of OpenAPI");
    Diagnostic::error("unknown-version", place, message).help("3.0, 3.1 and 3.2 are known")
}
