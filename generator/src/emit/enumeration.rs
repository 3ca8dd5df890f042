//! Enums of strings and of integers, which keep values that they do not know unless they are closed.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::ident::ident;
use super::late::Late;
use super::ty::ty;
use super::{derive, docs};
use crate::plan::{Constant, Enumeration, Home};

pub(super) fn tokens(item: &Enumeration) -> TokenStream {
    let docs = docs::attributes(&item.docs);
    let name = ident(&item.ident);
    let integer = item
        .integer
        .as_ref()
        .map(|integer| ty(integer, &Home::Types));
    let mut ours = vec!["Clone", "Debug", "PartialEq", "Eq", "Hash"];
    if item.unknown.is_none() || integer.is_some() {
        ours.insert(1, "Copy");
    }
    let derive = Late(|| derive::attribute(&ours, &item.derives));
    let unknown = item.unknown.as_ref().map(ident);
    let kept = match &integer {
        Some(integer) => quote!(runtime::UnknownInteger<#integer>),
        None => quote!(runtime::UnknownValue),
    };
    let other = unknown.as_ref().map(|unknown| {
        quote! {
            /// A value that the description does not list.
            #unknown(#kept),
        }
    });
    let others = unknown.as_ref().map(|unknown| quote!(.. #unknown;));
    let non_exhaustive = unknown.is_some().then(|| quote!(#[non_exhaustive]));
    let variants: Vec<_> = item
        .variants
        .iter()
        .map(|variant| ident(&variant.ident))
        .collect();
    let entries = Late(|| {
        let values = item.variants.iter().map(|variant| literal(&variant.value));
        quote!(#(#variants: #values;)* #others)
    });
    let call = Late(|| match &integer {
        Some(integer) => quote!(integer_enum! { #name as #integer { #entries } }),
        None => quote!(string_enum! { #name { #entries } }),
    });
    let nullable = item.nullable.then(|| match (&integer, &unknown) {
        (Some(integer), Some(_)) => Some(quote!(into_field! { #name (#integer) })),
        (None, Some(_)) => Some(quote!(into_field! { #name (&str, String) })),
        // Nothing becomes a closed one without a question.
        (_, None) => None,
    });
    let nullable = nullable.flatten();
    let variant_docs = item
        .variants
        .iter()
        .map(|variant| docs::documentation(&variant.docs));
    quote! {
        #docs
        #derive
        #non_exhaustive
        pub enum #name {
            #(#variant_docs #variants,)*
            #other
        }

        #call

        #nullable
    }
}

fn literal(value: &Constant) -> Literal {
    match value {
        Constant::Text(text) => Literal::string(text),
        Constant::Integer(integer) => Literal::i128_unsuffixed(*integer),
        // No enum is made of booleans.
        Constant::Boolean(boolean) => Literal::string(&boolean.to_string()),
    }
}
