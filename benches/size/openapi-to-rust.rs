//! One call by the client that openapi-to-rust generates.

use client::{HttpClient, StreamWebhookRequest};

fn main() {
    let url = std::env::args().nth(1).expect("usage: call URL");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let client = HttpClient::new().with_base_url(url).with_api_key("token");
    let request = StreamWebhookRequest { notification_url: "https://example.com/hook".parse().ok() };
    println!("{:?}", runtime.block_on(client.stream_webhook_create_webhooks("account", request)).expect("an answer"));
}
