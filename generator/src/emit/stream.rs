//! Operations whose answer is a stream of items.

use proc_macro2::TokenStream;
use quote::quote;

use super::ident::ident;
use super::ty::ty;
use crate::api::Framing;
use crate::plan::{Home, Stream, Ty};

/// How the answer is read as a stream of items.
pub(super) fn tokens(stream: &Stream, name: &proc_macro2::Ident, here: &Home) -> TokenStream {
    let item = ty(&stream.item, here);
    let media_type = &stream.media_type;
    let spec = match stream.framing {
        Framing::Events => quote!(events()),
        Framing::EventObjects => quote!(event_objects()),
        Framing::JsonEventObjects => quote!(json_event_objects()),
        Framing::Lines => quote!(json_lines(#media_type)),
        Framing::Sequence => quote!(json_sequence(#media_type)),
    };
    let named = stream.named.then(|| quote!(.named()));
    let texts = &stream.texts;
    let texts = (!texts.is_empty()).then(|| quote!(.texts(&[#(#texts),*])));
    let ends = &stream.ends;
    let until = (!ends.is_empty()).then(|| quote!(.until(&[#(#ends),*])));
    let ask = stream.flag.as_ref().map(|(flag, ty)| {
        let flag = ident(flag);
        let asks = match ty {
            Ty::Bool => quote!(true),
            _ => quote!(true.into()),
        };
        quote! {
            #[inline]
            fn ask(&mut self) {
                self.#flag = #asks;
            }
        }
    });
    quote! {
        impl runtime::Streams for #name {
            type Item = #item;

            const STREAM: runtime::StreamSpec = runtime::#spec #named #texts #until;

            #ask
        }
    }
}
