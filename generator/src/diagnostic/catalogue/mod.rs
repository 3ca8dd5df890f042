//! Every message there is, one function each, so that wording stays even and codes stay few.
//!
//! Messages start in lower case, end without a full stop, quote what the user wrote in backticks, and say in `help` what
//! to do next where that is not plain.

mod config;
mod document;
mod source;

pub use config::*;
pub use document::*;
pub use source::*;
