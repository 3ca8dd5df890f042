//! Tokens for client credentials, from a server, over the client's own transport.

use std::error::Error as _;
use std::time::Duration;

use specwright_runtime::{ClientCredentials, Error, RetryPolicy, Timer};

use super::PLANT;
use super::clock::Clock;
use super::garden::Client;
use super::server::{Reply, Server, json, response};

const TOKEN: &str = r#"{"access_token":"t0ken","token_type":"bearer","expires_in":3600}"#;

fn client(server: &Server, credentials: ClientCredentials) -> Client {
    let builder = Client::builder().base_url(server.url.as_str());
    builder.garden_id("g1").token(credentials).build().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn many_calls_need_one_token() {
    let answers = (0..30).map(|_| json("200 OK", PLANT));
    let server = Server::start([json("200 OK", TOKEN)].into_iter().chain(answers)).await;
    let client = client(&server, ClientCredentials::new("me", "hunter2"));
    let calls: Vec<_> = (0..30)
        .map(|_| tokio::spawn(client.plants().update("p1").send()))
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    let asked = server.asked();
    assert_eq!(asked.len(), 31);
    let first = asked[0].to_ascii_lowercase();
    assert!(
        first.starts_with("post /oauth/token http/1.1\r\n"),
        "{first}"
    );
    // me:hunter2, as Python's base64 has it.
    assert!(asked[0].contains("Basic bWU6aHVudGVyMg=="), "{}", asked[0]);
    let body = "\r\n\r\ngrant_type=client_credentials&scope=plants%3Aread+plants%3Awrite";
    assert!(asked[0].ends_with(body), "{}", asked[0]);
    for asked in &asked[1..] {
        assert!(
            asked.contains("\r\nauthorization: Bearer t0ken\r\n"),
            "{asked}"
        );
    }
}

#[tokio::test]
async fn a_refused_token_is_replaced() {
    let other = TOKEN.replace("t0ken", "0ther");
    let replies = [
        json("200 OK", TOKEN),
        json("401 Unauthorized", "{}"),
        json("200 OK", &other),
        json("200 OK", PLANT),
    ];
    let server = Server::start(replies).await;
    let credentials = ClientCredentials::new("me", "hunter2")
        .scopes(["all"])
        .parameter("audience", "garden")
        .in_body();
    let client = client(&server, credentials);
    client.plants().update("p1").send().await.unwrap();
    let asked = server.asked();
    for part in [
        "client_id=me",
        "client_secret=hunter2",
        "audience=garden",
        "scope=all",
    ] {
        assert!(asked[0].contains(part), "{}", asked[0]);
    }
    assert!(asked[3].contains("Bearer 0ther"), "{}", asked[3]);
}

#[tokio::test]
async fn what_may_pass_is_tried_again() {
    let busy = |headers: &str| response("503 Service Unavailable", headers, "<h1>");
    let replies = [
        busy("retry-after-ms: 10\r\n"),
        json("429 Too Many Requests", r#"{"error":"slow_down"}"#),
        json("200 OK", TOKEN),
        json("200 OK", PLANT),
    ];
    let server = Server::start(replies).await;
    let policy = RetryPolicy::new().backoff(Duration::from_millis(10), Duration::from_secs(1));
    let builder = |server: &Server| {
        let credentials = ClientCredentials::new("me", "hunter2");
        let builder = Client::builder().base_url(server.url.as_str());
        builder.garden_id("g1").token(credentials).retry(policy)
    };
    let plants = builder(&server).build().unwrap().plants();
    let response = plants.update("p1").with_response().await.unwrap();
    assert_eq!((response.tries(), server.asked().len()), (1, 4));

    // As often as the policy has it, and not after a wait that is too long.
    let server = Server::start([busy(""), busy(""), busy(""), busy("")]).await;
    let plants = builder(&server).build().unwrap().plants();
    let error = plants.update("p1").send().await.unwrap_err();
    assert!(matches!(error, Error::Credentials(_)), "{error:?}");
    assert_eq!(server.asked().len(), 3);
    for headers in ["retry-after: 61\r\n", "x-should-retry: false\r\n"] {
        let server = Server::start([busy(headers), json("200 OK", TOKEN)]).await;
        let plants = builder(&server).build().unwrap().plants();
        plants.update("p1").send().await.unwrap_err();
        assert_eq!(server.asked().len(), 1, "{headers}");
    }
}

#[tokio::test]
async fn a_server_that_asks_to_wait_is_not_asked_before_while_the_last_token_lasts() {
    let short = TOKEN.replace("3600", "100");
    let busy = "retry-after: 8\r\n";
    let replies = [
        json("200 OK", &short),
        json("200 OK", PLANT),
        response("429 Too Many Requests", busy, ""),
        json("200 OK", PLANT),
        json("200 OK", PLANT),
        json("200 OK", TOKEN),
        json("200 OK", PLANT),
    ];
    let (server, clock) = (Server::start(replies).await, Clock::default());
    let builder = Client::builder().base_url(server.url.as_str());
    let builder = builder.token(ClientCredentials::new("me", "hunter2"));
    let builder = builder.timer(clock.clone()).garden_id("g1");
    let plants = builder.build().unwrap().plants();
    for (pause, requests) in [(0, 2), (91, 4), (7, 5), (1, 7)] {
        clock.sleep(Duration::from_secs(pause)).await;
        plants.update("p1").send().await.unwrap();
        assert_eq!(server.asked().len(), requests);
    }
}

#[tokio::test]
async fn a_server_that_comes_up_late_is_found() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let policy = RetryPolicy::new().max_retries(20);
    let policy = policy.backoff(Duration::from_millis(50), Duration::from_millis(100));
    let server = Server::start([json("200 OK", PLANT)]).await;
    let credentials = ClientCredentials::new("me", "hunter2");
    let credentials = credentials.token_url(format!("http://{address}/oauth/token"));
    let builder = Client::builder().base_url(server.url.as_str());
    let builder = builder.garden_id("g1").token(credentials).retry(policy);
    let call = tokio::spawn(builder.build().unwrap().plants().update("p1").send());
    tokio::time::sleep(Duration::from_millis(120)).await;
    let tokens = Server::start_at(address, [json("200 OK", TOKEN)]).await;
    call.await.unwrap().unwrap();
    assert_eq!(tokens.asked().len(), 1);
}

/// Why there is no token, and whether anything shows a secret.
async fn refused(reply: Reply) -> String {
    let server = Server::start([reply]).await;
    let client = client(&server, ClientCredentials::new("me", "hunter2"));
    let error = client.plants().update("p1").send().await.unwrap_err();
    assert!(matches!(error, Error::Credentials(_)), "{error:?}");
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(&format!(": {error}"));
        cause = error.source();
    }
    let shown = format!("{error:?} {text}");
    assert!(
        !shown.contains("hunter2") && !shown.contains("t0ken"),
        "{shown}"
    );
    text
}

