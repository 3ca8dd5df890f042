//! Calls of a small API over a transport in memory.

#[path = "../garden/mod.rs"]
#[allow(dead_code, missing_docs)]
mod garden;

mod answers;
mod bodies;
mod canned;
mod clock;
mod credentials;
mod layers;
mod limits;
mod options;
mod parameters;
mod redirects;
mod renewals;
mod responses;
mod retries;
mod stops;
mod uploads;
mod waits;

use canned::Canned;
use garden::{Client, ClientBuilder};
use specwright_runtime as runtime;
use specwright_runtime::RetryPolicy;

/// An API that asks for nothing.
static NOBODY: runtime::Api = runtime::Api {
    name: "nobody",
    version: "1.0.0",
    base_url: "https://nobody.example/v1",
    server_variables: &[],
    base_url_env: None,
    schemes: &[],
    security: &[],
    globals: &[],
    sensitive: &[],
};

/// A client with a token and a garden.
fn client(canned: &Canned) -> Client {
    builder(canned)
        .token("t0ken")
        .garden_id("g1")
        .build()
        .unwrap()
}

fn builder(canned: &Canned) -> ClientBuilder {
    Client::builder()
        .transport(canned.clone())
        .retry(RetryPolicy::never())
}
