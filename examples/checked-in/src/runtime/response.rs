// Copied by specwright 0.1.0 from specwright-runtime.

//! What came back.

use std::fmt;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use serde::de::DeserializeOwned;

use super::decode::{self, DecodeError};
use super::echo::Sent;
use super::error::{Error, Received};
use super::operation::{Operation, ResponseOf};
use super::reply::Reply;
use super::{judge, redact, redirect};

/// What everything that holds a response says of it, and where it has that.
macro_rules! answers {
    ($($received:ident).+) => {
        /// The status.
        pub fn status(&self) -> http::StatusCode {
            self.$($received).+.status
        }

        /// The headers.
        pub fn headers(&self) -> &http::HeaderMap {
            &self.$($received).+.headers
        }

        /// A header in its type: numbers, booleans, times, enums, texts, and lists of these. None where there is none.
        ///
        /// # Errors
        ///
        /// Where it is something else.
        pub fn header<H: serde::de::DeserializeOwned>(
            &self,
            name: &str,
        ) -> Result<Option<H>, super::decode::DecodeError> {
            super::header::read(self.headers(), name)
        }

        /// What the server calls the request, where it says so: see
        /// [`request_id_headers`](super::ClientBuilder::request_id_headers).
        pub fn request_id(&self) -> Option<&str> {
            self.$($received).+.request_id.as_deref()
        }

        /// How often the call was tried until it succeeded: 1 where that was at once.
        pub fn tries(&self) -> u32 {
            self.$($received).+.effort.tries
        }

        /// The limits for callers that it tells of, in `RateLimit` and `RateLimit-Policy`.
        pub fn rate_limits(&self) -> Vec<super::rate_limit::RateLimit> {
            super::rate_limit::rate_limits(self.headers())
        }
    };
}
pub(super) use answers;

/// A value with the response that it came in.
#[derive(Clone)]
pub struct Response<T> {
    received: Received,
    body: T,
}

impl<T> Response<T> {
    pub(super) fn new(raw: RawResponse, body: T) -> Self {
        let received = Received {
            // There is no error to be made any more that might repeat them.
            sent: Sent::default(),
            ..raw.received
        };
        Self { received, body }
    }

    answers!(received);

    /// The body as it was received, decompressed. It may hold secrets.
    pub fn bytes(&self) -> &Bytes {
        &self.received.body
    }

    /// The body as it was on the wire, with whatever it is wrapped in.
    pub fn body(&self) -> &T {
        &self.body
    }

    /// The body itself.
    pub fn into_body(self) -> T {
        self.body
    }
}

impl<T: fmt::Debug> fmt::Debug for Response<T> {
    /// Headers that hold secrets by their names are shown without their values.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status())
            .field("headers", &redact::Headers(self.headers()))
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}

/// A successful response that is not decoded yet, or a redirect that was [not to be
/// followed](super::CallOptions::follow_redirects).
#[derive(Debug)]
pub struct RawResponse {
    pub(super) received: Received,
    /// Names of members whose values no error shows.
    pub(super) sensitive: &'static [&'static str],
    /// The span of its call, which is told where it does not decode.
    #[cfg(feature = "tracing")]
    pub(super) span: tracing::Span,
}

impl RawResponse {
    answers!(received);

    /// What the operation `P` was called for.
    ///
    /// # Errors
    ///
    /// [`Error::Decode`] where the body does not fit its type, [`Error::Unexpected`] where it is none that the
    /// description has.
    pub fn into_output<P: Operation>(self) -> Result<P::Output, Error> {
        let (raw, response) = self.decoded::<P>()?;
        P::Reply::output(response).ok_or_else(|| judge::without_result(P::SPEC, raw))
    }

    /// The whole of the response, its body in the type that the operation `P` has for it.
    ///
    /// # Errors
    ///
    /// As [`into_output`](Self::into_output).
    pub fn into_response<P: Operation>(self) -> Result<Response<ResponseOf<P>>, Error> {
        let (raw, response) = self.decoded::<P>()?;
        Ok(Response::new(raw, response))
    }

    fn decoded<P: Operation>(self) -> Result<(Self, ResponseOf<P>), Error> {
        // Nothing but a redirect that was not to be followed.
        if redirect::is_one(self.status()) && !P::Reply::IS_EMPTY {
            return Err(judge::redirected(P::SPEC, self));
        }
        match P::Reply::decode(&self) {
            Ok(response) => Ok((self, response)),
            Err(error) => Err(judge::undecoded(P::SPEC, self, error)),
        }
    }

    /// The body as JSON.
    ///
    /// # Errors
    ///
    /// Where it does not fit the type.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        decode::json(&self.received.body, self.sensitive)
    }

    /// The body as JSON, or nothing, which is the type's default, where there is no body.
    ///
    /// # Errors
    ///
    /// Where it does not fit the type.
    pub fn json_or_empty<T: DeserializeOwned + Default>(&self) -> Result<T, DecodeError> {
        if self.received.body.is_empty() {
            Ok(T::default())
        } else {
            self.json()
        }
    }

    /// The body as text.
    ///
    /// # Errors
    ///
    /// Where it is no UTF-8.
    pub fn text(&self) -> Result<String, DecodeError> {
        decode::text(&self.received.body)
    }

    /// The body as text; where its media type is JSON, or there is none and it reads so, what is in a JSON string.
    ///
    /// # Errors
    ///
    /// Where it is no UTF-8, or JSON of another type.
    pub fn text_or_json(&self) -> Result<String, DecodeError> {
        match judge::claims_json(&self.received) {
            true if self.headers().contains_key(CONTENT_TYPE) => self.json(),
            true => decode::text_or_json(&self.received.body),
            false => self.text(),
        }
    }

    /// The body as it is.
    ///
    /// # Errors
    ///
    /// None: the signature is that of its siblings.
    pub fn bytes(&self) -> Result<Bytes, DecodeError> {
        Ok(self.received.body.clone())
    }

    /// Nothing, whatever the body is.
    ///
    /// # Errors
    ///
    /// None: the signature is that of its siblings.
    pub fn empty(&self) -> Result<(), DecodeError> {
        Ok(())
    }
}
