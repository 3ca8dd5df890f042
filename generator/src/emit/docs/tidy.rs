//! Says in CommonMark what a description says in HTML, and leaves out what leads nowhere from here.
//!
//! Tags with a counterpart become that; others stay, as text. A link to somewhere within the site that the description was
//! written for becomes its text: nothing says where that site is. And what goes over several lines comes to one, where that
//! makes no difference, since a line is all that `safe` looks at.

use std::borrow::Cow;

use super::html::{self, Kind, Span, Tag};
use super::markdown::{self, Fence, code_span, containers};

/// How far the end of something is looked for, in bytes, so that what has none costs no more than that.
const REACH: usize = 8_192;

/// How deep tags are followed into each other.
const DEPTH: usize = 4;

pub(super) fn tidy(text: &str) -> Cow<'_, str> {
    let mut lines = text.lines();
    let is_tidy = !text.contains('<')
        && !text.contains("](")
        && lines.all(|line| line.bytes().filter(|byte| *byte == b'`').count() % 2 == 0);
    if is_tidy {
        return text.into();
    }
    let mut tidy = Tidy::default();
    tidy.read(text);
    tidy.out.into()
}

/// What comes between what is written already and what is next.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    Line,
    Paragraph,
    Item,
}

#[derive(Default)]
struct Tidy {
    out: String,
    gap: Option<Gap>,
    /// The lists that are open, and the number of the last item of those that are numbered.
    lists: Vec<Option<usize>>,
    depth: usize,
}

impl Tidy {
    fn read(&mut self, text: &str) {
        let mut rest = text;
        let mut starts_line = true;
        while !rest.is_empty() {
            if starts_line && let Some(length) = block(rest) {
                self.block(&rest[..length]);
                rest = &rest[length..];
                continue;
            }
            let Some(position) = rest.find(['\n', '<', '[', '`', '\\']) else {
                self.push(rest);
                return;
            };
            self.push(&rest[..position]);
            rest = &rest[position..];
            starts_line = rest.starts_with('\n');
            let length = match rest.as_bytes()[0] {
                b'\n' => self.line(&rest[1..]),
                b'`' => self.code(rest),
                b'[' => self.link(rest),
                b'<' => self.tag(rest),
                _ => self.escape(rest),
            };
            rest = &rest[length..];
        }
    }

    /// Writes text, after what has to be between.
    fn push(&mut self, text: &str) {
        let text = match self.gap {
            Some(_) => text.trim_start(),
            None => text,
        };
        if text.is_empty() {
            return;
        }
        if let Some(gap) = self.gap.take() {
            self.close(gap, text);
        }
        self.out.push_str(text);
    }

    /// Writes what comes before a text.
    fn close(&mut self, gap: Gap, next: &str) {
        self.out.truncate(self.out.trim_end().len());
        let is_first = self.out.is_empty();
        let outer = self.lists.len().saturating_sub(1);
        let line = self.out.lines().next_back().unwrap_or_default();
        match gap {
            Gap::Item => {
                match self.lists.last() {
                    _ if is_first => {}
                    // A list begins.
                    Some(None | Some(1)) if outer == 0 && !is_item(line) => {
                        self.out.push_str("\n\n")
                    }
                    _ => self.out.push('\n'),
                }
                self.indent(outer);
                match self.lists.last() {
                    Some(Some(number)) => self.out.push_str(&format!("{number}. ")),
                    _ => self.out.push_str("- "),
                }
            }
            _ if is_first => {}
            Gap::Line if line.starts_with('|') => self.out.push(' '),
            Gap::Line => {
                let is_within = !line.starts_with('#') && !starts_block(next);
                self.out.push_str(if is_within { "\\\n" } else { "\n" });
                self.indent(self.lists.len());
            }
            Gap::Paragraph => {
                self.out.push_str("\n\n");
                self.indent(self.lists.len());
            }
        }
    }

    fn indent(&mut self, depth: usize) {
        for list in &self.lists[..depth] {
            self.out.push_str(if list.is_some() { "   " } else { "  " });
        }
    }

    /// What comes next is at least this far from what was before.
    fn gap(&mut self, gap: Gap) {
        self.gap = self.gap.max(Some(gap));
    }

    /// The end of a line.
    fn line(&mut self, next: &str) -> usize {
        match self.gap {
            None => self.out.push('\n'),
            Some(Gap::Line) if is_blank(next) => self.gap(Gap::Paragraph),
            Some(_) => {}
        }
        1
    }

    /// A block of code.
    fn block(&mut self, block: &str) {
        if self.gap.take().is_some() {
            self.close(Gap::Paragraph, block);
        }
        self.out.push_str(block);
    }

