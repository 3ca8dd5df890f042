//! For people, in the manner of rustc: the one file that knows the rendering crate.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::spot::{Placed, Spot};
use crate::diagnostic::{Diagnostic, Place, Severity};

/// Bytes of source that are shown as they are.
const LONGEST_EXCERPT: usize = 2000;
/// Bytes that are shown on each side of a place in a line that is longer.
const AROUND: usize = 48;
/// Bytes of the place itself that are shown then.
const LONGEST_MARK: usize = 60;

pub(super) fn text(placed: &[Placed<'_>], color: bool) -> String {
    let renderer = match color {
        true => Renderer::styled(),
        false => Renderer::plain(),
    };
    let mut text = String::new();
    for Placed { diagnostic, spot } in placed {
        let excerpt = spot.as_ref().map(excerpt);
        let spot = spot.as_ref().zip(excerpt.as_ref());
        let rendered = renderer.render(&[group(diagnostic, spot)]);
        match spot.filter(|(_, excerpt)| excerpt.cut) {
            Some((spot, excerpt)) => text.push_str(&true_column(&rendered, spot, excerpt)),
            None => text.push_str(&rendered),
        }
        text.push_str("\n\n");
    }
    text
}

/// The lines of a place and the range within them, so that the renderer need not read megabytes for each message.
struct Excerpt {
    text: String,
    range: Range<usize>,
    /// Whether something before it was left out, so that columns can't be counted in it.
    cut: bool,
}

fn excerpt(spot: &Spot<'_>) -> Excerpt {
    let text = spot.file.text();
    let (start, end) = (spot.range.start, spot.range.end.max(spot.range.start));
    let first = spot.line_start;
    let limit = floor(text, text.len().min(first + LONGEST_EXCERPT));
    let last = match limit >= end {
        true => text[end..limit].find('\n').map(|at| end + at),
        false => None,
    };
    if let Some(last) = last.or((limit == text.len()).then_some(limit)) {
        return Excerpt {
            text: text[first..last].to_owned(),
            range: start - first..end - first,
            cut: false,
        };
    }
    // Too long: as in JSON without line breaks, or a text of many lines.
    let line_end = |from: usize, most: usize| {
        let most = floor(text, text.len().min(from + most));
        text[from..most].find('\n').map_or(most, |at| from + at)
    };
    let mark_end = end.min(line_end(start, LONGEST_MARK));
    let before = floor(text, start.saturating_sub(AROUND).max(first));
    let behind = line_end(mark_end, AROUND);
    let ends_here = behind == text.len() || text[behind..].starts_with('\n');
    let lead = if before > first { "... " } else { "" };
    let tail = if ends_here { "" } else { " ..." };
    let offset = lead.len();
    Excerpt {
        text: format!("{lead}{}{tail}", &text[before..behind]),
        range: start - before + offset..mark_end - before + offset,
        cut: true,
    }
}

/// The renderer counts columns in what it is given. Of a line that was cut, it is told afterwards which one it is.
fn true_column(rendered: &str, spot: &Spot<'_>, excerpt: &Excerpt) -> String {
    let before = &excerpt.text[..excerpt.range.start];
    let counted = before.chars().count() + 1;
    let (line, column) = (spot.line, spot.column);
    match rendered.split_once("--> ") {
        Some((title, rest)) => {
            let (wrong, right) = (format!(":{line}:{counted}"), format!(":{line}:{column}"));
            format!("{title}--> {}", rest.replacen(&wrong, &right, 1))
        }
        None => rendered.to_owned(),
    }
}

fn floor(text: &str, mut index: usize) -> usize {
    while !text.is_char_boundary(index) {
        index -= 1;
    }
    index
}

fn group<'a>(diagnostic: &'a Diagnostic, spot: Option<(&'a Spot<'a>, &'a Excerpt)>) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level
        .primary_title(diagnostic.message.as_str())
        .id(diagnostic.code);
    let mut group = Group::with_title(title);
    match (spot, &diagnostic.place) {
        (Some((spot, excerpt)), _) => {
            let path = spot.file.path.to_string_lossy();
            let mark = AnnotationKind::Primary.span(excerpt.range.clone());
            let mark = match diagnostic.label.as_str() {
                "" => mark,
                label => mark.label(label),
            };
            let snippet = Snippet::source(excerpt.text.as_str())
                .line_start(spot.line)
                .path(path)
                .annotation(mark);
            group = group.element(snippet);
        }
        (None, Place::File(path)) => group = group.element(Origin::path(path.to_string_lossy())),
        (None, _) => {}
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    group
}
