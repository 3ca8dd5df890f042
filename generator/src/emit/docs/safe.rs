//! Keeps from rustdoc what it would take for something else than text.
//!
//! It would compile a code block that names no language, take square brackets for links to items, and angle brackets for
//! HTML. None of these may happen: a code block gets the language `text`, brackets that are no link are escaped, and so is
//! what looks like a tag.

use std::borrow::Cow;

use super::markdown::{self, Fence, bare_address, code_span, containers, is_blank, starts_block};
use crate::plan::is_unseen;

/// The lines of a text, without empty ones at the end.
pub(super) fn lines(text: &str) -> Vec<String> {
    let source: Vec<&str> = text.lines().collect();
    let breaks = |at: usize| is_broken(source[at], source.get(at + 1));
    let lines = source.iter().map(|line| printable(line.trim_end()));
    let lines: Vec<Cow<'_, str>> = lines.collect();
    let has_table = lines.iter().any(|line| may_be_rule(line));
    let mut fence: Option<Fence> = None;
    let mut out: Vec<String> = lines
        .into_iter()
        .enumerate()
        .map(|(at, line)| safe_line(line, &mut fence, has_table, breaks(at)))
        .collect();
    if let Some(fence) = fence {
        out.push(fence.close());
    }
    while out.last().is_some_and(String::is_empty) {
        out.pop();
    }
    out
}

fn safe_line(
    line: Cow<'_, str>,
    fence: &mut Option<Fence>,
    has_table: bool,
    breaks: bool,
) -> String {
    if let Some(open) = fence {
        if open.closed_by(&line) {
            let close = open.close();
            *fence = None;
            return close;
        }
        // In a block nothing has a meaning to rustdoc, except a line that hides itself.
        return line.into_owned();
    }
    let (mut out, content) = containers(&line);
    if let Some((open, info)) = Fence::opening(content) {
        let opening = format!("{}{}", open.close(), language(info));
        *fence = Some(open);
        // The block leaves its list or quotation, so that our own closing line surely closes it.
        return opening;
    }
    escape(&mut out, content, has_table);
    if breaks && !content.is_empty() && !out.ends_with('\\') {
        out.push('\\');
    }
    out
}

/// Whether a line could be that below the head of a table, whatever it stands in. Without one there is no table.
fn may_be_rule(line: &str) -> bool {
    let may_be = |c: char| c.is_ascii_digit() || "|-: >*+.)".contains(c);
    line.contains('|') && line.contains('-') && line.chars().all(may_be)
}

/// Whether the end of a table's cell could be in a text. Cells end before anything else in a row has a meaning, code too
/// (GitHub Flavored Markdown 0.29, section 4.10).
fn ends_cell(text: &str) -> bool {
    let mut ends = text.match_indices('|').map(|(at, _)| &text[..at]);
    ends.any(|before| !before.ends_with('\\') || before.ends_with("\\\\"))
}

/// Whether the first line ends with two spaces, which nobody sees, and so breaks within its paragraph.
fn is_broken(line: &str, next: Option<&&str>) -> bool {
    let goes_on = |next: &&str| !is_blank(next) && !starts_block(next);
    line.ends_with("  ") && !starts_block(line) && !line.contains('|') && next.is_some_and(goes_on)
}

/// A line without characters that are not seen, of which tabs are spaces.
fn printable(line: &str) -> Cow<'_, str> {
    if line.bytes().all(|byte| matches!(byte, b' '..=b'~')) || !line.contains(is_unseen) {
        return line.into();
    }
    let line = line.replace('\t', "    ");
    line.replace(is_unseen, "").into()
}

/// The language of a code block. rustdoc compiles those it takes for Rust: all that name none, and several words of
/// its own.
fn language(info: &str) -> &str {
    let word = info
        .trim()
        .split([' ', ',', '{', '}'])
        .next()
        .unwrap_or_default();
    match word.to_ascii_lowercase().as_str() {
        "json" | "yaml" | "yml" | "xml" | "html" | "http" | "bash" | "sh" | "shell" | "console"
        | "python" | "py" | "js" | "javascript" | "ts" | "typescript" | "go" | "java" | "php"
        | "ruby" | "sql" | "graphql" | "curl" | "csv" | "c" | "cpp" | "csharp" | "kotlin"
        | "swift" | "toml" | "ini" | "diff" | "markdown" | "md" => word,
        _ => "text",
    }
}

/// Escapes what rustdoc would take for a link to an item or for a tag, and makes links of addresses, outside code spans.
fn escape(out: &mut String, text: &str, has_table: bool) {
    // What is in two cells is no whole.
    let whole = |text: &str, length: &usize| !(has_table && ends_cell(&text[..*length]));
    out.reserve(text.len() + 8);
    let mut rest = text;
    while let Some(position) = next_special(rest) {
        out.push_str(&rest[..position]);
        rest = &rest[position..];
        if let Some(length) = bare_address(rest) {
            out.push('<');
            out.push_str(&rest[..length]);
            out.push('>');
            rest = &rest[length..];
            continue;
        }
        let taken = match rest.as_bytes()[0] {
            b'`' => match code_span(rest).filter(|length| whole(rest, length)) {
                Some(length) => length,
                None => {
                    // Each of them: what is left of a run could meet another one of its length.
                    let run = rest.len() - rest.trim_start_matches('`').len();
                    out.push_str(&"\\`".repeat(run));
                    rest = &rest[run..];
                    continue;
                }
            },
            b'\\' => {
                1 + rest[1..]
                    .chars()
                    .next()
                    .filter(char::is_ascii_punctuation)
                    .map_or(0, char::len_utf8)
            }
            b'[' => whole_link(rest)
                .filter(|length| whole(rest, length))
                .unwrap_or_else(|| {
                    out.push('\\');
                    1
                }),
            b'<' => autolink(rest)
                .filter(|length| whole(rest, length))
                .unwrap_or_else(|| {
                    out.push('\\');
                    1
                }),
            b'h' => 1,
            _ => {
                out.push('\\');
                1
            }
        };
        out.push_str(&rest[..taken]);
        rest = &rest[taken..];
    }
    out.push_str(rest);
}

