//! Places to point at.

use std::ops::Range;
use std::path::PathBuf;

use crate::source::FileId;

/// Where something is. A place in a tree is its pointer; lines and columns come only with printing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// Nowhere in particular.
    None,
    /// A file that couldn't be read, so that it has no text to show.
    File(PathBuf),
    /// A range of bytes in a text.
    Span {
        /// The file.
        file: FileId,
        /// First byte.
        start: usize,
        /// Behind the last byte.
        end: usize,
    },
    /// A value in a tree.
    Node {
        /// The file.
        file: FileId,
        /// JSON pointer to the value, as the file has it.
        pointer: String,
        /// Whether the key that names the value is meant, rather than the value.
        on_key: bool,
    },
}

impl Place {
    /// A range of a text.
    pub fn span(file: FileId, range: Range<usize>) -> Self {
        Self::Span {
            file,
            start: range.start,
            end: range.end,
        }
    }

    /// A value.
    pub fn node(file: FileId, pointer: impl Into<String>) -> Self {
        Self::Node {
            file,
            pointer: pointer.into(),
            on_key: false,
        }
    }

    /// The same place, meaning the key that names it.
    #[must_use]
    pub fn on_key(mut self) -> Self {
        if let Self::Node { on_key, .. } = &mut self {
            *on_key = true;
        }
        self
    }

    /// The file, if its text is known.
    pub fn file(&self) -> Option<FileId> {
        match self {
            Self::Span { file, .. } | Self::Node { file, .. } => Some(*file),
            Self::None | Self::File(_) => None,
        }
    }
}
