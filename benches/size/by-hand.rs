//! The same call by hand: the floor of what a client over reqwest can take.

use serde::{Deserialize, Serialize};

#[derive(Serialize)]
struct Request {
    #[serde(rename = "notificationUrl")]
    notification_url: &'static str,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code)]
struct Answer {
    success: bool,
    result: Webhook,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code)]
struct Webhook {
    #[serde(rename = "notificationUrl")]
    notification_url: Option<String>,
    modified: Option<String>,
    secret: Option<String>,
}

fn main() {
    let url = std::env::args().nth(1).expect("usage: call URL");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    println!("{:?}", runtime.block_on(call(&url)).expect("an answer"));
}

async fn call(url: &str) -> Result<Answer, Box<dyn std::error::Error>> {
    let request = Request { notification_url: "https://example.com/hook" };
    let response = reqwest::Client::new()
        .put(format!("{url}/accounts/account/stream/webhook"))
        .bearer_auth("token")
        .header("content-type", "application/json")
        .body(serde_json::to_vec(&request)?)
        .send()
        .await?
        .error_for_status()?;
    Ok(serde_json::from_slice(&response.bytes().await?)?)
}
