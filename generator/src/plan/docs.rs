//! Documentation as text: gathered here, made safe for rustdoc where it is written.

use std::sync::Arc;

use super::naming::Ident;
use crate::api;

/// The documentation of an item.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Docs {
    /// The paragraphs.
    pub paragraphs: Vec<Paragraph>,
    /// Whether use is discouraged.
    pub deprecated: bool,
}

/// A paragraph, or several.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Paragraph {
    /// CommonMark out of the document, of which nothing is known.
    Theirs(Arc<str>),
    /// Our own words.
    Ours(Words),
    /// An item of a list: our own words, and what the document says of them.
    Item(Words, Option<Arc<str>>),
}

/// Words of ours, which are written as they are. There is no way to make them of a text that is not part of this program,
/// but as inline code or as a name that a scope has given out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Words(String);

impl Words {
    /// A text of unknown origin as inline code, which nothing in it can leave.
    pub fn code(text: &str) -> Self {
        Self(api::inline_code(text))
    }

    /// An operation as its method and path, as inline code.
    pub fn operation(operation: &api::Operation) -> Self {
        Self::code(&operation.label())
    }

    /// A sentence, in which each `{}` stands for the next one of the parts.
    pub fn sentence(template: &'static str, parts: &[Words]) -> Self {
        let mut pieces = template.split("{}");
        let first = pieces.next().unwrap_or_default();
        let rest = parts.iter().zip(pieces);
        Self(rest.fold(first.to_owned(), |text, (part, piece)| {
            text + &part.0 + piece
        }))
    }

    /// All of them, with a text between.
    pub fn join(all: &[Words], between: &'static str) -> Self {
        let all: Vec<&str> = all.iter().map(Self::as_str).collect();
        Self(all.join(between))
    }

    /// The same, beginning with a capital letter.
    pub fn capitalized(self) -> Self {
        let mut text = self.0;
        if let Some(first) = text.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        Self(text)
    }

    /// The text, in Markdown.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<&'static str> for Words {
    fn from(text: &'static str) -> Self {
        Self(text.to_owned())
    }
}

impl From<&Ident> for Words {
    fn from(ident: &Ident) -> Self {
        Self(ident.to_string())
    }
}

impl From<usize> for Words {
    fn from(number: usize) -> Self {
        Self(number.to_string())
    }
}

impl From<api::Status> for Words {
    fn from(status: api::Status) -> Self {
        Self(status.key())
    }
}

impl Docs {
    /// One paragraph of ours.
    pub fn ours(text: impl Into<Words>) -> Self {
        Self {
            paragraphs: vec![Paragraph::Ours(text.into())],
            deprecated: false,
        }
    }

    /// One paragraph out of the document.
    pub fn theirs(text: impl Into<Arc<str>>) -> Self {
        Self {
            paragraphs: vec![Paragraph::Theirs(text.into())],
            deprecated: false,
        }
    }

    /// What the document says of a thing of these names.
    pub fn of(docs: &api::Docs, names: &[&str]) -> Self {
        let prose = Self::prose(docs, names).into_iter();
        let mut paragraphs: Vec<Paragraph> = prose.map(Paragraph::Theirs).collect();
        if !docs.remarks.is_empty() {
            paragraphs.push(Paragraph::Theirs(docs.remarks.join(" ").into()));
        }
        paragraphs.extend(docs.more.clone().map(Paragraph::Theirs));
        Self {
            paragraphs,
            deprecated: docs.deprecated,
        }
    }

    /// What the document says of a thing of these names; `fallback` goes before it where that has no prose.
    pub fn or(docs: &api::Docs, names: &[&str], fallback: impl FnOnce() -> Words) -> Self {
        let mut out = Self::of(docs, names);
        if Self::prose(docs, names).is_empty() {
            out.paragraphs.insert(0, Paragraph::Ours(fallback()));
        }
        out
    }

