//! Whether a name that the user chose is a Rust identifier of the right kind.

/// The kinds of name, by the case Rust wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    /// `snake_case`: methods, fields, modules.
    Snake,
    /// `UpperCamelCase`: types, variants.
    Camel,
}

const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
    "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
    "return", "self", "Self", "static", "struct", "super", "trait", "true", "try", "type",
    "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// What is wrong with the name, if anything.
pub(super) fn fault(name: &str, case: Case) -> Option<&'static str> {
    let mut letters = name.chars();
    let Some(first) = letters.next() else {
        return Some("it is empty");
    };
    let plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    if KEYWORDS.contains(&name) {
        return Some("it is a keyword");
    }
    if first.is_ascii_digit() || !name.chars().all(plain) {
        return Some("it must be letters, digits and `_`, and not begin with a digit");
    }
    match case {
        Case::Snake if name.chars().any(|letter| letter.is_ascii_uppercase()) => {
            Some("it must be in snake_case")
        }
        Case::Snake if name.trim_matches('_').is_empty() => Some("it must have a letter"),
        Case::Camel if !first.is_ascii_uppercase() || name.contains('_') => {
            Some("it must be in UpperCamelCase")
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_judged_by_kind() {
        for good in ["update", "notification_url_2", "_x"] {
            assert_eq!(fault(good, Case::Snake), None, "{good}");
        }
        for bad in ["notificationUrl", "2nd", "type", "a-b", "_", "é"] {
            assert!(fault(bad, Case::Snake).is_some(), "{bad}");
        }
        assert_eq!(fault("StreamWebhook", Case::Camel), None);
        for bad in ["streamWebhook", "Stream_Webhook", "Self"] {
            assert!(fault(bad, Case::Camel).is_some(), "{bad}");
        }
    }
}
