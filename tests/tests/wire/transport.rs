//! Responses that do not come, and transports that are no network.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use cloudflare_stream::{Client, Error};
use serde_json::json;
use specwright_runtime::{
    Body, BoxFuture, CallOptions, RetryPolicy, Timeouts, Transport, TransportError,
    TransportErrorKind, http,
};
use tests::server::{Answer, Server, deaf_port};

use crate::{ACCOUNT, PATH, TOKEN, builder, client, failing, ok};

const WEBHOOK: &str = r#"{"success":true,"errors":[],"messages":[],"result":{"notification_url":"https://example.com"}}"#;

/// Closes the connection without a word.
fn closing() -> Answer {
    Answer::Text(String::new())
}

fn kind(error: &Error) -> TransportErrorKind {
    match error {
        Error::Transport(failure) => failure.error().kind(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn slow_answers_are_given_up() {
    let begun =
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{";
    for said in ["", "HTTP/1.1 200 OK\r\n", begun] {
        let server = Server::start([Answer::Slowly(
            said.to_owned(),
            Duration::from_secs(60),
            String::new(),
        )])
        .await;
        let ready = builder(&server).api_token(TOKEN);
        let ready = ready.timeout(Duration::from_millis(300));
        let client = ready.build().expect("a client");
        let start = Instant::now();
        let outcome = client.stream().webhooks().get().send().await;
        let error = outcome.expect_err("the answer is never whole");
        assert!(error.is_timeout(), "{error:?}");
        assert!(!error.is_connect(), "{error:?}");
        assert!(start.elapsed() < Duration::from_secs(20));
        assert_eq!(error.operation(), Some("stream.webhooks.get"));
        assert_eq!(server.requests().len(), 1);
    }
}

#[tokio::test]
async fn connections_that_end_too_early_are_errors() {
    let partial = "HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{\"success\":";
    let chunked = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{\"suc";
    for answer in [
        closing(),
        Answer::Reset,
        Answer::Text("HTTP/1.1 200 OK\r\ncontent-".to_owned()),
        Answer::Text(partial.to_owned()),
        Answer::Text(chunked.to_owned()),
    ] {
        let shown = format!("{answer:?}");
        let error = failing(answer).await;
        assert_eq!(kind(&error), TransportErrorKind::Interrupted, "{shown}");
        assert!(!error.is_timeout() && !error.is_connect(), "{error:?}");
        assert_eq!(error.status(), None);
    }
}

#[tokio::test]
async fn an_answer_that_is_no_http_is_told_from_a_lost_one() {
    let error = failing(Answer::Text("SSH-2.0-OpenSSH_9.6\r\n".to_owned())).await;
    assert_eq!(kind(&error), TransportErrorKind::Malformed, "{error:?}");
    assert!(!error.is_retryable(), "{error:?}");
}

#[tokio::test]
async fn a_lost_request_is_sent_again_where_that_is_safe() {
    let server = Server::start([closing(), closing(), ok(json!({}))]).await;
    let short = RetryPolicy::new().backoff(Duration::from_millis(20), Duration::from_millis(20));
    let ready = builder(&server).api_token(TOKEN).retry(short);
    let client = ready.build().expect("a client");
    let call = client.stream().webhooks().update();
    let call = call.notification_url("https://example.com");
    let response = call.with_response().await.expect("the third answer");
    assert_eq!(response.tries(), 3);
    let requests = server.requests();
    assert_eq!(requests.len(), 3);
    assert_eq!(requests[0].body, requests[2].body);
}

#[tokio::test]
async fn options_are_for_one_call() {
    let server = Server::start([ok(json!({})), ok(json!({}))]).await;
    let webhooks = client(&server).stream().webhooks();
    let options = CallOptions::new()
        .header("x-trace", "a1")
        .query("dry-run", "true")
        .body_field("beta", true);
    let call = webhooks.update().notification_url("https://example.com");
    let raw = call.with_options(options).with_raw_response().await;
    assert_eq!(raw.expect("an answer").status(), 200);
    webhooks.get().send().await.expect("an answer");
    let requests = server.requests();
    assert_eq!(requests[0].header("x-trace"), Some("a1"));
    assert_eq!(requests[0].target, format!("{PATH}?dry-run=true"));
    let body = r#"{"notification_url":"https://example.com","beta":true}"#;
    assert_eq!(requests[0].body, body);
    assert_eq!(requests[1].header("x-trace"), None);
    assert_eq!(requests[1].target, PATH);
}

#[tokio::test]
async fn a_client_without_retries_sends_once() {
    let server = Server::start([closing(), ok(json!({}))]).await;
    let call = client(&server).stream().webhooks().update();
    let outcome = call.notification_url("https://example.com").send().await;
    assert_eq!(
        kind(&outcome.expect_err("there was no answer")),
        TransportErrorKind::Interrupted
    );
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_refused_connection_is_told() {
    let url = format!("http://127.0.0.1:{}", deaf_port().await);
    let ready = Client::builder().base_url(&url).api_token(TOKEN);
    let ready = ready.retry(RetryPolicy::never());
    let client = ready.account_id(ACCOUNT).build().expect("a client");
    let outcome = client.stream().webhooks().get().send().await;
    let error = outcome.expect_err("nobody listens");
    assert!(error.is_connect(), "{error:?}");
    assert!(!error.is_timeout(), "{error:?}");
    let text = error.to_string();
    let address = format!("({url}/accounts/{ACCOUNT}/stream/webhook)");
    assert!(
        text.starts_with("stream.webhooks.get: no connection: "),
        "{text}"
    );
    assert!(text.to_lowercase().contains("refused"), "{text}");
    assert!(text.ends_with(&address), "{text}");
}

/// A transport that answers from memory.
#[derive(Clone, Default)]
struct Memory {
    asked: Arc<Mutex<Vec<http::Request<Body>>>>,
}

impl Transport for Memory {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            let first = {
                let mut asked = self.asked.lock().expect("no test panics with it");
                asked.push(request);
                asked.len() == 1
            };
            match first {
                true => Ok(http::Response::new(Body::from(WEBHOOK))),
                false => Err(TransportError::new(
                    TransportErrorKind::Timeout,
                    "no more answers",
                )),
            }
        })
    }
}

#[tokio::test]
async fn the_transport_can_be_replaced() {
    let memory = Memory::default();
    let ready = Client::builder().transport(memory.clone()).api_token(TOKEN);
    let ready = ready
        .timeout(Duration::from_secs(7))
        .connect_timeout(Duration::from_secs(3));
    let client = ready.account_id(ACCOUNT).build().expect("a client");
    let call = client.stream().webhooks().update();
    let call = call.notification_url("https://example.com");
    let updated = call.clone().send().await.expect("a webhook");
    assert_eq!(
        updated.notification_url.as_deref(),
        Some("https://example.com")
    );
    let error = call.send().await.expect_err("there is one answer");
    assert!(error.is_timeout(), "{error:?}");

    let asked = memory.asked.lock().expect("no test panics with it");
    let request = &asked[0];
    assert_eq!(request.method(), "PUT");
    let address = format!("https://api.cloudflare.com/client/v4/accounts/{ACCOUNT}/stream/webhook");
    assert_eq!(request.uri().to_string(), address);
    assert_eq!(
        request.body().as_bytes().expect("no stream").as_ref(),
        br#"{"notification_url":"https://example.com"}"#
    );
    let timeouts = request.extensions().get::<Timeouts>();
    let expected = Timeouts {
        whole: Duration::from_secs(7),
        connect: Duration::from_secs(3),
        read: None,
    };
    assert_eq!(timeouts, Some(&expected));
    // What a transport may log shows no credential.
    assert!(!format!("{request:?}").contains(TOKEN), "{request:?}");
}
