//! Literals: of texts, and of values that are always the same.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::plan::Constant;

/// A text as a literal. One without anything to escape is most of them, and quicker to check than to escape: whatever it
/// says, it is one literal, or none.
pub(super) fn literal(text: &str) -> Literal {
    let is_plain = |byte: &u8| matches!(byte, b' '..=b'~') && !matches!(byte, b'"' | b'\\');
    if text.as_bytes().iter().all(is_plain)
        && let Ok(literal) = format!("\"{text}\"").parse::<Literal>()
    {
        return literal;
    }
    Literal::string(text)
}

/// A value that is always the same, as a literal.
pub(super) fn constant(value: &Constant) -> TokenStream {
    let literal = match value {
        Constant::Text(text) => literal(text),
        // Rust takes a number for one of 32 bits, if nothing says otherwise.
        Constant::Integer(integer) => match (i32::try_from(*integer), i64::try_from(*integer)) {
            (Ok(integer), _) => Literal::i32_unsuffixed(integer),
            (_, Ok(integer)) => Literal::i64_suffixed(integer),
            _ => Literal::i128_suffixed(*integer),
        },
        Constant::Boolean(boolean) => return quote!(#boolean),
    };
    quote!(#literal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_one_literal_whatever_it_says() {
        for text in ["", "a b", "\"", "\\", "a\\\" + b", "é", "\n", "{}//*"] {
            let expected = Literal::string(text).to_string();
            assert_eq!(literal(text).to_string(), expected);
        }
    }
}
