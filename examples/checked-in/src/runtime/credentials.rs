// Copied by specwright 0.1.0 from specwright-runtime.

//! Credentials: which there are, and which of them a call needs.

use super::api::{Api, SchemeKind};
use super::error::{Alternative, CredentialsError, Error};
use super::proof::Proof;
use super::secret::Secret;

/// A credential as the user gave it.
#[derive(Clone)]
enum Credential {
    One(Secret),
    /// Either may be missing: variables are set one by one.
    Basic(Option<String>, Option<Secret>),
}

/// The credentials of a client, in the order of its API's schemes.
#[derive(Clone)]
pub(super) struct Credentials {
    api: &'static Api,
    held: Vec<Option<Credential>>,
}

impl Credentials {
    pub fn none(api: &'static Api) -> Self {
        Self {
            api,
            held: vec![None; api.schemes.len()],
        }
    }

    pub fn set(&mut self, scheme: usize, value: Secret) {
        if let Some(slot) = self.held.get_mut(scheme) {
            *slot = Some(Credential::One(value));
        }
    }

    pub fn set_basic(&mut self, scheme: usize, user: String, password: Secret) {
        if let Some(slot) = self.held.get_mut(scheme) {
            *slot = Some(Credential::Basic(Some(user), Some(password)));
        }
    }

    /// Fills in from variables what is not set.
    pub fn fill(&mut self, read: impl Fn(&str) -> Option<String>) {
        for (slot, scheme) in self.held.iter_mut().zip(self.api.schemes) {
            if slot.is_some() {
                continue;
            }
            *slot = match scheme.env {
                [name] => read(name).map(|value| Credential::One(value.into())),
                [user, password] => Some(Credential::Basic(
                    read(user),
                    read(password).map(Secret::from),
                )),
                _ => None,
            };
        }
    }

    /// The first alternative whose credentials are all there; one that needs none comes last. Without alternatives,
    /// none are needed.
    pub fn choose(
        &self,
        operation: Option<&'static str>,
        alternatives: &'static [&'static [usize]],
    ) -> Result<&'static [usize], Error> {
        let complete = |set: &[usize]| set.iter().all(|scheme| self.missing(*scheme).is_empty());
        let anonymous = || alternatives.iter().find(|set| set.is_empty());
        let chosen = alternatives
            .iter()
            .find(|set| !set.is_empty() && complete(set))
            .or_else(anonymous);
        match chosen {
            Some(set) => Ok(set),
            None if alternatives.is_empty() => Ok(&[]),
            None => Err(self.incomplete(operation, alternatives)),
        }
    }

    /// The credentials of a set of schemes, as they travel.
    pub fn proof(&self, set: &[usize]) -> Result<Proof, Error> {
        let mut proof = Proof::default();
        for index in set {
            let scheme = self.api.schemes.get(*index);
            let held = self.held.get(*index).and_then(Option::as_ref);
            match (scheme, held) {
                (Some(scheme), Some(Credential::One(secret))) => proof.add(scheme, secret)?,
                (Some(scheme), Some(Credential::Basic(Some(user), Some(password)))) => {
                    proof.add_basic(scheme, user, password)?;
                }
                // Only a connection proves itself with nothing: all else was found to be there.
                _ => {}
            }
        }
        Ok(proof)
    }

    fn incomplete(&self, operation: Option<&'static str>, sets: &[&[usize]]) -> Error {
        let alternatives = sets
            .iter()
            .map(|set| Alternative {
                names: set.iter().flat_map(|scheme| self.names(*scheme)).collect(),
                missing: set
                    .iter()
                    .flat_map(|scheme| self.missing(*scheme))
                    .collect(),
            })
            .collect();
        Error::Credentials(Box::new(CredentialsError::new(operation, alternatives)))
    }

    /// What a scheme's credential is called: its variables, or else the scheme.
    fn names(&self, index: usize) -> Vec<&'static str> {
        match self.api.schemes.get(index) {
            Some(scheme) if scheme.kind == SchemeKind::Transport => Vec::new(),
            Some(scheme) if scheme.env.is_empty() => vec![scheme.name],
            Some(scheme) => scheme.env.to_vec(),
            None => vec!["a scheme that the description does not have"],
        }
    }

    /// Those of the names that have no value.
    fn missing(&self, index: usize) -> Vec<&'static str> {
        let names = self.names(index);
        match self.held.get(index).and_then(Option::as_ref) {
            Some(Credential::One(_)) => Vec::new(),
            Some(Credential::Basic(user, password)) => {
                let there = [user.is_some(), password.is_some()];
                let pairs = names.into_iter().zip(there);
                pairs
                    .filter_map(|(name, there)| (!there).then_some(name))
                    .collect()
            }
            None => names,
        }
    }
}
