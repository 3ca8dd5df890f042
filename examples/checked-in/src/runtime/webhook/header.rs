// Copied by specwright 0.1.0 from specwright-runtime.

//! The headers of a signed message.

use http::{HeaderMap, HeaderName, HeaderValue};

use super::code::Code;
use super::{Error, Piece, Scheme, Timestamp};

/// What the headers say.
pub(super) struct Signatures<'h> {
    /// The time as it stands there.
    pub timestamp: Option<&'h str>,
    /// The identifier as it stands there.
    pub id: Option<&'h str>,
    /// The signatures, decoded. There is at least one.
    pub signatures: Vec<Vec<u8>>,
}

impl<'h> Signatures<'h> {
    /// Reads the headers. Keys that are not known are passed over: there may be more of them one day. Several headers of
    /// a name are one list, and entries may be empty (RFC 9110, sections 5.3 and 5.6.1).
    pub(super) fn of(scheme: &Scheme, headers: &'h HeaderMap) -> Result<Self, Error> {
        let header = scheme.header;
        if !headers.contains_key(header) {
            return Err(Error::HeaderMissing { header });
        }
        let mut found = Self {
            timestamp: None,
            id: None,
            signatures: Vec::new(),
        };
        let mut malformed = false;
        // One that is not written as signatures are takes nothing from another that fits.
        let mut signature = |text: &str| match scheme.encoding.read(text) {
            Some(signature) if !signature.is_empty() => found.signatures.push(signature),
            _ => malformed = true,
        };
        for value in headers.get_all(header) {
            let value = text(value, header)?;
            if scheme.signatures.is_empty() {
                signature(value);
                continue;
            }
            let parts = value.split(scheme.separator).map(str::trim);
            for part in parts.filter(|part| !part.is_empty()) {
                // A comma, where it does not separate: `v1,BASE64 v1,BASE64`.
                let (key, value) = part
                    .split_once(['=', ','])
                    .ok_or(Error::HeaderMalformed { header })?;
                let (key, value) = (key.trim(), value.trim());
                if matches!(scheme.timestamp, Some(Timestamp::Key(known)) if known == key) {
                    found.timestamp = Some(value);
                } else if scheme.signatures.contains(&key) {
                    signature(value);
                }
            }
        }
        found.timestamp = match scheme.timestamp {
            None => None,
            Some(Timestamp::Key(key)) => {
                Some(found.timestamp.ok_or(Error::TimestampMissing { key })?)
            }
            Some(Timestamp::Header(header)) => Some(alone(headers, header)?),
        };
        if let Some(timestamp) = found.timestamp.filter(|timestamp| !is_number(timestamp)) {
            return Err(Error::TimestampInvalid {
                found: timestamp.to_owned(),
            });
        }
        if let Some(header) = scheme.id_header {
            let id = alone(headers, header)?;
            if !is_id(scheme, id) {
                return Err(Error::HeaderMalformed { header });
            }
            found.id = Some(id);
        }
        match (found.signatures.is_empty(), malformed) {
            (false, _) => Ok(found),
            (true, true) => Err(Error::SignatureMalformed),
            (true, false) => Err(Error::SignatureMissing),
        }
    }
}

/// The headers of a message as the API sends it; the code is none where the secret is no key.
pub(super) fn written(
    scheme: &Scheme,
    timestamp: Option<&str>,
    id: &str,
    code: Option<Code>,
) -> Result<HeaderMap, Error> {
    let mut headers = HeaderMap::new();
    let mut set = |header: &'static str, value: &str| {
        let name = HeaderName::from_bytes(header.as_bytes()).ok();
        let entry = name.zip(HeaderValue::from_str(value).ok());
        let (name, value) = entry.ok_or(Error::HeaderMalformed { header })?;
        headers.insert(name, value);
        Ok(())
    };
    if let Some(header) = scheme.id_header {
        if !is_id(scheme, id) {
            return Err(Error::HeaderMalformed { header });
        }
        set(header, id)?;
    }
    let code = code.ok_or(Error::SecretMalformed)?;
    let signature = code.written(scheme.encoding);
    // As it is read: where commas separate no entries, they may follow keys.
    let assign = match scheme.separator {
        ' ' => ',',
        _ => '=',
    };
    let mut value = match scheme.signatures.first() {
        Some(key) => format!("{key}{assign}{signature}"),
        None => signature,
    };
    match (scheme.timestamp, timestamp) {
        (Some(Timestamp::Key(key)), Some(timestamp)) => {
            value = format!("{key}{assign}{timestamp}{}{value}", scheme.separator);
        }
        (Some(Timestamp::Header(header)), Some(timestamp)) => set(header, timestamp)?,
        _ => {}
    }
    set(scheme.header, &value)?;
    Ok(headers)
}

/// The value of a header that is no list.
fn alone<'h>(headers: &'h HeaderMap, header: &'static str) -> Result<&'h str, Error> {
    let value = headers.get(header).ok_or(Error::HeaderMissing { header })?;
    text(value, header)
}

fn text<'h>(value: &'h HeaderValue, header: &'static str) -> Result<&'h str, Error> {
    let text = value.to_str();
    text.map(str::trim)
        .map_err(|_| Error::HeaderMalformed { header })
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether nobody can take the identifier for more of what is signed: it has not in it what ends it there. Otherwise a
/// genuine message could be cut at another place.
fn is_id(scheme: &Scheme, id: &str) -> bool {
    let mut ends = scheme.payload.windows(2).filter_map(|pieces| match pieces {
        [Piece::Id, Piece::Text(text)] => Some(*text),
        _ => None,
    });
    !id.is_empty() && ends.all(|end| !id.contains(end))
}
