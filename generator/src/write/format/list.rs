//! Lists of entries in calls of macros: an entry a line.

use std::fmt::Write as _;

use proc_macro2::{Delimiter, TokenTree};

use super::line::Line;
use super::{Tokens, into_tokens};

/// The macros that take a name and lists.
pub(super) const MACROS: &[&str] = &[
    "object",
    "written_object",
    "string_enum",
    "integer_enum",
    "keyed_union",
    "tagged_union",
    "untagged_union",
    "into_field",
    "into_box",
];

/// Writes a call of a macro.
pub(super) fn write(text: &mut String, name: &str, tokens: Tokens) {
    text.extend([name, "! {\n"]);
    lists(text, tokens, 1);
    text.push_str("}\n");
}

/// Writes what stands before lists, and the lists, of which one begins where the last ends.
fn lists(text: &mut String, tokens: Tokens, depth: usize) {
    let indent = "    ".repeat(depth);
    let mut before = indent.as_str();
    for token in tokens {
        text.push_str(before);
        before = " ";
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                text.push_str("{\n");
                let mut inner = into_tokens(group);
                match inner.peek() {
                    Some(TokenTree::Group(_)) => lists(text, inner, depth + 1),
                    _ => entries(text, inner, depth + 1),
                }
                text.push_str(&indent);
                text.push('}');
            }
            group @ TokenTree::Group(_) => push_group(text, group),
            name => push(text, &name),
        }
    }
    text.push('\n');
}

fn push(text: &mut String, token: &TokenTree) {
    // Writing to a text does not fail.
    _ = write!(text, "{token}");
}

fn push_group(text: &mut String, group: TokenTree) {
    let mut line = Line::default();
    line.push(group);
    text.push_str(&line.text);
}

fn entries(text: &mut String, tokens: Tokens, depth: usize) {
    let indent = "    ".repeat(depth);
    let mut begins = true;
    let mut after = ' ';
    for token in tokens {
        let mark = match &token {
            TokenTree::Punct(punct) => punct.as_char(),
            _ => ' ',
        };
        let is_group = matches!(token, TokenTree::Group(_));
        let attached =
            matches!(mark, ';' | ':') || (mark == '.' && after == '.') || after == '-' || is_group;
        if begins {
            text.push_str(&indent);
        } else if !attached {
            text.push(' ');
        }
        match token {
            TokenTree::Group(_) => push_group(text, token),
            token => push(text, &token),
        }
        begins = mark == ';';
        if begins {
            text.push('\n');
        }
        after = mark;
    }
}