#[tokio::test]
async fn a_server_may_refuse() {
    let no = r#"{"error":"invalid_client","error_description":"who are you?"}"#;
    let told = refused(json("401 Unauthorized", no)).await;
    assert!(told.contains("invalid_client: who are you?"), "{told}");
    // It may repeat what it was sent, and has no end.
    let no = format!(
        r#"{{"error":"invalid_client","error_description":"hunter2\n{}"}}"#,
        "x".repeat(9999)
    );
    let told = refused(json("401 Unauthorized", &no)).await;
    assert!(
        told.contains("invalid_client: [redacted] xxx") && told.len() < 1000,
        "{told}"
    );
    let told = refused(json("200 OK", r#"{"token_type":"bearer"}"#)).await;
    assert!(told.contains("missing field `access_token`"), "{told}");
    let told = refused(json(
        "200 OK",
        r#"{"access_token":"","token_type":"bearer"}"#,
    ))
    .await;
    assert!(
        told.ends_with("no token: its `access_token` is empty"),
        "{told}"
    );
    let told = refused(json("200 OK", r#""t0ken""#)).await;
    assert!(told.contains("expected struct"), "{told}");
    let told = refused(Reply::Reset).await;
    assert!(told.contains("the connection failed"), "{told}");
}

#[tokio::test]
async fn a_server_may_refuse_in_its_own_way() {
    let html = "content-type: text/html\r\n";
    for (reply, why) in [
        (
            response("403 Forbidden", html, "<h1>\n  No bWU6aHVudGVyMg== </h1>"),
            "403 Forbidden: <h1> No [redacted] </h1>",
        ),
        (
            json(
                "400 Bad Request",
                r#"{"message":"hunter2?","token":"t0ken"}"#,
            ),
            r#"400 Bad Request: {"message":"[redacted]?","token":"[redacted]"}"#,
        ),
        (
            json("201 Created", r#"{"access_token":"t0ken"}"#),
            r#"201 Created: {"access_token":"[redacted]"}"#,
        ),
        (response("401 Unauthorized", "", ""), "401 Unauthorized"),
        (
            response("302 Found", "location: /login\r\n", ""),
            "302 Found",
        ),
    ] {
        let told = refused(reply).await;
        assert!(told.ends_with(&format!("no token: {why}")), "{told}");
    }
}

/// Whether a token is replaced after an hour, and not before.
async fn lasts_an_hour(answer: &str) -> bool {
    let [token, plant] = [json("200 OK", answer), json("200 OK", PLANT)];
    let replies = [token.clone(), plant.clone(), plant.clone(), token, plant];
    let (server, clock) = (Server::start(replies).await, Clock::default());
    let builder = Client::builder().base_url(server.url.as_str());
    let builder = builder.token(ClientCredentials::new("me", "hunter2"));
    let builder = builder.timer(clock.clone()).garden_id("g1");
    let plants = builder.build().unwrap().plants();
    plants.update("p1").send().await.unwrap();
    clock.sleep(Duration::from_secs(3500)).await;
    plants.update("p1").send().await.unwrap();
    assert_eq!(server.asked().len(), 3, "{answer}");
    clock.sleep(Duration::from_secs(100)).await;
    // Where the token is still good, the call gets a token for a plant.
    plants.update("p1").send().await.is_ok()
}

#[tokio::test]
async fn tokens_come_in_many_forms() {
    for rest in [
        r#""token_type":"Bearer","expires_in":"3599","resource":"https://a.example""#,
        r#""expires_in":3600"#,
        r#""token_type":null,"expires_in":3600,"refresh_token":null"#,
        r#""token_type":"bearer","scope":["a","b"],"expires_in":3600.0"#,
    ] {
        let answer = format!(r#"{{"access_token":"t0ken",{rest}}}"#);
        assert!(lasts_an_hour(&answer).await, "{rest}");
    }
    for rest in [
        r#""expires_in":null"#,
        r#""expires_in":-1"#,
        r#""expires_in":"never""#,
    ] {
        let answer = format!(r#"{{"access_token":"t0ken",{rest}}}"#);
        assert!(!lasts_an_hour(&answer).await, "{rest}");
    }
}
