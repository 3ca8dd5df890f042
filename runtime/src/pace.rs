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

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn told(limit: &str, policy: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert("ratelimit", limit.parse().unwrap());
        headers.insert("ratelimit-policy", policy.parse().unwrap());
        headers
    }

    /// How long each of so many requests has to wait that ask at one time.
    fn waits(pace: &Pace, now: Duration, count: usize) -> Vec<Option<Duration>> {
        (0..count).map(|_| pace.wait(now)).collect()
    }

    #[test]
    fn the_next_window_has_room_for_as_many_as_the_policy_says() {
        let pace = Pace::default();
        pace.learn(SECOND, &told(r#""a";r=0;t=9"#, r#""a";q=2;w=60"#));
        assert_eq!(waits(&pace, SECOND, 2), [Some(SECOND * 9); 2]);
        let later = SECOND * 10;
        assert_eq!(waits(&pace, later, 3), [None, None, Some(SECOND * 60)]);
    }

    #[test]
    fn one_goes_ahead_where_nobody_knows() {
        let pace = Pace::default();
        pace.learn(SECOND, &told(r#""a";r=0;t=9"#, ""));
        let later = SECOND * 10;
        assert_eq!(waits(&pace, later, 2), [None, Some(SCOUTED)]);
        pace.learn(later, &told(r#""a";r=1;t=9"#, ""));
        assert_eq!(waits(&pace, later, 2), [None, Some(SECOND * 9)]);
        // If it is told nothing, there is no limit any more.
        assert_eq!(waits(&pace, SECOND * 19, 2), [None, Some(SCOUTED)]);
        pace.learn(SECOND * 19, &HeaderMap::new());
        assert_eq!(waits(&pace, SECOND * 19, 3), [None; 3]);
    }

    #[test]
    fn a_window_that_nobody_used_up_ends_quietly() {
        let pace = Pace::default();
        pace.learn(SECOND, &told(r#""a";r=1;t=9"#, ""));
        assert_eq!(waits(&pace, SECOND * 10, 3), [None; 3]);
    }

    #[test]
    fn of_two_that_leave_nothing_the_later_counts() {
        let pace = Pace::default();
        pace.learn(
            SECOND,
            &told(r#""a";r=0;t=1, "b";r=0;t=60, "c";r=0;t=2"#, ""),
        );
        assert_eq!(pace.wait(SECOND), Some(SECOND * 60));
    }
}
