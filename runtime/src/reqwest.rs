//! The default transport.

use std::error::Error as StdError;
use std::io;
use std::iter::successors;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use ::reqwest::{Client, ClientBuilder};
use http::uri::{Authority, Scheme};
use http::{Request, Response, Uri};
use url::Url;

use super::body::Body;
use super::connecting::{self, Limited};
use super::http2;
use super::incoming::{self, Incoming};
use super::outgoing::outgoing;
use super::transport::{
    Attempt, BoxFuture, Timeouts, Transport, TransportError, TransportErrorKind,
};

/// Carries requests with reqwest, over TLS by rustls.
#[derive(Clone, Debug)]
pub struct ReqwestTransport {
    client: Client,
    connect: Connect,
    origin: Arc<Origin>,
    #[cfg(feature = "upgrade")]
    /// What speaks HTTP/1.1 alone, as no other version goes on as another protocol. Where somebody else set the client up,
    /// it is that one.
    upgrading: Arc<OnceLock<Client>>,
}

/// The origin of the first request, as reqwest wants it: to read an address again costs more than all else that is done
/// here, and most clients speak with one server.
#[derive(Debug, Default)]
struct Origin(OnceLock<(Scheme, Authority, Url)>);

/// Who keeps the time for connecting, which reqwest has one of for each client.
#[derive(Clone, Debug)]
enum Connect {
    /// The client, whatever the calls say: somebody else set it up.
    Client,
    /// The connector: the client has no time of its own.
    Connector,
    /// The client; and another one for calls that say something else.
    Others(Arc<Others>),
}

/// Where calls have other times for connecting than their client, they share a client that has none: their own is kept to by
/// its connector, which takes a little more for each call.
#[derive(Debug)]
struct Others {
    connect: Duration,
    client: OnceLock<Client>,
}

impl ReqwestTransport {
    /// A transport with a pool of connections of its own.
    ///
    /// # Errors
    ///
    /// Where TLS can't be set up: no certificates to trust, say.
    pub fn new(timeouts: Timeouts) -> Result<Self, TransportError> {
        Ok(Self {
            client: built(client().connect_timeout(timeouts.connect))?,
            connect: Connect::Others(Arc::new(Others {
                connect: timeouts.connect,
                client: OnceLock::new(),
            })),
            origin: Arc::default(),
            #[cfg(feature = "upgrade")]
            upgrading: Arc::default(),
        })
    }

    /// A transport whose client of reqwest is set up further: with certificates, a proxy, or a socket of the system.
    ///
    /// ```ignore
    /// let transport = ReqwestTransport::configured(|http| http.unix_socket("/run/photos.sock"))?;
    /// ```
    ///
    /// Unlike one that is made of a client, it follows no redirects by itself, keeps to the connect timeouts of the calls, and
    /// asks HTTP/2 connections for a sign of life, unless the function says otherwise.
    ///
    /// # Errors
    ///
    /// Where TLS can't be set up, as with a certificate that is none.
    pub fn configured(
        set_up: impl FnOnce(ClientBuilder) -> ClientBuilder,
    ) -> Result<Self, TransportError> {
        let client = built(set_up(client().connector_layer(Limited)))?;
        Ok(Self {
            #[cfg(feature = "upgrade")]
            upgrading: Arc::new(client.clone().into()),
            client,
            connect: Connect::Connector,
            origin: Arc::default(),
        })
    }

    /// The client that keeps to a connect timeout; and that one, where the client has to be told of it.
    fn client(
        &self,
        timeouts: Option<Timeouts>,
    ) -> Result<(&Client, Option<Duration>), TransportError> {
        let connect = timeouts.map(|timeouts| timeouts.connect);
        match (&self.connect, connect) {
            (Connect::Others(others), Some(time)) if time != others.connect => {
                Ok((once(&others.client, client)?, connect))
            }
            (Connect::Connector, Some(_)) => Ok((&self.client, connect)),
            _ => Ok((&self.client, None)),
        }
    }

    #[cfg(feature = "upgrade")]
    /// The same, for a connection that goes on as another protocol.
    fn upgrading(
        &self,
        timeouts: Option<Timeouts>,
    ) -> Result<(&Client, Option<Duration>), TransportError> {
        let client = once(&self.upgrading, || client().http1_only())?;
        let connect = timeouts.map(|timeouts| timeouts.connect);
        match self.connect {
            Connect::Client => Ok((client, None)),
            _ => Ok((client, connect)),
        }
    }
}

/// A client whose connector keeps the time for connecting, made when it is first needed.
fn once(
    slot: &OnceLock<Client>,
    set_up: impl FnOnce() -> ClientBuilder,
) -> Result<&Client, TransportError> {
    if let Some(client) = slot.get() {
        return Ok(client);
    }
    // Nobody waits while it is made: at worst two are, and one is dropped.
    let client = built(set_up().connector_layer(Limited))?;
    Ok(slot.get_or_init(|| client))
}

/// A client that is not set up to the end.
fn client() -> ClientBuilder {
    Client::builder()
        // The client follows redirects itself: it knows which headers hold credentials.
        .redirect(::reqwest::redirect::Policy::none())
        .http2_keep_alive_interval(http2::SILENCE)
        .http2_keep_alive_timeout(http2::ANSWER)
        .http2_keep_alive_while_idle(true)
        // And what servers did not process is its to send again, by its policy and budget: reqwest would, and keeps a copy
        // of each request for that.
        .retry(::reqwest::retry::never().max_retries_per_request(0))
}

fn built(client: ClientBuilder) -> Result<Client, TransportError> {
    client.build().map_err(carried)
}

