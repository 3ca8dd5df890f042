//! What is tried again, and after how long.

use std::time::Duration;

use specwright_runtime::{CallOptions, NotRetried, RetryPolicy, TransportErrorKind};

use super::canned::Canned;
use super::clock::Clock;
use super::garden::{Client, ClientBuilder};

/// A client that tries as often as clients do, and takes no time.
pub fn patient(canned: &Canned) -> (ClientBuilder, Clock) {
    let clock = Clock::default();
    let builder = Client::builder()
        .transport(canned.clone())
        .timer(clock.clone());
    (builder, clock)
}

/// Lists plants. Gives what it came to, how often it was asked, and how long was waited.
async fn list(canned: Canned) -> (Result<u32, specwright_runtime::Error>, usize, Vec<Duration>) {
    let (builder, clock) = patient(&canned);
    let client = builder.build().unwrap();
    let outcome = client.plants().list().with_response().await;
    let tries = outcome.map(|response| response.tries());
    (tries, canned.asked().len(), clock.slept())
}

fn ms(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

#[tokio::test]
async fn failures_that_pass_are_tried_again() {
    for status in [408, 429, 500, 502, 503, 504, 599] {
        let canned = Canned::default().json(status, "{}").json(200, "[]");
        let (tries, asked, slept) = list(canned).await;
        assert_eq!((tries.unwrap(), asked), (2, 2), "{status}");
        assert!(
            (ms(250)..=ms(500)).contains(&slept[0]),
            "{status}: {slept:?}"
        );
    }
    for kind in [
        TransportErrorKind::Connect,
        TransportErrorKind::ConnectTimeout,
        TransportErrorKind::Timeout,
        TransportErrorKind::Interrupted,
    ] {
        let (tries, asked, _) = list(Canned::default().lost(kind).json(200, "[]")).await;
        assert_eq!((tries.unwrap(), asked), (2, 2), "{kind:?}");
    }
}

#[tokio::test]
async fn other_failures_are_not() {
    for status in [400, 401, 403, 404, 409, 410, 422, 304] {
        let (error, asked, slept) = list(Canned::default().json(status, "{}")).await;
        let error = error.unwrap_err();
        assert_eq!((error.tries(), asked), (1, 1), "{status}");
        assert!(!error.is_retryable() && slept.is_empty(), "{status}");
        assert_eq!(error.not_retried(), None);
    }
    for kind in [TransportErrorKind::Other, TransportErrorKind::Tls] {
        let (error, asked, _) = list(Canned::default().lost(kind)).await;
        assert!(!error.unwrap_err().is_retryable(), "{kind:?}");
        assert_eq!(asked, 1, "{kind:?}");
    }
}

#[tokio::test]
async fn waits_double_and_the_last_failure_is_told() {
    let canned = Canned::default()
        .json(500, "{}")
        .lost(TransportErrorKind::Interrupted)
        .json(503, "{}");
    let (error, asked, slept) = list(canned).await;
    let error = error.unwrap_err();
    assert_eq!(asked, 3);
    assert_eq!(error.status().unwrap(), 503);
    assert_eq!(error.tries(), 3);
    assert_eq!(error.not_retried(), Some(NotRetried::Limit));
    assert!(error.is_retryable());
    assert!(error.to_string().ends_with(", after 3 tries"), "{error}");
    assert_eq!(slept.len(), 2);
    assert!((ms(250)..=ms(500)).contains(&slept[0]), "{slept:?}");
    assert!((ms(500)..=ms(1000)).contains(&slept[1]), "{slept:?}");
}

#[tokio::test]
async fn a_policy_decides_how_often_and_how_long() {
    let canned = (0..9).fold(Canned::default(), |canned, _| canned.json(500, "{}"));
    let (builder, clock) = patient(&canned);
    let policy = RetryPolicy::new()
        .max_retries(4)
        .backoff(ms(1000), ms(3000));
    let client = builder.retry(policy).build().unwrap();
    let error = client.plants().list().send().await.unwrap_err();
    assert_eq!((error.tries(), canned.asked().len()), (5, 5));
    for (slept, longest) in clock.slept().iter().zip([1000, 2000, 3000, 3000]) {
        assert!((ms(longest / 2)..=ms(longest)).contains(slept), "{slept:?}");
    }
}

#[tokio::test]
async fn a_wait_that_the_server_asks_for_is_kept() {
    for (headers, wait) in [
        (&[("retry-after", "7")][..], ms(7000)),
        (&[("retry-after", "1.5")], ms(1500)),
        (
            &[("retry-after", "Sun, 06 Nov 1994 08:49:42 GMT")],
            ms(5000),
        ),
        (
            &[
                ("retry-after", "Sun, 06 Nov 1994 08:49:42 GMT"),
                ("date", "Sun, 06 Nov 1994 08:49:39 GMT"),
            ],
            ms(3000),
        ),
        (&[("retry-after-ms", "125"), ("retry-after", "7")], ms(125)),
    ] {
        let canned = Canned::default().then(429, headers, "").json(200, "[]");
        let (tries, _, slept) = list(canned).await;
        assert_eq!(tries.unwrap(), 2);
        // A little later is well, so that not all come back at once.
        assert!((wait..=wait + wait / 10).contains(&slept[0]), "{slept:?}");
        assert_eq!(slept.len(), 1, "{headers:?}");
    }
    // The limit itself is within.
    let canned = Canned::default()
        .then(503, &[("retry-after", "60")], "")
        .json(200, "[]");
    let (builder, clock) = patient(&canned);
    let client = builder.timeout(Duration::from_secs(90)).build().unwrap();
    client.plants().list().send().await.unwrap();
    assert!((ms(60_000)..=ms(61_000)).contains(&clock.slept()[0]));
}

#[tokio::test]
async fn nonsense_and_the_past_leave_the_usual_wait() {
    for text in ["0", "soon", "-5", "Sun, 06 Nov 1984 08:49:37 GMT"] {
        let canned = Canned::default()
            .then(503, &[("retry-after", text)], "")
            .json(200, "[]");
        let (tries, _, slept) = list(canned).await;
        assert_eq!(tries.unwrap(), 2, "{text}");
        assert!((ms(250)..=ms(500)).contains(&slept[0]), "{text}: {slept:?}");
    }
}

#[tokio::test]
async fn a_server_may_want_another_try() {
    let wanted = [("x-should-retry", "true")];
    let canned = Canned::default().then(404, &wanted, "").json(200, "[]");
    assert_eq!(list(canned).await.0.unwrap(), 2);
    // A success is one whatever it says.
    let (tries, asked, _) = list(Canned::default().then(200, &wanted, "[]")).await;
    assert_eq!((tries.unwrap(), asked), (1, 1));
}

#[tokio::test]
async fn every_try_is_the_same_request() {
    let canned = Canned::default().json(502, "").json(200, r#"{"id":1}"#);
    let (builder, _) = patient(&canned);
    let client = builder.token("t0ken").garden_id("g1").build().unwrap();
    let _ = client.plants().update("p1").name("Fern").send().await;
    let asked = canned.asked();
    assert_eq!(asked.len(), 2);
    assert!(asked[0].ends_with(r#"{"name":"Fern"}"#), "{}", asked[0]);
    assert_eq!(asked[0], asked[1]);
}

#[tokio::test]
async fn redirects_begin_anew_with_each_try() {
    let canned = Canned::default()
        .redirect(302, "/elsewhere")
        .json(503, "{}")
        .json(200, "[]");
    let (tries, asked, _) = list(canned.clone()).await;
    assert_eq!((tries.unwrap(), asked), (2, 3));
    assert_eq!(canned.asked()[0], canned.asked()[2]);
}

/// The idempotency keys that were sent.
fn keys(canned: &Canned) -> Vec<String> {
    let key = |asked: &String| {
        let line = asked
            .lines()
            .find_map(|line| line.strip_prefix("idempotency-key: "));
        line.unwrap_or_default().to_owned()
    };
    canned.asked().iter().map(key).collect()
}

#[tokio::test]
async fn a_key_makes_a_call_safe_to_repeat() {
    let canned = Canned::default()
        .json(500, "{}")
        .lost(TransportErrorKind::Timeout)
        .json(200, "1")
        .json(500, "{}")
        .json(200, "2");
    let (builder, _) = patient(&canned);
    let client = builder.build().unwrap();
    client.orders().place().send().await.unwrap();
    client.orders().place().send().await.unwrap();
    let keys = keys(&canned);
    assert_eq!(keys.len(), 5);
    assert_eq!(keys[0].len(), 36);
    assert!(keys[0] == keys[1] && keys[1] == keys[2], "{keys:?}");
    assert!(keys[3] != keys[0] && keys[3] == keys[4], "{keys:?}");
}

#[tokio::test]
async fn what_had_too_many_elsewhere_was_done_here() {
    let busy = || Canned::default().json(429, "{}");
    for (canned, asked) in [(busy(), 2), (busy().from("https://garden.example/bin"), 1)] {
        let canned = canned.json(200, "");
        let (builder, _) = patient(&canned);
        let call = builder.build().unwrap().orders().pay();
        assert_eq!(call.send().await.is_ok(), asked == 2);
        assert_eq!(canned.asked().len(), asked);
    }
}

#[tokio::test]
async fn a_conflict_passes_where_it_may_be_with_the_first_try() {
    // Nothing was before it that it could be with.
    let first = Canned::default().json(409, "{}").json(200, "1");
    let second = Canned::default();
    let second = second.lost(TransportErrorKind::Timeout).json(409, "{}");
    for (canned, asked) in [(first, 1), (second.json(200, "1"), 3)] {
        let (builder, _) = patient(&canned);
        let call = builder.build().unwrap().orders().place();
        assert_eq!(call.send().await.is_ok(), asked == 3);
        assert_eq!(canned.asked().len(), asked);
    }

    for (wait, waits) in [("2", ms(2000)..=ms(2200)), ("0", ms(250)..=ms(500))] {
        let wait = [("retry-after", wait)];
        let canned = Canned::default().then(409, &wait, "{}").json(200, "[]");
        let (tries, _, slept) = list(canned).await;
        assert_eq!(tries.unwrap(), 2);
        assert!(waits.contains(&slept[0]), "{slept:?}");
    }
}

#[tokio::test]
async fn the_callers_own_key_is_kept() {
    let canned = Canned::default().json(500, "{}").json(200, "1");
    let (builder, _) = patient(&canned);
    let client = builder.build().unwrap();
    let call = client.orders().place().idempotency_key("mine");
    call.send().await.unwrap();
    assert_eq!(keys(&canned), ["mine", "mine"]);
}

#[tokio::test]
async fn a_key_that_the_description_lacks_makes_a_call_safe_as_well() {
    for (key, tries) in [("mine", 2), ("", 1)] {
        let canned = Canned::default().json(500, "{}").json(200, "");
        let (builder, _) = patient(&canned);
        let client = builder.build().unwrap();
        let options = CallOptions::new().header("Idempotency-Key", key);
        let call = client.orders().pay().with_options(options);
        assert_eq!(call.send().await.is_ok(), tries == 2);
        assert_eq!(keys(&canned), vec![key; tries]);
    }
}

#[tokio::test]
async fn a_call_without_retries_has_a_key_as_well() {
    // The caller may repeat it, and a proxy may.
    let canned = Canned::default().json(200, "1");
    let (builder, _) = patient(&canned);
    let client = builder.retry(RetryPolicy::never()).build().unwrap();
    client.orders().place().send().await.unwrap();
    assert_eq!(keys(&canned)[0].len(), 36);
}
