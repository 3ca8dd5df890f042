//! Parts of CommonMark, made of what they say.

use std::borrow::Cow;

use super::markdown;
use crate::plan::longest_run;

/// A text with a link, or what is left of it: its text where the address leads nowhere from here. None if it is no address.
pub(super) fn linked(text: &str, address: &str) -> Option<String> {
    if !markdown::is_absolute(address) {
        return of_elsewhere(text, address);
    }
    let mut encoded = String::with_capacity(address.len());
    for c in address.chars() {
        match c {
            '(' | ')' | ' ' | '<' | '>' | '|' | '`' | '\\' => {
                encoded.push_str(&format!("%{:02X}", c as u32))
            }
            c => encoded.push(c),
        }
    }
    let link = format!("[{text}]({encoded})");
    Some(match markdown::link(&link) {
        Some(whole) if whole.length == link.len() && !text.is_empty() && text != address => link,
        _ if text.is_empty() || text == address => format!("<{encoded}>"),
        _ => format!("{text} (<{encoded}>)"),
    })
}

/// The text of a link that can't be one, with an address that says something by itself.
fn of_elsewhere(text: &str, address: &str) -> Option<String> {
    let scheme = address.find(':').map(|end| &address[..end]);
    // RFC 3986, section 3.1.
    let scheme = scheme.filter(|it| {
        let of_scheme = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
        it.len() > 1
            && it.starts_with(|c: char| c.is_ascii_alphabetic())
            && it.bytes().all(of_scheme)
    });
    let is_known = |it: &str| {
        ["ftp", "tel"]
            .iter()
            .any(|known| it.eq_ignore_ascii_case(known))
    };
    if address.starts_with("//") || address.starts_with("www.") || scheme.is_some_and(is_known) {
        return Some(format!("{text} ({address})"));
    }
    // As Rust has them, in a link to an item.
    let is_item = address.contains("::");
    let is_variable = address.starts_with(['$', '{']) && address.contains('/');
    let is_path = address.is_empty()
        || address.starts_with(['/', '#', '.', '?'])
        || address.contains(['/', '.'])
            && !address.contains(['[', ']', '|', '*', '^', '$', '{', '+']);
    (scheme.is_some() || is_item || is_variable || is_path).then(|| text.to_owned())
}

/// A text as a block of code.
pub(super) fn fenced(text: &str) -> String {
    let marks = "`".repeat(longest_run(text).max(2) + 1);
    format!("{marks}text\n{}\n{marks}\n", text.trim_matches('\n'))
}

/// Rows as a table, of which the first is the head (GitHub Flavored Markdown 0.29, section 4.10).
pub(super) fn table(rows: &[Vec<String>]) -> Option<String> {
    let columns = rows.iter().map(Vec::len).max()?;
    let mut lines = rows.iter().map(|row| {
        let cells = row
            .iter()
            .map(|cell| format!(" {} |", cell.replace('|', "\\|")));
        format!("|{}", cells.collect::<String>())
    });
    let mut head = lines.next()?;
    // Other rows may have less.
    head.push_str(&" |".repeat(columns - rows[0].len()));
    let rule = format!("|{}", " --- |".repeat(columns));
    let lines: Vec<String> = [head, rule].into_iter().chain(lines).collect();
    Some(lines.join("\n"))
}

/// A text whose lines are words of one.
pub(super) fn one_line(text: &str) -> Cow<'_, str> {
    if !text.contains('\n') {
        return text.into();
    }
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    lines.join(" ").into()
}
