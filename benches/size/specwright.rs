//! One call by the client that specwright generates, over the transport that its features say.

fn main() {
    let url = std::env::args().nth(1).expect("usage: call URL");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let client = client::Client::builder().base_url(url).api_token("token").build().expect("a client");
    let call = client.stream().webhooks().update("account").notification_url("https://example.com/hook");
    println!("{:?}", runtime.block_on(call.send()).expect("an answer"));
}
