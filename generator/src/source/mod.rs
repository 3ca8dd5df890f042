//! From bytes to trees of values: the files a description is made of, and what stands in them.
//!
//! The one place that reads the disk, and the one place that knows JSON and YAML as texts. It knows nothing of OpenAPI,
//! keeps no position for each value (see [`locate`]) and never prints: a failure is an [`Error`] for `diagnostic` to word.

mod files;
mod json;
mod locate;
mod media_type;
mod object;
mod pointer;
mod read;
mod template;
mod token;
mod tree;
mod value;
mod yaml;

pub use files::{File, FileId, Files, Limits};
pub(crate) use files::{normal, start};
pub use locate::{Location, duplicates, locate};
pub(crate) use media_type::{essence, is_binary, is_json, is_json_lines, is_text};
pub use object::Object;
pub use pointer::{Path, escape, join, parent, segments, unescape};
pub use read::parse;
pub(crate) use template::{catch_all, filled_template, path_names, template_names};
pub(crate) use token::is_token;
pub(crate) use value::whole_of_text;
pub use value::{Number, Value};

use std::ops::Range;

/// Why a file is no tree of values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// What kind of failure it is.
    pub kind: ErrorKind,
    /// What is wrong, in words; lower case and without a full stop.
    pub message: String,
    /// Where, if it is a place within the text.
    pub range: Option<Range<usize>>,
}

/// The kinds of failure that are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// The file can't be read.
    Unreadable,
    /// The bytes are not UTF-8.
    Encoding,
    /// The text is neither JSON nor YAML.
    Syntax,
    /// A limit that guards against hostile input was met.
    Limit,
    /// One object names the same key twice.
    DuplicateKey,
}

impl Error {
    fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            range: None,
        }
    }

    fn at(mut self, range: Range<usize>) -> Self {
        self.range = Some(range);
        self
    }
}
