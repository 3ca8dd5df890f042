//! Signed messages: webhooks and callbacks.
//!
//! How an API signs is data, a [`Scheme`]. The signature is verified over the bytes as they were received, in constant
//! time, before anything of them is decoded.

mod code;
mod error;
mod header;
mod scheme;

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use serde::de::DeserializeOwned;

pub use error::Error;
pub use scheme::{Algorithm, Encoding, Piece, Scheme, TimeUnit, Timestamp};

use super::platform;
use super::secret::Secret;
use code::Code;
use header::Signatures;

/// Verifies and decodes messages.
#[derive(Clone, Debug)]
pub struct Receiver {
    scheme: &'static Scheme,
    secrets: Vec<Secret>,
    tolerance: Duration,
    now: Option<SystemTime>,
}

impl Receiver {
    /// A receiver of messages that are signed with this secret. One that is empty, or not written as the scheme has it,
    /// fits no message.
    pub fn new(scheme: &'static Scheme, secret: impl Into<Secret>) -> Self {
        Self {
            scheme,
            secrets: vec![secret.into()],
            tolerance: Duration::from_secs(scheme.tolerance),
            now: None,
        }
    }

    /// Accepts messages that are signed with this secret as well.
    #[must_use]
    pub fn also(mut self, secret: impl Into<Secret>) -> Self {
        self.secrets.push(secret.into());
        self
    }

    /// How far the time of a message may lie from now.
    #[must_use]
    pub fn tolerance(mut self, tolerance: Duration) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// Judges messages as of this moment, not now.
    #[must_use]
    pub fn at(mut self, now: SystemTime) -> Self {
        self.now = Some(now);
        self
    }

    /// Verifies a message and decodes its body.
    ///
    /// # Errors
    ///
    /// One for each way in which a message can fail.
    pub fn receive<T: DeserializeOwned>(
        &self,
        headers: &HeaderMap,
        body: &[u8],
    ) -> Result<T, Error> {
        self.verify(headers, body)?;
        super::decode::decode(body, self.scheme.sensitive).map_err(Error::Body)
    }

    /// Verifies a message and decodes its body, in which a member says by one of these texts that it is of this kind.
    ///
    /// # Errors
    ///
    /// One for each way in which a message can fail; being of another kind is one of them.
    pub fn receive_kind<T: DeserializeOwned>(
        &self,
        headers: &HeaderMap,
        body: &[u8],
        member: &str,
        kinds: &[&str],
    ) -> Result<T, Error> {
        self.verify(headers, body)?;
        super::decode::decode_kind(body, member, kinds, self.scheme.sensitive).map_err(Error::Body)
    }

    /// Verifies a message and decodes its body, which is a form.
    ///
    /// # Errors
    ///
    /// One for each way in which a message can fail.
    pub fn receive_form<T: DeserializeOwned>(
        &self,
        headers: &HeaderMap,
        body: &[u8],
    ) -> Result<T, Error> {
        self.verify(headers, body)?;
        super::form::decode_form(body, self.scheme.sensitive).map_err(Error::Body)
    }

    /// Verifies a message.
    ///
    /// # Errors
    ///
    /// One for each way in which a message can fail to prove where it comes from.
    pub fn verify(&self, headers: &HeaderMap, body: &[u8]) -> Result<(), Error> {
        let found = Signatures::of(self.scheme, headers)?;
        let (mut matches, mut usable) = (false, false);
        for secret in &self.secrets {
            // Once, however many signatures somebody sends.
            let Some(code) = self.code(secret, found.timestamp, found.id, body) else {
                continue;
            };
            usable = true;
            for signature in &found.signatures {
                // All are compared, whichever fits: the time taken tells nothing.
                matches |= code.clone().is(signature);
            }
        }
        if !matches {
            return Err(match usable {
                true => Error::NoMatch,
                false => Error::SecretMalformed,
            });
        }
        // Only now is the time worth anything: it is part of what was signed.
        match found.timestamp {
            Some(timestamp) => self.in_time(timestamp),
            None => Ok(()),
        }
    }

    /// Signs a body with the first secret: the headers of a message as the API sends it, now or [at](Self::at) another
    /// moment. For tests. The identifier is for schemes that sign one.
    ///
    /// # Errors
    ///
    /// Where there is no time, the secret is no key, or the identifier can't be one.
    pub fn sign(&self, id: &str, body: &[u8]) -> Result<HeaderMap, Error> {
        let timestamp = match self.scheme.timestamp {
            Some(_) => Some(self.timestamp()?),
            None => None,
        };
        let timestamp = timestamp.as_deref();
        let secret = self.secrets.first();
        let code = secret.and_then(|secret| self.code(secret, timestamp, Some(id), body));
        header::written(self.scheme, timestamp, id, code)
    }

    /// The code of a message; none where the secret is no key.
    fn code(
        &self,
        secret: &Secret,
        timestamp: Option<&str>,
        id: Option<&str>,
        body: &[u8],
    ) -> Option<Code> {
        let mut code = Code::new(self.scheme, secret)?;
        for piece in self.scheme.payload {
            code.update(match piece {
                Piece::Timestamp => timestamp.unwrap_or_default().as_bytes(),
                Piece::Id => id.unwrap_or_default().as_bytes(),
                Piece::Body => body,
                Piece::Text(text) => text.as_bytes(),
            });
        }
        Some(code)
    }

    fn now(&self) -> Result<SystemTime, Error> {
        self.now.or_else(platform::date).ok_or(Error::NoClock)
    }

    /// The time as messages have it.
    fn timestamp(&self) -> Result<String, Error> {
        let since = self.now()?.duration_since(SystemTime::UNIX_EPOCH);
        let since = since.map_err(|_| Error::NoClock)?;
        Ok(match self.scheme.unit {
            TimeUnit::Seconds => since.as_secs().to_string(),
            TimeUnit::Milliseconds => since.as_millis().to_string(),
        })
    }

    fn in_time(&self, timestamp: &str) -> Result<(), Error> {
        let invalid = || Error::TimestampInvalid {
            found: timestamp.to_owned(),
        };
        let count: u64 = timestamp.parse().map_err(|_| invalid())?;
        let since = match self.scheme.unit {
            TimeUnit::Seconds => Duration::from_secs(count),
            TimeUnit::Milliseconds => Duration::from_millis(count),
        };
        let sent = SystemTime::UNIX_EPOCH.checked_add(since);
        let sent = sent.ok_or_else(invalid)?;
        let now = self.now()?;
        match now.duration_since(sent) {
            Ok(age) if age > self.tolerance => Err(Error::TooOld {
                age,
                tolerance: self.tolerance,
            }),
            Ok(_) => Ok(()),
            Err(ahead) if ahead.duration() > self.tolerance => Err(Error::InTheFuture {
                ahead: ahead.duration(),
                tolerance: self.tolerance,
            }),
            Err(_) => Ok(()),
        }
    }
}
