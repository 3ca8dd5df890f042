// Copied by specwright 0.1.0 from specwright-runtime.

//! Layers: what users put around the transport.

use std::sync::Arc;

use http::{HeaderMap, Request, Response, Uri};
use url::Url;

use super::body::Body;
use super::proof::Proof;
use super::transport::{Attempt, BoxFuture, Transport, TransportError, TransportErrorKind};

/// Sees each request before it is sent, and each response: those of all tries, and of the redirects that they follow.
///
/// It may change either, answer itself, or wait; the time of the call goes on meanwhile. Of the request's extensions,
/// [`Spec`](super::Spec) says which operation is called, [`Try`] which try of it this is, and
/// [`Timeouts`](super::Timeouts) how long it may take.
///
/// Credentials are put on a request after the layers have seen it, and go to where they send it. Once a redirect leads to
/// another origin, requests have none, nor the headers of the call but those that say what is wanted, as `Range` does; what a layer adds goes there all the same, so that it
/// has to look at the address where that is meant for one host.
///
/// ```ignore
/// struct Stamp;
///
/// impl Layer for Stamp {
///     fn send<'a>(&'a self, mut request: http::Request<Body>, next: Next<'a>) -> Sent<'a> {
///         request.headers_mut().insert("x-sent-by", HeaderValue::from_static("me"));
///         next.send(request)
///     }
/// }
/// ```
pub trait Layer: Send + Sync + 'static {
    /// Sends a request through what is next.
    fn send<'a>(&'a self, request: Request<Body>, next: Next<'a>) -> Sent<'a>;

    /// Whether it is to see credentials, because it computes a signature, say: not unless said otherwise. Such layers see
    /// requests last, after the credentials are put on them, and none that a redirect sends to another origin, which gets
    /// neither.
    fn sees_credentials(&self) -> bool {
        false
    }
}

/// What comes of sending a request.
pub type Sent<'a> = BoxFuture<'a, Result<Response<Body>, TransportError>>;

/// Which try of a call a request belongs to: the first is 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Try(pub u32);

/// The layers of a client, in the order in which they see requests.
#[derive(Clone, Default)]
pub(super) struct Layers {
    plain: Vec<Arc<dyn Layer>>,
    /// Those that see credentials.
    trusted: Vec<Arc<dyn Layer>>,
}

impl Layers {
    pub fn push(&mut self, layer: impl Layer) {
        let layers = match layer.sees_credentials() {
            true => &mut self.trusted,
            false => &mut self.plain,
        };
        layers.push(Arc::new(layer));
    }
}

/// What a request goes through after a layer: further layers, and the transport at the end.
#[derive(Clone, Copy)]
pub struct Next<'a> {
    plain: &'a [Arc<dyn Layer>],
    /// What is put on the request once it is through them.
    signature: Option<Signature<'a>>,
    trusted: &'a [Arc<dyn Layer>],
    /// What is known of the request, where nobody was told yet.
    attempt: Option<Attempt>,
    transport: &'a dyn Transport,
}

/// What of a request no layer sees that has not asked to.
#[derive(Clone, Copy)]
pub(super) struct Signature<'a> {
    pub proof: &'a Proof,
    /// The headers of the call's options.
    pub extra: &'a HeaderMap,
}

impl<'a> Next<'a> {
    pub(super) fn new(
        layers: &'a Layers,
        signature: Option<Signature<'a>>,
        transport: &'a dyn Transport,
    ) -> Self {
        Self {
            plain: &layers.plain,
            signature,
            // A signature is no other origin's business either.
            trusted: signature.map_or(&[], |_| &layers.trusted),
            attempt: None,
            transport,
        }
    }

    /// Sends a request to the first layer, which is told of it what is known, or else to the transport.
    pub(super) fn begin(mut self, mut request: Request<Body>, attempt: Attempt) -> Sent<'a> {
        if self.plain.is_empty() && self.trusted.is_empty() {
            self.attempt = Some(attempt);
        } else {
            attempt.tell(request.extensions_mut());
        }
        self.send(request)
    }

    /// Sends a request. A layer may do so again: it has a copy of this for each time.
    pub fn send(self, mut request: Request<Body>) -> Sent<'a> {
        if let Some((layer, plain)) = self.plain.split_first() {
            return layer.send(request, Self { plain, ..self });
        }
        if let Some(Err(error)) = self.signature.map(|it| it.sign(&mut request)) {
            return Box::pin(std::future::ready(Err(error)));
        }
        match self.trusted.split_first() {
            Some((layer, trusted)) => {
                let signed = Self {
                    trusted,
                    signature: None,
                    ..self
                };
                layer.send(request, signed)
            }
            None => match self.attempt {
                Some(attempt) => self.transport.send_attempt(request, attempt),
                None => self.transport.send(request),
            },
        }
    }
}

impl Signature<'_> {
    /// Puts on a request what every layer may see: the headers of the call's options that are no secret.
    pub fn prepare(&self, headers: &mut HeaderMap) {
        for (name, value) in self.extra {
            if !value.is_sensitive() {
                headers.insert(name.clone(), value.clone());
            }
        }
    }

    fn sign(&self, request: &mut Request<Body>) -> Result<(), TransportError> {
        self.proof.sign(request.headers_mut());
        if self.proof.is_in_address() {
            let uri = signed(request.uri(), self.proof)
                .map_err(|error| TransportError::new(TransportErrorKind::Other, error))?;
            *request.uri_mut() = uri;
        }
        // The options of a call go before the credentials of its client.
        for (name, value) in self.extra {
            if value.is_sensitive() || self.proof.has(name) {
                request.headers_mut().insert(name, value.clone());
            }
        }
        Ok(())
    }
}

fn signed(uri: &Uri, proof: &Proof) -> Result<Uri, Box<dyn std::error::Error + Send + Sync>> {
    let mut url = Url::parse(&uri.to_string())?;
    proof.sign_address(&mut url);
    Ok(url.as_str().parse()?)
}
