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

/// A body of a request all of whose members are for responses only.
pub fn read_only_body(place: Place) -> Diagnostic {
    let message = "every member of this body is `readOnly`: there would be nothing to send";
    Diagnostic::warning("read-only-body", place, message).label("`readOnly` is ignored")
}
