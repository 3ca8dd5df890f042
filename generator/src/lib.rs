//! Compiles an OpenAPI description to a Rust client.

#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod config;
pub mod diagnostic;
pub mod document;
pub mod source;
pub mod write;
