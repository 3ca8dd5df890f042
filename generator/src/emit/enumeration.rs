//! Enums of strings, which keep values that they do not know unless they are closed.

use proc_macro2::TokenStream;
use quote::quote;

use super::ident::ident;
use super::{derive, docs};
use crate::plan::{Docs, Enumeration, Words};

pub(super) fn tokens(item: &Enumeration) -> TokenStream {
    let docs = docs::attributes(&item.docs);
    let name = ident(&item.ident);
    let mut ours = vec!["Clone", "Debug", "PartialEq", "Eq", "Hash"];
    if item.unknown.is_none() {
        ours.insert(1, "Copy");
    }
    let derive = derive::attribute(&ours, &item.derives);
    let unknown = item.unknown.as_ref().map(ident);
    let other = unknown.as_ref().map(|unknown| {
        quote! {
            /// A value that the description does not list.
            #unknown(runtime::UnknownValue),
        }
    });
    let others = unknown.as_ref().map(|unknown| quote!(.. #unknown;));
    let non_exhaustive = unknown.is_some().then(|| quote!(#[non_exhaustive]));
    let variants: Vec<_> = item
        .variants
        .iter()
        .map(|variant| ident(&variant.ident))
        .collect();
    let values: Vec<_> = item.variants.iter().map(|variant| &variant.value).collect();
    let variant_docs = values
        .iter()
        .map(|value| docs::documentation(&Docs::ours(described(value))));
    quote! {
        #docs
        #derive
        #non_exhaustive
        pub enum #name {
            #(#variant_docs #variants,)*
            #other
        }

        string_enum! { #name { #(#variants: #values;)* #others } }
    }
}

fn described(value: &str) -> Words {
    match value.trim().is_empty() {
        true => "The empty text.".into(),
        false => Words::code(value),
    }
}
