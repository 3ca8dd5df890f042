//! Says in CommonMark what a description says in HTML, and leaves out what leads nowhere from here.
//!
//! Tags with a counterpart become that. Others stay, as text, and so does the beginning of a pair that has no end: it may stand
//! for something else. A link to somewhere within the site that the description was written for becomes its text: nothing
//! says where that site is. And a link or code that goes over several lines of a paragraph comes to one, since a line is all
//! that `safe` looks at.
//!
//! Where this is mistaken, a text looks odd; that it does no harm is the business of `safe`.

use std::borrow::Cow;

use super::html::{self, Kind, Pairs, Span, Tag};
use super::markdown::{
    self, REACH, code_span, is_blank, is_item, is_rule, marker, start, starts_block,
};
use super::spans::{fenced, linked, one_line, table};
use crate::plan::in_code;

/// How deep tags are followed into each other.
const DEPTH: usize = 4;

pub(super) fn tidy(text: &str) -> Cow<'_, str> {
    let mut lines = text.lines();
    let is_tidy = !text.contains('<')
        && !text.contains("](")
        && !text.contains("[!")
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

/// A list that is open.
struct List {
    is_numbered: bool,
    items: usize,
}

impl List {
    /// What stands before its last item.
    fn mark(&self) -> String {
        match self.is_numbered {
            true => format!("{}. ", self.items),
            false => "- ".to_owned(),
        }
    }
}

#[derive(Default)]
struct Tidy {
    out: String,
    /// What comes before all that is written.
    lead: Option<Gap>,
    gap: Option<Gap>,
    lists: Vec<List>,
    depth: usize,
    /// Whether all has to be on one line.
    is_line: bool,
    /// Whether this line of the source is a row of a table, which has to stay one line.
    is_row: bool,
    /// Whether nothing of this line of the source is written yet.
    is_fresh: bool,
}

impl Tidy {
    fn read(&mut self, text: &str) {
        let pairs = Pairs::of(text);
        let (mut at, mut end) = (0, 0);
        let mut starts_line = self.depth == 0;
        let mut is_table = false;
        while at < text.len() {
            let mut rest = &text[at..];
            if starts_line {
                starts_line = false;
                let line = rest.lines().next().unwrap_or_default();
                is_table = !is_blank(line) && (is_table || is_rule(line));
                self.is_row = line.trim_start().starts_with('|') || is_table && line.contains('|');
                self.is_fresh = true;
                if !self.is_row
                    && let Some(length) = markdown::block(rest)
                {
                    self.block(&rest[..length]);
                    at += length;
                    starts_line = true;
                    continue;
                }
            }
            let Some(position) = rest.find(['\n', '<', '[', '!', '`', '\\']) else {
                self.push(rest);
                return;
            };
            self.push(&rest[..position]);
            at += position;
            rest = &rest[position..];
            if at >= end {
                end = at + markdown::paragraph(rest);
            }
            let paragraph = start(&text[at..end], REACH);
            at += match rest.as_bytes()[0] {
                b'\n' => {
                    starts_line = true;
                    self.line(&rest[1..])
                }
                b'`' => self.code(paragraph),
                b'<' => self.tag(text, at, end, &pairs),
                b'\\' => self.escape(rest),
                _ => self.link(paragraph),
            };
        }
    }

    /// Writes a text of the source, after what has to be between.
    fn push(&mut self, text: &str) {
        let is_apart = self.gap.is_some() || self.is_one_line() && self.ends_with_space();
        let text = if is_apart { text.trim_start() } else { text };
        if text.is_empty() {
            return;
        }
        let is_ours = self.gap.is_some_and(|gap| gap != Gap::Line) && !self.is_fresh;
        // What a tag set apart is no heading or item for that.
        match marker(text).filter(|_| is_ours) {
            Some(at) => {
                self.put(&text[..at]);
                self.put("\\");
                self.out.push_str(&text[at..]);
            }
            None => self.put(text),
        }
    }

