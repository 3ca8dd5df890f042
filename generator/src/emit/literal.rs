//! Literals of texts.

use proc_macro2::Literal;

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
