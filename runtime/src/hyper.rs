//! A transport straight on hyper: less between a call and its connection, and less that can be set up.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
#[cfg(feature = "upgrade")]
use std::sync::OnceLock;
use std::time::Duration;

use ::hyper::rt::{Read, Write};
use http::{Request, Response, Uri};
use hyper_rustls::HttpsConnectorBuilder;
use hyper_rustls::builderstates::WantsProtocols1;
use hyper_util::client::legacy::connect::{Connection, HttpConnector};
use hyper_util::client::legacy::{Client, ResponseFuture};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use tower_service::Service;

use super::body::Body;
use super::connecting::{self, InTime};
use super::http2;
use super::incoming::{self, Incoming};
use super::outgoing::outgoing;
use super::transport::{
    Attempt, BoxFuture, Timeouts, Transport, TransportError, TransportErrorKind,
};

/// Carries requests with hyper, over TLS by rustls: HTTP/2 where a server offers it, else HTTP/1.1.
///
/// It decompresses nothing, and knows no proxies, those of the environment included.
#[derive(Clone)]
pub struct HyperTransport {
    send: Sends,
    #[cfg(feature = "upgrade")]
    /// What speaks HTTP/1.1 alone, as no other version goes on as another protocol. Where connections are made elsewhere, it
    /// is the same.
    upgrading: Arc<OnceLock<Sends>>,
}

/// Sends by a client, whose type says how it connects.
type Sends = Arc<dyn Fn(Request<Body>) -> ResponseFuture + Send + Sync>;

/// How long a connection is silent before its other end is asked for a sign of life, and between such questions.
const KEEPALIVE: Duration = Duration::from_secs(15);

impl HyperTransport {
    /// A transport with a pool of connections of its own.
    ///
    /// # Errors
    ///
    /// Where TLS can't be set up: no certificates to trust, say.
    pub fn new() -> Result<Self, TransportError> {
        let tls = tls()?.enable_all_versions().wrap_connector(tcp());
        Ok(Self {
            send: sends(tls),
            #[cfg(feature = "upgrade")]
            upgrading: Arc::default(),
        })
    }

    /// A transport whose connections are made elsewhere: to a socket of the system, through a proxy, or over TLS with
    /// certificates of yours.
    ///
    /// ```ignore
    /// let tls = HttpsConnectorBuilder::new().with_tls_config(config).https_only().enable_all_versions().build();
    /// let transport = HyperTransport::with_connector(tls);
    /// ```
    ///
    /// The connect timeouts of calls are kept to here. A connection that agreed on HTTP/2 says so
    /// ([`Connected::negotiated_h2`](hyper_util::client::legacy::connect::Connected::negotiated_h2)).
    pub fn with_connector<C>(connector: C) -> Self
    where
        C: Service<Uri> + Clone + Send + Sync + 'static,
        C::Response: Read + Write + Connection + Unpin + Send + 'static,
        C::Error: Into<Box<dyn StdError + Send + Sync>>,
        C::Future: Send + 'static,
    {
        let send = sends(connector);
        Self {
            #[cfg(feature = "upgrade")]
            upgrading: Arc::new(send.clone().into()),
            send,
        }
    }

    #[cfg(feature = "upgrade")]
    /// What sends a request whose connection is to go on as another protocol.
    fn upgrading(&self) -> Result<&Sends, TransportError> {
        if let Some(send) = self.upgrading.get() {
            return Ok(send);
        }
        // Nobody waits while it is made: at worst two are, and one is dropped.
        let tls = tls()?.enable_http1().wrap_connector(tcp());
        Ok(self.upgrading.get_or_init(|| sends(tls)))
    }
}

fn tcp() -> HttpConnector {
    let mut tcp = HttpConnector::new();
    tcp.enforce_http(false);
    tcp.set_nodelay(true);
    // As reqwest does: a connection whose other end is gone is no connection.
    tcp.set_keepalive(Some(KEEPALIVE));
    tcp.set_keepalive_interval(Some(KEEPALIVE));
    tcp.set_keepalive_retries(Some(3));
    #[cfg(any(target_os = "android", target_os = "fuchsia", target_os = "linux"))]
    tcp.set_tcp_user_timeout(Some(2 * KEEPALIVE));
    tcp
}

/// TLS with the certificates that the system trusts, for versions of HTTP that are still to be named.
fn tls() -> Result<HttpsConnectorBuilder<WantsProtocols1>, TransportError> {
    let tls = HttpsConnectorBuilder::new().try_with_platform_verifier();
    let tls = tls.map_err(|error| TransportError::new(TransportErrorKind::Other, error))?;
    Ok(tls.https_or_http())
}

/// A client with a pool of connections of its own.
fn sends<C>(connector: C) -> Sends
where
    C: Service<Uri> + Clone + Send + Sync + 'static,
    C::Response: Read + Write + Connection + Unpin + Send + 'static,
    C::Error: Into<Box<dyn StdError + Send + Sync>>,
    C::Future: Send + 'static,
{
    let client = Client::builder(TokioExecutor::new())
        // Without it idle connections are only closed when another request comes.
        .pool_timer(TokioTimer::new())
        .timer(TokioTimer::new())
        .http2_keep_alive_interval(http2::SILENCE)
        .http2_keep_alive_timeout(http2::ANSWER)
        .http2_keep_alive_while_idle(true)
        .build(InTime(connector));
    Arc::new(move |request| client.request(request))
}

impl fmt::Debug for HyperTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HyperTransport").finish_non_exhaustive()
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
        let send = Ok(&self.send);
        #[cfg(feature = "upgrade")]
        let send = match request.headers().contains_key(http::header::UPGRADE) {
            true => self.upgrading(),
            false => send,
        };
        let sending = send.map(|send| send(request));
        let connect = timeouts.map(|timeouts| timeouts.connect);
        let read = timeouts.and_then(|timeouts| timeouts.read);
        Box::pin(async move {
            connecting::in_tokio()?;
            let response = match connect {
                Some(connect) => connecting::within(connect, sending?).await,
                None => sending?.await,
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
    if connecting::is_late(&error) {
        return TransportError::new(TransportErrorKind::ConnectTimeout, error);
    }
    let mut kind = TransportErrorKind::Interrupted;
    let mut cause: Option<&(dyn StdError + 'static)> = Some(&error);
    while let Some(error) = cause {
        if error
            .downcast_ref::<hyper_util::client::legacy::Error>()
            .is_some_and(|error| error.is_connect())
        {
            kind = match connecting::is_insecure(error) {
                true => TransportErrorKind::Tls,
                false => TransportErrorKind::Connect,
            };
        } else if error
            .downcast_ref::<::hyper::Error>()
            .is_some_and(::hyper::Error::is_user)
        {
            kind = TransportErrorKind::Other;
        } else if incoming::is_malformed(error) {
            kind = TransportErrorKind::Malformed;
        }
        cause = error.source();
    }
    TransportError::new(kind, error)
}
