//! Operations that give a list in pages.

use proc_macro2::TokenStream;
use quote::quote;

use super::ident::ident;
use super::ty::ty;
use crate::plan::{Held, Home, PageItems, PageStep, PageStyle, Pages};

/// How the pages of a list follow each other, and where they have their items.
pub(super) fn tokens(pages: &Pages, name: &proc_macro2::Ident, here: &Home) -> TokenStream {
    let item = ty(&pages.item, here);
    let spec = spec(&pages.style);
    let items = items(&pages.items);
    quote! {
        impl runtime::Paged for #name {
            type Item = #item;

            const PAGES: runtime::PageSpec = runtime::#spec;

            #[inline]
            fn items(page: Self::Output) -> Vec<Self::Item> {
                #items
            }
        }
    }
}

/// The items of `page`. Of what is missing on the way there are none.
fn items(items: &PageItems) -> TokenStream {
    let mut found = quote!(page);
    let mut may_be_missing = items.if_any;
    for PageStep { field, held } in &items.steps {
        let field = ident(field);
        let value = |holder: TokenStream| match held {
            Held::Field => quote!(#holder.#field.into_option()),
            Held::Plain | Held::Option => quote!(#holder.#field),
        };
        let of_any = value(quote!(it));
        found = match (may_be_missing, held) {
            (false, _) => value(found),
            (true, Held::Plain) => quote!(#found.map(|it| #of_any)),
            (true, Held::Option | Held::Field) => quote!(#found.and_then(|it| #of_any)),
        };
        may_be_missing |= *held != Held::Plain;
    }
    match may_be_missing {
        true => quote!(#found.unwrap_or_default()),
        false => found,
    }
}

fn spec(style: &PageStyle) -> TokenStream {
    let path = |path: &[String]| quote!(&[#(#path),*]);
    let option = |name: TokenStream, steps: &[String]| {
        (!steps.is_empty()).then(|| {
            let path = path(steps);
            quote!(.#name(#path))
        })
    };
    match style {
        PageStyle::Number {
            parameter,
            items,
            current,
            last,
            total,
        } => {
            let items = path(items);
            let current = option(quote!(current), current);
            let last = option(quote!(last), last);
            let total = total.as_ref().map(|(total, size)| {
                let (total, size) = (path(total), path(size));
                quote!(.total(#total, #size))
            });
            quote!(by_number(#parameter, #items) #current #last #total)
        }
        PageStyle::Offset {
            parameter,
            items,
            more,
        } => {
            let (items, more) = (path(items), option(quote!(more), more));
            quote!(by_offset(#parameter, #items) #more)
        }
        PageStyle::Cursor {
            parameter,
            next,
            more,
        } => {
            let (next, more) = (path(next), option(quote!(more), more));
            quote!(by_cursor(#parameter, #next) #more)
        }
        PageStyle::Link { items } => {
            let items = option(quote!(items), items);
            quote!(by_link() #items)
        }
        PageStyle::Url { next, items } => {
            let (next, items) = (path(next), option(quote!(items), items));
            quote!(by_url(#next) #items)
        }
    }
}
