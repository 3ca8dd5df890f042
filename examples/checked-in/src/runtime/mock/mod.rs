// Copied by specwright 0.1.0 from specwright-runtime.

//! A transport for tests: it answers from memory, holds requests against what is expected, and keeps them.
//!
//! No socket is opened, and where it is the client's timer as well, no time passes.
//!
//! ```ignore
//! let mock = Mock::new();
//! mock.on::<BookAddParams>()
//!     .when(|request| request.json()["title"] == "Emma")
//!     .responds(503, ()) // the client tries again
//!     .returns(&book);
//! let client = Client::builder().transport(mock.clone()).timer(mock.clone()).build()?;
//! // .. what is to be tested uses the client ..
//! mock.verify();
//! assert_eq!(mock.requests().len(), 2);
//! ```

mod expectation;
mod request;
mod time;

use std::fmt::{self, Write as _};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::{Response, StatusCode};
use serde_json::json;

pub use self::expectation::Expectation;
use self::expectation::{Expected, Reply};
pub use self::request::Request;
use self::time::Time;
use super::body::Body;
use super::client::Inner;
use super::operation::Operation;
use super::transport::{BoxFuture, Transport, TransportError, TransportErrorKind};

/// What a request for a token is answered with.
const TOKEN: &[u8] = br#"{"access_token":"[mock]","token_type":"bearer","expires_in":3600}"#;

/// The same, where a person has agreed just now.
const TOKENS: &[u8] = br#"{"access_token":"[mock]","token_type":"bearer","expires_in":3600,"refresh_token":"[mock]"}"#;

/// The client that makes a request, as it comes to the mock.
#[derive(Clone)]
pub(super) struct Caller(pub Arc<Inner>);

/// Answers requests from memory. Clones are one and the same: the client has one, the test another.
///
/// It is a [`Transport`], and a [`Timer`](super::Timer) whose time passes only while a call waits for another try, or
/// for a reply that [never comes](Expectation::hangs).
///
/// A request that nothing is expected of gets no reply: the call fails, and is not tried again. One for a token gets a token,
/// so that a client with OAuth 2 needs nothing else.
#[derive(Clone, Default)]
pub struct Mock {
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    expected: Vec<Expected>,
    requests: Vec<Request>,
    /// What was said of requests that were not expected.
    unexpected: Vec<String>,
    time: Time,
    /// The error code by which tokens are refused.
    refusal: Option<String>,
}

impl Mock {
    /// A mock that expects nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Expects requests of the operation whose params these are. Of several expectations that a request meets, the first
    /// one that has a reply left is its.
    pub fn on<P: Operation>(&self) -> Expectation<P> {
        let mut state = self.state();
        state.expected.push(Expected::new(P::SPEC));
        Expectation::new(self.clone(), state.expected.len() - 1)
    }

    /// Refuses tokens from now on, by this error code (RFC 6749, section 5.2): `invalid_grant`, say.
    pub fn refuses_tokens(&self, code: impl Into<String>) {
        self.state().refusal = Some(code.into());
    }

    /// The requests so far, in the order in which they were sent: each try is one.
    pub fn requests(&self) -> Vec<Request> {
        self.state().requests.clone()
    }

    /// How long the client waited before each further try.
    pub fn waits(&self) -> Vec<Duration> {
        self.state().time.waits().to_vec()
    }

    /// Holds what was asked against what was expected.
    ///
    /// # Panics
    ///
    /// Where there was a request that was not expected, or a reply is left that was not asked for: with a list of them.
    #[track_caller]
    pub fn verify(&self) {
        let state = self.state();
        let mut faults = state.unexpected.clone();
        faults.extend(state.expected.iter().filter_map(Expected::unmet));
        drop(state);
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A closure of the user's may have panicked in between: what it was asked about is as it was.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The reply to a request, which is kept.
    fn reply(&self, caller: Option<&Inner>, request: Request) -> Reply {
        let mut state = self.state();
        if let Some(grant) = request.grant() {
            let tokens = match grant {
                b"authorization_code" => TOKENS,
                _ => TOKEN,
            };
            let mut response = Response::new(Bytes::from_static(tokens));
            if let Some(code) = &state.refusal {
                *response.status_mut() = StatusCode::BAD_REQUEST;
                *response.body_mut() = json!({ "error": code }).to_string().into();
            }
            state.requests.push(request);
            return Reply::Response(response);
        }
        let mut why_not = String::new();
        let mut found = None;
        for expected in &mut state.expected {
            match expected.reply(caller, &request) {
                Ok(reply) => {
                    found = Some(reply);
                    break;
                }
                // A string takes everything.
                Err(reason) => _ = write!(why_not, "\n  {}: {reason}", expected.name()),
            }
        }
        let reply = found.unwrap_or_else(|| {
            let text = match why_not.as_str() {
                "" => format!("not expected: {request}\nNothing is expected."),
                list => format!("not expected: {request}\nExpected are:{list}"),
            };
            state.unexpected.push(text.clone());
            Reply::None(text)
        });
        state.requests.push(request);
        reply
    }
}

impl Transport for Mock {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let body = body.bytes().await?;
            let caller = head.extensions.get::<Caller>().cloned();
            let caller = caller.as_ref().map(|caller| &*caller.0);
            let reply = self.reply(caller, Request::new(caller, head, body));
            match reply {
                Reply::Response(response) => {
                    Ok(response.map(Body::from))
                }
                Reply::Lost(kind) => Err(TransportError::new(kind, "the mock lost it")),
                Reply::Never => self.hang().await,
                Reply::None(reason) => Err(TransportError::new(TransportErrorKind::Other, reason)),
            }
        })
    }
}

impl fmt::Debug for Mock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state();
        f.debug_struct("Mock")
            .field("requests", &state.requests)
            .finish_non_exhaustive()
    }
}
