// Copied by specwright 0.1.0 from specwright-runtime.

//! The body of a request or a response: bytes that are there, or a stream of them.

use std::error::Error as StdError;
use std::fmt;
use std::future::poll_fn;
use std::mem;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use http_body::{Frame, SizeHint};

use super::transport::{TransportError, TransportErrorKind};

type BoxError = Box<dyn StdError + Send + Sync>;

/// The body of a request or a response: bytes, or a stream that is read piece by piece.
///
/// ```ignore
/// let bytes = Body::from("hello");
/// let stream = Body::wrap(some_http_body);
/// ```
pub struct Body {
    kind: Kind,
}

enum Kind {
    Bytes(Bytes),
    /// In a mutex, for which nobody ever waits, because most bodies are no `Sync`.
    Stream(Mutex<Pin<Box<dyn Frames>>>),
}

/// How much is reserved for a body at once, whatever length it announces.
const RESERVED: u64 = 1 << 20;

impl Body {
    /// A stream: any body of the crate `http-body`. It is sent as it comes, and can be sent only once.
    pub fn wrap<B>(body: B) -> Self
    where
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        Self {
            kind: Kind::Stream(Mutex::new(Box::pin(body))),
        }
    }

    /// All of it, where it is no stream.
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match &self.kind {
            Kind::Bytes(bytes) => Some(bytes),
            Kind::Stream(_) => None,
        }
    }

    /// The same once more, where it is no stream.
    pub fn try_clone(&self) -> Option<Self> {
        self.as_bytes().cloned().map(Self::from)
    }

    /// Whether it is known that there is nothing in it, or nothing left.
    pub fn is_empty(&self) -> bool {
        http_body::Body::is_end_stream(self)
    }

    /// What is known of how long it is, or what is left of it.
    pub fn size_hint(&self) -> SizeHint {
        http_body::Body::size_hint(self)
    }

    /// The next piece of it; none where it has ended. No piece is empty.
    ///
    /// # Errors
    ///
    /// Where the connection fails, or the time is up. There is nothing after that.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, TransportError> {
        poll_fn(|context| self.poll_chunk(context))
            .await
            .transpose()
    }

    /// All of it, or what is left of it.
    ///
    /// # Errors
    ///
    /// As [`chunk`](Self::chunk).
    pub async fn bytes(self) -> Result<Bytes, TransportError> {
        self.bytes_up_to(u64::MAX).await
    }

    /// All of it, if it is not longer than that.
    pub(super) async fn bytes_up_to(mut self, most: u64) -> Result<Bytes, TransportError> {
        let too_large = || Err(TransportError::too_large(most));
        let announced = self.size_hint().lower();
        if announced > most {
            return too_large();
        }
        let Some(first) = self.chunk().await? else {
            return Ok(Bytes::new());
        };
        let mut whole = Err(first);
        loop {
            if whole.as_ref().map_or_else(Bytes::len, BytesMut::len) as u64 > most {
                return too_large();
            }
            let Some(chunk) = self.chunk().await? else {
                // Most bodies come in one piece, which need not be copied.
                return Ok(whole.map_or_else(|only| only, BytesMut::freeze));
            };
            let mut bytes = whole.unwrap_or_else(|first| {
                let expected = usize::try_from(announced.min(RESERVED)).unwrap_or_default();
                let mut bytes = BytesMut::with_capacity(expected.max(first.len() + chunk.len()));
                bytes.extend_from_slice(&first);
                bytes
            });
            bytes.extend_from_slice(&chunk);
            whole = Ok(bytes);
        }
    }

    /// Reads it into this, up to so many bytes. What was read is there also where it is not all.
    pub(super) async fn read_into(
        &mut self,
        whole: &mut BytesMut,
        most: u64,
    ) -> Result<(), TransportError> {
        while let Some(mut chunk) = self.chunk().await? {
            let room = most.saturating_sub(whole.len() as u64);
            let is_too_large = chunk.len() as u64 > room;
            chunk.truncate(usize::try_from(room).unwrap_or(usize::MAX));
            whole.extend_from_slice(&chunk);
            if is_too_large {
                return Err(TransportError::too_large(most));
            }
        }
        Ok(())
    }

    pub(super) fn poll_chunk(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransportError>>> {
        loop {
            let frame = ready!(http_body::Body::poll_frame(Pin::new(self), context));
            match frame.map(|frame| frame.map(Frame::into_data)) {
                // What is no data is a trailer.
                Some(Ok(Err(_))) => {}
                Some(Ok(Ok(data))) if data.is_empty() => {}
                Some(Ok(Ok(data))) => return Poll::Ready(Some(Ok(data))),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl Default for Body {
    fn default() -> Self {
        Self::from(Bytes::new())
    }
}

impl<T: Into<Bytes>> From<T> for Body {
    fn from(bytes: T) -> Self {
        Self {
            kind: Kind::Bytes(bytes.into()),
        }
    }
}

impl fmt::Debug for Body {
    /// Bodies hold secrets as often as not: their length has to do.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.kind, self.size_hint().exact()) {
            (Kind::Bytes(bytes), _) => write!(f, "Body({} bytes)", bytes.len()),
            (Kind::Stream(_), Some(length)) => write!(f, "Body(stream of {length} bytes)"),
            (Kind::Stream(_), None) => f.write_str("Body(stream)"),
        }
    }
}

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        let frame = match &mut self.kind {
            Kind::Bytes(bytes) if bytes.is_empty() => return Poll::Ready(None),
            Kind::Bytes(bytes) => return Poll::Ready(Some(Ok(Frame::data(mem::take(bytes))))),
            Kind::Stream(stream) => {
                let stream = stream.get_mut().unwrap_or_else(PoisonError::into_inner);
                ready!(stream.as_mut().poll_next(context))
            }
        };
        if !matches!(frame, Some(Ok(_))) {
            // Nothing is asked twice for its end.
            *self = Self::default();
        }
        Poll::Ready(frame.map(|frame| frame.map_err(lost)))
    }

    fn is_end_stream(&self) -> bool {
        match &self.kind {
            Kind::Bytes(bytes) => bytes.is_empty(),
            Kind::Stream(stream) => {
                let stream = stream.lock().unwrap_or_else(PoisonError::into_inner);
                stream.has_ended()
            }
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.kind {
            Kind::Bytes(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Kind::Stream(stream) => {
                let stream = stream.lock().unwrap_or_else(PoisonError::into_inner);
                stream.length()
            }
        }
    }
}

/// The same body as a stream, each frame and error of which goes through this.
pub(super) fn watched(
    body: Body,
    on: impl FnMut(Result<Frame<Bytes>, TransportError>) -> Result<Frame<Bytes>, TransportError>
    + Send
    + 'static,
) -> Body {
    Body::wrap(Watched { body, on })
}

struct Watched<F> {
    body: Body,
    on: F,
}

// Nothing in it is pinned: the function is only called.
impl<F> Unpin for Watched<F> {}

impl<F> http_body::Body for Watched<F>
where
    F: FnMut(Result<Frame<Bytes>, TransportError>) -> Result<Frame<Bytes>, TransportError>,
{
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        let frame = ready!(Pin::new(&mut self.body).poll_frame(context));
        Poll::Ready(frame.map(&mut self.on))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// An error of a stream: what is none of a transport's is a connection that failed.
fn lost(error: BoxError) -> TransportError {
    match error.downcast() {
        Ok(error) => *error,
        Err(error) => TransportError::new(TransportErrorKind::Interrupted, error),
    }
}

/// A body of any type, with errors of one.
trait Frames: Send {
    fn poll_next(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>>;

    fn has_ended(&self) -> bool;

    fn length(&self) -> SizeHint;
}

impl<B> Frames for B
where
    B: http_body::Body<Data = Bytes> + Send,
    B::Error: Into<BoxError>,
{
    fn poll_next(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        self.poll_frame(context).map_err(Into::into)
    }

    fn has_ended(&self) -> bool {
        self.is_end_stream()
    }

    fn length(&self) -> SizeHint {
        self.size_hint()
    }
}
