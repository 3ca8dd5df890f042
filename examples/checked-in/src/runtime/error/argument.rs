// Copied by specwright 0.1.0 from specwright-runtime.

//! Arguments that are missing or not allowed.

use std::fmt;

/// An argument that is missing or not allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArgumentError {
    pub(in super::super) operation: &'static str,
    pub(in super::super) parameter: &'static str,
    pub(in super::super) problem: ArgumentProblem,
}

/// What is wrong with an argument. Its value is never part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ArgumentProblem {
    /// It is required and was not given.
    Missing {
        /// Whether it may be given to the client once for all calls.
        on_client: bool,
        /// The variable that the client reads it from.
        env: Option<&'static str>,
    },
    /// It is empty, and a path without one of its segments is another path.
    Empty,
    /// It is `.` or `..`, which lead to another path.
    DotSegment,
    /// It is longer than the description allows.
    TooLong {
        /// The greatest number of characters.
        limit: usize,
        /// How many it has.
        length: usize,
    },
    /// It is shorter than the description allows.
    TooShort {
        /// The least number of characters.
        limit: usize,
        /// How many it has.
        length: usize,
    },
    /// It, and maybe others, are not as the description has them: what is wrong with each.
    Invalid(String),
    /// It can't be written where it has to go.
    NotWritable(String),
}

impl ArgumentError {
    /// The parameter's name on the wire; `body` for the body.
    pub fn parameter(&self) -> &'static str {
        self.parameter
    }

    /// What is wrong with it.
    pub fn problem(&self) -> &ArgumentProblem {
        &self.problem
    }
}

fn are(number: usize) -> &'static str {
    if number == 1 { "is" } else { "are" }
}

fn characters(number: usize) -> String {
    let s = if number == 1 { "" } else { "s" };
    format!("{number} character{s}")
}

impl fmt::Display for ArgumentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.operation)?;
        if !matches!(self.problem, ArgumentProblem::Invalid(_)) {
            write!(f, "`{}` ", self.parameter)?;
        }
        match &self.problem {
            ArgumentProblem::Missing {
                on_client: false, ..
            } => write!(f, "is required"),
            ArgumentProblem::Missing { env: None, .. } => {
                write!(
                    f,
                    "is required: give it to the call, or to the client for all calls"
                )
            }
            ArgumentProblem::Missing {
                env: Some(variable),
                ..
            } => {
                write!(
                    f,
                    "is required: give it to the call, or to the client for all calls (or set {variable})"
                )
            }
            ArgumentProblem::Empty => write!(f, "must not be empty"),
            ArgumentProblem::DotSegment => {
                write!(f, "must not be `.` or `..`, which lead to another path")
            }
            ArgumentProblem::TooLong { limit, length } => {
                let characters = characters(*length);
                write!(
                    f,
                    "has {characters}, and at most {limit} {} allowed",
                    are(*limit)
                )
            }
            ArgumentProblem::TooShort { limit, length } => {
                let characters = characters(*length);
                write!(
                    f,
                    "has {characters}, and at least {limit} {} needed",
                    are(*limit)
                )
            }
            ArgumentProblem::Invalid(problems) => f.write_str(problems),
            ArgumentProblem::NotWritable(reason) => write!(f, "can't be sent: {reason}"),
        }
    }
}