    /// Adds a paragraph of ours.
    #[must_use]
    pub fn and(mut self, paragraph: impl Into<Words>) -> Self {
        self.paragraphs.push(Paragraph::Ours(paragraph.into()));
        self
    }

    /// Adds a paragraph out of the document.
    #[must_use]
    pub fn and_theirs(mut self, paragraph: impl Into<Arc<str>>) -> Self {
        self.paragraphs.push(Paragraph::Theirs(paragraph.into()));
        self
    }

    /// Adds an item of a list.
    #[must_use]
    pub fn and_item(mut self, words: Words, theirs: Option<Arc<str>>) -> Self {
        self.paragraphs.push(Paragraph::Item(words, theirs));
        self
    }

    /// Title and description, without saying the same twice: `Created At` is no news of `created_at`.
    pub fn prose(docs: &api::Docs, names: &[&str]) -> Vec<Arc<str>> {
        let clean = |text: &Option<Arc<str>>| {
            let text = text.as_ref()?;
            match text.trim() {
                "" => None,
                // The same text again takes no memory.
                trimmed if trimmed.len() == text.len() => Some(text.clone()),
                trimmed => Some(trimmed.into()),
            }
        };
        let (title, description) = (clean(&docs.title), clean(&docs.description));
        // Any other character may say something: `Share (%)` of `share`.
        let letters = |text: &str| {
            let letters = text
                .chars()
                .filter(|it| !matches!(it, ' ' | '_' | '-' | '.'));
            letters.flat_map(char::to_lowercase).collect::<String>()
        };
        let title = title.filter(|title| {
            if is_identifier(title) {
                return false;
            }
            let title = letters(title);
            !names.iter().any(|name| letters(name) == title)
        });
        match (title, description) {
            (Some(title), Some(description)) if begins_with(&description, &title) => {
                vec![description]
            }
            (title, description) => title.into_iter().chain(description).collect(),
        }
    }
}

/// Whether a title is what code calls a thing: `optional_fields_shipping`, `TaxIDsList`.
fn is_identifier(title: &str) -> bool {
    let is_one = title.chars().all(|it| it.is_alphanumeric() || it == '_');
    let mut rest = title.chars().skip(1);
    let has_lower = title.contains(char::is_lowercase);
    is_one && has_lower && (title.contains('_') || rest.any(char::is_uppercase))
}

/// Whether a text begins with another one as its first sentence, or as a paragraph.
fn begins_with(text: &str, first: &str) -> bool {
    let (text, first) = (text.to_lowercase(), first.to_lowercase());
    let rest = text.strip_prefix(first.trim_end_matches('.'));
    rest.is_some_and(|rest| {
        let after = rest.trim_start_matches('.');
        after.is_empty()
            || after.starts_with('\n')
            || after.len() < rest.len() && after.starts_with(' ')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_code_calls_a_thing_says_nothing_of_it() {
        for title in [
            "optional_fields_shipping",
            "TaxIDsList",
            "FormParams",
            "eTag",
        ] {
            assert!(is_identifier(title), "{title}");
        }
        for title in ["Shipping", "CVV", "Tax IDs", "Share (%)", "HTTP_OK"] {
            assert!(!is_identifier(title), "{title}");
        }
    }

    #[test]
    fn such_a_title_is_not_written() {
        let said = |title: &str| {
            let docs = api::Docs {
                title: Some(title.into()),
                description: Some("Where to.".into()),
                ..api::Docs::default()
            };
            Docs::prose(&docs, &[]).len()
        };
        assert_eq!((said("optional_fields_shipping"), said("Shipping")), (1, 2));
    }

    #[test]
    fn nothing_is_said_twice() {
        assert!(begins_with("Make a pet. Of all kinds.", "make a pet"));
        assert!(begins_with("Make a pet", "Make a pet."));
        assert!(begins_with("Make a pet\n\nOf all kinds.", "Make a pet"));
        assert!(!begins_with("Make a pet store.", "Make a pet"));
        assert!(!begins_with("v1.2", "v1"));
    }
}
