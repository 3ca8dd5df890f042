//! Code that is such by its indentation (CommonMark 0.31, section 4.4), as a block with marks.
//!
//! Descriptions are often indented for other reasons: as the comments that they were taken from, as HTML, within lists. Such
//! a text stays as it is, and `safe` takes the indentation away.

use std::borrow::Cow;

use super::html::{self, Kind};
use super::markdown::{Fence, is_blank, is_item};
use super::spans::fenced;

/// A text whose code has marks.
pub(super) fn marked(text: &str) -> Cow<'_, str> {
    if !text.lines().any(is_indented) || !is_written_so(text) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut code = String::new();
    let mut fence: Option<Fence> = None;
    // Code stands behind an empty line, and is no part of an item.
    let (mut is_apart, mut in_list) = (true, true);
    for line in text.lines() {
        let is_code = is_indented(line) && is_apart && !in_list && fence.is_none();
        if is_code || !code.is_empty() && is_blank(line) {
            code.push_str(outdented(line));
            code.push('\n');
            continue;
        }
        if !code.is_empty() {
            out.push_str(&fenced(&std::mem::take(&mut code)));
            out.push('\n');
        }
        out.push_str(line);
        out.push('\n');
        fence = Fence::behind(fence, line);
        if is_blank(line) {
            is_apart = true;
        } else {
            in_list = is_item(line) || in_list && (!is_apart || line.starts_with(' '));
            is_apart = false;
        }
    }
    if !code.is_empty() {
        out.push_str(&fenced(&code));
    }
    out.into()
}

/// Whether indentation is code in a text: some of its paragraphs have none, and it is no HTML.
fn is_written_so(text: &str) -> bool {
    let (mut paragraphs, mut announced, mut is_apart, mut last) = (0, false, true, "");
    for line in text.lines().map(str::trim_end) {
        if line.is_empty() {
            is_apart = true;
            continue;
        }
        if is_indented(line) {
            announced |= is_apart && last.ends_with(':');
        } else if has_block(line) {
            return false;
        } else {
            paragraphs += usize::from(is_apart);
            last = line;
        }
        is_apart = false;
    }
    // Of a comment, the first paragraph alone may have no indentation.
    paragraphs > 1 || announced
}

/// Whether a line has a tag that makes blocks.
fn has_block(line: &str) -> bool {
    let mut tags = line
        .match_indices('<')
        .filter_map(|(at, _)| html::tag(&line[at..]));
    tags.any(|tag| !matches!(tag.kind, Kind::Break | Kind::Span(_)))
}

fn is_indented(line: &str) -> bool {
    outdented(line).len() < line.len() && !is_blank(line)
}

/// A line without what makes it code, if it has that.
fn outdented(line: &str) -> &str {
    let spaces = line.len() - line.trim_start_matches(' ').len();
    match line[spaces.min(3)..].chars().next() {
        Some('\t') => &line[spaces.min(3) + 1..],
        Some(' ') if spaces > 3 => &line[4..],
        _ => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_indented_is_code() {
        for (text, expected) in [
            (
                "a\n\n    b\n\n\t c\n\nd",
                "a\n\n```text\nb\n\n c\n```\n\nd\n",
            ),
            ("a:\n\n    ```", "a:\n\n````text\n```\n````\n"),
            (
                "- a\n\n    b\n\nc\n\n    d",
                "- a\n\n    b\n\nc\n\n```text\nd\n```\n",
            ),
        ] {
            assert_eq!(marked(text), expected);
        }
    }

    #[test]
    fn what_is_indented_for_another_reason_stays() {
        for text in [
            "a\n    b\n\nc",
            "    a\n\n    b",
            "a\n\n    b\n\n    c",
            "- a\nb\n\n    c\n\n    d:\n\n    e",
            "<div>\n\n    a\n\n</div>\n\nb",
            "a\n\n```\n\n    b\n```\n\nc",
        ] {
            assert_eq!(marked(text).trim_end(), text);
        }
    }
}
