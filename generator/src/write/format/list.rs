//! Lists of entries in calls of macros: an entry a line.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::Item;

/// The macros that take a name and lists.
const MACROS: &[&str] = &["object", "written_object", "string_enum", "integer_enum"];

/// How prettyplease prints what stands for a list.
pub(super) const MARKER: &str = "__list! {}";

/// Puts a marker in place of each list, and gives the lists as text, in their order.
pub(super) fn take(items: &mut [Item]) -> Vec<String> {
    let calls = items.iter_mut().filter_map(|item| match item {
        Item::Macro(item) => Some(&mut item.mac),
        _ => None,
    });
    let mut lists = Vec::new();
    for call in calls {
        let name = call.path.get_ident().map(ToString::to_string);
        let Some(name) = name.filter(|name| MACROS.contains(&name.as_str())) else {
            continue;
        };
        lists.push(text(&name, std::mem::take(&mut call.tokens)));
        *call = super::marker("__list");
    }
    lists
}

fn text(name: &str, tokens: TokenStream) -> String {
    let mut text = format!("{name}! {{\n");
    lists(&mut text, tokens, 1);
    text.push_str("}\n");
    text
}

/// Writes what stands before lists, and the lists, of which one begins where the last ends.
fn lists(text: &mut String, tokens: TokenStream, depth: usize) {
    let indent = "    ".repeat(depth);
    let mut before = indent.as_str();
    for token in tokens {
        text.push_str(before);
        before = " ";
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                text.push_str("{\n");
                let inner = group.stream();
                match inner.clone().into_iter().next() {
                    Some(TokenTree::Group(_)) => lists(text, inner, depth + 1),
                    _ => entries(text, inner, depth + 1),
                }
                text.push_str(&indent);
                text.push('}');
            }
            name => text.push_str(&name.to_string()),
        }
    }
    text.push('\n');
}

fn entries(text: &mut String, tokens: TokenStream, depth: usize) {
    let indent = "    ".repeat(depth);
    let mut begins = true;
    let mut after = ' ';
    for token in tokens {
        let mark = match &token {
            TokenTree::Punct(punct) => punct.as_char(),
            _ => ' ',
        };
        let attached = matches!(mark, ';' | ':') || (mark == '.' && after == '.') || after == '-';
        if begins {
            text.push_str(&indent);
        } else if !attached {
            text.push(' ');
        }
        text.push_str(&token.to_string());
        begins = mark == ';';
        if begins {
            text.push('\n');
        }
        after = mark;
    }
}
