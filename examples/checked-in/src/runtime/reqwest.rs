// Copied by specwright 0.1.0 from specwright-runtime.

//! The default transport.

use http::{Request, Response};

use super::transport::{Body, BoxFuture, Timeouts, Transport, TransportError, TransportErrorKind};

/// Carries requests with reqwest, over TLS by rustls.
#[derive(Clone, Debug)]
pub struct ReqwestTransport {
    client: ::reqwest::Client,
}

impl ReqwestTransport {
    /// A transport with a pool of connections of its own.
    ///
    /// # Errors
    ///
    /// Where TLS can't be set up: no certificates to trust, say.
    pub fn new(timeouts: Timeouts) -> Result<Self, TransportError> {
        ::reqwest::Client::builder()
            // The client follows redirects itself: it knows which headers hold credentials.
            .redirect(::reqwest::redirect::Policy::none())
            .connect_timeout(timeouts.connect)
            .build()
            .map(|client| Self { client })
            .map_err(carried)
    }
}

impl From<::reqwest::Client> for ReqwestTransport {
    /// Uses a client that was set up elsewhere: with a proxy or certificates of its own, say. Its redirect policy should
    /// be [`none`](::reqwest::redirect::Policy::none): reqwest does not know which headers hold credentials.
    fn from(client: ::reqwest::Client) -> Self {
        Self { client }
    }
}

impl Transport for ReqwestTransport {
    fn send(
        &self,
        request: Request<Body>,
    ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(async move {
            let timeouts = request.extensions().get::<Timeouts>().copied();
            let mut request =
                ::reqwest::Request::try_from(request.map(Body::into_bytes)).map_err(carried)?;
            *request.timeout_mut() = timeouts.map(|timeouts| timeouts.whole);
            let response = self.client.execute(request).await.map_err(carried)?;
            let mut answer = Response::new(Body::default());
            *answer.status_mut() = response.status();
            *answer.version_mut() = response.version();
            *answer.headers_mut() = response.headers().clone();
            *answer.body_mut() = response.bytes().await.map_err(carried)?.into();
            Ok(answer)
        })
    }
}

/// The error as ours. Its URL goes: a credential may be in the query.
fn carried(error: ::reqwest::Error) -> TransportError {
    let kind = if error.is_timeout() {
        TransportErrorKind::Timeout
    } else if error.is_connect() {
        TransportErrorKind::Connect
    } else if error.is_body() || error.is_decode() || error.is_request() {
        TransportErrorKind::Interrupted
    } else {
        TransportErrorKind::Other
    };
    TransportError::new(kind, error.without_url())
}
