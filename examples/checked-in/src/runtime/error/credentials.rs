// Copied by specwright 0.1.0 from specwright-runtime.

//! Credentials that are missing.

use std::fmt;

use super::super::api::Api;

/// A credential is missing.
#[derive(Clone, Debug)]
pub struct CredentialsError {
    pub(super) operation: Option<&'static str>,
    alternatives: Vec<Alternative>,
}

/// One way to prove who is calling, and what of it is there.
#[derive(Clone, Debug)]
struct Alternative {
    names: Vec<String>,
    /// Those of the names that are not set; as many as `names` where nothing is.
    missing: Vec<String>,
}

impl CredentialsError {
    pub(in super::super) fn new(
        operation: Option<&'static str>,
        api: &Api,
        security: &[&[usize]],
        is_set: impl Fn(usize) -> bool,
    ) -> Self {
        let names = |index: usize| -> Vec<String> {
            let Some(scheme) = api.schemes.get(index) else {
                return Vec::new();
            };
            if scheme.env.is_empty() {
                vec![format!("`{}`", scheme.name)]
            } else {
                scheme
                    .env
                    .iter()
                    .map(|variable| (*variable).to_owned())
                    .collect()
            }
        };
        let alternatives = security
            .iter()
            .map(|set| Alternative {
                names: set.iter().flat_map(|index| names(*index)).collect(),
                missing: set
                    .iter()
                    .filter(|index| !is_set(**index))
                    .flat_map(|index| names(*index))
                    .collect(),
            })
            .filter(|alternative| !alternative.names.is_empty())
            .collect();
        Self {
            operation,
            alternatives,
        }
    }
}

impl fmt::Display for CredentialsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(operation) = self.operation {
            write!(f, "{operation}: ")?;
        }
        write!(f, "no credentials: set ")?;
        for (index, alternative) in self.alternatives.iter().enumerate() {
            if index > 0 {
                write!(f, ", or ")?;
            }
            write!(f, "{}", alternative.names.join(" and "))?;
        }
        for alternative in &self.alternatives {
            if alternative.missing.len() < alternative.names.len() {
                let there: Vec<&str> = alternative
                    .names
                    .iter()
                    .filter(|name| !alternative.missing.contains(name))
                    .map(String::as_str)
                    .collect();
                write!(
                    f,
                    " ({} is set, {} is missing)",
                    there.join(" and "),
                    alternative.missing.join(" and ")
                )?;
            }
        }
        Ok(())
    }
}
