//! What tests share.

pub mod prism;
