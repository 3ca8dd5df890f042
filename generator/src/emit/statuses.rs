//! Enums of what an operation answers by status.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::docs;
use super::ident::ident;
use super::ty::ty;
use crate::api::Status;
use crate::plan::{Decode, Home, Statuses, Ty};

pub(super) fn tokens(item: &Statuses, here: &Home) -> TokenStream {
    let docs = docs::attributes(&item.docs);
    let name = ident(&item.ident);
    let variants = item.variants.iter().map(|variant| {
        let docs = docs::documentation(&variant.docs);
        let name = ident(&variant.ident);
        if variant.ty == Ty::Unit {
            return quote!(#docs #name,);
        }
        let ty = ty(&variant.ty, here);
        quote!(#docs #name(#ty),)
    });
    // Exact statuses come first, then ranges, then the default: the plan has them in this order.
    let arms = item.variants.iter().map(|variant| {
        let name = ident(&variant.ident);
        let pattern = match variant.status {
            Status::Exact(code) => {
                let code = Literal::u16_unsuffixed(code);
                quote!(#code)
            }
            // To lints, what is matched before is no part of a range.
            Status::Range(hundreds) if has_exact(item, hundreds) => {
                let hundreds = Literal::u16_unsuffixed(hundreds.into());
                quote!(status if status / 100 == #hundreds)
            }
            Status::Range(hundreds) => {
                let low = u16::from(hundreds) * 100;
                let [low, high] = [low, low + 99].map(Literal::u16_unsuffixed);
                quote!(#low..=#high)
            }
            Status::Default => quote!(_),
        };
        let read = match variant.decode {
            Decode::Text => quote!(response.text().map(Self::#name)),
            Decode::TextOrJson => quote!(response.text_or_json().map(Self::#name)),
            Decode::Bytes | Decode::Stream | Decode::Switched => {
                quote!(response.bytes().map(Self::#name))
            }
            Decode::Empty => quote!(Ok(Self::#name)),
            // Null, which is read all the same.
            Decode::JsonOrEmpty if variant.ty == Ty::Unit => {
                quote!(response.json_or_empty().map(|()| Self::#name))
            }
            Decode::JsonOrEmpty => quote!(response.json_or_empty().map(Self::#name)),
            Decode::Json | Decode::ByStatus => quote!(response.json().map(Self::#name)),
        };
        quote!(#pattern => #read,)
    });
    let other = (!item
        .variants
        .iter()
        .any(|variant| variant.status == Status::Default))
    .then(|| quote!(_ => Err(runtime::DecodeError::status(response.status())),));
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
        }

        impl runtime::Reply for #name {
            type Response = Self;
            type Output = Self;

            #[inline]
            fn decode(response: &runtime::RawResponse) -> Result<Self, runtime::DecodeError> {
                match response.status().as_u16() {
                    #(#arms)*
                    #other
                }
            }

            #[inline]
            fn output(response: Self) -> Option<Self> {
                Some(response)
            }
        }
    }
}

/// Whether there is an answer of its own for one of so many hundreds.
fn has_exact(item: &Statuses, hundreds: u8) -> bool {
    let mut statuses = item.variants.iter().map(|variant| variant.status);
    statuses
        .any(|status| matches!(status, Status::Exact(code) if code / 100 == u16::from(hundreds)))
}
