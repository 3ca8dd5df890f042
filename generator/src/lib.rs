//! Compiles an OpenAPI description to a Rust client.
