//! The default transport where there is no system: reqwest, which has JavaScript's `fetch` carry requests.

use std::error::Error as StdError;
use std::future::poll_fn;
use std::iter::successors;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use ::reqwest::{Client, ClientBuilder};
use bytes::Bytes;
use futures_core::Stream;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH};
use http::{Request, Response};
use http_body::Frame;
use tokio::sync::{mpsc, oneshot};
use wasm_bindgen_futures::spawn_local;

use super::body::Body;
use super::incoming::Incoming;
use super::javascript::unless;
use super::transport::{
    Attempt, BoxFuture, Timeouts, Transport, TransportError, TransportErrorKind,
};

/// Carries requests with reqwest, which has the `fetch` of browsers, their workers and Node do it.
///
/// That connects, follows redirects and decompresses by itself, and tells nobody: there is no time for connecting, and what
/// redirects do to credentials is up to it. An upload that is a stream is read as a whole before it is sent.
#[derive(Clone, Debug)]
pub struct ReqwestTransport {
    client: Client,
}

impl ReqwestTransport {
    /// A transport over `fetch`.
    ///
    /// # Errors
    ///
    /// None here: elsewhere, where TLS can't be set up.
    pub fn new(_: Timeouts) -> Result<Self, TransportError> {
        Self::configured(|http| http)
    }

    /// A transport whose client of reqwest is set up further.
    ///
    /// # Errors
    ///
    /// Where the client can't be made, as with a header that is none.
    pub fn configured(
        set_up: impl FnOnce(ClientBuilder) -> ClientBuilder,
    ) -> Result<Self, TransportError> {
        let client = set_up(Client::builder()).build();
        client.map(Self::from).map_err(failed)
    }
}

impl From<Client> for ReqwestTransport {
    /// Uses a client that was set up elsewhere.
    fn from(client: Client) -> Self {
        Self { client }
    }
}

impl Transport for ReqwestTransport {
    fn send(
        &self,
        request: Request<Body>,
    ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        let timeouts = request.extensions().get::<Timeouts>().copied();
        self.carry(request, timeouts)
    }

    fn send_attempt(
        &self,
        request: Request<Body>,
        attempt: Attempt,
    ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        self.carry(request, Some(attempt.timeouts))
    }
}

type Piece = Result<Bytes, TransportError>;

impl ReqwestTransport {
    /// A client is the same on all targets, and may be sent between threads. What JavaScript gives may not, so a task waits for
    /// it that stays where it is, and that ends when nobody waits for it any more.
    fn carry(
        &self,
        request: Request<Body>,
        timeouts: Option<Timeouts>,
    ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        let client = self.client.clone();
        let read = timeouts.and_then(|timeouts| timeouts.read);
        Box::pin(async move {
            let (head, answer) = oneshot::channel();
            spawn_local(relay(client, request, head));
            let ended = |_| TransportError::new(TransportErrorKind::Other, "its task has ended");
            let response = answer.await.map_err(ended)??;
            Ok(response.map(|pieces| {
                let whole = Incoming::new(Pieces(pieces), |error| error, read);
                Body::wrap(whole)
            }))
        })
    }
}

/// Sends a request, and brings its answer piece by piece. To drop what `fetch` is doing ends it.
async fn relay(
    client: Client,
    request: Request<Body>,
    mut head: oneshot::Sender<Result<Response<mpsc::Receiver<Piece>>, TransportError>>,
) {
    let answer = unless(pin!(head.closed()), fetched(client, request)).await;
    let answer = match answer {
        Some(Ok(answer)) => answer,
        Some(Err(error)) => return drop(head.send(Err(error))),
        None => return,
    };
    let (sender, pieces) = mpsc::channel(1);
    let mut response = Response::new(pieces);
    *response.status_mut() = answer.status();
    response.headers_mut().clone_from(answer.headers());
    // Both are of what was on the way, and what comes here is no longer compressed.
    if response.headers_mut().remove(CONTENT_ENCODING).is_some() {
        response.headers_mut().remove(CONTENT_LENGTH);
    }
    if head.send(Ok(response)).is_err() {
        return;
    }
    let mut body = pin!(answer.bytes_stream());
    let mut next = |context: &mut Context<'_>| body.as_mut().poll_next(context);
    while let Some(Some(piece)) = unless(pin!(sender.closed()), poll_fn(&mut next)).await {
        if sender.send(piece.map_err(failed)).await.is_err() {
            return;
        }
    }
}

async fn fetched(
    client: Client,
    request: Request<Body>,
) -> Result<::reqwest::Response, TransportError> {
    let (parts, body) = request.into_parts();
    let url = parts.uri.to_string().parse();
    let url = url.map_err(|error| TransportError::new(TransportErrorKind::Other, error))?;
    let mut request = ::reqwest::Request::new(parts.method, url);
    *request.headers_mut() = parts.headers;
    let body = body.bytes().await.map_err(TransportError::of_upload)?;
    if !body.is_empty() {
        *request.body_mut() = Some(body.into());
    }
    client.execute(request).await.map_err(failed)
}

/// The error as ours: JavaScript does not say whether there was a connection.
fn failed(error: ::reqwest::Error) -> TransportError {
    let kind = match error.is_builder() {
        true => TransportErrorKind::Other,
        false => TransportErrorKind::Interrupted,
    };
    let first: &dyn StdError = &error;
    let cause = successors(Some(first), |&error| error.source()).last();
    TransportError::new(kind, cause.map(said).unwrap_or_default())
}

/// What an exception of JavaScript says, without the functions that it came through. One that names an address says nothing:
/// there may be a credential in it.
fn said(error: &dyn StdError) -> String {
    let text = error.to_string();
    let line = text.lines().next().unwrap_or_default();
    let said = line.strip_prefix("JsValue(").unwrap_or(line);
    match said.contains("://") {
        true => "`fetch` does not take the request".to_owned(),
        false => said.trim_end_matches(')').to_owned(),
    }
}

/// The rest of an answer, as the task brings it.
struct Pieces(mpsc::Receiver<Piece>);

impl http_body::Body for Pieces {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        let piece = self.0.poll_recv(context);
        piece.map(|piece| piece.map(|piece| piece.map(Frame::data)))
    }
}
