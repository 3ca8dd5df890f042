//! Documentation.
//!
//! Descriptions are CommonMark written for other readers, and often HTML. First that is said in CommonMark (`tidy`), then
//! what rustdoc would take for something else than text is kept from it (`safe`), whatever came out of the first.

mod html;
mod markdown;
mod safe;
mod tidy;

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
        let lines = match paragraph {
            Paragraph::Theirs(text) => safe::lines(&tidy::tidy(text)),
            Paragraph::Ours(text) => text.as_str().lines().map(str::to_owned).collect(),
        };
        if !out.is_empty() && !lines.is_empty() {
            out.push(String::new());
        }
        out.extend(lines);
    }
    out.into_iter().map(spaced).collect()
}
