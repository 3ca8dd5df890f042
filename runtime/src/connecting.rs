//! The time in which a connection has to stand: that which the call has for it that asks for one.

use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::io;
use std::iter::successors;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::task::futures::TaskLocalFuture;
use tower_service::Service;

use super::transport::{TransportError, TransportErrorKind};

tokio::task_local! {
    /// How long the request of this task may connect.
    static LIMIT: Duration;
}

/// Sends a request that may connect for so long.
pub(super) fn within<F: Future>(limit: Duration, sending: F) -> TaskLocalFuture<Duration, F> {
    LIMIT.scope(limit, sending)
}

/// Says where tokio does not run: what connects and waits would panic there.
pub(super) fn in_tokio() -> Result<(), TransportError> {
    match tokio::runtime::Handle::try_current() {
        Ok(_) => Ok(()),
        Err(error) => Err(TransportError::new(TransportErrorKind::Other, error)),
    }
}

/// Whether a request failed because that time was up.
pub(super) fn is_late(error: &(dyn StdError + 'static)) -> bool {
    successors(Some(error), |&error| error.source()).any(|error| error.is::<Late>())
}

/// Whether a connection stood and could not be made a secure one. What rustls says is held by an error of this kind, which
/// may be held by another: what an `io::Error` holds is not its source.
pub(super) fn is_insecure(error: &(dyn StdError + 'static)) -> bool {
    successors(Some(error), |&error| {
        match error.downcast_ref::<io::Error>().map(io::Error::get_ref) {
            Some(Some(held)) => Some(held),
            _ => error.source(),
        }
    })
    .filter_map(|error| error.downcast_ref::<io::Error>())
    .any(|error| error.kind() == io::ErrorKind::InvalidData)
}

/// A connector whose connections have to come about in the time that their request has for it.
#[derive(Clone, Debug)]
pub(super) struct InTime<C>(pub C);

/// Makes such a connector of another.
#[cfg(feature = "reqwest")]
#[derive(Clone, Copy, Debug)]
pub(super) struct Limited;

/// The time for connecting was up.
#[derive(Debug)]
struct Late;

impl fmt::Display for Late {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the time for connecting was up")
    }
}

impl StdError for Late {}

#[cfg(feature = "reqwest")]
impl<C> tower_layer::Layer<C> for Limited {
    type Service = InTime<C>;

    fn layer(&self, connector: C) -> InTime<C> {
        InTime(connector)
    }
}

impl<C, T> Service<T> for InTime<C>
where
    C: Service<T>,
    C::Future: Send + 'static,
    C::Error: Into<Box<dyn StdError + Send + Sync>>,
{
    type Response = C::Response;
    type Error = Box<dyn StdError + Send + Sync>;
    type Future = Pin<Box<dyn Future<Output = Result<C::Response, Self::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.0.poll_ready(context).map_err(Into::into)
    }

    fn call(&mut self, target: T) -> Self::Future {
        let connecting = self.0.call(target);
        let limit = LIMIT.try_with(|limit| *limit);
        Box::pin(async move {
            match limit {
                Ok(limit) => match tokio::time::timeout(limit, connecting).await {
                    Ok(connected) => connected.map_err(Into::into),
                    Err(_) => Err(Late.into()),
                },
                Err(_) => connecting.await.map_err(Into::into),
            }
        })
    }
}