    /// Writes what is made.
    fn put(&mut self, text: &str) {
        if let Some(gap) = self.gap.take() {
            self.close(gap, text);
        }
        self.is_fresh = false;
        self.out.push_str(text);
    }

    /// Writes what comes before a text.
    fn close(&mut self, gap: Gap, next: &str) {
        self.out.truncate(self.out.trim_end().len());
        let is_first = self.out.is_empty();
        if is_first {
            self.lead = Some(gap.min(Gap::Paragraph));
        }
        let line = self.out.lines().next_back().unwrap_or_default();
        match gap {
            Gap::Item => {
                let outer = self.lists.len().saturating_sub(1);
                let items = self
                    .lists
                    .last()
                    .map_or(usize::from(is_item(line)), |list| list.items);
                if !is_first {
                    let begins = items == 0 && outer == 0;
                    self.out.push_str(if begins { "\n\n" } else { "\n" });
                }
                let indent = self.indentation(outer);
                let mark = match self.lists.last_mut() {
                    Some(list) => {
                        list.items += 1;
                        list.mark()
                    }
                    None => "- ".to_owned(),
                };
                self.out.push_str(&(indent + &mark));
            }
            _ if is_first => {}
            Gap::Line => {
                let is_within = !line.starts_with('#') && !starts_block(next);
                self.out.push_str(if is_within { "\\\n" } else { "\n" });
                self.out.push_str(&self.indentation(self.lists.len()));
            }
            Gap::Paragraph => {
                self.out.push_str("\n\n");
                self.out.push_str(&self.indentation(self.lists.len()));
            }
        }
    }

    /// What lines within so many of the lists begin with.
    fn indentation(&self, depth: usize) -> String {
        let lists = self.lists[..depth].iter().take(DEPTH);
        " ".repeat(lists.map(|list| list.mark().len()).sum())
    }

    /// What comes next is that far from what was before.
    fn gap(&mut self, gap: Gap) {
        self.is_fresh = false;
        if self.is_one_line() {
            self.space();
        } else {
            self.gap = Some(gap);
        }
    }

    fn is_one_line(&self) -> bool {
        self.is_line || self.is_row
    }

    fn ends_with_space(&self) -> bool {
        self.out.is_empty() || self.out.ends_with(char::is_whitespace)
    }

    fn space(&mut self) {
        if !self.ends_with_space() {
            self.push(" ");
        }
    }

    /// The end of a line.
    fn line(&mut self, next: &str) -> usize {
        match self.gap {
            None if self.is_line => self.space(),
            None => self.out.push('\n'),
            Some(Gap::Line) if next.lines().next().is_none_or(is_blank) => self.gap(Gap::Paragraph),
            Some(_) => {}
        }
        1
    }

    /// A block of code, or a table.
    fn block(&mut self, block: &str) {
        if let Some(gap) = self.gap.take() {
            self.close(gap.max(Gap::Paragraph), block);
        }
        self.out.push_str(block);
    }

    fn escape(&mut self, rest: &str) -> usize {
        let escaped = rest[1..].chars().next().filter(|c| *c != '\n');
        let length = 1 + escaped.map_or(0, char::len_utf8);
        self.put(&rest[..length]);
        length
    }

    fn code(&mut self, paragraph: &str) -> usize {
        let length = match code_span(paragraph) {
            Some(length) => length,
            None => paragraph.len() - paragraph.trim_start_matches('`').len(),
        };
        self.put(&one_line(&paragraph[..length]));
        length
    }

    /// Whether nothing but the mark of a quotation is written of the last line.
    fn is_quotation(&self) -> bool {
        let far = self.out.len().saturating_sub(REACH);
        let end = &self.out[self.out.ceil_char_boundary(far)..];
        let line = end.lines().next_back();
        line.is_some_and(|line| line.trim() == ">")
    }

