//! Failures of a real network, which are tried again without waiting for it.

use std::error::Error as _;
use std::io;
use std::time::{Duration, Instant};

use specwright_runtime::{CallOptions, NotRetried, RetryPolicy, TransportErrorKind};
use tokio::net::TcpListener;

use super::clock::Clock;
use super::garden::ClientBuilder;
use super::server::{Reply, Server, json, response};
use super::{PLANT, kind};

/// A client that tries again, and does not wait in between.
fn patient(server: &Server) -> (ClientBuilder, Clock) {
    let clock = Clock::default();
    let builder = super::builder(server).retry(RetryPolicy::new());
    (builder.timer(clock.clone()), clock)
}

/// Calls `update` against a server that first fails like this, then answers.
async fn after(failure: Reply) -> (u32, Vec<Duration>) {
    let server = Server::start([failure, json("200 OK", PLANT)]).await;
    let (builder, clock) = patient(&server);
    let client = builder.try_timeout(Duration::from_millis(500)).build();
    let call = client.unwrap().plants().update("p1").name("Fern");
    let response = call.with_response().await.unwrap();
    let asked = server.asked();
    assert_eq!(asked.len(), 2);
    assert!(asked[0].ends_with("{\"name\":\"Fern\"}"), "{asked:?}");
    assert_eq!(asked[0], asked[1]);
    (response.tries(), clock.slept())
}

#[tokio::test]
async fn a_reset_and_a_body_that_ends_early() {
    assert_eq!(after(Reply::Reset).await.0, 2);
    let half = "HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{".to_owned();
    assert_eq!(after(Reply::Bytes(half)).await.0, 2);
}

#[tokio::test]
async fn a_slow_body_and_a_silent_server() {
    let half = "HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{".to_owned();
    for said in [half, String::new()] {
        let stalled = Server::start([Reply::Stall(said)]).await;
        let (builder, clock) = patient(&stalled);
        let client = builder.try_timeout(Duration::from_millis(200)).build();
        let options = CallOptions::new().retry(RetryPolicy::new().max_retries(1));
        let call = client.unwrap().plants().list().with_options(options);
        let error = call.send().await.unwrap_err();
        // The server is still busy with the first try when the second comes.
        assert!(error.is_timeout() && !error.is_connect(), "{error}");
        assert_eq!((error.tries(), clock.slept().len()), (2, 1));
        assert_eq!(error.not_retried(), Some(NotRetried::Limit));
    }
}

#[tokio::test]
async fn every_form_of_retry_after() {
    for (headers, wait) in [
        ("retry-after: 7\r\n", 7000),
        ("retry-after-ms: 125\r\nretry-after: 7\r\n", 125),
        ("retry-after: Sun, 06 Nov 1994 08:49:42 GMT\r\n", 5000),
        ("retry-after: Sunday, 06-Nov-94 08:49:42 GMT\r\n", 5000),
        ("retry-after: Sun Nov  6 08:49:42 1994\r\n", 5000),
    ] {
        let busy = response("429 Too Many Requests", headers, "");
        let server = Server::start([busy, json("200 OK", PLANT)]).await;
        let (builder, clock) = patient(&server);
        let client = builder.timeout(Duration::from_secs(60)).build().unwrap();
        client.plants().update("p1").send().await.unwrap();
        let wait = Duration::from_millis(wait);
        let range = wait..=wait + wait / 10;
        assert!(range.contains(&clock.slept()[0]), "{headers}");
    }
}

#[tokio::test]
async fn the_default_timer_waits() {
    let busy = response("503 Service Unavailable", "retry-after-ms: 80\r\n", "");
    let server = Server::start([busy, json("200 OK", PLANT)]).await;
    let client = super::builder(&server).retry(RetryPolicy::new());
    let start = Instant::now();
    let call = client.build().unwrap().plants().update("p1").send();
    call.await.unwrap();
    assert!(start.elapsed() >= Duration::from_millis(80));
}

#[tokio::test]
async fn nobody_there_is_tried_again() {
    let server = Server::start([]).await;
    let (builder, clock) = patient(&server);
    let client = builder.build().unwrap();
    let error = client.plants().update("p1").send().await.unwrap_err();
    assert!(error.is_connect() && !error.is_timeout(), "{error}");
    assert_eq!((error.tries(), clock.slept().len()), (3, 2));
    // The chain of causes goes down to the system.
    let mut cause = error.source();
    let mut found = None;
    while let Some(error) = cause {
        found = found.or(error.downcast_ref::<io::Error>().map(io::Error::kind));
        cause = error.source();
    }
    assert_eq!(found, Some(io::ErrorKind::ConnectionRefused));
}

#[tokio::test]
async fn a_connection_that_takes_too_long_is_no_connection() {
    // It accepts and says nothing: TLS does not come about, and a connection takes TLS.
    let deaf = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", deaf.local_addr().unwrap());
    let short = Duration::from_millis(200);
    let builder = super::Client::builder().base_url(url);
    let of_client = builder.clone().connect_timeout(short);
    let own = CallOptions::new().connect_timeout(short);
    for (builder, options) in [(of_client, CallOptions::new()), (builder, own)] {
        let client = builder.retry(RetryPolicy::never()).build().unwrap();
        let start = Instant::now();
        let call = client.plants().list().with_options(options);
        let error = call.send().await.unwrap_err();
        assert!(error.is_connect() && error.is_timeout(), "{error:?}");
        assert_eq!(kind(&error), TransportErrorKind::ConnectTimeout);
        assert!(
            error
                .to_string()
                .contains("no connection came about in time"),
            "{error}"
        );
        assert!(start.elapsed() < Duration::from_secs(4));
    }
}

#[tokio::test]
async fn the_time_of_the_call_ends_all_tries() {
    let stalled = Server::start([Reply::Stall(String::new())]).await;
    let client = super::builder(&stalled).retry(RetryPolicy::new());
    let client = client.timeout(Duration::from_millis(300)).build().unwrap();
    let start = Instant::now();
    let error = client.plants().list().send().await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert_eq!(
        (error.tries(), error.not_retried()),
        (1, Some(NotRetried::Timeout))
    );
    assert!(start.elapsed() < Duration::from_secs(4));
}
