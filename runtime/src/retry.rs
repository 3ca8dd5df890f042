//! What is tried again, how often, and after how long.

use std::fmt;
use std::time::Duration;

/// When a call that failed is tried again.
///
/// Tried again is what was lost on the way, and what was answered with 408, 429 or 5xx; and with 409 where it asks for that
/// by `Retry-After`, or an earlier try of the call, with the same `Idempotency-Key`, may still be at work. A response may say otherwise
/// with `x-should-retry: true` (for any 4xx) or `x-should-retry: false`.
///
/// Only calls that are safe to repeat are tried again: those whose method is idempotent (RFC 9110, section 9.2.2), and
/// those with an `Idempotency-Key`. Where the description has that header, the client makes a key for each call that was given
/// none, and all tries of the call have the same. Any call is tried again where no connection came about, because then nothing
/// was sent, and after 429, because then nothing was done.
///
/// Waits double from one try to the next, and each is cut by a random part of up to a half. Where a response says how
/// long to wait (`retry-after-ms`, or `Retry-After` in seconds or as a date), that is how long, up to a limit, and a random
/// part of up to a tenth more, but no more than a second.
///
/// ```ignore
/// let patient = RetryPolicy::new().max_retries(5).max_retry_after(Duration::from_secs(300));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct RetryPolicy {
    pub(super) max_retries: u32,
    pub(super) first_backoff: Duration,
    pub(super) max_backoff: Duration,
    pub(super) max_retry_after: Duration,
    pub(super) non_idempotent: bool,
}

impl RetryPolicy {
    /// Two retries, after at most 0.5 and 1 seconds, or up to 60 seconds where the server asks for them.
    pub const fn new() -> Self {
        Self {
            max_retries: 2,
            first_backoff: Duration::from_millis(500),
            max_backoff: Duration::from_secs(8),
            max_retry_after: Duration::from_secs(60),
            non_idempotent: false,
        }
    }

    /// No retries.
    pub const fn never() -> Self {
        Self::new().max_retries(0)
    }

    /// How many tries there may be after the first: 2 unless set.
    pub const fn max_retries(mut self, retries: u32) -> Self {
        self.max_retries = retries;
        self
    }

    /// The longest wait before the first retry, which doubles with each, and where that ends: 0.5 and 8 seconds unless
    /// set.
    pub const fn backoff(mut self, first: Duration, max: Duration) -> Self {
        self.first_backoff = first;
        self.max_backoff = max;
        self
    }

    /// The longest wait that a server may ask for: 60 seconds unless set. If it asks for more, the call fails at once.
    pub const fn max_retry_after(mut self, wait: Duration) -> Self {
        self.max_retry_after = wait;
        self
    }

    /// Whether calls are tried again that may do their work twice if they are: they are not unless set.
    pub const fn retry_non_idempotent(mut self, retry: bool) -> Self {
        self.non_idempotent = retry;
        self
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::new()
    }
}

/// Why a call was not tried again although what happened to it may pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NotRetried {
    /// The policy allows no further try.
    Limit,
    /// The operation may do its work twice.
    NotIdempotent,
    /// The body can be sent only once.
    Body,
    /// The response said so: `x-should-retry: false`.
    Refused,
    /// The response asked for a wait of this length, which is longer than the policy allows.
    RetryAfter(Duration),
    /// The time for the call would have been up before the next try.
    Timeout,
    /// The client has had so many failures that it spares the server.
    Budget,
    /// The client has nothing to wait with: see [`Timer`](super::Timer).
    NoTimer,
}

impl fmt::Display for NotRetried {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Limit => f.write_str("the policy allows no further try"),
            Self::NotIdempotent => f.write_str("the operation may do its work twice"),
            Self::Body => f.write_str("the body can be sent only once"),
            Self::Refused => f.write_str("the response said not to"),
            Self::RetryAfter(wait) => {
                write!(
                    f,
                    "the response asks for a wait of {} s, which is too long",
                    wait.as_secs_f64()
                )
            }
            Self::Timeout => f.write_str("the time for the call would have been up"),
            Self::Budget => f.write_str("too many calls failed"),
            Self::NoTimer => f.write_str("the client has no timer to wait with"),
        }
    }
}
