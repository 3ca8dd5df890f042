//! `receivers.rs`: what the API sends to its user.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::ident::ident;
use super::ty::ty;
use super::uses::Uses;
use super::{docs, types};
use crate::config::{PayloadPiece, Signature, SignatureAlgorithm, SignatureEncoding};
use crate::plan::{Home, Receivers};

pub(super) fn tokens(receivers: &Receivers) -> TokenStream {
    let here = Home::Receivers;
    let uses = Uses::of_receivers(receivers);
    let imports = uses.serde_import();
    let imported = uses.types.then(|| quote!(types,));
    let items: TokenStream = types::chunks(&receivers.items, here.clone()).collect();
    let (statics, receiver) = match &receivers.signature {
        Some(signature) => (
            scheme(signature, &receivers.sensitive),
            signed(receivers, &here),
        ),
        None => (TokenStream::new(), plain(receivers, &here)),
    };
    quote! {
        #imports
        use super::{runtime, #imported};

        #statics
        #receiver
        #items
    }
}

/// The methods are inline, as all functions are that read a type of the document: who calls one has it compiled.
fn signed(receivers: &Receivers, here: &Home) -> TokenStream {
    let methods = receivers.receivers.iter().map(|receiver| {
        let docs = docs::attributes(&receiver.docs);
        let name = ident(&receiver.ident);
        let ty = ty(&receiver.ty, here);
        quote! {
            #docs
            ///
            /// The signature is verified over the bytes as they were received, before anything is decoded.
            ///
            /// # Errors
            ///
            /// One for each way in which a message can fail to prove where it comes from, and one for a message that
            /// does not fit its type.
            #[inline]
            pub fn #name(
                &self,
                headers: &runtime::http::HeaderMap,
                body: &[u8],
            ) -> Result<#ty, runtime::webhook::Error> {
                self.inner.receive(headers, body)
            }
        }
    });
    quote! {
        /// Verifies and decodes the messages that the API sends.
        #[derive(Clone, Debug)]
        pub struct Receiver {
            inner: runtime::webhook::Receiver,
        }

        impl Receiver {
            /// A receiver of messages that are signed with this secret.
            pub fn new(secret: impl Into<runtime::Secret>) -> Self {
                Self { inner: runtime::webhook::Receiver::new(&SIGNATURE, secret) }
            }

            /// Accepts messages that are signed with this secret as well, for the time in which a secret changes.
            #[must_use]
            pub fn also(self, secret: impl Into<runtime::Secret>) -> Self {
                Self { inner: self.inner.also(secret) }
            }

            /// How far the time of a message may lie from now.
            #[must_use]
            pub fn tolerance(self, tolerance: std::time::Duration) -> Self {
                Self { inner: self.inner.tolerance(tolerance) }
            }

            /// Judges messages as of this moment, not now: for tests.
            #[must_use]
            pub fn at(self, now: std::time::SystemTime) -> Self {
                Self { inner: self.inner.at(now) }
            }

            #(#methods)*
        }
    }
}

/// Without a signature there is nothing to verify: a function for each message decodes it.
fn plain(receivers: &Receivers, here: &Home) -> TokenStream {
    let functions = receivers.receivers.iter().map(|receiver| {
        let docs = docs::attributes(&receiver.docs);
        let name = ident(&receiver.ident);
        let ty = ty(&receiver.ty, here);
        let sensitive = &receivers.sensitive;
        quote! {
            #docs
            ///
            /// Nothing proves where the message comes from: the configuration has no signature.
            ///
            /// # Errors
            ///
            /// Where the body does not fit the type.
            #[inline]
            pub fn #name(body: &[u8]) -> Result<#ty, runtime::DecodeError> {
                runtime::decode(body, &[#(#sensitive),*])
            }
        }
    });
    quote!(#(#functions)*)
}

fn scheme(signature: &Signature, sensitive: &[String]) -> TokenStream {
    let header = &signature.header.value;
    let timestamp = super::spec::option(signature.timestamp.as_ref().map(|key| quote!(#key)));
    let signatures = &signature.signatures;
    let payload = signature.payload.iter().map(|piece| match piece {
        PayloadPiece::Timestamp => quote!(runtime::webhook::Piece::Timestamp),
        PayloadPiece::Body => quote!(runtime::webhook::Piece::Body),
        PayloadPiece::Text(text) => quote!(runtime::webhook::Piece::Text(#text)),
    });
    let algorithm = match signature.algorithm {
        SignatureAlgorithm::HmacSha256 => quote!(HmacSha256),
    };
    let encoding = match signature.encoding {
        SignatureEncoding::Hex => quote!(Hex),
        SignatureEncoding::Base64 => quote!(Base64),
    };
    let tolerance = Literal::u64_unsuffixed(signature.tolerance);
    quote! {
        static SIGNATURE: runtime::webhook::Scheme = runtime::webhook::Scheme {
            header: #header,
            timestamp: #timestamp,
            signatures: &[#(#signatures),*],
            payload: &[#(#payload),*],
            algorithm: runtime::webhook::Algorithm::#algorithm,
            encoding: runtime::webhook::Encoding::#encoding,
            tolerance: #tolerance,
            sensitive: &[#(#sensitive),*],
        };
    }
}
