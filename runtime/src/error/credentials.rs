//! Credentials that are missing, or not to be had.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use super::super::credential::{Passing, ProviderError};
use super::super::echo::Sent;
use super::{Effort, Received};

/// A credential is missing, or was not to be had.
#[derive(Clone, Debug)]
pub struct CredentialsError {
    pub(super) operation: Option<&'static str>,
    problem: Problem,
    /// What it took until then.
    pub(super) effort: Effort,
    /// The answer that refused the credential before.
    pub(super) refusal: Option<Box<Received>>,
}

#[derive(Clone, Debug)]
enum Problem {
    Missing {
        alternatives: Vec<Alternative>,
        /// Whether there are variables among them that nobody looked at.
        is_unread: bool,
    },
    Provider(&'static str, Arc<ProviderError>),
}

/// One way to prove who is calling, and what of it is there.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct Alternative {
    /// What it takes, with " and " between.
    names: String,
    /// Those of the names that are set.
    set: String,
    /// Those that are not.
    missing: String,
}

impl CredentialsError {
    pub(in super::super) fn missing(
        operation: Option<&'static str>,
        alternatives: Vec<Alternative>,
        is_unread: bool,
    ) -> Self {
        Self {
            operation,
            problem: Problem::Missing {
                alternatives,
                is_unread,
            },
            effort: Effort::default(),
            refusal: None,
        }
    }

    pub(in super::super) fn provider(
        operation: Option<&'static str>,
        scheme: &'static str,
        error: Arc<ProviderError>,
    ) -> Self {
        Self {
            operation,
            problem: Problem::Provider(scheme, error),
            effort: Effort::default(),
            refusal: None,
        }
    }

    /// The same of a call that was sent before: so often, and with a credential that was refused, where there is an answer.
    pub(in super::super) fn after(&mut self, tries: u32, refusal: Option<Box<Received>>) {
        self.effort.tries = tries;
        self.refusal = refusal;
        if let Some(refusal) = &mut self.refusal {
            refusal.sent = Sent::default();
        }
    }

    /// What a [provider](super::super::CredentialProvider) said, where there was one to ask.
    pub fn provider_error(&self) -> Option<&(dyn StdError + Send + Sync + 'static)> {
        match &self.problem {
            Problem::Missing { .. } => None,
            // That it might have passed is no matter of the call.
            Problem::Provider(_, error) => Some(match error.downcast_ref::<Passing>() {
                Some(passing) => &*passing.cause,
                None => &***error,
            }),
        }
    }
}

impl Alternative {
    pub(in super::super) fn add(&mut self, name: &str, is_set: bool) {
        let part = match is_set {
            true => &mut self.set,
            false => &mut self.missing,
        };
        for list in [&mut self.names, part] {
            if !list.is_empty() {
                list.push_str(" and ");
            }
            list.push_str(name);
        }
    }
}

impl fmt::Display for CredentialsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(operation) = self.operation {
            write!(f, "{operation}: ")?;
        }
        let (alternatives, is_unread) = match &self.problem {
            Problem::Missing {
                alternatives,
                is_unread,
            } => (alternatives, *is_unread),
            Problem::Provider(scheme, _) => {
                return match &self.refusal {
                    Some(refusal) => write!(
                        f,
                        "{}, and another credential of `{scheme}` was not to be had",
                        refusal.status
                    ),
                    None => write!(f, "the credential of `{scheme}` was not to be had"),
                };
            }
        };
        for (index, alternative) in alternatives.iter().enumerate() {
            f.write_str(match index {
                0 => "no credentials: set ",
                _ => ", or ",
            })?;
            f.write_str(&alternative.names)?;
        }
        for Alternative { set, missing, .. } in alternatives {
            if !set.is_empty() {
                write!(f, " ({set} is set, {missing} is missing)")?;
            }
        }
        match is_unread {
            true => f.write_str("; `ClientBuilder::env` reads them, and was not called"),
            false => Ok(()),
        }
    }
}
