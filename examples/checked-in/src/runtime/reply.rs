// Copied by specwright 0.1.0 from specwright-runtime.

//! How the successes of an operation are read.

use std::future::Future;
use std::marker::PhantomData;

use bytes::Bytes;
use serde::de::DeserializeOwned;

use super::client::Client;
use super::decode::DecodeError;
use super::error::Error;
use super::operation::Operation;
use super::options::CallOptions;
use super::response::RawResponse;

/// A way to read a success. Those that most operations share are here; where a result is wrapped in something, or
/// depends on the status, generated code has its own.
pub trait Reply {
    /// What is on the wire, with whatever it is wrapped in.
    type Response: Send;
    /// What a caller gets.
    type Output: Send;

    /// Whether nothing is read, whatever was sent: then a redirect that was [not to be
    /// followed](CallOptions::follow_redirects) is as good as a success.
    const IS_EMPTY: bool = false;

    /// Reads what a success brought.
    ///
    /// # Errors
    ///
    /// Where it does not fit the type.
    fn decode(response: &RawResponse) -> Result<Self::Response, DecodeError>;

    /// The caller's part of it; nothing where a wrapping came without its content.
    fn output(response: Self::Response) -> Option<Self::Output>;

    /// Calls an operation and gives the caller's part of what came back, once all of it is there: unless that is a stream.
    fn receive<P: Operation<Reply = Self, Output = Self::Output>>(
        client: &Client,
        params: &P,
        options: &CallOptions,
    ) -> impl Future<Output = Result<Self::Output, Error>> + Send {
        async { client.raw(params, options).await?.into_output::<P>() }
    }
}

/// The whole body, as JSON.
#[derive(Debug)]
pub struct Json<T>(PhantomData<T>);

/// The whole body, as JSON, or nothing where there is no body: the default of `T`, which is an option, or any value.
#[derive(Debug)]
pub struct JsonOrEmpty<T>(PhantomData<T>);

/// A part of the body, which is JSON.
#[derive(Debug)]
pub struct Unwrapped<W>(PhantomData<W>);

/// Says how a result is wrapped.
pub trait Wrapped {
    /// What is on the wire.
    type Response: DeserializeOwned + Send;
    /// What a caller gets.
    type Output: Send;

    /// The caller's part of it; nothing where a wrapping came without its content.
    fn output(response: Self::Response) -> Option<Self::Output>;
}

/// The whole body, as text in UTF-8.
#[derive(Debug)]
pub struct Text;

/// The whole body, which is text: a JSON string where the response says that it is JSON. The body of a failure is one where
/// it reads so.
#[derive(Debug)]
pub struct TextOrJson;

/// The whole body, as it is.
#[derive(Debug)]
pub struct Binary;

/// No body, whatever was sent.
#[derive(Debug)]
pub struct Empty;

impl<T: DeserializeOwned + Send> Reply for Json<T> {
    type Response = T;
    type Output = T;

    fn decode(response: &RawResponse) -> Result<T, DecodeError> {
        response.json()
    }

    fn output(response: T) -> Option<T> {
        Some(response)
    }
}

impl<T: DeserializeOwned + Default + Send> Reply for JsonOrEmpty<T> {
    type Response = T;
    type Output = T;

    fn decode(response: &RawResponse) -> Result<T, DecodeError> {
        response.json_or_empty()
    }

    fn output(response: T) -> Option<T> {
        Some(response)
    }
}

impl<W: Wrapped> Reply for Unwrapped<W> {
    type Response = W::Response;
    type Output = W::Output;

    fn decode(response: &RawResponse) -> Result<W::Response, DecodeError> {
        response.json()
    }

    fn output(response: W::Response) -> Option<W::Output> {
        W::output(response)
    }
}

/// A reply that is the whole body, which a method of the response reads.
macro_rules! whole {
    ($reply:ident: $output:ty, $read:ident, $is_empty:literal) => {
        impl Reply for $reply {
            type Response = $output;
            type Output = $output;

            const IS_EMPTY: bool = $is_empty;

            fn decode(response: &RawResponse) -> Result<$output, DecodeError> {
                response.$read()
            }

            fn output(response: $output) -> Option<$output> {
                Some(response)
            }
        }
    };
}

whole!(Text: String, text, false);
whole!(TextOrJson: String, text_or_json, false);
whole!(Binary: Bytes, bytes, false);
whole!(Empty: (), empty, true);
