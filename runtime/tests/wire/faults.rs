//! Servers and networks that fail in ways of their own.

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use specwright_runtime::{CallOptions, NotRetried};
use tokio::io::AsyncReadExt;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use super::*;

/// A head that announces so many bytes of JSON.
fn head(length: usize) -> String {
    format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n")
}

#[tokio::test]
async fn a_reset_in_the_midst_of_a_body_is_interrupted() {
    let half = &PLANT[..PLANT.len() / 2];
    let chunked = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{\"ok\"\r\n";
    for begun in [head(PLANT.len()) + half, chunked.to_owned()] {
        let error = update(Reply::ResetAfter(begun)).await.unwrap_err();
        assert_eq!(kind(&error), TransportErrorKind::Interrupted, "{error}");
        assert!(error.is_retryable() && error.source().is_some());
    }
}

#[tokio::test]
async fn more_than_was_announced_is_no_part_of_the_body() {
    // The rest is no beginning of another response either: the connection is not used again.
    let server = Server::start([
        Reply::Bytes(head(PLANT.len()) + PLANT + "and more"),
        json("200 OK", PLANT),
    ])
    .await;
    let plants = client(&server).plants();
    for _ in 0..2 {
        assert_eq!(plants.update("p1").send().await.unwrap().id, "p1");
    }
    // Where the announced part is no JSON, that is what is told.
    let error = update(Reply::Bytes(head(9) + PLANT)).await.unwrap_err();
    assert!(matches!(error, Error::Decode(_)), "{error}");
}

#[tokio::test]
async fn what_is_no_http_is_told_and_not_asked_for_again() {
    let many = "x-a: b\r\n".repeat(101);
    let long = format!("x-a: {}\r\n", "b".repeat(900_000));
    for (reply, cause) in [
        (
            "SSH-2.0-OpenSSH_9.6\r\n\r\n".to_owned(),
            "invalid HTTP version",
        ),
        (
            format!("HTTP/1.1 200 OK\r\n{many}\r\n"),
            "message head is too large",
        ),
        (
            format!("HTTP/1.1 200 OK\r\n{long}\r\n"),
            "message head is too large",
        ),
        (
            "HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\n{}".to_owned(),
            "invalid content-length",
        ),
        (
            "HTTP/1.1 200 OK\r\ncontent-length: x\r\n\r\n{}".to_owned(),
            "invalid content-length",
        ),
    ] {
        let server = Server::start(vec![Reply::Bytes(reply); 3]).await;
        let builder = builder(&server).retry(RetryPolicy::new());
        let call = builder.build().unwrap().plants().update("p1").send();
        let error = call.await.unwrap_err();
        assert_eq!(kind(&error), TransportErrorKind::Malformed, "{error}");
        assert!(!error.is_retryable() && error.tries() == 1, "{error}");
        let shown = error.to_string();
        let told = format!("plants.update: the response can't be read: {cause}");
        assert!(shown.starts_with(&told), "{shown}");
    }
}

#[tokio::test]
async fn headers_that_trickle_run_out_of_time() {
    let slow = head(PLANT.len()) + PLANT;
    let server = Server::start([Reply::Trickle(slow, Duration::from_millis(50))]).await;
    let client = builder(&server).timeout(Duration::from_millis(400));
    let start = Instant::now();
    let call = client.build().unwrap().plants().update("p1").send();
    let error = call.await.unwrap_err();
    assert!(error.is_timeout() && !error.is_connect(), "{error}");
    assert!(start.elapsed() < Duration::from_secs(3));
    assert_eq!(error.not_retried(), Some(NotRetried::Limit));
}

#[tokio::test]
async fn a_slow_head_is_no_fault() {
    let slow = head(PLANT.len()) + PLANT;
    let plant = update(Reply::Trickle(slow, Duration::from_millis(2))).await;
    assert_eq!(plant.unwrap().id, "p1");
}

#[tokio::test]
async fn responses_before_the_response_are_passed_over() {
    let early = "HTTP/1.1 103 Early Hints\r\nlink: </style.css>\r\n\r\n";
    let before = "HTTP/1.1 100 Continue\r\n\r\n".to_owned() + early;
    let reply = Reply::Bytes(before + &head(PLANT.len()) + PLANT);
    assert_eq!(update(reply).await.unwrap().id, "p1");
}

#[tokio::test]
async fn a_call_may_ask_to_continue() {
    // The server says so at once: nobody waits for it in vain.
    let reply = "HTTP/1.1 100 Continue\r\n\r\n".to_owned() + &head(PLANT.len()) + PLANT;
    let server = Server::start([Reply::Bytes(reply)]).await;
    let options = CallOptions::new().header("expect", "100-continue");
    let call = client(&server).plants().update("p1").name("Fern");
    call.with_options(options).send().await.unwrap();
    let asked = server.asked().remove(0);
    assert!(asked.contains("\r\nexpect: 100-continue\r\n"), "{asked}");
    assert!(asked.ends_with("{\"name\":\"Fern\"}"), "{asked}");
}

#[tokio::test]
async fn a_flood_is_refused_where_the_limit_is() {
    const FLOOD: u64 = 2 << 30;
    let endless = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n".to_owned();
    let server = Server::start([Reply::Flood(endless, FLOOD)]).await;
    let builder = builder(&server).timeout(Duration::from_secs(30));
    let client = builder.max_response_bytes(1 << 20).build().unwrap();
    let error = client.plants().update("p1").send().await.unwrap_err();
    let limit = TransportErrorKind::TooLarge { limit: 1 << 20 };
    assert_eq!(kind(&error), limit);
    assert!(!error.is_retryable());
    // The connection is closed; what went out is what was read, and what lay between.
    let sent = server.flooded().await;
    assert!(sent < 64 << 20, "{sent} bytes went out");
}

#[tokio::test]
async fn a_call_that_is_dropped_ends_its_request() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (asked, was_asked) = oneshot::channel();
    let (ended, has_ended) = oneshot::channel();
    tokio::spawn(async move {
        let (mut connection, _) = listener.accept().await.unwrap();
        let mut buffer = [0; 4096];
        assert!(connection.read(&mut buffer).await.unwrap() > 0);
        asked.send(()).unwrap();
        // Nothing is answered. The client closes the connection.
        assert_eq!(connection.read(&mut buffer).await.unwrap_or(0), 0);
        ended.send(()).unwrap();
    });
    let client = Client::builder().base_url(url).build().unwrap();
    let call = tokio::spawn(client.plants().list().send());
    was_asked.await.unwrap();
    call.abort();
    assert!(call.await.unwrap_err().is_cancelled());
    let ended = tokio::time::timeout(Duration::from_secs(5), has_ended);
    ended.await.unwrap().unwrap();
}

