//! What answers mean, and what errors say.

use std::error::Error as _;

use specwright_runtime as runtime;
use specwright_runtime::{Error, Field};

use super::canned::Canned;
use super::garden::types::{Failure, NotFound, Plant};
use super::{NOBODY, builder, client};

async fn update(canned: Canned) -> Result<Plant, Error> {
    client(&canned).plants().update("p1").send().await
}

/// The error for a status and a JSON body.
async fn error(status: u16, body: &str) -> Error {
    update(Canned::default().json(status, body))
        .await
        .unwrap_err()
}

#[tokio::test]
async fn the_envelope_is_taken_off_and_within_reach() {
    let body = r#"{"ok":true,"data":{"id":"p1","name":null,"state":"flying","watered":"2019-01-01T01:02:21.076571Z"},"x":1}"#;
    let canned = Canned::default()
        .json(200, body)
        .then(201, &[("x-request-id", "r1")], body);
    let client = client(&canned);
    let plant = client.plants().update("p1").send().await.unwrap();
    assert_eq!(plant.name, Field::Null);
    assert_eq!(
        serde_json::to_string(&plant).unwrap(),
        r#"{"id":"p1","name":null,"state":"flying","watered":"2019-01-01T01:02:21.076571Z"}"#
    );
    let response = client.plants().update("p1").with_response().await.unwrap();
    assert_eq!(response.status(), 201);
    assert_eq!(response.headers()["x-request-id"], "r1");
    assert!(response.body().ok);
    assert_eq!(response.into_body().data, Some(plant));
}

#[tokio::test]
async fn a_described_failure_is_typed() {
    let body = r#"{"ok":false,"faults":[{"code":7003,"message":"No route"}]}"#;
    let error = error(400, body).await;
    assert_eq!(
        error.to_string(),
        "plants.update: 400 Bad Request: No route (7003)"
    );
    assert_eq!(error.failure::<Failure>().unwrap().faults[0].code, 7003);
    assert!(error.failure::<NotFound>().is_none());
    assert_eq!(error.status().unwrap(), 400);
    assert_eq!(error.headers().unwrap()["content-type"], "application/json");
    assert_eq!(error.body().unwrap().as_ref(), body.as_bytes());
    assert_eq!(error.operation(), Some("plants.update"));
    assert!(!error.is_timeout() && !error.is_connect());
}

