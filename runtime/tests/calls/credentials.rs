//! Which credentials go with a call, and what is said when they are missing.

use specwright_runtime::CallOptions;

use super::canned::Canned;
use super::garden::{Client, ClientBuilder};
use super::{builder, client};

const PLANT: &str = r#"{"ok":true,"data":{"id":"p1"}}"#;

/// The headers with credentials that `update` sends.
async fn sent(set_up: impl FnOnce(ClientBuilder) -> ClientBuilder) -> String {
    let canned = Canned::default().json(200, PLANT);
    let client = set_up(builder(&canned).garden_id("g1")).build().unwrap();
    client.plants().update("p1").send().await.unwrap();
    let asked = canned.asked().remove(0);
    let lines = asked.lines().filter(|line| {
        ["authorization", "x-email", "x-key", "cookie"]
            .iter()
            .any(|name| line.starts_with(name))
    });
    lines.collect::<Vec<_>>().join("; ")
}

fn variables<'v>(set: &'v [(&str, &str)]) -> impl Fn(&str) -> Option<String> + 'v {
    |name| {
        let found = set.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| (*value).to_owned())
    }
}

fn from_env(set: &[(&str, &str)]) -> Result<Client, String> {
    let builder = builder(&Canned::default()).env_with(variables(set));
    builder.build().map_err(|error| error.to_string())
}

#[tokio::test]
async fn the_first_complete_alternative_is_sent_and_nothing_else() {
    assert_eq!(
        sent(|b| b.token("t").email("e").key("k")).await,
        "authorization: Bearer t"
    );
    assert_eq!(
        sent(|b| b.email("e").key("k")).await,
        "x-email: e; x-key: k"
    );
    assert_eq!(
        sent(|b| b.key("k").login("u", "p")).await,
        "authorization: Basic dTpw"
    );
    assert_eq!(
        sent(|b| b.token("t").session("s").visitor("v")).await,
        "authorization: Bearer t"
    );
}

#[tokio::test]
async fn anonymous_calls_come_last() {
    let asked = async |set_up: fn(ClientBuilder) -> ClientBuilder| {
        let canned = Canned::default().json(200, "[]");
        let client = set_up(builder(&canned)).build().unwrap();
        client.plants().list().send().await.unwrap();
        canned.asked().remove(0)
    };
    assert_eq!(asked(|b| b).await, "GET https://garden.example/v1/plants");
    assert_eq!(
        asked(|b| b.visitor("v v").session("s")).await,
        "GET https://garden.example/v1/plants?visitor=v+v\ncookie: session=s"
    );
}

#[tokio::test]
async fn a_call_that_needs_none_sends_none() {
    let canned = Canned::default().then(204, &[], "");
    client(&canned).plants().remove("p1").send().await.unwrap();
    assert_eq!(
        canned.asked(),
        ["DELETE https://garden.example/v1/plants/p1"]
    );
}

#[tokio::test]
async fn without_credentials_nothing_is_sent() {
    let canned = Canned::default();
    let client = builder(&canned).garden_id("g1").key("k").build().unwrap();
    let error = client.plants().update("p1").send().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "plants.update: no credentials: set GARDEN_TOKEN, or GARDEN_EMAIL and GARDEN_KEY, or GARDEN_USER and \
         GARDEN_PASSWORD (GARDEN_KEY is set, GARDEN_EMAIL is missing); `ClientBuilder::env` reads them, and was not called"
    );
    assert_eq!(error.operation(), Some("plants.update"));
    assert!(canned.asked().is_empty());
}

#[tokio::test]
async fn a_call_may_go_without_what_the_description_wants() {
    let canned = Canned::default().json(200, PLANT).json(200, PLANT);
    for builder in [builder(&canned), builder(&canned).token("t0ken")] {
        let call = builder.garden_id("g1").build().unwrap().plants();
        let call = call
            .update("p1")
            .with_options(CallOptions::new().anonymous());
        call.send().await.unwrap();
    }
    for asked in canned.asked() {
        assert!(!asked.contains("authorization"), "{asked}");
    }
}

#[test]
fn the_environment_must_complete_an_alternative() {
    let ways = "no credentials: set GARDEN_TOKEN, or GARDEN_EMAIL and GARDEN_KEY, or GARDEN_USER and GARDEN_PASSWORD";
    assert_eq!(from_env(&[]).unwrap_err(), ways);
    assert_eq!(from_env(&[("GARDEN_TOKEN", "")]).unwrap_err(), ways);
    assert_eq!(
        from_env(&[("GARDEN_EMAIL", "e")]).unwrap_err(),
        format!("{ways} (GARDEN_EMAIL is set, GARDEN_KEY is missing)")
    );
    assert_eq!(
        from_env(&[("GARDEN_PASSWORD", "p")]).unwrap_err(),
        format!("{ways} (GARDEN_PASSWORD is set, GARDEN_USER is missing)")
    );
    assert!(from_env(&[("GARDEN_TOKEN", "t")]).is_ok());
    assert!(from_env(&[("GARDEN_USER", "u"), ("GARDEN_PASSWORD", "p")]).is_ok());
}

#[tokio::test]
async fn what_is_set_by_hand_wins_over_the_environment() {
    let set = [
        ("GARDEN_TOKEN", "from-env"),
        ("GARDEN_ID", "env"),
        ("GARDEN_URL", "http://env.example/"),
    ];
    let asked = async |set_up: fn(ClientBuilder) -> ClientBuilder| {
        let canned = Canned::default().json(200, PLANT);
        let client = set_up(builder(&canned))
            .env_with(variables(&set))
            .build()
            .unwrap();
        client.plants().update("p1").send().await.unwrap();
        canned.asked().remove(0)
    };
    let read = asked(|b| b).await;
    assert!(
        read.starts_with("PUT http://env.example/gardens/env/plants/p1\n"),
        "{read}"
    );
    assert!(read.contains("Bearer from-env"), "{read}");
    let by_hand = asked(|b| {
        b.token("mine")
            .garden_id("mine")
            .base_url("http://mine.example")
    })
    .await;
    assert!(
        by_hand.starts_with("PUT http://mine.example/gardens/mine/plants/p1\n"),
        "{by_hand}"
    );
    assert!(by_hand.contains("Bearer mine"), "{by_hand}");
}

#[tokio::test]
async fn no_text_shows_a_credential() {
    let canned = Canned::default();
    let builder = builder(&canned)
        .token("hunter2\n")
        .login("hunter2", "hunter2")
        .visitor("hunter2")
        .session("hunter2")
        .garden_id("g1");
    let client = builder.clone().build().unwrap();
    let error = client.plants().update("p1").send().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the credential of `token` has characters that no header can have"
    );
    let lost = client.plants().list().send().await.unwrap_err();
    assert_eq!(
        lost.to_string(),
        "plants.list: no connection: nobody there (https://garden.example/v1/plants)"
    );
    for text in [
        format!("{builder:?} {client:?} {:?}", client.plants()),
        format!("{error} {error:?} {lost} {lost:?}"),
    ] {
        assert!(!text.contains("hunter2"), "{text}");
    }
}