#[tokio::test]
async fn redirects_that_lead_in_a_circle_end() {
    let circle = response("307 Temporary Redirect", "location: /again\r\n", "");
    let server = Server::start(vec![circle; 50]).await;
    let call = client(&server).plants().update("p1");
    let error = call.send().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 307, "{error}");
    assert_eq!(server.asked().len(), 11);
}

#[test]
fn outside_of_tokio_a_call_fails() {
    let client = Client::builder().base_url("http://127.0.0.1:1").build();
    let call = pin!(client.unwrap().plants().list().send());
    let mut context = Context::from_waker(Waker::noop());
    let Poll::Ready(Err(error)) = call.poll(&mut context) else {
        panic!("it waits")
    };
    assert_eq!(kind(&error), TransportErrorKind::Other, "{error}");
    assert!(error.to_string().contains("Tokio"), "{error}");
    assert!(!error.is_retryable(), "{error}");
}

/// A response that is longer than what comes of it.
fn cut(status: &str, headers: &str, body: &str) -> Reply {
    Reply::Bytes(format!(
        "HTTP/1.1 {status}\r\n{headers}content-type: application/json\r\ncontent-length: 9999\r\n\r\n{body}"
    ))
}

#[tokio::test]
async fn a_failure_that_is_cut_short_keeps_its_status() {
    let policy = RetryPolicy::new().backoff(Duration::ZERO, Duration::ZERO);
    let server = Server::start([cut("404 Not Found", "x-a: b\r\n", "{\"ok\":fa")]).await;
    let client = builder(&server).retry(policy).build().unwrap();
    let error = client.plants().update("p1").send().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 404);
    assert_eq!(error.headers().unwrap()["x-a"], "b");
    assert_eq!(error.body().unwrap(), "{\"ok\":fa");
    assert_eq!(error.cut_short(), Some(TransportErrorKind::Interrupted));
    assert!(!error.is_retryable() && error.tries() == 1, "{error:?}");
}

#[tokio::test]
async fn a_failure_that_is_too_large_or_late_keeps_its_status() {
    let page = "<p>".repeat(1000);
    let busy = response("503 Service Unavailable", "retry-after: 0\r\n", &page);
    let slow = "HTTP/1.1 400 Bad Request\r\ncontent-length: 9\r\n\r\n{\"a".to_owned();
    let server = Server::start([busy.clone(), busy, Reply::Stall(slow)]).await;
    let policy = RetryPolicy::new().max_retries(1);
    let builder = builder(&server).timeout(Duration::from_millis(900));
    let client = builder
        .max_response_bytes(300)
        .retry(policy)
        .build()
        .unwrap();
    let error = client.plants().update("p1").send().await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.tries()), (503, 2));
    assert_eq!(error.body().unwrap().len(), 300);
    let limit = TransportErrorKind::TooLarge { limit: 300 };
    assert_eq!(error.cut_short(), Some(limit));
    let error = client.plants().update("p1").send().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 400);
    assert_eq!(error.cut_short(), Some(TransportErrorKind::Timeout));
}

#[tokio::test]
async fn a_redirect_is_followed_whatever_comes_with_it() {
    let to = "location: /moved\r\n";
    let page = "<p>".repeat(10_000);
    for redirect in [
        cut("303 See Other", to, "{"),
        response("302 Found", to, &page),
        Reply::ResetAfter(format!(
            "HTTP/1.1 302 Found\r\n{to}content-length: 9\r\n\r\n<p>"
        )),
    ] {
        let server = Server::start([redirect, json("200 OK", PLANT)]).await;
        let client = builder(&server).max_response_bytes(300).build().unwrap();
        let plant = client.plants().update("p1").send().await.unwrap();
        assert_eq!(plant.id, "p1");
    }
}
