//! What is not tried again, and what the error says of it.

use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use specwright_runtime::{Body, CallOptions, Error, NotRetried, RetryPolicy, TransportErrorKind};

use super::canned::Canned;
use super::garden::Client;
use super::retries::patient;

/// Why a call that fails like this is not tried again. Nothing was waited for.
async fn stopped(canned: Canned, timeout: u64) -> Error {
    let (builder, clock) = patient(&canned);
    let client = builder.timeout(Duration::from_secs(timeout)).build();
    let error = client.unwrap().plants().list().send().await.unwrap_err();
    assert_eq!(canned.asked().len(), 1);
    assert_eq!(clock.slept(), []);
    assert_eq!(error.tries(), 1);
    error
}

#[tokio::test]
async fn a_wait_beyond_the_limit() {
    for (headers, seconds) in [
        ([("retry-after", "61")], 61),
        ([("retry-after", "Sun, 06 Nov 1994 09:49:37 GMT")], 3600),
        ([("retry-after-ms", "70000")], 70),
    ] {
        let error = stopped(Canned::default().then(429, &headers, ""), 600).await;
        let wait = Duration::from_secs(seconds);
        assert_eq!(error.not_retried(), Some(NotRetried::RetryAfter(wait)));
        assert_eq!(error.retry_after(), Some(wait));
        assert!(error.is_retryable());
        let said = format!("(not tried again: the response asks for a wait of {seconds} s");
        assert!(error.to_string().contains(&said), "{error}");
    }
}

#[tokio::test]
async fn a_wait_that_outlasts_the_call() {
    let canned = Canned::default().then(503, &[("retry-after", "5")], "");
    let error = stopped(canned, 5).await;
    assert_eq!(error.not_retried(), Some(NotRetried::Timeout));
    assert_eq!(error.status().unwrap(), 503);
}

#[tokio::test]
async fn a_server_that_says_no() {
    let canned = Canned::default().then(503, &[("x-should-retry", "false")], "");
    let error = stopped(canned, 60).await;
    assert_eq!(error.not_retried(), Some(NotRetried::Refused));
    assert!(!error.is_retryable());
}

#[tokio::test]
async fn what_may_be_done_twice() {
    for failure in [
        Canned::default().json(503, "{}"),
        Canned::default().lost(TransportErrorKind::Interrupted),
        Canned::default().lost(TransportErrorKind::Timeout),
        // The server may ask for it: it does not know what was done before it.
        Canned::default().then(500, &[("x-should-retry", "true")], ""),
    ] {
        let (builder, _) = patient(&failure);
        let client = builder.build().unwrap();
        let error = client.orders().pay().send().await.unwrap_err();
        assert_eq!(failure.asked().len(), 1);
        assert_eq!(error.not_retried(), Some(NotRetried::NotIdempotent));
        assert!(error.is_retryable());
    }
}

#[tokio::test]
async fn unless_the_user_wants_it() {
    let canned = Canned::default().json(503, "{}").json(200, "");
    let (builder, _) = patient(&canned);
    let policy = RetryPolicy::new().retry_non_idempotent(true);
    let client = builder.retry(policy).build().unwrap();
    client.orders().pay().send().await.unwrap();
    assert_eq!(canned.asked().len(), 2);
}

#[tokio::test]
async fn or_nothing_was_sent() {
    let canned = Canned::default()
        .lost(TransportErrorKind::Connect)
        .lost(TransportErrorKind::ConnectTimeout)
        .json(200, "");
    let (builder, _) = patient(&canned);
    let client = builder.build().unwrap();
    client.orders().pay().send().await.unwrap();
    assert_eq!(canned.asked().len(), 3);
    // After a redirect something was.
    let canned = Canned::default()
        .redirect(303, "/receipt")
        .lost(TransportErrorKind::Connect);
    let (builder, _) = patient(&canned);
    let client = builder.build().unwrap();
    let error = client.orders().pay().send().await.unwrap_err();
    assert_eq!(error.not_retried(), Some(NotRetried::NotIdempotent));
    assert_eq!(canned.asked().len(), 2);
}

