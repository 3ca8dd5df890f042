//! Structs.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs;
use super::ident::ident;
use super::ty::ty;
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
    let default = item.default.then(|| quote!(Default,));
    let non_exhaustive = item.non_exhaustive.then(|| quote!(#[non_exhaustive]));
    let derives = match direction {
        Direction::Both => quote!(PartialEq, Serialize, Deserialize),
        Direction::Written => quote!(PartialEq, Serialize),
        Direction::Neither => quote!(PartialEq),
    };
    let fields = item
        .fields
        .iter()
        .map(|field| self::field(field, here, direction));
    quote! {
        #docs
        #[derive(Clone, Debug, #default #derives)]
        #non_exhaustive
        pub struct #name {
            #(#fields)*
        }
    }
}

fn field(field: &StructField, here: &Home, direction: Direction) -> TokenStream {
    let docs = docs::attributes(&field.docs);
    let name = ident(&field.ident);
    let kind = ty(&field.ty, here);
    let serde = match direction {
        Direction::Neither => TokenStream::new(),
        direction => attribute(field, direction == Direction::Both),
    };
    quote! {
        #docs
        #serde
        pub #name: #kind,
    }
}

fn attribute(field: &StructField, reads: bool) -> TokenStream {
    let mut parts = Vec::new();
    if field.wire_name != field.ident.as_str()
        && !matches!(field.presence, Presence::Skipped | Presence::Flattened)
    {
        let wire = &field.wire_name;
        parts.push(quote!(rename = #wire));
    }
    let default = reads.then(|| quote!(default));
    match field.presence {
        Presence::Required => {}
        Presence::Optional => {
            parts.extend(default);
            if reads && takes_null(&field.ty) {
                parts.push(quote!(deserialize_with = "runtime::de::present"));
            }
            parts.push(quote!(skip_serializing_if = "Option::is_none"));
        }
        Presence::Absentable => {
            parts.extend(default);
            parts.push(quote!(skip_serializing_if = "runtime::Field::is_absent"));
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

/// `Option<Value>` and `Option<()>`, in which a null that is there differs from nothing.
fn takes_null(ty: &Ty) -> bool {
    matches!(ty, Ty::Option(inner) if matches!(**inner, Ty::Value | Ty::Unit))
}
