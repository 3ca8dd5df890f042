//! The default transport where there is no system: JavaScript's `fetch`.

use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use bytes::Bytes;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, USER_AGENT};
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response, Uri};
use http_body::Frame;
use js_sys::{Array, Promise, Uint8Array, global};
use tokio::sync::{mpsc, oneshot};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    AbortController, Headers, ReadableStreamDefaultReader, RequestInit, RequestRedirect,
    ResponseType,
};

use super::body::Body;
use super::incoming::Incoming;
use super::javascript::{function, get, unless};
use super::transport::{BoxFuture, Timeouts, Transport, TransportError, TransportErrorKind};

/// Carries requests with the `fetch` of browsers, their workers, and Node.
///
/// That connects and decompresses by itself, and tells nobody: there is no time for connecting. An upload that is a stream is read
/// as a whole before it is sent. In a page and its workers, `fetch` also follows redirects.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct FetchTransport;

impl FetchTransport {
    /// A transport over what is called `fetch`.
    pub fn new() -> Self {
        Self
    }
}

impl Transport for FetchTransport {
    fn send(
        &self,
        request: Request<Body>,
    ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(carry(request))
    }
}

type Piece = Result<Bytes, TransportError>;

/// A client is the same on all targets, and may be sent between threads. What JavaScript gives may not, so a task waits for it
/// that stays where it is, and that ends when nobody waits for it any more.
async fn carry(request: Request<Body>) -> Result<Response<Body>, TransportError> {
    let timeouts = request.extensions().get::<Timeouts>();
    let read = timeouts.and_then(|timeouts| timeouts.read);
    let (head, answer) = oneshot::channel();
    spawn_local(relay(request, head));
    let ended = |_| TransportError::new(TransportErrorKind::Other, "its task has ended");
    let response = answer.await.map_err(ended)??;
    Ok(response.map(|pieces| Body::wrap(Incoming::new(Pieces(pieces), |error| error, read))))
}

/// Ends what `fetch` is doing, if it is still doing something, when it is dropped.
struct Abort(AbortController);

