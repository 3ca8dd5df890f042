//! The tags of HTML that CommonMark has a counterpart for.

use std::collections::{BTreeMap, BTreeSet};

use super::markdown;
use crate::plan::is_unseen;

/// A tag in a text.
#[derive(Debug, PartialEq)]
pub(super) struct Tag<'t> {
    pub name: &'t str,
    pub kind: Kind,
    pub is_end: bool,
    /// Where a link leads.
    pub address: Option<&'t str>,
    /// The bytes of the tag.
    pub length: usize,
}

/// What a tag is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Break,
    Paragraph,
    List {
        is_numbered: bool,
    },
    Item,
    Table,
    Row,
    Cell,
    Preformatted,
    /// What has a beginning and an end within a paragraph.
    Span(Span),
}

/// What a part of a paragraph is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Span {
    /// A paragraph of its own, in fact.
    Heading,
    Strong,
    Emphasis,
    Code,
    Link,
    /// A power, mostly.
    Raised,
    /// What only looks different.
    Plain,
}

impl Kind {
    fn of(name: &str) -> Option<Self> {
        Some(match name.to_ascii_lowercase().as_str() {
            "br" => Self::Break,
            "p" | "div" | "hr" | "blockquote" | "center" | "details" => Self::Paragraph,
            "ul" => Self::List { is_numbered: false },
            "ol" => Self::List { is_numbered: true },
            "li" => Self::Item,
            "table" => Self::Table,
            "tr" | "thead" | "tbody" | "tfoot" => Self::Row,
            "td" | "th" => Self::Cell,
            "pre" => Self::Preformatted,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "summary" => Self::Span(Span::Heading),
            "b" | "strong" => Self::Span(Span::Strong),
            "i" | "em" => Self::Span(Span::Emphasis),
            "code" | "tt" | "kbd" => Self::Span(Span::Code),
            "a" => Self::Span(Span::Link),
            "sup" => Self::Span(Span::Raised),
            "span" | "u" | "small" | "font" | "caption" | "sub" | "mark" => Self::Span(Span::Plain),
            _ => return None,
        })
    }

    /// Whether it needs no end, so that there is no other to know a tag by.
    pub fn stands_alone(self) -> bool {
        !matches!(self, Self::Table | Self::Preformatted | Self::Span(_))
    }
}

/// How long a tag may be.
const LONG: usize = 1_024;

/// The tag at the start of a text, if it is one of those.
pub(super) fn tag(text: &str) -> Option<Tag<'_>> {
    let text = markdown::start(text, LONG);
    let inside = text.strip_prefix('<')?;
    let (is_end, inside) = match inside.strip_prefix('/') {
        Some(inside) => (true, inside),
        None => (false, inside),
    };
    let end = inside.find(|c: char| !c.is_ascii_alphanumeric())?;
    let (name, mut rest) = inside.split_at(end);
    let kind = Kind::of(name)?;
    let mut address = None;
    loop {
        rest = rest.trim_start();
        let end = rest.strip_prefix("/>").filter(|_| !is_end);
        if let Some(rest) = end.or_else(|| rest.strip_prefix('>')) {
            return Some(Tag {
                name,
                kind,
                is_end,
                address,
                length: text.len() - rest.len(),
            });
        }
        if is_end {
            return None;
        }
        let (attribute, value, after) = attribute(rest)?;
        if attribute.eq_ignore_ascii_case("href") {
            address = Some(value);
        }
        rest = after;
    }
}

/// The same where a word goes before it: in `Vec<P>` it is none.
pub(super) fn tag_after<'t>(before: &str, text: &'t str) -> Option<Tag<'t>> {
    let is_type = before.ends_with(char::is_alphanumeric)
        && text[1..].starts_with(|c: char| c.is_ascii_uppercase());
    tag(text).filter(|tag| {
        let is_whole = text[..tag.length].ends_with("/>");
        !(is_type && tag.kind.stands_alone()) || is_whole
    })
}

