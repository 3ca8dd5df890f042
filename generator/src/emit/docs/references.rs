//! Links whose address stands elsewhere in the text (CommonMark 0.31, section 4.7), with their address.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::markdown::{self, Fence, code_span, is_blank};

/// A text whose links have their addresses, without the lines that said them.
pub(super) fn resolved(text: &str) -> Cow<'_, str> {
    if !text.contains("]:") {
        return text.into();
    }
    let mut known = BTreeMap::new();
    let mut fence: Option<Fence> = None;
    let mut is_apart = true;
    // Other lines, and whether they are code.
    let mut lines = Vec::new();
    for line in text.lines() {
        let is_code = fence.is_some();
        fence = Fence::behind(fence, line);
        match definition(line).filter(|_| is_apart && !is_code) {
            // The first one of a name holds.
            Some((name, address)) => drop(known.entry(name).or_insert(address)),
            None => {
                is_apart = is_blank(line);
                lines.push((line, is_code));
            }
        }
    }
    if known.is_empty() {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    for (line, is_code) in lines {
        match is_code {
            true => out.push_str(line),
            false => write_line(&mut out, line, &known),
        }
        out.push('\n');
    }
    out.into()
}

/// The name and the address that a line gives it, if that is what it is for: `[name]: address "title"`.
fn definition(line: &str) -> Option<(String, &str)> {
    let (name, rest) = line.trim_start().strip_prefix('[')?.split_once("]:")?;
    let mut words = rest.split_whitespace();
    let address = words.next()?.trim_matches(['<', '>']);
    let is_title = words
        .next()
        .is_none_or(|word| word.starts_with(['"', '\'', '(']));
    let is_name = !name.trim().is_empty() && !name.contains(['[', ']', '`']);
    // What else stands like this is prose: `[x]: y`.
    let is_address = markdown::is_absolute(address) || address.starts_with(['/', '#', '.']);
    (is_name && is_title && is_address).then(|| (key(name), address))
}

/// A name as others may write it.
fn key(name: &str) -> String {
    name.trim().to_lowercase()
}

fn write_line(out: &mut String, line: &str, known: &BTreeMap<String, &str>) {
    let mut rest = line;
    while let Some(at) = rest.find(['`', '\\', '[']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = match rest.as_bytes()[0] {
            b'`' => code_span(rest).unwrap_or(1),
            b'\\' => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
            _ => match reference(rest, known) {
                Some((text, address, length)) => {
                    out.push_str(&format!("[{text}]({address})"));
                    rest = &rest[length..];
                    continue;
                }
                None => 1,
            },
        };
        out.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    out.push_str(rest);
}

/// The link at the start of a text that has its address elsewhere: `[text][name]`, `[name][]` or `[name]`; and its length.
fn reference<'t>(
    text: &'t str,
    known: &BTreeMap<String, &'t str>,
) -> Option<(&'t str, &'t str, usize)> {
    let close = markdown::closing_bracket(markdown::start(text, markdown::REACH))?;
    let (shown, rest) = (&text[1..close], &text[close + 1..]);
    if rest.starts_with('(') {
        return None;
    }
    let name = rest.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    let (name, length) = match name {
        Some(("", _)) => (shown, close + 3),
        Some((name, _)) => (name, close + name.len() + 3),
        None => (shown, close + 1),
    };
    let address = known.get(&key(name))?;
    Some((shown, address, length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_have_their_address() {
        let text = "A [b][1], [C][], [c], `[c]`, [d][e] and [c](/f).\n\n[1]: https://a.example/1\n [c]: </c> \"C\"\n";
        let expected =
            "A [b](https://a.example/1), [C](/c), [c](/c), `[c]`, [d][e] and [c](/f).\n\n";
        assert_eq!(resolved(text), expected);
    }

    #[test]
    fn what_is_no_definition_stays() {
        for text in [
            "a\n[b]: https://a.example",
            "[b]: text",
            "[b]: /c and so on, [b]",
            "```\n[b]: /c\n```\n[b]",
        ] {
            assert_eq!(resolved(text), text);
        }
    }
}