    fn escape(&mut self, rest: &str) -> usize {
        let escaped = rest[1..].chars().next().filter(|c| *c != '\n');
        let length = 1 + escaped.map_or(0, char::len_utf8);
        self.push(&rest[..length]);
        length
    }

    fn code(&mut self, rest: &str) -> usize {
        match code_span(paragraph(rest)) {
            Some(length) => {
                self.push(&one_line(&rest[..length]));
                length
            }
            None => {
                let length = rest.len() - rest.trim_start_matches('`').len();
                self.push(&rest[..length]);
                length
            }
        }
    }

    fn link(&mut self, rest: &str) -> usize {
        let Some(link) = markdown::link(paragraph(rest)) else {
            self.push("[");
            return 1;
        };
        // Of a picture that can't be shown there is what it shows.
        if !markdown::is_absolute(link.address) && self.out.ends_with('!') {
            self.out.pop();
        }
        let text = one_line(link.text);
        self.push(&linked(&text, link.address));
        link.length
    }

    fn tag(&mut self, rest: &str) -> usize {
        if rest.starts_with("<!--")
            && let Some(end) = reach(rest).find("-->")
        {
            return end + 3;
        }
        let Some(tag) = html::tag(paragraph(rest)) else {
            self.push("<");
            return 1;
        };
        match tag.kind {
            Kind::Break if self.gap == Some(Gap::Line) => self.gap(Gap::Paragraph),
            Kind::Break => self.gap(Gap::Line),
            Kind::Paragraph => self.gap(Gap::Paragraph),
            Kind::List { is_numbered } => {
                if tag.is_end {
                    self.lists.pop();
                } else if self.lists.len() < DEPTH {
                    self.lists.push(is_numbered.then_some(0));
                }
                self.gap = Some(Gap::Paragraph);
            }
            Kind::Item if tag.is_end => self.gap = Some(Gap::Paragraph),
            Kind::Item => {
                if let Some(Some(number)) = self.lists.last_mut() {
                    *number += 1;
                }
                self.gap = Some(Gap::Item);
            }
            Kind::Row => self.gap(Gap::Line),
            Kind::Cell if !tag.is_end => self.push(" "),
            Kind::Cell => {}
            Kind::Table | Kind::Preformatted | Kind::Span(_) => return self.pair(rest, &tag),
        }
        tag.length
    }

    /// What has a beginning and an end. A beginning alone is text: it may stand for something that is put in its place.
    fn pair(&mut self, rest: &str, tag: &Tag<'_>) -> usize {
        if tag.is_end {
            return tag.length;
        }
        let after = &rest[tag.length..];
        let reach = match tag.kind {
            Kind::Span(_) => paragraph(after),
            _ => reach(after),
        };
        let found = html::until_end(reach, tag.name).filter(|_| self.depth < DEPTH);
        let Some((inner, length)) = found else {
            self.push("<");
            return 1;
        };
        match tag.kind {
            Kind::Span(span) => {
                let next = after[length..].chars().next();
                self.span(span, inner, tag.address, next);
            }
            kind => {
                let block = match kind {
                    Kind::Table => self.table(inner),
                    _ => fenced(&html::code(inner)),
                };
                self.gap(Gap::Paragraph);
                self.block(&block);
                self.gap(Gap::Paragraph);
            }
        }
        tag.length + length
    }

    /// What is between two tags.
    fn within(&self, inner: &str) -> String {
        let mut within = Self {
            depth: self.depth + 1,
            ..Self::default()
        };
        within.read(inner);
        within.out
    }

    /// A table, the first row of which is its head (GitHub Flavored Markdown 0.29, section 4.10).
    fn table(&self, inner: &str) -> String {
        let rows = html::rows(inner);
        let Some(columns) = rows.iter().map(Vec::len).max() else {
            return String::new();
        };
        let mut lines = rows.iter().map(|row| {
            let cells = row.iter().map(|cell| {
                let cell = unbroken(self.within(cell).trim()).replace('|', "\\|");
                format!(" {cell} |")
            });
            let rest = " |".repeat(columns - row.len());
            format!("|{}{rest}\n", cells.collect::<String>())
        });
        let head = lines.next().unwrap_or_default();
        let rule = format!("|{}\n", " --- |".repeat(columns));
        head + &rule + &lines.collect::<String>()
    }

