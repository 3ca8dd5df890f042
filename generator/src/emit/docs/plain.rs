//! What a description says first, for where there is room for no more: in CommonMark, and as text alone.

use super::html;
use super::markdown::{self, code_span, is_blank, marker, starts_block};
use super::{prepared, safe, tidy};
use crate::plan::is_unseen;

/// How long a text may be, and how long one that would end within its sentence.
const LONG: usize = 200;
const TOO_LONG: usize = 300;

/// The first paragraph of prose, in CommonMark; or else the first heading.
pub(crate) fn paragraph(text: &str) -> Option<String> {
    let is_badge = |line: &&str| ["![", "[!["].iter().any(|mark| line.starts_with(mark));
    let lines = text.lines().filter(|line| !is_badge(&line.trim_start()));
    let lines = lines.map(|line| line.replace(|c| is_unseen(c) && c != '\t', "") + "\n");
    let text: String = lines.collect();
    let prepared = prepared(&text);
    let text = tidy::tidy(&prepared);
    let heading = |line: &str| line.starts_with('#') && marker(line).is_some();
    let mut headings: Vec<&str> = Vec::new();
    let mut rest: &str = &text;
    while !rest.is_empty() {
        if let Some(length) = markdown::block(rest) {
            rest = &rest[length..];
            continue;
        }
        let length = rest.find('\n').map_or(rest.len(), |end| end + 1);
        let line = rest[..length].trim();
        if is_blank(line) {
            rest = &rest[length..];
        } else if heading(line) {
            headings.push(line.trim_matches(['#', ' ']));
            rest = &rest[length..];
        } else {
            let lines = rest.split_inclusive('\n');
            let lines: Vec<&str> = lines
                .take_while(|line| !is_blank(line) && !heading(line.trim()))
                .collect();
            rest = &rest[lines.iter().map(|line| line.len()).sum()..];
            let lines: Vec<&str> = lines.into_iter().map(str::trim).collect();
            let paragraph = lines.join("\n");
            if is_prose(&lines) && !plain(&paragraph).is_empty() {
                return Some(safe::lines(&paragraph).join("\n"));
            }
        }
    }
    let heading = headings.into_iter().find(|it| !it.is_empty())?;
    Some(safe::lines(heading).join("\n"))
}

/// Whether lines are no list, quotation, table or heading, and no HTML.
fn is_prose(lines: &[&str]) -> bool {
    let is_underline = |line: &&str| {
        ['=', '-']
            .iter()
            .any(|mark| line.trim_matches(*mark).is_empty())
    };
    let begins = |line: &&str| starts_block(line) || line.starts_with('<');
    !lines.first().is_none_or(begins) && !lines.last().is_some_and(is_underline)
}

/// What a paragraph of CommonMark says, in one line.
pub(crate) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['\\', '`', '[', '!', '<', '*']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let picture = usize::from(rest.starts_with("!["));
        let taken = match rest.as_bytes()[0] {
            b'\\' => {
                let escaped = rest[1..].chars().next().filter(char::is_ascii_punctuation);
                out.extend(escaped);
                1 + escaped.map_or(0, char::len_utf8)
            }
            b'`' => code_span(rest).map_or(1, |length| {
                out.push_str(rest[..length].trim_matches('`').trim());
                length
            }),
            b'[' | b'!' => match markdown::link(&rest[picture..]) {
                Some(link) => {
                    if picture == 0 {
                        out.push_str(&plain(link.text));
                    }
                    picture + link.length
                }
                None => {
                    out.push_str(&rest[..1]);
                    1
                }
            },
            b'<' => match markdown::start(rest, markdown::REACH)
                .find('>')
                .filter(|end| markdown::is_absolute(&rest[1..*end]))
            {
                Some(end) => {
                    out.push_str(&rest[1..end]);
                    end + 1
                }
                None => {
                    out.push('<');
                    1
                }
            },
            _ => 1,
        };
        rest = &rest[taken..];
    }
    out.push_str(rest);
    let words = html::decoded(&out);
    let words: Vec<&str> = words.split_whitespace().collect();
    words.join(" ")
}

/// The first sentences of a text, as many as there is room for.
pub(crate) fn short(text: &str) -> String {
    if text.len() <= LONG {
        return text.to_owned();
    }
    let ends = text.match_indices(". ").map(|(at, _)| at + 1);
    // An abbreviation goes on with a small letter.
    let mut ends = ends.filter(|end| !text[end + 1..].starts_with(char::is_lowercase));
    let mut end = None;
    while let Some(next) = ends.next().filter(|next| *next <= LONG || end.is_none()) {
        end = Some(next);
    }
    let whole = text.len() <= TOO_LONG;
    match end.filter(|end| *end <= TOO_LONG) {
        Some(end) => text[..end].to_owned(),
        None if whole => text.to_owned(),
        None => {
            let start = markdown::start(text, LONG);
            let words = start.rsplit_once(' ').map_or(start, |(words, _)| words);
            format!("{}…", words.trim_end_matches([',', ';', ':', '-', ' ']))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_end_is_not_looked_for_again() {
        let text = "a<".repeat(500_000);
        assert_eq!(plain(&text), text);
    }

    #[test]
    fn the_first_paragraph_is_one_of_prose() {
        for (text, expected) in [
            ("All about\npets.\n\nAnd more.", "All about\npets."),
            (
                "\r\nAll about\r\npets.\r\n\r\nAnd more.",
                "All about\npets.",
            ),
            ("# Pets\n\nAll about pets.\n", "All about pets."),
            (
                "# Pets\n## About\nAll about pets.\n## More\n",
                "All about pets.",
            ),
            ("Pets\n====\n\nAll about pets.", "All about pets."),
            (
                "<h1>Pets</h1>\n\n[![ok](b.svg)](c)\n\nAll about pets.",
                "All about pets.",
            ),
            (
                "> Mind\n\n- a\n- b\n\n```\nc\n```\n\nAll <b>about</b> pets.",
                "All **about** pets.",
            ),
            ("## Pets ##\n", "Pets"),
            ("#1 of all\n \nMore.", "#1 of all"),
        ] {
            assert_eq!(paragraph(text).as_deref(), Some(expected), "{text:?}");
        }
        assert_eq!(paragraph("  \n"), None);
    }

    #[test]
    fn a_text_alone_has_no_marks() {
        for (text, expected) in [
            (
                "All **about**\n[`pets`](https://a.example).",
                "All about pets.",
            ),
            (
                "![x](https://a.example/b.png) a <https://a.example> \\<b> &amp; 2",
                "a https://a.example <b> & 2",
            ),
            ("`a [b](c)` and [d]", "a [b](c) and [d]"),
        ] {
            assert_eq!(plain(text), expected);
        }
    }

    #[test]
    fn a_short_text_ends_with_a_sentence() {
        let (word, long) = ("word ".repeat(20), "word ".repeat(80));
        assert_eq!(short("One. Two."), "One. Two.");
        assert_eq!(
            short(&format!("One, e.g. {word}end. Two {word}end.")),
            format!("One, e.g. {word}end.")
        );
        assert!(short(&long).ends_with("word…") && short(&long).len() <= LONG + 3);
    }
}
