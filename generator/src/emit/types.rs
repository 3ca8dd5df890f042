//! The `types` module.

use proc_macro2::TokenStream;
use quote::quote;

use super::ident::{ident, raw};
use super::ty::ty;
use super::uses::Uses;
use super::{docs, enumeration, statuses, structure, union};
use crate::plan::{Home, Item, TypeFile};

/// The index over several files.
pub(super) fn index(files: &[TypeFile]) -> TokenStream {
    let names: Vec<_> = files
        .iter()
        .map(|file| raw(file.name.as_deref().unwrap_or("other")))
        .collect();
    quote! {
        use super::runtime;

        #(mod #names;)*
        #(pub use #names::*;)*
    }
}

/// One file.
pub(super) fn tokens(file: &TypeFile) -> TokenStream {
    let imports = imports(&file.items);
    let above = match file.name {
        Some(_) => quote!(
            use super::*;
        ),
        None => {
            let runtime = Uses::of_items(&file.items).runtime.then(|| {
                quote!(
                    use super::runtime;
                )
            });
            quote!(#runtime)
        }
    };
    let items = items(&file.items, &Home::Types);
    quote!(#imports #above #items)
}

/// The imports of serde that the items need.
pub(super) fn imports(items: &[Item]) -> TokenStream {
    if Uses::of_items(items).serde {
        quote!(
            use serde::{Deserialize, Serialize};
        )
    } else {
        TokenStream::new()
    }
}

/// The items of any module.
pub(super) fn items(items: &[Item], here: &Home) -> TokenStream {
    items.iter().map(|item| self::item(item, here)).collect()
}

fn item(item: &Item, here: &Home) -> TokenStream {
    match item {
        Item::Struct(item) => structure::both_ways(item, here),
        Item::Enumeration(item) => enumeration::tokens(item),
        Item::Union(item) => union::tokens(item, here),
        Item::Statuses(item) => statuses::tokens(item, here),
        Item::Newtype(item) => {
            let docs = docs::attributes(&item.docs);
            let name = ident(&item.ident);
            let ty = ty(&item.ty, here);
            quote! {
                #docs
                #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
                #[serde(transparent)]
                pub struct #name(pub #ty);
            }
        }
        Item::Alias(item) => {
            let docs = docs::attributes(&item.docs);
            let name = ident(&item.ident);
            let ty = ty(&item.ty, here);
            quote!(#docs pub type #name = #ty;)
        }
    }
}
