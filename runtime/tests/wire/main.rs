//! Calls of a small API over the default transport, to a real server on this machine: reqwest, or hyper where that is
//! the only one.

#![cfg(any(feature = "reqwest", feature = "hyper"))]

#[cfg(feature = "blocking")]
mod blocking;
#[path = "../calls/clock.rs"]
mod clock;
#[cfg(any(feature = "gzip", feature = "brotli", feature = "zstd"))]
mod compressed;
mod events;
mod faults;
#[path = "../garden/mod.rs"]
#[allow(dead_code, missing_docs, unused_imports)]
mod garden;
mod lines;
#[cfg(feature = "oauth2")]
mod oauth;
mod pages;
#[cfg(feature = "oauth2")]
mod persons;
mod retries;
mod server;
mod streams;

use std::error::Error as _;
use std::time::{Duration, Instant};

use garden::types::{Failure, Plant};
use garden::{Client, ClientBuilder};
use server::{Reply, Server, json, response};
use specwright_runtime::{Error, RetryPolicy, TransportErrorKind};

const PLANT: &str = r#"{"ok":true,"data":{"id":"p1"}}"#;

fn client(server: &Server) -> Client {
    builder(server).build().unwrap()
}

/// A client that is not set up to the end, and tries once.
fn builder(server: &Server) -> ClientBuilder {
    let builder = Client::builder().base_url(server.url.as_str());
    builder
        .garden_id("g1")
        .token("t0ken")
        .timeout(Duration::from_secs(5))
        .retry(RetryPolicy::never())
}

/// Calls `update` once, against a server with one reply.
async fn update(reply: Reply) -> Result<Plant, Error> {
    let server = Server::start([reply]).await;
    client(&server)
        .plants()
        .update("p1")
        .name("Fern")
        .send()
        .await
}

fn kind(error: &Error) -> TransportErrorKind {
    let Error::Transport(failure) = error else {
        panic!("{error}")
    };
    failure.error().kind()
}

#[tokio::test]
async fn a_call_arrives_whole() {
    let server = Server::start([json("200 OK", PLANT)]).await;
    let plant = client(&server)
        .plants()
        .update("p1")
        .name("Fern")
        .send()
        .await
        .unwrap();
    assert_eq!(plant.id, "p1");
    let asked = server.asked().remove(0);
    assert!(
        asked.starts_with("PUT /gardens/g1/plants/p1 HTTP/1.1\r\n"),
        "{asked}"
    );
    for line in [
        "authorization: Bearer t0ken",
        "accept: application/json",
        "user-agent: garden/1.2.3",
        "content-type: application/json",
    ] {
        assert!(asked.contains(&format!("\r\n{line}\r\n")), "{asked}");
    }
    assert!(asked.ends_with("\r\n\r\n{\"name\":\"Fern\"}"), "{asked}");
}

#[tokio::test]
async fn no_content_is_a_success_where_none_is_due() {
    let server = Server::start([Reply::Bytes("HTTP/1.1 204 No Content\r\n\r\n".into())]).await;
    client(&server).plants().remove("p1").send().await.unwrap();
    let asked = server.asked().remove(0);
    assert!(
        !asked.contains("authorization") && !asked.contains("content-type"),
        "{asked}"
    );
}

#[tokio::test]
async fn a_redirect_to_another_port_drops_credentials() {
    let other = Server::start([json("200 OK", "[]")]).await;
    let location = format!("location: {}/plants?visitor=v1s\r\n", other.url);
    let server = Server::start([response("302 Found", &location, "")]).await;
    let builder = Client::builder().base_url(server.url.as_str());
    let client = builder.visitor("v1s").session("s3s").build().unwrap();
    client
        .plants()
        .list()
        .theme("dark")
        .trace("abc")
        .send()
        .await
        .unwrap();
    let first = server.asked().remove(0);
    assert!(
        first.starts_with("GET /plants?visitor=v1s HTTP/1.1\r\n"),
        "{first}"
    );
    assert!(
        first.contains("\r\ncookie: theme=dark; session=s3s\r\n"),
        "{first}"
    );
    let second = other.asked().remove(0);
    assert!(second.starts_with("GET /plants HTTP/1.1\r\n"), "{second}");
    for gone in ["cookie", "x-trace", "v1s", "s3s", "referer"] {
        assert!(!second.contains(gone), "{second}");
    }
}

