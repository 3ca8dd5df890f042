//! Names that the user chose. None may be one that generated code needs itself, and none may be given twice: another
//! name in its place would be a surprise.

use std::collections::HashMap;

use indexmap::IndexMap;

use super::ident::Case;
use super::table::{Reader, Table};
use super::{Given, RECEIVER_METHODS, RESERVED_AMONG_TYPES, RESERVED_CALL, RESERVED_TYPES};
use crate::diagnostic::catalogue;

/// The name of a type. `key` says which module it is in, as far as it has to be known.
pub(super) fn type_name(table: &mut Table<'_>, key: &str) -> Option<Given<String>> {
    let reserved = match is_among_types(key) {
        true => RESERVED_AMONG_TYPES,
        false => RESERVED_TYPES,
    };
    let name = table.ident("name", Case::Camel)?;
    let why = "is a name that generated code uses itself";
    is_free(table.reader(), &name, reserved, why).then_some(name)
}

/// Whether a type is a component or inside of one: these are in one module, and all others elsewhere.
pub(super) fn is_among_types(key: &str) -> bool {
    !key.starts_with('#') || key.starts_with("#/components/schemas/")
}

/// The name of a receiver: none that a method of every receiver has, whether there is a signature already or not.
pub(super) fn method_of_receiver(table: &mut Table<'_>) -> Option<Given<String>> {
    let name = table.ident("name", Case::Snake)?;
    let why = "is a method that every receiver has by itself";
    is_free(table.reader(), &name, RECEIVER_METHODS, why).then_some(name)
}

/// Names of what a call takes.
pub(super) fn fields_of_call(table: &mut Table<'_>) -> IndexMap<String, Given<String>> {
    let reader = table.reader();
    let mut fields = names(table, "fields", Case::Snake);
    let why = "is a method that every call has by itself";
    fields.retain(|_, name| is_free(reader, name, RESERVED_CALL, why));
    fields
}

/// Names of the parts of one thing.
pub(super) fn names(
    table: &mut Table<'_>,
    key: &'static str,
    case: Case,
) -> IndexMap<String, Given<String>> {
    let reader = table.reader();
    let names: IndexMap<_, _> = table
        .table(key, &format!("`{key}`"))
        .map(|table| table.idents(case).into_iter().collect())
        .unwrap_or_default();
    each_once(reader, &names);
    names
}

/// Complains of names that something else was given before.
pub(super) fn each_once<'n>(
    reader: Reader<'_>,
    names: impl IntoIterator<Item = (&'n String, &'n Given<String>)>,
) {
    let mut first = HashMap::new();
    for (of, name) in names {
        let first = *first.entry(name.as_str()).or_insert(of);
        if first != of {
            let message = format!("`{}` is the name of `{first}` already", name.value);
            reader.push(catalogue::config_bad_value(name.place.clone(), message));
        }
    }
}

fn is_free(reader: Reader<'_>, name: &Given<String>, reserved: &[&str], why: &str) -> bool {
    let is_free = !reserved.contains(&name.as_str());
    if !is_free {
        let message = format!("`{}` {why}", name.value);
        reader.push(catalogue::config_bad_value(name.place.clone(), message));
    }
    is_free
}

#[cfg(test)]
mod tests {
    use super::super::Config;
    use crate::diagnostic::Diagnostics;
    use crate::source::Files;

    fn said(text: &str) -> Vec<String> {
        let (mut files, mut diagnostics) = (Files::new(), Diagnostics::new());
        Config::parse("specwright.toml", text, &mut files, &mut diagnostics);
        diagnostics.iter().map(|it| it.message.clone()).collect()
    }

    #[test]
    fn names_that_generated_code_needs_are_refused() {
        let call = "is a method that every call has by itself";
        for name in ["send", "new", "with_options", "with_response"] {
            let text = format!("[operations.getPet]\nfields = {{ pageSize = \"{name}\" }}\n");
            assert_eq!(said(&text), [format!("`{name}` {call}")]);
        }
        let ty = "is a name that generated code uses itself";
        for name in ["String", "Result", "Option", "Vec"] {
            let text = format!("[types.Pet]\nname = \"{name}\"\n");
            assert_eq!(said(&text), [format!("`{name}` {ty}")]);
        }
        // The client's own error is not imported where the types of components are.
        let error = |key: &str| said(&format!("[types.\"{key}\"]\nname = \"Error\"\n"));
        assert_eq!(error("Problem"), [""; 0]);
        assert_eq!(error("#/components/schemas/Pet/properties/e"), [""; 0]);
        assert_eq!(error("#/paths/~1pets/get"), [format!("`Error` {ty}")]);
    }

    #[test]
    fn names_that_are_given_twice_are_refused() {
        let again = "`Animal` is the name of `Pet` already";
        let types = "[types.Pet]\nname = \"Animal\"\n[types.Cat]\nname = \"Animal\"\n";
        assert_eq!(said(types), [again]);
        let fields = "fields = { petType = \"x\", name = \"x\" }\n";
        for section in ["types.Pet", "operations.addPet"] {
            let text = format!("[{section}]\n{fields}");
            assert_eq!(said(&text), ["`x` is the name of `petType` already"]);
        }
        let variants = "[types.Size]\nvariants = { XXL = \"A\", S = \"A\" }\n";
        assert_eq!(said(variants), ["`A` is the name of `XXL` already"]);
        let webhooks = "[webhooks.a]\nname = \"x\"\n[webhooks.b]\nname = \"x\"\n";
        assert_eq!(said(webhooks), ["`x` is the name of `a` already"]);
        // These are in modules of their own.
        let inner = "[types.\"#/paths/~1a/get\"]\nname = \"A\"\n[types.\"#/paths/~1b/get\"]\nname = \"A\"\n";
        assert_eq!(said(inner), [""; 0]);
    }
}