#[tokio::test]
async fn the_most_precise_failure_wins() {
    let error = error(404, r#"{"missing":"p1"}"#).await;
    assert_eq!(error.failure::<NotFound>().unwrap().missing, "p1");
}

#[tokio::test]
async fn an_envelope_that_says_no_is_a_failure_whatever_the_status() {
    let body = r#"{"ok": false, "faults":[{"code":1,"message":"Too dry"}]}"#;
    let error = error(200, body).await;
    assert!(matches!(error, Error::Api(_)));
    assert_eq!(error.to_string(), "plants.update: 200 OK: Too dry (1)");
    assert_eq!(
        error.failure::<Failure>().unwrap().faults[0].message,
        "Too dry"
    );
    let error = self::error(500, body).await;
    assert!(matches!(error, Error::Api(_)), "{error}");
}

#[tokio::test]
async fn a_failure_that_does_not_fit_its_type_is_still_one() {
    let error = error(400, r#"{"faults":[{"code":"x","message":"Too dry"}]}"#).await;
    assert!(matches!(error, Error::Api(_)));
    assert!(error.failure::<Failure>().is_none());
    assert_eq!(
        error.to_string(),
        "plants.update: 400 Bad Request: Too dry (x)"
    );
    assert_eq!(
        error.source().unwrap().to_string(),
        "at `$.faults[0].code`: expected an integer of 64 bits, found the string \"x\""
    );
}

#[tokio::test]
async fn a_failure_may_be_text_or_say_nothing_but_its_status() {
    let error = error(409, "Being watered\n").await;
    assert_eq!(error.failure::<String>().unwrap(), "Being watered\n");
    assert_eq!(
        error.to_string(),
        "plants.update: 409 Conflict: Being watered"
    );

    let gone = self::error(410, "").await;
    assert!(gone.failure::<()>().is_some());
    assert_eq!(gone.to_string(), "plants.update: 410 Gone");
    let gone = self::error(410, r#"{"message":"Composted"}"#).await;
    assert!(gone.failure::<()>().is_some());
    assert_eq!(gone.to_string(), "plants.update: 410 Gone: Composted");

    // A page of somebody in between.
    let page = self::error(410, "<html>Gone").await;
    assert!(matches!(page, Error::Unexpected(_)));
    assert_eq!(
        page.to_string(),
        "plants.update: 410 Gone: the description has no body for this answer (application/json): <html>Gone"
    );
}

/// What the server says comes first, whether or not anybody described it.
#[tokio::test]
async fn what_is_not_described_says_what_is_wrong() {
    let body = r#"{"message":"No token provided","code":"auth","details":{"body.name":{"message":"Too long","value":"hunter2"}}}"#;
    let undescribed = error(500, body).await;
    assert!(matches!(undescribed, Error::Unexpected(_)));
    assert_eq!(
        undescribed.to_string(),
        "plants.update: 500 Internal Server Error: No token provided (auth); body.name: Too long"
    );
    assert_eq!(undescribed.problems()[1].message, "body.name: Too long");
    let said = error(500, r#""No water""#).await;
    assert_eq!(
        said.to_string(),
        "plants.update: 500 Internal Server Error: No water"
    );
    // A credential that was sent is not repeated.
    let canned = Canned::default().json(500, r#"{"message":"no such token: hunter2"}"#);
    let client = builder(&canned).token("hunter2").garden_id("g1").build();
    let echo = client.unwrap().plants().update("p1").send().await;
    let echo = echo.unwrap_err();
    assert!(
        echo.to_string().ends_with("no such token: [redacted]"),
        "{echo}"
    );
    assert!(!format!("{echo:?}").contains("hunter2"), "{echo:?}");
    // It says nothing that is known, and is shown as it is.
    let other = error(
        500,
        r#"{"statusCode":500,"validation":{"source":"query","keys":["page"]}}"#,
    )
    .await;
    assert_eq!(
        other.to_string(),
        "plants.update: 500 Internal Server Error: the description has no type for this answer (application/json): \
         {\"statusCode\":500,\"validation\":{\"keys\":[\"page\"],\"source\":\"query\"}}"
    );
    assert!(other.problems().is_empty());
    // Described ones have theirs in the same place.
    let described = error(410, r#"{"message":"Composted"}"#).await;
    assert_eq!(described.problems()[0].message, "Composted");
}

#[tokio::test]
async fn what_is_not_described_is_unexpected() {
    let html = [("content-type", "text/html; charset=utf-8")];
    let canned = Canned::default().then(502, &html, "<html>\n<h1>Bad\tGateway</h1>");
    let error = update(canned).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "plants.update: 502 Bad Gateway: the description has no type for this answer (text/html): \
         <html> <h1>Bad Gateway</h1>"
    );
    let Error::Unexpected(unexpected) = error else {
        panic!("{error}")
    };
    assert_eq!(unexpected.media_type(), "text/html");
    assert_eq!(unexpected.excerpt(), "<html> <h1>Bad Gateway</h1>");

    let canned = Canned::default().then(403, &html, "<html>Forbidden");
    let error = update(canned).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "plants.update: 403 Forbidden: the body is not JSON (text/html): <html>Forbidden"
    );
}

#[tokio::test]
async fn an_empty_or_foreign_success_is_unexpected() {
    let error = update(Canned::default().then(204, &[], ""))
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "plants.update: 204 No Content: the body is empty (no media type)"
    );
    let canned = Canned::default().then(200, &[("content-type", "text/plain")], "fine");
    let error = update(canned).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "plants.update: 200 OK: the body is not JSON (text/plain): fine"
    );
}

#[tokio::test]
async fn a_media_type_may_be_missing_or_special() {
    let body = r#"{"ok":true,"data":{"id":"p1"}}"#;
    for headers in [&[][..], &[("content-type", "application/vnd.garden+json")]] {
        assert!(
            update(Canned::default().then(200, headers, body))
                .await
                .is_ok()
        );
    }
}

#[tokio::test]
async fn a_body_that_does_not_fit_says_where() {
    let error = error(
        200,
        r#"{"ok":true,"data":{"id":"p1","watered":"yesterday"}}"#,
    )
    .await;
    assert_eq!(
        error.to_string(),
        "plants.update: 200 OK: the response does not fit its type at `$.data.watered`: \
         expected a date and time as in RFC 3339, found the string \"yesterday\""
    );
    let Error::Decode(decode) = error else {
        panic!("{error}")
    };
    assert_eq!(decode.error().path(), "$.data.watered");

    let error = self::error(200, r#"{"ok":true,"data":nul}"#).await;
    assert!(matches!(error, Error::Decode(_)));
    assert!(error.to_string().contains("expected JSON"), "{error}");
}

#[tokio::test]
async fn an_envelope_without_its_result_says_so() {
    let error = error(200, r#"{"ok":true}"#).await;
    assert!(matches!(error, Error::Decode(_)));
    assert!(
        error
            .to_string()
            .ends_with("at `$.data`: expected the result, found nothing"),
        "{error}"
    );
}

#[tokio::test]
async fn no_error_shows_a_sensitive_member() {
    for (status, body) in [
        (
            200,
            r#"{"ok":true,"data":{"id":"p1","secret":["hunter2"]}}"#,
        ),
        (200, r#"{"ok":true,"data":{"secret":12345}}"#),
        (500, r#"{"secret":"hunter2","pin":{"secret":12345}}"#),
        (500, r#"{"secret":"hunter2"#),
        (400, r#"{"secret":"hunter2"}"#),
    ] {
        let error = error(status, body).await;
        let text = format!("{error} {error:?} {:?}", error.source());
        assert!(
            !text.contains("hunter2") && !text.contains("12345"),
            "{text}"
        );
    }
}

#[tokio::test]
async fn a_byte_order_mark_changes_nothing() {
    let answers = Canned::default()
        .json(200, "\u{feff}{\"ok\":true,\"data\":{\"id\":\"p1\"}}")
        .json(
            200,
            "\u{feff}{\"ok\":false,\"faults\":[{\"code\":1,\"message\":\"Dry\"}]}",
        );
    assert_eq!(update(answers.clone()).await.unwrap().id, "p1");
    let error = update(answers).await.unwrap_err();
    assert_eq!(error.to_string(), "plants.update: 200 OK: Dry (1)");
    assert!(error.failure::<Failure>().is_some());
}

/// What an error shows, its causes included.
fn shown(error: &Error) -> String {
    format!("{error} {error:?} {:?}", error.source())
}

#[tokio::test]
async fn no_error_shows_a_credential_that_the_server_repeats() {
    let said = r#""Bad key t0k3n-hunter2""#;
    for (status, body) in [
        (
            502,
            "<html>GET /x?api_key=t0k3n-hunter2 failed</html>".to_owned(),
        ),
        (502, r#"{"authorization":"Bearer of another"}"#.to_owned()),
        (
            502,
            r#"{"headers":[["authorization","Bearer t0k3n-hunter2"]]}"#.to_owned(),
        ),
        (502, r#"{"access_token":"of another""#.to_owned()),
        (
            400,
            format!(r#"{{"ok":false,"faults":[{{"code":1,"message":{said}}}]}}"#),
        ),
        (
            400,
            format!(r#"{{"ok":false,"faults":[{{"code":{said},"message":"x"}}]}}"#),
        ),
        (
            200,
            format!(r#"{{"ok":false,"faults":[{{"code":1,"message":{said}}}]}}"#),
        ),
        (
            200,
            format!(r#"{{"ok":true,"data":{{"id":"p1","watered":{said}}}}}"#),
        ),
        (409, "Not with t0k3n-hunter2".to_owned()),
    ] {
        let canned = Canned::default().json(status, &body);
        let client = builder(&canned).token("t0k3n-hunter2").garden_id("g1");
        let call = client.build().unwrap().plants().update("p1");
        let error = call.send().await.unwrap_err();
        let text = shown(&error);
        let hidden = !text.contains("hunter2") && !text.contains("of another");
        assert!(
            hidden && text.contains("redacted") | text.contains("not shown"),
            "{text}"
        );
        assert_eq!(error.body().unwrap(), body.as_bytes());
    }
}

#[tokio::test]
async fn no_error_shows_a_credential_of_the_calls_options() {
    let canned = Canned::default().then(502, &[], "no hunter2, no v1sit0r");
    let options = runtime::CallOptions::new().header("x-api-key", "hunter2");
    let client = builder(&canned).visitor("v1sit0r").session("s3ss10n");
    let call = client.build().unwrap().plants().list();
    let error = call.with_options(options).send().await.unwrap_err();
    assert!(
        error
            .to_string()
            .ends_with(": no [redacted], no [redacted]"),
        "{error}"
    );
}

#[tokio::test]
async fn a_lost_request_keeps_its_cause() {
    let error = update(Canned::default()).await.unwrap_err();
    assert!(error.is_connect() && !error.is_timeout());
    assert_eq!(
        error.to_string(),
        "plants.update: no connection: nobody there (https://garden.example/v1/gardens/g1/plants/p1)"
    );
    assert_eq!(error.source().unwrap().to_string(), "nobody there");
    assert_eq!(error.status(), None);
}

/// A text of any media type.
struct Greet;

impl runtime::Operation for Greet {
    type Output = String;
    type Reply = runtime::TextOrJson;

    const SPEC: runtime::Spec = &runtime::get("plants.greet", "/plants/greeting")
        .accept("*/*")
        .failures(&[runtime::failure::<runtime::TextOrJson>(404)]);

    fn encode(&self, _request: &mut runtime::RequestWriter<'_>) {}
}

#[tokio::test]
async fn a_text_of_any_media_type_is_what_the_response_says() {
    let answer = async |media_type: &str, body: &str| {
        let headers = [("content-type", media_type)];
        let headers = if media_type.is_empty() {
            &[][..]
        } else {
            &headers
        };
        let canned = Canned::default().then(200, headers, body);
        let client = runtime::ClientBuilder::new(&NOBODY).transport(canned);
        let client = client.build().unwrap();
        client.send(&Greet, &runtime::CallOptions::new()).await
    };
    for (media_type, body, text) in [
        ("text/plain;charset=UTF-8", "ok", "ok"),
        ("text/plain", "\"ok\"", "\"ok\""),
        ("application/json", "\"ok\"", "ok"),
        ("", "\"ok\"", "ok"),
        ("", "ok", "ok"),
    ] {
        assert_eq!(answer(media_type, body).await.unwrap(), text);
    }
    let error = answer("application/json", "ok").await.unwrap_err();
    assert!(matches!(error, Error::Decode(_)), "{error:?}");
    for body in ["gone", "\"gone\""] {
        let canned = Canned::default().then(404, &[("content-type", "text/plain")], body);
        let client = runtime::ClientBuilder::new(&NOBODY).transport(canned);
        let client = client.build().unwrap();
        let outcome = client.send(&Greet, &runtime::CallOptions::new()).await;
        let error = outcome.unwrap_err();
        assert_eq!(error.failure::<String>().map(String::as_str), Some("gone"));
    }
}
