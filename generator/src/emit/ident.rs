//! Identifiers.

use proc_macro2::{Ident, Span, TokenStream};

use crate::plan;

/// The token of a name. Keywords become raw.
pub(super) fn ident(name: &plan::Ident) -> Ident {
    let name = name.as_str();
    if KEYWORDS.binary_search(&name).is_ok() {
        Ident::new_raw(name, Span::call_site())
    } else {
        Ident::new(name, Span::call_site())
    }
}

/// The token of a name of ours.
pub(super) fn ours(name: &'static str) -> Ident {
    Ident::new(name, Span::call_site())
}

/// The tokens of a type of the user's.
pub(super) fn foreign(ty: &plan::RustType) -> TokenStream {
    ty.as_str()
        .parse()
        .expect("the configuration has parsed it")
}

/// The tokens of a macro of the user's choice.
pub(super) fn derive_macro(path: &plan::DeriveMacro) -> TokenStream {
    path.as_str()
        .parse()
        .expect("the configuration has parsed it")
}

/// All keywords of all editions, those that are kept for later included (Rust Reference, "Keywords"). `self`, `Self`,
/// `super`, `crate` and `_` can't be raw, and are not here: scopes do not give them out.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_are_sorted_and_can_be_raw() {
        assert!(KEYWORDS.is_sorted());
        for keyword in KEYWORDS {
            assert_eq!(
                Ident::new_raw(keyword, Span::call_site()),
                format!("r#{keyword}")
            );
        }
    }
}
