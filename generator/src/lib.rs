//! Compiles an OpenAPI description to a Rust client.

pub mod config;
pub mod diagnostic;
pub mod document;
pub mod source;
