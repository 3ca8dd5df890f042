//! What is said of overlays.

use crate::diagnostic::{Diagnostic, Place};

/// A file that is no overlay of a known version.
pub fn no_overlay(place: Place) -> Diagnostic {
    let message = "this is no OpenAPI Overlay: the key `overlay` with the version 1 is missing";
    Diagnostic::error("not-an-overlay", place, message).help("it begins with `overlay: 1.0.0`")
}

/// A target that can't be parsed.
pub fn bad_json_path(place: Place, path: &str, fault: &str) -> Diagnostic {
    let message = format!("`{path}` is no JSONPath: {fault}");
    Diagnostic::error("bad-json-path", place, message)
}

/// A path that has to lead to one value.
pub fn several_to_copy(place: Place, path: &str, count: usize) -> Diagnostic {
    let message = format!("`{path}` selects {count} values, and one can be copied");
    Diagnostic::error("bad-json-path", place, message)
}

/// An action whose target is not there.
pub fn overlay_without_effect(place: Place, path: &str) -> Diagnostic {
    let message = format!("`{path}` selects nothing");
    Diagnostic::warning("overlay-without-effect", place, message).label("has no effect")
}
