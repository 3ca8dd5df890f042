//! Every message there is, one function each, so that wording stays even and codes stay few.
//!
//! Messages start in lower case, end without a full stop, quote what the user wrote in backticks, and say in `help` what
//! to do next where that is not plain.

mod config;
mod document;
mod grammar;
mod hint;
mod model;
mod operation;
mod overlay;
mod reference;
mod source;

pub use config::*;
pub use document::*;
pub use grammar::*;
pub use hint::*;
pub use model::*;
pub use operation::*;
pub use overlay::*;
pub use reference::*;
pub use source::*;

/// `a`, `b` and `c`.
fn list(names: &[&str]) -> String {
    let quoted: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.as_slice() {
        [] => "none".to_owned(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
