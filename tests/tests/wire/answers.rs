//! Answers that say yes.

use cloudflare_stream::types::{MediaState, VideoNotification};
use serde_json::{Value, json};
use specwright_runtime::RetryPolicy;
use specwright_runtime::http::StatusCode;
use tests::server::{Answer, Server};

use crate::{KEY, client, ok};

#[tokio::test]
async fn a_result_comes_out_of_its_envelope_and_the_whole_can_be_had() {
    let result = json!({"modified": "2019-01-01T01:02:21.076571Z", "notificationUrl": "https://example.com", "secret": KEY});
    let server = Server::start([ok(result.clone()), ok(result.clone())]).await;
    let webhooks = client(&server).stream().webhooks();
    let webhook = webhooks.get().send().await.unwrap();
    // As it was written: no `/` at the end, all digits of the time.
    assert_eq!(
        webhook.notification_url_2.as_deref(),
        Some("https://example.com")
    );
    assert_eq!(webhook.notification_url, None);
    assert_eq!(serde_json::to_value(&webhook).unwrap(), result);
    assert!(!format!("{webhook:?}").contains(KEY), "{webhook:?}");

    let response = webhooks.get().with_response().await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers()["content-type"], "application/json");
    assert!(response.body().success);
    assert_eq!(response.body().result.as_ref(), Some(&webhook));
}

/// One that takes `enum: [true]` for a list of strings compiles, and fails on every real answer.
#[tokio::test]
async fn success_is_a_boolean_on_the_wire() {
    let server = Server::start([ok(json!("ok"))]).await;
    let webhooks = client(&server).stream().webhooks();
    let body = webhooks.delete().with_response().await.unwrap().into_body();
    assert_eq!(
        serde_json::to_value(&body).unwrap()["success"],
        Value::Bool(true)
    );
    assert_eq!(body.result.as_deref(), Some("ok"));
}

/// The API sends more than its description has: an `error_chain`, a `type`.
#[tokio::test]
async fn unknown_members_are_no_error() {
    let text = r#"{"success":true,"errors":[],"messages":[{"code":10000,"message":"active","type":null}],
        "result":{"secret":"s","new":{"deep":[1]}},"result_info":{"page":1}}"#;
    let server = Server::start([Answer::json(200, text)]).await;
    let response = client(&server)
        .stream()
        .webhooks()
        .get()
        .with_response()
        .await
        .unwrap();
    assert_eq!(response.body().messages[0].code, 10000);
}

#[test]
fn absent_null_and_a_value_stay_apart_and_unknown_states_survive() {
    let base = json!({"uid": "6b9e68b07dfee8cc2d116e4c51d6a957", "readyToStream": false, "status": {"state": "on-the-moon"}});
    for (member, value) in [
        ("creator", None),
        ("creator", Some(Value::Null)),
        ("creator", Some(json!("me"))),
        ("uploadExpiry", Some(json!("2019-01-01T01:02:21+02:00"))),
        (
            "meta",
            Some(json!({"big": 18_446_744_073_709_551_615_u64, "none": null})),
        ),
    ] {
        let mut sent = base.clone();
        if let Some(value) = value {
            sent[member] = value;
        }
        let video: VideoNotification = serde_json::from_value(sent.clone()).unwrap();
        assert_eq!(
            video.status.state.as_ref().map(MediaState::as_str),
            Some("on-the-moon")
        );
        assert_eq!(serde_json::to_value(&video).unwrap(), sent);
    }
}

/// What is described for `HEAD` is what `GET` would bring: no answer has content (RFC 9110, section 9.3.2).
#[tokio::test]
async fn an_answer_to_head_has_no_content() {
    use compiled_fixtures::head::Client;

    let headers = [("content-type", "application/json")];
    let answers = [200, 404, 503].map(|status| Answer::with(status, &headers, ""));
    let server = Server::start(answers).await;
    let client = Client::builder().base_url(server.url());
    let client = client.retry(RetryPolicy::never()).build().unwrap();
    let () = client.files().check("f1").send().await.unwrap();
    for status in [404, 503] {
        let error = client.files().check("f1").send().await.unwrap_err();
        assert!(error.failure::<()>().is_some(), "{error}");
        assert_eq!(error.status().unwrap(), status);
    }
    let request = &server.requests()[0];
    assert_eq!(request.method, "HEAD");
    assert_eq!(
        request.header("accept"),
        Some("application/json, text/plain")
    );
}
