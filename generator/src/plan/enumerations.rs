//! Lists of values to enums.

use super::Context;
use super::docs::{Docs, Words};
use super::item::{EnumVariant, Enumeration};
use super::names::key;
use super::naming::{self, Case, Ident, Scope, constant_words};
use super::ty::Ty;
use crate::api;

pub(super) fn plan(
    context: &Context<'_>,
    ty: &api::Type,
    list: &api::Enumeration,
    ident: Ident,
    docs: Docs,
) -> Enumeration {
    let mut scope = Scope::new(Case::Pascal, &["Self"]);
    let values: Vec<String> = list
        .values
        .iter()
        .map(|listed| listed.value.to_string())
        .collect();
    // What the user has a name for goes by its value, whatever the document calls it.
    let names: Vec<&str> = list
        .values
        .iter()
        .zip(&values)
        .map(|(listed, value)| {
            let name = listed.name.as_deref();
            // A name without letters says less than the value.
            let name = name.filter(|name| !constant_words(name).is_empty());
            name.unwrap_or(value)
        })
        .collect();
    let names = naming::values_within(&names).into_iter();
    let names: Vec<&str> = names.map(naming::listed).collect();
    let chosen: Vec<Option<&str>> = values
        .iter()
        .map(|value| context.config.variant_name(key(ty), value))
        .collect();
    let variants = scope
        .claim_each(&names, &chosen)
        .into_iter()
        .zip(list.values.iter().zip(&values))
        .map(|(ident, (listed, value))| EnumVariant {
            ident,
            docs: listed_docs(listed, value),
            value: listed.value.clone(),
        })
        .collect();
    Enumeration {
        nullable: false,
        ident,
        docs,
        derives: context.config.derives(key(ty)),
        integer: list.integer.map(Ty::integer),
        variants,
        unknown: (!context.config.is_closed(key(ty))).then(|| scope.claim_unknown()),
    }
}

/// What a value is on the wire.
pub(super) fn on_the_wire(value: &str) -> Words {
    match value.trim().is_empty() {
        true => "The empty text.".into(),
        false => Words::code(value),
    }
}

/// What the document says of a value, and what it is on the wire.
fn listed_docs(listed: &api::Listed, value: &str) -> Docs {
    let value = on_the_wire(value);
    match &listed.description {
        Some(description) => Docs::theirs(description.as_str()).and(value),
        None => Docs::ours(value),
    }
}
