//! One call by the client that openapi-generator generates.

use client::apis::{configuration::Configuration, stream_webhook_api::stream_webhook_create_webhooks};
use client::models::StreamWebhookRequest;

fn main() {
    let url = std::env::args().nth(1).expect("usage: call URL");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let configuration = Configuration { base_path: url, bearer_access_token: Some("token".to_owned()), ..Configuration::new() };
    let request = StreamWebhookRequest { notification_url: Some("https://example.com/hook".to_owned()) };
    println!("{:?}", runtime.block_on(stream_webhook_create_webhooks(&configuration, "account", request)).expect("an answer"));
}
