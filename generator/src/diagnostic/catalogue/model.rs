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

/// A name that another thing has in Rust.
pub fn name_collision(place: Place, what: &str, wire_name: &str, ident: &str) -> Diagnostic {
    let message = format!("{what} `{wire_name}` is `{ident}`, because another one has its name");
    Diagnostic::note("name-collision", place, message)
        .help("another name can be chosen in the configuration")
}

/// A schema without a keyword that tells what values look like.
pub fn any_value(place: Place) -> Diagnostic {
    let message = "nothing says what values of this schema look like";
    Diagnostic::note("any-value", place, message).label("any JSON value is taken")
}
