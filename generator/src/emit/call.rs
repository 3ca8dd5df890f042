//! `call.rs`: the one generic type that every operation is called through.

use proc_macro2::TokenStream;
use quote::quote;

pub(super) fn tokens() -> TokenStream {
    quote! {
        use super::runtime::{self, Error};

        /// A call that is ready to be sent.
        ///
        /// Optional parameters are set by the methods that carry their names; `P` holds them.
        #[derive(Clone, Debug)]
        #[must_use = "a call does nothing until it is sent"]
        pub struct Call<P> {
            client: runtime::Client,
            pub(super) params: P,
        }

        impl<P: runtime::Operation> Call<P> {
            pub(super) fn new(client: &runtime::Client, params: P) -> Self {
                Self { client: client.clone(), params }
            }

            /// Sends the request and gives back what it was made for.
            ///
            /// # Errors
            ///
            /// See [`Error`]: before anything is sent, on the way, or by what the API answered.
            pub async fn send(self) -> Result<P::Output, Error> {
                self.client.send(&self.params).await
            }

            /// Sends the request and gives back the whole of the response: status, headers, and the body as it was on
            /// the wire, with whatever it is wrapped in.
            ///
            /// # Errors
            ///
            /// As [`send`](Self::send).
            pub async fn with_response(self) -> Result<runtime::Response<P::Response>, Error> {
                self.client.call(&self.params).await
            }
        }
    }
}
