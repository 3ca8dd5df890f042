//! Who the client says is calling, and what it takes from the environment.

use cloudflare_stream::{Client, ClientBuilder, Error};
use serde_json::json;
use tests::server::Server;

use crate::{EMAIL, KEY, TOKEN, builder, client, everything, ok, only};

const HEADERS: [&str; 3] = ["authorization", "x-auth-email", "x-auth-key"];

/// The builder, with these variables for its environment.
fn with_env(builder: ClientBuilder, variables: &[(&str, &str)]) -> ClientBuilder {
    builder.env_with(|name| {
        let found = variables.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| (*value).to_owned())
    })
}

/// The credentials that arrive when a client calls: token, email and key.
async fn sent(set_up: impl Fn(ClientBuilder) -> ClientBuilder) -> [Option<String>; 3] {
    let server = Server::start([ok(json!({}))]).await;
    let client = set_up(builder(&server)).build();
    let call = client.expect("a client").stream().webhooks().get();
    call.send().await.expect("a webhook");
    let request = only(&server);
    HEADERS.map(|name| request.header(name).map(str::to_owned))
}

fn token_only() -> [Option<String>; 3] {
    [Some(format!("Bearer {TOKEN}")), None, None]
}

fn email_and_key() -> [Option<String>; 3] {
    [None, Some(EMAIL.to_owned()), Some(KEY.to_owned())]
}

#[tokio::test]
async fn never_are_both_sent() {
    let all = |builder: ClientBuilder| builder.api_key(KEY).api_email(EMAIL).api_token(TOKEN);
    assert_eq!(sent(all).await, token_only());
    let email_besides = |builder: ClientBuilder| builder.api_email(EMAIL).api_token(TOKEN);
    assert_eq!(sent(email_besides).await, token_only());
}

#[tokio::test]
async fn the_environment_gives_what_was_not_set() {
    let all = [
        ("CLOUDFLARE_API_TOKEN", TOKEN),
        ("CLOUDFLARE_EMAIL", EMAIL),
        ("CLOUDFLARE_API_KEY", KEY),
    ];
    assert_eq!(sent(|builder| with_env(builder, &all)).await, token_only());
    assert_eq!(
        sent(|builder| with_env(builder, &all[1..])).await,
        email_and_key()
    );
    // What was set by hand goes before it, whichever comes first in the code.
    let other = [("CLOUDFLARE_API_TOKEN", "another")];
    assert_eq!(
        sent(|builder| with_env(builder.api_token(TOKEN), &other)).await,
        token_only()
    );
    assert_eq!(
        sent(|builder| with_env(builder, &other).api_token(TOKEN)).await,
        token_only()
    );
    // A variable that is empty counts as not set.
    let empty = [
        ("CLOUDFLARE_API_TOKEN", ""),
        ("CLOUDFLARE_EMAIL", EMAIL),
        ("CLOUDFLARE_API_KEY", KEY),
    ];
    assert_eq!(
        sent(|builder| with_env(builder, &empty)).await,
        email_and_key()
    );
}

#[test]
fn without_credentials_the_environment_makes_no_client() {
    let error = with_env(Client::builder(), &[]).build();
    let error = error.expect_err("there are no credentials");
    assert!(matches!(error, Error::Credentials(_)), "{error:?}");
    assert_eq!(
        error.to_string(),
        "no credentials: set CLOUDFLARE_API_TOKEN, or CLOUDFLARE_EMAIL and CLOUDFLARE_API_KEY"
    );
    assert_eq!(error.operation(), None);

    let half = with_env(Client::builder(), &[("CLOUDFLARE_EMAIL", EMAIL)]).build();
    let text = half.expect_err("the key is missing").to_string();
    assert!(
        text.ends_with("(CLOUDFLARE_EMAIL is set, CLOUDFLARE_API_KEY is missing)"),
        "{text}"
    );
    assert!(!text.contains(EMAIL), "{text}");
}

#[tokio::test]
async fn without_credentials_nothing_is_sent() {
    for half in [
        |builder: ClientBuilder| builder,
        |builder: ClientBuilder| builder.api_email(EMAIL),
        |builder: ClientBuilder| builder.api_key(KEY),
    ] {
        let server = Server::start([]).await;
        let client = half(builder(&server)).build();
        let call = client.expect("a client").stream().webhooks().get();
        let error = call.send().await.expect_err("credentials are missing");
        assert!(matches!(error, Error::Credentials(_)), "{error:?}");
        let expected = "stream.webhooks.get: no credentials: \
                        set CLOUDFLARE_API_TOKEN, or CLOUDFLARE_EMAIL and CLOUDFLARE_API_KEY";
        assert!(error.to_string().starts_with(expected), "{error}");
        assert_eq!(error.operation(), Some("stream.webhooks.get"));
        assert!(server.requests().is_empty());
    }
}

#[tokio::test]
async fn a_credential_that_no_header_can_have_is_refused_and_not_shown() {
    let server = Server::start([]).await;
    let ready = builder(&server);
    let client = ready.api_token("two\r\nlines").build().expect("a client");
    let outcome = client.stream().webhooks().get().send().await;
    let error = outcome.expect_err("no header can have it");
    assert!(matches!(error, Error::Configuration(_)), "{error:?}");
    assert!(error.to_string().contains("`api_token`"), "{error}");
    assert!(!everything(&error).contains("lines"), "{error:?}");
    assert!(server.requests().is_empty());
}

#[test]
fn a_base_url_that_leads_nowhere_makes_no_client() {
    for url in [
        "api.example.com",
        "ftp://example.com",
        "https://example.com/?a=b",
        "https://example.com/#a",
        "https://me:password@example.com/",
    ] {
        let error = Client::builder().base_url(url).build();
        let error = error.expect_err(url);
        assert!(matches!(error, Error::Configuration(_)), "{url}: {error:?}");
        assert!(!everything(&error).contains("password@"), "{error:?}");
    }
}

#[tokio::test]
async fn the_same_token_goes_with_every_call() {
    let server = Server::start([ok(json!({})), ok(json!({})), ok(json!("ok"))]).await;
    let client = client(&server);
    let webhooks = client.stream().webhooks();
    webhooks.get().send().await.expect("a webhook");
    webhooks.update().send().await.expect("a webhook");
    webhooks.delete().send().await.expect("it worked");
    let bearer = format!("Bearer {TOKEN}");
    for request in server.requests() {
        assert_eq!(request.header("authorization"), Some(bearer.as_str()));
    }
}
