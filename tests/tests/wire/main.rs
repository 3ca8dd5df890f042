//! The client over the wire, against a server that does as it is told.

mod answers;
mod bytes;
mod credentials;
mod failures;
mod paging;
mod parameters;
mod redirects;
mod requests;
mod secrecy;
mod servers;
mod transport;
mod unusual;
mod uploads;

use cloudflare_stream::types::Webhook;
use cloudflare_stream::{Client, ClientBuilder, Error};
use serde_json::{Value, json};
use specwright_runtime::RetryPolicy;
use tests::server::{Answer, Request, Server};

const ACCOUNT: &str = "023e105f4ecef8ad9ca31a8372d0c353";
const PATH: &str = "/client/v4/accounts/023e105f4ecef8ad9ca31a8372d0c353/stream/webhook";
const TOKEN: &str = "Sn3lZJTBX6kkg7OdcBUAxOO963GEIyGQqnFTOFYY";
const EMAIL: &str = "user@example.com";
const KEY: &str = "144c9defac04969c7bfad8efaa8ea194";

/// Gives a client credentials.
type Credentials = fn(ClientBuilder) -> ClientBuilder;

const FAILURE: &str = r#"{
    "success": false,
    "errors": [{
        "code": 7003,
        "message": "No route for the URI",
        "documentation_url": "https://example.com/7003",
        "source": {"pointer": "/account_id"},
        "error_chain": [{"code": 6111, "message": "Invalid format for Authorization header"}]
    }],
    "messages": [],
    "result": null
}"#;

fn ok(result: Value) -> Answer {
    let body = json!({"success": true, "errors": [], "messages": [], "result": result});
    Answer::json(200, &body.to_string())
}

fn builder(server: &Server) -> ClientBuilder {
    Client::builder()
        .base_url(server.url() + "/client/v4")
        .account_id(ACCOUNT)
        // Each answer of the server is for one try.
        .retry(RetryPolicy::never())
}

fn client(server: &Server) -> Client {
    builder(server)
        .api_token(TOKEN)
        .build()
        .expect("everything is set")
}

/// Why looking for the webhook fails, given this answer.
async fn failing(answer: Answer) -> Error {
    failed(&Server::start([answer]).await).await
}

/// All that an error says: for people, for developers, and of its causes.
fn everything(error: &Error) -> String {
    let mut text = format!("{error}\n{error:?}\n{error:#?}");
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        text.push_str(&format!("\n{error}\n{error:?}"));
        cause = error.source();
    }
    text
}

async fn failed(server: &Server) -> Error {
    let result: Result<Webhook, Error> = client(server).stream().webhooks().get().send().await;
    result.expect_err("the call fails")
}

fn only(server: &Server) -> Request {
    let mut requests = server.requests();
    assert_eq!(requests.len(), 1, "{requests:?}");
    requests.remove(0)
}
