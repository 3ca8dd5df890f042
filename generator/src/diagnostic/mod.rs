//! What there is to say about a user's files: as data, each with its place.
//!
//! Phases push [`Diagnostic`]s and go on, so that one run shows them all. Every message is made in [`catalogue`]; only
//! [`render`] turns one into text, and only the front ends print.

pub mod catalogue;
mod place;
pub mod render;
mod suggest;

pub use place::Place;
pub use suggest::nearest;

use std::collections::HashSet;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing can be generated.
    Error,
    /// Something is wrong and was survived: widened, left out or mended.
    Warning,
    /// Worth knowing.
    Note,
}

/// One thing to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// A stable, readable slug, such as `unresolved-reference`.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong: lower case, no full stop, quoting what the user wrote.
    pub message: String,
    /// Where.
    pub place: Place,
    /// A word or two to stand beside the underlined text.
    pub label: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error.
    pub fn error(code: &'static str, place: Place, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, place, message)
    }

    /// A warning.
    pub fn warning(code: &'static str, place: Place, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, place, message)
    }

    /// A note.
    pub fn note(code: &'static str, place: Place, message: impl Into<String>) -> Self {
        Self::new(Severity::Note, code, place, message)
    }

    fn new(
        severity: Severity,
        code: &'static str,
        place: Place,
        message: impl Into<String>,
    ) -> Self {
        Self {
            code,
            severity,
            message: message.into(),
            place,
            label: String::new(),
            help: None,
        }
    }

    /// With a word beside the underlined text.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// With advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// No more than a warning, because what it is about can be left out.
    #[must_use]
    pub fn survived(self) -> Self {
        Self {
            severity: Severity::Warning,
            ..self
        }
    }

    /// With advice to write another name, if one is near.
    #[must_use]
    pub fn suggest<'a>(self, wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        match nearest(wrong, known) {
            Some(right) => self.help(format!("did you mean `{right}`?")),
            None => self,
        }
    }
}

/// All that was said so far. Of one code, a place is named at most once.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    said: HashSet<(Place, &'static str)>,
}

impl Diagnostics {
    /// Nothing said yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one, unless the same was said of the same place.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        let placed = diagnostic.place != Place::None;
        if !placed
            || self
                .said
                .insert((diagnostic.place.clone(), diagnostic.code))
        {
            self.list.push(diagnostic);
        }
    }

    /// Whether there is an error among them.
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// How many there are of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        let counted = self.list.iter().filter(|item| item.severity == severity);
        counted.count()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// All of them, ordered by place: by file, then by pointer as text. (The order of the lines is known only to
    /// [`render`], which looks them up.)
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        let mut sorted: Vec<_> = self.list.iter().collect();
        sorted.sort_by(|a, b| (&a.place, a.severity, a.code).cmp(&(&b.place, b.severity, b.code)));
        sorted.into_iter()
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, diagnostics: I) {
        diagnostics.into_iter().for_each(|item| self.push(item));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Files;

    #[test]
    fn a_place_is_named_once_for_each_code() {
        let mut files = Files::new();
        let file = files.add("a.yaml", "");
        let place = Place::node(file, "/a");
        let mut all = Diagnostics::new();
        all.push(Diagnostic::warning("one", place.clone(), "first"));
        all.push(Diagnostic::warning("one", place.clone(), "again"));
        all.push(Diagnostic::error("two", place, "other"));
        all.push(Diagnostic::note("one", Place::None, "nowhere"));
        all.push(Diagnostic::note("one", Place::None, "nowhere else"));
        assert_eq!(all.len(), 4);
        assert_eq!(all.count(Severity::Error), 1);
        assert!(all.has_errors());
    }
}
