//! YAML: read by serde_yaml, walked for places by saphyr-parser. The one file that names either crate.

use std::cell::Cell;
use std::collections::HashSet;
use std::ops::Range;

use saphyr_parser::{Event, Parser, Span};
use serde::de::DeserializeSeed;

use super::locate::Sink;
use super::tree::Reading;
use super::{Error, ErrorKind, Limits, Value};

/// Reads a tree; the flag says that some mapping names a key twice.
pub(super) fn read(text: &str, limits: Limits) -> Result<(Value, bool), Error> {
    guard_depth(text, limits)?;
    guard_aliases(text, limits)?;
    let reading = Reading::new(limits, true);
    let result = reading
        .root()
        .deserialize(serde_yaml::Deserializer::from_str(text));
    match result {
        Ok(value) => Ok((value, reading.duplicate())),
        Err(error) => Err(explain(&error, text, reading.limit_met())),
    }
}

/// serde_yaml looks at a deep nest of brackets for many seconds before it gives up. The event parser is quick at it, so
/// where a text has more open brackets than can be right, that one is asked first.
fn guard_depth(text: &str, limits: Limits) -> Result<(), Error> {
    let mut open = 0_usize;
    let mut deepest = 0;
    for byte in text.bytes() {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(open);
    }
    if deepest <= limits.depth {
        return Ok(());
    }
    let message = format!("nested deeper than {} levels", limits.depth);
    let too_deep = |range| Err(Error::new(ErrorKind::Limit, message.clone()).at(range));
    let mut parser = Parser::new_from_str(text);
    let mut depth = 0_usize;
    while let Some(event) = parser.next_event() {
        match event {
            Ok((Event::MappingStart(..) | Event::SequenceStart(..), span)) => {
                depth += 1;
                if depth > limits.depth {
                    return too_deep(Lines::new(text).range(span));
                }
            }
            Ok((Event::MappingEnd | Event::SequenceEnd, _)) => depth = depth.saturating_sub(1),
            Ok((Event::DocumentEnd | Event::StreamEnd, _)) => break,
            Ok(_) => {}
            // It counts brackets itself, and looks ahead of what it tells.
            Err(error) if error.info().contains("recursion limit") => {
                let marker = *error.marker();
                return too_deep(Lines::new(text).range(Span::new(marker, marker)));
            }
            Err(_) => break,
        }
    }
    Ok(())
}

/// A few letters of an alias can stand for as many values as one likes. Few texts have so much as the signs of many
/// aliases; only of those the events are counted.
fn guard_aliases(text: &str, limits: Limits) -> Result<(), Error> {
    let signs = text.as_bytes().windows(3).filter(|window| {
        let [before, sign, name] = [window[0], window[1], window[2]];
        sign == b'*'
            && b" \t\n[{,:".contains(&before)
            && !name.is_ascii_whitespace()
            && name != b'*'
    });
    if !text.contains('&') || signs.count() <= limits.aliases {
        return Ok(());
    }
    let mut anchors = HashSet::new();
    let mut used = 0;
    let mut parser = Parser::new_from_str(text);
    while let Some(Ok((event, span))) = parser.next_event() {
        match event {
            Event::MappingStart(anchor, _) | Event::SequenceStart(anchor, _) => {
                anchors.insert(anchor);
            }
            Event::Alias(anchor) if anchors.contains(&anchor) => {
                used += 1;
                if used > limits.aliases {
                    let message =
                        format!("more than {} aliases of lists and objects", limits.aliases);
                    let range = Lines::new(text).range(span);
                    return Err(Error::new(ErrorKind::Limit, message).at(range));
                }
            }
            Event::DocumentEnd | Event::StreamEnd => break,
            _ => {}
        }
    }
    Ok(())
}

