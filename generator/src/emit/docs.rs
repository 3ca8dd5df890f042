//! Documentation of unknown origin, made safe for rustdoc.
//!
//! Descriptions are CommonMark written for other readers. rustdoc would compile a code block that names no language,
//! take square brackets for links to items, and angle brackets for HTML. None of these may happen: a code block gets
//! the language `text`, brackets that are no link are escaped, and so is what looks like a tag.

use std::borrow::Cow;

use proc_macro2::{Delimiter, Group, Punct, Spacing, TokenStream};
use quote::{ToTokens, TokenStreamExt as _, quote};

use super::ident;
use super::late::Late;
use super::literal::literal;
use crate::plan::{Docs, Paragraph, Words};

/// The attributes of an item: its documentation, and `#[deprecated]` where it is.
pub(super) fn attributes(docs: &Docs) -> impl ToTokens {
    Late(|| {
        let mut tokens = comment(lines(&docs.paragraphs), false);
        if docs.deprecated {
            tokens.extend(quote!(#[deprecated]));
        }
        tokens
    })
}

/// The documentation alone, for what is deprecated elsewhere.
pub(super) fn documentation(docs: &Docs) -> impl ToTokens {
    Late(|| comment(lines(&docs.paragraphs), false))
}

/// The documentation of a module or crate, inside its file.
pub(super) fn inner(docs: &Docs) -> TokenStream {
    comment(lines(&docs.paragraphs), true)
}

/// The lines of a text of ours, which needs no care.
pub(super) fn ours(text: &Words) -> TokenStream {
    let lines = text.as_str().lines().map(|line| spaced(line.to_owned()));
    comment(lines, false)
}

/// Lines as `#[doc = ".."]`, or as `#![doc = ".."]` of what they are in. There are more of these tokens than of all
/// others, which is why they are put together by hand.
fn comment(lines: impl IntoIterator<Item = String>, is_inner: bool) -> TokenStream {
    let sign = |sign| Punct::new(sign, Spacing::Alone);
    let doc = ident::ours("doc");
    let mut tokens = TokenStream::new();
    for line in lines {
        let mut content = TokenStream::new();
        content.append(doc.clone());
        content.append(sign('='));
        content.append(literal(&line));
        tokens.append(sign('#'));
        if is_inner {
            tokens.append(sign('!'));
        }
        tokens.append(Group::new(Delimiter::Bracket, content));
    }
    tokens
}

/// A line with a space before it, if it is not empty.
fn spaced(mut line: String) -> String {
    if !line.is_empty() {
        line.insert(0, ' ');
    }
    line
}

fn lines(paragraphs: &[Paragraph]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for paragraph in paragraphs {
        let start = out.len();
        let paragraph = match paragraph {
            Paragraph::Theirs(text) => text,
            Paragraph::Ours(text) => {
                out.extend(text.as_str().lines().map(str::to_owned));
                out.push(String::new());
                continue;
            }
        };
        let mut fence: Option<Fence> = None;
        for line in paragraph.lines() {
            out.push(safe_line(line, &mut fence));
        }
        if let Some(fence) = fence {
            out.push(fence.close());
        }
        while out.len() > start && out[out.len() - 1].is_empty() {
            out.pop();
        }
        out.push(String::new());
    }
    while out.last().is_some_and(String::is_empty) {
        out.pop();
    }
    out.into_iter().map(spaced).collect()
}

/// A code block that is open.
struct Fence {
    marker: char,
    length: usize,
}

impl Fence {
    /// Whether a line's content opens a block, and the rest of the line.
    fn opening(content: &str) -> Option<(Self, &str)> {
        let marker = content.chars().next().filter(|c| matches!(c, '`' | '~'))?;
        let rest = content.trim_start_matches(marker);
        let length = content.len() - rest.len();
        // A backtick fence has no backtick in its info string (CommonMark 0.31, section 4.5).
        (length >= 3 && !(marker == '`' && rest.contains('`')))
            .then_some((Self { marker, length }, rest))
    }

    fn closed_by(&self, line: &str) -> bool {
        let content = containers(line).1;
        let rest = content.trim_start_matches(self.marker);
        content.len() - rest.len() >= self.length && rest.trim().is_empty()
    }

    fn close(&self) -> String {
        self.marker.to_string().repeat(self.length)
    }
}

fn safe_line(line: &str, fence: &mut Option<Fence>) -> String {
    let line = printable(line.trim_end());
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
    escape(&mut out, content);
    out
}

/// A line without control characters, of which tabs are spaces.
fn printable(line: &str) -> Cow<'_, str> {
    if line.bytes().all(|byte| matches!(byte, b' '..=b'~')) || !line.contains(char::is_control) {
        return line.into();
    }
    let line = line.replace('\t', "    ");
    line.replace(char::is_control, "").into()
}

/// What stands before a line's content, its indentation cut to less than a code block's, and the content.
fn containers(line: &str) -> (String, &str) {
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
fn escape(out: &mut String, text: &str) {
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
            b'`' => match code_span(rest) {
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
            b'[' => link(rest).unwrap_or_else(|| {
                out.push('\\');
                1
            }),
            b'<' => autolink(rest).unwrap_or_else(|| {
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

/// The length of `https://…` at the start of the text, without what ends the sentence.
fn bare_address(text: &str) -> Option<usize> {
    let rest = text.strip_prefix("http")?;
    let rest = rest.strip_prefix('s').unwrap_or(rest);
    let rest = rest.strip_prefix("://")?;
    let belongs = |c: char| c.is_ascii_alphanumeric() || "-@:%_+.~#?&/=,;!$".contains(c);
    let end = rest.find(|c| !belongs(c)).unwrap_or(rest.len());
    let address = rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?']);
    (!address.is_empty()).then_some(text.len() - rest.len() + address.len())
}

/// The length of a code span at the start of the text.
fn code_span(text: &str) -> Option<usize> {
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

/// The length of `[text](address)` at the start of the text, with an address that is one: no other bracket in it.
fn link(text: &str) -> Option<usize> {
    let close = text[1..].find(['[', ']', '`', '<', '\\'])? + 1;
    let address = text[close..].strip_prefix("](")?;
    let end = address.find([')', ' ', '<', '(', '`'])?;
    let valid = address.as_bytes()[end] == b')'
        && (address.starts_with("http://")
            || address.starts_with("https://")
            || address.starts_with("mailto:"));
    valid.then_some(close + 2 + end + 1)
}

/// The length of `<https://…>` at the start of the text.
fn autolink(text: &str) -> Option<usize> {
    let end = text.find('>')?;
    let address = &text[1..end];
    let valid = (address.starts_with("http://") || address.starts_with("https://"))
        && !address.contains(|c: char| c.is_whitespace() || c == '<');
    valid.then_some(end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn safe(text: &str) -> Vec<String> {
        lines(&[Paragraph::Theirs(text.into())])
            .into_iter()
            .map(|line| line.trim_start_matches(' ').to_owned())
            .collect()
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
            ["```text", "x", "```"]
        );
    }

    #[test]
    fn a_block_that_stays_open_is_closed() {
        assert_eq!(safe("````\na\n```"), ["````text", "a", "```", "````"]);
    }

    #[test]
    fn indentation_makes_no_code() {
        assert_eq!(
            lines(&[Paragraph::Theirs("a\n\n        loop {}".into())]),
            [" a", "", "    loop {}"]
        );
        assert_eq!(
            lines(&[Paragraph::Theirs("-       loop {}".into())]),
            [" - loop {}"]
        );
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
}
