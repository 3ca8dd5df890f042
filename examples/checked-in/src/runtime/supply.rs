// Copied by specwright 0.1.0 from specwright-runtime.

//! A body that may be asked for again: bytes as often as need be, a stream until something of it was read.

use std::fmt;
use std::mem;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Frame, SizeHint};

use super::body::Body;
use super::transport::TransportError;

/// Where a body comes from. Clones give the same stream.
#[derive(Clone)]
pub(super) enum Supply {
    Nothing,
    Bytes(Bytes),
    /// None while it is on loan, and once something of it was read.
    Stream(Slot),
}

type Slot = Arc<Mutex<Option<Body>>>;

impl Supply {
    pub fn new(body: Option<Body>) -> Self {
        match body {
            None => Self::Nothing,
            Some(body) => match body.as_bytes() {
                Some(bytes) => Self::Bytes(bytes.clone()),
                None => Self::Stream(Arc::new(Mutex::new(Some(body)))),
            },
        }
    }

    /// The body; none where there is none, or not any more.
    pub fn take(&self) -> Option<Body> {
        match self {
            Self::Nothing => None,
            Self::Bytes(bytes) => Some(Body::from(bytes.clone())),
            Self::Stream(slot) => {
                let body = lock(slot).take()?;
                let slot = slot.clone();
                Some(Body::wrap(Lent {
                    body,
                    begun: false,
                    slot,
                }))
            }
        }
    }

    /// Whether all that there ever was can be taken now.
    pub fn is_there(&self) -> bool {
        match self {
            Self::Nothing | Self::Bytes(_) => true,
            Self::Stream(slot) => lock(slot).is_some(),
        }
    }

    /// All of it, where it is no stream.
    pub fn bytes(&self) -> Option<&Bytes> {
        match self {
            Self::Bytes(bytes) => Some(bytes),
            Self::Nothing | Self::Stream(_) => None,
        }
    }

    /// Whether both give the same stream.
    pub fn is_stream_of(&self, other: &Self) -> bool {
        matches!((self, other), (Self::Stream(one), Self::Stream(two)) if Arc::ptr_eq(one, two))
    }
}

impl fmt::Debug for Supply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => None::<Body>.fmt(f),
            Self::Bytes(bytes) => Some(Body::from(bytes.clone())).fmt(f),
            Self::Stream(slot) => lock(slot).fmt(f),
        }
    }
}

/// A stream on loan: it goes back if nothing was read of it, as where no connection came about.
struct Lent {
    body: Body,
    begun: bool,
    slot: Slot,
}

impl http_body::Body for Lent {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        self.begun = true;
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        if !self.begun {
            *lock(&self.slot) = Some(mem::take(&mut self.body));
        }
    }
}

fn lock(slot: &Slot) -> MutexGuard<'_, Option<Body>> {
    // Nothing panics while it holds this.
    slot.lock().unwrap_or_else(PoisonError::into_inner)
}
