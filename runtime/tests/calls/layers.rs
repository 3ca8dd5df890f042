//! Layers around the transport, and what is told of calls.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use specwright_runtime::http::{HeaderValue, Request, Response};
use specwright_runtime::{
    Body, CallOptions, CallReport, Error, Layer, Next, Sent, Spec, Timeouts, Try,
};

use super::canned::Canned;
use super::retries::patient;

/// Keeps what it sees, and leaves its name in a header.
#[derive(Clone, Default)]
struct Spy {
    name: &'static str,
    trusted: bool,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Spy {
    fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap().clone()
    }
}

impl Layer for Spy {
    fn send<'a>(&'a self, mut request: Request<Body>, next: Next<'a>) -> Sent<'a> {
        let extensions = request.extensions();
        let spec: &Spec = extensions.get().unwrap();
        let Try(number) = extensions.get().unwrap();
        assert!(extensions.get::<Timeouts>().unwrap().whole > Duration::ZERO);
        let uri = request.uri();
        let mut seen = format!("{} {} {number} {uri}", spec.name(), spec.path());
        for (name, value) in request.headers() {
            if !matches!(name.as_str(), "accept" | "user-agent" | "content-type") {
                seen.push_str(&format!(" {name}={}", value.to_str().unwrap()));
            }
        }
        let name = HeaderValue::from_static(self.name);
        request.headers_mut().append("x-by", name);
        Box::pin(async move {
            let outcome = next.send(request).await;
            let status = outcome.as_ref().map(|answer| answer.status().as_u16());
            self.seen.lock().unwrap().push(format!("{seen} {status:?}"));
            outcome
        })
    }

    fn sees_credentials(&self) -> bool {
        self.trusted
    }
}

fn spy(name: &'static str, trusted: bool) -> Spy {
    Spy {
        name,
        trusted,
        ..Spy::default()
    }
}

#[tokio::test]
async fn they_see_each_try_and_no_credential_unless_they_ask() {
    let canned = Canned::default().json(503, "{}").json(200, "[]");
    let (trusted, first, second) = (
        spy("trusted", true),
        spy("first", false),
        spy("second", false),
    );
    let (builder, _) = patient(&canned);
    let client = builder
        .visitor("hunter2")
        .session("hunter2")
        .layer(trusted.clone())
        .layer(first.clone())
        .layer(second.clone())
        .build()
        .unwrap();
    let options = CallOptions::new()
        .header("x-trace", "a1")
        .header("x-token", "hunter2");
    let call = client.plants().list().theme("dark").with_options(options);
    call.send().await.unwrap();
    let at = "https://garden.example/v1/plants";
    assert_eq!(
        first.seen(),
        [
            format!("plants.list /plants 1 {at} cookie=theme=dark x-trace=a1 Ok(503)"),
            format!("plants.list /plants 2 {at} cookie=theme=dark x-trace=a1 Ok(200)"),
        ]
    );
    assert!(
        second.seen()[0].contains(" x-by=first "),
        "{:?}",
        second.seen()
    );
    assert!(!format!("{:?}", second.seen()).contains("hunter2"));
    let seen = &trusted.seen()[0];
    for part in [
        "visitor=hunter2",
        "session=hunter2",
        "x-token=hunter2",
        "x-by=first x-by=second",
    ] {
        assert!(seen.contains(part), "{seen}");
    }
    assert!(canned.asked()[0].contains("\nx-by: first\nx-by: second\nx-by: trusted"));
}

#[tokio::test]
async fn they_see_redirects_and_nothing_is_signed_for_another_origin() {
    let canned = Canned::default()
        .redirect(302, "https://b.example/plants")
        .json(200, "[]");
    let (trusted, plain) = (spy("trusted", true), spy("plain", false));
    let (builder, _) = patient(&canned);
    let builder = builder.visitor("hunter2").session("hunter2");
    let client = builder.layer(trusted.clone()).layer(plain.clone()).build();
    client.unwrap().plants().list().send().await.unwrap();
    assert_eq!(
        plain.seen()[1],
        "plants.list /plants 1 https://b.example/plants Ok(200)"
    );
    let seen = trusted.seen();
    assert!(seen.len() == 1 && seen[0].contains("hunter2"), "{seen:?}");
    assert_eq!(
        canned.asked()[1],
        "GET https://b.example/plants\nx-by: plain"
    );
}

