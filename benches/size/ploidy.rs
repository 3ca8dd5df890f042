//! One call by the client that ploidy generates.

use client::{Client, types::StreamWebhookRequest};

fn main() {
    let url = std::env::args().nth(1).expect("usage: call URL");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let client = Client::new(url).and_then(|client| client.with_sensitive_header("authorization", "Bearer token")).expect("a client");
    let to: client::types::StreamNotificationUrl = "https://example.com/hook".parse().expect("a URL");
    let request = StreamWebhookRequest { notification_url: to.into() };
    println!("{:?}", runtime.block_on(client.stream_webhook_create_webhooks("account", request)).expect("an answer"));
}
