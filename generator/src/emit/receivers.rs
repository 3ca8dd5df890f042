//! `receivers.rs`: what the API sends to its user.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::ident::ident;
use super::ty::ty;
use super::uses::Uses;
use super::{docs, types};
use crate::plan::{
    Home, PayloadPiece, Reading, Receivers, Signature, SignatureAlgorithm, SignatureEncoding,
    SignedTime,
};

pub(super) fn tokens(receivers: &Receivers, validate: bool) -> TokenStream {
    let here = Home::Receivers;
    let uses = Uses::of_receivers(receivers);
    let imports = uses.serde_import();
    let imported = uses.types.then(|| quote!(types,));
    let items: TokenStream = types::chunks(&receivers.items, here.clone(), validate).collect();
    let (statics, receiver) = match &receivers.signature {
        Some(signature) => (
            scheme(signature, &receivers.sensitive),
            signed(receivers, signature, &here),
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
fn signed(receivers: &Receivers, signature: &Signature, here: &Home) -> TokenStream {
    let methods = receivers.receivers.iter().map(|receiver| {
        let docs = docs::attributes(&receiver.docs);
        let name = ident(&receiver.ident);
        let ty = ty(&receiver.ty, here);
        let read = match &receiver.reading {
            Reading::Json => quote!(receive(headers, body)),
            Reading::Kind { member, values } => {
                quote!(receive_kind(headers, body, #member, &[#(#values),*]))
            }
            Reading::Form => quote!(receive_form(headers, body)),
        };
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
                self.inner.#read
            }
        }
    });
    let all = receivers.message.as_ref().map(|message| {
        let message = ident(message);
        quote! {
            /// Verifies and decodes a message of any kind, which [`Message`] says.
            ///
            /// The signature is verified over the bytes as they were received, before anything is decoded.
            ///
            /// # Errors
            ///
            /// One for each way in which a message can fail to prove where it comes from, and one for a message that
            /// does not fit the type of its kind.
            #[inline]
            pub fn receive(
                &self,
                headers: &runtime::http::HeaderMap,
                body: &[u8],
            ) -> Result<#message, runtime::webhook::Error> {
                self.inner.receive(headers, body)
            }
        }
    });
    // Only where it is signed does it make a difference.
    let (id, given_id) = match &signature.id_header {
        Some(_) => (quote!(id: &str,), quote!(id)),
        None => (TokenStream::new(), quote!("")),
    };
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

            /// Verifies a message, whatever is in it.
            ///
            /// # Errors
            ///
            /// One for each way in which a message can fail to prove where it comes from.
            pub fn verify(
                &self,
                headers: &runtime::http::HeaderMap,
                body: &[u8],
            ) -> Result<(), runtime::webhook::Error> {
                self.inner.verify(headers, body)
            }

            /// Signs a body with the first secret, as the API does, and gives the headers of such a message: for tests.
            ///
            /// # Errors
            ///
            /// Where there is no time to sign, or the secret is no key.
            pub fn sign(
                &self,
                #id
                body: &[u8],
            ) -> Result<runtime::http::HeaderMap, runtime::webhook::Error> {
                self.inner.sign(#given_id, body)
            }

            #all

            #(#methods)*
        }
    }
}

/// Without a signature there is nothing to verify: a function for each message decodes it.
fn plain(receivers: &Receivers, here: &Home) -> TokenStream {
    let sensitive = &receivers.sensitive;
    let sensitive = quote!(&[#(#sensitive),*]);
    let functions = receivers.receivers.iter().map(|receiver| {
        let docs = docs::attributes(&receiver.docs);
        let name = ident(&receiver.ident);
        let ty = ty(&receiver.ty, here);
        let read = match &receiver.reading {
            Reading::Json => quote!(decode(body, #sensitive)),
            Reading::Kind { member, values } => {
                quote!(decode_kind(body, #member, &[#(#values),*], #sensitive))
            }
            Reading::Form => quote!(decode_form(body, #sensitive)),
        };
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
                runtime::#read
            }
        }
    });
    let all = receivers.message.as_ref().map(|message| {
        let message = ident(message);
        quote! {
            /// Receives a message of any kind, which [`Message`] says.
            ///
            /// Nothing proves where the message comes from: the configuration has no signature.
            ///
            /// # Errors
            ///
            /// Where the body does not fit the type of its kind.
            #[inline]
            pub fn receive(body: &[u8]) -> Result<#message, runtime::DecodeError> {
                runtime::decode(body, #sensitive)
            }
        }
    });
    quote!(#all #(#functions)*)
}

fn scheme(signature: &Signature, sensitive: &[String]) -> TokenStream {
    let webhook = quote!(runtime::webhook);
    let header = &signature.header;
    let separator = Literal::character(signature.separator);
    let signatures = &signature.signatures;
    let timestamp = super::spec::option(signature.timestamp.as_ref().map(|time| match time {
        SignedTime::Key(key) => quote!(#webhook::Timestamp::Key(#key)),
        SignedTime::Header(header) => quote!(#webhook::Timestamp::Header(#header)),
    }));
    let unit = match signature.milliseconds {
        true => quote!(Milliseconds),
        false => quote!(Seconds),
    };
    let id_header = super::spec::option(signature.id_header.as_ref().map(|name| quote!(#name)));
    let payload = signature.payload.iter().map(|piece| match piece {
        PayloadPiece::Timestamp => quote!(#webhook::Piece::Timestamp),
        PayloadPiece::Id => quote!(#webhook::Piece::Id),
        PayloadPiece::Body => quote!(#webhook::Piece::Body),
        PayloadPiece::Text(text) => quote!(#webhook::Piece::Text(#text)),
    });
    let algorithm = match signature.algorithm {
        SignatureAlgorithm::HmacSha256 => quote!(HmacSha256),
        SignatureAlgorithm::HmacSha512 => quote!(HmacSha512),
    };
    let written = |encoding| match encoding {
        SignatureEncoding::Hex => quote!(#webhook::Encoding::Hex),
        SignatureEncoding::Base64 => quote!(#webhook::Encoding::Base64),
    };
    let encoding = written(signature.encoding);
    let secret = super::spec::option(signature.secret.map(written));
    let secret_prefix = &signature.secret_prefix;
    let tolerance = Literal::u64_unsuffixed(signature.tolerance);
    quote! {
        static SIGNATURE: #webhook::Scheme = #webhook::Scheme {
            header: #header,
            separator: #separator,
            signatures: &[#(#signatures),*],
            timestamp: #timestamp,
            unit: #webhook::TimeUnit::#unit,
            id_header: #id_header,
            payload: &[#(#payload),*],
            algorithm: #webhook::Algorithm::#algorithm,
            encoding: #encoding,
            secret: #secret,
            secret_prefix: #secret_prefix,
            tolerance: #tolerance,
            sensitive: &[#(#sensitive),*],
        };
    }
}
