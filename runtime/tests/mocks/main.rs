//! Tests of a user of a client, who has no server: what the mock does for them.

#[path = "../garden/mod.rs"]
#[allow(dead_code, missing_docs, unused_imports)]
mod garden;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use garden::orders::{OrderAttachParams, OrderPlaceParams, OrderScanParams};
use garden::plants::{PlantListParams, PlantRemoveParams, PlantUpdateParams};
use garden::types::{Failure, Plant};
use garden::{Client, ClientBuilder};
use serde_json::json;
use specwright_runtime as runtime;
use specwright_runtime::mock::Mock;
use specwright_runtime::{
    Body, CallOptions, Error, Field, Form, NotRetried, RetryPolicy, TransportErrorKind, Upload,
    http,
};

fn builder(mock: &Mock) -> ClientBuilder {
    let builder = Client::builder().garden_id("g1").token("hunter2");
    builder.transport(mock.clone()).timer(mock.clone())
}

fn client(mock: &Mock) -> Client {
    builder(mock).build().unwrap()
}

fn fern() -> Plant {
    serde_json::from_value(json!({"id": "p1", "name": "Fern"})).unwrap()
}

/// What `verify` panics with.
fn complaint(mock: &Mock) -> String {
    let outcome = catch_unwind(AssertUnwindSafe(|| mock.verify()));
    let panic = outcome.expect_err("it does not hold");
    panic.downcast_ref::<String>().unwrap().clone()
}

#[tokio::test]
async fn what_is_returned_comes_out_of_the_call() {
    let mock = Mock::new();
    mock.on::<PlantUpdateParams>().returns(&fern());
    mock.on::<PlantListParams>().returns(&vec![fern()]);
    mock.on::<PlantRemoveParams>().returns(&());
    let plants = client(&mock).plants();
    assert_eq!(
        plants.update("p1").name("Fern").send().await.unwrap(),
        fern()
    );
    assert_eq!(plants.list().send().await.unwrap(), [fern()]);
    plants.remove("p1").send().await.unwrap();
    mock.verify();
}

struct Note;

impl runtime::Operation for Note {
    type Output = Option<String>;
    type Reply = runtime::Json<Option<String>>;

    const SPEC: runtime::Spec = &runtime::get("plants.note", "/note").accept("application/json");
}

struct Export;

impl runtime::Operation for Export {
    type Output = String;
    type Reply = runtime::Text;

    const SPEC: runtime::Spec = &runtime::get("plants.export", "/plants.csv").accept("text/csv");
}

#[tokio::test]
async fn a_file_is_wished_for_and_anything_accepted() {
    let mock = Mock::new();
    mock.on::<Export>().returns(&"id\np1\n".to_owned());
    mock.on::<Note>().returns(&None);
    let client = runtime::ClientBuilder::new(&SHOP).transport(mock.clone());
    let client = client.build().unwrap();
    let options = CallOptions::new();
    let text = client.send(&Export, &options).await.unwrap();
    assert_eq!(text, "id\np1\n");
    client.send(&Note, &options).await.unwrap();
    let accepted = mock.requests();
    let accepted = [0, 1].map(|index| accepted[index].header("accept"));
    assert_eq!(
        accepted,
        [Some("text/csv, */*;q=0.1"), Some("application/json")]
    );
}

#[tokio::test]
async fn null_is_something_and_nothing_is_not() {
    let mock = Mock::new();
    let null = runtime::Value::Null;
    mock.on::<Note>()
        .returns(&None)
        .responds(200, null)
        .responds(200, ());
    let client = runtime::ClientBuilder::new(&SHOP).transport(mock.clone());
    let client = client.build().unwrap();
    let options = CallOptions::new();
    for _ in 0..2 {
        let response = client.call(&Note, &options).await.unwrap();
        assert_eq!(
            (&response.bytes()[..], response.body()),
            (&b"null"[..], &None)
        );
    }
    let error = client.send(&Note, &options).await.unwrap_err();
    assert_eq!(error.body().unwrap(), "");
}

