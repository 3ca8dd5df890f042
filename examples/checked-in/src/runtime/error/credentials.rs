// Copied by specwright 0.1.0 from specwright-runtime.

//! Credentials that are missing.

use std::fmt;

/// A credential is missing.
#[derive(Clone, Debug)]
pub struct CredentialsError {
    pub(super) operation: Option<&'static str>,
    alternatives: Vec<Alternative>,
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
    pub(in super::super) fn new(
        operation: Option<&'static str>,
        alternatives: Vec<Alternative>,
    ) -> Self {
        Self {
            operation,
            alternatives,
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
        let ways: Vec<String> = self
            .alternatives
            .iter()
            .map(|alternative| alternative.names.join(" and "))
            .collect();
        write!(f, "no credentials: set {}", ways.join(", or "))?;
        for alternative in &self.alternatives {
            let set = alternative.set();
            if !set.is_empty() {
                let missing = alternative.missing.join(" and ");
                write!(f, " ({} is set, {missing} is missing)", set.join(" and "))?;
            }
        }
        Ok(())
    }
}
