// Copied by specwright 0.1.0 from specwright-runtime.

//! The default transport.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use ::reqwest::Client;
use http::{Request, Response};

use super::body::Body;
use super::incoming::Incoming;
use super::transport::{BoxFuture, Timeouts, Transport, TransportError, TransportErrorKind};

/// Carries requests with reqwest, over TLS by rustls.
#[derive(Clone, Debug)]
pub struct ReqwestTransport {
    client: Client,
    /// Clients for other connect timeouts, where this is no client that somebody else set up.
    others: Option<Arc<Others>>,
}

/// Reqwest has one connect timeout for each client.
#[derive(Debug)]
struct Others {
    connect: Duration,
    clients: Mutex<Vec<(Duration, Client)>>,
}

/// How many clients are kept for other connect timeouts, each with its connections.
const KEPT: usize = 4;

impl ReqwestTransport {
    /// A transport with a pool of connections of its own.
    ///
    /// # Errors
    ///
    /// Where TLS can't be set up: no certificates to trust, say.
    pub fn new(timeouts: Timeouts) -> Result<Self, TransportError> {
        Ok(Self {
            client: client(timeouts.connect)?,
            others: Some(Arc::new(Others {
                connect: timeouts.connect,
                clients: Mutex::default(),
            })),
        })
    }

    fn client(&self, timeouts: Option<Timeouts>) -> Result<Client, TransportError> {
        match (&self.others, timeouts) {
            (Some(others), Some(Timeouts { connect, .. })) if connect != others.connect => {
                others.client(connect)
            }
            _ => Ok(self.client.clone()),
        }
    }
}

impl Others {
    fn client(&self, connect: Duration) -> Result<Client, TransportError> {
        // Whoever panicked with it left it whole.
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, client)) = clients.iter().find(|(known, _)| *known == connect) {
            return Ok(client.clone());
        }
        let client = client(connect)?;
        if clients.len() == KEPT {
            clients.remove(0);
        }
        clients.push((connect, client.clone()));
        Ok(client)
    }
}

fn client(connect_timeout: Duration) -> Result<Client, TransportError> {
    Client::builder()
        // The client follows redirects itself: it knows which headers hold credentials.
        .redirect(::reqwest::redirect::Policy::none())
        .connect_timeout(connect_timeout)
        .build()
        .map_err(carried)
}

impl From<Client> for ReqwestTransport {
    /// Uses a client that was set up elsewhere: with a proxy or certificates of its own, say. Its redirect policy should
    /// be [`none`](::reqwest::redirect::Policy::none): reqwest does not know which headers hold credentials. Its connect
    /// timeout is what it was set up with, whatever the calls say.
    fn from(client: Client) -> Self {
        Self {
            client,
            others: None,
        }
    }
}

impl Transport for ReqwestTransport {
    fn send(
        &self,
        request: Request<Body>,
    ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(async move {
            let timeouts = request.extensions().get::<Timeouts>().copied();
            let client = self.client(timeouts)?;
            let request = ::reqwest::Request::try_from(request.map(outgoing)).map_err(carried)?;
            let response = client.execute(request).await;
            let read = timeouts.and_then(|timeouts| timeouts.read);
            let response = Response::from(response.map_err(carried)?);
            Ok(response.map(|body| Body::wrap(Incoming::new(body, carried, read))))
        })
    }
}

/// What is sent.
fn outgoing(body: Body) -> ::reqwest::Body {
    match body.as_bytes() {
        Some(bytes) => bytes.clone().into(),
        None => ::reqwest::Body::wrap(body),
    }
}

/// The error as ours. Its URL goes: a credential may be in the query.
fn carried(error: ::reqwest::Error) -> TransportError {
    let kind = if error.is_connect() {
        // Reqwest says both where the time for connecting was up.
        match error.is_timeout() {
            true => TransportErrorKind::ConnectTimeout,
            false => TransportErrorKind::Connect,
        }
    } else if error.is_timeout() {
        TransportErrorKind::Timeout
    } else if error.is_body() || error.is_decode() || error.is_request() {
        TransportErrorKind::Interrupted
    } else {
        TransportErrorKind::Other
    };
    TransportError::new(kind, error.without_url())
}