/// Where the next text stands that needs a look.
fn next_special(text: &str) -> Option<usize> {
    let mut bytes = text.bytes().enumerate();
    bytes.position(|(at, byte)| match byte {
        b'`' | b'[' | b']' | b'<' | b'\\' => true,
        b'h' => text[at..].starts_with("http"),
        _ => false,
    })
}

/// The length of `[text](address)` at the start of the text, with an address that leads somewhere and no bracket in it.
fn whole_link(text: &str) -> Option<usize> {
    let link = markdown::link(text)?;
    let valid =
        markdown::is_absolute(link.address) && !link.has_title && !link.address.contains('(');
    valid.then_some(link.length)
}

/// The length of `<https://…>` at the start of the text.
fn autolink(text: &str) -> Option<usize> {
    let end = 1 + text[1..].find(|c: char| c.is_whitespace() || matches!(c, '<' | '>'))?;
    let is_one = text[end..].starts_with('>') && markdown::is_absolute(&text[1..end]);
    is_one.then_some(end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn safe(text: &str) -> Vec<String> {
        lines(text)
    }

    #[test]
    fn a_code_block_is_never_rust() {
        assert_eq!(safe("```\nlet x;\n```"), ["```text", "let x;", "```"]);
        assert_eq!(
            safe("~~~rust\npanic!()\n~~~"),
            ["~~~text", "panic!()", "~~~"]
        );
        assert_eq!(safe("```json\n{}\n```"), ["```json", "{}", "```"]);
        assert_eq!(
            safe("- ```should_panic\n  x\n  ```"),
            ["```text", "  x", "```"]
        );
    }

    #[test]
    fn a_block_that_stays_open_is_closed() {
        assert_eq!(safe("````\na\n```"), ["````text", "a", "```", "````"]);
    }

    #[test]
    fn indentation_makes_no_code() {
        assert_eq!(safe("a\n\n        loop {}"), ["a", "", "   loop {}"]);
        assert_eq!(safe("-       loop {}"), ["- loop {}"]);
    }

    #[test]
    fn brackets_are_links_only_where_they_have_an_address() {
        assert_eq!(
            safe("see [Client] and [docs](https://example.com)"),
            ["see \\[Client\\] and [docs](https://example.com)"]
        );
        assert_eq!(safe("[a][b]"), ["\\[a\\]\\[b\\]"]);
        assert_eq!(safe("`[x]`"), ["`[x]`"]);
        assert_eq!(safe("[a](javascript:alert)"), ["\\[a\\](javascript:alert)"]);
    }

    #[test]
    fn addresses_are_links() {
        assert_eq!(
            safe("See https://a.example/b_c#d. (http://b.example)"),
            ["See <https://a.example/b_c#d>. (<http://b.example>)"]
        );
        assert_eq!(
            safe("`https://a.example` and http: https://"),
            ["`https://a.example` and http: https://"]
        );
        assert_eq!(
            safe("[https://a.example](https://a.example) <https://a.example>"),
            ["[https://a.example](https://a.example) <https://a.example>"]
        );
        assert_eq!(
            safe("<a href=\"https://a.example\">"),
            ["\\<a href=\"<https://a.example>\">"]
        );
    }

    #[test]
    fn tags_are_text() {
        assert_eq!(safe("a <b> <script>"), ["a \\<b> \\<script>"]);
        assert_eq!(safe("<https://example.com>"), ["<https://example.com>"]);
        assert_eq!(safe("`unclosed <T>"), ["\\`unclosed \\<T>"]);
        assert_eq!(safe("``` ]` <b> ``c"), ["\\`\\`\\` \\]\\` \\<b> \\`\\`c"]);
    }

    #[test]
    fn nothing_goes_over_the_end_of_a_cell() {
        for (row, expected) in [
            ("| `x | <b> ` |", "| \\`x | \\<b> \\` |"),
            ("| `x \\| <b>` |", "| `x \\| <b>` |"),
            ("| `x \\\\| <b>` |", "| \\`x \\\\| \\<b>\\` |"),
            (
                "| [`x | <b>`](https://a.example) |",
                "| \\[\\`x | \\<b>\\`\\](<https://a.example>) |",
            ),
            (
                "| <https://a.example/|[b]> |",
                "| \\<<https://a.example/>|\\[b\\]> |",
            ),
            ("| `a` | `b` |", "| `a` | `b` |"),
        ] {
            for rule in ["| --- | --- |", "> 1. :-|"] {
                assert_eq!(safe(&format!("{row}\n{rule}"))[0], expected);
            }
        }
        assert_eq!(safe("`a | <b>`"), ["`a | <b>`"]);
    }

    #[test]
    fn two_spaces_break_a_line() {
        assert_eq!(safe("a  \nb  \n\n# c  \nd  "), ["a\\", "b", "", "# c", "d"]);
        assert_eq!(safe("```\na  \nb\n```"), ["```text", "a", "b", "```"]);
    }

    #[test]
    fn no_character_turns_the_text() {
        assert_eq!(
            safe("a\u{202E}b\u{2066}\n```\n\u{2069}"),
            ["ab", "```text", "", "```"]
        );
    }
}
