//! Compiles an OpenAPI description to a Rust client.

#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod write;
