//! Enums of types.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::ident::ident;
use super::late::Late;
use super::literal::literal;
use super::ty::ty;
use super::{derive, docs};
use crate::plan::{
    Also, Decoding, Distinction, Home, JsonKind, Key, Test, Ty, Union, UnionVariant,
};

pub(super) fn tokens(item: &Union, here: &Home) -> TokenStream {
    let docs = docs::attributes(&item.docs);
    let name = ident(&item.ident);
    let variants: Vec<_> = item
        .variants
        .iter()
        .map(|variant| ident(&variant.ident))
        .collect();
    let held = item.variants.iter().enumerate().map(|(index, variant)| {
        let ty = Late(move || ty(&variant.ty, here));
        (!item.is_text(index)).then(|| quote!((#ty)))
    });
    let held: Vec<_> = held.collect();
    let variant_docs = item
        .variants
        .iter()
        .map(|variant| docs::documentation(&variant.docs));
    let unknown = item.unknown().map(ident);
    let other = unknown.as_ref().map(|unknown| {
        let docs = match item.decoding {
            Decoding::Key { .. } => quote! {
                /// A value with a key, or a text, that the description does not list.
            },
            _ => quote! {
                /// A value whose tag the description does not list.
            },
        };
        quote! {
            #docs
            #unknown(runtime::Value),
        }
    });
    let can_be_tried = matches!(item.decoding, Decoding::Order { .. });
    let closed = !can_be_tried && unknown.is_none();
    let non_exhaustive = (!closed).then(|| quote!(#[non_exhaustive]));
    let derive = Late(|| derive::attribute(&["Clone", "Debug", "PartialEq"], &item.derives));
    let call = Late(|| call(item, &name, unknown.as_ref(), here));
    let converted = converted(item, here);
    let any = !converted.is_empty();
    let nullable = (item.nullable && any).then(|| quote!(into_field! { #name (#(#converted),*) }));
    let boxed = (item.boxed && any).then(|| quote!(into_box! { #name (#(#converted),*) }));
    quote! {
        #docs
        #derive
        #non_exhaustive
        pub enum #name {
            #(#variant_docs #variants #held,)*
            #other
        }

        #call

        #nullable

        #boxed
    }
}

/// What converts into it, where arguments may be null as well, or are in a box.
fn converted(item: &Union, here: &Home) -> Vec<TokenStream> {
    let variants = item.variants.iter();
    let is_asked = item.nullable || item.boxed;
    let converted = variants.filter(|variant| is_asked && variant.converts);
    let types = converted.flat_map(|variant| {
        let also = match (variant.also, &variant.ty) {
            (Some(Also::Text), _) => Some(quote!(&str)),
            (Some(Also::Unboxed), Ty::Boxed(inner)) => Some(ty(inner, here)),
            _ => None,
        };
        [Some(ty(&variant.ty, here)), also]
    });
    types.flatten().collect()
}

/// How it is read and written.
fn call(item: &Union, name: &Ident, unknown: Option<&Ident>, here: &Home) -> TokenStream {
    let converted = |variant: &UnionVariant| {
        let also = match (variant.also, &variant.ty) {
            (Some(Also::Text), _) => Some(quote!(, &str)),
            (Some(Also::Unboxed), Ty::Boxed(inner)) => {
                let inner = ty(inner, here);
                Some(quote!(, #inner))
            }
            (Some(Also::Pairs), Ty::Map(value)) => {
                let value = ty(value, here);
                Some(quote!(; #value))
            }
            _ => None,
        };
        let ty = variant.converts.then(|| ty(&variant.ty, here));
        ty.map(|ty| quote!((#ty #also)))
    };
    match &item.decoding {
        Decoding::Tag { property, arms, .. } => {
            let entries = item.variants.iter().enumerate().map(|(index, variant)| {
                let arms = arms.iter().filter(|(_, target)| *target == index);
                let values = arms.map(|(value, _)| value);
                let how = match variant.kind {
                    JsonKind::Object => quote!(straight),
                    // A union within a union could lead back to it.
                    _ => quote!(through_tree),
                };
                let (name, ty) = (ident(&variant.ident), converted(variant));
                quote!(#name #ty: #(#values)|* #how;)
            });
            let others = unknown.map(|unknown| quote!(.. #unknown;));
            quote!(tagged_union! { #name by #property { #(#entries)* #others } })
        }
        Decoding::Key { keys, .. } => {
            let all = || item.variants.iter().zip(keys);
            let texts = all().filter_map(|(variant, key)| match key {
                Key::Text { text, .. } => {
                    let name = ident(&variant.ident);
                    Some(quote!(#name: #text;))
                }
                Key::Member(_) => None,
            });
            let texts: Vec<_> = texts.collect();
            let texts = (!texts.is_empty()).then(|| quote!({ #(#texts)* }));
            let members = all().filter_map(|(variant, key)| match key {
                Key::Member(key) => {
                    let (name, ty) = (ident(&variant.ident), converted(variant));
                    Some(quote!(#name #ty: #key;))
                }
                Key::Text { .. } => None,
            });
            let others = unknown.map(|unknown| quote!(.. #unknown;));
            quote!(keyed_union! { #name #texts by { #(#members)* #others } })
        }
        Decoding::Order {
            order,
            distinctions,
        } => {
            let entries = order.iter().map(|index| {
                let variant = &item.variants[*index];
                let kind = kind(variant.kind);
                let (name, ty) = (ident(&variant.ident), converted(variant));
                let members = distinctions.get(index).map(|members| {
                    let members = members.iter().map(distinction);
                    quote!((#(#members),*))
                });
                quote!(#name #ty: #kind #members;)
            });
            quote!(untagged_union! { #name { #(#entries)* } })
        }
    }
}

/// What a member of a variant tells it from others by.
fn distinction(distinction: &Distinction) -> TokenStream {
    let member = literal(&distinction.member);
    let (test, values) = match &distinction.test {
        Test::Is(value) => (quote!(Is), std::slice::from_ref(value)),
        Test::Not(values) => (quote!(Not), values.as_slice()),
        Test::Key(keys) => (quote!(Key), keys.as_slice()),
    };
    let values = values.iter().map(|value| literal(value));
    let presence = match distinction.required {
        true => quote!(Required),
        false => quote!(Optional),
    };
    quote!(#member: #test #(#values)|* #presence)
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
