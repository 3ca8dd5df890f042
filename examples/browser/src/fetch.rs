//! A transport over `fetch`.

use futures_channel::oneshot;
use js_sys::{Array, Function, Promise, Reflect, Uint8Array, global};
use photos::runtime::http::{Request, Response};
use photos::runtime::{Body, BoxFuture, Transport, TransportError, TransportErrorKind};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// Carries requests with the `fetch` of browsers, their workers, and Node. Bodies are sent and read whole, and redirects
/// are followed by whoever has that function: it tells nobody of them.
pub struct Fetch;

impl Transport for Fetch {
    fn send(
        &self,
        request: Request<Body>,
    ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        // A client is the same on all targets, and may be sent between threads. What JavaScript gives may not, so a task
        // waits for it that stays where it is.
        let (sender, receiver) = oneshot::channel();
        spawn_local(async move {
            let answer = fetch(request).await;
            // Nobody may wait for it any more.
            let _ = sender.send(answer.map_err(|error| format!("{error:?}")));
        });
        Box::pin(async move {
            let failed = |why| TransportError::new(TransportErrorKind::Other, why);
            let answer = receiver.await;
            let answer = answer.unwrap_or_else(|_| Err("the task has ended".to_owned()));
            answer.map_err(failed)
        })
    }
}

async fn fetch(request: Request<Body>) -> Result<Response<Body>, JsValue> {
    let init = web_sys::RequestInit::new();
    init.set_method(request.method().as_str());
    match request.body().as_bytes() {
        Some(bytes) if bytes.is_empty() => {}
        Some(bytes) => init.set_body(&Uint8Array::from(&bytes[..])),
        None => return Err("a body that is a stream can't be sent".into()),
    }
    let address = request.uri().to_string();
    let outgoing = web_sys::Request::new_with_str_and_init(&address, &init)?;
    for (name, value) in request.headers() {
        if let Ok(value) = value.to_str() {
            outgoing.headers().append(name.as_str(), value)?;
        }
    }

    let fetch = Function::from(Reflect::get(&global(), &"fetch".into())?);
    let promise = Promise::from(fetch.call1(&JsValue::UNDEFINED, &outgoing)?);
    let answer = web_sys::Response::from(JsFuture::from(promise).await?);
    let bytes = Uint8Array::new(&JsFuture::from(answer.array_buffer()?).await?);

    let mut response = Response::builder().status(answer.status());
    for entry in answer.headers().entries() {
        let pair = Array::from(&entry?);
        if let (Some(name), Some(value)) = (pair.get(0).as_string(), pair.get(1).as_string()) {
            response = response.header(name, value);
        }
    }
    let response = response.body(Body::from(bytes.to_vec()));
    response.map_err(|error| error.to_string().into())
}
