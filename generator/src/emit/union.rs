//! Enums of types.

use proc_macro2::TokenStream;
use quote::quote;

use super::ident::ident;
use super::late::Late;
use super::ty::ty;
use super::{derive, docs};
use crate::plan::{Decoding, Home, JsonKind, Union};

pub(super) fn tokens(item: &Union, here: &Home) -> TokenStream {
    let docs = docs::attributes(&item.docs);
    let name = ident(&item.ident);
    let variants: Vec<_> = item
        .variants
        .iter()
        .map(|variant| ident(&variant.ident))
        .collect();
    let types: Vec<_> = item
        .variants
        .iter()
        .map(|variant| Late(move || ty(&variant.ty, here)))
        .collect();
    let variant_docs = item
        .variants
        .iter()
        .map(|variant| docs::documentation(&variant.docs));
    let (unknown, unknown_arm) = match &item.decoding {
        Decoding::Tag {
            unknown: Some(unknown),
            ..
        } => {
            let unknown = ident(unknown);
            let declared = quote! {
                /// A value whose tag the description does not list.
                #unknown(runtime::Value),
            };
            (
                declared,
                quote!(Self::#unknown(value) => value.serialize(serializer),),
            )
        }
        Decoding::Tag { unknown: None, .. } | Decoding::Order(_) => {
            (TokenStream::new(), TokenStream::new())
        }
    };
    let closed = matches!(item.decoding, Decoding::Tag { unknown: None, .. });
    let non_exhaustive = (!closed).then(|| quote!(#[non_exhaustive]));
    let (decode, tagged) = decode(item, &name, &variants);
    let derive = Late(|| derive::attribute(&["Clone", "Debug", "PartialEq"], &item.derives));
    let conversions = item
        .variants
        .iter()
        .filter(|variant| variant.converts)
        .map(|variant| {
            let ty = Late(|| ty(&variant.ty, here));
            let variant = ident(&variant.ident);
            quote! {
                impl From<#ty> for #name {
                    #[inline]
                    fn from(value: #ty) -> Self {
                        Self::#variant(value)
                    }
                }
            }
        });
    quote! {
        #docs
        #derive
        #non_exhaustive
        pub enum #name {
            #(#variant_docs #variants(#types),)*
            #unknown
        }

        impl Serialize for #name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    #(Self::#variants(value) => value.serialize(serializer),)*
                    #unknown_arm
                }
            }
        }

        impl<'de> Deserialize<'de> for #name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                #decode
            }
        }

        #tagged

        #(#conversions)*
    }
}

/// How it is read, and what that takes beside.
fn decode(
    item: &Union,
    name: &proc_macro2::Ident,
    variants: &[proc_macro2::Ident],
) -> (TokenStream, TokenStream) {
    match &item.decoding {
        Decoding::Tag {
            property,
            arms,
            unknown,
        } => {
            let values: Vec<&String> = arms.iter().map(|(value, _)| value).collect();
            let other = match unknown.as_ref().map(ident) {
                Some(unknown) => quote!(Deserialize::deserialize(value).map(Self::#unknown)),
                None => quote!(Err(runtime::de::unknown_tag(tag, Self::TAG, &[#(#values),*]))),
            };
            let targets = arms.iter().map(|(_, index)| {
                let variant = &variants[*index];
                match item.variants[*index].kind {
                    JsonKind::Object => quote!(Deserialize::deserialize(value).map(Self::#variant)),
                    // A union within a union could lead back to it.
                    _ => quote!(runtime::de::through_tree(value).map(Self::#variant)),
                }
            });
            let tagged = quote! {
                impl runtime::de::Tagged for #name {
                    const TAG: &'static str = #property;

                    fn read<'de, D: serde::Deserializer<'de>>(tag: Option<&str>, value: D) -> Result<Self, D::Error> {
                        match tag {
                            #(Some(#values) => #targets,)*
                            _ => #other,
                        }
                    }
                }
            };
            (quote!(runtime::de::tagged(deserializer)), tagged)
        }
        Decoding::Order(order) => {
            let mut attempts = order.iter().map(|index| &variants[*index]);
            let first = attempts.next();
            let tried = order.iter().map(|index| {
                let variant = &item.variants[*index];
                let name = variant.ident.as_str();
                let kind = kind(variant.kind);
                quote!((#name, runtime::de::Kind::#kind))
            });
            let decode = quote! {
                let value = runtime::de::Tree::deserialize(deserializer)?;
                runtime::de::first(&value, &[#(#tried),*], &[
                    |value| runtime::de::attempt(value).map(Self::#first),
                    #(|value| runtime::de::attempt(value).map(Self::#attempts),)*
                ])
            };
            (decode, TokenStream::new())
        }
    }
}

/// The runtime's name for what JSON a variant is made from.
fn kind(kind: JsonKind) -> TokenStream {
    match kind {
        JsonKind::Null => quote!(Null),
        JsonKind::Bool => quote!(Bool),
        JsonKind::Number => quote!(Number),
        JsonKind::Text => quote!(Text),
        JsonKind::List => quote!(List),
        JsonKind::Object => quote!(Object),
        JsonKind::Any => quote!(Any),
    }
}
