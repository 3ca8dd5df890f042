//! Answers that send the client elsewhere: what goes along, and what does not.

use cloudflare_stream::Error;
use serde_json::json;
use tests::server::{Answer, Request, Server};

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
    assert!(matches!(error, Error::Unexpected(_)), "{error:?}");
    assert!(error.to_string().contains("after 10 redirects"), "{error}");
    assert_eq!(server.requests().len(), 11);
}

/// The names of the credentials that a request has.
fn credentials(request: &Request) -> Vec<&'static str> {
    let names = ["authorization", "x-auth-email", "x-auth-key"].into_iter();
    let there = names.filter(|name| request.header(name).is_some());
    there.collect()
}

/// To another host, which leads back: what it chose to ask for is not asked for in our name.
#[tokio::test]
async fn credentials_do_not_come_back_on_a_way_back() {
    let home = Server::start([ok(json!({}))]).await;
    let back = home.url() + "/chosen-by-the-other";
    let other = Server::start([Answer::redirect(302, &back)]).await;
    let server = Server::start([Answer::redirect(302, &other.named_url())]).await;
    let call = client(&server).stream().webhooks().get();
    call.send().await.unwrap();
    assert_eq!(credentials(&only(&server)), ["authorization"]);
    assert_eq!(credentials(&only(&other)), [""; 0]);
    assert_eq!(credentials(&only(&home)), [""; 0]);
}

/// Another port is another origin, and so is another name of the same machine.
#[tokio::test]
async fn nothing_that_changes_something_goes_to_another_origin() {
    for status in [301, 302, 307, 308] {
        let other = Server::start([ok(json!({})), ok(json!({}))]).await;
        for location in [other.url(), other.named_url()] {
            let server = Server::start(vec![Answer::redirect(status, &location); 2]).await;
            let webhooks = client(&server).stream().webhooks();
            for error in [
                webhooks.update().send().await.err(),
                webhooks.delete().send().await.err(),
            ] {
                let error = error.expect("it is not followed");
                assert!(matches!(error, Error::Unexpected(_)), "{error:?}");
                assert_eq!(error.status().map(|found| found.as_u16()), Some(status));
                assert!(error.to_string().contains("another host"), "{error}");
            }
        }
        assert!(other.requests().is_empty());
    }
}

#[tokio::test]
async fn the_same_origin_gets_the_same_request() {
    let server = Server::start([Answer::redirect(308, "/moved"), ok(json!({}))]).await;
    let ready = builder(&server).api_email(EMAIL).api_key(KEY);
    let client = ready.build().unwrap();
    let call = client.stream().webhooks().update();
    call.notification_url("https://example.com")
        .send()
        .await
        .unwrap();
    let requests = server.requests();
    assert_eq!(requests[1].target, "/moved");
    assert_eq!(requests[1].method, "PUT");
    assert_eq!(requests[1].body, requests[0].body);
    assert_eq!(requests[1].headers, requests[0].headers);
    assert_eq!(credentials(&requests[1]), ["x-auth-email", "x-auth-key"]);
}

#[tokio::test]
async fn see_other_asks_with_get_and_without_a_body() {
    let server = Server::start([Answer::redirect(303, "/result"), ok(json!({}))]).await;
    let call = client(&server).stream().webhooks().update();
    call.notification_url("https://example.com")
        .send()
        .await
        .unwrap();
    let second = &server.requests()[1];
    assert_eq!((second.method.as_str(), second.body.as_str()), ("GET", ""));
    assert_eq!(second.header("content-type"), None);
    assert_eq!(credentials(second), ["authorization"]);
}

#[tokio::test]
async fn a_relative_address_is_one_beside_the_request() {
    let server = Server::start([Answer::redirect(302, "webhook/2"), ok(json!({}))]).await;
    let call = client(&server).stream().webhooks().get();
    call.send().await.unwrap();
    assert_eq!(server.requests()[1].target, format!("{PATH}/2"));
}

#[tokio::test]
async fn what_leads_nowhere_is_unexpected() {
    let nowhere = ["ftp://example.com/", "file:///etc/passwd", "http://["];
    let mut answers: Vec<Answer> = nowhere.map(|to| Answer::redirect(302, to)).into();
    answers.push(Answer::empty(302));
    for answer in answers {
        let server = Server::start([answer]).await;
        let error = failed(&server).await;
        assert!(matches!(error, Error::Unexpected(_)), "{error:?}");
        assert_eq!(server.requests().len(), 1);
    }
}