impl From<Client> for ReqwestTransport {
    /// Uses a client that was set up elsewhere, and perhaps is used for more than this; where it is not,
    /// [`configured`](Self::configured) leaves less to remember. Its redirect policy should be
    /// [`none`](::reqwest::redirect::Policy::none): reqwest does not know which headers hold credentials. Its connect timeout is
    /// what it was set up with, whatever the calls say. What it sends again by a [policy](::reqwest::retry) of its own counts as
    /// one try.
    fn from(client: Client) -> Self {
        Self {
            #[cfg(feature = "upgrade")]
            upgrading: Arc::new(client.clone().into()),
            client,
            connect: Connect::Client,
            origin: Arc::default(),
        }
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

impl ReqwestTransport {
    fn carry(
        &self,
        mut request: Request<Body>,
        timeouts: Option<Timeouts>,
    ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        let fault = outgoing(&mut request);
        // Not in the future, which would have to hold the request.
        let client = self.client(timeouts);
        #[cfg(feature = "upgrade")]
        let client = match request.headers().contains_key(http::header::UPGRADE) {
            true => self.upgrading(timeouts),
            false => client,
        };
        let sending = client.and_then(|(client, connect)| {
            let request = self.origin.request(request)?;
            Ok((client.execute(request), connect))
        });
        let read = timeouts.and_then(|timeouts| timeouts.read);
        Box::pin(async move {
            connecting::in_tokio()?;
            let response = match sending? {
                (sending, None) => sending.await,
                (sending, Some(connect)) => connecting::within(connect, sending).await,
            };
            let response = response.map_err(|error| fault.or(|| failed(error)))?;
            Ok(Response::from(response).map(|body| Body::wrap(Incoming::new(body, carried, read))))
        })
    }
}

impl Origin {
    /// A request as reqwest has it.
    fn request(&self, request: Request<Body>) -> Result<::reqwest::Request, TransportError> {
        let (parts, body) = request.into_parts();
        let mut request = ::reqwest::Request::new(parts.method, self.url(&parts.uri)?);
        *request.headers_mut() = parts.headers;
        *request.version_mut() = parts.version;
        *request.body_mut() = Some(self::body(body));
        Ok(request)
    }

    fn url(&self, uri: &Uri) -> Result<Url, TransportError> {
        let known = self.0.get().filter(|(scheme, authority, _)| {
            uri.scheme() == Some(scheme) && uri.authority() == Some(authority)
        });
        if let Some((_, _, url)) = known {
            let mut url = url.clone();
            url.set_path(uri.path());
            url.set_query(uri.query());
            return Ok(url);
        }
        let url = Url::parse(&uri.to_string())
            .map_err(|error| TransportError::new(TransportErrorKind::Other, error))?;
        if let (Some(scheme), Some(authority)) = (uri.scheme(), uri.authority()) {
            self.0.get_or_init(|| {
                // Nothing else is kept: a credential may be in the query.
                let mut origin = url.clone();
                origin.set_path("");
                origin.set_query(None);
                (scheme.clone(), authority.clone(), origin)
            });
        }
        Ok(url)
    }
}

/// A body as reqwest has it.
fn body(body: Body) -> ::reqwest::Body {
    match body.as_bytes() {
        Some(bytes) => bytes.clone().into(),
        None => ::reqwest::Body::wrap(body),
    }
}

/// The error of a request without a response.
fn failed(error: ::reqwest::Error) -> TransportError {
    match http2::is_unprocessed(&error) {
        true => TransportError::new(TransportErrorKind::Unprocessed, error.without_url()),
        false => carried(error),
    }
}

/// The error as ours. Its URL goes: a credential may be in the query.
fn carried(error: ::reqwest::Error) -> TransportError {
    let kind = if connecting::is_late(&error) {
        TransportErrorKind::ConnectTimeout
    } else if error.is_connect() {
        // Reqwest says both where the time for connecting was up.
        match error.is_timeout() {
            true => TransportErrorKind::ConnectTimeout,
            false if connecting::is_insecure(&error) => TransportErrorKind::Tls,
            false => TransportErrorKind::Connect,
        }
    } else if error.is_timeout() {
        TransportErrorKind::Timeout
    } else if is_malformed(&error) {
        TransportErrorKind::Malformed
    } else if error.is_body() || error.is_decode() || error.is_request() {
        TransportErrorKind::Interrupted
    } else {
        TransportErrorKind::Other
    };
    TransportError::new(kind, error.without_url())
}

/// Whether what came is no HTTP, or not compressed as it says: nothing but decompression has an error of this type straight
/// below. What only ends too early is left out, because a connection may have ended that nobody closed.
fn is_malformed(error: &::reqwest::Error) -> bool {
    let first: &(dyn StdError + 'static) = error;
    let mut causes = successors(Some(first), |&error| error.source());
    let compressed = error.source().and_then(|cause| cause.downcast_ref());
    causes.any(incoming::is_malformed)
        || compressed.is_some_and(|cause: &io::Error| cause.kind() != io::ErrorKind::UnexpectedEof)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_the_same_whether_its_origin_is_known() {
        let known = Origin::default();
        for address in [
            "https://a.example/v1/x%2Fy?q=a%20b&c",
            "https://A.example/v1/./x/../y",
            "https://a.example:443/v1",
            "https://a.example",
            "https://a.example/?",
            "https://a.example/a;b=c,d'e(f)!*|g?[h]='i'|j",
            "http://a.example/x",
            "https://a.example:8443/x",
            "http://[::1]:8080/x",
            "http://127.0.0.1:8080/x//y/",
        ] {
            let uri: Uri = address.parse().unwrap();
            let parsed = Url::parse(address).unwrap();
            for _ in 0..2 {
                assert_eq!(known.url(&uri).unwrap(), parsed, "{address}");
            }
        }
        assert!(known.url(&Uri::from_static("/x")).is_err());
    }
}
