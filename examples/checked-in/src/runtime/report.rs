// Copied by specwright 0.1.0 from specwright-runtime.

//! What a call came to, in numbers: for metrics.

use std::fmt;
use std::time::Duration;

use http::StatusCode;

use super::error::Error;
use super::operation::Spec;

/// A call that ended, or that could not be sent. What was dropped before its end is not told of.
///
/// The success of a call is that of its response: whether that fits its type is seen later.
pub struct CallReport<'a> {
    pub(super) spec: Spec,
    pub(super) status: Option<StatusCode>,
    pub(super) error: Option<&'a Error>,
    pub(super) tries: u32,
    pub(super) duration: Duration,
    pub(super) request_bytes: u64,
    pub(super) response_bytes: u64,
}

impl CallReport<'_> {
    /// The operation, as in `pets.list`.
    pub fn operation(&self) -> &'static str {
        self.spec.name
    }

    /// The method.
    pub fn method(&self) -> &'static str {
        self.spec.method
    }

    /// The path as the description has it, with the names of its parameters.
    pub fn path(&self) -> &'static str {
        self.spec.path
    }

    /// The status of the last response, where there was one.
    pub fn status(&self) -> Option<StatusCode> {
        self.status
    }

    /// Why the call failed, if it did.
    pub fn error(&self) -> Option<&Error> {
        self.error
    }

    /// How often it was tried.
    pub fn tries(&self) -> u32 {
        self.tries
    }

    /// How long it took, with all its tries and the waits between them.
    pub fn duration(&self) -> Duration {
        self.duration
    }

    /// The length of the request's body, as far as it was known before. All tries have the same.
    pub fn request_bytes(&self) -> u64 {
        self.request_bytes
    }

    /// The length of the last response's body, decompressed: 0 where the caller reads it as it comes, because the call ends
    /// when that begins.
    pub fn response_bytes(&self) -> u64 {
        self.response_bytes
    }
}

impl fmt::Debug for CallReport<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallReport")
            .field("operation", &self.operation())
            .field("status", &self.status)
            .field("tries", &self.tries)
            .field("duration", &self.duration)
            .finish_non_exhaustive()
    }
}
