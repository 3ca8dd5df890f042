//! What is sent, and what is not.

use std::collections::HashMap;

use cloudflare_stream::resources::stream::webhooks::WebhookUpdateParams;
use cloudflare_stream::{Client, Error};
use serde_json::{Value, json};
use tests::server::Server;

use crate::{ACCOUNT, Credentials, EMAIL, KEY, PATH, TOKEN, builder, client, ok, only};

#[tokio::test]
async fn both_spellings_are_sent_under_their_own_names_and_as_they_were_written() {
    let server = Server::start([ok(json!({}))]).await;
    let webhooks = client(&server).stream().webhooks();
    let call = webhooks.update().notification_url("https://example.com");
    call.notification_url_2("HTTPS://Example.com:443/a/../b?c=%41")
        .send()
        .await
        .unwrap();
    let request = only(&server);
    assert_eq!(
        (request.method.as_str(), request.target.as_str()),
        ("PUT", PATH)
    );
    assert_eq!(request.header("content-type"), Some("application/json"));
    assert_eq!(
        serde_json::from_str::<Value>(&request.body).unwrap(),
        json!({
            "notification_url": "https://example.com",
            "notificationUrl": "HTTPS://Example.com:443/a/../b?c=%41",
        })
    );
}

#[tokio::test]
async fn what_is_not_set_is_not_sent() {
    let server = Server::start([ok(json!({})), ok(json!({})), ok(json!({}))]).await;
    let client = client(&server);
    let webhooks = client.stream().webhooks();
    webhooks.update().send().await.unwrap();
    let params = WebhookUpdateParams {
        notification_url: Some("https://example.com/hook".to_owned()),
        ..Default::default()
    };
    client.call(params).send().await.unwrap();
    webhooks.get().send().await.unwrap();
    let requests = server.requests();
    assert_eq!(requests[0].body, "{}");
    assert_eq!(
        requests[1].body,
        r#"{"notification_url":"https://example.com/hook"}"#
    );
    assert_eq!(requests[2].body, "");
    assert_eq!(requests[2].header("content-type"), None);
}

#[tokio::test]
async fn one_alternative_of_the_credentials_is_sent() {
    let cases: [(Credentials, [Option<&str>; 3]); 3] = [
        (
            |client| client.api_token(TOKEN),
            [Some("Bearer"), None, None],
        ),
        (
            |client| client.api_email(EMAIL).api_key(KEY),
            [None, Some(EMAIL), Some(KEY)],
        ),
        (
            |client| client.api_email(EMAIL).api_key(KEY).api_token(TOKEN),
            [Some("Bearer"), None, None],
        ),
    ];
    for (credentials, expected) in cases {
        let server = Server::start([ok(json!({}))]).await;
        let client = credentials(builder(&server)).build().unwrap();
        client.stream().webhooks().get().send().await.unwrap();
        let request = only(&server);
        let bearer = request.header("authorization");
        assert_eq!(
            bearer,
            expected[0]
                .map(|scheme| format!("{scheme} {TOKEN}"))
                .as_deref()
        );
        assert_eq!(request.header("x-auth-email"), expected[1]);
        assert_eq!(request.header("x-auth-key"), expected[2]);
    }
}

#[tokio::test]
async fn an_account_in_a_call_goes_before_that_of_the_client() {
    let server = Server::start([ok(json!({}))]).await;
    let webhooks = client(&server).stream().webhooks();
    webhooks.get().account_id("a/b ü").send().await.unwrap();
    assert_eq!(
        only(&server).target,
        "/client/v4/accounts/a%2Fb%20%C3%BC/stream/webhook"
    );
}

#[tokio::test]
async fn nothing_is_sent_with_an_argument_that_is_not_allowed() {
    let server = Server::start([ok(json!({}))]).await;
    let webhooks = client(&server).stream().webhooks();
    for (account, parts) in [
        (ACCOUNT.repeat(2), ["account_id", "32", "64"]),
        (String::new(), ["account_id", "empty", ""]),
    ] {
        let error = webhooks.get().account_id(account).send().await.unwrap_err();
        assert!(matches!(error, Error::Argument(_)), "{error:?}");
        for part in parts {
            assert!(error.to_string().contains(part), "{error}");
        }
    }
    assert_eq!(server.requests().len(), 0);
}

