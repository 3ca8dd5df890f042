// Copied by specwright 0.1.0 from specwright-runtime.

//! Requests and responses that were lost on the way.

use std::fmt;

use url::{Position, Url};

use super::super::transport::TransportError;

/// The request or its response was lost on the way.
#[derive(Debug)]
pub struct TransportFailure {
    operation: &'static str,
    /// Without the query, where a credential may be.
    url: String,
    source: TransportError,
}

impl TransportFailure {
    pub(super) fn new(operation: &'static str, url: &Url, source: TransportError) -> Self {
        let url = format!(
            "{}://{}",
            url.scheme(),
            &url[Position::BeforeHost..Position::AfterPath]
        );
        Self {
            operation,
            url,
            source,
        }
    }

    pub(super) fn operation(&self) -> &'static str {
        self.operation
    }

    /// Where the request went, without its query.
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
