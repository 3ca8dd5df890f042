//! What the tests share.

pub mod prism;