#[cfg(feature = "oauth2")]
#[tokio::test]
async fn a_client_with_oauth_gets_a_token_and_keeps_its_secret() {
    let mock = Mock::new();
    mock.on::<PlantListParams>().returns(&vec![fern()]);
    let credentials = runtime::ClientCredentials::new("me", "hunter2").in_body();
    let builder = Client::builder().garden_id("g1").token(credentials);
    let client = builder.transport(mock.clone()).timer(mock.clone());
    let client = client.build().unwrap();
    client.plants().list().send().await.unwrap();
    mock.verify();
    let [token, list] = &mock.requests()[..] else {
        panic!("{mock:?}");
    };
    let shown = format!("{token} {:?}", token.body());
    assert!(
        shown.contains("client_id=me&client_secret=[redacted]"),
        "{shown}"
    );
    assert!(!format!("{mock:?}").contains("hunter2"));
    assert_eq!(list.header("authorization"), Some("[redacted]"));
}

#[cfg(feature = "oauth2")]
#[tokio::test]
async fn a_person_logs_in_with_a_mock() {
    let mock = Mock::new();
    mock.on::<PlantListParams>()
        .returns(&vec![fern()])
        .responds(401, ())
        .returns(&vec![fern()]);
    let endpoint = runtime::AuthorizationEndpoint::new(
        "gardener",
        "https://garden.example/agree",
        "https://garden.example/token",
    );
    let endpoint = endpoint.with_refresh_url("https://garden.example/refresh");
    let app = runtime::AuthorizationCode::new(endpoint, "me").transport(mock.clone());
    let login = app.login().unwrap();
    let (_, state) = login.url().split_once("state=").unwrap();
    let (state, _) = state.split_once('&').unwrap();
    let answer = format!("code=c&state={state}");
    let tokens = app.finish(&login, &answer).await.unwrap();
    assert_eq!(tokens.refresh_token(), Some("[mock]"));
    let builder = Client::builder().garden_id("g1");
    let builder = builder.token(app.credential(tokens));
    let client = builder.transport(mock.clone()).timer(mock.clone());
    let client = client.build().unwrap();
    client.plants().list().send().await.unwrap();
    client.plants().list().send().await.unwrap();
    mock.verify();
    let requests = mock.requests();
    let urls: Vec<&str> = requests.iter().map(|request| request.url()).collect();
    assert_eq!(urls[0], "https://garden.example/token");
    assert_eq!(urls[3], "https://garden.example/refresh");
    // A test may have the person take it back.
    mock.refuses_tokens("invalid_grant");
    let error = app.finish(&login, &answer).await.unwrap_err();
    assert!(error.needs_login(), "{error:?}");
}

/// Takes a moment of real time.
struct Slow;

impl runtime::Layer for Slow {
    fn send<'a>(
        &'a self,
        request: http::Request<Body>,
        next: runtime::Next<'a>,
    ) -> runtime::Sent<'a> {
        Box::pin(async move {
            tokio::time::sleep(Duration::from_millis(1)).await;
            next.send(request).await
        })
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_that_hangs_ends_no_other_call() {
    for _ in 0..100 {
        let mock = Mock::new();
        mock.on::<PlantListParams>().hangs();
        mock.on::<PlantUpdateParams>().returns(&fern());
        let builder = builder(&mock).retry(RetryPolicy::never());
        let client = builder.layer(Slow).build().unwrap();
        let hangs = tokio::spawn(client.plants().list().send());
        let goes_on = tokio::spawn(client.plants().update("p1").send());
        assert!(hangs.await.unwrap().unwrap_err().is_timeout());
        goes_on.await.unwrap().unwrap();
    }
}

#[tokio::test]
async fn replies_come_in_their_order_and_without_waiting() {
    let mock = Mock::new();
    mock.on::<PlantListParams>()
        .responds(503, ())
        .loses(TransportErrorKind::Interrupted)
        .returns(&vec![fern()]);
    let response = client(&mock).plants().list().with_response().await.unwrap();
    assert_eq!(response.tries(), 3);
    assert_eq!(mock.waits().len(), 2);
    mock.verify();
}

#[tokio::test]
async fn a_failure_is_typed() {
    let mock = Mock::new();
    let no = json!({"ok": false, "faults": [{"code": 7003, "message": "No route"}]});
    mock.on::<PlantUpdateParams>().responds(400, no);
    let call = client(&mock).plants().update("p1");
    let error = call.send().await.unwrap_err();
    assert_eq!(error.failure::<Failure>().unwrap().faults[0].code, 7003);
}

#[tokio::test]
async fn a_response_may_be_anything() {
    let mock = Mock::new();
    let page = http::Response::builder().status(502).body("<h1>").unwrap();
    mock.on::<PlantListParams>().sends(page).times(2).hangs();
    let listed = client(&mock).plants().list().send().await;
    // Tried three times, the last of which took all the time there was.
    let error = listed.unwrap_err();
    assert!(error.is_timeout() && !error.is_connect(), "{error}");
    assert_eq!(error.tries(), 3);
    mock.verify();
}

