//! What is set for one call.

use std::time::Duration;

use specwright_runtime::{Api, CallOptions, ClientBuilder, Error, RetryPolicy, Timeouts};

use super::canned::Canned;
use super::garden::orders::Note;
use super::retries::patient;
use super::{NOBODY, builder, client};

const PLANT: &str = r#"{"ok":true,"data":{"id":"p1"}}"#;

/// What `update` sends with these options.
async fn update(options: CallOptions) -> Result<String, Error> {
    let canned = Canned::default().json(200, PLANT);
    let call = client(&canned).plants().update("p1").name("Fern");
    call.with_options(options).send().await?;
    Ok(canned.asked().remove(0))
}

#[tokio::test]
async fn headers_query_and_fields_are_added() {
    let options = CallOptions::new()
        .header("x-trace", "a1")
        .query("a b", "c&d")
        .query("e", "")
        .body_field("name", "Moss")
        .body_field("pot", serde_json::json!({"size": 3}));
    assert_eq!(
        update(options).await.unwrap(),
        "PUT https://garden.example/v1/gardens/g1/plants/p1?a%20b=c%26d&e=\ncontent-type: application/json\n\
         x-trace: a1\nauthorization: Bearer t0ken\n{\"name\":\"Moss\",\"pot\":{\"size\":3}}"
    );
}

#[tokio::test]
async fn a_header_wins_over_credentials_and_stays_with_its_origin() {
    let options = CallOptions::new().header("Authorization", "Bearer other");
    let asked = update(options).await.unwrap();
    assert!(
        asked.contains("authorization: Bearer other") && !asked.contains("t0ken"),
        "{asked}"
    );

    let canned = Canned::default()
        .redirect(302, "https://elsewhere.example/")
        .json(200, "[]");
    let options = CallOptions::new().header("x-tenant", "hunter2");
    let call = client(&canned).plants().list().with_options(options);
    call.send().await.unwrap();
    assert!(canned.asked()[0].contains("x-tenant: hunter2"));
    assert_eq!(canned.asked()[1], "GET https://elsewhere.example/");
}

#[tokio::test]
async fn headers_of_the_client_go_with_each_request_and_after_what_the_call_says() {
    let canned = Canned::default()
        .json(200, "[]")
        .json(200, "[]")
        .redirect(302, "https://elsewhere.example/")
        .json(200, "[]");
    let client = builder(&canned)
        .token("t0ken")
        .header("Authorization", "Bearer other")
        .header("x-version", "1")
        .header("x-version", "2")
        .header("x-trace", "client")
        .header("user-agent", "mine");
    let plants = client.build().unwrap().plants();
    let options = CallOptions::new().header("x-version", "3");
    plants.list().send().await.unwrap();
    let call = plants.list().trace("call").with_options(options);
    call.send().await.unwrap();
    plants.list().send().await.unwrap();
    let asked = canned.asked();
    let has = |n: usize, lines: &[&str]| {
        let of_request: Vec<&str> = asked[n].lines().collect();
        lines.iter().all(|line| of_request.contains(line))
    };
    let other = "authorization: Bearer other";
    assert!(has(0, &["x-version: 2", "x-trace: client", other]));
    assert!(has(1, &["x-version: 3", "x-trace: call", other]));
    assert!(!asked[0].contains("t0ken"), "{asked:?}");
    assert_eq!(asked[3], "GET https://elsewhere.example/");
}

#[tokio::test]
async fn a_header_of_the_client_that_is_none_is_said_when_it_is_built() {
    for (name, value, said) in [
        ("a b", "hunter2", "a name is none that a header can have"),
        ("x-a", "hunter2\n", "`x-a` has characters"),
        ("Content-Type", "hunter2", "is each call's own"),
    ] {
        let canned = Canned::default();
        let error = builder(&canned).header(name, value).build().unwrap_err();
        let text = format!("{error} {error:?}");
        assert!(
            text.contains(said) && !text.contains("hunter2"),
            "{said}: {text}"
        );
        assert!(matches!(error, Error::Configuration(_)), "{text}");
    }
}

