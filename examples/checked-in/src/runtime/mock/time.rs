// Copied by specwright 0.1.0 from specwright-runtime.

//! The time of a mock, which passes only where nothing else would happen.

use std::future::{poll_fn, ready};
use std::mem;
use std::task::{Context, Poll, Waker};
use std::thread::{self, ThreadId};
use std::time::Duration;

use super::super::timer::Timer;
use super::super::transport::BoxFuture;
use super::Mock;

/// What time it is, and who waits for it.
#[derive(Default)]
pub(super) struct Time {
    now: Duration,
    waits: Vec<Duration>,
    /// The requests that are without a reply, and have not run out of time yet.
    hanging: Vec<Hanging>,
    /// How many there have been.
    hung: u64,
    limits: Vec<Waker>,
}

impl Time {
    pub fn waits(&self) -> &[Duration] {
        &self.waits
    }
}

/// A request that gets no reply.
struct Hanging {
    number: u64,
    /// Who sent it asks next, on the same thread, whether its time is up. None where nobody did: it was sent by a task of
    /// its own, and is anybody's.
    thread: Option<ThreadId>,
}

/// One that is waited for.
struct Hang {
    mock: Mock,
    number: Option<u64>,
}

impl Hang {
    fn poll<T>(&mut self, context: &Context<'_>) -> Poll<T> {
        let mut state = self.mock.state();
        let time = &mut state.time;
        let Some(number) = self.number else {
            time.hung += 1;
            self.number = Some(time.hung);
            time.hanging.push(Hanging {
                number: time.hung,
                thread: Some(thread::current().id()),
            });
            drop(state);
            context.waker().wake_by_ref();
            return Poll::Pending;
        };
        let mut hanging = time.hanging.iter_mut();
        let own = hanging.find(|hanging| hanging.number == number);
        if own.and_then(|own| own.thread.take()).is_some() {
            let limits = mem::take(&mut time.limits);
            drop(state);
            limits.into_iter().for_each(Waker::wake);
        }
        Poll::Pending
    }
}

impl Drop for Hang {
    /// What is given up ends no other call.
    fn drop(&mut self) {
        let hanging = &mut self.mock.state().time.hanging;
        hanging.retain(|hanging| Some(hanging.number) != self.number);
    }
}

impl Mock {
    /// Does not end. The time of the call passes instead.
    pub(super) async fn hang<T>(&self) -> T {
        let mut hang = Hang {
            mock: self.clone(),
            number: None,
        };
        poll_fn(move |context| hang.poll(context)).await
    }
}

impl Timer for Mock {
    fn now(&self) -> Duration {
        self.state().time.now
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()> {
        let mut state = self.state();
        state.time.now = state.time.now.saturating_add(time);
        state.time.waits.push(time);
        Box::pin(ready(()))
    }

    /// Ends where a request of the same call hangs, and not before: what takes real time in a test may do so.
    fn limit(&self, time: Duration) -> BoxFuture<'_, ()> {
        Box::pin(poll_fn(move |context| {
            let here = thread::current().id();
            let mut state = self.state();
            let known = &mut state.time;
            let mut hanging = known.hanging.iter();
            let own = hanging.position(|it| it.thread.is_none_or(|thread| thread == here));
            let Some(own) = own else {
                let waker = context.waker();
                if !known.limits.iter().any(|known| known.will_wake(waker)) {
                    known.limits.push(waker.clone());
                }
                return Poll::Pending;
            };
            known.hanging.remove(own);
            known.now = known.now.saturating_add(time);
            Poll::Ready(())
        }))
    }
}