impl Drop for Abort {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Sends a request, and brings its answer piece by piece.
async fn relay(
    request: Request<Body>,
    mut head: oneshot::Sender<Result<Response<mpsc::Receiver<Piece>>, TransportError>>,
) {
    let abort = match AbortController::new() {
        Ok(abort) => Abort(abort),
        Err(error) => return drop(head.send(Err(failed(TransportErrorKind::Other, &error)))),
    };
    let fetched = unless(pin!(head.closed()), fetched(request, &abort)).await;
    let answer = match fetched {
        Some(Ok(answer)) => answer,
        Some(Err(error)) => return drop(head.send(Err(error))),
        None => return,
    };
    let (sender, pieces) = mpsc::channel(1);
    if head.send(Ok(told(&answer, pieces))).is_err() {
        return;
    }
    let Some(body) = answer.body() else {
        return;
    };
    let reader: ReadableStreamDefaultReader = body.get_reader().unchecked_into();
    loop {
        let piece = match unless(pin!(sender.closed()), JsFuture::from(reader.read())).await {
            Some(Ok(piece)) => piece,
            Some(Err(error)) => {
                let error = failed(TransportErrorKind::Interrupted, &error);
                return drop(sender.send(Err(error)).await);
            }
            None => return,
        };
        let Some(bytes) = get(&piece, "value") else {
            return;
        };
        let bytes = Uint8Array::new(&bytes).to_vec();
        if sender.send(Ok(bytes.into())).await.is_err() {
            return;
        }
    }
}

async fn fetched(
    request: Request<Body>,
    abort: &Abort,
) -> Result<web_sys::Response, TransportError> {
    let other = |error: JsValue| failed(TransportErrorKind::Other, &error);
    let (parts, body) = request.into_parts();
    let is_page = is_page();
    let headers = Headers::new().map_err(other)?;
    for (name, value) in &parts.headers {
        // A header that a server of another origin has to allow, and that pages are no more than asked to send.
        if name != USER_AGENT || !is_page {
            headers
                .append(name.as_str(), &characters(value))
                .map_err(other)?;
        }
    }
    let init = RequestInit::new();
    init.set_method(parts.method.as_str());
    init.set_headers(&headers);
    init.set_signal(Some(&abort.0.signal()));
    if !is_page {
        init.set_redirect(RequestRedirect::Manual);
    }
    let body = body.bytes().await.map_err(TransportError::of_upload)?;
    if !body.is_empty() {
        init.set_body(&Uint8Array::from(&body[..]));
    }
    let address = parts.uri.to_string();
    let request = web_sys::Request::new_with_str_and_init(&address, &init).map_err(other)?;

    let Some(fetch) = function("fetch") else {
        let reason = "there is no `fetch`";
        return Err(TransportError::new(TransportErrorKind::Other, reason));
    };
    let promise: Promise = fetch.call1(&global(), &request).map_err(other)?.into();
    // It does not say whether there was a connection.
    let answer = JsFuture::from(promise).await;
    let answer = answer.map_err(|error| failed(TransportErrorKind::Interrupted, &error))?;
    Ok(answer.unchecked_into())
}

/// Whether this is a page or a worker of one. Elsewhere `fetch` follows no redirects if it is told so, and knows no other
/// origin.
fn is_page() -> bool {
    get(&global(), "location").is_some()
}

/// The head of an answer.
fn told<B>(answer: &web_sys::Response, body: B) -> Response<B> {
    let mut response = Response::new(body);
    if let Ok(status) = answer.status().try_into() {
        *response.status_mut() = status;
    }
    *response.headers_mut() = headers(answer);
    // Both are of what was on the way, and what comes here is no longer compressed. Which it may have been unseen, where an
    // answer of another origin shows only some of its headers.
    let headers = response.headers_mut();
    let encoding = headers.remove(CONTENT_ENCODING);
    if encoding.is_some() || answer.type_() == ResponseType::Cors {
        headers.remove(CONTENT_LENGTH);
    }
    if answer.redirected() {
        if let Ok(from) = answer.url().parse::<Uri>() {
            response.extensions_mut().insert(from);
        }
    }
    response
}

fn headers(answer: &web_sys::Response) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for entry in answer.headers().entries() {
        let Ok(entry) = entry.map(|entry| Array::from(&entry)) else {
            continue;
        };
        let (name, value) = (entry.get(0).as_string(), entry.get(1).as_string());
        let name = name.and_then(|name| name.parse::<HeaderName>().ok());
        let value = value.and_then(|value: String| HeaderValue::from_bytes(&octets(&value)).ok());
        if let (Some(name), Some(value)) = (name, value) {
            headers.append(name, value);
        }
    }
    headers
}

/// A value as JavaScript has it: a character for each byte.
fn characters(value: &HeaderValue) -> String {
    value.as_bytes().iter().copied().map(char::from).collect()
}

/// The bytes of such a value.
fn octets(value: &str) -> Vec<u8> {
    let octets = value.chars().map(|c| u8::try_from(u32::from(c)));
    let octets: Result<Vec<u8>, _> = octets.collect();
    octets.unwrap_or_else(|_| value.as_bytes().to_vec())
}

/// What an exception of JavaScript says, and what it says of its cause. One that names an address says nothing: there may be a
/// credential in it.
fn failed(kind: TransportErrorKind, error: &JsValue) -> TransportError {
    let said = |error: &JsValue| {
        let error = error.dyn_ref::<js_sys::Error>()?;
        Some(String::from(error.to_string()))
    };
    let mut text = said(error).unwrap_or_else(|| "`fetch` failed".to_owned());
    if let Some(cause) = get(error, "cause").and_then(|cause| said(&cause)) {
        text = format!("{text}: {cause}");
    }
    if text.contains("://") {
        "`fetch` does not take the request".clone_into(&mut text);
    }
    TransportError::new(kind, text)
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
