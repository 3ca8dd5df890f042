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

#[cfg(test)]
mod tests {
    use http::Uri;

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn here() -> Address {
        Address::new(Uri::from_static("https://a.example/v1/x?y"))
    }

    fn told(limit: &str, policy: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert("ratelimit", limit.parse().unwrap());
        headers.insert("ratelimit-policy", policy.parse().unwrap());
        headers
    }

    /// How long each of so many requests has to wait that ask at one time.
    fn waits(pace: &Pace, now: Duration, count: usize) -> Vec<Option<Duration>> {
        (0..count).map(|_| pace.wait(now, &here())).collect()
    }

    #[test]
    fn the_next_window_has_room_for_as_many_as_the_policy_says() {
        let pace = Pace::default();
        pace.learn(SECOND, &here(), &told(r#""a";r=0;t=9"#, r#""a";q=2;w=60"#));
        assert_eq!(waits(&pace, SECOND, 2), [Some(SECOND * 9); 2]);
        let later = SECOND * 10;
        assert_eq!(waits(&pace, later, 3), [None, None, Some(SECOND * 60)]);
    }

    #[test]
    fn one_goes_ahead_where_nobody_knows() {
        let pace = Pace::default();
        pace.learn(SECOND, &here(), &told(r#""a";r=0;t=9"#, ""));
        let later = SECOND * 10;
        assert_eq!(waits(&pace, later, 2), [None, Some(LOOK)]);
        pace.learn(later, &here(), &told(r#""a";r=1;t=9"#, ""));
        assert_eq!(waits(&pace, later, 2), [None, Some(SECOND * 9)]);
        // If it is told nothing, there is no limit any more.
        assert_eq!(waits(&pace, SECOND * 19, 2), [None, Some(LOOK)]);
        pace.learn(SECOND * 19, &here(), &HeaderMap::new());
        assert_eq!(waits(&pace, SECOND * 19, 3), [None; 3]);
    }

    #[test]
    fn what_the_first_is_told_holds_however_short_the_window_is() {
        for length in ["0", "1", "2", "3", "10"] {
            let pace = Pace::default();
            pace.learn(SECOND, &here(), &told(r#""a";r=0;t=1"#, ""));
            let later = SECOND * 2;
            assert_eq!(waits(&pace, later, 2), [None, Some(LOOK)], "{length}");
            let limit = format!(r#""a";r=100;t={length}"#);
            pace.learn(later, &here(), &told(&limit, ""));
            assert_eq!(waits(&pace, later + LOOK, 9), [None; 9], "{length}");
        }
    }

    #[test]
    fn one_that_is_told_nothing_is_followed_by_another() {
        let pace = Pace::default();
        pace.learn(SECOND, &here(), &told(r#""a";r=0;t=1"#, ""));
        assert_eq!(waits(&pace, SECOND * 2, 2), [None, Some(LOOK)]);
        let nearly = SECOND * 3 - LOOK / 2;
        assert_eq!(waits(&pace, nearly, 1), [Some(LOOK / 2)]);
        assert_eq!(waits(&pace, SECOND * 3, 2), [None, Some(LOOK)]);
    }

    #[test]
    fn a_window_that_nobody_used_up_ends_quietly() {
        let pace = Pace::default();
        pace.learn(SECOND, &here(), &told(r#""a";r=1;t=9"#, ""));
        assert_eq!(waits(&pace, SECOND * 10, 3), [None; 3]);
    }

    #[test]
    fn each_server_has_limits_of_its_own() {
        let pace = Pace::default();
        let address = |uri| Address::new(Uri::from_static(uri));
        pace.learn(SECOND, &here(), &told(r#""a";r=0;t=9"#, ""));
        let there = address("https://b.example/v1/x");
        assert_eq!(pace.wait(SECOND, &there), None);
        pace.learn(SECOND, &there, &told(r#""a";r=7;t=9"#, ""));
        let same = address("https://a.example/z");
        assert_eq!(pace.wait(SECOND, &same), Some(SECOND * 9));
        // What has long ended is forgotten, once there is something else to know.
        let third = address("https://c.example/");
        pace.learn(SECOND * 99, &third, &told(r#""a";r=7;t=9"#, ""));
        assert_eq!(pace.windows().len(), 1);
    }

    #[test]
    fn of_two_that_leave_nothing_the_later_counts() {
        let pace = Pace::default();
        pace.learn(
            SECOND,
            &here(),
            &told(r#""a";r=0;t=1, "b";r=0;t=60, "c";r=0;t=2"#, ""),
        );
        assert_eq!(pace.wait(SECOND, &here()), Some(SECOND * 60));
    }
}
