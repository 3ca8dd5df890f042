// Copied by specwright 0.1.0 from specwright-runtime.

//! What a caller uploads: bytes, a file, or a stream, with a name and a media type where they matter.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::{Frame, SizeHint};

use super::body::{Body, Supply};
use super::transport::TransportError;

/// Bytes, a file or a stream to be sent: a part of a form, or a whole body.
///
/// Bytes are there for another try. A stream, also one that is read from a file, is sent once: clones share it, a call
/// that sends it is not tried again, and one that would send it a second time fails.
///
/// ```ignore
/// let photo = Upload::from(bytes).name("cat.png").media_type("image/png");
/// let film = Upload::open("cat.mp4").await?.on_progress(|sent, total| println!("{sent} of {total:?}"));
/// ```
#[derive(Clone)]
pub struct Upload {
    body: Arc<Supply>,
    pub(super) name: Option<String>,
    media_type: Option<String>,
}

impl Upload {
    /// Its file name, which goes with it in a form.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Its media type, which goes before the one that the description has.
    pub fn media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }

    /// Calls back for each piece that is handed to the transport, with the number of bytes so far and of all, where
    /// that is known. What is watched is a stream from then on.
    pub fn on_progress(self, report: impl FnMut(u64, Option<u64>) + Send + 'static) -> Self {
        let body = self.take().map(|body| {
            let total = body.size_hint().exact();
            Body::wrap(Watched {
                body,
                sent: 0,
                total,
                report,
            })
        });
        Self {
            body: Arc::new(Supply::new(body)),
            ..self
        }
    }

    /// A file, read while it is sent. Its length and its name are the file's; its media type is not guessed. What has no
    /// length that is known before, like a pipe, is read to its end.
    ///
    /// # Errors
    ///
    /// Where the file can't be opened, or is a folder.
    #[cfg(any(feature = "hyper", feature = "reqwest"))]
    pub async fn open(path: impl AsRef<std::path::Path>) -> std::io::Result<Self> {
        let path = path.as_ref().to_owned();
        let opened = tokio::task::spawn_blocking(move || Self::open_blocking(path));
        opened.await.map_err(std::io::Error::other)?
    }

    /// The same as [`open`](Self::open), from code that is not async.
    ///
    /// # Errors
    ///
    /// Where the file can't be opened, or is a folder.
    #[cfg(any(feature = "hyper", feature = "reqwest"))]
    pub fn open_blocking(path: impl AsRef<std::path::Path>) -> std::io::Result<Self> {
        let path = path.as_ref();
        let upload = Self::from(Body::wrap(Opened::new(std::fs::File::open(path)?)?));
        Ok(match path.file_name() {
            Some(name) => upload.name(name.to_string_lossy()),
            None => upload,
        })
    }

    /// The same once more, where it is no stream.
    pub(super) fn copy(&self) -> Option<Body> {
        self.body.bytes().map(Body::from)
    }

    /// What is sent; none where it was a stream and has been taken.
    pub(super) fn take(&self) -> Option<Body> {
        self.body.take()
    }

    pub(super) fn its_media_type(&self) -> Option<&str> {
        self.media_type.as_deref()
    }
}

impl<T: Into<Body>> From<T> for Upload {
    fn from(body: T) -> Self {
        Self {
            body: Arc::new(Supply::new(Some(body.into()))),
            name: None,
            media_type: None,
        }
    }
}

impl PartialEq for Upload {
    /// The same bytes, or the same stream, under the same names.
    fn eq(&self, other: &Self) -> bool {
        let same = || matches!((self.body.bytes(), other.body.bytes()), (Some(one), Some(two)) if one == two);
        self.name == other.name
            && self.media_type == other.media_type
            && (Arc::ptr_eq(&self.body, &other.body) || same())
    }
}

impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload")
            .field("name", &self.name)
            .field("media_type", &self.media_type)
            .field("body", &self.body)
            .finish()
    }
}

/// A body that says how far it has come.
struct Watched<F> {
    body: Body,
    sent: u64,
    total: Option<u64>,
    report: F,
}

// Nothing in it is pinned: the callback is only called.
impl<F> Unpin for Watched<F> {}

impl<F: FnMut(u64, Option<u64>) + Send> http_body::Body for Watched<F> {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        let this = &mut *self;
        let frame = ready!(Pin::new(&mut this.body).poll_frame(context));
        if let Some(Ok(frame)) = &frame
            && let Some(data) = frame.data_ref()
        {
            this.sent += data.len() as u64;
            (this.report)(this.sent, this.total);
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// A file that is read as it is sent: up to the length that it had when it was opened, if it had one, else to its end.
#[cfg(any(feature = "hyper", feature = "reqwest"))]
struct Opened {
    file: tokio::fs::File,
    left: Option<u64>,
    /// What was read of it before, to find out whether it is empty.
    first: Bytes,
}

/// How much of a file is read at once.
#[cfg(any(feature = "hyper", feature = "reqwest"))]
const PIECE: u64 = 64 * 1024;

#[cfg(any(feature = "hyper", feature = "reqwest"))]
impl Opened {
    fn new(mut file: std::fs::File) -> std::io::Result<Self> {
        use std::io::Read;

        let metadata = file.metadata()?;
        if metadata.is_dir() {
            // Some systems open it, and have nothing to read in it.
            return Err(std::io::ErrorKind::IsADirectory.into());
        }
        let mut left = metadata.is_file().then_some(metadata.len());
        let mut first = Vec::new();
        if left == Some(0) {
            // A system's files say that they are empty, and some are not.
            (&mut file).take(PIECE).read_to_end(&mut first)?;
            left = first.is_empty().then_some(0);
        }
        Ok(Self {
            file: file.into(),
            left,
            first: first.into(),
        })
    }
}

#[cfg(any(feature = "hyper", feature = "reqwest"))]
impl http_body::Body for Opened {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, std::io::Error>>> {
        use tokio::io::{AsyncRead, ReadBuf};

        if self.left == Some(0) {
            return Poll::Ready(None);
        }
        if !self.first.is_empty() {
            return Poll::Ready(Some(Ok(Frame::data(std::mem::take(&mut self.first)))));
        }
        let most = self.left.map_or(PIECE, |left| left.min(PIECE));
        let mut piece = vec![0; usize::try_from(most).unwrap_or(usize::MAX)];
        let mut buffer = ReadBuf::new(&mut piece);
        if let Err(error) = ready!(Pin::new(&mut self.file).poll_read(context, &mut buffer)) {
            return Poll::Ready(Some(Err(error)));
        }
        let read = buffer.filled().len();
        match &mut self.left {
            None if read == 0 => {
                self.left = Some(0);
                return Poll::Ready(None);
            }
            None => {}
            Some(_) if read == 0 => {
                let error = std::io::Error::new(
                    std::io::ErrorKind::UnexpectedEof,
                    "the file became shorter while it was sent",
                );
                return Poll::Ready(Some(Err(error)));
            }
            Some(left) => *left -= read as u64,
        }
        piece.truncate(read);
        Poll::Ready(Some(Ok(Frame::data(piece.into()))))
    }

    fn is_end_stream(&self) -> bool {
        self.left == Some(0)
    }

    fn size_hint(&self) -> SizeHint {
        self.left
            .map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}
