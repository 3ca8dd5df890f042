//! Credentials: which there are, and which of them a call needs.

use std::sync::Arc;

use url::Url;

use super::api::{Api, Scheme, SchemeKind};
use super::credential::{Credential, Source, Surroundings};
use super::error::{Alternative, CredentialsError, Error};
use super::proof::{self, Given, Proof};
use super::renewal::{Renewal, Terms};
use super::secret::Secret;
use super::timer::Clock;

/// A credential as the user gave it.
#[derive(Clone)]
enum Held {
    One(Secret),
    /// Either may be missing: variables are set one by one.
    Basic(Option<String>, Option<Secret>),
    Renewed(Arc<Renewal>),
    /// Of a client: one that never changes, as it travels.
    Proven(Arc<Proof>),
    /// Of the builder: a client has it connected.
    #[cfg(feature = "oauth2")]
    Asked(Arc<dyn super::credential::Connect>),
}

impl Held {
    /// One that never changes, as it travels, if it is there as a whole and can.
    fn prove(&self, scheme: &'static Scheme) -> Option<Self> {
        let mut proof = Proof::default();
        match self {
            Self::One(secret) => proof.add(scheme, secret).ok()?,
            Self::Basic(Some(user), Some(password)) => {
                proof.add_basic(scheme, user, password).ok()?;
            }
            _ => return None,
        }
        Some(Self::Proven(Arc::new(proof)))
    }
}

/// The credentials of a client, in the order of its API's schemes.
#[derive(Clone)]
pub(super) struct Credentials {
    api: &'static Api,
    held: Vec<Option<Held>>,
    /// Whether variables were looked at.
    env_is_read: bool,
}

impl Credentials {
    pub fn none(api: &'static Api) -> Self {
        Self {
            api,
            held: vec![None; api.schemes.len()],
            env_is_read: false,
        }
    }

    pub fn set(&mut self, scheme: usize, value: Credential) {
        if let Some(slot) = self.held.get_mut(scheme) {
            *slot = Some(match value.0 {
                Source::Fixed(secret) => Held::One(secret),
                Source::Provider(provider) => Held::Renewed(Arc::new(Renewal::new(provider))),
                #[cfg(feature = "oauth2")]
                Source::Asked(server) => Held::Asked(server),
            });
        }
    }

    pub fn set_basic(&mut self, scheme: usize, user: String, password: Secret) {
        if let Some(slot) = self.held.get_mut(scheme) {
            *slot = Some(Held::Basic(Some(user), Some(password)));
        }
    }

    /// These credentials for one client, with what it has to ask for them.
    #[cfg_attr(not(feature = "oauth2"), allow(unused_variables))]
    pub fn connect(mut self, client: &Surroundings<'_>) -> Result<Self, Error> {
        for (slot, scheme) in self.held.iter_mut().zip(self.api.schemes) {
            let Some(held) = slot else { continue };
            let connected = match held {
                Held::Renewed(renewal) => Some(Held::Renewed(Arc::new(renewal.anew()))),
                #[cfg(feature = "oauth2")]
                Held::Asked(server) => Some(Held::Renewed(server.connect(scheme, client)?)),
                // What can't travel is an error of the calls that need it.
                Held::One(_) | Held::Basic(..) | Held::Proven(_) => held.prove(scheme),
            };
            if let Some(connected) = connected {
                *held = connected;
            }
        }
        Ok(self)
    }

