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

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;
    use std::task::Waker;

    use super::*;

    /// A stream that is always ready.
    #[derive(Default)]
    struct Pieces(VecDeque<Result<&'static str, TransportErrorKind>>);

    impl http_body::Body for Pieces {
        type Data = Bytes;
        type Error = BoxError;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
            Poll::Ready(self.0.pop_front().map(|piece| match piece {
                Ok(piece) => Ok(Frame::data(piece.into())),
                Err(TransportErrorKind::Other) => Err("anything".into()),
                Err(kind) => Err(TransportError::new(kind, "the cause").into()),
            }))
        }
    }

    fn stream<const N: usize>(pieces: [Result<&'static str, TransportErrorKind>; N]) -> Body {
        Body::wrap(Pieces(pieces.into()))
    }

    fn now<T>(future: impl Future<Output = T>) -> T {
        match std::pin::pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(value) => value,
            Poll::Pending => panic!("everything is there"),
        }
    }

    #[test]
    fn a_stream_is_read_piece_by_piece_or_as_a_whole() {
        let pieces = || stream([Ok("ab"), Ok(""), Ok("cd"), Ok("e")]);
        let mut body = pieces();
        let mut read = Vec::new();
        while let Some(chunk) = now(body.chunk()).unwrap() {
            read.push(chunk);
        }
        assert_eq!(read, ["ab", "cd", "e"]);
        assert!(body.is_empty());
        assert_eq!(now(pieces().bytes()).unwrap(), "abcde");
        assert_eq!(now(stream([Ok("one")]).bytes()).unwrap(), "one");
        assert_eq!(now(stream([]).bytes()).unwrap(), "");
        assert_eq!(now(Body::from("abc").bytes()).unwrap(), "abc");
    }

    #[test]
    fn an_error_has_its_kind_and_ends_it() {
        for (thrown, kind) in [
            (TransportErrorKind::Timeout, TransportErrorKind::Timeout),
            (TransportErrorKind::Other, TransportErrorKind::Interrupted),
        ] {
            let mut body = stream([Ok("a"), Err(thrown), Ok("b")]);
            assert_eq!(now(body.chunk()).unwrap().unwrap(), "a");
            assert_eq!(now(body.chunk()).unwrap_err().kind(), kind);
            assert!(now(body.chunk()).unwrap().is_none());
            let whole = now(stream([Ok("a"), Err(thrown)]).bytes());
            assert_eq!(whole.unwrap_err().kind(), kind);
        }
    }

    #[test]
    fn what_is_too_large_is_not_read_to_its_end() {
        let large = TransportErrorKind::TooLarge { limit: 4 };
        let outcome = |body: Body| now(body.bytes_up_to(4)).map_err(|error| error.kind());
        assert_eq!(outcome(stream([Ok("ab"), Ok("cd")])).unwrap(), "abcd");
        // The last piece would be another error.
        let long = stream([Ok("ab"), Ok("cde"), Err(TransportErrorKind::Timeout)]);
        assert_eq!(outcome(long), Err(large));
        assert_eq!(outcome(Body::from("abcde")), Err(large));
        let error = now(Body::from("abcde").bytes_up_to(4)).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the response is larger than its limit of 4 bytes"
        );
    }

    #[test]
    fn what_came_before_an_error_is_kept() {
        let read = |mut body: Body, most| {
            let mut whole = BytesMut::new();
            let outcome = now(body.read_into(&mut whole, most));
            (whole, outcome.map_err(|error| error.kind()))
        };
        let pieces = || stream([Ok("ab"), Ok("cd"), Err(TransportErrorKind::Timeout)]);
        let large = TransportErrorKind::TooLarge { limit: 3 };
        assert_eq!(read(pieces(), 3), ("abc".into(), Err(large)));
        let cut = Err(TransportErrorKind::Timeout);
        assert_eq!(read(pieces(), 4), ("abcd".into(), cut));
        assert_eq!(read(Body::from("abcd"), 4), ("abcd".into(), Ok(())));
    }

    #[test]
    fn nothing_of_it_is_shown() {
        let shown = |body: Body| format!("{body:?}");
        assert_eq!(shown(Body::from("hunter2")), "Body(7 bytes)");
        assert_eq!(shown(stream([Ok("hunter2")])), "Body(stream)");
        let known = Body::wrap(Body::from("hunter2"));
        assert_eq!(shown(known), "Body(stream of 7 bytes)");
    }
}
