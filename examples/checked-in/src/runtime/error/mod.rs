// Copied by specwright 0.1.0 from specwright-runtime.

//! Everything that can go wrong with a call, in one type.

mod api;
mod argument;
mod credentials;
mod effort;
mod place;
mod problems;
mod response;
mod transport;

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

pub(super) use api::TypedFailure;
pub use api::{ApiError, FailureBody};
pub use argument::{ArgumentError, ArgumentProblem};
pub(super) use credentials::Alternative;
pub use credentials::CredentialsError;
pub(super) use effort::Effort;
pub use problems::Problem;
pub(super) use response::UNDESCRIBED;
pub use response::{DecodeFailure, UnexpectedResponse};
#[cfg(feature = "oauth2")]
pub(super) use response::{cut, excerpt};
pub(super) use response::{encoding, media_type, without_parameters};
pub use transport::TransportFailure;

use super::api::Envelope;
use super::decode::DecodeError;
use super::echo::Sent;
use super::exchange::Lost;
use super::header;
use super::rate_limit::{self, RateLimit};
use super::retry::NotRetried;
use super::transport::TransportErrorKind;

/// Why a call failed.
///
/// No variant holds a credential, and none shows a value that the description calls sensitive.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The client can't be set up like this. Nothing was sent.
    Configuration(Box<ConfigurationError>),
    /// A credential is missing, or its provider has none. Nothing was sent without it. Where the one before was refused, the
    /// answer that did is that of the error: its [`status`](Self::status) is 401.
    Credentials(Box<CredentialsError>),
    /// An argument is missing or not allowed. Nothing was sent.
    Argument(Box<ArgumentError>),
    /// The request or its response was lost on the way.
    Transport(Box<TransportFailure>),
    /// The API said no, as its description has it.
    Api(Box<ApiError>),
    /// The response is none that the description has: another status, or no JSON.
    Unexpected(Box<UnexpectedResponse>),
    /// The API said yes, and what it sent does not fit its type.
    Decode(Box<DecodeFailure>),
}

