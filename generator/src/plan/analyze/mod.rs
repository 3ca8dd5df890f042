//! Facts about the model that no schema states: one question, one file.

mod boxes;
mod reach;
mod sizes;
mod tags;

pub use boxes::Boxes;
pub use reach::{Reach, besides_forms, follow, used};
pub use tags::{Json, Tag, Tags};
