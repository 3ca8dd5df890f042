//! One call by the client that openapi-nexus generates.

use client::apis::StreamWebhookApi;
use client::models::StreamWebhookRequest;
use client::runtime::{auth::BearerAuth, client::Client};

fn main() {
    let url = std::env::args().nth(1).expect("usage: call URL");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let client = Client::new(&url).with_auth(BearerAuth::new("token"));
    let api = StreamWebhookApi::new(&client);
    let account = "account".to_owned();
    let request = StreamWebhookRequest { notification_url: Some("https://example.com/hook".to_owned()) };
    println!("{:?}", runtime.block_on(api.stream_webhook_create_webhooks(&account, &request)).expect("an answer"));
}
