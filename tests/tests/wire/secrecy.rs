//! Nothing that is secret is ever shown: not by the client, not by what it gets, not by any error.

use std::time::Duration;

use cloudflare_stream::Client;
use specwright_runtime::RetryPolicy;
use tests::server::{Answer, Server, deaf_port};

use crate::{ACCOUNT, EMAIL, KEY, TOKEN, builder, client, everything, failing};

const SECRET: &str = "secret-that-nobody-may-see";

/// An answer that has the secret.
fn webhook() -> String {
    format!(
        r#"{{"errors":[],"messages":[],"success":true,"result":{{"modified":"2014-01-02T02:20:00Z","secret":"{SECRET}"}}}}"#
    )
}

fn assert_hidden(text: &str) {
    for secret in [TOKEN, SECRET, KEY, EMAIL] {
        assert!(!text.contains(secret), "{text}");
    }
}

#[tokio::test]
async fn the_response_shows_no_secret() {
    let server = Server::start(vec![Answer::json(200, &webhook()); 2]).await;
    let client = client(&server);
    let webhooks = client.stream().webhooks();
    let found = webhooks.get().send().await.expect("a webhook");
    let text = format!("{found:?} {found:#?}");
    assert_hidden(&text);
    assert!(text.contains("[redacted]"), "{text}");
    let response = webhooks.get().with_response().await.expect("a webhook");
    assert_hidden(&format!("{response:?} {response:#?}"));
}

#[tokio::test]
async fn no_answer_makes_an_error_that_shows_a_secret() {
    let result =
        |result: &str| format!(r#"{{"errors":[],"messages":[],"success":true,"result":{result}}}"#);
    let webhook = webhook();
    let cut = &webhook[..webhook.len() - 3];
    for answer in [
        // Beside the secret something is wrong.
        Answer::json(
            200,
            &result(&format!(r#"{{"secret":"{SECRET}","modified":1}}"#)),
        ),
        // The secret itself is wrong.
        Answer::json(200, &result(&format!(r#"{{"secret":["{SECRET}"]}}"#))),
        Answer::json(
            200,
            &result(&format!(r#"{{"secret":{{"is":"{SECRET}"}}}}"#)),
        ),
        // It ends in the middle.
        Answer::json(200, cut),
        // Another status or media type.
        Answer::json(500, &webhook),
        Answer::json(418, &webhook),
        Answer::new(200, "text/plain", cut),
        Answer::new(502, "text/html", cut),
        // It failed, and says the secret all the same.
        Answer::json(200, &webhook.replace("true", "false")),
        Answer::json(403, &webhook.replace("true", "false")),
    ] {
        assert_hidden(&everything(&failing(answer).await));
    }
}

#[tokio::test]
async fn no_way_to_fail_shows_a_credential() {
    let port = deaf_port().await;
    let refused = Client::builder().base_url(format!("http://127.0.0.1:{port}"));
    let refused = refused.retry(RetryPolicy::never());
    let slow = Server::start([Answer::Slowly(
        String::new(),
        Duration::from_secs(60),
        String::new(),
    )])
    .await;
    let slow = builder(&slow).timeout(Duration::from_millis(100));
    let closing = Server::start([Answer::Text(String::new())]).await;
    let closing = builder(&closing);
    for builder in [refused, slow, closing] {
        for builder in [
            builder.clone().api_token(TOKEN),
            builder.api_email(EMAIL).api_key(KEY),
        ] {
            let client = builder.account_id(ACCOUNT).build().expect("a client");
            let outcome = client.stream().webhooks().get().send().await;
            assert_hidden(&everything(&outcome.expect_err("nothing came")));
        }
    }
}

#[tokio::test]
async fn a_refused_argument_is_not_shown() {
    let server = Server::start([]).await;
    let call = client(&server).stream().webhooks().get();
    let call = call.account_id(TOKEN.repeat(3));
    let error = call.send().await.expect_err("it is too long");
    assert_hidden(&everything(&error));
    assert!(server.requests().is_empty());
}
