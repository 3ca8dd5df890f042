// Copied by specwright 0.1.0 from specwright-runtime.

//! Calls from code that is not async.

use std::future::Future;
use std::sync::OnceLock;

use tokio::runtime::{Builder, Handle, Runtime};

use super::error::Error;

/// Waits for a call where nothing can be awaited.
///
/// ```ignore
/// use my_api::runtime::Blocking;
///
/// let books = client.books().list().send().wait()?;
/// ```
///
/// The first call starts a runtime of one thread, which all clients of the process share from then on. It is nobody's to
/// drop, so that a client can be dropped anywhere.
pub trait Blocking {
    /// What is waited for.
    type Output;

    /// Waits.
    ///
    /// # Errors
    ///
    /// [`Error::Configuration`] within tokio, on whose thread other work would stand still meanwhile: a call is awaited
    /// there. Otherwise those of the call.
    fn wait(self) -> Result<Self::Output, Error>;
}

impl<T, F: Future<Output = Result<T, Error>>> Blocking for F {
    type Output = T;

    fn wait(self) -> Result<T, Error> {
        if Handle::try_current().is_ok() {
            return Err(Error::configuration(
                "this is within tokio: await the call instead of waiting for it",
            ));
        }
        runtime()?.block_on(self)
    }
}

fn runtime() -> Result<&'static Runtime, Error> {
    static RUNTIME: OnceLock<std::io::Result<Runtime>> = OnceLock::new();
    let start = || {
        Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("specwright")
            .enable_all()
            .build()
    };
    RUNTIME.get_or_init(start).as_ref().map_err(|error| {
        Error::configuration(format!(
            "a runtime for blocking calls can't be started: {error}"
        ))
    })
}
