//! The README's code is this file's code: compared, compiled and run.
//!
//! What stands between a line `// README` and a line `// end` here stands in the README as a block, and the other way
//! round.

use std::sync::Mutex;

use cloudflare_stream::Client as TheClient;
use cloudflare_stream::resources::stream::webhooks::WebhookUpdateParams;
use cloudflare_stream::types::{Failure, Webhook};
use specwright_runtime::http::{Request, Response, StatusCode};
use specwright_runtime::mock::Mock;
use specwright_runtime::{Body, BoxFuture, Error, Transport, TransportError};

const OK: &str =
    r#"{"success":true,"errors":[],"messages":[],"result":{"modified":"2014-01-02T02:20:00Z"}}"#;

/// What the README calls `Client`: from the environment as it would be, answered by nobody but this file.
struct Client;

impl Client {
    fn from_env() -> Result<TheClient, Error> {
        client(StatusCode::OK, OK)
    }
}

#[tokio::test]
async fn the_first_call() -> Result<(), Error> {
    // README
    let client = Client::from_env()?; // CLOUDFLARE_API_TOKEN, or CLOUDFLARE_EMAIL and CLOUDFLARE_API_KEY
    let webhook = client
        .stream()
        .webhooks()
        .update()
        .account_id("023e105f4ecef8ad9ca31a8372d0c353") // or CLOUDFLARE_ACCOUNT_ID, once for the client
        .notification_url("https://example.com/hook")
        .send()
        .await?;
    println!("{:?}", webhook.modified);
    // end
    assert!(webhook.modified.is_some());
    Ok(())
}

#[tokio::test]
async fn a_failure() -> Result<(), Error> {
    let body = r#"{"success":false,"errors":[{"code":7003,"message":"No route for the URI"}],"messages":[],"result":null}"#;
    let client = client(StatusCode::BAD_REQUEST, body)?;
    // README
    let error = client.stream().webhooks().get().send().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "stream.webhooks.get: 400 Bad Request: No route for the URI (7003)"
    );
    let failure: &Failure = error.failure().expect("the description has this failure");
    assert_eq!(failure.errors[0].code, 7003);
    // end
    Ok(())
}

#[tokio::test]
async fn code_that_calls() -> Result<(), Error> {
    use TheClient as Client;
    // README
    let mock = Mock::new();
    mock.on::<WebhookUpdateParams>()
        .when(|request| request.json()["notification_url"] == "https://example.com/hook")
        .responds(503, ()) // tried again, at once
        .returns(&Webhook::default()); // what the call gives, in its envelope
    let client = Client::builder().api_token("t").account_id("a1");
    let client = client.transport(mock.clone()).timer(mock.clone()).build()?;

    subscribe(&client).await?; // what is to be tested

    mock.verify();
    let requests = mock.requests();
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[0].header("authorization"), Some("[redacted]"));
    // end
    Ok(())
}

/// What an application does with a client.
async fn subscribe(client: &TheClient) -> Result<Webhook, Error> {
    let call = client.stream().webhooks().update();
    call.notification_url("https://example.com/hook")
        .send()
        .await
}

#[test]
fn the_readme_has_this_code() {
    tests::blocks::compare(
        include_str!("../../README.md"),
        include_str!("readme.rs"),
        "README",
    );
}

fn client(status: StatusCode, body: &'static str) -> Result<TheClient, Error> {
    let answer = Response::builder()
        .status(status)
        .header("content-type", "application/json");
    let answer = answer
        .body(Body::from(body))
        .expect("the response is well-formed");
    let transport = Once(Mutex::new(Some(answer)));
    let client = TheClient::builder()
        .api_token("token")
        .account_id("023e105f4ecef8ad9ca31a8372d0c353");
    client.transport(transport).build()
}

/// Answers one request.
struct Once(Mutex<Option<Response<Body>>>);

impl Transport for Once {
    fn send(&self, _: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        let answer = self
            .0
            .lock()
            .expect("no test panics while it holds this")
            .take();
        Box::pin(async move { Ok(answer.expect("there is one request")) })
    }
}
