// Copied by specwright 0.1.0 from specwright-runtime.

//! The time: what it is, and waiting for it to pass.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, Instant, SystemTime};

use super::platform;
use super::transport::BoxFuture;

/// Tells the time and waits: between the tries of a call, and for their time to be up.
///
/// With the feature `reqwest` or `hyper`, a client has one that goes by tokio's time, where tokio runs; in WebAssembly, with
/// `reqwest`, by JavaScript's. Tests give it one of their own, and then take no real time. A client without a timer does not
/// try again, and leaves it to its transport to end in time.
pub trait Timer: Send + Sync + 'static {
    /// The time that has passed since some moment, always the same. It never goes back.
    fn now(&self) -> Duration;

    /// Waits for so long, before another try.
    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()>;

    /// Waits until something may have taken so long, and no longer: it is dropped if that ends before. The same as
    /// [`sleep`](Self::sleep), but for timers of tests, which can let waits pass at once, and what is waited for take its
    /// time.
    fn limit(&self, time: Duration) -> BoxFuture<'_, ()> {
        self.sleep(time)
    }

    /// The date, where it is known: `Retry-After` may be a date, in a response without one of its own.
    fn date(&self) -> Option<SystemTime> {
        platform::date()
    }
}

/// The client's timer, or one that knows the time at most.
pub(super) struct Clock {
    timer: Option<Arc<dyn Timer>>,
    is_default: bool,
    begun: Option<Instant>,
}

impl Clock {
    /// The user's, else the default.
    pub fn new(timer: Option<Arc<dyn Timer>>) -> Self {
        Self {
            is_default: timer.is_none(),
            timer: timer.or_else(default::timer),
            begun: platform::HAS_CLOCK.then(Instant::now),
        }
    }

    /// The time since some moment.
    pub fn now(&self) -> Duration {
        match (&self.timer, self.begun) {
            (Some(timer), _) => timer.now(),
            (None, Some(begun)) => begun.elapsed(),
            (None, None) => Duration::ZERO,
        }
    }

    /// Whether time passes for it.
    pub fn tells_time(&self) -> bool {
        self.timer.is_some() || self.begun.is_some()
    }

    /// The date.
    pub fn date(&self) -> Option<SystemTime> {
        self.timer.as_ref()?.date()
    }

    /// Whether it can wait here and now.
    pub fn can_wait(&self) -> bool {
        match self.is_default {
            true => default::can_wait(),
            false => self.timer.is_some(),
        }
    }

    /// Waits, if it can.
    pub async fn sleep(&self, time: Duration) {
        if let Some(timer) = &self.timer {
            timer.sleep(time).await;
        }
    }

    /// What a future comes to; nothing where the time is up before. Where there is nothing to wait with, it takes as long
    /// as it takes.
    ///
    /// It is pinned where it is made: to take it by value makes the caller's future larger by twice its size.
    pub fn within<'f, T>(
        &'f self,
        limit: Duration,
        mut future: Pin<&'f mut impl Future<Output = T>>,
    ) -> impl Future<Output = Option<T>> {
        let timer = self.timer.as_ref().filter(|_| self.can_wait());
        let mut time_is_up = None;
        poll_fn(move |context| {
            if let Poll::Ready(output) = future.as_mut().poll(context) {
                return Poll::Ready(Some(output));
            }
            let Some(timer) = timer else {
                return Poll::Pending;
            };
            // What is ready at once needs no timer.
            let time_is_up = time_is_up.get_or_insert_with(|| timer.limit(limit));
            time_is_up.as_mut().poll(context).map(|()| None)
        })
    }
}

/// Waits as the default timer does, without a client at hand.
#[cfg(any(
    feature = "reqwest",
    all(feature = "hyper", not(target_os = "unknown"))
))]
pub(super) use default::sleep;

/// Tokio's time, which its users can stop in tests.
#[cfg(all(
    any(feature = "hyper", feature = "reqwest"),
    not(target_os = "unknown")
))]
mod default {
    use super::*;

    struct Tokio(tokio::time::Instant);

    impl Timer for Tokio {
        fn now(&self) -> Duration {
            self.0.elapsed()
        }

        fn sleep(&self, time: Duration) -> BoxFuture<'_, ()> {
            sleep(time)
        }
    }

    pub fn sleep(time: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(time))
    }

    pub fn timer() -> Option<Arc<dyn Timer>> {
        Some(Arc::new(Tokio(tokio::time::Instant::now())))
    }

    /// Whether tokio runs: it can't sleep elsewhere, and panics if it is asked to.
    pub fn can_wait() -> bool {
        tokio::runtime::Handle::try_current().is_ok()
    }
}

/// That of JavaScript.
#[cfg(all(feature = "reqwest", target_os = "unknown"))]
mod default {
    pub(in super::super) use super::super::javascript::{can_wait, sleep, timer};
}

/// None.
#[cfg(not(any(
    feature = "reqwest",
    all(feature = "hyper", not(target_os = "unknown"))
)))]
mod default {
    use super::*;

    pub fn timer() -> Option<Arc<dyn Timer>> {
        None
    }

    pub fn can_wait() -> bool {
        false
    }
}