#[tokio::test]
async fn a_query_is_appended_to_what_is_there() {
    let canned = Canned::default().json(200, "[]");
    let call = client(&canned).plants().list();
    let call = call.state(vec!["growing".into()]);
    let options = CallOptions::new().query("page", "2");
    call.with_options(options).send().await.unwrap();
    assert!(
        canned.asked()[0].starts_with("GET https://garden.example/v1/plants?state=growing&page=2"),
        "{:?}",
        canned.asked()
    );
}

#[tokio::test]
async fn fields_need_an_object() {
    let canned = Canned::default().json(200, "");
    let options = CallOptions::new().body_field("a", 1);
    let call = client(&canned).orders().pay().with_options(options.clone());
    call.send().await.unwrap();
    assert_eq!(
        canned.asked()[0],
        "POST https://pay.example/payments\ncontent-type: application/json\n{\"a\":1}"
    );
    let call = client(&canned).orders().scan("x").with_options(options);
    let error = call.send().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "orders.scan: `body` can't be sent: only JSON and forms can be given further fields"
    );
}

#[tokio::test]
async fn fields_may_come_from_an_object() {
    let read: serde_json::Value =
        serde_json::from_str(r#"{"name": "Moss", "pot": {"size": 3}, "tag": null}"#).unwrap();
    let options = CallOptions::new().body_fields(read).body_field("tag", "x");
    let asked = update(options).await.unwrap();
    let expected = r#"{"name":"Moss","pot":{"size":3},"tag":"x"}"#;
    assert_eq!(asked.lines().last(), Some(expected));
}

#[tokio::test]
async fn fields_of_a_form_are_replaced_with_what_they_hold() {
    let canned = Canned::default().json(200, "").json(200, "");
    let orders = client(&canned).orders();
    let note = serde_json::json!({"text": "a&b", "lines": [{"n": 1}], "linesman": true});
    let options = CallOptions::new()
        .body_field("lines", [serde_json::json!({"n": 2})])
        .body_field("beta", ["a", "b"])
        .body_field("text", None::<String>);
    let call = orders.note(Note::Form(note)).with_options(options);
    call.send().await.unwrap();
    // A form that is left out is one all the same.
    let nothing = orders.note(Note::Form(serde_json::json!({})));
    let options = CallOptions::new().body_field("a b", 1);
    nothing.with_options(options).send().await.unwrap();
    assert_eq!(
        canned.asked(),
        [
            "linesman=true&lines%5B0%5D%5Bn%5D=2&beta=a&beta=b",
            "a+b=1"
        ]
        .map(|body| format!(
            "POST https://garden.example/v1/notes\ncontent-type: application/x-www-form-urlencoded\n{body}"
        ))
    );
}

#[tokio::test]
async fn what_is_not_usable_is_not_sent() {
    for (options, said) in [
        (
            CallOptions::new().header("a b", "hunter2"),
            "`further headers` can't be sent: a name is none",
        ),
        (
            CallOptions::new().header("x-a", "hunter2\r\nx-b: c"),
            "`x-a` has characters that no header can have",
        ),
        (
            CallOptions::new().base_url("ftp://me:hunter2@a.example"),
            "the base URL must begin with",
        ),
        (
            CallOptions::new().body_field("map", std::collections::HashMap::from([((1, 2), 3)])),
            "the field `map`: key must be a string",
        ),
        (
            CallOptions::new().body_fields(["hunter2"]),
            "`body` can't be sent: what further fields are taken from: it is no object",
        ),
    ] {
        let error = update(options).await.unwrap_err();
        let text = format!("{error} {error:?}");
        assert!(
            text.contains(said) && !text.contains("hunter2"),
            "{said}: {text}"
        );
        assert_eq!(error.tries(), 0);
    }
}

#[tokio::test]
async fn servers_win_in_this_order() {
    let canned = (0..5).fold(Canned::default(), |canned, _| canned.json(200, ""));
    let here = || CallOptions::new().base_url("https://call.example/x/");
    let described = builder(&canned).build().unwrap();
    let chosen = builder(&canned).base_url("https://client.example");
    let chosen = chosen.build().unwrap();
    let read = builder(&canned).garden_id("g1").token("t");
    let read = read
        .env_with(|name| (name == "GARDEN_URL").then(|| "https://env.example".to_owned()))
        .build()
        .unwrap();
    for call in [
        described.orders().pay(),
        described.orders().pay().with_options(here()),
        chosen.orders().pay(),
        chosen.orders().pay().with_options(here()),
        read.orders().pay(),
    ] {
        call.send().await.unwrap();
    }
    let asked = canned.asked();
    let hosts: Vec<&str> = asked.iter().map(|asked| &asked[5..]).collect();
    assert_eq!(
        hosts,
        [
            "https://pay.example/payments",
            "https://call.example/x/payments",
            "https://client.example/payments",
            "https://call.example/x/payments",
            "https://env.example/payments",
        ]
    );
}

#[tokio::test]
async fn times_are_the_calls_own() {
    let seconds = Duration::from_secs;
    let canned = Canned::default().json(200, "[]").json(200, "[]");
    let client = builder(&canned)
        .timeout(seconds(30))
        .try_timeout(seconds(20))
        .connect_timeout(seconds(3));
    let client = client.build().unwrap();
    client.plants().list().send().await.unwrap();
    let options = CallOptions::new()
        .timeout(seconds(9))
        .try_timeout(seconds(10))
        .connect_timeout(seconds(1));
    let call = client.plants().list().with_options(options);
    call.send().await.unwrap();
    let timeouts = |whole, connect| Timeouts {
        whole: seconds(whole),
        connect: seconds(connect),
        read: None,
    };
    assert_eq!(canned.timeouts(), [timeouts(20, 3), timeouts(9, 1)]);
}

#[tokio::test]
async fn the_time_of_a_call_holds_for_all_tries() {
    let seconds = Duration::from_secs;
    let wait = [("retry-after", "4")];
    let canned = Canned::default()
        .then(503, &wait, "")
        .then(503, &wait, "")
        .json(200, "[]");
    let (builder, _) = patient(&canned);
    let client = builder.try_timeout(seconds(5)).timeout(seconds(10));
    client
        .build()
        .unwrap()
        .plants()
        .list()
        .send()
        .await
        .unwrap();
    let whole: Vec<u64> = canned
        .timeouts()
        .iter()
        .map(|timeouts| timeouts.whole.as_secs())
        .collect();
    // It waits a little longer than it is asked to.
    assert!(matches!(whole[..], [5, 5, 1 | 2]), "{whole:?}");
}

#[tokio::test]
async fn the_defaults_are_a_minute_and_five_seconds() {
    let canned = Canned::default().json(200, "[]");
    let client = client(&canned);
    client.plants().list().send().await.unwrap();
    let expected = Timeouts {
        whole: Duration::from_secs(60),
        connect: Duration::from_secs(5),
        read: None,
    };
    assert_eq!(canned.timeouts(), [expected]);
}

#[tokio::test]
async fn a_policy_is_the_calls_own() {
    let canned = Canned::default().json(503, "{}").json(200, "[]");
    let (builder, _) = patient(&canned);
    let client = builder.retry(RetryPolicy::never()).build().unwrap();
    let options = CallOptions::new().retry(RetryPolicy::new().max_retries(1));
    let call = client.plants().list().with_options(options);
    call.send().await.unwrap();
    assert_eq!(canned.asked().len(), 2);
}

#[test]
fn an_address_without_a_host_is_no_base_url() {
    static RELATIVE: Api = Api {
        base_url: "/v2",
        ..NOBODY
    };
    let build = |url: Option<&str>| {
        let builder = ClientBuilder::new(&RELATIVE).transport(Canned::default());
        match url {
            Some(url) => builder.base_url(url).build(),
            None => builder.build(),
        }
    };
    assert!(build(Some("https://a.example/v2")).is_ok());
    let error = build(None).unwrap_err().to_string();
    assert!(error.contains("has no host: `https://HOST/v2`"), "{error}");
}
