//! What is known of one document: a row of the table, and a line on the screen.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

/// How far a document came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// The client compiles without a warning.
    Compiled,
    /// There is a client, and it was not to be compiled.
    #[default]
    Generated,
    /// There is a client, and it is too large to be compiled now.
    PutOff,
    /// It was refused, for the fault that it is known to have.
    Faulty,
    /// The client compiles with warnings.
    Warned,
    /// The client does not compile.
    Broken,
    /// The methods of the client are not the operations of the document.
    Incomplete,
    /// It was refused.
    Refused,
    /// It has a known fault, and was not refused for it.
    Unrefused,
    /// The compiler ended without a word.
    Crashed,
}

impl Phase {
    /// All of them, good ones first.
    pub const ALL: [Self; 10] = [
        Self::Compiled,
        Self::Generated,
        Self::PutOff,
        Self::Faulty,
        Self::Warned,
        Self::Broken,
        Self::Incomplete,
        Self::Refused,
        Self::Unrefused,
        Self::Crashed,
    ];

    /// Whether it is as it should be.
    pub fn is_good(self) -> bool {
        self <= Self::Faulty
    }

    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Compiled => "compiled",
            Self::Generated => "generated",
            Self::PutOff => "put off",
            Self::Faulty => "faulty",
            Self::Warned => "warned",
            Self::Broken => "broken",
            Self::Incomplete => "incomplete",
            Self::Refused => "refused",
            Self::Unrefused => "unrefused",
            Self::Crashed => "crashed",
        }
    }
}

/// All that is known of a document.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// What it is called.
    pub name: String,
    /// A digest of the compiler.
    pub compiler: String,
    /// How far it came.
    pub phase: Phase,
    /// Operations that its text describes; none if the text can't be read without the compiler.
    pub operations: Option<usize>,
    /// Methods of the client that call an operation.
    pub methods: usize,
    /// Types that the client names.
    pub types: usize,
    /// Lines of the client.
    pub lines: usize,
    /// Milliseconds to generate it.
    pub generate_ms: u64,
    /// Memory to generate it.
    pub generate_mb: u64,
    /// Seconds to compile it, if that was done.
    pub check_s: Option<f64>,
    /// Memory to compile it.
    pub check_mb: u64,
    /// What the compiler warned of, by code.
    pub warnings: BTreeMap<String, usize>,
    /// What rustc warned of, by lint.
    pub lints: BTreeMap<String, usize>,
    /// The first error.
    pub error: String,
    /// A digest of the client.
    pub digest: String,
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operations = self
            .operations
            .map_or("?".to_owned(), |count| count.to_string());
        let seconds = self
            .check_s
            .map_or("-".to_owned(), |time| format!("{time:.1}"));
        write!(
            f,
            "{:10} {:44} {operations:>5} op {:>5} fn {:>5} ty {:>7} lines {:>6} ms {:>5} MB {seconds:>6} s",
            self.phase.name(),
            self.name,
            self.methods,
            self.types,
            self.lines,
            self.generate_ms,
            self.generate_mb.max(self.check_mb),
        )?;
        for (code, count) in &self.lints {
            write!(f, " {code}:{count}")?;
        }
        match self.error.is_empty() {
            true => Ok(()),
            false => write!(f, "\n           {}", self.error),
        }
    }
}
