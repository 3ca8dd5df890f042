// Copied by specwright 0.1.0 from specwright-runtime.

//! The header of a signed message.

use base64::Engine;
use http::HeaderMap;

use super::{Encoding, Error, Scheme};

/// What the header says.
pub(super) struct Signatures<'h> {
    /// The time as it stands there.
    pub timestamp: Option<&'h str>,
    /// The signatures, decoded. There is at least one.
    pub signatures: Vec<Vec<u8>>,
}

impl<'h> Signatures<'h> {
    /// Reads the header. Keys that are not known are passed over: there may be more of them one day.
    pub(super) fn of(scheme: &Scheme, headers: &'h HeaderMap) -> Result<Self, Error> {
        let header = scheme.header;
        let value = headers.get(header).ok_or(Error::HeaderMissing { header })?;
        let value = value
            .to_str()
            .map_err(|_| Error::HeaderMalformed { header })?;
        let mut found = Self {
            timestamp: None,
            signatures: Vec::new(),
        };
        if scheme.signatures.is_empty() {
            found.signatures.push(decoded(scheme, value.trim())?);
            return Ok(found);
        }
        let mut malformed = false;
        for part in value.split(',') {
            let (key, value) = part
                .split_once('=')
                .ok_or(Error::HeaderMalformed { header })?;
            let (key, value) = (key.trim(), value.trim());
            if scheme.timestamp == Some(key) {
                found.timestamp = Some(value);
            } else if scheme.signatures.contains(&key) {
                // One that is not written as signatures are takes nothing from another that fits.
                match decoded(scheme, value) {
                    Ok(signature) => found.signatures.push(signature),
                    Err(_) => malformed = true,
                }
            }
        }
        if let (Some(key), None) = (scheme.timestamp, found.timestamp) {
            return Err(Error::TimestampMissing { key });
        }
        if let (Some(timestamp), false) = (found.timestamp, found.timestamp.is_some_and(is_number))
        {
            return Err(Error::TimestampInvalid {
                found: timestamp.to_owned(),
            });
        }
        if found.signatures.is_empty() {
            return Err(if malformed {
                Error::SignatureMalformed
            } else {
                Error::SignatureMissing
            });
        }
        Ok(found)
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn decoded(scheme: &Scheme, text: &str) -> Result<Vec<u8>, Error> {
    let bytes = match scheme.encoding {
        Encoding::Hex => hex(text),
        Encoding::Base64 => base64::engine::general_purpose::STANDARD.decode(text).ok(),
    };
    bytes
        .filter(|bytes| !bytes.is_empty())
        .ok_or(Error::SignatureMalformed)
}

fn hex(text: &str) -> Option<Vec<u8>> {
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    if !rest.is_empty() {
        return None;
    }
    let mut bytes = Vec::with_capacity(pairs.len());
    for [high, low] in pairs {
        bytes.push(digit(*high)? << 4 | digit(*low)?);
    }
    Some(bytes)
}

fn digit(byte: u8) -> Option<u8> {
    let digit = char::from(byte).to_digit(16)?;
    u8::try_from(digit).ok()
}
