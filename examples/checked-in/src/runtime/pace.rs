// Copied by specwright 0.1.0 from specwright-runtime.

//! Keeping to the limits that a server tells of, before it has to refuse.

use std::cmp::Reverse;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::HeaderMap;

use super::address::Address;
use super::rate_limit::rate_limits;

/// How far apart two responses may see the end of the same window.
const SLACK: Duration = Duration::from_secs(2);

/// How long others wait for what the first request of a window is told, where nobody knows how many there may be.
const SCOUTED: Duration = Duration::from_secs(1);

/// How often they look whether it is told.
const LOOK: Duration = Duration::from_millis(100);

/// How long a window is kept that has ended.
const KEPT: Duration = Duration::from_secs(60);

/// What is left of the tightest limit of each server, shared by all calls of a client.
#[derive(Default)]
pub(super) struct Pace {
    windows: Mutex<Vec<(Address, Window)>>,
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
    /// How long a request to this address has to wait, if it has to. One that has not is counted.
    pub fn wait(&self, now: Duration, to: &Address) -> Option<Duration> {
        let mut windows = self.windows();
        let index = of(&windows, to)?;
        let current = &mut windows[index].1;
        if now >= current.ends {
            if current.remaining > 0 {
                // Nobody waits, so that it is time enough when a response tells of the next one.
                windows.swap_remove(index);
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
            None if current.scouted => Some(LOOK.min(current.ends - now)),
            None => Some(current.ends - now),
        }
    }

    /// Takes in what a response from this address says.
    pub fn learn(&self, now: Duration, from: &Address, headers: &HeaderMap) {
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
        let mut windows = self.windows();
        let index = of(&windows, from);
        let window = index.map(|index| windows[index].1);
        let Some(((remaining, Reverse(reset)), next)) = tightest else {
            // There is no limit any more.
            if let Some(index) = index.filter(|index| windows[*index].1.scouted) {
                windows.swap_remove(index);
            }
            return;
        };
        let ends = now.saturating_add(reset);
        // A response may be older than requests that were counted since. Of a window that is scouted nothing is known yet.
        let counted = window
            .filter(|window| !window.scouted && now < window.ends)
            .filter(|window| window.ends.abs_diff(ends) < SLACK)
            .map_or(u64::MAX, |window| window.remaining);
        let window = Window {
            remaining: remaining.min(counted),
            ends,
            next: next.filter(|(quota, _)| *quota > 0),
            scouted: false,
        };
        match index {
            Some(index) => windows[index].1 = window,
            None => {
                windows.retain(|(_, window)| now < window.ends.saturating_add(KEPT));
                windows.push((from.clone(), window));
            }
        }
    }

    fn windows(&self) -> MutexGuard<'_, Vec<(Address, Window)>> {
        // Nothing panics while it holds this.
        self.windows.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Where the window of an address's server is.
fn of(windows: &[(Address, Window)], address: &Address) -> Option<usize> {
    let mut windows = windows.iter();
    windows.position(|(known, _)| known.has_origin_of(address))
}
