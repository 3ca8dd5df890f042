// Copied by specwright 0.1.0 from specwright-runtime.

//! What came back.

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use super::decode::{self, DecodeError};
use super::error::Received;

/// A value with the response that it came in.
#[derive(Clone, Debug)]
pub struct Response<T> {
    status: StatusCode,
    headers: HeaderMap,
    body: T,
}

impl<T> Response<T> {
    pub(super) fn new(raw: RawResponse, body: T) -> Self {
        let Received {
            status, headers, ..
        } = raw.received;
        Self {
            status,
            headers,
            body,
        }
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
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

/// A successful response that is not decoded yet.
#[derive(Debug)]
pub struct RawResponse {
    pub(super) received: Received,
    /// Names of members whose values no error shows.
    pub(super) sensitive: &'static [&'static str],
}

impl RawResponse {
    /// The status.
    pub fn status(&self) -> StatusCode {
        self.received.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.received.headers
    }

    /// The body as JSON.
    ///
    /// # Errors
    ///
    /// Where it does not fit the type.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        decode::json(&self.received.body, self.sensitive)
    }

    /// The body as JSON, or nothing where there is no body.
    ///
    /// # Errors
    ///
    /// Where it does not fit the type.
    pub fn json_or_empty<T: DeserializeOwned>(&self) -> Result<Option<T>, DecodeError> {
        if self.received.body.is_empty() {
            Ok(None)
        } else {
            self.json().map(Some)
        }
    }

    /// The body as text.
    ///
    /// # Errors
    ///
    /// Where it is no UTF-8.
    pub fn text(&self) -> Result<String, DecodeError> {
        String::from_utf8(self.received.body.to_vec()).map_err(|_| {
            DecodeError::new(
                "$",
                "text in UTF-8",
                format!("{} other bytes", self.received.body.len()),
            )
        })
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
