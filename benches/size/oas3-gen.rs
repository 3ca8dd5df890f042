//! One call by the client that oas3-gen generates.

use client::{CloudflareStreamWebhooksClient, CreateRequest, CreateRequestPath, StreamWebhookRequest};

fn main() {
    let url = std::env::args().nth(1).expect("usage: call URL");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let client = CloudflareStreamWebhooksClient::with_base_url(url).expect("a client").with_api_token("token");
    let request = CreateRequest {
        path: CreateRequestPath { account_id: "account".to_owned() },
        body: StreamWebhookRequest { notification_url: Some("https://example.com/hook".to_owned()) },
    };
    println!("{:?}", runtime.block_on(client.create(request)).expect("an answer"));
}
