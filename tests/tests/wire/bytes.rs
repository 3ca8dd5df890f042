//! Requests as they are on the wire, to the byte.

use serde_json::json;
use tests::server::{Request, Server};

use crate::{PATH, TOKEN, builder, client, ok, only};

/// The request without `host`, which has the port; headers sorted.
fn text(request: &Request) -> String {
    let mut headers: Vec<String> = request
        .headers
        .iter()
        .filter(|(name, _)| name != "host")
        .map(|(name, value)| format!("{name}: {value}\n"))
        .collect();
    headers.sort_unstable();
    let Request {
        method,
        target,
        body,
        ..
    } = request;
    format!("{method} {target}\n{}\n{body}", headers.concat())
}

/// What every request begins with. These tests have all of the runtime's features for compression.
fn common(method: &str) -> String {
    let accepts = "accept-encoding: zstd,gzip,br\naccept: application/json";
    format!("{method} {PATH}\n{accepts}\nauthorization: Bearer {TOKEN}\n")
}

const CLIENT: &str = "user-agent: cloudflare-stream/0.1.0\n";

#[tokio::test]
async fn a_get_has_nothing_more_than_it_needs() {
    let server = Server::start([ok(json!({}))]).await;
    let call = client(&server).stream().webhooks().get();
    call.send().await.expect("a webhook");
    let expected = format!("{}{CLIENT}\n", common("GET"));
    assert_eq!(text(&only(&server)), expected);
}

#[tokio::test]
async fn a_delete_has_nothing_more_than_it_needs() {
    let server = Server::start([ok(json!("ok"))]).await;
    let call = client(&server).stream().webhooks().delete();
    assert_eq!(call.send().await.expect("it worked"), "ok");
    let expected = format!("{}{CLIENT}\n", common("DELETE"));
    assert_eq!(text(&only(&server)), expected);
}

#[tokio::test]
async fn a_put_has_its_json() {
    let server = Server::start([ok(json!({}))]).await;
    let call = client(&server).stream().webhooks().update();
    let call = call.notification_url("https://example.com/one");
    let call = call.notification_url_2("https://example.com/two");
    call.send().await.expect("a webhook");
    let body = r#"{"notification_url":"https://example.com/one","notificationUrl":"https://example.com/two"}"#;
    let expected = format!(
        "{}content-length: {}\ncontent-type: application/json\n{CLIENT}\n{body}",
        common("PUT"),
        body.len()
    );
    assert_eq!(text(&only(&server)), expected);
}

#[tokio::test]
async fn the_client_calls_itself_what_it_is_told() {
    let server = Server::start([ok(json!({}))]).await;
    let ready = builder(&server).api_token(TOKEN).user_agent("hooks/7");
    let client = ready.build().expect("everything is set");
    let call = client.stream().webhooks().get();
    call.send().await.expect("a webhook");
    assert_eq!(only(&server).header("user-agent"), Some("hooks/7"));
}

#[tokio::test]
async fn clones_of_a_client_call_side_by_side() {
    let server = Server::start(vec![ok(json!({})); 8]).await;
    let client = client(&server);
    let calls: Vec<_> = (0..8)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.stream().webhooks().get().send().await })
        })
        .collect();
    for call in calls {
        call.await.expect("it ends").expect("a webhook");
    }
    assert_eq!(server.requests().len(), 8);
}
