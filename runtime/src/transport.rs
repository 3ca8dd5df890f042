//! What carries requests. The default is reqwest; anything that speaks HTTP will do.

use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::iter::successors;
use std::pin::Pin;
use std::time::Duration;

use http::Extensions;

use super::body::Body;
use super::layer::Try;
use super::operation::Spec;

/// A future in a box, as a trait that can be a trait object has to give it back.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Carries a request to where its address says, and brings the response.
///
/// A transport does not follow redirects, add credentials or look at statuses: that was or will be done elsewhere. It
/// sends each request once: trying again is done elsewhere, too. One that can't but follow redirects says from where the response
/// comes: by a [`Uri`](http::Uri) among the response's extensions. What it does is dropped when the time of the call is up,
/// so that it needs no timer for that; of the [`Timeouts`] among the request's extensions, those for connecting and for
/// reading a stream are its own to keep to. A response's body may be a stream; what fails while it is read is best a
/// [`TransportError`], and counts as [`Interrupted`](TransportErrorKind::Interrupted) where it is another error.
pub trait Transport: Send + Sync + 'static {
    /// Sends one request.
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>>;

    /// Sends one request, of which this is known. It becomes extensions of the request, unless a transport takes what it
    /// needs from here: there are no extensions to be made for it then. Where a client has layers, they have been made,
    /// and [`send`](Self::send) is called.
    fn send_attempt(
        &self,
        mut request: http::Request<Body>,
        attempt: Attempt,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        attempt.tell(request.extensions_mut());
        self.send(request)
    }
}

/// What is known of a request that a client sends.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Attempt {
    /// The operation that is called.
    pub operation: Spec,
    /// Which try of the call it is.
    pub number: Try,
    /// How long it may take.
    pub timeouts: Timeouts,
}

impl Attempt {
    /// Makes extensions of it.
    pub(super) fn tell(self, extensions: &mut Extensions) {
        extensions.insert(self.operation);
        extensions.insert(self.number);
        extensions.insert(self.timeouts);
    }
}

/// How long a request may take. One call may be several requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// Until the response is there as a whole; or only its head, where there is a time for each read.
    pub whole: Duration,
    /// Until a connection stands.
    pub connect: Duration,
    /// Until the next piece of the body is there, where the caller reads it as it comes.
    pub read: Option<Duration>,
}

impl Timeouts {
    /// Those of a client whose user sets none.
    pub(super) const USUAL: Self = Self {
        whole: Duration::from_secs(60),
        connect: Duration::from_secs(5),
        read: None,
    };
}

/// Why a request was not carried, or its response not brought.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

/// What went wrong on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection came about: nothing was sent.
    Connect,
    /// The time for connecting was up: nothing was sent.
    ConnectTimeout,
    /// The server is not whom it has to be, as its certificate is not trusted, or speaks no TLS: nothing was sent, and
    /// another try would come to the same.
    Tls,
    /// The time was up.
    Timeout,
    /// The server says that it did nothing about the request (RFC 9113, section 8.7), as one that is shut down does.
    Unprocessed,
    /// The connection failed before the response was whole.
    Interrupted,
    /// The response is no HTTP, or not compressed as it says: another try would come to the same.
    Malformed,
    /// The response is larger than it may be.
    TooLarge {
        /// How many bytes it may have.
        limit: u64,
    },
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
            source: Some(source.into()),
        }
    }

    pub(super) fn too_large(limit: u64) -> Self {
        Self {
            kind: TransportErrorKind::TooLarge { limit },
            source: None,
        }
    }

    /// The same, of a body that could not be sent: another try would come to the same.
    #[cfg(any(
        feature = "reqwest",
        all(feature = "hyper", not(target_os = "unknown"))
    ))]
    pub(super) fn of_upload(self) -> Self {
        Self {
            kind: TransportErrorKind::Other,
            ..self
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
            TransportErrorKind::Connect
                | TransportErrorKind::ConnectTimeout
                | TransportErrorKind::Tls
        )
    }

    /// Whether no server did anything about the request, so that another try repeats nothing.
    pub(super) fn is_harmless(&self) -> bool {
        self.is_connect() || self.kind == TransportErrorKind::Unprocessed
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
        let what = match self.kind {
            TransportErrorKind::Connect => "no connection",
            TransportErrorKind::ConnectTimeout => {
                return f.write_str("no connection came about in time");
            }
            TransportErrorKind::Tls => "no secure connection",
            TransportErrorKind::Timeout => return f.write_str("the time was up"),
            TransportErrorKind::Unprocessed => {
                return f.write_str("the server did not take the request");
            }
            TransportErrorKind::Interrupted => {
                "the connection failed before the response was whole"
            }
            TransportErrorKind::Malformed => "the response can't be read",
            TransportErrorKind::TooLarge { limit } => {
                return write!(f, "the response is larger than its limit of {limit} bytes");
            }
            TransportErrorKind::Other => "the request failed on the way",
        };
        f.write_str(what)?;
        // These say little without what is below all that is told of them.
        match successors(self.source(), |&error| error.source()).last() {
            Some(cause) => write!(f, ": {cause}"),
            None => Ok(()),
        }
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