    /// A link, or a picture; or the title of a quotation, as GitHub has it.
    fn link(&mut self, paragraph: &str) -> usize {
        if let Some((title, length)) = alert(paragraph)
            && self.is_quotation()
        {
            self.put(&format!("**{title}:**"));
            return length;
        }
        let mark = usize::from(paragraph.starts_with('!'));
        let link = paragraph[mark..].starts_with('[');
        let link = link.then(|| markdown::link(&paragraph[mark..])).flatten();
        let text = link
            .as_ref()
            .and_then(|link| linked(&one_line(link.text), link.address));
        let Some((link, text)) = link.zip(text) else {
            self.push(&paragraph[..1]);
            return 1;
        };
        // Of a picture that can't be shown there is what it shows.
        if mark == 1 && text.starts_with('[') {
            self.put("!");
        }
        self.put(&text);
        mark + link.length
    }

    fn tag(&mut self, text: &str, at: usize, paragraph: usize, pairs: &Pairs) -> usize {
        let (before, rest) = text.split_at(at);
        if rest.starts_with("<!--")
            && let Some(end) = start(rest, REACH).find("-->")
        {
            return end + 3;
        }
        let Some(tag) = html::tag_after(before, rest) else {
            self.put("<");
            return 1;
        };
        if !tag.is_end && !tag.kind.stands_alone() {
            // A part of a paragraph ends with it.
            let ends = match tag.kind {
                Kind::Span(_) => paragraph,
                _ => text.len(),
            };
            let pair = pairs.end_of(at).filter(|(end, _)| *end <= ends);
            return match pair.filter(|_| self.depth < DEPTH) {
                Some((end, next)) => {
                    self.pair(&tag, &text[at + tag.length..end], &text[next..]);
                    next - at
                }
                // Without an end it is text: it may stand for something that is put in its place.
                None => {
                    self.put("<");
                    1
                }
            };
        }
        match tag.kind {
            Kind::Break if self.gap == Some(Gap::Line) => self.gap(Gap::Paragraph),
            Kind::Break if self.gap.is_none() => self.gap(Gap::Line),
            Kind::Break => {}
            Kind::List { .. } if tag.is_end => {
                self.lists.pop();
                self.gap(Gap::Paragraph);
            }
            Kind::List { is_numbered } => {
                let items = 0;
                self.lists.push(List { is_numbered, items });
                self.gap(Gap::Paragraph);
            }
            Kind::Item if !tag.is_end => self.gap(Gap::Item),
            Kind::Paragraph if self.gap == Some(Gap::Item) => {}
            Kind::Paragraph | Kind::Item => self.gap(Gap::Paragraph),
            Kind::Row if self.gap.is_none() => self.gap(Gap::Line),
            Kind::Cell if !tag.is_end => self.space(),
            Kind::Row | Kind::Cell => {}
            // Ends that have no beginning.
            Kind::Table | Kind::Preformatted | Kind::Span(_) => {}
        }
        tag.length
    }

    /// What has a beginning and an end.
    fn pair(&mut self, tag: &Tag<'_>, inner: &str, after: &str) {
        match tag.kind {
            Kind::Span(span) => self.span(span, inner, tag.address, after.chars().next()),
            Kind::Table if self.is_one_line() => {
                self.space();
                self.put(self.within(inner, true).out.trim());
                self.space();
            }
            Kind::Table => self.table(inner),
            _ if self.is_one_line() => {
                self.put(&in_code(&one_line(html::code(inner).trim())));
            }
            _ => {
                self.gap(Gap::Paragraph);
                self.block(&fenced(&html::code(inner)));
                self.gap(Gap::Paragraph);
            }
        }
    }

    /// What is between two tags.
    fn within(&self, inner: &str, is_line: bool) -> Self {
        let mut within = Self {
            depth: self.depth + 1,
            is_line: is_line || self.is_one_line(),
            ..Self::default()
        };
        within.read(inner);
        within
    }

