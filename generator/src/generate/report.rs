//! What a run has to say about the user's files, with the files it speaks of.

use std::path::PathBuf;

use crate::diagnostic::{Diagnostics, Severity, render};
use crate::source::Files;

/// Diagnostics, ready to be shown. Lines and columns are looked up only then.
#[derive(Clone, Debug, Default)]
pub struct Report {
    pub(super) diagnostics: Diagnostics,
    pub(super) files: Files,
}

impl Report {
    /// Every file that reading was tried for, also those that could not be read.
    pub fn inputs(&self) -> &[PathBuf] {
        self.files.asked()
    }

    /// How many diagnostics there are of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics.count(severity)
    }

    /// All of them for people, in the manner of rustc; `color` is for terminals.
    pub fn render(&self, color: bool) -> String {
        render::render(&self.diagnostics, &self.files, color)
    }

    /// All of them for programs, one line each: `path:line:col: severity[code]: message`.
    pub fn lines(&self) -> Vec<(Severity, String)> {
        render::lines(&self.diagnostics, &self.files)
    }
}
