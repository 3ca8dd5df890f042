//! Redirects: credentials and bodies stay with the origin that they were meant for.

use std::time::Duration;

use specwright_runtime::{CallOptions, Error};

use super::canned::Canned;
use super::garden::Client;
use super::{builder, client};

/// A client that has credentials in the query and in a cookie.
fn visitor(canned: &Canned) -> Client {
    builder(canned)
        .visitor("v1s")
        .session("s3s")
        .build()
        .unwrap()
}

#[tokio::test]
async fn the_same_origin_gets_everything_again() {
    let canned = Canned::default()
        .redirect(307, "/v2/plants?page=1")
        .json(200, "[]");
    visitor(&canned)
        .plants()
        .list()
        .trace("abc")
        .theme("dark")
        .send()
        .await
        .unwrap();
    assert_eq!(
        canned.asked()[1],
        "GET https://garden.example/v2/plants?page=1&visitor=v1s\nx-trace: abc\ncookie: theme=dark; session=s3s"
    );
    let canned = Canned::default()
        .redirect(308, "https://garden.example:443/v2")
        .json(200, r#"{"ok":true,"data":{"id":"p1"}}"#);
    client(&canned)
        .plants()
        .update("p1")
        .name("Fern")
        .send()
        .await
        .unwrap();
    assert_eq!(
        canned.asked()[1],
        "PUT https://garden.example/v2\ncontent-type: application/json\nauthorization: Bearer t0ken\n{\"name\":\"Fern\"}"
    );
}

#[tokio::test]
async fn another_origin_gets_no_credential() {
    for location in [
        "https://other.example/plants",
        "https://garden.example:8443/plants",
        // Servers like to repeat the query that they were asked with.
        "https://other.example/plants?visitor=v1s",
        "https://me:pw@other.example/plants",
    ] {
        let canned = Canned::default().redirect(302, location).json(200, "[]");
        visitor(&canned)
            .plants()
            .list()
            .trace("abc")
            .theme("dark")
            .send()
            .await
            .unwrap();
        let asked = canned.asked().remove(1);
        let host = if location.contains("8443") {
            "garden.example:8443"
        } else {
            "other.example"
        };
        assert_eq!(asked, format!("GET https://{host}/plants"));
    }
}

#[tokio::test]
async fn another_origin_is_told_what_is_wanted() {
    let canned = Canned::default()
        .redirect(302, "https://other.example/plants")
        .json(200, "[]");
    let options = CallOptions::new()
        .header("range", "bytes=7-")
        .header("if-range", "\"a\"")
        .header("accept-language", "de")
        .header("if-none-match", "\"b\"")
        .header("if-modified-since", "Sun, 06 Nov 1994 08:49:37 GMT")
        .header("x-mine", "secret");
    let call = visitor(&canned).plants().list().trace("abc");
    call.with_options(options).send().await.unwrap();
    let asked = canned.asked().remove(1);
    let (first, headers) = asked.split_once('\n').unwrap();
    assert_eq!(first, "GET https://other.example/plants");
    let mut headers: Vec<&str> = headers.lines().collect();
    headers.sort_unstable();
    let expected = [
        "accept-language: de",
        "if-modified-since: Sun, 06 Nov 1994 08:49:37 GMT",
        "if-none-match: \"b\"",
        "if-range: \"a\"",
        "range: bytes=7-",
    ];
    assert_eq!(headers, expected);
}

#[tokio::test]
async fn what_another_origin_calls_like_a_credential_is_its_own() {
    let canned = Canned::default()
        .redirect(302, "https://cdn.example/plants?visitor=signed&visitor=v1s")
        .redirect(302, "/list?visitor=signed")
        .json(200, "[]");
    visitor(&canned).plants().list().send().await.unwrap();
    let asked = canned.asked();
    assert_eq!(asked[1], "GET https://cdn.example/plants?visitor=signed");
    assert_eq!(asked[2], "GET https://cdn.example/list?visitor=signed");
    // The origin that it is for gets ours alone.
    let canned = Canned::default()
        .redirect(302, "/v2/plants?visitor=old")
        .json(200, "[]");
    visitor(&canned).plants().list().send().await.unwrap();
    let second = &canned.asked()[1];
    assert!(second.starts_with("GET https://garden.example/v2/plants?visitor=v1s\n"));
}

#[tokio::test]
async fn a_user_in_an_address_makes_no_other_origin() {
    let canned = Canned::default()
        .redirect(307, "https://me:pw@garden.example/v2")
        .json(200, r#"{"ok":true,"data":{"id":"p1"}}"#);
    let call = client(&canned).plants().update("p1").name("Fern");
    call.send().await.unwrap();
    assert_eq!(
        canned.asked()[1],
        "PUT https://garden.example/v2\ncontent-type: application/json\nauthorization: Bearer t0ken\n{\"name\":\"Fern\"}"
    );
}

#[tokio::test]
async fn trust_that_is_lost_does_not_come_back() {
    let canned = Canned::default()
        .redirect(302, "https://other.example/")
        .redirect(302, "https://garden.example/v1/admin")
        .json(200, "[]");
    visitor(&canned).plants().list().send().await.unwrap();
    assert_eq!(canned.asked()[2], "GET https://garden.example/v1/admin");
}

#[tokio::test]
async fn a_body_goes_to_no_other_origin() {
    let canned = Canned::default().redirect(307, "https://other.example/");
    let error = client(&canned)
        .plants()
        .update("p1")
        .send()
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "plants.update: 307 Temporary Redirect: it redirects a request that changes something to another host \
         (no media type)"
    );
    assert!(matches!(error, Error::Unexpected(_)));
    assert_eq!(canned.asked().len(), 1);
}

#[tokio::test]
async fn see_other_becomes_get_without_body() {
    let canned = Canned::default()
        .redirect(303, "../result")
        .json(200, r#"{"ok":true,"data":{"id":"p1"}}"#);
    client(&canned).plants().update("p1").send().await.unwrap();
    assert_eq!(
        canned.asked()[1],
        "GET https://garden.example/v1/gardens/g1/result\nauthorization: Bearer t0ken"
    );
}

#[tokio::test]
async fn what_options_say_of_a_body_stays_with_it() {
    let canned = Canned::default()
        .redirect(307, "/v1/moved")
        .redirect(303, "/v1/result")
        .json(200, r#"{"ok":true,"data":{"id":"p1"}}"#);
    let options = CallOptions::new()
        .header("content-type", "application/merge-patch+json")
        .header("content-language", "la")
        .header("x-trace", "abc");
    let call = client(&canned).plants().update("p1").name("Filix");
    call.with_options(options).send().await.unwrap();
    let asked = canned.asked();
    assert!(
        asked[1].contains("\ncontent-language: la\n"),
        "{}",
        asked[1]
    );
    assert_eq!(
        asked[2],
        "GET https://garden.example/v1/result\nx-trace: abc\nauthorization: Bearer t0ken"
    );
}

#[tokio::test]
async fn encryption_is_not_given_up() {
    let canned = Canned::default().redirect(302, "http://garden.example/v1/plants");
    let error = client(&canned).plants().list().send().await.unwrap_err();
    assert!(error.to_string().contains("from https to http"), "{error}");
    assert_eq!(canned.asked().len(), 1);
}

#[tokio::test]
async fn ten_are_followed() {
    let around = |times: usize| {
        (0..times).fold(Canned::default(), |canned, _| {
            canned.redirect(302, "/v1/plants")
        })
    };
    let canned = around(10).json(200, "[]");
    assert!(client(&canned).plants().list().send().await.is_ok());
    let canned = around(11);
    let error = client(&canned).plants().list().send().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "plants.list: 302 Found: it redirects once more, after 10 redirects (no media type)"
    );
    assert_eq!(canned.asked().len(), 11);
}

#[tokio::test]
async fn the_time_is_that_of_the_whole_call() {
    let canned = Canned::default().redirect(302, "/a").json(200, "[]");
    let client = builder(&canned)
        .timeout(Duration::from_secs(7))
        .build()
        .unwrap();
    client.plants().list().send().await.unwrap();
    let timeouts = canned.timeouts();
    assert_eq!(timeouts[0].whole, Duration::from_secs(7));
    assert!(timeouts[1].whole < timeouts[0].whole);
}

#[tokio::test]
async fn one_that_is_not_to_be_followed_is_the_answer() {
    let stay = || CallOptions::new().follow_redirects(false);
    let target = "https://other.example/paid";
    let redirecting = |status| {
        let canned = Canned::default();
        canned.then(status, &[("location", target)], "<a>elsewhere</a>")
    };
    for status in [301, 302, 303, 307, 308] {
        let canned = redirecting(status);
        let list = client(&canned).plants().list().with_options(stay());
        let raw = list.with_raw_response().await.unwrap();
        assert_eq!(raw.status(), status);
        assert_eq!(raw.header::<String>("location").unwrap().unwrap(), target);
        assert_eq!(raw.text().unwrap(), "<a>elsewhere</a>");
        assert_eq!(canned.asked().len(), 1);
    }

    let canned = redirecting(302);
    let list = client(&canned).plants().list().with_options(stay());
    let streaming = list.with_streaming_response().await.unwrap();
    assert_eq!(streaming.headers()["location"], target);
    assert_eq!(streaming.bytes().await.unwrap(), "<a>elsewhere</a>");

    // Where nothing is read of a success, nothing is missing.
    let canned = redirecting(303);
    let remove = client(&canned).plants().remove("p1").with_options(stay());
    let response = remove.with_response().await.unwrap();
    assert_eq!(response.headers()["location"], target);
    let canned = redirecting(303);
    let remove = client(&canned).plants().remove("p1").with_options(stay());
    let () = remove.send().await.unwrap();
}

#[tokio::test]
async fn one_that_is_not_to_be_followed_has_nothing_to_read() {
    let stay = || CallOptions::new().follow_redirects(false);
    let canned = Canned::default().redirect(302, "/v2/plants");
    let list = client(&canned).plants().list().with_options(stay());
    let error = list.send().await.unwrap_err();
    assert!(matches!(error, Error::Unexpected(_)), "{error:?}");
    assert_eq!(
        error.to_string(),
        "plants.list: 302 Found: it redirects, and is not to be followed (no media type)"
    );
    let location = error.header::<String>("location").unwrap();
    assert_eq!(location.as_deref(), Some("/v2/plants"));

    // What is not modified is no redirect, nor is one that leads nowhere where redirects are followed.
    let canned = Canned::default().then(304, &[], "");
    let list = client(&canned).plants().list().with_options(stay());
    assert!(list.with_raw_response().await.is_err());
    let canned = Canned::default().then(302, &[], "");
    let error = client(&canned).plants().list().send().await.unwrap_err();
    assert!(error.to_string().contains("no type for"), "{error}");
}

/// As in a page: there is no answer of the redirect to be had.
#[tokio::test]
async fn one_that_was_followed_all_the_same_is_told() {
    let answered = |from| Canned::default().json(200, "[]").from(from);
    let stay = || CallOptions::new().follow_redirects(false);
    let canned = answered("https://garden.example/v2/plants");
    let list = client(&canned).plants().list().with_options(stay());
    let error = list.send().await.unwrap_err();
    assert!(matches!(error, Error::Transport(_)), "{error:?}");
    assert!(error.to_string().contains("was not to be"), "{error}");
    assert_eq!((error.tries(), canned.asked().len()), (1, 1));

    let canned = answered("https://garden.example/v1/plants");
    let list = client(&canned).plants().list().with_options(stay());
    list.send().await.unwrap();
    let canned = answered("https://garden.example/v2/plants");
    client(&canned).plants().list().send().await.unwrap();
}
