//! Lines that are too long, broken as prettyplease breaks them.
//!
//! What fits stays in one line. A list that doesn't fit has each of its entries on a line of its own, a chain of calls
//! each of its links, and an arm its body, in braces. What follows a list counts as well, up to where the line may be
//! broken next. Expressions with other rules are not known here.

use std::ops::Range;

use super::line::{Kind, Line, Mark, STRUCT_WIDTH};

const INDENT: usize = 4;

/// How long lines may be, and how long at least in deep indentation.
const WIDTH: usize = 89;
const LEAST_WIDTH: usize = 60;

/// What of a line's width is left after its indentation.
pub(super) fn width(indent: usize) -> usize {
    WIDTH.saturating_sub(indent).max(LEAST_WIDTH)
}

/// Writes a line without its line break. Where that takes more than the rules above, it writes nothing, and says so.
pub(super) fn line(text: &mut String, line: &Line, indent: usize) -> bool {
    attempt(text, line, |layout| {
        layout.indent(indent);
        let whole = Part {
            text: 0..line.text.len(),
            marks: 0..line.marks.len(),
        };
        layout.statement(whole, indent)
    })
}

/// Writes a function, like [`line()`]. Its body is what the line ends with.
pub(super) fn function(text: &mut String, line: &Line, indent: usize) -> bool {
    attempt(text, line, |layout| {
        let (body, mark) = line.siblings(0, line.marks.len()).last()?;
        let head = Part {
            text: 0..mark.at,
            marks: 0..body,
        };
        layout.indent(indent);
        layout.in_head = true;
        layout.lists(head, indent)?;
        layout.in_head = false;
        layout.out.push('{');
        layout.statements(layout.content(body)?, indent)?;
        layout.out.push('}');
        Some(())
    })
}

fn attempt(
    text: &mut String,
    line: &Line,
    write: impl FnOnce(&mut Layout<'_>) -> Option<()>,
) -> bool {
    let start = text.len();
    let mut layout = Layout {
        out: text,
        line,
        space: 0,
        in_head: false,
    };
    let is_done = !line.strange && write(&mut layout).is_some();
    if !is_done {
        text.truncate(start);
    }
    is_done
}

struct Layout<'a> {
    out: &'a mut String,
    line: &'a Line,
    /// How much of the line is left.
    space: usize,
    /// Whether this is the head of a function.
    in_head: bool,
}

/// A part of a line: its text and its marks.
#[derive(Clone)]
struct Part {
    text: Range<usize>,
    marks: Range<usize>,
}

