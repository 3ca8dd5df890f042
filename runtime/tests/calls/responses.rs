//! What comes with a value, and what comes with an error.

use std::error::Error as _;

use specwright_runtime as runtime;
use specwright_runtime::{Error, TransportErrorKind};

use super::canned::Canned;
use super::garden::plants::PlantUpdateParams;
use super::{NOBODY, builder, client};

const PLANT: &str = r#"{"ok":true,"data":{"id":"p1"}}"#;

#[tokio::test]
async fn a_response_is_whole() {
    let canned = Canned::default().then(201, &[("x-request-id", "r1")], PLANT);
    let call = client(&canned).plants().update("p1");
    let response = call.with_response().await.unwrap();
    assert_eq!(response.status(), 201);
    assert_eq!(response.request_id(), Some("r1"));
    assert_eq!(response.bytes(), PLANT);
    assert_eq!(response.tries(), 1);
    assert!(response.body().ok);
}

#[tokio::test]
async fn a_raw_response_can_be_typed_later() {
    let answer = || Canned::default().then(200, &[("request-id", "r1")], PLANT);
    let raw = async |canned: Canned| {
        let call = client(&canned).plants().update("p1");
        call.with_raw_response().await
    };
    let response = raw(answer()).await.unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["request-id"], "r1");
    assert_eq!(response.request_id(), Some("r1"));
    assert_eq!(response.tries(), 1);
    assert_eq!(response.bytes().unwrap(), PLANT);
    let json: serde_json::Value = response.json().unwrap();
    assert_eq!(json["data"]["id"], "p1");
    let plant = response.into_output::<PlantUpdateParams>().unwrap();
    assert_eq!(plant.id, "p1");
    let response = raw(answer()).await.unwrap();
    let response = response.into_response::<PlantUpdateParams>().unwrap();
    assert!(response.body().ok);

    // A body that does not fit is told only then.
    let response = raw(Canned::default().json(200, r#"{"ok":true}"#)).await;
    let error = response.unwrap().into_output::<PlantUpdateParams>();
    assert!(matches!(error, Err(Error::Decode(_))));
    let error = raw(Canned::default().json(404, r#"{"missing":"p1"}"#)).await;
    assert!(matches!(error, Err(Error::Api(_))));
}

#[tokio::test]
async fn debug_output_shows_no_cookie() {
    let headers = [
        ("set-cookie", "session=hunter2"),
        ("x-auth-token", "hunter2"),
        ("x-page", "3"),
    ];
    let canned = Canned::default().then(200, &headers, "[]");
    let response = client(&canned).plants().list().with_response().await;
    let shown = format!("{:?}", response.unwrap());
    assert!(!shown.contains("hunter2"), "{shown}");
    assert_eq!(
        shown,
        r#"Response { status: 200, headers: {"set-cookie": [redacted], "x-auth-token": [redacted], "x-page": "3"}, body: [], .. }"#
    );
}

#[tokio::test]
async fn an_error_has_the_requests_identifier() {
    for (name, found) in [
        ("x-request-id", true),
        ("request-id", true),
        ("X-Correlation-ID", true),
        ("x-vendor-ray", false),
    ] {
        let canned = Canned::default().then(404, &[(name, "r1")], "");
        let error = client(&canned).plants().list().send().await.unwrap_err();
        assert_eq!(error.request_id(), found.then_some("r1"), "{name}");
    }
    let both = [("x-request-id", "r1"), ("x-vendor-ray", "r2")];
    let canned = Canned::default().then(404, &both, "");
    let ready = builder(&canned).request_id_headers(["X-Vendor-Ray", "x-request-id"]);
    let error = ready.build().unwrap().plants().list().send().await;
    assert_eq!(error.unwrap_err().request_id(), Some("r2"));
    let error = builder(&canned).request_id_headers(["a b"]).build();
    assert!(matches!(error, Err(Error::Configuration(_))));
}

#[tokio::test]
async fn an_error_says_what_kind_it_is() {
    for (kind, timeout, connect) in [
        (TransportErrorKind::Connect, false, true),
        (TransportErrorKind::ConnectTimeout, true, true),
        (TransportErrorKind::Tls, false, true),
        (TransportErrorKind::Timeout, true, false),
        (TransportErrorKind::Interrupted, false, false),
        (TransportErrorKind::Other, false, false),
    ] {
        let canned = Canned::default().lost(kind);
        let error = client(&canned).plants().list().send().await.unwrap_err();
        assert_eq!(
            (error.is_timeout(), error.is_connect()),
            (timeout, connect),
            "{kind:?}"
        );
        let lasting = [TransportErrorKind::Other, TransportErrorKind::Tls];
        assert_eq!(error.is_retryable(), !lasting.contains(&kind));
        assert_eq!(error.source().unwrap().to_string(), "nobody there");
        assert_eq!((error.tries(), error.status()), (1, None));
    }
}

/// An operation whose address has a secret in it.
struct Reset;

impl runtime::Operation for Reset {
    type Output = ();
    type Reply = runtime::Empty;

    const SPEC: runtime::Spec =
        &runtime::post("resets.take", "/resets/{token}").parameters(&[runtime::path("token")]);

    fn encode(&self, request: &mut runtime::RequestWriter<'_>) {
        request.parameter(0, &"hunter2");
    }
}

#[tokio::test]
async fn an_error_shows_no_secret_of_its_address() {
    let canned = Canned::default().lost(TransportErrorKind::Connect);
    let client = runtime::ClientBuilder::new(&NOBODY).transport(canned.clone());
    let client = client.retry(runtime::RetryPolicy::never()).build().unwrap();
    let options = runtime::CallOptions::new();
    let error = client.send(&Reset, &options).await.unwrap_err();
    assert!(
        canned.asked()[0].contains("hunter2"),
        "{:?}",
        canned.asked()
    );
    let shown = format!("{error} {error:?}");
    assert!(!shown.contains("hunter2"), "{shown}");
    assert!(
        shown.contains("(https://nobody.example/resets/{token})"),
        "{shown}"
    );
}