/// Answers itself, or sends a request twice.
struct Cache(bool);

impl Layer for Cache {
    fn send<'a>(&'a self, request: Request<Body>, next: Next<'a>) -> Sent<'a> {
        if self.0 {
            return Box::pin(async { Ok(Response::new(Body::from("[]"))) });
        }
        let (head, body) = request.into_parts();
        let again = body.try_clone().unwrap();
        let again = Request::from_parts(head.clone(), again);
        let request = Request::from_parts(head, body);
        Box::pin(async move {
            let _ = next.send(request).await?;
            next.send(again).await
        })
    }
}

#[tokio::test]
async fn they_may_answer_or_send_again() {
    let canned = Canned::default().json(200, "nonsense").json(200, "[]");
    let (builder, _) = patient(&canned);
    let builder = builder.visitor("v1s").session("s3s");
    let client = builder.clone().layer(Cache(true)).build().unwrap();
    client.plants().list().send().await.unwrap();
    assert!(canned.asked().is_empty());
    let client = builder.layer(Cache(false)).build().unwrap();
    client.plants().list().send().await.unwrap();
    let asked = canned.asked();
    // Each is signed once.
    assert_eq!(asked.len(), 2);
    assert_eq!(asked[0], asked[1]);
    assert_eq!(asked[0].matches("s3s").count(), 1, "{asked:?}");
}

#[tokio::test]
async fn a_report_has_the_numbers_of_a_call() {
    let reports = Arc::new(Mutex::new(Vec::new()));
    let told = reports.clone();
    let on_call = move |report: &CallReport<'_>| {
        let status = report.status().map(|status| status.as_u16());
        let error = report.error().map(ToString::to_string);
        told.lock().unwrap().push((
            format!(
                "{} {} {}",
                report.operation(),
                report.method(),
                report.path()
            ),
            (status, error, report.tries(), report.duration()),
            (report.request_bytes(), report.response_bytes()),
        ));
    };
    let canned = Canned::default()
        .then(429, &[("retry-after", "7")], "")
        .json(200, r#"{"ok":true,"data":{"id":"p1"}}"#)
        .json(404, "{}");
    let (builder, _) = patient(&canned);
    let builder = builder.token("t").garden_id("g1").on_call(on_call);
    let plants = builder.build().unwrap().plants();
    plants.update("p1").name("Fern").send().await.unwrap();
    let error = plants.remove("p1").send().await.unwrap_err();
    // Nothing is sent of these.
    let options = CallOptions::new().header("no name", "x");
    let wrong = plants.list().with_options(options).send().await;
    let wrong = wrong.unwrap_err();
    let empty = plants.remove("").send().await.unwrap_err();
    let reports = reports.lock().unwrap();
    // It waits a little longer than it is asked to.
    let time = reports[0].1.3;
    assert!((7.0..7.8).contains(&time.as_secs_f64()), "{time:?}");
    let path = "plants.update PUT /gardens/{garden_id}/plants/{plant_id}".to_owned();
    assert_eq!(reports[0], (path, (Some(200), None, 2, time), (15, 30)));
    let path = "plants.remove DELETE /plants/{plant_id}".to_owned();
    let failed = (Some(404), Some(error.to_string()), 1, Duration::ZERO);
    assert_eq!(reports[1], (path, failed, (0, 2)));
    let unsent = |error: Error| (None, Some(error.to_string()), 0, Duration::ZERO);
    assert_eq!(reports[2].1, unsent(wrong));
    assert_eq!(reports[3].1, unsent(empty));
}
