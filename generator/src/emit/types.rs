//! The `types` module.

use std::iter;

use proc_macro2::TokenStream;
use quote::quote;

use super::ident::ident;
use super::ty::ty;
use super::uses::Uses;
use super::{
    Chunks, cfg, derive, docs, enumeration, resource, statuses, structure, union, validate,
};
use crate::plan::{Home, Item, Ty, TypeFile};

/// The index over several files.
pub(super) fn index(files: &[TypeFile]) -> TokenStream {
    let named = files
        .iter()
        .filter_map(|file| Some((file, file.name.as_ref()?)));
    let (modules, exports): (TokenStream, TokenStream) = named
        .map(|(file, name)| {
            let cfg = cfg::any(&file.features);
            let path = resource::path(name, false);
            let name = ident(name);
            (
                quote!(#cfg #path mod #name;),
                quote!(#cfg pub use #name::*;),
            )
        })
        .unzip();
    let runtime = files.iter().any(|file| Uses::of_items(&file.items).runtime);
    let runtime = runtime.then(|| {
        quote!(
            use super::runtime;
        )
    });
    quote! {
        #runtime

        #modules
        #exports
    }
}

/// One file.
pub(super) fn tokens(file: &TypeFile, validate: bool) -> Chunks<'_> {
    let uses = Uses::of_items(&file.items);
    let imports = uses.serde_import();
    let above = match file.name {
        // The index has all types, and the runtime. Whether one of another file is among those that are mentioned here
        // is not worth a search.
        Some(_) => Some(quote!(
            #[allow(unused_imports)]
            use super::*;
        )),
        None => (uses.runtime || validate).then(|| {
            quote!(
                use super::runtime;
            )
        }),
    };
    let items = chunks(&file.items, Home::Types, validate);
    Box::new(iter::once(quote!(#imports #above)).chain(items))
}

/// The items of a module, one by one, and what there is to look at in their values, where somebody looks.
pub(super) fn chunks(
    items: &[Item],
    here: Home,
    validate: bool,
) -> impl Iterator<Item = TokenStream> {
    items.iter().map(move |item| {
        let itself = self::item(item, &here);
        let looked_at = validate.then(|| validate::item(item));
        quote!(#itself #looked_at)
    })
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
            let mut ours = vec!["Clone", "Debug"];
            // A tuple has a default only if all of its items have one.
            if !matches!(item.ty, Ty::Tuple(_)) {
                ours.push("Default");
            }
            ours.extend(["PartialEq", "Serialize", "Deserialize"]);
            let derive = derive::attribute(&ours, &item.derives);
            quote! {
                #docs
                #derive
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
