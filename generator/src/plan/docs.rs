//! Documentation as text: gathered here, made safe for rustdoc where it is written.

use crate::api;

/// The documentation of an item.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Docs {
    /// The paragraphs.
    pub paragraphs: Vec<Paragraph>,
    /// Whether use is discouraged.
    pub deprecated: bool,
}

/// A paragraph, or several.
#[derive(Clone, Debug, PartialEq)]
pub enum Paragraph {
    /// CommonMark out of the document, of which nothing is known.
    Theirs(String),
    /// Our own words. What they quote of a document went through `code`.
    Ours(String),
}

impl Docs {
    /// One paragraph of ours.
    pub fn ours(text: impl Into<String>) -> Self {
        Self {
            paragraphs: vec![Paragraph::Ours(text.into())],
            deprecated: false,
        }
    }

    /// One paragraph out of the document.
    pub fn theirs(text: impl Into<String>) -> Self {
        Self {
            paragraphs: vec![Paragraph::Theirs(text.into())],
            deprecated: false,
        }
    }

    /// What the document says of a thing.
    pub fn of(docs: &api::Docs) -> Self {
        let mut paragraphs: Vec<Paragraph> =
            prose(docs).into_iter().map(Paragraph::Theirs).collect();
        if !docs.remarks.is_empty() {
            paragraphs.push(Paragraph::Theirs(docs.remarks.join(" ")));
        }
        Self {
            paragraphs,
            deprecated: docs.deprecated,
        }
    }

    /// What the document says of a thing; `fallback` goes before it where that has no prose.
    pub fn or(docs: &api::Docs, fallback: impl FnOnce() -> String) -> Self {
        let mut out = Self::of(docs);
        if prose(docs).is_empty() {
            out.paragraphs.insert(0, Paragraph::Ours(fallback()));
        }
        out
    }

    /// Adds a paragraph of ours.
    #[must_use]
    pub fn and(mut self, paragraph: impl Into<String>) -> Self {
        self.paragraphs.push(Paragraph::Ours(paragraph.into()));
        self
    }

    /// Adds a paragraph out of the document.
    #[must_use]
    pub fn and_theirs(mut self, paragraph: impl Into<String>) -> Self {
        self.paragraphs.push(Paragraph::Theirs(paragraph.into()));
        self
    }
}

/// A text of unknown origin as inline code, which nothing in it can leave.
pub(super) fn code(text: &str) -> String {
    let text: String = text
        .chars()
        .map(|c| if c.is_control() || c == '`' { '\'' } else { c })
        .collect();
    if text.trim().is_empty() {
        "the empty text".to_owned()
    } else {
        format!("`{text}`")
    }
}

/// Title and description, without saying the same twice.
fn prose(docs: &api::Docs) -> Vec<String> {
    let clean = |text: &Option<String>| {
        text.as_deref()
            .map(str::trim)
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
    };
    let (title, description) = (clean(&docs.title), clean(&docs.description));
    let bare = |text: &str| text.trim_end_matches('.').to_lowercase();
    match (title, description) {
        (Some(title), Some(description)) if bare(&title) == bare(&description) => vec![description],
        (title, description) => title.into_iter().chain(description).collect(),
    }
}
