// Copied by specwright 0.1.0 from specwright-runtime.

//! How long to wait before another try: what the response asks for, or else the usual.

use std::time::{Duration, SystemTime};

use http::header::{DATE, HeaderMap, HeaderName, RETRY_AFTER};
use httpdate::parse_http_date;

use super::retry::RetryPolicy;

const SHOULD_RETRY: HeaderName = HeaderName::from_static("x-should-retry");
const RETRY_AFTER_MS: HeaderName = HeaderName::from_static("retry-after-ms");

/// Whether a response says that it is to be tried again, or not to be.
pub(super) fn wish(headers: &HeaderMap) -> Option<bool> {
    match text(headers, &SHOULD_RETRY)? {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

/// How long a response asks to wait. Nothing where it asks for no time at all, or in a way that nobody knows.
pub(super) fn asked(
    headers: &HeaderMap,
    date: impl Fn() -> Option<SystemTime>,
) -> Option<Duration> {
    let milliseconds = text(headers, &RETRY_AFTER_MS)
        .and_then(number)
        .map(|number| seconds(number / 1000.0));
    let wait = milliseconds.or_else(|| {
        let text = text(headers, &RETRY_AFTER)?;
        match number(text) {
            Some(number) => Some(seconds(number)),
            // In any of the three forms that HTTP has (RFC 9110, section 5.6.7).
            None => until(parse_http_date(text).ok()?, headers, date),
        }
    });
    wait.filter(|wait| !wait.is_zero())
}

/// Whether a response says that another try may be had, now or later.
pub(super) fn is_asked(headers: &HeaderMap) -> bool {
    headers.contains_key(&RETRY_AFTER) || headers.contains_key(&RETRY_AFTER_MS)
}

/// What is more than any `Duration` is no reason to come back at once.
fn seconds(number: f64) -> Duration {
    Duration::try_from_secs_f64(number).unwrap_or(Duration::MAX)
}

/// The time until a moment: by the response's own clock where it tells the time, because ours may be wrong.
fn until(
    moment: SystemTime,
    headers: &HeaderMap,
    date: impl Fn() -> Option<SystemTime>,
) -> Option<Duration> {
    let told = text(headers, &DATE).and_then(|text| parse_http_date(text).ok());
    moment.duration_since(told.or_else(date)?).ok()
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    Some(headers.get(name)?.to_str().ok()?.trim())
}

/// A number as it may stand in a header: no sign, no exponent, no `inf`.
fn number(text: &str) -> Option<f64> {
    let digits = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    digits.then(|| text.parse().ok()).flatten()
}

/// The usual wait before a retry, the first of which is 0. The fraction is random, from 0 to 1.
pub(super) fn backoff(policy: &RetryPolicy, retry: u32, fraction: f64) -> Duration {
    let doubled = 2_u32.checked_pow(retry).unwrap_or(u32::MAX);
    let longest = policy
        .first_backoff
        .saturating_mul(doubled)
        .min(policy.max_backoff);
    // Half of it is certain, and the other half is up to chance, so that clients don't come back all at once.
    longest.saturating_sub(longest.mul_f64(fraction / 2.0))
}

/// The wait that a response asks for, and a little more: it asks all clients for the same, who need not come back all at once.
/// The fraction is random, from 0 to 1.
pub(super) fn spread(asked: Duration, fraction: f64) -> Duration {
    let most = (asked / 10).min(Duration::from_secs(1));
    asked.saturating_add(most.mul_f64(fraction))
}
