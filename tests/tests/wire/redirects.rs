//! Answers that send the client elsewhere: what goes along, and what does not.

use cloudflare_stream::Error;
use serde_json::json;
use tests::server::{Answer, Server};

use crate::{Credentials, EMAIL, KEY, PATH, TOKEN, builder, client, failed, ok, only};

#[tokio::test]
async fn credentials_go_along_on_the_same_host() {
    let server = Server::start([Answer::redirect(307, "/elsewhere"), ok(json!({}))]).await;
    client(&server)
        .stream()
        .webhooks()
        .get()
        .send()
        .await
        .unwrap();
    let requests = server.requests();
    assert_eq!(requests[1].target, "/elsewhere");
    assert_eq!(
        requests[1].header("authorization"),
        Some(format!("Bearer {TOKEN}").as_str())
    );
}

#[tokio::test]
async fn credentials_do_not_go_to_another_host() {
    let credentials: [Credentials; 2] = [
        |client| client.api_token(TOKEN),
        |client| client.api_email(EMAIL).api_key(KEY),
    ];
    for credentials in credentials {
        for status in [301, 302, 303, 307, 308] {
            let other = Server::start([ok(json!({}))]).await;
            let location = other.named_url() + "/elsewhere";
            let server = Server::start([Answer::redirect(status, &location)]).await;
            let client = credentials(builder(&server)).build().unwrap();
            client.stream().webhooks().get().send().await.unwrap();
            let request = only(&other);
            assert_eq!(request.target, "/elsewhere");
            for header in ["authorization", "x-auth-email", "x-auth-key"] {
                assert_eq!(request.header(header), None, "{status}");
            }
        }
    }
}

#[tokio::test]
async fn a_body_does_not_go_to_another_host() {
    let other = Server::start([ok(json!({}))]).await;
    let location = other.named_url() + "/elsewhere";
    let server = Server::start([Answer::redirect(308, &location)]).await;
    let webhooks = client(&server).stream().webhooks();
    let call = webhooks
        .update()
        .notification_url("https://example.com/hook");
    let error = call.send().await.unwrap_err();
    assert!(matches!(error, Error::Unexpected(_)), "{error:?}");
    assert_eq!(other.requests().len(), 0);
}

#[tokio::test]
async fn a_circle_of_redirects_ends() {
    let server = Server::start(vec![Answer::redirect(307, PATH); 50]).await;
    let error = failed(&server).await;
    assert!(matches!(error, Error::Transport(_)), "{error:?}");
    assert!(format!("{error:?}").contains("more than 10 redirects"));
    assert_eq!(server.requests().len(), 11);
}
