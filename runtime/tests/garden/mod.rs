//! A small API in the shape that specwright writes, by hand: what the runtime has to fit.

mod call;
mod client;
pub mod orders;
pub mod plants;
pub mod types;

pub use call::Call;
pub use client::{Client, ClientBuilder};
use specwright_runtime as runtime;
