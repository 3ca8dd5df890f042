//! The tags of HTML that CommonMark has a counterpart for.

use std::borrow::Cow;

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
    /// What only looks different.
    Plain,
}

impl Kind {
    fn of(name: &str) -> Option<Self> {
        Some(match name.to_ascii_lowercase().as_str() {
            "br" => Self::Break,
            "p" | "div" => Self::Paragraph,
            "ul" => Self::List { is_numbered: false },
            "ol" => Self::List { is_numbered: true },
            "li" => Self::Item,
            "table" => Self::Table,
            "tr" => Self::Row,
            "td" | "th" => Self::Cell,
            "pre" => Self::Preformatted,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Self::Span(Span::Heading),
            "b" | "strong" => Self::Span(Span::Strong),
            "i" | "em" => Self::Span(Span::Emphasis),
            "code" | "tt" | "kbd" => Self::Span(Span::Code),
            "a" => Self::Span(Span::Link),
            "span" | "u" | "small" | "font" | "thead" | "tbody" => Self::Span(Span::Plain),
            _ => return None,
        })
    }
}

/// The tag at the start of a text, if it is one of those.
pub(super) fn tag(text: &str) -> Option<Tag<'_>> {
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
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if let Some(rest) = rest.strip_prefix('>') {
            return Some(Tag {
                name,
                kind,
                is_end,
                address,
                length: text.len() - rest.len(),
            });
        }
        let (attribute, value, after) = attribute(rest)?;
        if attribute.eq_ignore_ascii_case("href") {
            address = Some(value);
        }
        rest = after;
    }
}

/// The name of an attribute, its value, and what is behind it.
fn attribute(text: &str) -> Option<(&str, &str, &str)> {
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':')))?;
    if end == 0 {
        return None;
    }
    let (name, rest) = text.split_at(end);
    let Some(value) = rest.trim_start().strip_prefix('=') else {
        return Some((name, "", rest));
    };
    let value = value.trim_start();
    // As MDX has it.
    if let Some((value, rest)) = value
        .strip_prefix("{{")
        .and_then(|value| value.split_once("}}"))
    {
        return Some((name, value, rest));
    }
    let quote = value.chars().next()?;
    if matches!(quote, '"' | '\'') {
        let (value, rest) = value[1..].split_once(quote)?;
        return Some((name, value, rest));
    }
    let end = value.find(|c: char| c.is_whitespace() || c == '>')?;
    Some((name, &value[..end], &value[end..]))
}

/// What is before the end tag of this name, and the bytes up to behind that.
pub(super) fn until_end<'t>(text: &'t str, name: &str) -> Option<(&'t str, usize)> {
    let (start, tag) = text.match_indices("</").find_map(|(start, _)| {
        let tag = tag(&text[start..])?;
        tag.name.eq_ignore_ascii_case(name).then_some((start, tag))
    })?;
    Some((&text[..start], start + tag.length))
}

/// The rows of a table and what is in their cells, by what is between the tags of the table.
pub(super) fn rows(table: &str) -> Vec<Vec<&str>> {
    let mut rows = Vec::new();
    // Where the cell began that is open.
    let mut cell = None;
    for (at, _) in table.match_indices('<') {
        let Some(tag) = tag(&table[at..]) else {
            continue;
        };
        if !matches!(tag.kind, Kind::Row | Kind::Cell) {
            continue;
        }
        if let Some(start) = cell.take()
            && let Some(row) = rows.last_mut()
        {
            Vec::push(row, &table[start..at]);
        }
        match tag.kind {
            Kind::Row if !tag.is_end => rows.push(Vec::new()),
            Kind::Cell if !tag.is_end => cell = Some(at + tag.length),
            _ => {}
        }
    }
    rows.retain(|row| !row.is_empty());
    rows
}

/// The text of code: without tags, and with what entities stand for.
pub(super) fn code(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let length = tag(rest).map_or(1, |tag| tag.length);
        if length == 1 {
            out.push('<');
        }
        rest = &rest[length..];
    }
    out.push_str(rest);
    decoded(&out).into_owned()
}

/// A text with the characters that its entities stand for, of which these are what descriptions have in code and in
/// addresses.
pub(super) fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return text.into();
    }
    let entities = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&apos;", "'"),
        ("&nbsp;", " "),
        // Last: what it makes is no entity.
        ("&amp;", "&"),
    ];
    let decode = |text: String, (entity, character): (&str, &str)| text.replace(entity, character);
    entities.into_iter().fold(text.to_owned(), decode).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_has_a_known_name_and_an_end() {
        let found = |text| tag(text).map(|tag| (tag.kind, tag.is_end, tag.length));
        assert_eq!(found("<br/>x"), Some((Kind::Break, false, 5)));
        assert_eq!(found("</P >x"), Some((Kind::Paragraph, true, 5)));
        assert_eq!(
            found("<b class='x>y' hidden>x"),
            Some((Kind::Span(Span::Strong), false, 22))
        );
        assert_eq!(
            found("<b style={{ a: 'b>' }}>x"),
            Some((Kind::Span(Span::Strong), false, 23))
        );
        for text in [
            "<token>", "<b", "<b \"", "< b>", "<b = c>", "<b.c>", "<>", "<",
        ] {
            assert_eq!(tag(text), None, "{text}");
        }
    }

    #[test]
    fn a_link_has_an_address() {
        let address = |text| tag(text).and_then(|tag| tag.address);
        assert_eq!(address("<a target=_blank href=\"/x\">"), Some("/x"));
        assert_eq!(address("<a HREF = /x>"), Some("/x"));
        assert_eq!(address("<a name='x'>"), None);
    }

    #[test]
    fn a_table_has_rows() {
        assert_eq!(
            rows("<thead><tr><th>a</th><th>b</thead><tr><td>c <b>d</b><tr></tr><td>e"),
            [vec!["a", "b</thead>"], vec!["c <b>d</b>"]]
        );
        assert_eq!(rows("<td>a</td>"), [[""; 0]; 0]);
    }

    #[test]
    fn code_has_no_tags_and_no_entities() {
        assert_eq!(code("a <b>&lt;T&gt;</b> &amp;lt; <T>"), "a <T> &lt; <T>");
    }
}