impl Error {
    /// The operation that was called, as in `pets.list`; none where the client could not be set up.
    pub fn operation(&self) -> Option<&'static str> {
        match self {
            Self::Configuration(_) => None,
            Self::Credentials(error) => error.operation,
            Self::Argument(error) => Some(error.operation),
            Self::Transport(error) => Some(error.operation()),
            Self::Api(error) => Some(error.response.operation),
            Self::Unexpected(error) => Some(error.response.operation),
            Self::Decode(error) => Some(error.response.operation),
        }
    }

    /// The status of the response, where there was one.
    pub fn status(&self) -> Option<StatusCode> {
        self.received().map(|response| response.status)
    }

    /// The headers of the response, where there was one.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.received().map(|response| &response.headers)
    }

    /// A header of the response in its type; see [`Response::header`](super::Response::header). None where there is none.
    ///
    /// # Errors
    ///
    /// Where it is something else.
    pub fn header<H: DeserializeOwned>(&self, name: &str) -> Result<Option<H>, DecodeError> {
        match self.headers() {
            Some(headers) => header::read(headers, name),
            None => Ok(None),
        }
    }

    /// The body of the response as it was received, where there was one. It may hold secrets.
    pub fn body(&self) -> Option<&Bytes> {
        self.received().map(|response| &response.body)
    }

    /// Why [`body`](Self::body) is only the beginning of what was sent, where it is: it was longer than a
    /// mebibyte or [`max_response_bytes`](super::ClientBuilder::max_response_bytes), took more than five seconds, or reading
    /// it failed. That is so of responses that are no success; of one that is, it is an [`Error::Transport`].
    pub fn cut_short(&self) -> Option<TransportErrorKind> {
        self.received()?.cut
    }

    /// The failure in the type that the description gives it, if this is that type.
    pub fn failure<T: 'static>(&self) -> Option<&T> {
        match self {
            Self::Api(error) => error.failure(),
            _ => None,
        }
    }

    /// What the API found wrong, as far as it is said in one of the usual ways, whether or not the description has this
    /// failure. Credentials that were sent are not in it.
    pub fn problems(&self) -> &[Problem] {
        match self {
            Self::Api(error) => error.problems(),
            Self::Unexpected(error) => error.problems(),
            _ => &[],
        }
    }

    /// Why a server that gives tokens of OAuth 2 gave none, if that is it.
    #[cfg(feature = "oauth2")]
    pub fn token_error(&self) -> Option<&super::oauth2::TokenError> {
        match self {
            Self::Credentials(error) => error.provider_error()?.downcast_ref(),
            _ => None,
        }
    }

    /// Whether a person has to log in, for the first time or again: see
    /// [`TokenError::needs_login`](super::TokenError::needs_login).
    #[cfg(feature = "oauth2")]
    pub fn needs_login(&self) -> bool {
        let error = self.token_error();
        error.is_some_and(super::oauth2::TokenError::needs_login)
    }

    /// Whether the time was up: for the call, or for connecting, where [`is_connect`](Self::is_connect) is true as well.
    pub fn is_timeout(&self) -> bool {
        matches!(self, Self::Transport(error) if error.error().is_timeout())
    }

    /// Whether no connection came about, so that nothing was sent.
    pub fn is_connect(&self) -> bool {
        matches!(self, Self::Transport(error) if error.error().is_connect())
    }

    /// What the server calls the request, where it says so: see
    /// [`request_id_headers`](super::ClientBuilder::request_id_headers).
    pub fn request_id(&self) -> Option<&str> {
        self.received()?.request_id.as_deref()
    }

    /// How often the call was tried: 0 where nothing was sent. Redirects are part of a try.
    pub fn tries(&self) -> u32 {
        self.effort().map_or(0, |effort| effort.tries)
    }

    /// Whether the same call may succeed later: it was lost on the way, or the response says so by its status or by
    /// `x-should-retry`. Whether it is safe to repeat is another question.
    pub fn is_retryable(&self) -> bool {
        self.effort().is_some_and(|effort| effort.retryable)
    }

    /// How long the response asks to wait before another try.
    pub fn retry_after(&self) -> Option<Duration> {
        self.effort()?.retry_after
    }

    /// The limits for callers that the response tells of, where there was one.
    pub fn rate_limits(&self) -> Vec<RateLimit> {
        self.headers()
            .map(rate_limit::rate_limits)
            .unwrap_or_default()
    }

    /// Why the call was not tried again, where it [may succeed later](Self::is_retryable) or the response forbade it.
    pub fn not_retried(&self) -> Option<NotRetried> {
        self.effort()?.stopped
    }

    fn effort(&self) -> Option<&Effort> {
        match self {
            Self::Transport(error) => Some(error.effort()),
            Self::Credentials(error) => Some(&error.effort),
            _ => self.received().map(|response| &response.effort),
        }
    }

    fn received(&self) -> Option<&Received> {
        match self {
            Self::Credentials(error) => error.refusal.as_deref(),
            Self::Api(error) => Some(&error.response),
            Self::Unexpected(error) => Some(&error.response),
            Self::Decode(error) => Some(&error.response),
            _ => None,
        }
    }

    pub(super) fn configuration(message: impl Into<String>) -> Self {
        Self::Configuration(Box::new(ConfigurationError {
            message: message.into(),
        }))
    }

    pub(super) fn argument(
        operation: &'static str,
        parameter: &'static str,
        problem: ArgumentProblem,
    ) -> Self {
        Self::Argument(Box::new(ArgumentError {
            operation,
            parameter,
            problem,
        }))
    }

    pub(super) fn transport(lost: Lost, sensitive: &[&str], effort: Effort) -> Self {
        Self::Transport(Box::new(TransportFailure::new(lost, sensitive, effort)))
    }

    pub(super) fn unexpected(response: Received, reason: &'static str, sensitive: &[&str]) -> Self {
        let error = UnexpectedResponse::new(response, reason, sensitive);
        Self::Unexpected(Box::new(error))
    }

    /// A failure of a status that the description does not have.
    pub(super) fn undescribed(
        response: Received,
        envelope: Option<&Envelope>,
        sensitive: &[&str],
    ) -> Self {
        let error = UnexpectedResponse::undescribed(response, envelope, sensitive);
        Self::Unexpected(Box::new(error))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Configuration(error) => error.fmt(f),
            Self::Credentials(error) => error.fmt(f),
            Self::Argument(error) => error.fmt(f),
            Self::Transport(error) => error.fmt(f),
            Self::Api(error) => error.fmt(f),
            Self::Unexpected(error) => error.fmt(f),
            Self::Decode(error) => error.fmt(f),
        }?;
        self.effort().map_or(Ok(()), |effort| effort.fmt(f))
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            // What an error says itself is not repeated by its source.
            Self::Transport(error) => error.error().source(),
            Self::Credentials(error) => error.provider_error().map(|error| error as _),
            Self::Api(error) => error.decode_error().map(|error| error as _),
            _ => None,
        }
    }
}

/// A response as errors keep it.
#[derive(Clone)]
pub(super) struct Received {
    pub operation: &'static str,
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
    /// Why that is not all of it.
    pub cut: Option<TransportErrorKind>,
    pub request_id: Option<String>,
    pub effort: Effort,
    /// The credentials that it is the answer to. An error that is made of this has none of them.
    pub sent: Sent,
}

impl Received {
    /// How the texts of errors begin: `pets.list: 404 Not Found`, or `442` where nobody knows what that means.
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.operation, self.status.as_str())?;
        match self.status.canonical_reason() {
            Some(reason) => write!(f, " {reason}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Received {
    /// Neither headers nor body: either may hold secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("operation", &self.operation)
            .field("status", &self.status)
            .field("bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// The client can't be set up like this.
#[derive(Clone, Debug)]
pub struct ConfigurationError {
    message: String,
}

impl fmt::Display for ConfigurationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}
