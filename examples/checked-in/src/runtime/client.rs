// Copied by specwright 0.1.0 from specwright-runtime.

//! The client: what is the same for all calls.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderName;

use super::api::Api;
use super::base_url::BaseUrl;
use super::budget::Budget;
use super::credentials::Credentials;
use super::encode::RequestWriter;
use super::error::Error;
use super::layer::Layers;
use super::operation::{Operation, ResponseOf, Spec};
use super::options::CallOptions;
use super::pace::Pace;
use super::prepare::Prepared;
use super::reply::Reply as _;
use super::report::CallReport;
use super::response::{RawResponse, Response};
use super::retry::RetryPolicy;
use super::streaming::{Rest, StreamingResponse};
use super::timer::Clock;
use super::transport::{Timeouts, Transport};
use super::{judge, prepare, tries};

/// Calls operations. Clones share everything.
#[derive(Clone)]
pub struct Client {
    pub(super) inner: Arc<Inner>,
}

/// What is the same for all calls.
pub(super) struct Inner {
    pub api: &'static Api,
    pub base_url: BaseUrl,
    /// Whether the user chose it, so that it also wins over an operation's own server.
    pub base_url_is_set: bool,
    /// What the user chose for variables of servers.
    pub server_variables: Vec<(&'static str, String)>,
    pub credentials: Credentials,
    pub globals: Vec<Option<String>>,
    pub transport: Arc<dyn Transport>,
    pub clock: Clock,
    pub timeouts: Timeouts,
    pub try_timeout: Option<Duration>,
    pub read_timeout: Duration,
    pub max_response_bytes: u64,
    pub retry: RetryPolicy,
    pub budget: Budget,
    pub layers: Layers,
    /// What is left of the server's limits, if the client keeps to them.
    pub pace: Option<Pace>,
    pub observer: Option<Observer>,
    pub request_ids: Vec<HeaderName>,
    pub check_parameters: bool,
    pub user_agent: http::HeaderValue,
    /// What goes with each request.
    pub headers: http::HeaderMap,
}

/// Is told of each call that ended.
pub(super) type Observer = Arc<dyn Fn(&CallReport<'_>) + Send + Sync>;

impl Client {
    pub(super) fn new(inner: Inner) -> Self {
        Self {
            inner: Arc::new(inner),
        }
    }

    /// Calls an operation and gives the caller's part of what came back.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn send<P: Operation>(
        &self,
        params: &P,
        options: &CallOptions,
    ) -> Result<P::Output, Error> {
        P::Reply::receive(self, params, options).await
    }

    /// Calls an operation and gives the whole of what came back.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn call<P: Operation>(
        &self,
        params: &P,
        options: &CallOptions,
    ) -> Result<Response<ResponseOf<P>>, Error> {
        self.raw(params, options).await?.into_response::<P>()
    }

    /// Calls an operation and gives what came back as it came, if it is a success.
    ///
    /// # Errors
    ///
    /// See [`Error`]; none is [`Error::Decode`].
    pub async fn raw<P: Operation>(
        &self,
        params: &P,
        options: &CallOptions,
    ) -> Result<RawResponse, Error> {
        let call = self.ready(params, options, false)?;
        let (response, _) = perform(&self.inner, &call).await?;
        Ok(response)
    }

    /// Calls an operation and gives what came back as soon as it begins, if its status is a success: what an envelope
    /// says of that comes later.
    ///
    /// # Errors
    ///
    /// See [`Error`]; none is [`Error::Decode`].
    pub async fn streaming<P: Operation>(
        &self,
        params: &P,
        options: &CallOptions,
    ) -> Result<StreamingResponse, Error> {
        let call = self.ready(params, options, true)?;
        let (head, rest) = perform(&self.inner, &call).await?;
        Ok(StreamingResponse::new(head, rest))
    }

    /// Makes a call ready. Where it is `streamed`, the caller reads the body of a success.
    pub(super) fn ready<P: Operation>(
        &self,
        params: &P,
        options: &CallOptions,
        streamed: bool,
    ) -> Result<Box<Prepared>, Error> {
        let mut request = RequestWriter::new(&self.inner, P::SPEC);
        params.encode(&mut request);
        prepared(&self.inner, P::SPEC, request, options, streamed)
    }
}

/// Makes a call ready, and tells of one that can't be sent.
fn prepared(
    client: &Arc<Inner>,
    spec: Spec,
    request: RequestWriter<'_>,
    options: &CallOptions,
    streamed: bool,
) -> Result<Box<Prepared>, Error> {
    let prepared = request
        .finish()
        .and_then(|parts| prepare::prepare(client, parts, options, streamed));
    if let Err(error) = &prepared {
        #[cfg(feature = "tracing")]
        super::trace::unsent(spec, error);
        if let Some(observer) = &client.observer {
            observer(&CallReport {
                spec,
                status: None,
                error: Some(error),
                tries: 0,
                duration: Duration::ZERO,
                request_bytes: 0,
                response_bytes: 0,
            });
        }
    }
    prepared
}

/// A success, with what of it is still to be read: nothing, unless it was asked for as a stream.
pub(super) type Answer = (RawResponse, Rest);

/// Sends a call that is ready, and gives what came back if it is a success.
pub(super) async fn perform(client: &Inner, call: &Prepared) -> Result<Answer, Error> {
    #[cfg(not(feature = "tracing"))]
    let outcome = outcome(client, call);
    #[cfg(feature = "tracing")]
    let outcome = super::trace::traced(client, call);
    let begun = client.observer.as_ref().map(|_| client.clock.now());
    let result = outcome.await;
    let (Some(observer), Some(begun)) = (&client.observer, begun) else {
        return result;
    };
    let (status, tries, body) = match &result {
        Ok((raw, _)) => (Some(raw.status()), raw.tries(), Some(&raw.received.body)),
        Err(error) => (error.status(), error.tries(), error.body()),
    };
    observer(&CallReport {
        spec: call.spec,
        status,
        error: result.as_ref().err(),
        tries,
        duration: client.clock.now().saturating_sub(begun),
        request_bytes: call.body_bytes,
        response_bytes: body.map_or(0, |body| body.len() as u64),
    });
    result
}

pub(super) async fn outcome(client: &Inner, call: &Prepared) -> Result<Answer, Error> {
    // Most of a call's future, so that what is left of that is quickly moved, and quickly allocated where a task has it.
    let (received, rest) = Box::pin(tries::send(client, call)).await?;
    let response = judge::judge(call.spec, received, client.api.sensitive, call.stays)?;
    Ok((response, rest))
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("api", &self.inner.api.name)
            .field("base_url", &self.inner.base_url.as_str())
            .finish_non_exhaustive()
    }
}
