//! What comes with failures does not hold up the next try, nor do calls that were given up.

use std::convert::Infallible;
use std::future::{pending, ready};
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use http_body::Frame;
use specwright_runtime::{Body, BoxFuture, Bytes, RetryPolicy, Timer, TransportErrorKind};

use super::canned::Canned;
use super::garden::Client;

/// The same again and again, or once and then silence.
struct Said {
    text: Bytes,
    again: bool,
}

impl http_body::Body for Said {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let text = match self.again {
            true => self.text.clone(),
            false => std::mem::take(&mut self.text),
        };
        match text.is_empty() {
            true => Poll::Pending,
            false => Poll::Ready(Some(Ok(Frame::data(text)))),
        }
    }
}

fn silence() -> Body {
    let text = Bytes::from("abc");
    Body::wrap(Said { text, again: false })
}

fn endless() -> Body {
    let text = Bytes::from(vec![b'x'; 100_000]);
    Body::wrap(Said { text, again: true })
}

/// A timer whose limits are up as soon as nothing else happens. Its sleeps end at once, or never.
#[derive(Clone, Default)]
struct Impatient {
    sleepless: bool,
    limits: Arc<Mutex<Vec<Duration>>>,
}

impl Timer for Impatient {
    fn now(&self) -> Duration {
        Duration::ZERO
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'_, ()> {
        match self.sleepless {
            true => Box::pin(ready(())),
            false => Box::pin(pending()),
        }
    }

    fn limit(&self, time: Duration) -> BoxFuture<'_, ()> {
        self.limits.lock().unwrap().push(time);
        Box::pin(ready(()))
    }
}

#[tokio::test]
async fn the_body_of_a_failure_is_not_waited_for_until_the_end() {
    let canned = Canned::default()
        .stream(503, silence())
        .stream(500, endless())
        .json(200, "[]");
    let timer = Impatient {
        sleepless: true,
        ..Impatient::default()
    };
    let client = Client::builder().transport(canned.clone());
    let client = client.timer(timer.clone()).build().unwrap();
    client.plants().list().send().await.unwrap();
    assert_eq!(canned.asked().len(), 3);
    assert_eq!(*timer.limits.lock().unwrap(), [Duration::from_secs(5)]);
}

#[tokio::test]
async fn a_failure_keeps_a_mebibyte_of_its_body() {
    let canned = Canned::default().stream(500, endless());
    let client = Client::builder().transport(canned);
    let client = client.retry(RetryPolicy::never()).build().unwrap();
    let error = client.plants().list().send().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 500);
    assert_eq!(error.body().unwrap().len(), 1 << 20);
    let limit = TransportErrorKind::TooLarge { limit: 1 << 20 };
    assert_eq!(error.cut_short(), Some(limit));
}

#[tokio::test]
async fn calls_that_are_given_up_spend_no_retries() {
    let canned = (0..4).fold(Canned::default(), |canned, _| canned.json(503, "{}"));
    let client = Client::builder().transport(canned).retry_budget(1);
    let client = client.timer(Impatient::default()).build().unwrap();
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..2 {
        let call = pin!(client.plants().list().send());
        assert!(call.poll(&mut context).is_pending());
    }
    // While one waits, there is none left for another.
    let waiting = pin!(client.plants().list().send());
    assert!(waiting.poll(&mut context).is_pending());
    let other = pin!(client.plants().list().send());
    assert!(other.poll(&mut context).is_ready());
}
