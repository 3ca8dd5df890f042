//! Parameters: what is sent, and what is refused before anything is sent.

use std::collections::BTreeMap;

use serde_json::json;
use specwright_runtime::{Body, Error, Form, Operation, Upload};

use super::canned::Canned;
use super::garden::Call;
use super::garden::orders::Note;
use super::garden::types::PlantState;
use super::{builder, client};

const PLANT: &str = r#"{"ok":true,"data":{"id":"p1"}}"#;

/// Why `update` refuses these.
async fn refused(garden_id: &str, plant_id: &str) -> String {
    let canned = Canned::default();
    let call = client(&canned)
        .plants()
        .update(plant_id)
        .garden_id(garden_id);
    let error = call.send().await.unwrap_err();
    assert!(canned.asked().is_empty());
    assert!(matches!(error, Error::Argument(_)));
    error.to_string()
}

#[tokio::test]
async fn a_call_is_written_as_described() {
    let canned = Canned::default().json(200, PLANT);
    let call = client(&canned)
        .plants()
        .update("p/1 é")
        .garden_id("g2")
        .name("Fern");
    call.send().await.unwrap();
    assert_eq!(
        canned.asked(),
        [
            "PUT https://garden.example/v1/gardens/g2/plants/p%2F1%20%C3%A9\ncontent-type: application/json\n\
          authorization: Bearer t0ken\n{\"name\":\"Fern\"}"
        ]
    );
}

/// What is wrong with a call.
async fn problem<P: Operation>(call: Call<P>) -> Option<String> {
    let error = call.send().await.err()?;
    assert!(matches!(error, Error::Argument(_)), "{error:?}");
    Some(error.to_string())
}

#[tokio::test]
async fn what_goes_wrong_first_counts_and_uses_nothing_up() {
    let canned = Canned::default().json(200, "null").json(200, "null");
    let orders = client(&canned).orders();
    let once = || Upload::from(Body::wrap(Body::from("x")));
    let no_header = "`X-Page` can't be sent: it has characters that no header can have";

    let scan = orders.scan(once());
    let wrong = problem(scan.clone().page("1\n2")).await;
    assert_eq!(wrong, Some(format!("orders.scan: {no_header}")));
    assert_eq!(problem(scan.clone().page("1")).await, None);
    let sent = "orders.scan: `body` can't be sent: the stream was sent before";
    assert_eq!(problem(scan.clone()).await, Some(sent.to_owned()));
    // Both are wrong now.
    let wrong = problem(scan.page("1\n2")).await;
    assert_eq!(wrong, Some(format!("orders.scan: {no_header}")));

    let attach = orders.attach(Form::new().file("scan", once()));
    let wrong = problem(attach.clone().page("1\n2")).await;
    assert_eq!(wrong, Some(format!("orders.attach: {no_header}")));
    assert_eq!(problem(attach.clone().page("1")).await, None);
    let sent = "orders.attach: `body` can't be sent: the stream of the part `scan` was sent before";
    assert_eq!(problem(attach).await, Some(sent.to_owned()));
    assert_eq!(canned.asked().len(), 2);
}

#[tokio::test]
async fn absent_and_null_are_two_bodies() {
    let canned = Canned::default().json(200, PLANT).json(200, PLANT);
    let client = client(&canned);
    client.plants().update("p1").send().await.unwrap();
    client
        .plants()
        .update("p1")
        .name(None)
        .send()
        .await
        .unwrap();
    let asked = canned.asked();
    assert!(asked[0].ends_with("\n{}"), "{}", asked[0]);
    assert!(asked[1].ends_with("\n{\"name\":null}"), "{}", asked[1]);
}

/// What is sent of a body that may be left out.
async fn noted(note: Note) -> Option<String> {
    let canned = Canned::default().json(200, "null");
    let call = client(&canned).orders().note(note);
    call.send().await.unwrap();
    let asked = &canned.asked()[0];
    let (_, content) = asked.split_once("content-type: ")?;
    Some(content.to_owned())
}

#[tokio::test]
async fn an_optional_body_of_which_nothing_is_set_is_not_sent() {
    assert_eq!(noted(Note::Json(json!({}))).await, None);
    assert_eq!(noted(Note::Form(json!({}))).await, None);
    assert_eq!(noted(Note::Parts(Form::new())).await, None);

    let sent = noted(Note::Json(json!({"text": null}))).await.unwrap();
    assert!(sent.ends_with("\n{\"text\":null}"), "{sent}");
    let sent = noted(Note::Form(json!({"text": ""}))).await.unwrap();
    assert!(sent.ends_with("\ntext="), "{sent}");
    // An empty list is something to say, even where a form has no words for it.
    let sent = noted(Note::Form(json!({"texts": []}))).await.unwrap();
    assert!(
        sent.starts_with("application/x-www-form-urlencoded"),
        "{sent}"
    );
    let sent = noted(Note::Parts(Form::new().value("text", "a")))
        .await
        .unwrap();
    assert!(sent.starts_with("multipart/form-data"), "{sent}");
}