#[tokio::test]
async fn or_nothing_was_done() {
    let canned = Canned::default()
        .then(429, &[("retry-after", "1")], "")
        .json(200, "");
    let (builder, clock) = patient(&canned);
    let client = builder.build().unwrap();
    client.orders().pay().send().await.unwrap();
    assert_eq!(canned.asked().len(), 2);
    assert!(clock.slept()[0] >= Duration::from_secs(1));
    // What it led to had too many requests, and not what it was sent to.
    let canned = Canned::default().redirect(303, "/receipt").json(429, "");
    let (builder, _) = patient(&canned);
    let client = builder.build().unwrap();
    let error = client.orders().pay().send().await.unwrap_err();
    assert_eq!(error.not_retried(), Some(NotRetried::NotIdempotent));
    assert_eq!(canned.asked().len(), 2);
}

/// A body that is there only once.
fn once() -> Body {
    Body::wrap(Body::from("x"))
}

#[tokio::test]
async fn a_body_that_can_be_sent_only_once() {
    let canned = Canned::default().json(503, "{}");
    let (builder, _) = patient(&canned);
    let client = builder.build().unwrap();
    let error = client.orders().scan(once()).send().await.unwrap_err();
    assert_eq!(error.not_retried(), Some(NotRetried::Body));
    let said = error.to_string();
    assert!(
        said.ends_with("(not tried again: the body can be sent only once)"),
        "{said}"
    );
    assert_eq!(canned.asked().len(), 1);

    let canned = Canned::default().redirect(307, "/elsewhere");
    let (builder, _) = patient(&canned);
    let client = builder.build().unwrap();
    let error = client.orders().scan(once()).send().await.unwrap_err();
    assert!(
        error
            .to_string()
            .contains("it redirects a body that can be sent only once"),
        "{error}"
    );
    assert_eq!(canned.asked().len(), 1);
}

#[tokio::test]
async fn a_budget_that_is_spent() {
    let canned = (0..40).fold(Canned::default(), |canned, _| canned.json(503, "{}"));
    let (builder, _) = patient(&canned);
    let client = builder.retry_budget(3).build().unwrap();
    let tries = async |client: &Client| {
        let error = client.plants().list().send().await.unwrap_err();
        (error.tries(), error.not_retried().unwrap())
    };
    assert_eq!(tries(&client).await, (3, NotRetried::Limit));
    // Clones share it.
    assert_eq!(tries(&client.clone()).await, (2, NotRetried::Budget));
    assert_eq!(tries(&client).await, (1, NotRetried::Budget));
    let error = client.plants().list().send().await.unwrap_err();
    assert!(
        error
            .to_string()
            .ends_with("(not tried again: too many calls failed)"),
        "{error}"
    );
}

#[tokio::test]
async fn successes_fill_the_budget() {
    let canned = Canned::default().json(503, "{}");
    let canned = (0..5).fold(canned, |canned, _| canned.json(200, "[]"));
    let canned = canned.json(503, "{}").json(200, "[]");
    let (builder, _) = patient(&canned);
    let client = builder.retry_budget(1).build().unwrap();
    for _ in 0..6 {
        let listed = client.plants().list();
        let _ = listed.send().await;
    }
    assert_eq!(canned.asked().len(), 8);
}

#[tokio::test]
async fn a_policy_of_never() {
    let canned = Canned::default().json(503, "{}");
    let (builder, _) = patient(&canned);
    let client = builder.build().unwrap();
    let options = CallOptions::new().retry(RetryPolicy::never());
    let call = client.plants().list().with_options(options);
    let error = call.send().await.unwrap_err();
    assert_eq!(error.not_retried(), Some(NotRetried::Limit));
    assert!(
        error.to_string().ends_with("(application/json): {}"),
        "{error}"
    );
    assert_eq!(canned.asked().len(), 1);
}

/// Waits for a future where no tokio runs.
fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
    }
}

#[test]
fn nothing_to_wait_with() {
    let canned = Canned::default().json(503, "{}").json(503, "{}");
    let client = Client::builder().transport(canned.clone()).build().unwrap();
    let error = block_on(client.plants().list().send()).unwrap_err();
    assert_eq!(error.not_retried(), Some(NotRetried::NoTimer));
    assert_eq!(canned.asked().len(), 1);
    // With a timer, any executor will do.
    let canned = Canned::default().json(503, "{}").json(200, "[]");
    let (builder, _) = patient(&canned);
    let client = builder.build().unwrap();
    block_on(client.plants().list().send()).unwrap();
}

#[tokio::test]
async fn what_was_never_sent_was_never_tried() {
    let (builder, _) = patient(&Canned::default());
    let client = builder.token("t").build().unwrap();
    let error = client.plants().update("p1").send().await.unwrap_err();
    assert_eq!((error.tries(), error.not_retried()), (0, None));
    assert!(!error.is_retryable());
}
