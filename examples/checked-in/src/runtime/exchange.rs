// Copied by specwright 0.1.0 from specwright-runtime.

//! One call on the wire: an encoded request goes out, with credentials, and redirects are followed.

use std::time::{Duration, Instant};

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE, LOCATION, USER_AGENT};
use http::{HeaderMap, HeaderValue, Method, Request};
use url::Url;

use super::base_url::BaseUrl;
use super::client::Inner;
use super::encode::Parts;
use super::error::{ArgumentProblem, Error, Received};
use super::proof::Proof;
use super::redirect::{self, Next};
use super::transport::{Body, Timeouts, TransportError, TransportErrorKind};

/// A request as it is before it is signed: what redirects change.
struct Pending {
    method: Method,
    url: Url,
    headers: HeaderMap,
    body: Option<Bytes>,
    /// Whether credentials go along: not any more once another origin was asked.
    trusted: bool,
}

/// Sends a request, and the ones that redirects ask for.
pub(super) async fn exchange(client: &Inner, parts: Parts) -> Result<Received, Error> {
    let spec = parts.spec;
    let set = client.credentials.choose(Some(spec.name), spec.security)?;
    let proof = client.credentials.proof(set)?;
    let mut pending = pending(client, parts)?;
    let mut timeouts = client.timeouts;
    let start = now();
    let mut followed = 0;
    loop {
        let lost = |error| Error::transport(spec.name, &pending.url, error);
        let request = pending
            .request(&proof, timeouts)
            .map_err(|error| lost(TransportError::new(TransportErrorKind::Other, error)))?;
        let response = client.transport.send(request).await.map_err(lost)?;
        let (head, body) = response.into_parts();
        let received = Received {
            operation: spec.name,
            status: head.status,
            headers: head.headers,
            body: body.into_bytes(),
        };
        let refused =
            |received, reason| Err(Error::unexpected(received, reason, client.api.sensitive));
        let location = received
            .headers
            .get(LOCATION)
            .and_then(|value| value.to_str().ok());
        let (from, method) = (&pending.url, &pending.method);
        match redirect::next(
            received.status,
            location,
            from,
            method,
            pending.body.is_some(),
        ) {
            Next::Answer => return Ok(received),
            Next::Refuse(reason) => return refused(received, reason),
            Next::Follow { .. } if followed == redirect::MOST => {
                let reason = format!("more than {} redirects", redirect::MOST);
                return Err(lost(TransportError::new(TransportErrorKind::Other, reason)));
            }
            Next::Follow {
                url,
                method,
                keeps_body,
                same_origin,
            } => {
                pending.redirect(url, method, keeps_body, same_origin);
                proof.clear_address(&mut pending.url);
                followed += 1;
                timeouts.whole = left(client.timeouts.whole, start);
            }
        }
    }
}

fn pending(client: &Inner, parts: Parts) -> Result<Pending, Error> {
    let spec = parts.spec;
    let unaddressable = || {
        let problem = ArgumentProblem::NotWritable("method and path make no address".to_owned());
        Error::argument(spec.name, "path", problem)
    };
    let url = match spec.base_url {
        Some(base_url) => BaseUrl::parse(base_url)?.join(&parts.target),
        None => client.base_url.join(&parts.target),
    };
    let mut headers = HeaderMap::new();
    headers.insert(USER_AGENT, client.user_agent.clone());
    if let Ok(accept) = HeaderValue::from_str(spec.accept) {
        headers.insert(ACCEPT, accept);
    }
    headers.extend(parts.headers);
    Ok(Pending {
        method: Method::from_bytes(spec.method.as_bytes()).map_err(|_| unaddressable())?,
        url: url.ok_or_else(unaddressable)?,
        headers,
        body: parts.body,
        trusted: true,
    })
}

impl Pending {
    fn request(
        &self,
        proof: &Proof,
        timeouts: Timeouts,
    ) -> Result<Request<Body>, http::uri::InvalidUri> {
        let mut request = Request::new(Body::from(self.body.clone().unwrap_or_default()));
        let mut url = self.url.clone();
        request.headers_mut().clone_from(&self.headers);
        if self.trusted {
            proof.sign(request.headers_mut());
            proof.sign_address(&mut url);
        }
        *request.method_mut() = self.method.clone();
        *request.uri_mut() = url.as_str().parse()?;
        request.extensions_mut().insert(timeouts);
        Ok(request)
    }

    fn redirect(&mut self, url: Url, method: Method, keeps_body: bool, same_origin: bool) {
        if !same_origin {
            // What was meant for one host is no other host's business, from here on.
            self.trusted = false;
            self.headers = [USER_AGENT, ACCEPT]
                .into_iter()
                .filter_map(|name| Some((name.clone(), self.headers.remove(&name)?)))
                .collect();
        }
        if !keeps_body {
            self.body = None;
            self.headers.remove(CONTENT_TYPE);
        }
        (self.url, self.method) = (url, method);
    }
}

/// The time, where there is a clock: on `wasm32-unknown-unknown`, asking the standard library for it is a panic.
fn now() -> Option<Instant> {
    let has_clock = !cfg!(all(target_family = "wasm", target_os = "unknown"));
    has_clock.then(Instant::now)
}

/// What is left of the time for a call.
fn left(whole: Duration, start: Option<Instant>) -> Duration {
    whole.saturating_sub(start.map_or(Duration::ZERO, |start| start.elapsed()))
}
