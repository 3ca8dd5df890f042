//! Credentials that are missing, or not to be had.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use super::super::credential::ProviderError;

/// A credential is missing, or was not to be had.
#[derive(Clone, Debug)]
pub struct CredentialsError {
    pub(super) operation: Option<&'static str>,
    problem: Problem,
}

#[derive(Clone, Debug)]
enum Problem {
    Missing(Vec<Alternative>),
    Provider(&'static str, Arc<ProviderError>),
}

/// One way to prove who is calling, and what of it is there.
#[derive(Clone, Debug)]
pub(in super::super) struct Alternative {
    /// What it takes.
    pub names: Vec<&'static str>,
    /// Those of the names that are not set.
    pub missing: Vec<&'static str>,
}

impl CredentialsError {
    pub(in super::super) fn missing(
        operation: Option<&'static str>,
        alternatives: Vec<Alternative>,
    ) -> Self {
        Self {
            operation,
            problem: Problem::Missing(alternatives),
        }
    }

    pub(in super::super) fn provider(
        operation: &'static str,
        scheme: &'static str,
        error: Arc<ProviderError>,
    ) -> Self {
        Self {
            operation: Some(operation),
            problem: Problem::Provider(scheme, error),
        }
    }

    /// What a [provider](super::super::CredentialProvider) said, where there was one to ask.
    pub fn provider_error(&self) -> Option<&(dyn StdError + Send + Sync + 'static)> {
        match &self.problem {
            Problem::Missing(_) => None,
            Problem::Provider(_, error) => Some(&***error),
        }
    }
}

impl Alternative {
    /// What of an alternative is there, if something is.
    fn set(&self) -> Vec<&'static str> {
        let is_set = |name: &&&str| !self.missing.contains(name);
        self.names.iter().filter(is_set).copied().collect()
    }
}

impl fmt::Display for CredentialsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(operation) = self.operation {
            write!(f, "{operation}: ")?;
        }
        let alternatives = match &self.problem {
            Problem::Missing(alternatives) => alternatives,
            Problem::Provider(scheme, _) => {
                return write!(f, "the credential of `{scheme}` was not to be had");
            }
        };
        let ways: Vec<String> = alternatives
            .iter()
            .map(|alternative| alternative.names.join(" and "))
            .collect();
        write!(f, "no credentials: set {}", ways.join(", or "))?;
        for alternative in alternatives {
            let set = alternative.set();
            if !set.is_empty() {
                let missing = alternative.missing.join(" and ");
                write!(f, " ({} is set, {missing} is missing)", set.join(" and "))?;
            }
        }
        Ok(())
    }
}