#[tokio::test]
async fn a_transport_that_never_answers_is_given_up() {
    let mock = Mock::new();
    mock.on::<PlantListParams>().hangs().always();
    let builder = builder(&mock).timeout(Duration::from_secs(3600));
    let client = builder
        .try_timeout(Duration::from_secs(600))
        .build()
        .unwrap();
    let error = client.plants().list().send().await.unwrap_err();
    assert!(error.is_timeout() && !error.is_connect(), "{error}");
    assert_eq!(
        (error.tries(), error.not_retried()),
        (3, Some(NotRetried::Limit))
    );
    let options = CallOptions::new().timeout(Duration::from_secs(60));
    let call = client.plants().list().with_options(options);
    let error = call.send().await.unwrap_err();
    assert_eq!(
        (error.tries(), error.not_retried()),
        (1, Some(NotRetried::Timeout))
    );
}

#[tokio::test]
async fn requests_are_matched_by_params() {
    let mock = Mock::new();
    let renamed = |name: &str| PlantUpdateParams {
        name: Field::Value(name.to_owned()),
        ..PlantUpdateParams::new("p1")
    };
    let other = Plant {
        id: "p2".to_owned(),
        ..fern()
    };
    mock.on::<PlantUpdateParams>()
        .with(renamed("Fern"))
        .returns(&fern());
    mock.on::<PlantUpdateParams>()
        .with(renamed("Moss"))
        .returns(&other);
    let plants = client(&mock).plants();
    let moss = plants.update("p1").name("Moss").send().await.unwrap();
    assert_eq!(moss.id, "p2");
    // The garden is the client's, or the call's own.
    let call = plants.update("p1").garden_id("g2").name("Fern");
    let error = call.send().await.unwrap_err();
    assert!(
        format!("{error:?}").contains("the path is not /gardens/g1/plants/p1"),
        "{error:?}"
    );
    plants.update("p1").name("Fern").send().await.unwrap();
    assert!(complaint(&mock).starts_with("not expected: plants.update: PUT "));
}

#[tokio::test]
async fn every_part_of_a_request_has_to_match_its_params() {
    let params = PlantListParams {
        state: Some(vec!["resting".into()]),
        trace: Some("a".to_owned()),
        theme: Some("dark".to_owned()),
    };
    let mock = Mock::new();
    mock.on::<PlantListParams>().with(params).returns(&vec![]);
    let plants = builder(&mock).visitor("v").session("s").build();
    let plants = plants.unwrap().plants();
    let resting = || plants.list().state(vec!["resting".into()]);
    for (call, why) in [
        (plants.list().trace("a"), "the query is not"),
        (resting(), "the header x-trace is not"),
        (resting().trace("b"), "the header x-trace is not"),
        (resting().trace("a"), "the cookies are others"),
        (
            resting().trace("a").theme("light"),
            "the cookies are others",
        ),
    ] {
        let error = call.send().await.unwrap_err();
        let told = format!("{error:?}");
        assert!(told.contains(why) && !told.contains("light"), "{told}");
    }
    resting().trace("a").theme("dark").send().await.unwrap();
}

#[tokio::test]
async fn a_reply_can_be_read_as_it_comes() {
    let mock = Mock::new();
    let page = http::Response::new("hello");
    mock.on::<PlantListParams>().sends(page).hangs();
    let plants = builder(&mock).retry(RetryPolicy::never()).build();
    let plants = plants.unwrap().plants();
    let response = plants.list().with_streaming_response().await.unwrap();
    assert_eq!(response.bytes().await.unwrap(), "hello");
    let late = plants.list().with_streaming_response().await;
    assert!(late.unwrap_err().is_timeout());
}

#[tokio::test]
async fn requests_are_matched_by_what_is_in_them() {
    let mock = Mock::new();
    mock.on::<PlantListParams>()
        .when(|request| request.header("x-trace") == Some("a"))
        .returns(&vec![]);
    mock.on::<PlantListParams>()
        .when(|request| request.query("state").as_deref() == Some("resting"))
        .returns(&vec![fern()]);
    let plants = client(&mock).plants();
    let resting = vec!["resting".into()];
    assert_eq!(plants.list().state(resting).send().await.unwrap().len(), 1);
    assert_eq!(plants.list().trace("a").send().await.unwrap().len(), 0);
    mock.verify();
}

