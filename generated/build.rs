//! Compiles the description in `spec/` to the client that `src/lib.rs` includes.

fn main() {
    specwright::Builder::new("../spec/stream-webhook.yaml").compile();
}
