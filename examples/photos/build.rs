//! Compiles the description to the client that `src/lib.rs` includes.

fn main() {
    specwright::Builder::new("openapi.yaml").compile();
}
