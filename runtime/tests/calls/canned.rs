//! A transport that gives the answers it was given, and keeps what it was asked.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use http::{Request, Response, Uri};
use specwright_runtime::{
    Body, BoxFuture, Timeouts, Transport, TransportError, TransportErrorKind,
};

type Answer = Result<Response<Body>, TransportErrorKind>;

#[derive(Clone, Default)]
pub struct Canned {
    answers: Arc<Mutex<VecDeque<Answer>>>,
    asked: Arc<Mutex<Vec<Request<Body>>>>,
}

impl Canned {
    /// Answers once with a status, headers and a body; the answers come in the order of these calls.
    pub fn then(self, status: u16, headers: &[(&str, &str)], body: &str) -> Self {
        let mut answer = Response::builder().status(status);
        for (name, value) in headers {
            answer = answer.header(*name, *value);
        }
        let answer = answer.body(Body::from(body.to_owned())).unwrap();
        self.answers.lock().unwrap().push_back(Ok(answer));
        self
    }

    /// Answers once with a stream.
    pub fn stream(self, status: u16, body: Body) -> Self {
        let answer = Response::builder().status(status).body(body).unwrap();
        self.answers.lock().unwrap().push_back(Ok(answer));
        self
    }

    /// Says that the last of the answers comes from elsewhere, as of a transport that followed a redirect.
    pub fn from(self, address: &'static str) -> Self {
        if let Some(Ok(answer)) = self.answers.lock().unwrap().back_mut() {
            answer.extensions_mut().insert(Uri::from_static(address));
        }
        self
    }

    /// Loses a request or its answer.
    pub fn lost(self, kind: TransportErrorKind) -> Self {
        self.answers.lock().unwrap().push_back(Err(kind));
        self
    }

    pub fn json(self, status: u16, body: &str) -> Self {
        self.then(status, &[("content-type", "application/json")], body)
    }

    pub fn redirect(self, status: u16, location: &str) -> Self {
        self.then(status, &[("location", location)], "")
    }

    /// What was asked, in lines: method and address, then headers but for those that all requests have, then the body.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().iter().map(shown).collect()
    }

    pub fn timeouts(&self) -> Vec<Timeouts> {
        let asked = self.asked.lock().unwrap();
        asked
            .iter()
            .map(|request| *request.extensions().get().unwrap())
            .collect()
    }
}

fn shown(request: &Request<Body>) -> String {
    assert_eq!(request.headers()["accept"], "application/json");
    let mut text = format!("{} {}", request.method(), request.uri());
    for (name, value) in request.headers() {
        if name != "accept" && name != "user-agent" {
            text.push_str(&format!("\n{name}: {}", value.to_str().unwrap()));
        }
    }
    match request.body().as_bytes() {
        Some(body) if body.is_empty() => {}
        Some(body) => {
            text.push('\n');
            text.push_str(std::str::from_utf8(body).unwrap());
        }
        None => text.push_str("\n(a stream)"),
    }
    text
}

impl Transport for Canned {
    fn send(
        &self,
        request: Request<Body>,
    ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        self.asked.lock().unwrap().push(request);
        let answer = self.answers.lock().unwrap().pop_front();
        Box::pin(async move {
            let answer = answer.unwrap_or(Err(TransportErrorKind::Connect));
            answer.map_err(|kind| TransportError::new(kind, "nobody there"))
        })
    }
}
