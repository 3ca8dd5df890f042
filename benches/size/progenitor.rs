//! One call by the client that progenitor generates. It takes credentials from a reqwest client alone, and gets none here.

use client::{Client, types::StreamWebhookRequest};

fn main() {
    let url = std::env::args().nth(1).expect("usage: call URL");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let client = Client::new(&url);
    let account = "account".parse().expect("an account");
    let request = StreamWebhookRequest { notification_url: "https://example.com/hook".parse().ok() };
    println!("{:?}", runtime.block_on(client.stream_webhook_create_webhooks(&account, &request)).expect("an answer").into_inner());
}
