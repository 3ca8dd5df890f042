//! Why a build script has no client.

use std::error::Error;
use std::fmt::{self, Write as _};

/// Why a client was not written.
///
/// Its text is what [`Builder::compile`](crate::Builder::compile) shows: every error with file, line and column, and the
/// warnings. `Debug` gives the same, for scripts whose `main` returns it.
#[derive(Clone, PartialEq, Eq)]
pub struct BuildError {
    /// Cargo's instructions by which it shows the same, an error a line.
    pub(super) instructions: String,
    /// The text for people.
    pub(super) report: String,
}

impl BuildError {
    /// What has no place in a description.
    pub(super) fn new(message: &str) -> Self {
        let mut instructions = String::new();
        // An instruction ends with its line.
        for line in message.lines() {
            _ = writeln!(instructions, "cargo::error={line}");
        }
        Self {
            instructions,
            report: format!("error: {message}\n"),
        }
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.report.trim_end())
    }
}

impl fmt::Debug for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Error for BuildError {}
