//! Which server a request goes to, and which credentials it brings there.

use std::sync::{Arc, Mutex};

use compiled_fixtures::{security, server_variables};
use specwright_runtime::{Body, BoxFuture, CallOptions, Transport, TransportError, http};

/// Remembers the address and the credential of each request, and answers with nothing.
#[derive(Clone, Default)]
struct Seen(Arc<Mutex<Vec<Sent>>>);

/// The address, and `authorization`.
type Sent = (String, Option<String>);

impl Seen {
    fn take(&self) -> Vec<Sent> {
        std::mem::take(&mut self.0.lock().unwrap())
    }

    fn addresses(&self) -> Vec<String> {
        self.take()
            .into_iter()
            .map(|(address, _)| address)
            .collect()
    }
}

impl Transport for Seen {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        let credential = request.headers().get("authorization");
        let credential = credential.map(|value| value.to_str().unwrap().to_owned());
        self.0
            .lock()
            .unwrap()
            .push((request.uri().to_string(), credential));
        let response = http::Response::builder().status(204);
        Box::pin(async { Ok(response.body(Body::default()).unwrap()) })
    }
}

async fn addresses(builder: server_variables::ClientBuilder) -> Vec<String> {
    let seen = Seen::default();
    let client = builder.transport(seen.clone()).build().unwrap();
    let t = client.t();
    t.a().send().await.unwrap();
    t.b().send().await.unwrap();
    t.c().send().await.unwrap();
    t.d().send().await.unwrap();
    t.e().send().await.unwrap();
    seen.addresses()
}

#[tokio::test]
async fn variables_of_servers_are_set_on_the_client() {
    use server_variables::Client;
    let expected = [
        "https://eu.example.com/v2/a",
        "https://files.example.com/b",
        "https://logs.eu.example.com:8443/c",
        "https://eu.example.com/other/d",
        "https://all.example.com/e",
    ];
    assert_eq!(addresses(Client::builder()).await, expected);
    let chosen = Client::builder().region("eu").region("us");
    let chosen = chosen.kind("audit").base_path("api/v3/");
    let expected = [
        "https://us.example.com/api/v3/a",
        "https://files.example.com/b",
        "https://audit.us.example.com:8443/c",
        "https://us.example.com/other/d",
        "https://all.example.com/e",
    ];
    assert_eq!(addresses(chosen).await, expected);
    // An address goes before all of it, and that of a call before that.
    let whole = Client::builder()
        .region("us")
        .base_url("http://a.example/x");
    let expected = ["a", "b", "c", "d", "e"].map(|path| format!("http://a.example/x/{path}"));
    assert_eq!(addresses(whole).await, expected);
    let seen = Seen::default();
    let client = Client::builder().transport(seen.clone()).build().unwrap();
    let options = CallOptions::new().base_url("http://b.example");
    let call = client.t().c().with_options(options);
    call.send().await.unwrap();
    assert_eq!(seen.addresses(), ["http://b.example/c"]);
}

#[tokio::test]
async fn no_value_leads_to_another_host() {
    let error = server_variables::Client::builder().region("evil.example/");
    let error = error.build().unwrap_err().to_string();
    assert!(error.contains("`region`"), "{error}");
    // Of an operation's own server, only its call can tell.
    let seen = Seen::default();
    let client = server_variables::Client::builder().kind("evil.example#");
    let client = client.transport(seen.clone()).build().unwrap();
    let error = client.t().c().send().await.unwrap_err().to_string();
    assert!(error.contains("`kind`"), "{error}");
    assert_eq!(seen.take(), []);
}

#[tokio::test]
async fn an_operation_brings_what_it_needs_and_no_more() {
    let seen = Seen::default();
    let client = security::Client::builder().base_url("http://a.example");
    let client = client.key("k3y").user("me", "hunter2").token("t0ken");
    let client = client.transport(seen.clone()).build().unwrap();
    let t = client.t();
    t.a().send().await.unwrap();
    t.b().send().await.unwrap();
    t.c().send().await.unwrap();
    t.d().send().await.unwrap();
    let bearer = || Some("Bearer t0ken".to_owned());
    let expected = [
        ("http://a.example/a?api_key=k3y".to_owned(), None),
        // It needs nothing.
        ("http://a.example/b".to_owned(), None),
        ("http://a.example/c?api_key=k3y".to_owned(), bearer()),
        ("http://a.example/d".to_owned(), bearer()),
    ];
    assert_eq!(seen.take(), expected);
}
