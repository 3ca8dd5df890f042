//! Values within what the description asks of them beyond their types: lengths, ranges, patterns, numbers of items.
//!
//! Nothing is looked at unless somebody asks: a server is free to send more than its description has, and to take it.

mod check;
mod leaf;
mod rule;

use std::fmt;

pub use self::check::Violations;
pub use self::rule::{Bound, Rule};
use super::error::{ArgumentError, ArgumentProblem, Error};

/// What can be asked whether it is within what the description says of it: lengths, ranges, patterns, numbers of items.
///
/// Formats are not among that, nor what is said of values in whose place there is a type of yours.
pub trait Validate {
    /// Looks at the value and at all that it holds.
    ///
    /// # Errors
    ///
    /// All that is not as the description has it, in the order in which it is met.
    fn validate(&self) -> Result<(), ValidationError> {
        let mut violations = Violations::default();
        self.check(&Rule::new(), &mut violations);
        violations.into_result()
    }

    /// Adds what is wrong, by a rule for this place and by those that the type itself has.
    #[doc(hidden)]
    fn check(&self, rule: &Rule<'_>, violations: &mut Violations);
}

/// What is wrong with a value: never nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValidationError {
    violations: Vec<Violation>,
}

impl ValidationError {
    /// All that is wrong, in the order in which it was met.
    pub fn violations(&self) -> &[Violation] {
        &self.violations
    }

    #[doc(hidden)]
    pub fn of_call(self, operation: &'static str) -> Error {
        let parameter = self.violations.first().and_then(|first| first.member);
        Error::Argument(Box::new(ArgumentError {
            operation,
            parameter: parameter.unwrap_or("body"),
            problem: ArgumentProblem::Invalid(self.to_string()),
        }))
    }
}

impl fmt::Display for ValidationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, violation) in self.violations.iter().enumerate() {
            f.write_str(if index > 0 { "; " } else { "" })?;
            violation.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for ValidationError {}

/// One thing that is wrong with a value. The value itself is no part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    member: Option<&'static str>,
    pointer: String,
    problem: String,
}

impl Violation {
    /// Where it is: a JSON pointer (RFC 6901) into what was looked at, which begins with the parameter where that is a call.
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// What is wrong, after the name of what it is wrong with: `has 101 characters, and at most 100 are allowed`.
    pub fn problem(&self) -> &str {
        &self.problem
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.pointer.as_str() {
            "" => write!(f, "it {}", self.problem),
            pointer => write!(f, "`{pointer}` {}", self.problem),
        }
    }
}
