//! Diagnostics as text: the one file that knows the rendering crate, and where pointers become lines.

use std::collections::HashMap;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Diagnostic, Diagnostics, Place, Severity};
use crate::source::{File, FileId, Files, locate};

/// Bytes of source that are still worth showing.
const LONGEST_EXCERPT: usize = 2000;

/// Renders all of them in the manner of rustc, ordered by file and line. `color` is for terminals.
pub fn render(diagnostics: &Diagnostics, files: &Files, color: bool) -> String {
    let renderer = if color {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let mut text = String::new();
    for Placed { diagnostic, spot } in placed(diagnostics, files) {
        text.push_str(&renderer.render(&[report(diagnostic, spot.as_ref())]));
        text.push_str("\n\n");
    }
    text
}

/// One line for each, in the same order: `path:line:col: severity[code]: message`.
pub fn lines(diagnostics: &Diagnostics, files: &Files) -> Vec<(Severity, String)> {
    let placed = placed(diagnostics, files).into_iter();
    placed
        .map(|Placed { diagnostic, spot }| {
            let severity = word(diagnostic.severity);
            let Diagnostic { code, message, .. } = diagnostic;
            let prefix = match (&spot, &diagnostic.place) {
                (Some(spot), _) => spot.prefix(),
                (None, Place::File(path)) => format!("{}: ", path.display()),
                (None, _) => String::new(),
            };
            let line = format!("{prefix}{severity}[{code}]: {message}");
            (diagnostic.severity, line.replace('\n', " "))
        })
        .collect()
}

/// A diagnostic and the text it points at.
struct Placed<'a> {
    diagnostic: &'a Diagnostic,
    spot: Option<Spot<'a>>,
}

struct Spot<'a> {
    id: FileId,
    file: &'a File,
    range: Range<usize>,
    /// Number of the line, from one, and its first byte.
    line: usize,
    line_start: usize,
}

fn placed<'a>(diagnostics: &'a Diagnostics, files: &'a Files) -> Vec<Placed<'a>> {
    let ranges = ranges(diagnostics, files);
    let mut lines: HashMap<FileId, Vec<usize>> = HashMap::new();
    let mut spot = |place: &Place| {
        let id = place.file()?;
        let file = files.get(id);
        let range = match place {
            Place::Span { start, end, .. } => *start..*end,
            place => ranges.get(place).cloned().unwrap_or(0..0),
        };
        let starts = lines.entry(id).or_insert_with(|| line_starts(&file.text));
        let line = starts.partition_point(|start| *start <= range.start);
        Some(Spot {
            id,
            file,
            range,
            line,
            line_start: starts[line - 1],
        })
    };
    let mut placed: Vec<_> = diagnostics
        .iter()
        .map(|diagnostic| Placed {
            diagnostic,
            spot: spot(&diagnostic.place),
        })
        .collect();
    // Stable: what has no text to show keeps its order, and comes first.
    placed.sort_by_key(|item| item.spot.as_ref().map(|spot| (spot.id, spot.range.start)));
    placed
}

/// The first byte of each line; the first line begins at zero.
fn line_starts(text: &str) -> Vec<usize> {
    let breaks = text.match_indices('\n').map(|(at, _)| at + 1);
    std::iter::once(0).chain(breaks).collect()
}

/// The text of every node that is pointed at; each file is walked once.
fn ranges<'a>(diagnostics: &'a Diagnostics, files: &Files) -> HashMap<&'a Place, Range<usize>> {
    let mut wanted: HashMap<FileId, Vec<(&Place, &str)>> = HashMap::new();
    for diagnostic in diagnostics.iter() {
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
                files.get(file).text.get(location.value.clone()),
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

impl Spot<'_> {
    /// `path:line:col: `
    fn prefix(&self) -> String {
        let (path, line) = (self.file.path.display(), self.line);
        format!("{path}:{line}:{}: ", self.column())
    }

    /// Counted from one, in characters.
    fn column(&self) -> usize {
        let before = self.file.text.get(self.line_start..self.range.start);
        before.unwrap_or_default().chars().count() + 1
    }

    /// The lines of the place and the range within them, so that the renderer need not read megabytes for each message.
    /// None if they are too long to show, as in JSON without line breaks.
    fn excerpt(&self) -> Option<(&str, Range<usize>)> {
        let text = self.file.text.as_str();
        let Range { start, end } = self.range.clone();
        let rest = text.get(end..)?;
        let last = rest.find('\n').map_or(text.len(), |at| end + at);
        let first = self.line_start;
        (last - first <= LONGEST_EXCERPT).then(|| (&text[first..last], start - first..end - first))
    }
}

fn report<'a>(diagnostic: &'a Diagnostic, spot: Option<&'a Spot<'a>>) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level
        .primary_title(diagnostic.message.as_str())
        .id(diagnostic.code);
    let mut group = Group::with_title(title);
    match (spot.map(|spot| (spot, spot.excerpt())), &diagnostic.place) {
        (Some((spot, Some((text, range)))), _) => {
            let mark = AnnotationKind::Primary.span(range);
            let mark = match diagnostic.label.as_str() {
                "" => mark,
                label => mark.label(label),
            };
            group = group.element(
                Snippet::source(text)
                    .line_start(spot.line)
                    .path(spot.file.path.to_string_lossy())
                    .annotation(mark),
            );
        }
        (Some((spot, None)), _) => {
            let origin = Origin::path(spot.file.path.to_string_lossy());
            group = group.element(origin.line(spot.line).char_column(spot.column()));
        }
        (None, Place::File(path)) => group = group.element(Origin::path(path.to_string_lossy())),
        (None, _) => {}
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    group
}

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example() -> (Diagnostics, Files) {
        let mut files = Files::new();
        let file = files.add("api.yaml", "paths:\n  /a:\n    get: {operationID: x}\n");
        let mut all = Diagnostics::new();
        let place = Place::node(file, "/paths/~1a/get/operationID").on_key();
        all.push(
            Diagnostic::warning("unknown-key", place, "unknown key `operationID`")
                .label("not a key of an operation")
                .suggest("operationID", ["operationId"]),
        );
        all.push(Diagnostic::error(
            "unreadable-file",
            Place::File("b.yaml".into()),
            "no such file",
        ));
        (all, files)
    }

    #[test]
    fn it_looks_like_rustc() {
        let (all, files) = example();
        let expected = "\
error[unreadable-file]: no such file
--> b.yaml

warning[unknown-key]: unknown key `operationID`
 --> api.yaml:3:11
  |
3 |     get: {operationID: x}
  |           ^^^^^^^^^^^ not a key of an operation
  |
  = help: did you mean `operationId`?

";
        assert_eq!(render(&all, &files, false), expected);
    }

    #[test]
    fn lines_without_end_are_not_shown() {
        let mut files = Files::new();
        let text = format!(r#"{{"a": "{}", "b": 1}}"#, "x".repeat(5000));
        let file = files.add("a.json", text);
        let mut all = Diagnostics::new();
        all.push(Diagnostic::note("wide", Place::node(file, "/b"), "far out"));
        assert_eq!(
            render(&all, &files, false),
            "note[wide]: far out\n--> a.json:1:5016\n\n"
        );
    }

    #[test]
    fn or_like_grep() {
        let (all, files) = example();
        let lines: Vec<_> = lines(&all, &files)
            .into_iter()
            .map(|(_, line)| line)
            .collect();
        assert_eq!(
            lines,
            [
                "b.yaml: error[unreadable-file]: no such file",
                "api.yaml:3:11: warning[unknown-key]: unknown key `operationID`",
            ]
        );
    }
}