fn explain(error: &serde_yaml::Error, text: &str, limit_met: bool) -> Error {
    let full = error.to_string();
    // The crate puts the path before its message, and the place behind it.
    let (kind, message) = if full.contains("recursion limit") {
        (ErrorKind::Limit, "nested too deeply")
    } else if full.contains("repetition limit") {
        (ErrorKind::Limit, "its aliases stand for too many values")
    } else if limit_met {
        let message = full.split(" at line ").next().unwrap_or(&full);
        (
            ErrorKind::Limit,
            message.rsplit(": ").next().unwrap_or(message),
        )
    } else {
        (
            ErrorKind::Syntax,
            full.split(" at line ").next().unwrap_or(&full),
        )
    };
    let error_here = Error::new(kind, message);
    match error.location() {
        Some(location) => {
            let start = floor_char_boundary(text, location.index());
            let end = next_char_boundary(text, start);
            error_here.at(start..end)
        }
        None => error_here,
    }
}

/// Walks the text once and tells the sink where each value stands. Gives up silently where the parser does: what was
/// seen until then is still good.
pub(super) fn walk(text: &str, sink: &mut impl Sink) {
    let lines = Lines::new(text);
    let mut parser = Parser::new_from_str(text);
    // How many objects and lists are open of which nobody wants to know what is in them.
    let mut skipped = 0_usize;
    while let Some(Ok((event, span))) = parser.next_event() {
        match event {
            _ if skipped == 0 => {}
            Event::MappingStart(..) | Event::SequenceStart(..) => skipped += 1,
            Event::MappingEnd | Event::SequenceEnd => skipped -= 1,
            _ => {}
        }
        if skipped > 0 {
            continue;
        }
        let range = lines.range(span);
        match event {
            Event::MappingStart(..) => skipped = usize::from(!sink.open(true, range.start)),
            Event::SequenceStart(..) => skipped = usize::from(!sink.open(false, range.start)),
            Event::MappingEnd | Event::SequenceEnd => sink.close(range.start),
            Event::Scalar(value, ..) => sink.scalar(&value, range),
            // What stands behind an alias is shown where it is used.
            Event::Alias(_) => sink.scalar("", range),
            Event::DocumentEnd | Event::StreamEnd => break,
            Event::Nothing | Event::StreamStart | Event::DocumentStart(_) => {}
        }
    }
}

/// Where each line begins, to turn the parser's lines and columns (in characters) into bytes.
struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
    /// The last place that was found: line, column, byte. A text may be one line, and is walked from its beginning to its
    /// end.
    last: Cell<(usize, usize, usize)>,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        // YAML 1.2, section 5.4: a carriage return alone ends a line as well.
        let breaks = (0..bytes.len())
            .filter(|&at| match bytes[at] {
                b'\n' => true,
                b'\r' => bytes.get(at + 1) != Some(&b'\n'),
                _ => false,
            })
            .map(|at| at + 1);
        Self {
            text,
            starts: std::iter::once(0).chain(breaks).collect(),
            last: Cell::default(),
        }
    }

    fn range(&self, span: Span) -> Range<usize> {
        let start = self.offset(span.start.line(), span.start.col());
        // What comes next may begin before the end of this, but not before its beginning.
        let last = self.last.get();
        let end = self.offset(span.end.line(), span.end.col());
        self.last.set(last);
        start..end.max(start)
    }

    fn offset(&self, line: usize, column: usize) -> usize {
        let Some(&start) = self.starts.get(line.saturating_sub(1)) else {
            return self.text.len();
        };
        let known = self.last.get();
        let (from, before) = match known {
            (known_line, known_column, at) if known_line == line && known_column <= column => {
                (at, known_column)
            }
            _ => (start, 0),
        };
        let mut rest = self.text[from..].char_indices();
        let offset = match rest.nth(column - before) {
            Some((offset, _)) => from + offset,
            None => self.text.len(),
        };
        self.last.set((line, column, offset));
        offset
    }
}

fn floor_char_boundary(text: &str, index: usize) -> usize {
    let mut index = index.min(text.len());
    while !text.is_char_boundary(index) {
        index -= 1;
    }
    index
}

fn next_char_boundary(text: &str, index: usize) -> usize {
    index + text[index..].chars().next().map_or(0, char::len_utf8)
}