impl Layout<'_> {
    fn at(&self, mark: usize) -> usize {
        self.line.marks[mark].at
    }

    fn indent(&mut self, indent: usize) {
        self.out.extend(std::iter::repeat_n(' ', indent));
        self.space = width(indent);
    }

    fn newline(&mut self, indent: usize) {
        self.out.push('\n');
        self.indent(indent);
    }

    fn text(&mut self, text: Range<usize>) {
        self.space = self.space.saturating_sub(text.len());
        self.out.push_str(&self.line.text[text]);
    }

    /// The parts of one between marks of a kind. A dot belongs to what follows it.
    fn split(&self, part: Part, kind: Kind) -> Vec<Part> {
        let (mut text, mut mark) = (part.text.start, part.marks.start);
        let sign = match kind {
            Kind::Dot => 0,
            _ => ", ".len(),
        };
        let siblings = self.line.siblings(part.marks.start, part.marks.end);
        let ends = siblings.filter(|(_, it)| it.kind == kind);
        let ends = ends.map(|(index, it)| (index, it.at));
        ends.chain([(part.marks.end, part.text.end)])
            .map(|(index, at)| {
                let part = Part {
                    text: text..at,
                    marks: mark..index,
                };
                (text, mark) = (at + sign, index + 1);
                part
            })
            .collect()
    }

    /// What is in the list that begins at a mark.
    fn content(&self, open: usize) -> Option<Part> {
        let (close, gap) = match self.line.marks[open].kind {
            Kind::Open(close) => (close, 0),
            Kind::Brace(close) => (close, 1),
            _ => return None,
        };
        Some(Part {
            text: self.at(open) + 1 + gap..self.at(close),
            marks: open + 1..close,
        })
    }

    /// Whether a part is left in one line. What follows it, up to where the line may be broken next, must have space, too.
    fn fits(&self, part: &Part) -> bool {
        self.fits_before(part, part.marks.end)
    }

    /// Whether a part is left in one line if there is no break before a mark.
    fn fits_before(&self, part: &Part, next: usize) -> bool {
        let line = self.line;
        let end = line
            .siblings(next, line.marks.len())
            .find_map(|(_, mark)| match mark.kind {
                Kind::Close | Kind::Dot => Some(mark.at),
                Kind::Comma | Kind::Semicolon | Kind::Brace(_) => Some(mark.at + 1),
                Kind::Equals => Some(mark.at + " = ".len()),
                Kind::Arrow => Some(mark.at + 1),
                // The arguments of a function are apart from its generics.
                Kind::Open(_) if self.in_head && line.text[..mark.at].ends_with('>') => {
                    Some(mark.at + 1)
                }
                Kind::Open(_) | Kind::Rigid => None,
            });
        let end = end.unwrap_or(line.text.len());
        let is_wide = |mark: &Mark| match mark.kind {
            Kind::Brace(close) => self.at(close) + 1 - mark.from > STRUCT_WIDTH,
            _ => false,
        };
        end <= part.text.start + self.space
            && !(self.line.wide && line.marks[part.marks.clone()].iter().any(is_wide))
    }

    /// What is in the braces of a function.
    fn statements(&mut self, body: Part, indent: usize) -> Option<()> {
        let statements = self.split(body, Kind::Semicolon);
        let last = statements.len() - 1;
        for (index, statement) in statements.into_iter().enumerate() {
            if statement.text.is_empty() {
                continue;
            }
            self.newline(indent + INDENT);
            if self.line.text[statement.text.clone()].starts_with("match ") {
                self.arms(statement, indent + INDENT)?;
                continue;
            }
            self.statement(statement, indent + INDENT)?;
            if index < last {
                self.out.push(';');
            }
        }
        if !self.out.ends_with('{') {
            self.newline(indent);
        }
        Some(())
    }

    /// A match that is the last of a function's statements.
    fn arms(&mut self, part: Part, indent: usize) -> Option<()> {
        let (open, mark) = self
            .line
            .siblings(part.marks.start, part.marks.end)
            .last()?;
        let head = part.text.start..mark.at + 1;
        let content = self.content(open)?;
        if head.len() > self.space || content.marks.end + 1 != part.marks.end {
            return None;
        }
        self.text(head);
        for arm in self.split(content, Kind::Comma) {
            self.newline(indent + INDENT);
            if arm.text.len() <= self.space {
                let is_block = self.line.text[arm.text.clone()].ends_with("=> {}");
                self.text(arm.text);
                self.out.push_str(if is_block { "" } else { "," });
            } else {
                self.body(arm, indent + INDENT)?;
            }
        }
        self.newline(indent);
        self.out.push('}');
        Some(())
    }

    /// An arm whose body has lines of its own.
    fn body(&mut self, part: Part, indent: usize) -> Option<()> {
        let mut siblings = self.line.siblings(part.marks.start, part.marks.end);
        let (arrow, mark) = siblings.find(|(_, it)| it.kind == Kind::Arrow)?;
        let start = mark.at + 1;
        if start - part.text.start + " {".len() > self.space {
            return None;
        }
        self.text(part.text.start..start);
        self.out.push_str(" {");
        self.newline(indent + INDENT);
        let body = Part {
            text: start + 1..part.text.end,
            marks: arrow + 1..part.marks.end,
        };
        if body.text.len() <= self.space {
            self.text(body.text);
        } else {
            self.chain(body, indent + INDENT)?;
        }
        self.newline(indent);
        self.out.push('}');
        Some(())
    }

    /// A chain of calls in braces of its own, each link on a line.
    fn chain(&mut self, part: Part, indent: usize) -> Option<()> {
        let line = self.line;
        let siblings = || line.siblings(part.marks.start, part.marks.end);
        let (_, first) = siblings().find(|(_, it)| it.kind == Kind::Dot)?;
        let is_simple = |kind| matches!(kind, Kind::Open(_) | Kind::Close | Kind::Dot);
        if first.from != part.text.start
            || first.at <= first.from + INDENT
            || !siblings().all(|(_, it)| is_simple(it.kind))
        {
            return None;
        }
        for (index, link) in self.split(part, Kind::Dot).into_iter().enumerate() {
            if index > 0 {
                self.newline(indent + INDENT);
            }
            if link.text.len() <= self.space {
                self.text(link.text);
            } else {
                self.lists(link, indent + INDENT)?;
            }
        }
        Some(())
    }

    /// A value, perhaps with what it is given to.
    fn statement(&mut self, part: Part, indent: usize) -> Option<()> {
        if self.fits(&part) {
            self.text(part.text);
            return Some(());
        }
        let line = self.line;
        let mut siblings = line.siblings(part.marks.start, part.marks.end);
        match siblings.find(|(_, it)| matches!(it.kind, Kind::Equals | Kind::Dot)) {
            None => self.lists(part, indent),
            Some((equals, mark)) if mark.kind == Kind::Equals => {
                let start = mark.at + " = ".len();
                self.text(part.text.start..start);
                let value = Part {
                    text: start..part.text.end,
                    marks: equals + 1..part.marks.end,
                };
                self.expression(value, indent)
            }
            // What has a short name at the beginning of a line keeps its first link there.
            Some((_, mark)) if mark.at <= mark.from + INDENT => None,
            Some(_) => self.expression(part, indent),
        }
    }

    fn expression(&mut self, part: Part, indent: usize) -> Option<()> {
        if self.fits(&part) {
            self.text(part.text);
            return Some(());
        }
        let line = self.line;
        let siblings = || line.siblings(part.marks.start, part.marks.end);
        if siblings().any(|(_, it)| it.kind == Kind::Rigid) {
            return None;
        }
        if siblings().any(|(_, it)| it.kind == Kind::Arrow) {
            return self.body(part, indent);
        }
        let Some((_, first)) = siblings().find(|(_, it)| it.kind == Kind::Dot) else {
            return self.lists(part, indent);
        };
        let from = first.from.max(part.text.start);
        self.text(part.text.start..from);
        let chain = Part {
            text: from..part.text.end,
            marks: part.marks,
        };
        if self.fits(&chain) {
            self.text(chain.text);
            return Some(());
        }
        let links = self.split(chain, Kind::Dot);
        for (index, link) in links.into_iter().enumerate() {
            if index > 0 {
                self.newline(indent + INDENT);
            }
            self.lists(link, indent + INDENT)?;
        }
        Some(())
    }

    /// A text with lists in it.
    fn lists(&mut self, part: Part, indent: usize) -> Option<()> {
        let line = self.line;
        let mut written = part.text.start;
        for (index, mark) in line.siblings(part.marks.start, part.marks.end) {
            let Some(content) = self.content(index) else {
                continue;
            };
            // A struct is one with its path.
            let (begin, gap) = match mark.kind {
                Kind::Brace(_) => (mark.from.max(written), 1),
                _ => (mark.at + 1, 0),
            };
            self.text(written..begin);
            written = begin;
            let list = Part {
                text: begin..content.text.end,
                marks: index..content.marks.end,
            };
            if !content.text.is_empty() && !self.fits_before(&list, list.marks.end + 1) {
                self.text(begin..mark.at + 1);
                written = content.text.end + gap;
                self.entries(content, indent)?;
            }
        }
        self.text(written..part.text.end);
        Some(())
    }

    /// The entries of a list, from the line after its beginning to where its end is written.
    fn entries(&mut self, part: Part, indent: usize) -> Option<()> {
        let line = self.line;
        let is_braces = |(_, mark): (usize, Mark)| matches!(mark.kind, Kind::Brace(_));
        let has_braces = line
            .siblings(part.marks.start, part.marks.end)
            .any(is_braces);
        let entries = self.split(part, Kind::Comma);
        // What is in brackets by itself takes no lines of its own, and numbers share theirs.
        let first = line.text.as_bytes()[entries[0].text.start];
        if entries.len() == 1 && (has_braces || matches!(first, b'(' | b'['))
            || first.is_ascii_digit()
        {
            return None;
        }
        for entry in entries {
            self.newline(indent + INDENT);
            self.expression(entry, indent + INDENT)?;
            self.out.push(',');
        }
        self.newline(indent);
        Some(())
    }
}
