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

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: u64 = 784_111_777;

    fn wait(headers: &[(&'static str, &str)]) -> Option<Duration> {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(*name, value.parse().unwrap());
        }
        asked(&map, || {
            Some(SystemTime::UNIX_EPOCH + Duration::from_secs(NOW))
        })
    }

    #[test]
    fn all_forms_of_a_date_are_known() {
        // The examples of RFC 9110, section 5.6.7, five seconds later.
        for date in [
            "Sun, 06 Nov 1994 08:49:42 GMT",
            "Sunday, 06-Nov-94 08:49:42 GMT",
            "Sun Nov  6 08:49:42 1994",
        ] {
            let seconds = wait(&[("retry-after", date)]).map(|wait| wait.as_secs());
            assert_eq!(seconds, Some(5), "{date}");
        }
        for date in [
            "soon",
            "Sun, 06 Nov 1994 08:49:42 CET",
            "Sun, 66 Nov 1994 08:49:42 GMT",
            "Sun, 06 Nov 1994 08:49:60 GMT",
        ] {
            assert_eq!(wait(&[("retry-after", date)]), None, "{date}");
        }
        // A time of the server that can't be read is taken from the clock here.
        let dates = [
            ("date", "Thu, 06 Nov 1969 08:49:42 GMT"),
            ("retry-after", "Sun, 06 Nov 1994 08:49:42 GMT"),
        ];
        assert_eq!(wait(&dates), Some(Duration::from_secs(5)));
    }

    #[test]
    fn all_forms_of_a_wish_are_known() {
        let seconds = |seconds| Some(Duration::from_secs(seconds));
        assert_eq!(wait(&[("retry-after", "3")]), seconds(3));
        assert_eq!(
            wait(&[("retry-after", "1.5")]),
            Some(Duration::from_millis(1500))
        );
        assert_eq!(
            wait(&[("retry-after-ms", "250"), ("retry-after", "3")]),
            Some(Duration::from_millis(250))
        );
        assert_eq!(
            wait(&[("retry-after-ms", "soon"), ("retry-after", "3")]),
            seconds(3)
        );
        let date = "Sun, 06 Nov 1994 08:49:42 GMT";
        assert_eq!(wait(&[("retry-after", date)]), seconds(5));
        assert_eq!(
            wait(&[
                ("retry-after", date),
                ("date", "Sun, 06 Nov 1994 08:49:40 GMT")
            ]),
            seconds(2)
        );
        assert_eq!(
            wait(&[("retry-after", "99999999999999999999999")]),
            Some(Duration::MAX)
        );
        for nothing in [
            "",
            "0",
            "-3",
            "inf",
            "1e3",
            ".",
            "later",
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 1984 08:49:37 GMT",
        ] {
            assert_eq!(wait(&[("retry-after", nothing)]), None, "{nothing}");
        }
        assert_eq!(wait(&[]), None);
    }

    #[test]
    fn those_who_were_asked_to_wait_do_not_come_back_all_at_once() {
        let spread = |seconds, fraction| spread(Duration::from_secs(seconds), fraction);
        assert_eq!(spread(4, 0.0), Duration::from_secs(4));
        assert_eq!(spread(4, 0.5), Duration::from_millis(4200));
        assert_eq!(spread(60, 1.0), Duration::from_secs(61));
        assert_eq!(spread(u64::MAX, 1.0), Duration::MAX);
    }

    #[test]
    fn waits_double_up_to_a_limit() {
        let policy = RetryPolicy::new();
        let longest: Vec<f64> = (0..7)
            .map(|retry| backoff(&policy, retry, 0.0).as_secs_f64())
            .collect();
        assert_eq!(longest, [0.5, 1.0, 2.0, 4.0, 8.0, 8.0, 8.0]);
        assert_eq!(backoff(&policy, 0, 1.0).as_secs_f64(), 0.25);
        assert_eq!(backoff(&policy, u32::MAX, 1.0).as_secs_f64(), 4.0);
        let longest = RetryPolicy::new().backoff(Duration::MAX, Duration::MAX);
        assert_eq!(backoff(&longest, 3, 0.0), Duration::MAX);
    }
}
