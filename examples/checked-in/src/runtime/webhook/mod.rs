// Copied by specwright 0.1.0 from specwright-runtime.

//! Signed messages: webhooks and callbacks.
//!
//! How an API signs is data, a [`Scheme`]. The signature is verified over the bytes as they were received, in constant
//! time, before anything of them is decoded.

mod error;
mod header;

use std::time::{Duration, SystemTime};

use hmac::{Hmac, KeyInit, Mac};
use http::HeaderMap;
use serde::de::DeserializeOwned;
use sha2::Sha256;

pub use error::Error;

use super::platform;
use super::secret::Secret;
use header::Signatures;

/// How an API signs its messages.
#[derive(Debug)]
pub struct Scheme {
    /// The header with the signature.
    pub header: &'static str,
    /// The key of the time in the header's list `key=value,key=value`. Without one, messages have no time.
    pub timestamp: Option<&'static str>,
    /// The keys of signatures in the list; one that occurs several times has several. Without any, the whole header is
    /// the signature.
    pub signatures: &'static [&'static str],
    /// What is signed.
    pub payload: &'static [Piece],
    /// How it is signed.
    pub algorithm: Algorithm,
    /// How the signature is written.
    pub encoding: Encoding,
    /// How many seconds the time of a message may lie from now, in either direction.
    pub tolerance: u64,
    /// Names of members of messages whose values no error shows.
    pub sensitive: &'static [&'static str],
}

/// A piece of what is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece {
    /// The time as the header has it.
    Timestamp,
    /// The body as it was received.
    Body,
    /// Something fixed.
    Text(&'static str),
}

/// How something is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// HMAC with SHA-256 (RFC 2104); the secret's UTF-8 bytes are the key.
    HmacSha256,
}

/// How a signature is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// In hexadecimal digits of either case.
    Hex,
    /// In base64 with padding.
    Base64,
}

/// Verifies and decodes messages.
#[derive(Clone, Debug)]
pub struct Receiver {
    scheme: &'static Scheme,
    secrets: Vec<Secret>,
    tolerance: Duration,
    now: Option<SystemTime>,
}

impl Receiver {
    /// A receiver of messages that are signed with this secret. One that is empty fits no message.
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

    /// Verifies a message.
    ///
    /// # Errors
    ///
    /// One for each way in which a message can fail to prove where it comes from.
    pub fn verify(&self, headers: &HeaderMap, body: &[u8]) -> Result<(), Error> {
        let found = Signatures::of(self.scheme, headers)?;
        let mut matches = false;
        // Anybody can sign with nothing: a secret that was never set must not let everybody in.
        for secret in self
            .secrets
            .iter()
            .filter(|secret| !secret.expose().is_empty())
        {
            // Once, however many signatures somebody sends.
            let code = self.code(secret, found.timestamp, body)?;
            for signature in &found.signatures {
                // All are compared, whichever fits: the time taken tells nothing.
                matches |= code.clone().verify_slice(signature).is_ok();
            }
        }
        if !matches {
            return Err(Error::NoMatch);
        }
        // Only now is the time worth anything: it is part of what was signed.
        match found.timestamp {
            Some(timestamp) => self.in_time(timestamp),
            None => Ok(()),
        }
    }

    fn code(
        &self,
        secret: &Secret,
        timestamp: Option<&str>,
        body: &[u8],
    ) -> Result<Hmac<Sha256>, Error> {
        match self.scheme.algorithm {
            Algorithm::HmacSha256 => {
                let mut code = Hmac::<Sha256>::new_from_slice(secret.expose().as_bytes())
                    .map_err(|_| Error::NoMatch)?;
                for piece in self.scheme.payload {
                    match piece {
                        Piece::Timestamp => code.update(timestamp.unwrap_or_default().as_bytes()),
                        Piece::Body => code.update(body),
                        Piece::Text(text) => code.update(text.as_bytes()),
                    }
                }
                Ok(code)
            }
        }
    }

    fn in_time(&self, timestamp: &str) -> Result<(), Error> {
        let seconds: u64 = timestamp.parse().map_err(|_| Error::TimestampInvalid {
            found: timestamp.to_owned(),
        })?;
        let sent = SystemTime::UNIX_EPOCH
            .checked_add(Duration::from_secs(seconds))
            .ok_or_else(|| Error::TimestampInvalid {
                found: timestamp.to_owned(),
            })?;
        let now = || platform::HAS_CLOCK.then(SystemTime::now);
        let now = self.now.or_else(now).ok_or(Error::NoClock)?;
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