#[tokio::test]
async fn a_redirect_within_the_server_keeps_them() {
    let redirect = response("307 Temporary Redirect", "location: /moved\r\n", "");
    let server = Server::start([redirect, json("200 OK", PLANT)]).await;
    client(&server)
        .plants()
        .update("p1")
        .name("Fern")
        .send()
        .await
        .unwrap();
    let second = server.asked().remove(1);
    assert!(second.starts_with("PUT /moved HTTP/1.1\r\n"), "{second}");
    assert!(
        second.contains("\r\nauthorization: Bearer t0ken\r\n"),
        "{second}"
    );
    assert!(second.ends_with("{\"name\":\"Fern\"}"), "{second}");
}

#[tokio::test]
async fn a_body_is_not_sent_to_another_server() {
    let other = Server::start([]).await;
    let location = format!("location: {}/\r\n", other.url);
    let error = update(response("307 Temporary Redirect", &location, ""))
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Unexpected(_)), "{error}");
    assert!(other.asked().is_empty());
}

#[tokio::test]
async fn a_reset_connection_is_interrupted() {
    let error = update(Reply::Reset).await.unwrap_err();
    assert_eq!(kind(&error), TransportErrorKind::Interrupted);
    assert!(!error.is_timeout() && !error.is_connect());
    assert!(
        error
            .to_string()
            .contains("the connection failed before the response was whole"),
        "{error}"
    );
    assert!(error.source().is_some());
}

#[tokio::test]
async fn a_body_that_ends_early_is_interrupted() {
    let half = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{"
        .to_owned();
    let error = update(Reply::Bytes(half)).await.unwrap_err();
    assert_eq!(kind(&error), TransportErrorKind::Interrupted);
}

#[tokio::test]
async fn a_slow_body_runs_out_of_time() {
    let half = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{"
        .to_owned();
    let server = Server::start([Reply::Stall(half)]).await;
    let client = builder(&server)
        .timeout(Duration::from_millis(300))
        .build()
        .unwrap();
    let start = Instant::now();
    let error = client.plants().update("p1").send().await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert!(start.elapsed() < Duration::from_secs(4));
}

#[tokio::test]
async fn nobody_there_is_no_connection() {
    let url = Server::start([]).await.url.clone();
    let builder = Client::builder()
        .base_url(url.as_str())
        .visitor("hunter2")
        .session("hunter2")
        .retry(RetryPolicy::never());
    let error = builder
        .build()
        .unwrap()
        .plants()
        .list()
        .send()
        .await
        .unwrap_err();
    assert!(error.is_connect(), "{error}");
    let shown = error.to_string();
    assert!(shown.contains("no connection: Connection re"), "{shown}");
    assert!(shown.ends_with(&format!(" ({url}/plants)")), "{shown}");
    let mut cause = error.source();
    while let Some(error) = cause {
        assert!(
            !format!("{error} {error:?}").contains("hunter2"),
            "{error:?}"
        );
        cause = error.source();
    }
    assert!(!format!("{error:?}").contains("hunter2"), "{error:?}");
}

#[tokio::test]
async fn a_failure_is_typed() {
    let body = r#"{"ok":false,"faults":[{"code":7003,"message":"No route"}]}"#;
    let error = update(json("400 Bad Request", body)).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "plants.update: 400 Bad Request: No route (7003)"
    );
    assert_eq!(error.failure::<Failure>().unwrap().faults[0].code, 7003);
    let error = update(json("200 OK", body)).await.unwrap_err();
    assert_eq!(error.to_string(), "plants.update: 200 OK: No route (7003)");
}

#[tokio::test]
async fn a_gateways_page_is_unexpected() {
    let page = response(
        "502 Bad Gateway",
        "content-type: text/html\r\n",
        "<h1>502</h1>",
    );
    let error = update(page).await.unwrap_err();
    let Error::Unexpected(unexpected) = &error else {
        panic!("{error}")
    };
    assert_eq!(unexpected.status(), 502);
    assert_eq!(unexpected.media_type(), "text/html");
    assert_eq!(unexpected.excerpt(), "<h1>502</h1>");
}

#[tokio::test]
async fn invalid_json_does_not_decode() {
    let error = update(json("200 OK", "{\"ok\":true,")).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "plants.update: 200 OK: the response does not fit its type at `$`: \
         expected JSON, found a text that ends after 11 bytes"
    );
}
