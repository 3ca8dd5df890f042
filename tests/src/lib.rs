//! What the tests share: servers to call.

pub mod prism;
pub mod server;