#[tokio::test]
async fn an_account_that_is_missing_in_both_is_an_error_that_says_where_it_can_come_from() {
    let server = Server::start([ok(json!({}))]).await;
    let client = Client::builder()
        .base_url(server.url())
        .api_token(TOKEN)
        .build()
        .unwrap();
    let error = client.stream().webhooks().get().send().await.unwrap_err();
    assert!(matches!(error, Error::Argument(_)), "{error:?}");
    assert!(error.to_string().contains("account_id"), "{error}");
    assert!(
        error.to_string().contains("CLOUDFLARE_ACCOUNT_ID"),
        "{error}"
    );
    assert_eq!(server.requests().len(), 0);
}

/// Characters count, not bytes; and the check can be turned off.
#[tokio::test]
async fn a_limit_counts_characters_and_can_be_left_to_the_server() {
    let server = Server::start([ok(json!({})), ok(json!({}))]).await;
    let webhooks = client(&server).stream().webhooks();
    webhooks
        .get()
        .account_id("ü".repeat(32))
        .send()
        .await
        .unwrap();
    let client = builder(&server)
        .api_token(TOKEN)
        .check_parameters(false)
        .build()
        .unwrap();
    client
        .stream()
        .webhooks()
        .get()
        .account_id("x".repeat(33))
        .send()
        .await
        .unwrap();
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn a_client_from_the_environment_has_everything_from_there() {
    let server = Server::start([ok(json!({}))]).await;
    let variables = HashMap::from([
        ("CLOUDFLARE_API_TOKEN", String::new()), // An empty one counts as none.
        ("CLOUDFLARE_EMAIL", EMAIL.to_owned()),
        ("CLOUDFLARE_API_KEY", KEY.to_owned()),
        ("CLOUDFLARE_BASE_URL", server.url() + "/client/v4/"),
        ("CLOUDFLARE_ACCOUNT_ID", ACCOUNT.to_owned()),
    ]);
    let client = Client::builder()
        .env_with(|name| variables.get(name).cloned())
        .build()
        .unwrap();
    client
        .stream()
        .webhooks()
        .delete()
        .send()
        .await
        .unwrap_err(); // `{}` is no string.
    let request = only(&server);
    assert_eq!(
        (request.method.as_str(), request.target.as_str()),
        ("DELETE", PATH)
    );
    assert_eq!(request.header("x-auth-email"), Some(EMAIL));
    assert_eq!(request.header("authorization"), None);
}

#[test]
fn an_environment_without_credentials_lists_what_can_be_set() {
    let error = Client::builder()
        .env_with(|_| None)
        .build()
        .unwrap_err()
        .to_string();
    for name in [
        "CLOUDFLARE_API_TOKEN",
        "CLOUDFLARE_EMAIL",
        "CLOUDFLARE_API_KEY",
    ] {
        assert!(error.contains(name), "{error}");
    }
    let partly = |name: &str| (name == "CLOUDFLARE_EMAIL").then(|| EMAIL.to_owned());
    let error = Client::builder()
        .env_with(partly)
        .build()
        .unwrap_err()
        .to_string();
    assert!(error.contains("CLOUDFLARE_API_KEY"), "{error}");
    assert!(!error.contains(EMAIL), "{error}");
}

#[test]
fn a_client_never_shows_a_credential() {
    let builder = Client::builder()
        .api_token(TOKEN)
        .api_email(EMAIL)
        .api_key(KEY);
    let shown = format!("{builder:?} {:?}", builder.clone().build().unwrap());
    for secret in [TOKEN, EMAIL, KEY] {
        assert!(!shown.contains(secret), "{shown}");
    }
}
