// Copied by specwright 0.1.0 from specwright-runtime.

//! A transport straight on hyper: less between a call and its connection, and less that can be set up.

use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use ::hyper::Uri;
use http::{Request, Response};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use tower_service::Service;

use super::body::Body;
use super::http2;
use super::incoming::Incoming;
use super::outgoing::outgoing;
use super::transport::{
    Attempt, BoxFuture, Timeouts, Transport, TransportError, TransportErrorKind,
};

/// Carries requests with hyper, over TLS by rustls: HTTP/2 where a server offers it, else HTTP/1.1.
///
/// It decompresses nothing, and knows no proxies, those of the environment included.
#[derive(Clone, Debug)]
pub struct HyperTransport {
    client: Client<InTime<HttpsConnector<HttpConnector>>, Body>,
}

/// How long a connection is silent before its other end is asked for a sign of life, and between such questions.
const KEEPALIVE: Duration = Duration::from_secs(15);

tokio::task_local! {
    /// How long the request of this task may connect.
    static CONNECT: Duration;
}

impl HyperTransport {
    /// A transport with a pool of connections of its own.
    ///
    /// # Errors
    ///
    /// Where TLS can't be set up: no certificates to trust, say.
    pub fn new() -> Result<Self, TransportError> {
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        // As reqwest does: a connection whose other end is gone is no connection.
        tcp.set_keepalive(Some(KEEPALIVE));
        tcp.set_keepalive_interval(Some(KEEPALIVE));
        tcp.set_keepalive_retries(Some(3));
        #[cfg(any(target_os = "android", target_os = "fuchsia", target_os = "linux"))]
        tcp.set_tcp_user_timeout(Some(2 * KEEPALIVE));
        let tls = HttpsConnectorBuilder::new()
            .try_with_platform_verifier()
            .map_err(|error| TransportError::new(TransportErrorKind::Other, error))?
            .https_or_http()
            .enable_all_versions()
            .wrap_connector(tcp);
        let client = Client::builder(TokioExecutor::new())
            // Without it idle connections are only closed when another request comes.
            .pool_timer(TokioTimer::new())
            .timer(TokioTimer::new())
            .http2_keep_alive_interval(http2::SILENCE)
            .http2_keep_alive_timeout(http2::ANSWER)
            .http2_keep_alive_while_idle(true)
            .build(InTime(tls));
        Ok(Self { client })
    }
}

impl Transport for HyperTransport {
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

impl HyperTransport {
    fn carry(
        &self,
        mut request: Request<Body>,
        timeouts: Option<Timeouts>,
    ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        let fault = outgoing(&mut request);
        // Not in the future, which would have to hold the request.
        let sending = self.client.request(request);
        let connect = timeouts.map(|timeouts| timeouts.connect);
        let read = timeouts.and_then(|timeouts| timeouts.read);
        Box::pin(async move {
            let response = match connect {
                Some(connect) => CONNECT.scope(connect, sending).await,
                None => sending.await,
            };
            let carried = carried::<::hyper::Error>;
            let response = response.map_err(|error| fault.or(|| failed(error)))?;
            Ok(response.map(|body| Body::wrap(Incoming::new(body, carried, read))))
        })
    }
}

/// The error of a request without a response.
fn failed(error: hyper_util::client::legacy::Error) -> TransportError {
    match http2::is_unprocessed(&error) {
        true => TransportError::new(TransportErrorKind::Unprocessed, error),
        false => carried(error),
    }
}

/// The error as ours.
fn carried<E: StdError + Send + Sync + 'static>(error: E) -> TransportError {
    let mut kind = TransportErrorKind::Interrupted;
    let mut cause: Option<&(dyn StdError + 'static)> = Some(&error);
    while let Some(error) = cause {
        if error.is::<Late>() {
            kind = TransportErrorKind::ConnectTimeout;
        } else if error
            .downcast_ref::<hyper_util::client::legacy::Error>()
            .is_some_and(|error| error.is_connect())
        {
            kind = TransportErrorKind::Connect;
        } else if error
            .downcast_ref::<::hyper::Error>()
            .is_some_and(::hyper::Error::is_user)
        {
            kind = TransportErrorKind::Other;
        }
        cause = error.source();
    }
    TransportError::new(kind, error)
}

/// A connector whose connections have to come about in the time that their request has for it.
#[derive(Clone, Debug)]
struct InTime<C>(C);

/// The time for connecting was up.
#[derive(Debug)]
struct Late;

impl fmt::Display for Late {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the time for connecting was up")
    }
}

impl StdError for Late {}

impl<C> Service<Uri> for InTime<C>
where
    C: Service<Uri>,
    C::Future: Send + 'static,
    C::Error: Into<Box<dyn StdError + Send + Sync>>,
{
    type Response = C::Response;
    type Error = Box<dyn StdError + Send + Sync>;
    type Future = Pin<Box<dyn Future<Output = Result<C::Response, Self::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.0.poll_ready(context).map_err(Into::into)
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        let connecting = self.0.call(uri);
        let limit = CONNECT.try_with(|limit| *limit);
        Box::pin(async move {
            match limit {
                Ok(limit) => match tokio::time::timeout(limit, connecting).await {
                    Ok(connected) => connected.map_err(Into::into),
                    Err(_) => Err(Late.into()),
                },
                Err(_) => connecting.await.map_err(Into::into),
            }
        })
    }
}
