//! Structs.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::ident::ident;
use super::ty::ty;
use super::{derive, docs};
use crate::plan::{Home, Presence, Struct, StructField, Ty};

/// A struct that is read and written as JSON.
pub(super) fn both_ways(item: &Struct, here: &Home) -> TokenStream {
    structure(item, here, Direction::Both)
}

/// The params of a call: written, where they have a body, and never read.
pub(super) fn params(item: &Struct, here: &Home) -> TokenStream {
    let sent = item
        .fields
        .iter()
        .any(|field| field.presence != Presence::Skipped);
    structure(
        item,
        here,
        if sent {
            Direction::Written
        } else {
            Direction::Neither
        },
    )
}

/// Whether a struct is written as JSON, and read from it.
#[derive(Clone, Copy, PartialEq)]
enum Direction {
    Both,
    Written,
    Neither,
}

fn structure(item: &Struct, here: &Home, direction: Direction) -> TokenStream {
    let docs = docs::attributes(&item.docs);
    let name = ident(&item.ident);
    let default = item.default.then_some("Default");
    let serialize = (direction == Direction::Written).then_some("Serialize");
    let ours = ["Clone", "Debug"].into_iter().chain(default);
    let ours: Vec<&str> = ours.chain(["PartialEq"]).chain(serialize).collect();
    let derive = derive::attribute(&ours, &item.derives);
    let non_exhaustive = item.non_exhaustive.then(|| quote!(#[non_exhaustive]));
    let object = (direction == Direction::Both).then(|| object(item));
    let fields = item
        .fields
        .iter()
        .map(|field| self::field(field, here, direction));
    quote! {
        #docs
        #derive
        #non_exhaustive
        pub struct #name {
            #(#fields)*
        }

        #object
    }
}

fn field(field: &StructField, here: &Home, direction: Direction) -> TokenStream {
    let docs = docs::attributes(&field.docs);
    let name = ident(&field.ident);
    let kind = ty(&field.ty, here);
    let serde = (direction == Direction::Written).then(|| attribute(field));
    quote! {
        #docs
        #serde
        pub #name: #kind,
    }
}

/// How a field is written by derived code.
fn attribute(field: &StructField) -> TokenStream {
    let mut parts = Vec::new();
    if *field.wire_name != *field.ident.as_str()
        && !matches!(field.presence, Presence::Skipped | Presence::Flattened)
    {
        let wire = &field.wire_name;
        parts.push(quote!(rename = #wire));
    }
    match field.presence {
        Presence::Required => {}
        Presence::Optional => parts.push(quote!(skip_serializing_if = "Option::is_none")),
        Presence::Absentable => {
            parts.push(quote!(skip_serializing_if = "runtime::Field::is_absent"))
        }
        Presence::Flattened => parts.push(quote!(flatten)),
        Presence::Skipped => parts.push(quote!(skip)),
    }
    if parts.is_empty() {
        TokenStream::new()
    } else {
        quote!(#[serde(#(#parts),*)])
    }
}

/// How a struct is read and written: an entry for each field, for the macro of `macros.rs`.
fn object(item: &Struct) -> TokenStream {
    let name = ident(&item.ident);
    let mut rest = None;
    let mut members = Vec::with_capacity(item.fields.len());
    for field in &item.fields {
        let name = ident(&field.ident);
        let presence = match field.presence {
            Presence::Flattened => {
                rest = Some(quote!(.. #name;));
                continue;
            }
            Presence::Skipped => continue,
            Presence::Required if matches!(field.ty, Ty::Option(_)) => quote!(nullable),
            Presence::Required => quote!(required),
            Presence::Optional if takes_null(&field.ty) => quote!(anything),
            Presence::Optional | Presence::Absentable => quote!(optional),
        };
        let index = Literal::usize_unsuffixed(members.len());
        let member = &field.wire_name;
        members.push(quote!(#index #name: #member #presence;));
    }
    quote!(object! { #name { #(#members)* #rest } })
}

/// `Option<Value>` and `Option<()>`, in which a null that is there differs from nothing.
fn takes_null(ty: &Ty) -> bool {
    matches!(ty, Ty::Option(inner) if matches!(**inner, Ty::Value | Ty::Unit))
}
