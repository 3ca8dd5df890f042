// Copied by specwright 0.1.0 from specwright-runtime.

//! One call asks, and leaves what it does not wait for to the next.

use std::future::poll_fn;
use std::pin::pin;
use std::task::{Poll, Waker};
use std::time::Duration;

use super::super::credential::{ProviderError, Token};
use super::super::timer::Clock;
use super::{Current, PAUSE, Renewal, Request, Terms};

/// How long a request that another call has left may take to come to something, however old it is.
const GRACE: Duration = Duration::from_secs(1);

/// As long as it lives, the provider is being asked.
pub(super) struct Asking<'r> {
    pub(super) renewal: &'r Renewal,
    pub(super) clock: &'r Clock,
    /// What it is asked, unless that has come to something.
    pub(super) request: Option<Request>,
    /// Whether there is something for those who wait.
    pub(super) settled: bool,
}

impl Asking<'_> {
    /// What the provider gives, and when it was asked. Where the last credential will do, nobody waits for long, nor for what
    /// another call has left.
    pub(super) async fn once(
        &mut self,
        terms: Terms<'_>,
    ) -> (Result<Token, ProviderError>, Duration) {
        let clock = self.clock;
        let left = self.renewal.state().left.take();
        self.request = left.filter(|_| clock.can_wait());
        // However old it is, there may be an answer by now.
        let now = clock.now();
        let grace = GRACE.min(terms.until.saturating_sub(now) / 2);
        let stalls = |left: &Request| {
            let stalls = left.since.saturating_add(self.renewal.stalled);
            stalls.max(now.saturating_add(grace))
        };
        let mut stalls = self.request.as_ref().map(stalls);
        loop {
            let now = clock.now();
            let lasts = self.renewal.lasts(now);
            let patience = match stalls {
                _ if lasts => PAUSE.min(terms.until.saturating_sub(now) / 2),
                Some(stalls) => stalls.saturating_sub(now),
                None => return self.answer().await,
            };
            if let Some(given) = clock.within(patience, pin!(self.answer())).await {
                return given;
            }
            let later = clock.now();
            if stalls.is_some_and(|stalls| stalls <= later) {
                self.request = None;
            }
            if self.renewal.lasts(later) {
                return (Err("no other credential came in time".into()), later);
            }
            // Else the last credential has ended meanwhile.
            if !lasts {
                self.request = None;
                stalls = None;
            }
        }
    }

    /// What the request comes to, which is made if there is none.
    async fn answer(&mut self) -> (Result<Token, ProviderError>, Duration) {
        poll_fn(|context| {
            let request = self.request.take();
            let mut request = request.unwrap_or_else(|| self.renewal.request(self.clock.now()));
            match request.answer.as_mut().poll(context) {
                Poll::Ready(given) => Poll::Ready((given, request.since)),
                Poll::Pending => {
                    // One that panicked is not polled again.
                    self.request = Some(request);
                    Poll::Pending
                }
            }
        })
        .await
    }
}

impl Drop for Asking<'_> {
    fn drop(&mut self) {
        let now = self.clock.now();
        // Without a timer, one that is stalled would have the next call wait for good.
        let left = self.request.take().filter(|_| self.clock.can_wait());
        let mut state = self.renewal.state();
        state.asking = false;
        if left.is_some() {
            state.left = left;
        }
        // A call that gave up early is no reason for the next one to ask at once.
        let is_due = |current: &&mut Current| current.good_until.is_some_and(|it| it <= now);
        let last = state.current.as_mut().filter(|it| it.lasts(now));
        if let Some(last) = last.filter(is_due) {
            last.go_on(now, PAUSE);
        }
        // One alone where there is nothing yet: it is the next to ask.
        let woken = match self.settled {
            true => std::mem::take(&mut state.waiting),
            false => state.waiting.pop_first().into_iter().collect(),
        };
        drop(state);
        woken.into_values().for_each(Waker::wake);
    }
}
