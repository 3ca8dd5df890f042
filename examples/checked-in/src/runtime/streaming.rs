// Copied by specwright 0.1.0 from specwright-runtime.

//! Responses that are read while they come.

use std::fmt;
use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use serde::de::DeserializeOwned;

use super::address::Address;
use super::body::Body;
use super::error::{Effort, Error};
use super::exchange::Lost;
use super::lines::{JsonLines, Lines};
use super::operation::OperationSpec;
use super::redact;
use super::response::{RawResponse, answers};
use super::transport::{TransportError, TransportErrorKind};

/// A successful response whose body is still on its way, or a redirect that was [not to be
/// followed](super::CallOptions::follow_redirects). Dropping it ends the request.
///
/// It is a [`Stream`] of the body's pieces; [`chunk`](Self::chunk) gives them without further crates:
///
/// ```ignore
/// let mut response = client.videos().download("v1").with_streaming_response().await?;
/// while let Some(chunk) = response.chunk().await? {
///     file.write_all(&chunk)?;
/// }
/// ```
///
/// Each piece has to come within [`read_timeout`](super::ClientBuilder::read_timeout); all of them together may take as
/// long as they like. The call was tried until this response began: what is lost after that is not asked for again.
pub struct StreamingResponse {
    pub(super) head: RawResponse,
    rest: Rest,
    progress: Option<OnProgress>,
    done: u64,
}

/// What is told how many bytes have come, and of how many.
type OnProgress = Box<dyn FnMut(u64, Option<u64>) + Send>;

/// What of a response is still on its way.
pub(super) struct Rest {
    /// What it answers.
    pub spec: &'static OperationSpec,
    pub body: Body,
    /// Where it comes from.
    pub address: Address,
    /// How much of it may be read into memory.
    pub limit: u64,
}

impl StreamingResponse {
    pub(super) fn new(head: RawResponse, rest: Rest) -> Self {
        Self {
            head,
            rest,
            progress: None,
            done: 0,
        }
    }

    answers!(head.received);

    /// How many bytes are still to come, where that is known: not where they come compressed.
    pub fn remaining(&self) -> Option<u64> {
        self.rest.body.size_hint().exact()
    }

    /// Calls this for every piece that [`chunk`](Self::chunk) and what writes to something read, with the number of bytes so far, and of all, where that is known.
    #[must_use]
    pub fn on_progress(mut self, tell: impl FnMut(u64, Option<u64>) + Send + 'static) -> Self {
        self.progress = Some(Box::new(tell));
        self
    }

    /// The next piece of the body; none where it has ended.
    ///
    /// # Errors
    ///
    /// [`Error::Transport`] where the connection fails, or nothing comes in time. There is nothing after that.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        poll_fn(|context| self.poll_chunk(context))
            .await
            .transpose()
    }

    /// All of the body, or what is left of it.
    ///
    /// # Errors
    ///
    /// As [`chunk`](Self::chunk), and where it is longer than
    /// [`max_response_bytes`](super::ClientBuilder::max_response_bytes).
    pub async fn bytes(self) -> Result<Bytes, Error> {
        Ok(self.whole().await?.received.body)
    }

    /// The response with all of its body, to be decoded.
    pub(super) async fn whole(mut self) -> Result<RawResponse, Error> {
        let body = std::mem::take(&mut self.rest.body);
        let body = body.bytes_up_to(self.rest.limit).await;
        self.head.received.body = body.map_err(|error| self.lost(error))?;
        Ok(self.head)
    }

    /// The body line by line: a log that is followed, say. A line that is longer than
    /// [`max_response_bytes`](super::ClientBuilder::max_response_bytes) is an error.
    pub fn lines(self) -> Lines {
        Lines::new(self)
    }

    /// The body as values, one in each line, for as long as the server sends them. This is for what a server does and its
    /// description does not say; where that says it, the operation itself gives its items.
    ///
    /// ```ignore
    /// let response = client.images().pull("busybox").with_streaming_response().await?;
    /// let mut progress = response.json_lines::<Progress>();
    /// while let Some(step) = progress.next().await {
    ///     println!("{}", step?.status);
    /// }
    /// ```
    pub fn json_lines<T: DeserializeOwned>(self) -> JsonLines<T> {
        JsonLines::new(self.lines())
    }

    /// Writes the body to a writer that does not wait: memory, or a file where blocking for a moment is no harm. Gives
    /// the number of bytes.
    ///
    /// # Errors
    ///
    /// What the writer says, or an [`Error`] inside of [`io::Error`], as [`chunk`](Self::chunk) has it.
    pub async fn write_to(mut self, writer: &mut (impl io::Write + ?Sized)) -> io::Result<u64> {
        while let Some(chunk) = self.chunk().await.map_err(io::Error::other)? {
            writer.write_all(&chunk)?;
        }
        writer.flush()?;
        Ok(self.done)
    }

    /// Writes the body to an asynchronous writer: a `tokio::fs::File`, say. Gives the number of bytes.
    ///
    /// # Errors
    ///
    /// As [`write_to`](Self::write_to).
    #[cfg(all(
        any(feature = "hyper", feature = "reqwest"),
        not(target_os = "unknown")
    ))]
    pub async fn copy_to<W>(mut self, writer: &mut W) -> io::Result<u64>
    where
        W: tokio::io::AsyncWrite + Unpin + ?Sized,
    {
        while let Some(mut chunk) = self.chunk().await.map_err(io::Error::other)? {
            while !chunk.is_empty() {
                let write =
                    |context: &mut Context<'_>| Pin::new(&mut *writer).poll_write(context, &chunk);
                let written = poll_fn(write).await?;
                if written == 0 {
                    return Err(io::ErrorKind::WriteZero.into());
                }
                chunk = chunk.slice(written..);
            }
        }
        poll_fn(|context| Pin::new(&mut *writer).poll_flush(context)).await?;
        Ok(self.done)
    }

    /// How much of it may be in memory at once.
    pub(super) fn limit(&self) -> u64 {
        self.rest.limit
    }

    pub(super) fn poll_chunk(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Error>>> {
        let chunk = match ready!(self.rest.body.poll_chunk(context)) {
            Some(Ok(chunk)) => chunk,
            Some(Err(error)) => return Poll::Ready(Some(Err(self.lost(error)))),
            None => return Poll::Ready(None),
        };
        self.done += chunk.len() as u64;
        let all = self.remaining().map(|left| self.done + left);
        if let Some(tell) = &mut self.progress {
            tell(self.done, all);
        }
        Poll::Ready(Some(Ok(chunk)))
    }

    pub(super) fn lost(&self, error: TransportError) -> Error {
        let received = &self.head.received;
        let effort = Effort {
            retryable: !matches!(
                error.kind(),
                TransportErrorKind::Malformed | TransportErrorKind::TooLarge { .. }
            ),
            ..received.effort
        };
        let lost = Lost {
            spec: self.rest.spec,
            address: self.rest.address.clone(),
            error,
            sent: true,
        };
        Error::transport(lost, self.head.sensitive, effort)
    }
}

impl Stream for StreamingResponse {
    type Item = Result<Bytes, Error>;

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Error>>> {
        self.poll_chunk(context)
    }
}

impl fmt::Debug for StreamingResponse {
    /// Headers that hold secrets by their names are shown without their values.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StreamingResponse")
            .field("status", &self.status())
            .field("headers", &redact::Headers(self.headers()))
            .finish_non_exhaustive()
    }
}
