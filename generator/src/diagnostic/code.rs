//! Every code there is, one line each: how bad it is unless the configuration says otherwise, and what explains it.

use std::collections::HashMap;

use super::Severity;

/// How bad a thing is that generation survives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Level {
    /// It is never survived. What a code of this level is about has no other level.
    Fatal,
    /// It is an error all the same: nothing is generated.
    Deny,
    /// It is a warning.
    Warn,
    /// It is worth knowing, and told only by `specwright check`.
    Note,
    /// It is not told.
    Allow,
}

/// A code, by which a diagnostic is looked up, denied or allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code {
    /// A stable, readable slug, such as `unresolved-reference`.
    pub slug: &'static str,
    /// How bad it is where it is survived.
    pub level: Level,
    /// The same where `strict` is set.
    pub strict: Level,
    /// What it means and what to do about it, in Markdown; the first line is a heading.
    pub explanation: &'static str,
}

macro_rules! codes {
    ($($slug:literal: $level:ident, $strict:ident;)*) => {
        /// All codes, sorted.
        pub const CODES: &[Code] = &[$(Code {
            slug: $slug,
            level: Level::$level,
            strict: Level::$strict,
            explanation: include_str!(concat!("explain/", $slug, ".md")),
        },)*];
    };
}

// What real descriptions get wrong so often that it can't stop anybody is a warning, and an error where `strict` is set.
// A code that can be fatal at one place and survived at another has here what becomes of it when it is survived.
codes! {
    "ambiguous-path": Warn, Deny;
    "any-value": Note, Note;
    "bad-component-name": Warn, Deny;
    "bad-encoding": Fatal, Fatal;
    "bad-header-name": Warn, Deny;
    "bad-json-path": Fatal, Fatal;
    "bad-key": Warn, Deny;
    "bad-media-type": Warn, Deny;
    "bad-path-template": Fatal, Fatal;
    "bad-pattern": Warn, Deny;
    "composition-circle": Warn, Deny;
    "config-bad-value": Fatal, Fatal;
    "config-missing-dependency": Warn, Warn;
    "config-missing-key": Fatal, Fatal;
    "config-syntax": Fatal, Fatal;
    "config-unknown-key": Fatal, Fatal;
    "config-unused": Warn, Warn;
    "config-wrong-type": Fatal, Fatal;
    "conflicting-types": Warn, Deny;
    "doubled-operation-id": Warn, Deny;
    "doubled-parameter": Warn, Deny;
    "doubled-path-parameter": Warn, Deny;
    "duplicate-key": Fatal, Fatal;
    "empty-enum": Warn, Deny;
    "example-and-examples": Warn, Deny;
    "limit-exceeded": Fatal, Fatal;
    "limits-crossed": Warn, Deny;
    "misplaced-key": Warn, Deny;
    "missing-key": Warn, Deny;
    "missing-operation-id": Note, Note;
    "name-collision": Note, Note;
    "newer-key": Warn, Deny;
    "no-description": Fatal, Fatal;
    "no-security-requirement": Warn, Warn;
    "no-version": Fatal, Fatal;
    "not-an-overlay": Fatal, Fatal;
    "not-one-media-type": Fatal, Fatal;
    "nothing-described": Fatal, Fatal;
    "optional-path-parameter": Warn, Deny;
    "overlay-without-effect": Warn, Warn;
    "overruled-type": Warn, Deny;
    "read-only-body": Warn, Deny;
    "reference-circle": Fatal, Fatal;
    "reference-outside": Warn, Deny;
    "remote-reference": Warn, Deny;
    "schema-and-content": Fatal, Fatal;
    "swagger-2": Warn, Deny;
    "syntax": Fatal, Fatal;
    "undeclared-path-parameter": Warn, Deny;
    "undeclared-server-variable": Warn, Deny;
    "undiscriminated-variant": Warn, Deny;
    "unknown-encoding": Warn, Deny;
    "unknown-key": Warn, Deny;
    "unknown-security-scheme": Warn, Deny;
    "unknown-version": Fatal, Fatal;
    "unknown-word": Warn, Deny;
    "unlisted-default": Warn, Deny;
    "unreadable-file": Warn, Deny;
    "unresolved-reference": Warn, Deny;
    "unsuitable-style": Fatal, Fatal;
    "unsupported-message": Warn, Warn;
    "unsupported-querystring": Warn, Warn;
    "unused-path-parameter": Warn, Deny;
    "unused-security-scheme": Note, Note;
    "version-not-text": Fatal, Fatal;
    "wrong-default": Warn, Deny;
    "wrong-enum-value": Warn, Deny;
    "wrong-reference-kind": Warn, Deny;
    "wrong-shape": Warn, Deny;
}

impl Code {
    /// The code of this slug.
    pub fn find(slug: &str) -> Option<&'static Self> {
        CODES.iter().find(|code| code.slug == slug)
    }

    /// What it means, in one line.
    pub fn title(&self) -> &'static str {
        let first = self.explanation.lines().next().unwrap_or_default();
        first.trim_start_matches("# ")
    }
}

/// What the user wants of codes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Levels {
    /// Whether what a real server may get wrong is an error.
    pub strict: bool,
    /// Whether every warning is an error.
    pub deny_warnings: bool,
    /// What the user says of single codes, which goes before all else.
    pub chosen: HashMap<&'static str, Level>,
}

impl Levels {
    /// What a diagnostic of this code is that can be survived; none if it is not to be told.
    pub fn survived(&self, slug: &str) -> Option<Severity> {
        let usual = Code::find(slug).map_or(Level::Warn, |code| match self.strict {
            true => code.strict,
            false => code.level,
        });
        match self.chosen.get(slug).copied().unwrap_or(usual) {
            Level::Deny => Some(Severity::Error),
            // A code whose level is fatal is not survived as a rule; where it is, that is worth a warning.
            Level::Fatal | Level::Warn if self.deny_warnings => Some(Severity::Error),
            Level::Fatal | Level::Warn => Some(Severity::Warning),
            Level::Note => Some(Severity::Note),
            Level::Allow => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_sorted_and_explained() {
        assert!(CODES.is_sorted_by(|a, b| a.slug < b.slug));
        for code in CODES {
            assert!(code.explanation.starts_with("# "), "{}", code.slug);
            for part in ["\n## Example\n\n```", "\n## What to do\n\n"] {
                assert!(code.explanation.contains(part), "{}: {part}", code.slug);
            }
            assert!(code.title().len() <= 80, "{}", code.title());
        }
    }

    #[test]
    fn what_the_user_says_goes_before_all_else() {
        let mut levels = Levels::default();
        assert_eq!(levels.survived("unknown-key"), Some(Severity::Warning));
        assert_eq!(levels.survived("name-collision"), Some(Severity::Note));
        levels.strict = true;
        assert_eq!(levels.survived("unknown-key"), Some(Severity::Error));
        assert_eq!(levels.survived("config-unused"), Some(Severity::Warning));
        levels.deny_warnings = true;
        assert_eq!(levels.survived("config-unused"), Some(Severity::Error));
        assert_eq!(levels.survived("name-collision"), Some(Severity::Note));
        levels.chosen.insert("unknown-key", Level::Allow);
        levels.chosen.insert("name-collision", Level::Deny);
        assert_eq!(levels.survived("unknown-key"), None);
        assert_eq!(levels.survived("name-collision"), Some(Severity::Error));
    }
}