#[tokio::test]
async fn what_is_wrong_with_an_empty_form_is_said() {
    let canned = Canned::default();
    let wrong = Form::new().value("text", &BTreeMap::from([((1, 2), 3)]));
    let call = client(&canned).orders().note(Note::Parts(wrong));
    let wrong = problem(call).await.unwrap();
    assert!(
        wrong.starts_with("orders.note: `body` can't be sent: the part `text`"),
        "{wrong}"
    );
}

#[tokio::test]
async fn query_header_and_cookie() {
    let canned = Canned::default().json(200, "[]");
    let client = builder(&canned).visitor("v").session("s").build().unwrap();
    let call = client
        .plants()
        .list()
        .state(vec![PlantState::Growing, "in a pot".into()])
        .trace("abc")
        .theme("dark;mode");
    call.send().await.unwrap();
    assert_eq!(
        canned.asked(),
        [
            "GET https://garden.example/v1/plants?state=growing&state=in%20a%20pot&visitor=v\nx-trace: abc\n\
          cookie: theme=dark%3Bmode; session=s"
        ]
    );
}

#[tokio::test]
async fn a_missing_parameter_may_be_set_on_the_client() {
    let canned = Canned::default();
    let client = builder(&canned).token("t").build().unwrap();
    let error = client.plants().update("p1").send().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "plants.update: `garden_id` is required: give it to the call, or to the client for all calls (or set GARDEN_ID)"
    );
    assert!(canned.asked().is_empty());
}

#[tokio::test]
async fn limits_are_counted_in_characters() {
    let too_long = "plants.update: `garden_id` has 9 characters, and at most 8 are allowed";
    assert_eq!(refused("123456789", "p1").await, too_long);
    assert_eq!(refused("ééééééééé", "p1").await, too_long);
    assert_eq!(
        refused("g1", "p").await,
        "plants.update: `plant_id` has 1 character, and at least 2 are needed"
    );
    let canned = Canned::default().json(200, PLANT);
    client(&canned)
        .plants()
        .update("p1")
        .garden_id("éééééééé")
        .send()
        .await
        .unwrap();
}

#[tokio::test]
async fn the_clients_own_values_are_checked_as_well() {
    let canned = Canned::default();
    let client = builder(&canned)
        .token("t")
        .garden_id("123456789")
        .build()
        .unwrap();
    assert!(client.plants().update("p1").send().await.is_err());
    assert!(canned.asked().is_empty());
}

#[tokio::test]
async fn limits_can_be_turned_off() {
    let canned = Canned::default().json(200, PLANT);
    let builder = builder(&canned)
        .token("t")
        .garden_id("123456789")
        .check_parameters(false);
    builder
        .build()
        .unwrap()
        .plants()
        .update("p")
        .send()
        .await
        .unwrap();
}

#[tokio::test]
async fn a_path_leads_nowhere_else() {
    assert_eq!(
        refused("", "p1").await,
        "plants.update: `garden_id` must not be empty"
    );
    let dots = "plants.update: `garden_id` must not be `.` or `..`, which lead to another path";
    assert_eq!(refused("..", "p1").await, dots);
    assert_eq!(refused(".", "p1").await, dots);
    let canned = Canned::default();
    let client = builder(&canned).check_parameters(false).build().unwrap();
    assert!(client.plants().remove("").send().await.is_err());
    assert!(client.plants().remove("..").send().await.is_err());
    assert!(canned.asked().is_empty());
}

#[tokio::test]
async fn a_header_takes_no_control_characters() {
    let canned = Canned::default();
    let call = builder(&canned)
        .build()
        .unwrap()
        .plants()
        .list()
        .trace("a\r\nb: hunter2");
    let error = call.send().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "plants.list: `X-Trace` can't be sent: it has characters that no header can have"
    );
    assert!(!format!("{error:?}").contains("hunter2"));
    assert!(canned.asked().is_empty());
}

#[test]
fn the_user_agent_is_the_apis_or_the_users() {
    let canned = Canned::default();
    assert!(builder(&canned).user_agent("mine/1").build().is_ok());
    let error = builder(&canned).user_agent("a\nb").build().unwrap_err();
    assert_eq!(
        error.to_string(),
        "the user agent has characters that no header can have"
    );
}
