//! What a run has to say about the user's files, with the files it speaks of.

use std::path::{Path, PathBuf};

use crate::diagnostic::render::{self, Format, MOST, Shown};
use crate::diagnostic::{Diagnostics, Severity};
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

    /// Whether the bytes that are at one of these paths now are those that were read there; `None` are those of no file.
    pub fn is_read(&self, path: &Path, now: Option<&[u8]>) -> bool {
        self.files.is_read(path, now)
    }

    /// How many diagnostics there are of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics.count(severity)
    }

    /// How many errors there are that the configuration could allow.
    pub fn denied(&self) -> usize {
        self.diagnostics.denied()
    }

    /// All errors and warnings for people, in the manner of rustc; `color` is for terminals.
    pub fn render(&self, color: bool) -> String {
        self.render_as(Format::Human { color }, Shown::WARNINGS)
    }

    /// The same where nothing came of it: what is to blame goes first, and there is an end to it.
    pub(crate) fn render_failure(&self) -> String {
        render::errors_first(&self.diagnostics, &self.files, MOST)
    }

    /// Those that are to be shown, in one of several forms.
    pub fn render_as(&self, format: Format, shown: Shown) -> String {
        render::render_as(&self.diagnostics, &self.files, format, shown)
    }

    /// All errors and warnings for programs, one line each: `path:line:col: severity[code]: message; help: ..`.
    pub fn lines(&self) -> Vec<(Severity, String)> {
        render::lines_with_help(&self.diagnostics, &self.files)
    }
}