    fn span(&mut self, span: Span, inner: &str, address: Option<&str>, next: Option<char>) {
        let inner = match span {
            Span::Code => html::code(inner),
            _ => self.within(inner),
        };
        // Whatever is around the text is not part of it.
        let text = inner.trim();
        let start = inner.len() - inner.trim_start().len();
        let (before, after) = (&inner[..start], &inner[start + text.len()..]);
        let is_one_block = !text.contains("\n\n") && !starts_block(text);
        let next = after.chars().next().or(next);
        self.push(before);
        match span {
            Span::Heading => {
                self.gap(Gap::Paragraph);
                self.push(&format!("### {}", unbroken(text)));
                self.gap(Gap::Paragraph);
            }
            _ if text.is_empty() => {}
            Span::Code => self.push(&in_code(&one_line(text))),
            Span::Link => {
                let address = address.map(html::decoded).unwrap_or_default();
                self.push(&linked(&unbroken(text), &address));
            }
            Span::Strong if is_one_block => self.marked("**", text, next),
            Span::Emphasis if is_one_block => self.marked("*", text, next),
            Span::Strong | Span::Emphasis | Span::Plain => self.push(text),
        }
        self.push(after);
    }

    /// Writes a text between marks, unless they would not be taken for such between what is around them (CommonMark 0.31,
    /// section 6.2).
    fn marked(&mut self, mark: &str, text: &str, next: Option<char>) {
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let mut inside = text.chars();
        let first = inside.next();
        let last = inside.next_back().or(first);
        let before = self.out.chars().next_back().filter(|_| self.gap.is_none());
        let opens = is_word(first) || !is_word(before);
        let closes = is_word(last) || !is_word(next);
        if opens && closes && text.contains(|c| c != '*') {
            self.push(&format!("{mark}{text}{mark}"));
        } else {
            self.push(text);
        }
    }
}

/// A text with a link, if that leads anywhere.
fn linked(text: &str, address: &str) -> String {
    let address = address.trim();
    if !markdown::is_absolute(address) {
        return text.to_owned();
    }
    let address = address
        .replace('(', "%28")
        .replace(')', "%29")
        .replace(' ', "%20");
    if text == address || text.is_empty() {
        return address;
    }
    let link = format!("[{text}]({address})");
    match markdown::link(&link) {
        Some(whole) if whole.length == link.len() => link,
        _ => format!("{text} ({address})"),
    }
}

/// A text as code within a line.
fn in_code(text: &str) -> String {
    let marks = "`".repeat(longest_run(text, '`') + 1);
    let space = if text.contains('`') { " " } else { "" };
    format!("{marks}{space}{text}{space}{marks}")
}

/// A text as a block of code.
fn fenced(text: &str) -> String {
    let marks = "`".repeat(longest_run(text, '`').max(2) + 1);
    format!("{marks}text\n{}\n{marks}\n", text.trim_matches('\n'))
}

/// How often a character comes in a row.
fn longest_run(text: &str, it: char) -> usize {
    let runs = text.split(|c| c != it);
    runs.map(str::len).max().unwrap_or_default()
}

/// A text without its breaks of lines.
fn unbroken(text: &str) -> String {
    one_line(&text.replace("\\\n", "\n")).into_owned()
}

/// A text whose lines are words of one.
fn one_line(text: &str) -> Cow<'_, str> {
    if !text.contains('\n') {
        return text.into();
    }
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    lines.join(" ").into()
}

/// The beginning of a text within which something has to end.
fn reach(text: &str) -> &str {
    &text[..text.floor_char_boundary(REACH)]
}

/// The paragraph that a text begins with, or the beginning of it.
fn paragraph(text: &str) -> &str {
    let text = reach(text);
    let mut ends = text.match_indices('\n').map(|(end, _)| end);
    match ends.find(|end| is_blank(&text[end + 1..])) {
        Some(end) => &text[..end],
        None => text,
    }
}

/// Whether the first line of a text has nothing in it.
fn is_blank(text: &str) -> bool {
    let line = text.split('\n').next();
    line.is_none_or(|line| line.trim().is_empty())
}

/// Whether a line is an item of a list, or in a quotation.
fn is_item(line: &str) -> bool {
    !containers(line).0.trim().is_empty()
}

/// Whether a text begins with what is no part of a paragraph.
fn starts_block(text: &str) -> bool {
    let line = text.lines().next().unwrap_or_default();
    line.starts_with(['#', '|']) || is_item(line) || Fence::opening(line).is_some()
}

/// The length of the block of code that a text begins with, marks and all.
fn block(text: &str) -> Option<usize> {
    let line = |text: &str| text.find('\n').map_or(text.len(), |end| end + 1);
    let mut length = line(text);
    let first = &text[..length];
    if !first.contains("```") && !first.contains("~~~") {
        return None;
    }
    let (fence, _) = Fence::opening(containers(first.trim_end()).1)?;
    while length < text.len() {
        let rest = &text[length..];
        let next = line(rest);
        length += next;
        if fence.closed_by(rest[..next].trim_end()) {
            break;
        }
    }
    Some(length)
}

#[cfg(test)]
#[path = "tidy_tests.rs"]
mod tests;
