//! The README's code is this file's code: compared, compiled and run.
//!
//! What stands between a line `// README` and a line `// end` here stands in the README as a block, and the other way
//! round.

use std::sync::Mutex;
use std::time::{Duration, Instant, SystemTime};

use cloudflare_stream::Client as TheClient;
use cloudflare_stream::receivers::Receiver;
use cloudflare_stream::resources::stream::webhooks::WebhookUpdateParams;
use cloudflare_stream::types::{Failure, Webhook};
use specwright_runtime::http::{HeaderMap, Request, Response, StatusCode};
use specwright_runtime::mock::Mock;
use specwright_runtime::{
    Body, BoxFuture, CallOptions, Credential, Error, Layer, Next, RetryPolicy, Sent, Token,
    Transport, TransportError,
};

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
async fn params_that_are_built_before() -> Result<(), Error> {
    let client = Client::from_env()?;
    // README
    let params = WebhookUpdateParams {
        notification_url: Some("https://example.com/hook".to_owned()),
        ..Default::default()
    };
    let call = client.call(params);
    let response = call.with_response().await?;
    println!("{} {:?}", response.status(), response.body().messages);
    // end
    assert_eq!(response.status(), StatusCode::OK);
    Ok(())
}

#[tokio::test]
async fn options_of_one_call() -> Result<(), Error> {
    let client = Client::from_env()?;
    // README
    let options = CallOptions::new()
        .header("x-trace", "a1")
        .body_field("beta", true)
        .timeout(Duration::from_secs(10))
        .retry(RetryPolicy::new().max_retries(5));
    let call = client.stream().webhooks().update().with_options(options);
    call.notification_url("https://example.com/hook")
        .send()
        .await?;
    // end
    Ok(())
}

#[tokio::test]
async fn an_answer_as_it_comes() -> Result<(), Error> {
    let client = Client::from_env()?;
    // README
    let call = client.stream().webhooks().get();
    let mut response = call.with_streaming_response().await?;
    while let Some(chunk) = response.chunk().await? {
        println!("{} bytes", chunk.len());
    }
    // end
    assert_eq!(response.status(), StatusCode::OK);
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

#[test]
fn a_token_from_a_file() -> Result<(), Error> {
    use TheClient as Client;
    // README
    let token = Credential::from_provider(|| async {
        let token = std::fs::read_to_string("/run/secrets/token")?;
        Ok(Token::new(token.trim()).expires_in(Duration::from_secs(600)))
    });
    let client = Client::builder().api_token(token).build()?;
    // end
    drop(client);
    Ok(())
}

#[test]
fn layers() -> Result<(), Error> {
    use TheClient as Client;
    // README
    struct Stopwatch;

    impl Layer for Stopwatch {
        fn send<'a>(&'a self, request: Request<Body>, next: Next<'a>) -> Sent<'a> {
            Box::pin(async move {
                let (uri, begun) = (request.uri().clone(), Instant::now());
                let outcome = next.send(request).await;
                println!("{uri} took {:?}", begun.elapsed());
                outcome
            })
        }
    }

    let client = Client::builder()
        .api_token("token")
        .layer(Stopwatch)
        .on_call(|call| println!("{}: {:?}", call.operation(), call.status()))
        .build()?;
    // end
    drop(client);
    Ok(())
}

#[test]
fn a_call_that_is_waited_for() -> Result<(), Error> {
    let client = Client::from_env()?;
    // README
    use cloudflare_stream::runtime::Blocking;

    let webhook = client.stream().webhooks().get().send().wait()?;
    println!("{:?}", webhook.notification_url);
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
fn a_message() {
    // Computed with Python's hmac.
    let secret = "85011ed3a913c6ad5f9cf6c5573cc0a7";
    let body = *br#"{"uid":"6b9e68b07dfee8cc2d116e4c51d6a957","readyToStream":true,"status":{"state":"ready"}}"#;
    let signed =
        "time=1230811200,sig1=b8f46d000fbe14415af0ee466d66fc9b4349ab2acfaab6b799dc41743cd86741";
    let mut headers = HeaderMap::new();
    headers.insert("webhook-signature", signed.parse().expect("a header"));
    // README
    let receiver = Receiver::new(secret);
    match receiver.video_processed(&headers, &body) {
        Ok(video) => println!("{} {:?}", video.uid, video.status.state),
        Err(error) => println!("turned away: {error}"),
    }
    // end
    let then = SystemTime::UNIX_EPOCH + Duration::from_secs(1_230_811_200);
    assert!(receiver.at(then).video_processed(&headers, &body).is_ok());
}

#[test]
fn the_readme_has_this_code() {
    let here = blocks(include_str!("readme.rs"), "    // README", "    // end");
    let here: Vec<String> = here
        .iter()
        .map(|block| block.replace("\n    ", "\n"))
        .collect();
    let there = blocks(include_str!("../../README.md"), "```rust", "```");
    assert!(!there.is_empty());
    assert_eq!(
        there,
        here.iter()
            .map(|block| block.trim_start())
            .collect::<Vec<_>>()
    );
}

/// The lines between two lines.
fn blocks<'t>(text: &'t str, first: &str, last: &str) -> Vec<&'t str> {
    let (first, last) = (format!("\n{first}\n"), format!("\n{last}\n"));
    let parts = text.split(&first).skip(1);
    parts
        .map(|part| part.split(&last).next().unwrap_or(part))
        .collect()
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
