//! Documentation.
//!
//! Descriptions are CommonMark written for other readers, and often HTML. First that is said in CommonMark (`tidy`), then
//! what rustdoc would take for something else than text is kept from it (`safe`), whatever came out of the first.

mod html;
mod indented;
mod markdown;
mod plain;
mod references;
mod safe;
mod spans;
mod tidy;

use std::borrow::Cow;

pub(crate) use plain::{paragraph, plain, short};
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
    let is_item = |at: Option<usize>| {
        let paragraph = at.and_then(|at| paragraphs.get(at));
        matches!(paragraph, Some(Paragraph::Item(..)))
    };
    for (at, paragraph) in paragraphs.iter().enumerate() {
        let goes_on = is_item(Some(at)) && is_item(at.checked_sub(1));
        let lines = match paragraph {
            Paragraph::Theirs(text) => theirs(text),
            Paragraph::Ours(text) => text.as_str().lines().map(str::to_owned).collect(),
            Paragraph::Item(words, text) => {
                let is_alone = !goes_on && !is_item(Some(at + 1));
                item(words, text.as_deref(), if is_alone { "" } else { "- " })
            }
        };
        if !out.is_empty() && !lines.is_empty() && !goes_on {
            out.push(String::new());
        }
        out.extend(lines);
    }
    out.into_iter().map(spaced).collect()
}

/// A text in which code and links are such by themselves, wherever they stand.
fn prepared(text: &str) -> Cow<'_, str> {
    match references::resolved(text) {
        Cow::Borrowed(text) => indented::marked(text),
        Cow::Owned(text) => indented::marked(&text).into_owned().into(),
    }
}

/// The lines of a text out of the document.
fn theirs(text: &str) -> Vec<String> {
    safe::lines(&tidy::tidy(&prepared(text)))
}

/// The lines of an item: a text that begins with a sentence goes on behind our words, another one below them.
fn item(words: &Words, text: Option<&str>, mark: &str) -> Vec<String> {
    let mut lines = text.map_or_else(Vec::new, theirs);
    // Ours would be cells of a table, too.
    let has_cells = lines.iter().any(|line| line.contains('|'));
    let words = words.as_str();
    match lines.first_mut() {
        None => lines.push(words.to_owned()),
        Some(first) if !markdown::starts_block(first) && !has_cells => {
            *first = format!("{words}: {}", first.trim_start());
        }
        Some(_) => drop(lines.splice(..0, [format!("{words}:"), String::new()])),
    }
    lines[0].insert_str(0, mark);
    for line in lines.iter_mut().skip(1).filter(|line| !line.is_empty()) {
        line.insert_str(0, &" ".repeat(mark.len()));
    }
    lines
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;

    #[test]
    fn what_is_tidy_is_safe() {
        for (text, expected) in [
            (
                "<p>A <b>b</b>, <x> [c]</p>",
                &["A **b**, \\<x> \\[c\\]"][..],
            ),
            ("<pre>let x;</pre>", &["```text", "let x;", "```"]),
            (
                "<a href='https://a.example'>https://a.example</a>,then",
                &["<https://a.example>,then"],
            ),
            (
                "<a href='ftp://a'>[b]</a> <a href='https://a.example'>[b]</a>",
                &["\\[b\\] (ftp://a) \\[b\\] (<https://a.example>)"],
            ),
            ("[a](MAILTO:b@c.example)", &["[a](MAILTO:b@c.example)"]),
            ("a<br>`b\nc`", &["a\\", "`b c`"]),
            ("<ul><li>a<ul><li>b</ul></ul>", &["- a", "  - b"]),
        ] {
            let lines = lines(&[Paragraph::Theirs(text.into())]);
            let lines: Vec<&str> = lines.iter().map(|line| &line[1..]).collect();
            assert_eq!(lines, expected, "{text}");
        }
    }

    #[test]
    fn an_item_goes_on_with_a_sentence() {
        let item = |text: &str| item(&Words::code("a|b"), Some(text), "- ");
        assert_eq!(
            item(" One,\ntwo.\n\n- c"),
            ["- `a|b`: One,", "  two.", "", "  - c"]
        );
        assert_eq!(item("- c"), ["- `a|b`:", "", "  - c"]);
        assert_eq!(item("`\n    x"), ["- `a|b`: \\`", "     x"]);
        assert_eq!(
            item("c | d\n---|---"),
            ["- `a|b`:", "", "  c | d", "  ---|---"]
        );
        assert_eq!(item(" "), ["- `a|b`"]);
        let both = ["a", "b"].map(|it| Paragraph::Item(Words::code(it), None));
        assert_eq!(lines(&both), [" - `a`", " - `b`"]);
        assert_eq!(lines(&both[..1]), [" `a`"]);
    }

    #[test]
    fn costs_grow_with_the_text() {
        let seconds = |text: &str| {
            let text: Paragraph = Paragraph::Theirs(text.into());
            let runs = (0..3).map(|_| {
                let start = Instant::now();
                std::hint::black_box(lines(std::slice::from_ref(&text)));
                start.elapsed().as_secs_f64()
            });
            runs.fold(f64::MAX, f64::min)
        };
        for text in [
            "<a b={{",
            "<b></a b={{",
            "<table><td b={{</table>",
            "<table><tr><td>",
            "[](",
            "![",
            "[`a`](",
            "<",
            "<b>",
            "<b></x",
            "<code></code",
            "<!--",
            "<ul><li>",
            "<pre>",
            "<p>",
            "`\n",
            "`a``\n",
            "1. <li>",
            "| <b>",
            "[a][",
            "[a]: /b\n",
            "[a]: /b\n\n[a]",
            "a\n\n    b\n\n",
            "a>[!note]",
        ] {
            let (once, tenfold) = (text.repeat(1_000), text.repeat(10_000));
            // A hundred times if it grew with the square. A machine that does other things may look so for a while.
            let grows = |_| seconds(&tenfold) >= 50.0 * seconds(&once) + 0.01;
            assert!(!(0..10).all(grows), "{text}");
        }
    }
}
