//! Compiles an OpenAPI description to a Rust client.
//!
//! Three front ends share one compiler: [`Builder`] for build scripts, the `specwright` command (feature `cli`), and
//! [`generate()`] for programs that want the text:
//!
//! ```no_run
//! use specwright::{Packaging, Request, generate, write};
//!
//! let output = generate(&Request::new("openapi.yaml", Packaging::Crate)).expect("a description without errors");
//! write::write("client".as_ref(), &output.files, write::Edits::Keep)?;
//! # Ok::<(), write::Error>(())
//! ```
//!
//! Each phase is a module with types of its own, and data goes one way:
//!
//! | module | makes | of |
//! | --- | --- | --- |
//! | [`source`] | trees of values | files |
//! | [`document`] | one OpenAPI 3.0 description without surprises | trees |
//! | [`api`] | a model in which every reference is resolved | the description |
//! | [`plan`] | Rust items, all named | the model and the [configuration](config) |
//! | [`emit`] | tokens | the plan |
//! | [`write`](mod@write) | text, and files | tokens |
//!
//! With the feature `cli`, `interface` compares what two clients offer.

#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod api;
mod builder;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
pub mod config;
pub mod diagnostic;
pub mod document;
pub mod emit;
mod generate;
#[cfg(feature = "cli")]
pub mod interface;
pub mod plan;
pub mod source;
pub mod write;

pub use builder::{BuildError, Builder};
pub use generate::{Output, Packaging, Report, Request, Summary, Timings, check, generate};
