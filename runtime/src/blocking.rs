//! Calls from code that is not async.

use std::future::Future;
use std::pin::pin;
use std::sync::{Arc, Condvar, Mutex, OnceLock, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

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
///
/// Within tokio it waits where tokio lets code block: in `spawn_blocking` and `block_in_place`, and within
/// `tokio::task::unconstrained`, which it can't tell from these.
///
/// A connection that was made on another runtime is that runtime's to keep going: where nobody runs it any more, a call that
/// is given such a connection waits until its time is up.
///
/// Futures of your own can be waited for as well, if their errors are made from [`Error`].
pub trait Blocking {
    /// What is waited for.
    type Output;
    /// How that fails.
    type Error;

    /// Waits.
    ///
    /// # Errors
    ///
    /// [`Error::Configuration`] within a task of tokio, on whose thread other work would stand still meanwhile: a call is
    /// awaited there. Otherwise those of the call.
    fn wait(self) -> Result<Self::Output, Self::Error>;
}

impl<T, E: From<Error>, F: Future<Output = Result<T, E>>> Blocking for F {
    type Output = T;
    type Error = E;

    fn wait(self) -> Result<T, E> {
        if Handle::try_current().is_err() {
            return runtime()?.block_on(self);
        }
        if is_task() {
            let error = Error::configuration(
                "this is within a task of tokio: await the call instead of waiting for it",
            );
            return Err(error.into());
        }
        // A runtime that is told to block panics where it finds that it may not, so it is not asked.
        let _context = runtime()?.enter();
        block_on(self)
    }
}

/// Whether this is within what tokio polls. It gives each turn of a task a budget, of at most 255, and to nothing else;
/// to use it up has the task give way a little earlier.
fn is_task() -> bool {
    let mut context = Context::from_waker(Waker::noop());
    (0..=u8::MAX).any(|_| {
        let unit = pin!(tokio::task::consume_budget());
        unit.poll(&mut context).is_pending()
    })
}

/// Polls on this thread, which sleeps in between.
fn block_on<F: Future>(future: F) -> F::Output {
    let signal = Arc::new(Signal::default());
    let waker = Waker::from(signal.clone());
    let mut context = Context::from_waker(&waker);
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(output) => return output,
            Poll::Pending => signal.wait(),
        }
    }
}

/// Whether there is something to do.
#[derive(Default)]
struct Signal {
    given: Mutex<bool>,
    changed: Condvar,
}

impl Signal {
    fn wait(&self) {
        let given = self.given.lock().unwrap_or_else(PoisonError::into_inner);
        let given = self.changed.wait_while(given, |given| !*given);
        *given.unwrap_or_else(PoisonError::into_inner) = false;
    }
}

impl Wake for Signal {
    fn wake(self: Arc<Self>) {
        *self.given.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.changed.notify_one();
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
