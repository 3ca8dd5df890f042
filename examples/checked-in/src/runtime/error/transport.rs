// Copied by specwright 0.1.0 from specwright-runtime.

//! Requests and responses that were lost on the way.

use std::fmt;

use super::super::exchange::Lost;
use super::super::redact;
use super::super::transport::TransportError;
use super::Effort;

/// The request or its response was lost on the way.
#[derive(Debug)]
pub struct TransportFailure {
    operation: &'static str,
    /// Without the query, where a credential may be, and with the path as it is described where one is in that.
    url: String,
    source: TransportError,
    effort: Effort,
}

impl TransportFailure {
    pub(super) fn new(lost: Lost, sensitive: &[&str], effort: Effort) -> Self {
        let Lost {
            spec,
            address,
            error,
            ..
        } = lost;
        Self {
            operation: spec.name,
            url: address.origin() + redact::path(spec, &address, sensitive),
            source: error,
            effort,
        }
    }

    pub(super) fn operation(&self) -> &'static str {
        self.operation
    }

    pub(super) fn effort(&self) -> &Effort {
        &self.effort
    }

    /// Where the request went, without its query. Where a parameter of the path may be a secret, by its name or because the
    /// description says so, the path is that of the description, with names in braces.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// What the transport said.
    pub fn error(&self) -> &TransportError {
        &self.source
    }
}

impl fmt::Display for TransportFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} ({})", self.operation, self.source, self.url)
    }
}
