//! What CommonMark is made of, as far as descriptions need it.

/// A code block that is open.
pub(super) struct Fence {
    marker: char,
    length: usize,
}

impl Fence {
    /// Whether a line's content opens a block, and the rest of the line.
    pub fn opening(content: &str) -> Option<(Self, &str)> {
        let marker = content.chars().next().filter(|c| matches!(c, '`' | '~'))?;
        let rest = content.trim_start_matches(marker);
        let length = content.len() - rest.len();
        // A backtick fence has no backtick in its info string (CommonMark 0.31, section 4.5).
        (length >= 3 && !(marker == '`' && rest.contains('`')))
            .then_some((Self { marker, length }, rest))
    }

    pub fn closed_by(&self, line: &str) -> bool {
        let content = containers(line).1;
        let rest = content.trim_start_matches(self.marker);
        content.len() - rest.len() >= self.length && rest.trim().is_empty()
    }

    /// The block that is open behind a line.
    pub fn behind(open: Option<Self>, line: &str) -> Option<Self> {
        match open {
            Some(open) => (!open.closed_by(line)).then_some(open),
            None => Self::opening(containers(line).1).map(|(open, _)| open),
        }
    }

    pub fn close(&self) -> String {
        self.marker.to_string().repeat(self.length)
    }
}

/// What stands before a line's content, its indentation cut to less than a code block's, and the content.
pub(super) fn containers(line: &str) -> (String, &str) {
    let mut prefix = String::new();
    let mut rest = line;
    loop {
        let trimmed = rest.trim_start_matches(' ');
        let indent = (rest.len() - trimmed.len()).min(if prefix.is_empty() { 3 } else { 1 });
        prefix.push_str(&" ".repeat(indent));
        rest = trimmed;
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let after = &rest[digits..];
        if rest.starts_with('>') {
            prefix.push('>');
            rest = &rest[1..];
        } else if rest.starts_with("- ") || rest.starts_with("* ") || rest.starts_with("+ ") {
            prefix.push_str(&rest[..1]);
            rest = &rest[1..];
        } else if (1..10).contains(&digits) && (after.starts_with(". ") || after.starts_with(") "))
        {
            prefix.push_str(&rest[..=digits]);
            rest = &rest[digits + 1..];
        } else {
            return (prefix, rest);
        }
    }
}

/// The length of `https://…` at the start of the text, without what ends the sentence.
pub(super) fn bare_address(text: &str) -> Option<usize> {
    let rest = text.strip_prefix("http")?;
    let rest = rest.strip_prefix('s').unwrap_or(rest);
    let rest = rest.strip_prefix("://")?;
    let belongs = |c: char| c.is_ascii_alphanumeric() || "-@:%_+.~#?&/=,;!$".contains(c);
    let end = rest.find(|c| !belongs(c)).unwrap_or(rest.len());
    let address = rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?']);
    (!address.is_empty()).then_some(text.len() - rest.len() + address.len())
}

/// The length of a code span at the start of the text.
pub(super) fn code_span(text: &str) -> Option<usize> {
    let ticks = text.len() - text.trim_start_matches('`').len();
    let mut from = ticks;
    while let Some(position) = text[from..].find('`') {
        let start = from + position;
        let run = text[start..].len() - text[start..].trim_start_matches('`').len();
        if run == ticks {
            return Some(start + run);
        }
        from = start + run;
    }
    None
}

/// How far the end of something is looked for, in bytes, so that what has none costs no more than that.
pub(super) const REACH: usize = 4_096;

/// The first bytes of a text, cut to whole characters.
pub(super) fn start(text: &str, length: usize) -> &str {
    &text[..text.floor_char_boundary(length)]
}

/// A link: `[text](address "title")`.
#[derive(Debug, PartialEq)]
pub(super) struct Link<'t> {
    pub text: &'t str,
    pub address: &'t str,
    pub has_title: bool,
    /// The bytes of all of it.
    pub length: usize,
}

