//! Params out of a value of their body's type.

use proc_macro2::TokenStream;
use quote::quote;

use super::ident::ident;
use super::ty::ty;
use super::{docs, structure};
use crate::plan::{BodyMember, Home, Struct, WithBody};

/// The constructor that takes the body as a whole.
pub(super) fn tokens(with_body: &WithBody, params: &Struct, here: &Home) -> TokenStream {
    let docs = docs::attributes(&with_body.docs);
    let arguments = &with_body.arguments;
    let many = (arguments.len() > 6).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    let (names, typed) = structure::arguments(arguments, here);
    let comma = (!names.is_empty()).then(|| quote!(,));
    let body = ident(&with_body.ident);
    let body_type = ty(&with_body.ty, here);
    let fields = params.fields.iter().map(|field| {
        let mut members = with_body.members.iter();
        match members.find(|member| member.field == field.ident) {
            Some(member) => taken(member, &body),
            None => structure::begun(field, arguments),
        }
    });
    quote! {
        #docs
        #many
        pub fn with_body(#typed #comma #body: #body_type) -> Self {
            Self { #(#fields)* }
        }
    }
}

/// A field out of the body.
fn taken(member: &BodyMember, body: &proc_macro2::Ident) -> TokenStream {
    let name = ident(&member.field);
    let of_body = ident(&member.of_body);
    quote!(#name: #body.#of_body,)
}
