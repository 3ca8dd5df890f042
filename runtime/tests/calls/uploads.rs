//! Streams: they are there for another call, or another try, until something of them was read.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use http::{Request, Response};
use specwright_runtime::{
    Body, BoxFuture, Error, Form, NotRetried, RetryPolicy, Transport, TransportError,
    TransportErrorKind, Upload,
};

use super::canned::Canned;
use super::clock::Clock;
use super::garden::{Client, ClientBuilder};
use super::{builder, client};

fn once() -> Upload {
    Upload::from(Body::wrap(Body::from("abc")))
}

/// Fails some times, reading nothing or a piece of what is sent, and hands on what comes after that.
struct Late {
    failures: AtomicU32,
    reads: bool,
    then: Canned,
}

impl Transport for Late {
    fn send(
        &self,
        request: Request<Body>,
    ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        let less = |left: u32| left.checked_sub(1);
        let fails = self
            .failures
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, less);
        Box::pin(async move {
            match fails {
                Err(_) => self.then.send(request).await,
                Ok(_) if self.reads => {
                    request.into_body().chunk().await?;
                    let kind = TransportErrorKind::Interrupted;
                    Err(TransportError::new(kind, "cut"))
                }
                Ok(_) => Err(TransportError::new(TransportErrorKind::Connect, "closed")),
            }
        })
    }
}

fn late(canned: &Canned, failures: u32, reads: bool) -> ClientBuilder {
    let transport = Late {
        failures: failures.into(),
        reads,
        then: canned.clone(),
    };
    let policy = RetryPolicy::new().retry_non_idempotent(true);
    Client::builder()
        .transport(transport)
        .timer(Clock::default())
        .retry(policy)
        .token("t0ken")
        .garden_id("g1")
}

#[tokio::test]
async fn a_call_that_can_not_be_sent_uses_none_up() {
    let canned = Canned::default().json(200, "null").json(200, "null");
    let (scan, form) = (once(), Form::new().file("scan", once()));
    let nobody = builder(&canned).base_url("https://a.example").build();
    let nobody = nobody.unwrap();
    let options = specwright_runtime::CallOptions::new().header("x", "1\n2");
    let call = nobody.orders().scan(scan.clone());
    let error = call.with_options(options.clone()).send().await.unwrap_err();
    assert!(matches!(error, Error::Argument(_)), "{error}");
    let call = nobody.orders().attach(form.clone());
    call.with_options(options).send().await.unwrap_err();
    let orders = client(&canned).orders();
    orders.scan(scan).send().await.unwrap();
    orders.attach(form).send().await.unwrap();
    assert_eq!(canned.asked().len(), 2);
}

#[tokio::test]
async fn what_no_connection_came_about_for_is_sent_again() {
    let canned = Canned::default().json(200, "null").json(200, "null");
    let client = late(&canned, 2, false).build().unwrap();
    let call = client.orders().scan(once());
    assert_eq!(call.with_response().await.unwrap().tries(), 3);
    assert!(canned.asked()[0].ends_with("\n(a stream)"));
    // Or by who called, if not by the client.
    let client = late(&canned, 1, false).retry(RetryPolicy::never()).build();
    let call = client.unwrap().orders().scan(once());
    let error = call.clone().send().await.unwrap_err();
    assert_eq!(error.not_retried(), Some(NotRetried::Limit));
    call.send().await.unwrap();
}

#[tokio::test]
async fn what_was_read_is_not_sent_again() {
    let canned = Canned::default();
    let client = late(&canned, 1, true).build().unwrap();
    let call = client.orders().scan(once());
    let error = call.clone().send().await.unwrap_err();
    assert_eq!(error.not_retried(), Some(NotRetried::Body));
    let error = call.send().await.unwrap_err();
    let said = "orders.scan: `body` can't be sent: the stream was sent before";
    assert_eq!(error.to_string(), said);
    assert!(canned.asked().is_empty());
}

#[tokio::test]
async fn what_is_watched_is_watched_from_its_beginning() {
    let canned = Canned::default().json(200, "null");
    let client = late(&canned, 1, false).build().unwrap();
    let sent = Arc::new(AtomicU32::default());
    let seen = sent.clone();
    let watched = Upload::from("abc").on_progress(move |so_far, total| {
        assert_eq!(total, Some(3));
        seen.store(u32::try_from(so_far).unwrap(), Ordering::SeqCst);
    });
    let call = client.orders().scan(watched);
    assert_eq!(call.with_response().await.unwrap().tries(), 2);
    assert_eq!(sent.load(Ordering::SeqCst), 0);
}
