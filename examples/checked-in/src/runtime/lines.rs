// Copied by specwright 0.1.0 from specwright-runtime.

//! Responses that are read line by line, whatever the description says of them.

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use serde::de::DeserializeOwned;

use super::decode;
use super::error::{DecodeFailure, Error, Received};
use super::response::answers;
use super::streaming::StreamingResponse;
use super::transport::TransportError;

/// The lines of a response, as they come. Dropping it ends the request.
///
/// It is a [`Stream`]; [`next`](Self::next) gives its lines without further crates. `StreamingResponse::lines` makes one.
pub struct Lines {
    response: StreamingResponse,
    /// What has come of lines that were not given yet.
    buffer: BytesMut,
    /// How many bytes of that are known to have no end of a line.
    searched: usize,
    is_over: bool,
}

impl Lines {
    pub(super) fn new(response: StreamingResponse) -> Self {
        Self {
            response,
            buffer: BytesMut::new(),
            searched: 0,
            is_over: false,
        }
    }

    answers!(response.head.received);

    /// The next line without its end, which is a line feed, or a carriage return and one; none where the body has ended. What
    /// comes after the last line feed is a line, unless it is nothing.
    ///
    /// Dropping the future loses nothing: a call of `next` after that goes on with what has come.
    pub async fn next(&mut self) -> Option<Result<Bytes, Error>> {
        poll_fn(|context| self.poll_line(context)).await
    }

    fn poll_line(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        loop {
            if let Some(line) = self.whole() {
                return Poll::Ready(Some(Ok(line)));
            }
            if self.is_over {
                self.searched = 0;
                let rest = self.buffer.split().freeze();
                return Poll::Ready((!rest.is_empty()).then_some(Ok(rest)));
            }
            if self.buffer.len() as u64 > self.response.limit() {
                return Poll::Ready(Some(Err(self.too_long())));
            }
            match ready!(self.response.poll_chunk(context)) {
                Some(Ok(chunk)) => self.buffer.extend_from_slice(&chunk),
                Some(Err(error)) => {
                    self.end();
                    return Poll::Ready(Some(Err(error)));
                }
                None => self.is_over = true,
            }
        }
    }

    /// The first line that has its end.
    fn whole(&mut self) -> Option<Bytes> {
        let unsearched = self.buffer.iter().skip(self.searched);
        let Some(end) = unsearched.copied().position(|byte| byte == b'\n') else {
            self.searched = self.buffer.len();
            return None;
        };
        let mut line = self.buffer.split_to(self.searched + end + 1);
        self.searched = 0;
        line.truncate(line.len() - 1);
        if line.ends_with(b"\r") {
            line.truncate(line.len() - 1);
        }
        Some(line.freeze())
    }

    fn too_long(&mut self) -> Error {
        self.end();
        self.response
            .lost(TransportError::too_large(self.response.limit()))
    }

    /// There is nothing after an error: what has come of a line is none.
    fn end(&mut self) {
        self.buffer.clear();
        self.searched = 0;
        self.is_over = true;
    }
}

impl Stream for Lines {
    type Item = Result<Bytes, Error>;

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Error>>> {
        self.poll_line(context)
    }
}

impl fmt::Debug for Lines {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lines")
            .field("response", &self.response)
            .finish_non_exhaustive()
    }
}

/// The lines of a response, each of which is a value as JSON. Dropping it ends the request.
///
/// It is a [`Stream`]; [`next`](Self::next) gives its values without further crates. `StreamingResponse::json_lines` makes one.
pub struct JsonLines<T> {
    lines: Lines,
    values: PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned> JsonLines<T> {
    pub(super) fn new(lines: Lines) -> Self {
        Self {
            lines,
            values: PhantomData,
        }
    }

    answers!(lines.response.head.received);

    /// The next value; none where the body has ended. Lines without anything are left out. One that does not fit the type is
    /// an [`Error::Decode`], after which the next one comes; after any other error nothing comes.
    ///
    /// Dropping the future loses nothing.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|context| self.poll_value(context)).await
    }

    fn poll_value(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        loop {
            match ready!(self.lines.poll_line(context)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                Some(Ok(line)) if line.trim_ascii().is_empty() => {}
                Some(Ok(line)) => return Poll::Ready(Some(self.value(line))),
            }
        }
    }

    fn value(&self, line: Bytes) -> Result<T, Error> {
        let head = &self.lines.response.head;
        decode::json(&line, head.sensitive).map_err(|error| {
            let received = Received {
                body: line,
                ..head.received.clone()
            };
            Error::Decode(Box::new(DecodeFailure::new(received, error)))
        })
    }
}

impl<T: DeserializeOwned> Stream for JsonLines<T> {
    type Item = Result<T, Error>;

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<T, Error>>> {
        self.poll_value(context)
    }
}

impl<T> fmt::Debug for JsonLines<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JsonLines")
            .field("response", &self.lines.response)
            .finish_non_exhaustive()
    }
}
