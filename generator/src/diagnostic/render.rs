//! Diagnostics as text: the one file that knows the rendering crate, and where pointers become lines.

use std::collections::HashMap;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use super::{Diagnostic, Diagnostics, Place, Severity};
use crate::source::{File, FileId, Files, locate};

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
}

fn placed<'a>(diagnostics: &'a Diagnostics, files: &'a Files) -> Vec<Placed<'a>> {
    let ranges = ranges(diagnostics, files);
    let mut placed: Vec<_> = diagnostics
        .iter()
        .map(|diagnostic| Placed {
            diagnostic,
            spot: diagnostic.place.file().map(|id| Spot {
                id,
                file: files.get(id),
                range: match &diagnostic.place {
                    Place::Span { start, end, .. } => *start..*end,
                    place => ranges.get(place).cloned().unwrap_or(0..0),
                },
            }),
        })
        .collect();
    // Stable: what has no text to show keeps its order, and comes first.
    placed.sort_by_key(|item| item.spot.as_ref().map(|spot| (spot.id, spot.range.start)));
    placed
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
    /// `path:line:col: `, counted from one, columns in characters.
    fn prefix(&self) -> String {
        let before = self.file.text.get(..self.range.start).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let line_start = before.rfind('\n').map_or(0, |end| end + 1);
        let column = before[line_start..].chars().count() + 1;
        format!("{}:{line}:{column}: ", self.file.path.display())
    }

    /// The lines around the place, so that the renderer need not read a text of megabytes for each message; gives the
    /// number of the first one and the range within them.
    fn excerpt(&self) -> (&str, usize, Range<usize>) {
        let text = self.file.text.as_str();
        let line_start = |at: usize| text[..at].rfind('\n').map_or(0, |end| end + 1);
        let line_end = |at: usize| text[at..].find('\n').map_or(text.len(), |end| at + end);
        let Range { start, end } = self.range.clone();
        let (first, last) = (line_start(start), line_end(end.max(start)));
        let number = text[..first].matches('\n').count() + 1;
        (&text[first..last], number, start - first..end - first)
    }
}

fn report<'a>(
    diagnostic: &'a Diagnostic,
    spot: Option<&'a Spot<'a>>,
) -> annotate_snippets::Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level
        .primary_title(diagnostic.message.as_str())
        .id(diagnostic.code);
    let mut group = annotate_snippets::Group::with_title(title);
    if let Some(spot) = spot {
        let (text, line, range) = spot.excerpt();
        let mark = AnnotationKind::Primary.span(range);
        let mark = match diagnostic.label.as_str() {
            "" => mark,
            label => mark.label(label),
        };
        group = group.element(
            Snippet::source(text)
                .line_start(line)
                .path(spot.file.path.to_string_lossy())
                .annotation(mark),
        );
    } else if let Place::File(path) = &diagnostic.place {
        group = group.element(annotate_snippets::Origin::path(path.to_string_lossy()));
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