static SHOP: runtime::Api = runtime::Api {
    name: "shop",
    version: "1.0.0",
    base_url: "https://shop.example",
    server_variables: &[],
    base_url_env: None,
    schemes: &[],
    security: &[],
    globals: &[],
    sensitive: &[],
};

/// A list that comes in pages, with a parameter after the one that asks for a page.
struct Pots {
    cursor: Option<&'static str>,
    sizes: &'static [u32],
}

impl runtime::Operation for Pots {
    type Output = runtime::Value;
    type Reply = runtime::Json<runtime::Value>;

    const SPEC: runtime::Spec = &runtime::get("pots.list", "/pots")
        .parameters(&[runtime::query("cursor"), runtime::query("size")]);

    fn encode(&self, request: &mut runtime::RequestWriter<'_>) {
        request.parameter(0, &self.cursor);
        request.parameter(1, self.sizes);
    }
}

impl runtime::Paged for Pots {
    type Item = runtime::Value;

    const PAGES: runtime::PageSpec = runtime::by_cursor("cursor", &["next"]);

    fn items(page: runtime::Value) -> Vec<runtime::Value> {
        page["items"].as_array().cloned().unwrap_or_default()
    }
}

#[tokio::test]
async fn later_pages_are_matched_by_params() {
    let pots = |cursor| Pots {
        cursor,
        sizes: &[2, 1],
    };
    let mock = Mock::new();
    mock.on::<Pots>()
        .with(pots(Some("a")))
        .responds(200, json!({"items": [1], "next": "b"}));
    mock.on::<Pots>()
        .with(pots(Some("b")))
        .responds(200, json!({"items": [2]}));
    let client = runtime::ClientBuilder::new(&SHOP)
        .transport(mock.clone())
        .timer(mock.clone())
        .build()
        .unwrap();
    let mut items = client.items(pots(Some("a")), CallOptions::new());
    let mut found = Vec::new();
    while let Some(item) = items.next().await {
        found.push(item.unwrap());
    }
    assert_eq!(found, [1, 2]);
    mock.verify();
    // The order of a list is its own.
    mock.on::<Pots>().with(pots(None)).responds(200, json!({}));
    let other = Pots {
        cursor: None,
        sizes: &[1, 2],
    };
    let error = client.send(&other, &CallOptions::new()).await.unwrap_err();
    assert!(format!("{error:?}").contains("the query is not"));
}

#[tokio::test]
async fn forms_are_matched_whatever_stands_between_their_parts() {
    let form = |title: &str| Form::new().value("title", title).file("scan", "bytes");
    let expected = |title| OrderAttachParams {
        page: None,
        body: form(title),
    };
    let mock = Mock::new();
    for title in ["one", "two"] {
        mock.on::<OrderAttachParams>()
            .with(expected(title))
            .returns(&());
    }
    let orders = client(&mock).orders();
    orders.attach(form("two")).send().await.unwrap();
    let other = orders.attach(form("three")).send().await.unwrap_err();
    assert!(format!("{other:?}").contains("the body is another"));
    let mine = form("one").boundary("mine");
    orders.attach(mine).send().await.unwrap();
    assert!(complaint(&mock).starts_with("not expected: orders.attach: PUT "));
}

#[tokio::test]
async fn streams_can_be_expected_again_and_again() {
    let stream = || Upload::from(Body::wrap(Body::from("bytes")));
    let mock = Mock::new();
    let scan = |page: &str| OrderScanParams {
        page: Some(page.to_owned()),
        body: stream(),
    };
    mock.on::<OrderScanParams>()
        .with(scan("1"))
        .returns(&())
        .times(2);
    let form = || Form::new().file("scan", stream());
    mock.on::<OrderAttachParams>()
        .with(OrderAttachParams {
            page: None,
            body: form(),
        })
        .returns(&())
        .times(2);
    let orders = client(&mock).orders();
    for _ in 0..2 {
        orders.scan(stream()).page("1").send().await.unwrap();
        orders.attach(form()).send().await.unwrap();
    }
    mock.verify();
}

/// What is sent of a file.
#[cfg(all(unix, any(feature = "hyper", feature = "reqwest")))]
async fn sent(file: Upload) -> (String, Vec<Option<u64>>) {
    let mock = Mock::new();
    mock.on::<OrderScanParams>().returns(&());
    let totals = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let seen = totals.clone();
    let file = file.on_progress(move |_, total| seen.lock().unwrap().push(total));
    client(&mock).orders().scan(file).send().await.unwrap();
    let body = mock.requests()[0].body().clone();
    let totals = totals.lock().unwrap().clone();
    (String::from_utf8(body.to_vec()).unwrap(), totals)
}

