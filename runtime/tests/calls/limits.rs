//! Limits that a server tells of in `RateLimit`: to be read, and to be kept to before it refuses.

use std::time::Duration;

use specwright_runtime::RateLimit;

use super::canned::Canned;
use super::retries::patient;

const TWO_LEFT: &[(&str, &str)] = &[("ratelimit", r#""default";r=2;t=30"#)];
const NONE_LEFT: &[(&str, &str)] = &[("ratelimit", r#""burst";r=9;t=1, "default";r=0;t=30"#)];

#[tokio::test]
async fn successes_and_failures_tell_of_them() {
    let policy = ("ratelimit-policy", r#""default";q=100;w=60"#);
    let headers = [TWO_LEFT[0], policy];
    let canned = Canned::default()
        .then(200, &headers, "[]")
        .then(404, &headers, "")
        .json(200, "[]")
        .then(200, &headers, "[]");
    let (builder, _) = patient(&canned);
    let plants = builder.build().unwrap().plants();
    let response = plants.list().with_response().await.unwrap();
    let error = plants.list().send().await.unwrap_err();
    let raw = plants.list().with_raw_response().await.unwrap();
    assert_eq!(response.rate_limits(), error.rate_limits());
    assert_eq!(raw.rate_limits(), []);
    let streaming = plants.list().with_streaming_response().await.unwrap();
    assert_eq!(streaming.rate_limits(), response.rate_limits());
    let RateLimit {
        name,
        remaining,
        reset,
        quota,
        window,
        ..
    } = &response.rate_limits()[0];
    assert_eq!(
        (name.as_str(), *remaining, *quota),
        ("default", Some(2), Some(100))
    );
    let seconds = |seconds| Some(Duration::from_secs(seconds));
    assert_eq!((*reset, *window), (seconds(30), seconds(60)));
}

#[tokio::test]
async fn a_client_that_keeps_to_them_waits() {
    let canned = Canned::default()
        .then(200, TWO_LEFT, "[]")
        .then(200, &[], "[]")
        // As if it had been sent before the one above.
        .then(200, TWO_LEFT, "[]")
        .then(200, NONE_LEFT, "[]")
        .then(200, &[], "[]");
    let (builder, clock) = patient(&canned);
    let client = builder.keep_to_rate_limits(true).build().unwrap();
    let plants = client.plants();
    for _ in 0..3 {
        plants.list().send().await.unwrap();
    }
    assert_eq!(clock.slept(), []);
    for _ in 0..2 {
        plants.list().send().await.unwrap();
    }
    assert_eq!(clock.slept(), [Duration::from_secs(30); 2]);
}

#[tokio::test]
async fn others_and_calls_without_the_time_for_it_do_not() {
    for (keep, timeout) in [(false, 60), (true, 20)] {
        let canned = Canned::default()
            .then(200, NONE_LEFT, "[]")
            .then(200, &[], "[]");
        let (builder, clock) = patient(&canned);
        let builder = builder.keep_to_rate_limits(keep);
        let client = builder.timeout(Duration::from_secs(timeout)).build();
        let plants = client.unwrap().plants();
        for _ in 0..2 {
            plants.list().send().await.unwrap();
        }
        assert_eq!(clock.slept(), []);
    }
}
