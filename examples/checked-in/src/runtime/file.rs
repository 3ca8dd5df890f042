// Copied by specwright 0.1.0 from specwright-runtime.

//! Files that are uploaded.

use std::io::Read;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::{Frame, SizeHint};
use tokio::io::{AsyncRead, ReadBuf};

/// A file that is read as it is sent: up to the length that it had when it was opened, if it had one, else to its end.
pub(super) struct Opened {
    file: tokio::fs::File,
    left: Option<u64>,
    /// What was read of it before, to find out whether it is empty.
    first: Bytes,
}

/// How much of a file is read at once.
const PIECE: u64 = 64 * 1024;

impl Opened {
    pub fn new(mut file: std::fs::File) -> std::io::Result<Self> {
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

impl http_body::Body for Opened {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, std::io::Error>>> {
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
