//! What carries requests. The default is reqwest; anything that speaks HTTP will do.

use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;

/// A future in a box, as a trait that can be a trait object has to give it back.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Carries a request to where its address says, and brings the response.
///
/// A transport does not follow redirects, add credentials or look at statuses: that was or will be done elsewhere. It
/// sends each request once: trying again is done elsewhere, too. What it does is dropped when the time of the call is up,
/// so that it needs no timer; of the [`Timeouts`] among the request's extensions, the one for connecting is its own to
/// keep to.
pub trait Transport: Send + Sync + 'static {
    /// Sends one request.
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>>;
}

/// The body of a request or a response.
#[derive(Clone, Default)]
pub struct Body {
    bytes: Bytes,
}

impl Body {
    /// All of it.
    pub fn as_bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// All of it.
    pub fn into_bytes(self) -> Bytes {
        self.bytes
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }
}

impl fmt::Debug for Body {
    /// Bodies hold secrets as often as not: their length has to do.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Body({} bytes)", self.bytes.len())
    }
}

impl<T: Into<Bytes>> From<T> for Body {
    fn from(bytes: T) -> Self {
        Self {
            bytes: bytes.into(),
        }
    }
}

/// How long a request may take. One call may be several requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// Until the response is there as a whole.
    pub whole: Duration,
    /// Until a connection stands.
    pub connect: Duration,
}

/// Why a request was not carried, or its response not brought.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    source: Box<dyn StdError + Send + Sync>,
}

/// What went wrong on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection came about: nothing was sent.
    Connect,
    /// The time for connecting was up: nothing was sent.
    ConnectTimeout,
    /// The time was up.
    Timeout,
    /// The connection failed before the response was whole.
    Interrupted,
    /// Anything else.
    Other,
}

impl TransportError {
    /// An error of a kind, with its cause. The cause must not hold credentials.
    pub fn new(
        kind: TransportErrorKind,
        source: impl Into<Box<dyn StdError + Send + Sync>>,
    ) -> Self {
        Self {
            kind,
            source: source.into(),
        }
    }

    /// What went wrong.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// Whether no connection came about, so that nothing was sent.
    pub fn is_connect(&self) -> bool {
        matches!(
            self.kind,
            TransportErrorKind::Connect | TransportErrorKind::ConnectTimeout
        )
    }

    /// Whether the time was up.
    pub fn is_timeout(&self) -> bool {
        matches!(
            self.kind,
            TransportErrorKind::Timeout | TransportErrorKind::ConnectTimeout
        )
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            TransportErrorKind::Connect => "no connection",
            TransportErrorKind::ConnectTimeout => "no connection came about in time",
            TransportErrorKind::Timeout => "the time was up",
            TransportErrorKind::Interrupted => {
                "the connection failed before the response was whole"
            }
            TransportErrorKind::Other => "the request failed on the way",
        })
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.source)
    }
}