/// The link at the start of a text. Its own text has no bracket but in code spans, and no tag; its address has no space, and
/// its brackets come in pairs.
pub(super) fn link(text: &str) -> Option<Link<'_>> {
    let text = start(text, REACH);
    let close = closing_bracket(text)?;
    let inside = text[close..].strip_prefix("](")?;
    let mut open = 0;
    let end = inside.find(|c: char| match c {
        // As deep as addresses have them.
        '(' if open < 3 => {
            open += 1;
            false
        }
        ')' if open > 0 => {
            open -= 1;
            false
        }
        '(' | ')' | '<' | '>' | '`' | '\\' => true,
        c => c.is_whitespace(),
    })?;
    let title = title(&inside[end..])?;
    Some(Link {
        text: &text[1..close],
        address: &inside[..end],
        has_title: title > 0,
        length: close + 2 + end + title + 1,
    })
}

/// Where the text of a link ends that starts with its bracket.
pub(super) fn closing_bracket(text: &str) -> Option<usize> {
    let mut at = 1;
    loop {
        at += text.get(at..)?.find(['[', ']', '`', '<', '\\'])?;
        at += match text.as_bytes()[at] {
            b']' => return Some(at),
            b'`' => code_span(&text[at..])?,
            b'\\' => 1 + text[at + 1..].chars().next()?.len_utf8(),
            _ => return None,
        };
    }
}

/// The length of the title between a link's address and its last bracket, with the spaces around it.
fn title(text: &str) -> Option<usize> {
    let start = text.trim_start();
    let rest = match start.chars().next()? {
        ')' => start,
        quote @ ('"' | '\'') => start[1..].split_once(quote)?.1.trim_start(),
        _ => return None,
    };
    rest.starts_with(')').then_some(text.len() - rest.len())
}

/// Whether an address leads somewhere from anywhere, and rustdoc may link to it.
pub(super) fn is_absolute(address: &str) -> bool {
    ["http://", "https://", "mailto:"].iter().any(|scheme| {
        let start = address.get(..scheme.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    })
}

/// Whether a line has nothing in it.
pub(super) fn is_blank(line: &str) -> bool {
    line.trim().is_empty()
}

/// Whether a line is an item of a list, or in a quotation.
pub(super) fn is_item(line: &str) -> bool {
    !is_blank(&containers(line).0)
}

/// Whether a line is no part of a paragraph: an item, a heading, a row of a table, a block of code.
pub(super) fn starts_block(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with('|')
        || marker(line).is_some()
        || is_item(line)
        || Fence::opening(line).is_some()
}

/// Where a line begins with what would make it something else than text, and how far in that is told by its next character.
pub(super) fn marker(line: &str) -> Option<usize> {
    let ends = |rest: &str| rest.chars().next().is_none_or(char::is_whitespace);
    let after = |c: char| line.trim_start_matches(c);
    match line.chars().next()? {
        '#' => (line.len() - after('#').len() <= 6 && ends(after('#'))).then_some(0),
        '>' => Some(0),
        '-' | '+' | '*' if ends(&line[1..]) => Some(0),
        mark @ ('-' | '=' | '*' | '_') => (line.len() > 2 && is_blank(after(mark))).then_some(0),
        '0'..='9' => {
            let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            let rest = line[digits..].strip_prefix(['.', ')'])?;
            (digits < 10 && ends(rest)).then_some(digits)
        }
        _ => None,
    }
}

/// Whether a line is that below the head of a table (GitHub Flavored Markdown 0.29, section 4.10).
pub(super) fn is_rule(line: &str) -> bool {
    let mut characters = line.trim().bytes();
    line.contains('|') && line.contains('-') && characters.all(|byte| b"|-: ".contains(&byte))
}

/// The length of the paragraph that a text begins with: up to a line that is blank, or begins something else.
pub(super) fn paragraph(text: &str) -> usize {
    let ends = text.match_indices('\n').map(|(end, _)| end);
    let line = |start: usize| text[start..].lines().next().unwrap_or_default();
    let mut ends = ends.filter(|end| {
        let next = line(end + 1);
        is_blank(next) || starts_block(next)
    });
    ends.next().unwrap_or(text.len())
}

/// The length of the block of code that a text begins with, marks and all.
pub(super) fn block(text: &str) -> Option<usize> {
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
