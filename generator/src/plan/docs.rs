//! Documentation as text: gathered here, made safe for rustdoc where it is written.

use crate::api;

/// The documentation of an item: CommonMark of unknown origin.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Docs {
    /// The paragraphs.
    pub paragraphs: Vec<String>,
    /// Whether use is discouraged.
    pub deprecated: bool,
}

impl Docs {
    /// One paragraph of ours.
    pub fn line(text: impl Into<String>) -> Self {
        Self { paragraphs: vec![text.into()], deprecated: false }
    }

    /// What the document says of a type or a member; `fallback` where it says nothing.
    pub fn of(docs: &api::Docs, fallback: impl FnOnce() -> String) -> Self {
        let mut paragraphs = prose(docs);
        if paragraphs.is_empty() {
            paragraphs.push(fallback());
        }
        if !docs.remarks.is_empty() {
            paragraphs.push(docs.remarks.join(" "));
        }
        Self { paragraphs, deprecated: docs.deprecated }
    }

    /// Adds a paragraph.
    #[must_use]
    pub fn and(mut self, paragraph: impl Into<String>) -> Self {
        self.paragraphs.push(paragraph.into());
        self
    }
}

/// Title and description, without saying the same twice.
fn prose(docs: &api::Docs) -> Vec<String> {
    let clean = |text: &Option<String>| text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    let (title, description) = (clean(&docs.title), clean(&docs.description));
    let bare = |text: &str| text.trim_end_matches('.').to_lowercase();
    match (title, description) {
        (Some(title), Some(description)) if bare(&title) == bare(&description) => vec![description],
        (title, description) => title.into_iter().chain(description).collect(),
    }
}
