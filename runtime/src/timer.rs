//! The time: what it is, and waiting for it to pass.

use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use super::transport::BoxFuture;

/// Whether the standard library knows the time: on `wasm32-unknown-unknown`, asking it is a panic.
const HAS_CLOCK: bool = !cfg!(all(target_family = "wasm", target_os = "unknown"));

/// Tells the time and waits, between the tries of a call.
///
/// With the feature `reqwest`, a client has one that goes by tokio's time, where tokio runs. Tests give it one of their
/// own, and then take no real time. A client without a timer does not try again.
pub trait Timer: Send + Sync + 'static {
    /// The time that has passed since some moment, always the same. It never goes back.
    fn now(&self) -> Duration;

    /// Waits for so long.
    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()>;

    /// The date, where it is known: `Retry-After` may be a date, in a response without one of its own.
    fn date(&self) -> Option<SystemTime> {
        HAS_CLOCK.then(SystemTime::now)
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
            begun: HAS_CLOCK.then(Instant::now),
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
}

/// Tokio's time, which its users can stop in tests.
#[cfg(all(
    feature = "reqwest",
    not(all(target_family = "wasm", target_os = "unknown"))
))]
mod default {
    use super::*;

    struct Tokio(tokio::time::Instant);

    impl Timer for Tokio {
        fn now(&self) -> Duration {
            self.0.elapsed()
        }

        fn sleep(&self, time: Duration) -> BoxFuture<'_, ()> {
            Box::pin(tokio::time::sleep(time))
        }
    }

    pub fn timer() -> Option<Arc<dyn Timer>> {
        Some(Arc::new(Tokio(tokio::time::Instant::now())))
    }

    /// Whether tokio runs: it can't sleep elsewhere, and panics if it is asked to.
    pub fn can_wait() -> bool {
        tokio::runtime::Handle::try_current().is_ok()
    }
}

/// None.
#[cfg(not(all(
    feature = "reqwest",
    not(all(target_family = "wasm", target_os = "unknown"))
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
