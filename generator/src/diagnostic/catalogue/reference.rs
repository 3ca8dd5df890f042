//! What is said of references.

use std::path::Path;

use crate::diagnostic::{Diagnostic, Place};

/// A reference to nothing.
pub fn unresolved_reference(place: Place, reference: &str, near: Option<&str>) -> Diagnostic {
    let message = format!("there is nothing at `{reference}`");
    let diagnostic = Diagnostic::warning("unresolved-reference", place, message);
    match near {
        Some(near) => diagnostic.help(format!("did you mean `#{near}`?")),
        None => diagnostic,
    }
}

/// A reference over the network.
pub fn remote_reference(place: Place, reference: &str) -> Diagnostic {
    let message = format!("`{reference}` is not a file beside this one");
    Diagnostic::error("remote-reference", place, message)
        .label("never fetched")
        .help("keep a copy beside the description and refer to that")
}

/// A reference that leaves the folder.
pub fn reference_outside(place: Place, reference: &str, folder: &Path) -> Diagnostic {
    let folder = match folder.display().to_string() {
        folder if folder.is_empty() => ".".to_owned(),
        folder => folder,
    };
    let message = format!("`{reference}` is outside of the folder `{folder}`");
    Diagnostic::error("reference-outside", place, message)
        .help("the configuration can name a wider folder: `[document] root = \"..\"`")
}

/// A reference to an object of another kind.
pub fn wrong_reference_kind(
    place: Place,
    reference: &str,
    wanted: &str,
    found: &str,
) -> Diagnostic {
    let message =
        format!("`{reference}` is one of `{found}`, and one of `{wanted}` is needed here");
    Diagnostic::warning("wrong-reference-kind", place, message)
}

/// What references bring in, in their place, is more than may be.
pub fn too_much_in_place(place: Place, reference: &str, limit: &str) -> Diagnostic {
    let message = format!("with what is at `{reference}`, the description has {limit}");
    Diagnostic::error("limit-exceeded", place, message)
        .label("this stands for a copy")
        .help("real descriptions stay far below this limit; `[limits]` in specwright.toml has it")
}

/// References that lead back to themselves, and never to anything else.
pub fn reference_circle(place: Place, reference: &str) -> Diagnostic {
    let message = format!("the reference `{reference}` leads back to itself");
    Diagnostic::error("reference-circle", place, message)
}
