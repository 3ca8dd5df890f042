//! What the user has of types: which are meant, types to use instead, and macros that derive.

use indexmap::IndexMap;

use super::table::Reader;
use super::{DeriveMacro, RustType};
use crate::diagnostic::{Diagnostic, Place, catalogue};
use crate::source::segments;

/// What is wrong with a text, and what might have been meant.
pub(super) struct Fault {
    message: String,
    help: Option<String>,
}

impl Fault {
    /// The same as a message.
    pub(super) fn at(self, place: Place) -> Diagnostic {
        let problem = catalogue::config_bad_value(place, self.message);
        match self.help {
            Some(help) => problem.help(help),
            None => problem,
        }
    }
}

/// A type, or why it is none.
pub(super) fn rust_type(text: &str) -> Result<RustType, Fault> {
    RustType::parse(text).ok_or_else(|| Fault {
        message: format!("`{text}` is not the path of a Rust type"),
        help: Some("`uuid::Uuid` and `Vec<u8>` are such paths".to_owned()),
    })
}

/// A macro that derives, or why it is none or can't be used.
pub(super) fn derive_macro(text: &str) -> Result<DeriveMacro, Fault> {
    let Some(derive) = DeriveMacro::parse(text) else {
        return Err(Fault {
            message: format!("`{text}` is not the path of a macro that derives"),
            help: as_list(text).map(|list| format!("write {list}")),
        });
    };
    let is_serdes = matches!(
        derive.of(&["serde", "serde_derive"]),
        Some("Serialize" | "Deserialize")
    );
    if is_serdes {
        let message =
            format!("`{text}` can't be derived: all types have it, as the description says");
        return Err(Fault {
            message,
            help: None,
        });
    }
    Ok(derive)
}

/// Several macros in one text as the list that was meant.
fn as_list(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.split(',').map(str::trim).collect();
    let all = parts.iter().all(|part| DeriveMacro::parse(part).is_some());
    (parts.len() > 1 && all).then(|| format!("[\"{}\"]", parts.join("\", \"")))
}

/// Entries by the names of components, where these were written as pointers.
pub(super) fn by_component<T>(
    reader: Reader<'_>,
    entries: IndexMap<String, T>,
    place: impl Fn(&T) -> &Place,
) -> IndexMap<String, T> {
    let mut named = IndexMap::new();
    for (key, entry) in entries {
        let key = of_openapi(key);
        let name = component(&key).unwrap_or(key);
        if named.contains_key(&name) {
            let message = format!("`{name}` has an entry already, by its name or its pointer");
            reader.push(catalogue::config_bad_value(place(&entry).clone(), message));
        } else {
            named.insert(name, entry);
        }
    }
    named
}

/// A pointer into the definitions of Swagger 2.0 as one into the components that they become.
fn of_openapi(pointer: String) -> String {
    match pointer.strip_prefix("#/definitions/") {
        Some(rest) => format!("#/components/schemas/{rest}"),
        None => pointer,
    }
}

/// The name of the component that a pointer is of.
fn component(pointer: &str) -> Option<String> {
    let name = pointer.strip_prefix("#/components/schemas")?;
    let mut names = segments(name);
    let name = names.next().filter(|name| !name.is_empty())?;
    names.next().is_none().then(|| name.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_of_a_component_is_its_name() {
        for (pointer, name) in [
            ("#/components/schemas/Cat", Some("Cat")),
            ("#/components/schemas/a~1b", Some("a/b")),
            ("#/definitions/Cat", Some("Cat")),
            ("#/definitions/Cat/properties/a", None),
            ("#/components/schemas/Cat/properties/a", None),
            ("#/components/schemas/", None),
            ("#/components/schemasCat", None),
            ("Cat", None),
        ] {
            assert_eq!(
                component(&of_openapi(pointer.to_owned())).as_deref(),
                name,
                "{pointer}"
            );
        }
    }

    #[test]
    fn what_was_meant_is_told() {
        let fault = |text| derive_macro(text).expect_err("a fault");
        let help = fault("Hash, Eq").help;
        assert_eq!(help.as_deref(), Some("write [\"Hash\", \"Eq\"]"));
        assert_eq!(fault("Hash, 1").help, None);
        for serdes in ["Serialize", "serde::Deserialize"] {
            assert!(fault(serdes).message.contains("can't be derived"));
        }
        assert!(derive_macro("rkyv::Serialize").is_ok());
        let help = rust_type("&str").err().and_then(|fault| fault.help);
        assert!(help.is_some_and(|help| help.contains("uuid::Uuid")));
    }
}
