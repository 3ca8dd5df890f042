// Copied by specwright 0.1.0 from specwright-runtime.

//! The time of a mock, which passes only where nothing else would happen.

use std::future::{pending, poll_fn, ready};
use std::task::{Poll, Waker};
use std::time::Duration;

use super::super::timer::Timer;
use super::super::transport::BoxFuture;
use super::Mock;

/// What time it is, and who waits for it.
#[derive(Default)]
pub(super) struct Time {
    now: Duration,
    waits: Vec<Duration>,
    /// How many requests are without a reply, and have not run out of time yet.
    hanging: usize,
    limits: Vec<Waker>,
}

impl Time {
    pub fn waits(&self) -> &[Duration] {
        &self.waits
    }
}

impl Mock {
    /// Does not end. The time of a call passes instead.
    pub(super) async fn hang<T>(&self) -> T {
        let limits = {
            let mut state = self.state();
            state.time.hanging += 1;
            std::mem::take(&mut state.time.limits)
        };
        limits.into_iter().for_each(Waker::wake);
        pending().await
    }
}

impl Timer for Mock {
    fn now(&self) -> Duration {
        self.state().time.now
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()> {
        let mut state = self.state();
        state.time.now += time;
        state.time.waits.push(time);
        Box::pin(ready(()))
    }

    /// Ends where a request hangs, and not before: what takes real time in a test may do so.
    fn limit(&self, time: Duration) -> BoxFuture<'_, ()> {
        Box::pin(poll_fn(move |context| {
            let mut state = self.state();
            if state.time.hanging == 0 {
                state.time.limits.push(context.waker().clone());
                return Poll::Pending;
            }
            state.time.hanging -= 1;
            state.time.now += time;
            Poll::Ready(())
        }))
    }
}
