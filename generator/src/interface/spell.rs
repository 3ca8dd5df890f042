//! Types as text, by the paths that users know.

use std::iter::Peekable;

use proc_macro2::{Delimiter, TokenStream, TokenTree, token_stream};
use quote::ToTokens;

use super::scope::{Path, Scope};

/// Where names are looked up.
#[derive(Clone, Copy)]
pub(super) struct Here<'s> {
    pub scope: &'s Scope,
    pub module: &'s Path,
}

impl Here<'_> {
    /// The text of some part of the syntax.
    pub fn spell(self, syntax: impl ToTokens) -> String {
        let mut text = String::new();
        self.tokens(syntax.to_token_stream(), &mut text);
        text
    }

    /// The path by which users know an item of this module.
    pub fn public(self, name: &str) -> String {
        self.scope.public(self.module, name)
    }

    fn tokens(self, tokens: TokenStream, text: &mut String) {
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Ident(first) => {
                    let path = path(first.to_string(), &mut tokens);
                    let known = self.scope.resolve(self.module, &path);
                    apart(text);
                    text.push_str(&known.unwrap_or_else(|| outside(path)));
                }
                TokenTree::Literal(literal) => {
                    apart(text);
                    text.push_str(&literal.to_string());
                }
                TokenTree::Group(group) => {
                    let (open, close) = match group.delimiter() {
                        Delimiter::Parenthesis => ("(", ")"),
                        Delimiter::Brace => ("{", "}"),
                        Delimiter::Bracket => ("[", "]"),
                        Delimiter::None => ("", ""),
                    };
                    text.push_str(open);
                    self.tokens(group.stream(), text);
                    text.push_str(close);
                }
                TokenTree::Punct(sign) => match sign.as_char() {
                    // Left where a list ends after it, as it does where it was too long for a line.
                    ',' if tokens.peek().is_none_or(is_end) => {}
                    ',' => text.push_str(", "),
                    '=' | '+' => {
                        text.push(' ');
                        text.push(sign.as_char());
                        text.push(' ');
                    }
                    sign => text.push(sign),
                },
            }
        }
    }
}

fn is_end(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(sign) if sign.as_char() == '>')
}

type Tokens = Peekable<token_stream::IntoIter>;

/// The segments of a path whose first one was just read.
fn path(first: String, tokens: &mut Tokens) -> Path {
    let mut path = vec![plain(first)];
    let is_colon = |token: &TokenTree| matches!(token, TokenTree::Punct(it) if it.as_char() == ':');
    loop {
        let mut ahead = tokens.clone();
        let colons = ahead.next().as_ref().is_some_and(is_colon)
            && ahead.next().as_ref().is_some_and(is_colon);
        let Some(TokenTree::Ident(segment)) = ahead.next().filter(|_| colons) else {
            return path;
        };
        *tokens = ahead;
        path.push(plain(segment.to_string()));
    }
}

/// A path that leads out of the crate, or into the runtime: by which module it is reached does not matter.
fn outside(path: Path) -> String {
    let rest = path
        .into_iter()
        .skip_while(|it| it == "super" || it == "crate");
    rest.collect::<Vec<_>>().join("::")
}

/// `r#type` is `type`.
pub(super) fn plain(name: String) -> String {
    name.strip_prefix("r#").map(str::to_owned).unwrap_or(name)
}

/// Keeps a word from the one before it.
fn apart(text: &mut String) {
    let is_word = |it: char| it.is_alphanumeric() || it == '_' || it == '"';
    if text.ends_with(is_word) {
        text.push(' ');
    }
}
