//! What is said of files and texts.

use std::path::Path;

use crate::diagnostic::{Diagnostic, Place};
use crate::source::{self, Error, ErrorKind, FileId};

/// A file that can't be read, or not as text. `place` is the reference that asked for it, if one did.
pub fn unreadable_file(path: &Path, place: Option<Place>, error: &Error) -> Diagnostic {
    let code = match error.kind {
        ErrorKind::Limit => "limit-exceeded",
        ErrorKind::Encoding => "bad-encoding",
        _ => "unreadable-file",
    };
    let message = format!("cannot read `{}`: {}", path.display(), error.message);
    // A reference starts at the file that it stands in, and that is shown.
    let start = source::start(path).filter(|_| place.is_none());
    let place = place.unwrap_or_else(|| match path.as_os_str().is_empty() {
        true => Place::None,
        false => Place::File(path.to_owned()),
    });
    let diagnostic = Diagnostic::error(code, place, message);
    match (error.kind, start) {
        (ErrorKind::Limit, _) => {
            diagnostic.help("`bytes` under `[limits]` in specwright.toml raises it")
        }
        (ErrorKind::Unreadable, Some(folder)) => {
            diagnostic.help(format!("relative paths start in `{}`", folder.display()))
        }
        _ => diagnostic,
    }
}

/// A text that is no tree.
pub fn unparsable(file: FileId, error: &Error) -> Diagnostic {
    let place = match &error.range {
        Some(range) => Place::span(file, range.clone()),
        None => Place::span(file, 0..0),
    };
    match error.kind {
        ErrorKind::Limit => Diagnostic::error("limit-exceeded", place, error.message.as_str())
            .help(
                "real descriptions stay far below this limit; `[limits]` in specwright.toml has it",
            ),
        ErrorKind::DuplicateKey => {
            Diagnostic::error("duplicate-key", place, error.message.as_str())
                .label("the second one")
                .help("readers differ in which of the two they keep; remove one")
        }
        _ => Diagnostic::error("syntax", place, error.message.as_str()),
    }
}
