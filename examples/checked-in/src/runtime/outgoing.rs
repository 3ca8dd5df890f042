// Copied by specwright 0.1.0 from specwright-runtime.

//! A request as HTTP stacks take it.

use std::sync::{Arc, Mutex, PoisonError};

use http::header::{CONTENT_LENGTH, TRANSFER_ENCODING};
use http::{HeaderValue, Method, Request};

use super::body::{Body, watched};
use super::transport::{TransportError, TransportErrorKind};

/// What a body failed with while it was sent. Stacks tell it like a connection that was lost, or, over HTTP/2, not at all.
pub(super) struct Fault(Option<Slot>);

type Slot = Arc<Mutex<Option<TransportError>>>;

/// Gets a request ready for a stack, and says where a fault of its body will be.
pub(super) fn outgoing(request: &mut Request<Body>) -> Fault {
    if request.body().as_bytes().is_none() {
        let slot = Slot::default();
        let body = std::mem::take(request.body_mut());
        let fault = slot.clone();
        *request.body_mut() = watched(body, move |frame| {
            frame.map_err(|error| {
                *lock(&fault) = Some(error);
                TransportError::new(TransportErrorKind::Other, "the body can't be sent")
            })
        });
        return Fault(Some(slot));
    }
    // Stacks say nothing of a body that is empty, and servers refuse such requests with 411 (RFC 9110, section 8.6).
    let has_content = matches!(
        *request.method(),
        Method::POST | Method::PUT | Method::PATCH
    );
    if has_content && request.body().is_empty() {
        let headers = request.headers_mut();
        if !headers.contains_key(TRANSFER_ENCODING) && !headers.contains_key(CONTENT_LENGTH) {
            headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
    }
    Fault(None)
}

impl Fault {
    /// Why a request failed: because of its body, else as the stack has it.
    pub fn or(self, carried: impl FnOnce() -> TransportError) -> TransportError {
        let slot = self.0.as_ref();
        // Nothing panics while it holds this.
        let fault = slot.and_then(|slot| lock(slot).take());
        fault.map_or_else(carried, TransportError::of_upload)
    }
}

fn lock(slot: &Slot) -> std::sync::MutexGuard<'_, Option<TransportError>> {
    slot.lock().unwrap_or_else(PoisonError::into_inner)
}
