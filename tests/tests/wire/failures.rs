//! Answers that say no, are broken, or never come.

use std::time::Duration;

use cloudflare_stream::Error;
use cloudflare_stream::types::Failure;
use serde_json::json;
use specwright_runtime::http::StatusCode;
use tests::server::{Answer, Server};

use crate::{FAILURE, KEY, TOKEN, builder, client, failed, ok};

#[tokio::test]
async fn a_failure_has_its_type() {
    for status in [400, 401, 403, 404, 429] {
        let server = Server::start([Answer::json(status, FAILURE)]).await;
        let error = failed(&server).await;
        assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
        assert_eq!(error.operation(), Some("stream.webhooks.get"));
        assert!(
            error.to_string().contains("No route for the URI (7003)"),
            "{error}"
        );
        let failure: &Failure = error.failure().unwrap();
        let problem = &failure.errors[0];
        assert_eq!(
            (problem.code, problem.message.as_str()),
            (7003, "No route for the URI")
        );
        assert_eq!(
            problem.documentation_url.as_deref(),
            Some("https://example.com/7003")
        );
        let source = problem.source.as_ref().unwrap();
        assert_eq!(source.pointer.as_deref(), Some("/account_id"));
    }
}

#[tokio::test]
async fn an_answer_that_says_no_is_a_failure_whatever_its_status() {
    let server = Server::start([Answer::json(200, FAILURE)]).await;
    let error = failed(&server).await;
    assert!(matches!(error, Error::Api(_)), "{error:?}");
    assert_eq!(error.status(), Some(StatusCode::OK));
    assert_eq!(error.failure::<Failure>().unwrap().errors[0].code, 7003);
}

/// A failure that is not as it is described is still a failure, and still says what the API says.
#[tokio::test]
async fn a_failure_of_another_shape_keeps_its_message() {
    let text = r#"{"success":false,"errors":[{"code":"x","message":"Nope"}]}"#;
    let server = Server::start([Answer::json(400, text)]).await;
    let error = failed(&server).await;
    assert!(matches!(error, Error::Api(_)), "{error:?}");
    assert!(error.failure::<Failure>().is_none());
    assert!(error.to_string().contains("Nope"), "{error}");
}

#[tokio::test]
async fn a_page_from_a_proxy_is_shown_from_its_beginning() {
    let page = format!(
        "<html><title>502 Bad Gateway</title>{}</html>",
        "x".repeat(10_000)
    );
    for status in [502, 200] {
        let server = Server::start([Answer::new(status, "text/html", &page)]).await;
        let error = failed(&server).await;
        let Error::Unexpected(unexpected) = &error else {
            panic!("{error:?}")
        };
        assert_eq!(unexpected.status().as_u16(), status);
        assert_eq!(unexpected.media_type(), "text/html");
        assert!(
            unexpected
                .excerpt()
                .starts_with("<html><title>502 Bad Gateway")
        );
        assert!(error.to_string().len() < 1_000, "{error}");
        assert_eq!(error.body().map(|body| body.len()), Some(page.len()));
    }
}

#[tokio::test]
async fn an_answer_without_a_body_is_no_result() {
    for answer in [Answer::empty(204), Answer::empty(200)] {
        let server = Server::start([answer]).await;
        let error = failed(&server).await;
        assert!(matches!(error, Error::Unexpected(_)), "{error:?}");
    }
}

#[tokio::test]
async fn an_envelope_without_its_result_is_an_error_that_says_so() {
    let text = r#"{"success":true,"errors":[],"messages":[]}"#;
    let server = Server::start([Answer::json(200, text)]).await;
    let error = failed(&server).await;
    assert!(matches!(error, Error::Decode(_)), "{error:?}");
    assert!(error.to_string().contains("$.result"), "{error}");
}

#[tokio::test]
async fn what_does_not_fit_is_named_with_its_place() {
    let server = Server::start([ok(json!({"modified": 5, "secret": KEY}))]).await;
    let error = failed(&server).await;
    let Error::Decode(failure) = &error else {
        panic!("{error:?}")
    };
    assert_eq!(failure.error().path(), "$.result.modified");
    assert!(failure.error().found().contains('5'), "{error}");
    assert!(!format!("{error} {error:?}").contains(KEY), "{error:?}");
}

#[tokio::test]
async fn a_secret_that_does_not_fit_is_not_shown() {
    let server = Server::start([ok(json!({"secret": [KEY]}))]).await;
    let error = failed(&server).await;
    assert!(error.to_string().contains("$.result.secret"), "{error}");
    assert!(!format!("{error} {error:?}").contains(KEY), "{error:?}");
}

#[tokio::test]
async fn text_that_is_no_json_is_said_to_be_none() {
    for text in ["{\"success\":tru", "nonsense", "{} {}"] {
        let server = Server::start([Answer::json(200, text)]).await;
        let error = failed(&server).await;
        assert!(matches!(error, Error::Decode(_)), "{error:?}");
        assert_eq!(error.status(), Some(StatusCode::OK));
    }
}

#[tokio::test]
async fn an_answer_that_takes_too_long_is_given_up() {
    let server = Server::start([Answer::slow(Duration::from_secs(60), "{}")]).await;
    let client = builder(&server)
        .api_token(TOKEN)
        .timeout(Duration::from_millis(200));
    let error = client
        .build()
        .unwrap()
        .stream()
        .webhooks()
        .get()
        .send()
        .await
        .unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
    assert_eq!(error.operation(), Some("stream.webhooks.get"));
}

#[tokio::test]
async fn a_connection_that_breaks_is_an_error_that_knows_its_cause() {
    let result = r#"{"success":true,"errors":[],"messages":[],"result":{}}"#;
    for answer in [Answer::Reset, Answer::cut_short(result)] {
        let server = Server::start([answer.clone()]).await;
        let error = failed(&server).await;
        assert!(
            matches!(error, Error::Transport(_)),
            "{answer:?}: {error:?}"
        );
        assert!(!error.is_timeout() && !error.is_connect(), "{error:?}");
        assert!(std::error::Error::source(&error).is_some());
    }
}

#[tokio::test]
async fn a_server_that_is_not_there_got_nothing() {
    let server = Server::start([]).await;
    let client = client(&server);
    drop(server);
    let error = client.stream().webhooks().get().send().await.unwrap_err();
    assert!(
        error.is_connect() || matches!(error, Error::Transport(_)),
        "{error:?}"
    );
    assert!(!format!("{error} {error:?}").contains(TOKEN), "{error:?}");
}
