//! The guide's code is the code of these files: compared, compiled and run. A module for each page of `docs/`.
//!
//! What stands between a line `// GUIDE` and a line `// end` stands on the page as a block, and the other way round.

mod bodies;
mod calls;
mod credentials;
mod errors;
mod getting_started;
mod messages;
mod middleware;
mod paging;
mod retries;
mod testing;
mod timeouts;
mod transports;
mod without_async;

use std::time::Duration;

use photos::Client;
use photos::resources::photos::PhotoGetParams;
use photos::runtime::http::Response;
use photos::runtime::mock::{Expectation, Mock};
use photos::runtime::{Error, Operation};
use serde_json::{Value, json};

/// A client that is answered by a mock.
fn client(mock: &Mock) -> Client {
    let client = Client::builder().token("t0ken").transport(mock.clone());
    let client = client.timer(mock.clone()).build();
    client.expect("everything is set")
}

/// A client, and a mock that has one answer for one operation.
fn answered<P: Operation>(answer: impl FnOnce(Expectation<P>) -> Expectation<P>) -> (Mock, Client) {
    let mock = Mock::new();
    answer(mock.on::<P>());
    let client = client(&mock);
    (mock, client)
}

/// A client to which a photo is given when it asks for one.
fn with_a_photo() -> (Mock, Client) {
    answered::<PhotoGetParams>(|get| get.responds(200, photo()))
}

fn photo() -> Value {
    json!({"id": "p1", "state": "ready", "caption": null})
}

/// An answer that is no JSON.
fn answer(media_type: &str, body: &'static str) -> Response<&'static str> {
    let answer = Response::builder().header("content-type", media_type);
    answer.body(body).expect("a response")
}
