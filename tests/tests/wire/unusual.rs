//! Answers that are rare, and told precisely all the same.

use cloudflare_stream::Error;
use cloudflare_stream::types::Failure;
use serde_json::json;
use tests::server::{Answer, Server};

use crate::{FAILURE, client, failing, ok};

#[tokio::test]
async fn every_operation_has_typed_failures() {
    let server = Server::start(vec![Answer::json(403, FAILURE); 4]).await;
    let webhooks = client(&server).stream().webhooks();
    for error in [
        webhooks.get().send().await.err(),
        webhooks.update().send().await.err(),
        webhooks.delete().send().await.err(),
        webhooks.update().with_response().await.err(),
    ] {
        let error = error.expect("it is refused");
        let failure: &Failure = error.failure().expect("it has its type");
        assert_eq!(failure.errors[0].code, 7003);
        assert!(!failure.success);
    }
}

#[tokio::test]
async fn a_failure_that_no_description_has_keeps_what_it_says() {
    // No: at any status, and however it is written.
    let error = failing(Answer::json(503, FAILURE)).await;
    assert!(error.failure::<Failure>().is_some(), "{error:?}");
    let error = failing(Answer::json(200, "{ \"success\" : false }")).await;
    assert!(matches!(error, Error::Api(_)), "{error:?}");

    let error = failing(Answer::json(400, r#"{"error":"no such account"}"#)).await;
    let Error::Api(error) = error else {
        panic!("{error:?}")
    };
    assert_eq!(error.problems()[0].message, "no such account");
    let why = error.decode_error().expect("it does not fit");
    assert_eq!(why.path(), "$");
}

#[tokio::test]
async fn json_of_an_unexpected_status_is_shown() {
    let error = failing(Answer::json(500, r#"{"oops":true}"#)).await;
    let Error::Unexpected(unexpected) = &error else {
        panic!("{error:?}")
    };
    assert_eq!(unexpected.status(), 500);
    assert_eq!(unexpected.media_type(), "application/json");
    assert_eq!(unexpected.excerpt(), r#"{"oops":true}"#);
    assert!(
        error.to_string().contains("500 Internal Server Error"),
        "{error}"
    );
}

#[tokio::test]
async fn only_a_body_that_was_cut_looks_like_one() {
    let page = "<html>\r\n\t<title>502 Bad Gateway</title>\r\n</html>\r\n";
    let Error::Unexpected(short) =
        failing(Answer::new(502, "text/html; charset=utf-8", page)).await
    else {
        panic!("a page is no answer")
    };
    assert_eq!(short.media_type(), "text/html");
    assert_eq!(
        short.excerpt(),
        "<html> <title>502 Bad Gateway</title> </html>"
    );
    let Error::Unexpected(long) = failing(Answer::new(502, "text/plain", &"ä".repeat(2_000))).await
    else {
        panic!("a page is no answer")
    };
    assert_eq!(long.excerpt(), format!("{}…", "ä".repeat(512)));
    assert_eq!(long.body().len(), 4_000);
}

#[tokio::test]
async fn a_page_in_the_place_of_a_failure_is_no_failure() {
    let error = failing(Answer::new(403, "text/html", "<html>login</html>")).await;
    let Error::Unexpected(unexpected) = &error else {
        panic!("{error:?}")
    };
    assert_eq!(unexpected.status(), 403);
    assert_eq!(unexpected.excerpt(), "<html>login</html>");
}

#[tokio::test]
async fn what_does_not_fit_is_told_with_place_and_both_sides() {
    for (body, path, expected, found) in [
        (
            r#"{"errors":[],"messages":[],"success":true,"result":{"modified":"yesterday"}}"#,
            "$.result.modified",
            "a date and time as in RFC 3339",
            "the string \"yesterday\"",
        ),
        (
            r#"{"errors":[],"messages":[],"success":"true","result":{}}"#,
            "$.success",
            "a boolean",
            "the string \"true\"",
        ),
        (
            r#"{"errors":[{"code":1000,"message":"a"},{"code":"x","message":"b"}],"messages":[],"success":true}"#,
            "$.errors[1].code",
            "an integer of 64 bits",
            "the string \"x\"",
        ),
        (
            r#"{"messages":[],"success":true,"result":{}}"#,
            "$",
            "a member `errors`",
            "an object without it",
        ),
        (
            "{\"success\":tru",
            "$",
            "JSON",
            "a text that ends after 14 bytes",
        ),
        ("<html>", "$", "JSON", "something else at line 1, column 1"),
    ] {
        let error = failing(Answer::json(200, body)).await;
        let Error::Decode(failure) = &error else {
            panic!("{error:?}")
        };
        let why = failure.error();
        let told = (why.path(), why.expected(), why.found());
        assert_eq!(told, (path, expected, found));
        assert!(error.to_string().ends_with(&why.to_string()), "{error}");
    }
}

#[tokio::test]
async fn other_successes_are_successes() {
    let body = r#"{"errors":[],"messages":[],"success":true,"result":{}}"#;
    let headers = [("cf-ray", "8f2e-FRA")];
    let server = Server::start([Answer::with(202, &headers, body)]).await;
    let call = client(&server).stream().webhooks().update();
    let response = call.with_response().await.expect("a webhook");
    assert_eq!(response.status(), 202);
    assert_eq!(response.headers()["cf-ray"], "8f2e-FRA");
    assert!(response.into_body().success);
}

#[tokio::test]
async fn an_envelope_without_its_result_is_there_for_who_wants_the_envelope() {
    let body = r#"{"errors":[],"messages":[],"success":true}"#;
    let server = Server::start([Answer::json(200, body)]).await;
    let call = client(&server).stream().webhooks().get();
    let response = call.with_response().await.expect("an envelope");
    assert_eq!(response.body().result, None);
}

#[tokio::test]
async fn a_response_goes_out_to_the_letter_as_it_came() {
    let body = r#"{"errors":[{"code":1000,"message":"message","documentation_url":"documentation_url","source":{"pointer":"pointer"}}],"messages":[],"success":true,"result":{"modified":"2014-01-02T02:20:00.120+05:30","notification_url":"https://example.com","notificationUrl":"https://EXAMPLE.com/%7Ea/../b","secret":"s"}}"#;
    let server = Server::start([Answer::json(200, body)]).await;
    let call = client(&server).stream().webhooks().get();
    let response = call.with_response().await.expect("a webhook");
    let again = serde_json::to_string(response.body()).expect("it is JSON");
    assert_eq!(again, body);
}

#[tokio::test]
async fn a_url_goes_both_ways_as_it_was_written() {
    for url in [
        "https://example.com",
        "https://example.com/",
        "HTTPS://Example.COM:443/a b?ü=%c3",
        "not a url at all",
    ] {
        let server = Server::start([ok(json!({ "notification_url": url }))]).await;
        let call = client(&server).stream().webhooks().update();
        let found = call.notification_url(url).send().await.expect("a webhook");
        assert_eq!(found.notification_url.as_deref(), Some(url));
        let sent: serde_json::Value =
            serde_json::from_str(&crate::only(&server).body).expect("it is JSON");
        assert_eq!(sent, json!({ "notification_url": url }));
    }
}

#[tokio::test]
async fn closed_enums_take_nothing_else_and_say_what_they_take() {
    use compiled_fixtures::closed::Client;
    use compiled_fixtures::closed::types::{Day, PlanEvent};

    let answers = [
        r#"{"day": "mon", "event": {"kind": "walk", "miles": 2}}"#,
        r#"{"day": "wed"}"#,
        r#"{"day": "tue", "event": {"kind": "run"}}"#,
        r#"{"day": "tue", "event": {}}"#,
    ];
    let server = Server::start(answers.map(|body| Answer::json(200, body))).await;
    let client = Client::builder().base_url(server.url()).build().unwrap();
    let day = Day::try_from("mon").unwrap();
    let plan = client.plans().add(day).send().await.unwrap();
    assert!(matches!(
        (plan.day, plan.event),
        (Day::Mon, Some(PlanEvent::Walk(_)))
    ));
    for expected in [
        "at `$.day`: expected one of mon, tue, found",
        "at `$.event`: expected an object whose kind is one of walk, talk, found",
        "at `$.event`: expected a member `kind`, found an object without it",
    ] {
        let error = client.plans().add(day).send().await.unwrap_err();
        assert!(error.to_string().contains(expected), "{error}");
    }
    let error = Day::try_from("wed").unwrap_err().to_string();
    assert_eq!(error, r#""wed" is none of the values that there are"#);
}

#[tokio::test]
async fn enums_of_integers_travel_as_integers() {
    use compiled_fixtures::integer_enum::Client;
    use compiled_fixtures::integer_enum::types::{
        Level, Shelf, Size, State, TaskEither, TaskShape,
    };

    let answers = [
        r#"{"state": 2, "size": null, "shelf": 404, "either": 0, "steps": {"first": 3, "then": 9}}"#,
        r#"{"state": 2.0, "shape": {"kind": -2, "radius": 1}, "unlimited": 18446744073709551615}"#,
        r#"{"state": 1, "shelf": 405}"#,
        r#"{"state": "2"}"#,
    ];
    let headers = [("content-type", "application/json"), ("x-level", "-3")];
    let answers = answers.map(|body| Answer::with(200, &headers, body));
    let server = Server::start(answers).await;
    let client = Client::builder().base_url(server.url()).build().unwrap();
    let call = client.tasks().add(-3).per_page(20).state(State::Done);
    let call = call.sizes(vec![Some(Size::UnknownValue), None, Some(7.into())]);
    let call = call.x_shelf(Shelf::try_from(500).unwrap());
    let response = call.with_response().await.unwrap();
    let level: Option<Level> = response.header("x-level").unwrap();
    assert_eq!(level, Some(Level::Minus3));
    let task = response.into_body();
    assert_eq!(
        (task.state, task.shelf),
        (State::Done, Some(Shelf::NotThere))
    );
    assert!(task.size.is_null() && matches!(task.either, Some(TaskEither::Integer(_))));
    let steps = task.steps.unwrap();
    assert_eq!(steps["first"], Level::Utmost);
    assert_eq!(steps["then"].value(), 9);

    let request = &server.requests()[0];
    assert_eq!(request.target, "/tasks/-3?sizes=-1,,7&per_page=20");
    assert_eq!(request.header("x-shelf"), Some("500"));
    assert_eq!(request.body, "state=2");

    // A whole number is an integer, however it is written.
    let task = client.tasks().add(1).send().await.unwrap();
    assert_eq!(task.state, State::Done);
    // They tell variants of a union apart, and no value is too large for one that has large ones.
    assert!(matches!(task.shape, Some(TaskShape::Square(_))));
    assert_eq!(task.unlimited, Some(u64::MAX.into()));
    for expected in [
        "at `$.shelf`: expected one of 404, 500, found the number 405",
        "at `$.state`: expected an integer of 64 bits, found the string",
    ] {
        let error = client.tasks().add(Level::Low).send().await.unwrap_err();
        assert!(error.to_string().contains(expected), "{error}");
    }
    let error = Shelf::try_from(405).unwrap_err();
    assert_eq!(
        error.to_string(),
        "405 is none of the values that there are"
    );
}
