// Copied by specwright 0.1.0 from specwright-runtime.

//! A request as HTTP stacks take it.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, TRANSFER_ENCODING};
use http::{HeaderValue, Method, Request};
use http_body::{Frame, SizeHint};

use super::body::Body;
use super::transport::{TransportError, TransportErrorKind};

/// What a body failed with while it was sent. Stacks tell it like a connection that was lost, or, over HTTP/2, not at all.
pub(super) struct Fault(Option<Slot>);

type Slot = Arc<Mutex<Option<TransportError>>>;

/// Gets a request ready for a stack, and says where a fault of its body will be.
pub(super) fn outgoing(request: &mut Request<Body>) -> Fault {
    if request.body().as_bytes().is_none() {
        let slot = Slot::default();
        let body = std::mem::take(request.body_mut());
        *request.body_mut() = Body::wrap(Counted {
            left: body.size_hint().exact(),
            body,
            ahead: None,
            fault: slot.clone(),
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

/// A stream that is as long as it said. Stacks cut off what is more, and wait for what is missing.
struct Counted {
    body: Body,
    /// How much is still to come, where it said so.
    left: Option<u64>,
    /// What came after the last of it: its end, or trailers.
    ahead: Option<Option<Read>>,
    fault: Slot,
}

type Read = Result<Frame<Bytes>, TransportError>;

impl Counted {
    fn poll_body(&mut self, context: &mut Context<'_>) -> Poll<Option<Read>> {
        let frame = ready!(http_body::Body::poll_frame(
            Pin::new(&mut self.body),
            context
        ));
        let wrong = |reason| {
            let error = TransportError::new(TransportErrorKind::Other, reason);
            Poll::Ready(Some(Err(error)))
        };
        match (&frame, &mut self.left) {
            (Some(Ok(frame)), Some(left)) => {
                let length = frame.data_ref().map_or(0, Bytes::len) as u64;
                match left.checked_sub(length) {
                    Some(rest) => *left = rest,
                    None => return wrong("the body is longer than it said"),
                }
            }
            (None, Some(1..)) => return wrong("the body is shorter than it said"),
            _ => {}
        }
        Poll::Ready(frame)
    }

    fn failed(&self, error: TransportError) -> TransportError {
        *lock(&self.fault) = Some(error);
        TransportError::new(TransportErrorKind::Other, "the body can't be sent")
    }
}

impl http_body::Body for Counted {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        let mut frame = match self.ahead.take() {
            Some(frame) => frame,
            None => ready!(self.poll_body(context)),
        };
        // Once they have all of it, stacks don't ask for more.
        if self.left == Some(0) && matches!(&frame, Some(Ok(frame)) if frame.is_data()) {
            match self.poll_body(context) {
                Poll::Ready(Some(Err(error))) => frame = Some(Err(error)),
                Poll::Ready(next) => self.ahead = Some(next),
                Poll::Pending => {}
            }
        }
        Poll::Ready(frame.map(|frame| frame.map_err(|error| self.failed(error))))
    }

    fn is_end_stream(&self) -> bool {
        // Nobody asks after this whether something is missing.
        let is_whole = matches!(self.left, None | Some(0));
        is_whole && !matches!(self.ahead, Some(Some(_))) && self.body.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        self.left
            .map_or_else(|| self.body.size_hint(), SizeHint::with_exact)
    }
}

fn lock(slot: &Slot) -> std::sync::MutexGuard<'_, Option<TransportError>> {
    slot.lock().unwrap_or_else(PoisonError::into_inner)
}
