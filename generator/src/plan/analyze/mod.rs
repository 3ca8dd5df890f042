//! Facts about the model that no schema states: one question, one file.

mod boxes;
mod reach;

pub use boxes::Boxes;
pub use reach::{Reach, follow, used};
