//! Lists of entries in calls of macros: an entry a line.

use std::fmt::Write as _;

use proc_macro2::{Delimiter, TokenTree};

use super::{Tokens, into_tokens};

/// The macros that take a name and lists.
pub(super) const MACROS: &[&str] = &[
    "object",
    "written_object",
    "string_enum",
    "integer_enum",
    "tagged_union",
    "untagged_union",
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
            name => push(text, &name),
        }
    }
    text.push('\n');
}

fn push(text: &mut String, token: &TokenTree) {
    // Writing to a text does not fail.
    _ = write!(text, "{token}");
}

/// Writes a type: without spaces but behind separators, around `+`, and where two words would else be one. Says how many
/// commas it has, those in brackets aside.
fn ty(text: &mut String, tokens: Tokens) -> usize {
    let mut commas = 0;
    let mut after_word = false;
    for token in tokens {
        let is_word = matches!(token, TokenTree::Ident(_) | TokenTree::Literal(_));
        if (is_word && after_word) || text.ends_with([',', ';']) {
            text.push(' ');
        }
        after_word = is_word;
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Bracket => ('[', ']'),
                    _ => ('(', ')'),
                };
                text.push(open);
                // The last comma is there only if it makes a tuple.
                if ty(text, into_tokens(group)) > 1 && text.ends_with(',') {
                    text.pop();
                }
                text.push(close);
            }
            TokenTree::Punct(mark) if mark.as_char() == '+' => text.push_str(" + "),
            token => {
                push(text, &token);
                commas += usize::from(text.ends_with(','));
            }
        }
    }
    commas
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
            TokenTree::Group(group) => {
                text.push('(');
                ty(text, into_tokens(group));
                text.push(')');
            }
            token => push(text, &token),
        }
        begins = mark == ';';
        if begins {
            text.push('\n');
        }
        after = mark;
    }
}