/// The name of an attribute, its value, and what is behind it. One without a value is prose, unless no word looks like it.
fn attribute(text: &str) -> Option<(&str, &str, &str)> {
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':')))?;
    let (name, rest) = text.split_at(end);
    if name.is_empty() {
        return None;
    }
    let Some(value) = rest.trim_start().strip_prefix('=') else {
        return name.contains(['-', '_']).then_some((name, "", rest));
    };
    let value = value.trim_start();
    // As MDX has it.
    if let Some(value) = value.strip_prefix("{{") {
        let (value, rest) = value.split_once("}}")?;
        return Some((name, value, rest));
    }
    let quote = value.chars().next()?;
    if matches!(quote, '"' | '\'') {
        let (value, rest) = value[1..].split_once(quote)?;
        return Some((name, value, rest));
    }
    let end = value.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>'))?;
    Some((name, &value[..end], &value[end..]))
}

/// Where what has a beginning and an end has them, in a text.
#[derive(Default)]
pub(super) struct Pairs(BTreeMap<usize, (usize, usize)>);

impl Pairs {
    /// Finds each end its beginning, which is the last one of the same name.
    pub fn of(text: &str) -> Self {
        let mut pairs = BTreeMap::new();
        let mut open: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, tag) in tags(text).filter(|(_, tag)| !tag.kind.stands_alone()) {
            let starts = open.entry(tag.name.to_ascii_lowercase()).or_default();
            if !tag.is_end {
                starts.push(at);
            } else if let Some(start) = starts.pop() {
                pairs.insert(start, (at, at + tag.length));
            }
        }
        Self(pairs)
    }

    /// Where the end of the tag at this place is, and what comes behind it.
    pub fn end_of(&self, start: usize) -> Option<(usize, usize)> {
        self.0.get(&start).copied()
    }
}

/// The rows of a table and what is in their cells, by what is between the tags of the table; and what is in no cell.
pub(super) fn rows(table: &str) -> (Vec<Vec<&str>>, Vec<&str>) {
    let mut rows = vec![Vec::new()];
    let mut outside = Vec::new();
    let mut in_cell = false;
    // Where began what is open.
    let mut start = 0;
    let tags = tags(table).filter(|(_, tag)| matches!(tag.kind, Kind::Row | Kind::Cell));
    for (at, tag) in tags
        .map(|(at, tag)| (at, Some(tag)))
        .chain([(table.len(), None)])
    {
        let text = &table[start..at];
        match rows.last_mut() {
            Some(row) if in_cell => row.push(text),
            _ if text.trim().is_empty() => {}
            _ => outside.push(text),
        }
        let Some(tag) = tag else { break };
        if tag.kind == Kind::Row {
            rows.push(Vec::new());
        }
        in_cell = tag.kind == Kind::Cell && !tag.is_end;
        start = at + tag.length;
    }
    rows.retain(|row| !row.is_empty());
    (rows, outside)
}

/// The tags in a text, and where they are.
fn tags(text: &str) -> impl Iterator<Item = (usize, Tag<'_>)> {
    let mut end = 0;
    text.match_indices('<').filter_map(move |(at, _)| {
        // What is in a tag is none.
        let tag = tag_after(&text[..at], &text[at..]).filter(|_| at >= end)?;
        end = at + tag.length;
        Some((at, tag))
    })
}

/// The text of code: without tags, and with what entities stand for.
pub(super) fn code(text: &str) -> String {
    let name = |tag: &Tag<'_>| (tag.name.to_ascii_lowercase(), tag.is_end);
    let names: BTreeSet<(String, bool)> = tags(text).map(|(_, tag)| name(&tag)).collect();
    // One of a pair without the other is code.
    let is_tag = |tag: &Tag<'_>| {
        tag.kind.stands_alone() || names.contains(&(tag.name.to_ascii_lowercase(), !tag.is_end))
    };
    let mut out = String::with_capacity(text.len());
    let mut end = 0;
    for (at, tag) in tags(text).filter(|(_, tag)| is_tag(tag)) {
        out.push_str(&text[end..at]);
        if matches!(
            tag.kind,
            Kind::Break | Kind::Paragraph | Kind::Item | Kind::Row
        ) {
            out.push('\n');
        }
        end = at + tag.length;
    }
    out.push_str(&text[end..]);
    decoded(&out)
}

