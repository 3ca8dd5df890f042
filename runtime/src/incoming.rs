//! The body of a response as it comes from an HTTP stack.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

use super::timer::sleep;
use super::transport::{BoxFuture, TransportError, TransportErrorKind};

/// A body with errors of ours, whose pieces have to come in time.
pub(super) struct Incoming<B: Body> {
    body: B,
    carried: fn(B::Error) -> TransportError,
    /// How long a read may take.
    read: Option<Duration>,
    /// How long the present one still may, once it has to wait.
    patience: Option<BoxFuture<'static, ()>>,
}

/// Whether this, which may be the cause of another error, says that what came is no HTTP.
#[cfg(not(target_os = "unknown"))]
pub(super) fn is_malformed(error: &(dyn std::error::Error + 'static)) -> bool {
    let error = error.downcast_ref::<::hyper::Error>();
    error.is_some_and(::hyper::Error::is_parse)
}

impl<B: Body> Incoming<B> {
    pub fn new(body: B, carried: fn(B::Error) -> TransportError, read: Option<Duration>) -> Self {
        Self {
            body,
            carried,
            read,
            patience: None,
        }
    }
}

impl<B: Body<Data = Bytes> + Unpin> Body for Incoming<B> {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        let this = &mut *self;
        let frame = Pin::new(&mut this.body).poll_frame(context);
        if frame.is_ready() {
            this.patience = None;
        } else if let Some(read) = this.read {
            let patience = this.patience.get_or_insert_with(|| sleep(read));
            if patience.as_mut().poll(context).is_ready() {
                let error = TransportError::new(TransportErrorKind::Timeout, "nothing more came");
                return Poll::Ready(Some(Err(error)));
            }
        }
        frame.map_err(this.carried)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
