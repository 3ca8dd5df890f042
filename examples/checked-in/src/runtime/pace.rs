// Copied by specwright 0.1.0 from specwright-runtime.

//! Keeping to the limits that a server tells of, before it has to refuse.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use http::HeaderMap;

use super::rate_limit::rate_limits;

/// How far apart two responses may see the end of the same window.
const SLACK: Duration = Duration::from_secs(2);

/// What is left of the tightest limit, shared by all calls of a client.
#[derive(Debug, Default)]
pub(super) struct Pace {
    window: Mutex<Option<Window>>,
}

#[derive(Clone, Copy, Debug)]
struct Window {
    remaining: u64,
    ends: Duration,
}

impl Pace {
    /// How long a request has to wait, if it has to. One that has not is counted.
    pub fn wait(&self, now: Duration) -> Option<Duration> {
        let mut window = self.window();
        let current = window.as_mut().filter(|window| now < window.ends)?;
        match current.remaining.checked_sub(1) {
            Some(left) => {
                current.remaining = left;
                None
            }
            None => Some(current.ends - now),
        }
    }

    /// Takes in what a response says.
    pub fn learn(&self, now: Duration, headers: &HeaderMap) {
        let mut tightest = None;
        for limit in rate_limits(headers) {
            if let (Some(remaining), Some(reset)) = (limit.remaining, limit.reset)
                && tightest.is_none_or(|(least, _)| remaining < least)
            {
                tightest = Some((remaining, reset));
            }
        }
        let Some((remaining, reset)) = tightest else {
            return;
        };
        let ends = now.saturating_add(reset);
        let mut window = self.window();
        // A response may be older than requests that were counted since.
        let counted = window
            .filter(|window| now < window.ends && window.ends.abs_diff(ends) < SLACK)
            .map_or(u64::MAX, |window| window.remaining);
        *window = Some(Window {
            remaining: remaining.min(counted),
            ends,
        });
    }

    fn window(&self) -> std::sync::MutexGuard<'_, Option<Window>> {
        // Nothing panics while it holds this.
        self.window.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