#[cfg(all(unix, any(feature = "hyper", feature = "reqwest")))]
#[tokio::test]
async fn files_without_a_length_are_sent_to_their_end() {
    let folder = std::env::temp_dir().join(format!("specwright-files-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let (empty, pipe) = (folder.join("empty"), folder.join("pipe"));
    std::fs::write(&empty, "").unwrap();
    assert_eq!(
        sent(Upload::open(&empty).await.unwrap()).await,
        (String::new(), vec![])
    );
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    let end = pipe.clone();
    let writer = std::thread::spawn(move || std::fs::write(end, "all that comes").unwrap());
    let (text, totals) = sent(Upload::open(&pipe).await.unwrap()).await;
    writer.join().unwrap();
    assert_eq!(text, "all that comes");
    assert!(!totals.is_empty() && totals.iter().all(Option::is_none));
    std::fs::remove_dir_all(&folder).unwrap();
    if cfg!(target_os = "linux") {
        // It says that it has no bytes.
        let file = Upload::open_blocking("/proc/self/status").unwrap();
        let (text, totals) = sent(file).await;
        assert!(text.starts_with("Name:"), "{text}");
        assert!(!totals.is_empty() && totals.iter().all(Option::is_none));
    }
}

#[tokio::test]
async fn keys_that_the_client_makes_are_no_params() {
    let mock = Mock::new();
    let params = OrderPlaceParams::default();
    mock.on::<OrderPlaceParams>()
        .with(params)
        .returns(&json!(1))
        .times(2);
    let orders = client(&mock).orders();
    orders.place().send().await.unwrap();
    let mine = orders.place().idempotency_key("mine").send().await;
    mine.unwrap();
    let keys: Vec<_> = mock
        .requests()
        .iter()
        .map(|r| r.header("idempotency-key").unwrap().to_owned())
        .collect();
    assert!(keys[0].len() == 36 && keys[1] == "mine", "{keys:?}");
}

#[tokio::test]
async fn what_is_not_expected_is_told() {
    let mock = Mock::new();
    let plants = client(&mock).plants();
    let error = plants.remove("p1").send().await.unwrap_err();
    assert!(
        matches!(error, Error::Transport(_)) && error.tries() == 1,
        "{error:?}"
    );
    let said = "not expected: plants.remove: DELETE https://garden.example/v1/plants/p1";
    assert_eq!(complaint(&mock), format!("{said}\nNothing is expected."));

    let mock = Mock::new();
    mock.on::<PlantRemoveParams>().returns(&());
    mock.on::<PlantListParams>()
        .when(|_| false)
        .returns(&vec![])
        .times(2);
    let plants = client(&mock).plants();
    plants.remove("p1").send().await.unwrap();
    plants.remove("p1").send().await.unwrap_err();
    assert_eq!(
        complaint(&mock),
        format!(
            "{said}\nExpected are:\n  plants.remove: no reply is left\n  plants.list: another operation\nnot asked for: the last 2 replies of plants.list"
        )
    );
}

#[tokio::test]
async fn requests_are_kept_without_credentials() {
    let mock = Mock::new();
    mock.on::<PlantListParams>().returns(&vec![]);
    mock.on::<PlantUpdateParams>().returns(&fern());
    let builder = builder(&mock).visitor("hunter2").session("hunter2");
    let plants = builder.build().unwrap().plants();
    plants.list().trace("a").send().await.unwrap();
    plants.update("p1").name("Fern").send().await.unwrap();
    let requests = mock.requests();
    let shown = format!(
        "{requests:?} {:?}",
        requests.iter().map(|r| r.headers()).collect::<Vec<_>>()
    );
    assert!(!shown.contains("hunter2"), "{shown}");
    assert_eq!(requests[0].operation(), "plants.list");
    assert_eq!(
        requests[0].url(),
        "https://garden.example/v1/plants?visitor=[redacted]"
    );
    assert_eq!(requests[1].header("authorization"), Some("[redacted]"));
    assert_eq!(requests[1].json(), json!({"name": "Fern"}));
    assert_eq!(requests[1].path(), "/v1/gardens/g1/plants/p1");
    assert_eq!(requests[1].body(), r#"{"name":"Fern"}"#);
    mock.verify();
}
