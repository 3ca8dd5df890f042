// Copied by specwright 0.1.0 from specwright-runtime.

//! The code that proves where a message comes from, and how bytes are written as text.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Sha256, Sha512};
use zeroize::Zeroizing;

use super::super::secret::Secret;
use super::{Algorithm, Encoding, Scheme};

/// A code in the making, or one to compare with.
#[derive(Clone)]
pub(super) enum Code {
    Sha256(Hmac<Sha256>),
    Sha512(Hmac<Sha512>),
}

impl Code {
    /// Begins a code; none where the secret is no key.
    pub fn new(scheme: &Scheme, secret: &Secret) -> Option<Self> {
        let key = key(scheme, secret)?;
        match scheme.algorithm {
            Algorithm::HmacSha256 => Hmac::new_from_slice(&key).ok().map(Self::Sha256),
            Algorithm::HmacSha512 => Hmac::new_from_slice(&key).ok().map(Self::Sha512),
        }
    }

    pub fn update(&mut self, bytes: &[u8]) {
        match self {
            Self::Sha256(code) => code.update(bytes),
            Self::Sha512(code) => code.update(bytes),
        }
    }

    /// Compares in constant time.
    pub fn is(self, signature: &[u8]) -> bool {
        match self {
            Self::Sha256(code) => code.verify_slice(signature).is_ok(),
            Self::Sha512(code) => code.verify_slice(signature).is_ok(),
        }
    }

    /// The code as a signature is written.
    pub fn written(self, encoding: Encoding) -> String {
        match self {
            Self::Sha256(code) => encoding.written(&code.finalize().into_bytes()),
            Self::Sha512(code) => encoding.written(&code.finalize().into_bytes()),
        }
    }
}

/// The key that a secret is. Anybody can sign with nothing: a secret that was never set must not let everybody in.
fn key(scheme: &Scheme, secret: &Secret) -> Option<Zeroizing<Vec<u8>>> {
    let text = secret.expose();
    let text = text.strip_prefix(scheme.secret_prefix).unwrap_or(text);
    let key = match scheme.secret {
        Some(encoding) => encoding.read(text)?,
        None => text.as_bytes().to_vec(),
    };
    (!key.is_empty()).then(|| Zeroizing::new(key))
}

impl Encoding {
    /// The bytes that are written so.
    pub(super) fn read(self, text: &str) -> Option<Vec<u8>> {
        match self {
            Self::Base64 => STANDARD.decode(text).ok(),
            Self::Hex => hex(text),
        }
    }

    fn written(self, bytes: &[u8]) -> String {
        match self {
            Self::Base64 => STANDARD.encode(bytes),
            Self::Hex => bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
        }
    }
}

fn hex(text: &str) -> Option<Vec<u8>> {
    let pairs = text.as_bytes().chunks(2);
    let byte = |pair: &[u8]| match pair {
        [high, low] => Some(digit(*high)? << 4 | digit(*low)?),
        _ => None,
    };
    pairs.map(byte).collect()
}

fn digit(byte: u8) -> Option<u8> {
    let digit = char::from(byte).to_digit(16)?;
    u8::try_from(digit).ok()
}