    /// A table, and before it what is in none of its cells.
    fn table(&mut self, inner: &str) {
        let (rows, outside) = html::rows(inner);
        let line = |inner: &str| self.within(inner, true).out.trim().to_owned();
        let outside: Vec<String> = outside.into_iter().map(line).collect();
        let cells = |row: Vec<&str>| row.into_iter().map(line).collect();
        let rows: Vec<Vec<String>> = rows.into_iter().map(cells).collect();
        self.gap(Gap::Paragraph);
        self.push(&outside.join(" "));
        self.gap(Gap::Paragraph);
        if let Some(table) = table(&rows) {
            // All of it is in the item that it stands in.
            let indent = format!("\n{}", self.indentation(self.lists.len()));
            self.block(&table.replace('\n', &indent));
        }
        self.gap(Gap::Paragraph);
    }

    fn span(&mut self, span: Span, inner: &str, address: Option<&str>, next: Option<char>) {
        let is_line = matches!(span, Span::Heading | Span::Link);
        let within = match span {
            Span::Code => Self {
                out: html::code(inner),
                ..Self::default()
            },
            _ => self.within(inner, is_line),
        };
        // Whatever is around the text is not part of it.
        let text = within.out.trim();
        let lead = within.out.len() - within.out.trim_start().len();
        if let Some(gap) = within.lead {
            self.gap(gap);
        }
        self.push(&within.out[..lead]);
        let next = match within.out[lead + text.len()..].chars().next() {
            None if within.gap.is_some() => Some(' '),
            space => space.or(next),
        };
        match span {
            Span::Link => {
                let address = address.map(html::decoded).unwrap_or_default();
                self.put(&linked(text, address.trim()).unwrap_or_else(|| text.to_owned()));
            }
            _ if text.is_empty() => {}
            Span::Heading => {
                self.gap(Gap::Paragraph);
                let mark = if self.is_one_line() { "" } else { "### " };
                self.put(&format!("{mark}{text}"));
                self.gap(Gap::Paragraph);
            }
            Span::Code => {
                if self.gap.is_none() && self.out.ends_with('`') {
                    self.put(" ");
                }
                self.put(&in_code(&one_line(text)));
                if next == Some('`') {
                    self.put(" ");
                }
            }
            Span::Strong => self.marked("**", text, inner, next),
            Span::Emphasis => self.marked("*", text, inner, next),
            Span::Raised => self.put(&format!("^{text}")),
            Span::Plain => self.put(text),
        }
        self.push(&within.out[lead + text.len()..]);
        if let Some(gap) = within.gap {
            self.gap(gap.min(Gap::Paragraph));
        }
    }

    /// Writes a text between marks, unless they would not be taken for such between what is around them (CommonMark 0.31,
    /// section 6.2), or with other ones.
    fn marked(&mut self, mark: &str, text: &str, source: &str, next: Option<char>) {
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let (first, last) = (text.chars().next(), text.chars().next_back());
        let before = self.out.chars().next_back().filter(|_| self.gap.is_none());
        let opens = is_word(first) || !is_word(before);
        let closes = is_word(last) || !is_word(next);
        let is_alone = before != Some('*')
            && next != Some('*')
            && !source.contains('*')
            && (mark == "**" || first != Some('*') && last != Some('*'));
        let is_one_block = !text
            .lines()
            .skip(1)
            .any(|line| is_blank(line) || starts_block(line));
        if opens && closes && is_alone && is_one_block && !is_item(text) {
            self.put(&format!("{mark}{text}{mark}"));
        } else {
            self.put(text);
        }
    }
}

/// The title at the start of a text, and the length of its mark: `[!NOTE]`.
fn alert(text: &str) -> Option<(&'static str, usize)> {
    let rest = text.strip_prefix("[!")?;
    let titles = ["Note", "Tip", "Important", "Warning", "Caution"];
    titles.into_iter().find_map(|title| {
        let name = rest.get(..title.len())?;
        let is_it = name.eq_ignore_ascii_case(title) && rest[title.len()..].starts_with(']');
        is_it.then_some((title, title.len() + 3))
    })
}

#[cfg(test)]
#[path = "tidy_tests.rs"]
mod tests;