    /// Fills in from variables what is not set.
    pub fn fill(&mut self, read: impl Fn(&str) -> Option<String>) {
        self.env_is_read = true;
        for (slot, scheme) in self.held.iter_mut().zip(self.api.schemes) {
            if slot.is_some() {
                continue;
            }
            *slot = match scheme.env {
                [name] => read(name).map(|value| Held::One(value.into())),
                [user, password] => Some(Held::Basic(read(user), read(password).map(Secret::from))),
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
        let complete = |set: &[usize]| set.iter().all(|scheme| self.has(*scheme));
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

    /// The credentials of a set of schemes, as they travel; none where somebody has to be asked for one of them.
    pub fn at_hand(&self, set: &[usize]) -> Result<Option<Given<'_>>, Error> {
        let only = match set {
            [only] => self.held.get(*only),
            _ => None,
        };
        if let Some(Some(Held::Proven(always))) = only {
            return Ok(Some(Given::Always(always)));
        }
        let mut proof = Proof::default();
        for &index in set {
            if self.add(index, &mut proof)?.is_some() {
                return Ok(None);
            }
        }
        Ok(Some(Given::Now(Arc::new(proof))))
    }

    /// The credentials of a set of schemes, as they travel: as they are now, where they change.
    pub async fn proof(
        &self,
        operation: &'static str,
        set: &[usize],
        terms: Terms<'_>,
    ) -> Result<Proof, Error> {
        let mut proof = Proof::default();
        for &index in set {
            if let Some((scheme, renewal)) = self.add(index, &mut proof)? {
                let current = renewal.get(terms).await.map_err(|error| {
                    let error = CredentialsError::provider(Some(operation), scheme.name, error);
                    Error::Credentials(Box::new(error))
                })?;
                proof.given.push((index, current.round));
                proof.add(scheme, &current.secret)?;
            }
        }
        Ok(proof)
    }

    /// Adds the credential of one scheme, unless somebody has to be asked for it: who that is, then.
    fn add(
        &self,
        index: usize,
        proof: &mut Proof,
    ) -> Result<Option<(&'static Scheme, &Renewal)>, Error> {
        let scheme = self.api.schemes.get(index);
        let held = self.held.get(index).and_then(Option::as_ref);
        match (scheme, held) {
            (_, Some(Held::Proven(always))) => proof.join(always),
            (Some(scheme), Some(Held::One(secret))) => proof.add(scheme, secret)?,
            (Some(scheme), Some(Held::Basic(Some(user), Some(password)))) => {
                proof.add_basic(scheme, user, password)?;
            }
            (Some(scheme), Some(Held::Renewed(renewal))) => return Ok(Some((scheme, renewal))),
            // Only a connection proves itself with nothing: all else was found to be there.
            _ => {}
        }
        Ok(None)
    }

    /// Takes those of a set out of an address that a server made up, whatever they are there: they are put in anew.
    pub fn clear_address(&self, set: &[usize], url: &mut Url) {
        let is_credential = |name: &str, _: &str| {
            set.iter().any(|index| match self.api.schemes.get(*index) {
                Some(scheme) => matches!(scheme.kind, SchemeKind::Query(ours) if ours == name),
                None => false,
            })
        };
        proof::clear_address(url, is_credential);
    }

    /// A server refused these. Whether there may be others at the next try.
    pub fn refused(&self, proof: &Proof, clock: &Clock) -> bool {
        let mut others = false;
        for &(index, round) in &proof.given {
            if let Some(Some(Held::Renewed(renewal))) = self.held.get(index) {
                others |= renewal.refused(round, clock);
            }
        }
        others
    }

    fn incomplete(&self, operation: Option<&'static str>, sets: &[&[usize]]) -> Error {
        let mut alternatives = Vec::with_capacity(sets.len());
        for set in sets {
            let mut alternative = Alternative::default();
            for scheme in *set {
                self.add_names(*scheme, &mut alternative);
            }
            alternatives.push(alternative);
        }
        let schemes = sets.iter().flat_map(|set| *set);
        let mut schemes = schemes.filter_map(|index| self.api.schemes.get(*index));
        let is_unread = !self.env_is_read && schemes.any(|scheme| !scheme.env.is_empty());
        let error = CredentialsError::missing(operation, alternatives, is_unread);
        Error::Credentials(Box::new(error))
    }

    /// Whether a scheme's credential is there as a whole.
    fn has(&self, index: usize) -> bool {
        match self.held.get(index).and_then(Option::as_ref) {
            Some(Held::Basic(user, password)) => user.is_some() && password.is_some(),
            Some(_) => true,
            None => self
                .api
                .schemes
                .get(index)
                .is_some_and(|scheme| scheme.kind == SchemeKind::Transport),
        }
    }

    /// Adds what takes a scheme's credential, its variables or else the method of the builder, and whether it is there.
    fn add_names(&self, index: usize, alternative: &mut Alternative) {
        let Some(scheme) = self.api.schemes.get(index) else {
            return alternative.add("a scheme that the description does not have", false);
        };
        let held = self.held.get(index).and_then(Option::as_ref);
        match (scheme.env, held) {
            _ if scheme.kind == SchemeKind::Transport => {}
            ([], _) => {
                let name = match scheme.setter {
                    "" => format!("`{}`", scheme.name),
                    setter => format!("`ClientBuilder::{setter}`"),
                };
                alternative.add(&name, self.has(index));
            }
            ([user, password], Some(Held::Basic(is_user, is_password))) => {
                alternative.add(user, is_user.is_some());
                alternative.add(password, is_password.is_some());
            }
            (variables, _) => {
                for variable in variables {
                    alternative.add(variable, self.has(index));
                }
            }
        }
    }
}