/// A text with the characters that its entities stand for: those that descriptions have in code and in addresses, and all
/// that are numbers.
pub(super) fn decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let found = markdown::start(rest, 10).find(';').and_then(|end| {
            let character = entity(&rest[1..end])?;
            Some((character, end + 1))
        });
        let (character, length) = found.unwrap_or(('&', 1));
        out.push(character);
        rest = &rest[length..];
    }
    out + rest
}

fn entity(name: &str) -> Option<char> {
    let number = name.strip_prefix('#');
    if let Some(number) = number {
        let (digits, radix) = match number.strip_prefix(['x', 'X']) {
            Some(digits) => (digits, 16),
            None => (number, 10),
        };
        let mut digits = digits.chars().map(|digit| digit.to_digit(radix));
        let code = digits.try_fold(0_u32, |code, digit| {
            code.checked_mul(radix)?.checked_add(digit?)
        })?;
        return char::from_u32(code).filter(|c| !is_unseen(*c));
    }
    Some(match name {
        "amp" => '&',
        "apos" => '\'',
        "gt" => '>',
        "lt" => '<',
        "nbsp" => ' ',
        "quot" => '"',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_has_a_known_name_and_an_end() {
        let found = |text| tag(text).map(|tag| (tag.kind, tag.is_end, tag.length));
        assert_eq!(found("<br/>x"), Some((Kind::Break, false, 5)));
        assert_eq!(found("</P >x"), Some((Kind::Paragraph, true, 5)));
        let strong = |length| Some((Kind::Span(Span::Strong), false, length));
        assert_eq!(found("<b class='x>y' id=z>x"), strong(20));
        assert_eq!(found("<b _c-1 style={{ a: 'b>' }}>x"), strong(28));
        for text in [
            "<token>",
            "<b",
            "<b \"",
            "< b>",
            "<b = c>",
            "<b.c>",
            "<>",
            "<",
            "<b and c>",
            "<b c={{",
            "</b c=d>",
        ] {
            assert_eq!(tag(text), None, "{text}");
        }
    }

    #[test]
    fn a_type_is_no_tag() {
        assert_eq!(tag_after("Vec", "<P>"), None);
        assert!(tag_after("One", "<BR />").is_some());
        assert!(
            tag_after("Vec", "<B>").is_some(),
            "what needs an end is known by that"
        );
        assert!(tag_after("One", "<p>").is_some());
        assert!(tag_after("One.", "<P>").is_some());
    }

    #[test]
    fn a_link_has_an_address() {
        let address = |text| tag(text).and_then(|tag| tag.address);
        assert_eq!(address("<a target=_blank href=\"/x\">"), Some("/x"));
        assert_eq!(address("<a HREF = /x>"), Some("/x"));
        assert_eq!(address("<a name='x'>"), None);
    }

    #[test]
    fn an_end_is_that_of_its_beginning() {
        let pairs = |text| {
            let Pairs(pairs) = Pairs::of(text);
            let mut pairs: Vec<_> = pairs.into_iter().collect();
            pairs.sort_unstable();
            pairs
        };
        assert_eq!(pairs("<b>a<B>c</b >d</b>"), [(0, (14, 18)), (4, (8, 13))]);
        assert_eq!(pairs("<b>a<i>b</b>c</i>"), [(0, (8, 12)), (4, (13, 17))]);
        assert_eq!(pairs("<b>a<b>c</b></bold><br></br>"), [(4, (8, 12))]);
    }

    #[test]
    fn a_table_has_rows() {
        let table = "a<tr><th>b</th>c<th>d</thead><tr><td>e <b>f</b><tr></tr><td>g";
        assert_eq!(
            rows(table),
            (
                vec![vec!["b", "d"], vec!["e <b>f</b>"], vec!["g"]],
                vec!["a", "c"]
            )
        );
        assert_eq!(rows("<td>a</td>"), (vec![vec!["a"]], vec![]));
    }

    #[test]
    fn code_has_no_tags_and_no_entities() {
        assert_eq!(code("a <b>&lt;T&gt;</b> &amp;lt; <T>"), "a <T> &lt; <T>");
        assert_eq!(code("a<br>b<p>c</p>"), "a\nb\nc\n");
        assert_eq!(code("List<A> x = <P>;"), "List<A> x = \n;");
        assert_eq!(code("&#123;id&#x7D; &#0; &copy; &"), "{id} &#0; &copy; &");
    }
}
