//! `call.rs`: the one generic type that every operation is called through.

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::Plan;

pub(super) fn tokens(plan: &Plan) -> TokenStream {
    let send_stream = plan.has_streams().then(send_stream);
    let pages = plan.has_pages().then(pages);
    let validate = plan.validate.then(validate);
    quote! {
        use super::runtime::{self, Error};

        /// A call that is ready to be sent.
        ///
        /// Optional parameters are set by the methods that carry their names; `P` holds them. What takes any call can read
        /// and change both fields.
        #[derive(Clone, Debug)]
        #[must_use = "a call does nothing until it is sent"]
        pub struct Call<P> {
            client: runtime::Client,
            /// What is sent.
            pub params: P,
            /// What is for this call alone.
            pub options: runtime::CallOptions,
        }

        impl<P: runtime::Operation> Call<P> {
            pub(super) fn new(client: &runtime::Client, params: P) -> Self {
                Self { client: client.clone(), params, options: runtime::CallOptions::new() }
            }

            /// Sets what is for this call alone: further headers, query and fields of the body, another server, times
            /// and retries. Options that were set before are replaced: who adds to them has them in
            /// [`options`](Self::options).
            pub fn with_options(mut self, options: runtime::CallOptions) -> Self {
                self.options = options;
                self
            }

            #validate

            /// Sends the request and gives back what it was made for: the `Output` of its params. That is there as a
            /// whole, unless it is a stream.
            ///
            /// # Errors
            ///
            /// See [`Error`]: before anything is sent, on the way, or by what the API answered.
            pub async fn send(self) -> Result<P::Output, Error> {
                self.client.send(&self.params, &self.options).await
            }

            #send_stream

            /// Sends the request and gives back the whole of the response: status, headers, and the body as it was on
            /// the wire, with whatever it is wrapped in.
            ///
            /// # Errors
            ///
            /// As [`send`](Self::send).
            pub async fn with_response(self) -> Result<runtime::Response<runtime::ResponseOf<P>>, Error> {
                self.client.call(&self.params, &self.options).await
            }

            /// Sends the request and gives back the response as it came, if it is a success. It can be decoded later:
            /// [`into_output`](runtime::RawResponse::into_output) takes the type `P`.
            ///
            /// # Errors
            ///
            /// As [`send`](Self::send), but for what does not fit its type.
            pub async fn with_raw_response(self) -> Result<runtime::RawResponse, Error> {
                self.client.raw(&self.params, &self.options).await
            }

            /// Sends the request and gives back the response as soon as it begins, if its status is a success: its body
            /// is read by the caller, piece by piece. What the body says of success nobody has read then.
            ///
            /// # Errors
            ///
            /// As [`with_raw_response`](Self::with_raw_response).
            pub async fn with_streaming_response(self) -> Result<runtime::StreamingResponse, Error> {
                self.client.streaming(&self.params, &self.options).await
            }
        }

        #pages
    }
}

fn send_stream() -> TokenStream {
    quote! {
        /// Sends the request and gives back the items of the stream that it is answered with, as they come.
        ///
        /// # Errors
        ///
        /// As [`send`](Self::send). What goes wrong once the stream has begun is told by the stream.
        pub async fn send_stream(self) -> Result<runtime::EventStream<P::Item>, Error>
        where
            P: runtime::Streams,
        {
            self.client.events(self.params, &self.options).await
        }
    }
}

fn validate() -> TokenStream {
    quote! {
        /// Looks whether what is given is within what the description says of it: lengths, ranges, patterns, numbers of
        /// items. Nobody looks unless this is called.
        ///
        /// # Errors
        ///
        /// All that is not, as [`Error::Argument`].
        pub fn validate(self) -> Result<Self, Error>
        where
            P: runtime::Validate,
        {
            match self.params.validate() {
                Ok(()) => Ok(self),
                Err(error) => Err(error.of_call(P::SPEC.name())),
            }
        }
    }
}

fn pages() -> TokenStream {
    quote! {
        impl<P: runtime::Paged> Call<P> {
            /// The pages of the list, each of which is asked for when it is wanted.
            pub fn pages(self) -> runtime::Pages<P> {
                self.client.pages(self.params, self.options)
            }

            /// The items of the list, whose pages are asked for as they are wanted.
            pub fn items(self) -> runtime::Items<P> {
                self.client.items(self.params, self.options)
            }
        }
    }
}
