//! Where pointers become lines and columns: each file is walked once, whatever the number of places in it.

use std::collections::HashMap;
use std::ops::Range;
use std::path::Path;

use crate::diagnostic::{Diagnostic, Place};
use crate::source::{File, FileId, Files, locate};

/// A diagnostic and the text it points at.
pub(super) struct Placed<'a> {
    pub diagnostic: &'a Diagnostic,
    pub spot: Option<Spot<'a>>,
}

impl Placed<'_> {
    /// The file that it is about, also where that has no text to point at.
    pub fn path(&self) -> Option<&Path> {
        match (&self.spot, &self.diagnostic.place) {
            (Some(spot), _) => Some(&spot.file.path),
            (None, Place::File(path)) => Some(path),
            (None, _) => None,
        }
    }

    /// The pointer to the value that it is about.
    pub fn pointer(&self) -> Option<&str> {
        match &self.diagnostic.place {
            Place::Node { pointer, .. } => Some(pointer),
            _ => None,
        }
    }
}

/// A range of a text.
pub(super) struct Spot<'a> {
    pub file: &'a File,
    pub range: Range<usize>,
    /// Number of the line, from one, and its first byte.
    pub line: usize,
    pub line_start: usize,
    /// Counted from one, in characters.
    pub column: usize,
    /// Line and column behind the last character.
    pub end: (usize, usize),
}

/// Finds all places. Sorted by file and place; what has no text to show comes first.
pub(super) fn placed<'a>(diagnostics: &[&'a Diagnostic], files: &'a Files) -> Vec<Placed<'a>> {
    let ranges = ranges(diagnostics, files);
    let mut found: Vec<_> = diagnostics
        .iter()
        .map(|diagnostic| {
            let place = &diagnostic.place;
            let range = match place {
                Place::Span { start, end, .. } => *start..*end,
                place => ranges.get(place).cloned().unwrap_or(0..0),
            };
            (*diagnostic, place.file().map(|id| (id, range)))
        })
        .collect();
    // Stable: of what has no text, or stands at one place, the order stays.
    found.sort_by_key(|(_, at)| at.as_ref().map(|(id, range)| (*id, range.start)));
    let mut cursor = None;
    found
        .into_iter()
        .map(|(diagnostic, at)| Placed {
            diagnostic,
            // Better no line than one of another text.
            spot: at
                .filter(|(id, _)| !files.get(*id).is_lost())
                .map(|(id, range)| spot(files, id, range, &mut cursor)),
        })
        .collect()
}

/// Where counting stands in a file. Places are asked for in order, so that a text is read once, and a line of megabytes
/// is not counted again for each place in it.
#[derive(Clone, Copy)]
struct Cursor {
    id: FileId,
    at: usize,
    line: usize,
    line_start: usize,
    column: usize,
}

impl Cursor {
    fn advance(&mut self, text: &str, to: usize) {
        let passed = text.get(self.at..to).unwrap_or_default();
        match passed.rfind('\n') {
            Some(last) => {
                self.line += passed.bytes().filter(|byte| *byte == b'\n').count();
                self.line_start = self.at + last + 1;
                self.column = 1 + passed[last + 1..].chars().count();
            }
            None => self.column += passed.chars().count(),
        }
        self.at += passed.len();
    }
}

fn spot<'a>(
    files: &'a Files,
    id: FileId,
    range: Range<usize>,
    cursor: &mut Option<Cursor>,
) -> Spot<'a> {
    let file = files.get(id);
    let start = Cursor {
        id,
        at: 0,
        line: 1,
        line_start: 0,
        column: 1,
    };
    let mut here = cursor.filter(|cursor| cursor.id == id).unwrap_or(start);
    here.advance(file.text(), range.start);
    *cursor = Some(here);
    let mut end = here;
    end.advance(file.text(), range.end);
    Spot {
        file,
        line: here.line,
        line_start: here.line_start,
        column: here.column,
        end: (end.line, end.column),
        range,
    }
}

/// The text of every node that is pointed at; each file is walked once.
fn ranges<'a>(diagnostics: &[&'a Diagnostic], files: &Files) -> HashMap<&'a Place, Range<usize>> {
    let mut wanted: HashMap<FileId, Vec<(&Place, &str)>> = HashMap::new();
    for diagnostic in diagnostics {
        if let place @ Place::Node { file, pointer, .. } = &diagnostic.place {
            wanted.entry(*file).or_default().push((place, pointer));
        }
    }
    let mut ranges = HashMap::new();
    for (file, nodes) in wanted {
        let found = locate(files.get(file), nodes.iter().map(|(_, pointer)| *pointer));
        for (place, pointer) in nodes {
            let Some(location) = found.get(pointer) else {
                continue;
            };
            let on_key = matches!(place, Place::Node { on_key: true, .. });
            let starts_block = matches!(
                files.get(file).text().get(location.value.clone()),
                Some("{" | "[") | None
            );
            // The key says more than a brace, and than a value that is not the one meant.
            let range = match &location.key {
                Some(key) if on_key || starts_block || !location.exact => key.clone(),
                _ => location.value.clone(),
            };
            ranges.insert(place, range);
        }
    }
    ranges
}
