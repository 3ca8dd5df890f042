//! What there is to say about a user's files: as data, each with its place.
//!
//! Phases push [`Diagnostic`]s and go on, so that one run shows them all. Every message is made in [`catalogue`]; only
//! [`render`] turns one into text, and only the front ends print.

pub mod catalogue;
mod code;
mod place;
pub mod render;
mod suggest;

pub use code::{CODES, Code, Level, Levels};
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
    /// Whether it was survived, and is an error only because of its [`Level`].
    pub denied: bool,
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
            denied: false,
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
    levels: Levels,
}

impl Diagnostics {
    /// Nothing said yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one, unless the same was said of the same place, or is not to be told.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        let placed = diagnostic.place != Place::None;
        if !placed
            || self
                .said
                .insert((diagnostic.place.clone(), diagnostic.code))
        {
            self.list.extend(leveled(diagnostic, &self.levels));
        }
    }

    /// Says how bad things are, also those that were said already: the configuration is read when some are.
    pub fn set_levels(&mut self, levels: Levels) {
        let list = std::mem::take(&mut self.list);
        let told = list.into_iter().filter_map(|item| leveled(item, &levels));
        self.list = told.collect();
        self.levels = levels;
    }

    /// Whether there is an error that was not survived.
    pub fn must_stop(&self) -> bool {
        let fatal = |item: &Diagnostic| item.severity == Severity::Error && !item.denied;
        self.list.iter().any(fatal)
    }

    /// How many are errors only because of their level.
    pub fn denied(&self) -> usize {
        self.list.iter().filter(|item| item.denied).count()
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

    /// All places that something was said of, and those around them.
    pub fn places(&self) -> HashSet<Place> {
        let mut places = HashSet::new();
        for place in self.list.iter().map(|item| &item.place) {
            let Place::Node { file, pointer, .. } = place else {
                continue;
            };
            let mut pointer = pointer.as_str();
            while places.insert(Place::node(*file, pointer)) {
                match crate::source::parent(pointer) {
                    Some(parent) => pointer = parent,
                    None => break,
                }
            }
        }
        places
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

/// The diagnostic as bad as its level has it; none if it is not to be told.
fn leveled(diagnostic: Diagnostic, levels: &Levels) -> Option<Diagnostic> {
    if diagnostic.severity == Severity::Error && !diagnostic.denied {
        return Some(diagnostic);
    }
    let severity = levels.survived(diagnostic.code)?;
    Some(Diagnostic {
        severity,
        denied: severity == Severity::Error,
        ..diagnostic
    })
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
        all.push(Diagnostic::warning("one", Place::None, "nowhere"));
        all.push(Diagnostic::warning("one", Place::None, "nowhere else"));
        assert_eq!(all.len(), 4);
        assert_eq!(all.count(Severity::Error), 1);
        assert!(all.has_errors());
    }

    #[test]
    fn levels_also_hold_for_what_was_said() {
        let at = |file, name: &str| Place::node(file, format!("/{name}"));
        let file = Files::new().add("a.yaml", "");
        let mut all = Diagnostics::new();
        all.push(Diagnostic::warning("unknown-key", at(file, "a"), "one"));
        all.push(Diagnostic::warning("newer-key", at(file, "b"), "two"));
        let chosen = [
            ("unknown-key", Level::Deny),
            ("newer-key", Level::Allow),
            ("syntax", Level::Allow),
        ];
        all.set_levels(Levels {
            chosen: chosen.into(),
            ..Levels::default()
        });
        assert_eq!((all.len(), all.denied()), (1, 1));
        assert!(all.has_errors() && !all.must_stop());
        all.push(Diagnostic::warning("newer-key", at(file, "c"), "three"));
        assert_eq!(all.len(), 1);
        all.push(Diagnostic::error("syntax", at(file, "d"), "four"));
        assert!(all.must_stop());
    }
}
