//! Enums of strings, which keep values that they do not know.

use proc_macro2::TokenStream;
use quote::quote;

use super::ident::ident;
use super::{derive, docs};
use crate::plan::{Docs, Enumeration, Words};

pub(super) fn tokens(item: &Enumeration) -> TokenStream {
    let docs = docs::attributes(&item.docs);
    let name = ident(&item.ident);
    let derive = derive::attribute(
        &["Clone", "Debug", "PartialEq", "Eq", "Hash"],
        &item.derives,
    );
    let unknown = ident(&item.unknown);
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
        #[non_exhaustive]
        pub enum #name {
            #(#variant_docs #variants,)*
            /// A value that the description does not list.
            #unknown(runtime::UnknownValue),
        }

        string_enum! { #name { #(#variants: #values;)* .. #unknown; } }
    }
}

fn described(value: &str) -> Words {
    match value.trim().is_empty() {
        true => "The empty text.".into(),
        false => Words::code(value),
    }
}
