// Copied by specwright 0.1.0 from specwright-runtime.

//! Keeping to the limits that a server tells of, before it has to refuse.

use std::cmp::Reverse;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use http::HeaderMap;

use super::rate_limit::rate_limits;

/// How far apart two responses may see the end of the same window.
const SLACK: Duration = Duration::from_secs(2);

/// How long others wait for what the first request of a window is told, where nobody knows how many there may be.
const SCOUTED: Duration = Duration::from_secs(1);

/// What is left of the tightest limit, shared by all calls of a client.
#[derive(Debug, Default)]
pub(super) struct Pace {
    window: Mutex<Option<Window>>,
}

#[derive(Clone, Copy, Debug)]
struct Window {
    remaining: u64,
    ends: Duration,
    /// How many requests the next one has, and how long it is, if the server says so.
    next: Option<(u64, Duration)>,
    /// Whether a request is on its way to learn how many there may be.
    scouted: bool,
}

impl Pace {
    /// How long a request has to wait, if it has to. One that has not is counted.
    pub fn wait(&self, now: Duration) -> Option<Duration> {
        let mut window = self.window();
        let current = window.as_mut()?;
        if now >= current.ends {
            if current.remaining > 0 {
                // Nobody waits, so that it is time enough when a response tells of the next one.
                *window = None;
                return None;
            }
            // Those who waited for its end must not all go now.
            let (remaining, length) = current.next.unwrap_or((1, SCOUTED));
            current.remaining = remaining;
            current.ends = now.saturating_add(length);
            current.scouted = current.next.is_none();
        }
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
            // Of those that leave as much the one that is reset last.
            if let (Some(remaining), Some(reset)) = (limit.remaining, limit.reset) {
                let order = (remaining, Reverse(reset));
                if tightest.as_ref().is_none_or(|(least, _)| order < *least) {
                    tightest = Some((order, limit.quota.zip(limit.window)));
                }
            }
        }
        let mut window = self.window();
        let Some(((remaining, Reverse(reset)), next)) = tightest else {
            // There is no limit any more.
            if window.is_some_and(|window| window.scouted) {
                *window = None;
            }
            return;
        };
        let ends = now.saturating_add(reset);
        // A response may be older than requests that were counted since.
        let counted = window
            .filter(|window| now < window.ends && window.ends.abs_diff(ends) < SLACK)
            .map_or(u64::MAX, |window| window.remaining);
        *window = Some(Window {
            remaining: remaining.min(counted),
            ends,
            next: next.filter(|(quota, _)| *quota > 0),
            scouted: false,
        });
    }

    fn window(&self) -> std::sync::MutexGuard<'_, Option<Window>> {
        // Nothing panics while it holds this.
        self.window.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
