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

/// Schemas that must hold together have members that are such schemas in turn, and there is no end to it.
pub fn too_much_composed(place: Place) -> Diagnostic {
    let message = "types that several schemas describe at once stand inside one another without an end in sight";
    Diagnostic::error("limit-exceeded", place, message)
        .label("here are as many as may be")
        .help("check the members that the branches of `allOf` share")
}

/// A body of a request all of whose members are for responses only.
pub fn read_only_body(place: Place) -> Diagnostic {
    let message = "every member of this body is `readOnly`: there would be nothing to send";
    Diagnostic::warning("read-only-body", place, message).label("`readOnly` is ignored")
}

/// Schemas that must hold together demand different types, and all but one say nothing else.
pub fn overruled_type(place: Place, kind: &str) -> Diagnostic {
    let message = "this schema demands several types at once, and one of them alone says more";
    Diagnostic::warning("overruled-type", place, message).label(format!("taken as {kind}"))
}

/// A union none of whose branches can hold together with what stands beside it.
pub fn union_without_branch(place: Place) -> Diagnostic {
    let message = "no branch can hold together with what stands beside this union";
    Diagnostic::warning("conflicting-types", place, message).label("the union is ignored")
}

/// A name that another thing has in Rust.
pub fn name_collision(place: Place, what: &str, wire_name: &str, ident: &str) -> Diagnostic {
    let message = format!("{what} `{wire_name}` is `{ident}`, because another one has its name");
    Diagnostic::note("name-collision", place, message)
        .help("another name can be chosen in the configuration")
}

/// A name out of the configuration that generated code needs itself.
pub fn reserved_name(
    place: Place,
    what: &str,
    wire_name: &str,
    ident: &str,
    chosen: &str,
) -> Diagnostic {
    let message = format!(
        "{what} `{wire_name}` is `{ident}`, because generated code needs `{chosen}` itself"
    );
    Diagnostic::note("name-collision", place, message)
        .help("another name can be chosen in the configuration")
}

/// A schema without a keyword that tells what values look like.
pub fn any_value(place: Place) -> Diagnostic {
    let message = "nothing says what values of this schema look like";
    Diagnostic::note("any-value", place, message).label("any JSON value is taken")
}
