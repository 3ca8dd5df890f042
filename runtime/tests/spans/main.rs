//! What a tracing subscriber sees of a call.
//!
//! These tests have a process of their own: a thread without a subscriber would tell `tracing` that nobody is interested.

#[path = "../calls/canned.rs"]
#[allow(dead_code)]
mod canned;
#[path = "../calls/clock.rs"]
#[allow(dead_code)]
mod clock;
#[path = "../garden/mod.rs"]
#[allow(dead_code, missing_docs, unused_imports)]
mod garden;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex};

use specwright_runtime::{CallOptions, TransportErrorKind};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use canned::Canned;
use clock::Clock;
use garden::Client;

/// The fields of spans and events, in the order in which these began.
#[derive(Clone, Default)]
struct Seen(Arc<Mutex<Vec<BTreeMap<&'static str, String>>>>);

struct Fields<'a>(&'a mut BTreeMap<&'static str, String>);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.insert(field.name(), format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name(), value.to_owned());
    }
}

impl Subscriber for Seen {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("specwright_runtime")
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut seen = self.0.lock().unwrap();
        let mut fields = BTreeMap::new();
        span.record(&mut Fields(&mut fields));
        seen.push(fields);
        Id::from_u64(seen.len().try_into().unwrap())
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        let index = usize::try_from(span.into_u64()).unwrap() - 1;
        values.record(&mut Fields(&mut self.0.lock().unwrap()[index]));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut fields = BTreeMap::new();
        event.record(&mut Fields(&mut fields));
        self.0.lock().unwrap().push(fields);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// What is seen of `list` with these answers.
async fn seen(canned: Canned) -> Vec<BTreeMap<&'static str, String>> {
    let seen = Seen::default();
    let _guard = tracing::subscriber::set_default(seen.clone());
    let builder = Client::builder().transport(canned).timer(Clock::default());
    let client = builder.visitor("hunter2").session("hunter2").build();
    let options = CallOptions::new()
        .query("page", "2")
        .query("api_key", "hunter2")
        .header("x-secret", "hunter2");
    let call = client.unwrap().plants().list().with_options(options);
    let _ = call.send().await;
    let seen = seen.0.lock().unwrap();
    assert!(!format!("{seen:?}").contains("hunter2"), "{seen:?}");
    seen.clone()
}

#[tokio::test]
async fn a_call_is_a_span() {
    let seen = seen(Canned::default().json(200, "[]")).await;
    let expected = [
        ("http.request.method", "GET"),
        ("http.response.status_code", "200"),
        ("otel.kind", "client"),
        ("otel.name", "GET /plants"),
        ("server.address", "garden.example"),
        ("server.port", "443"),
        (
            "url.full",
            "https://garden.example/v1/plants?page=2&api_key=REDACTED",
        ),
        ("url.template", "/plants"),
    ];
    let expected = expected.map(|(name, value)| (name, value.to_owned()));
    assert_eq!(seen, [BTreeMap::from(expected)]);
}

#[tokio::test]
async fn all_tries_are_one_span() {
    let canned = Canned::default()
        .json(503, "{}")
        .lost(TransportErrorKind::Timeout)
        .json(404, "{}");
    let seen = seen(canned).await;
    assert_eq!(seen.len(), 3);
    let span = &seen[0];
    assert_eq!(span["http.response.status_code"], "404");
    assert_eq!(span["http.request.resend_count"], "2");
    assert_eq!(span["error.type"], "404");
    assert_eq!(span["otel.status_code"], "ERROR");
    assert_eq!(
        (seen[1]["error.type"].as_str(), seen[1]["tries"].as_str()),
        ("503", "1")
    );
    assert_eq!(seen[2]["error.type"], "timeout");
}

#[tokio::test]
async fn a_lost_request_has_no_status() {
    let seen = seen(Canned::default().lost(TransportErrorKind::Other)).await;
    assert_eq!(seen[0]["error.type"], "_OTHER");
    assert!(!seen[0].contains_key("http.response.status_code"));
}

#[tokio::test]
async fn what_does_not_decode_has_a_status_and_an_error() {
    let seen = seen(Canned::default().json(200, "{}")).await;
    assert_eq!(seen.len(), 1);
    assert_eq!(seen[0]["http.response.status_code"], "200");
    assert_eq!(seen[0]["error.type"], "decode");
}

#[tokio::test]
async fn a_call_that_can_not_be_sent_is_a_span() {
    let seen = Seen::default();
    let _guard = tracing::subscriber::set_default(seen.clone());
    let client = Client::builder().transport(Canned::default()).build();
    let call = client.unwrap().plants().update("p1").garden_id("g1");
    call.send().await.unwrap_err();
    let seen = seen.0.lock().unwrap();
    assert_eq!(seen.len(), 1);
    let template = "/gardens/{garden_id}/plants/{plant_id}";
    assert_eq!(seen[0]["url.template"], template);
    assert_eq!(seen[0]["error.type"], "credentials");
    assert!(!seen[0].contains_key("http.response.status_code"));
}
