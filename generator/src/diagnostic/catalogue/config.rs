//! What is said of `specwright.toml`.

use super::list;
use crate::diagnostic::{Diagnostic, Place};

/// The configuration is no TOML.
pub fn config_syntax(place: Place, message: &str) -> Diagnostic {
    Diagnostic::error("config-syntax", place, message)
}

/// A key that the configuration does not have.
pub fn config_unknown_key<'a>(
    place: Place,
    key: &str,
    section: &str,
    known: impl IntoIterator<Item = &'a str> + Clone,
) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        "config-unknown-key",
        place,
        format!("unknown key `{key}` in {section}"),
    );
    let names: Vec<_> = known.clone().into_iter().collect();
    diagnostic
        .help(format!("known keys are {}", list(&names)))
        .suggest(key, known)
}

/// A value of another type than the key takes.
pub fn config_wrong_type(place: Place, key: &str, expected: &str, found: &str) -> Diagnostic {
    let article = match found.starts_with(['a', 'i']) {
        true => "an",
        false => "a",
    };
    Diagnostic::error(
        "config-wrong-type",
        place,
        format!("`{key}` must be {expected}, and this is {article} {found}"),
    )
}

/// A key without which the section means nothing.
pub fn config_missing_key(place: Place, key: &str, section: &str) -> Diagnostic {
    Diagnostic::error(
        "config-missing-key",
        place,
        format!("{section} needs the key `{key}`"),
    )
}

/// A value that the key does not take.
pub fn config_bad_value(place: Place, message: String) -> Diagnostic {
    Diagnostic::error("config-bad-value", place, message)
}

/// A requirement of the configuration that names no scheme. Without that alternative, calls would go out with fewer
/// credentials than the user asked for, or with none.
pub fn config_unknown_scheme<'a>(
    place: Place,
    name: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Diagnostic {
    config_bad_value(
        place,
        format!("the description has no security scheme `{name}`"),
    )
    .label("nobody knows where its credential travels")
    .suggest(name, known)
}

/// An entry that is about something the description does not have.
pub fn config_unused<'a>(
    place: Place,
    what: &str,
    name: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Diagnostic {
    Diagnostic::warning(
        "config-unused",
        place,
        format!("the description has no {what} `{name}`"),
    )
    .label("has no effect")
    .suggest(name, known)
}

/// An entry about something that the description has, and that it changes nothing about.
pub fn config_without_effect(place: Place, message: String) -> Diagnostic {
    Diagnostic::warning("config-unused", place, message).label("has no effect")
}

/// A type or a macro that a crate which stands alone can't have, because it is of the crate that includes modules.
pub fn config_own_crate(place: Place, path: &str) -> Diagnostic {
    let message =
        format!("`{path}` is of a crate that includes the client, and this one stands alone");
    config_bad_value(place, message)
        .help("put it into a crate of its own, and name that under `[crate.dependencies]`")
}

/// A type or a macro of a crate that nobody depends on.
pub fn config_missing_dependency(place: Place, name: &str) -> Diagnostic {
    let message = format!("the generated crate does not depend on `{name}`");
    let help = match name {
        // It comes with Rust, and is in no registry.
        "alloc" => "`std::` has all that `alloc::` has".to_owned(),
        _ => format!("add it under `[crate.dependencies]`, with a version: `{name} = \"1\"`"),
    };
    Diagnostic::warning("config-missing-dependency", place, message)
        .label("does not compile")
        .help(help)
}

/// What the configuration names of a list in pages, and the description does not have. Servers may know it all the same.
pub fn config_unknown_of_pages<'a>(
    place: Place,
    what: &str,
    operation: &str,
    name: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Diagnostic {
    let message = format!("the description has no {what} `{name}` for `{operation}`");
    Diagnostic::warning("config-unused", place, message)
        .label("no page is found by it, unless the server knows more than the description")
        .suggest(name, known)
}

/// Of all operations, none is wanted.
pub fn nothing_wanted() -> Diagnostic {
    let message = "the description has none of the operations that are to be taken";
    Diagnostic::error("config-unused", Place::None, message)
        .help("see `only` in the configuration, `--only`, or `Builder::only` in a build script")
}
