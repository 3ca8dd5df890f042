//! Structs.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::ident::ident;
use super::late::Late;
use super::ty::ty;
use super::{derive, docs};
use crate::plan::{Home, Presence, Struct, StructField, Ty};

/// A struct that is read and written as JSON.
pub(super) fn both_ways(item: &Struct, here: &Home) -> TokenStream {
    structure(item, here, Some(Json::BothWays))
}

/// The params of a call: written, where they have a body, and never read.
pub(super) fn params(item: &Struct, here: &Home) -> TokenStream {
    structure(item, here, is_written(item).then_some(Json::Written))
}

/// Whether some of a call's params are written as members of its body.
pub(super) fn is_written(params: &Struct) -> bool {
    let mut fields = params.fields.iter();
    fields.any(|field| field.presence != Presence::Skipped)
}

/// What a struct does with JSON.
#[derive(Clone, Copy)]
enum Json {
    /// It is read and written.
    BothWays,
    /// It is written only.
    Written,
}

/// A struct, and the macro that has it written or read, if any.
fn structure(item: &Struct, here: &Home, json: Option<Json>) -> TokenStream {
    let docs = docs::attributes(&item.docs);
    let name = ident(&item.ident);
    let default = item.default.then_some("Default");
    let ours = ["Clone", "Debug"].into_iter().chain(default);
    let ours: Vec<&str> = ours.chain(["PartialEq"]).collect();
    let derive = Late(|| derive::attribute(&ours, &item.derives));
    let non_exhaustive = item.non_exhaustive.then(|| quote!(#[non_exhaustive]));
    let object = json.map(|json| {
        let name = &name;
        Late(move || {
            let members = Late(|| members(item, json));
            match json {
                Json::BothWays => quote!(object! { #name #members }),
                Json::Written => quote!(written_object! { #name #members }),
            }
        })
    });
    let fields = item.fields.iter();
    let fields = fields.map(|field| Late(move || self::field(field, here)));
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

fn field(field: &StructField, here: &Home) -> TokenStream {
    let docs = docs::attributes(&field.docs);
    let name = ident(&field.ident);
    let kind = Late(|| ty(&field.ty, here));
    quote! {
        #docs
        pub #name: #kind,
    }
}

/// How a struct is read and written: an entry for each field, for the macros of `macros.rs`.
fn members(item: &Struct, json: Json) -> TokenStream {
    let mut rest = None;
    let mut members = Vec::with_capacity(item.fields.len());
    for field in &item.fields {
        let name = ident(&field.ident);
        let presence = match field.presence {
            Presence::Flattened => {
                rest = Some(quote!({ .. #name; }));
                continue;
            }
            Presence::Skipped => continue,
            Presence::Required if matches!(field.ty, Ty::Option(_)) => quote!(nullable),
            Presence::Required => quote!(required),
            Presence::Optional if takes_null(&field.ty) => quote!(anything),
            Presence::Optional | Presence::Absentable => quote!(optional),
        };
        let member = &field.wire_name;
        members.push(Late(move || quote!(#name: #member #presence;)));
    }
    let members = match json {
        Json::BothWays => by_the_dozen(&members),
        // No pattern is made of what is not read.
        Json::Written if members.is_empty() => TokenStream::new(),
        Json::Written => quote!({ #(#members)* }),
    };
    quote!(#members #rest)
}

/// Groups of as many as there may be in one, and groups of groups as long as that is not enough.
fn by_the_dozen(members: &[impl ToTokens]) -> TokenStream {
    const DOZEN: usize = 12;

    fn grouped(parts: &[impl ToTokens]) -> Vec<TokenStream> {
        let dozens = parts.chunks(DOZEN);
        dozens.map(|parts| quote!({ #(#parts)* })).collect()
    }

    let mut groups = grouped(members);
    while groups.len() > DOZEN {
        groups = grouped(&groups);
    }
    quote!(#(#groups)*)
}

/// `Option<Value>` and `Option<()>`, in which a null that is there differs from nothing.
fn takes_null(ty: &Ty) -> bool {
    matches!(ty, Ty::Option(inner) if matches!(**inner, Ty::Value | Ty::Unit))
}
