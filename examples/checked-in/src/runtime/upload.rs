// Copied by specwright 0.1.0 from specwright-runtime.

//! What a caller uploads: bytes, a file, or a stream, with a name and a media type where they matter.

use std::fmt;

use http_body::Frame;

use super::body::{Body, watched};
use super::supply::Supply;

/// Bytes, a file or a stream to be sent: a part of a form, or a whole body.
///
/// Bytes are there for another try. A stream, also one that is read from a file, is sent once: clones share it, a call
/// that has read something of it is not tried again, and one that would send it a second time fails.
///
/// ```ignore
/// let photo = Upload::from(bytes).name("cat.png").media_type("image/png");
/// let film = Upload::open("cat.mp4").await?.on_progress(|sent, total| println!("{sent} of {total:?}"));
/// ```
#[derive(Clone)]
pub struct Upload {
    body: Supply,
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
    pub fn on_progress(self, mut report: impl FnMut(u64, Option<u64>) + Send + 'static) -> Self {
        let body = self.take().map(|body| {
            let (mut sent, total) = (0, body.size_hint().exact());
            watched(body, move |frame| {
                if let Some(data) = frame.as_ref().ok().and_then(Frame::data_ref) {
                    sent += data.len() as u64;
                    report(sent, total);
                }
                frame
            })
        });
        Self {
            body: Supply::new(body),
            ..self
        }
    }

    /// A file, read while it is sent. Its length and its name are the file's; its media type is not guessed. What has no
    /// length that is known before, like a pipe, is read to its end.
    ///
    /// # Errors
    ///
    /// Where the file can't be opened, or is a folder.
    #[cfg(all(
        any(feature = "hyper", feature = "reqwest"),
        not(target_os = "unknown")
    ))]
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
    #[cfg(all(
        any(feature = "hyper", feature = "reqwest"),
        not(target_os = "unknown")
    ))]
    pub fn open_blocking(path: impl AsRef<std::path::Path>) -> std::io::Result<Self> {
        let path = path.as_ref();
        let file = super::file::Opened::new(std::fs::File::open(path)?)?;
        let upload = Self::from(Body::wrap(file));
        Ok(match path.file_name() {
            Some(name) => upload.name(name.to_string_lossy()),
            None => upload,
        })
    }

    /// The same once more, where it is no stream.
    pub(super) fn copy(&self) -> Option<Body> {
        self.body.bytes().cloned().map(Body::from)
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
            body: Supply::new(Some(body.into())),
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
            && (self.body.is_stream_of(&other.body) || same())
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
