//! `[signature]`: how the requests that a receiver gets are signed.
//!
//! What would protect nothing is an error: a body or a time that nobody signs, a time that is never looked at.

use super::Given;
use super::sections::{one_of, required};
use super::table::Table;
use crate::diagnostic::{Diagnostic, Place, catalogue};
use crate::source::is_token;

/// `[signature]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// The header that holds the signature.
    pub header: String,
    /// What stands between the entries of the header's list.
    pub separator: char,
    /// The keys of the header's list that hold signatures.
    pub signatures: Vec<String>,
    /// Where the time is.
    pub timestamp: Option<SignedTime>,
    /// Whether that is in milliseconds, and not in seconds.
    pub milliseconds: bool,
    /// The header that holds the message's identifier.
    pub id_header: Option<String>,
    /// What is signed.
    pub payload: Vec<PayloadPiece>,
    /// How it is signed.
    pub algorithm: SignatureAlgorithm,
    /// How the signature is written.
    pub encoding: SignatureEncoding,
    /// How the secret is written; none where its text is the key.
    pub secret: Option<SignatureEncoding>,
    /// What a secret begins with that is no part of the key.
    pub secret_prefix: String,
    /// Seconds that the time may differ from the receiver's clock.
    pub tolerance: u64,
}

/// Where the time of a message is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignedTime {
    /// Under a key of the header's list.
    Key(String),
    /// In a header of its own.
    Header(String),
}

/// A piece of what is signed; in the file, `"{timestamp}.{body}"`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PayloadPiece {
    /// `{timestamp}`
    Timestamp,
    /// `{id}`
    Id,
    /// `{body}`
    Body,
    /// Anything else, as it stands.
    Text(String),
}

/// How messages are signed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SignatureAlgorithm {
    /// `hmac-sha256`
    #[default]
    HmacSha256,
    /// `hmac-sha512`
    HmacSha512,
}

/// How bytes are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SignatureEncoding {
    /// Hexadecimal digits.
    #[default]
    Hex,
    /// Base64 with padding.
    Base64,
}

/// Keys and their values.
type Preset = &'static [(&'static str, &'static str)];

/// The keys that a name stands for. Others may stand beside it, and go before those of the name.
const PRESETS: &[(&str, Preset)] = &[
    (
        "github",
        &[("header", "X-Hub-Signature-256"), ("signatures", "sha256")],
    ),
    (
        "slack",
        &[
            ("header", "X-Slack-Signature"),
            ("signatures", "v0"),
            ("timestamp-header", "X-Slack-Request-Timestamp"),
            ("payload", "v0:{timestamp}:{body}"),
        ],
    ),
    (
        "standard-webhooks",
        &[
            ("header", "webhook-signature"),
            ("separator", " "),
            ("signatures", "v1"),
            ("timestamp-header", "webhook-timestamp"),
            ("id-header", "webhook-id"),
            ("payload", "{id}.{timestamp}.{body}"),
            ("encoding", "base64"),
            ("secret", "base64"),
            ("secret-prefix", "whsec_"),
        ],
    ),
    (
        "stripe",
        &[
            ("header", "Stripe-Signature"),
            ("signatures", "v1"),
            ("timestamp", "t"),
            ("payload", "{timestamp}.{body}"),
        ],
    ),
];

/// What braces of a payload may have in them.
const PIECES: [(&str, PayloadPiece); 3] = [
    ("{timestamp}", PayloadPiece::Timestamp),
    ("{id}", PayloadPiece::Id),
    ("{body}", PayloadPiece::Body),
];

const ENCODINGS: [(&str, SignatureEncoding); 2] = [
    ("hex", SignatureEncoding::Hex),
    ("base64", SignatureEncoding::Base64),
];

pub(super) fn signature(table: Table<'_>) -> Option<Signature> {
    let mut keys = Keys::of(table);
    let header = match keys.preset.value.is_empty() {
        true => required(&mut keys.table, "header", "`[signature]`"),
        false => keys.text("header"),
    };
    let signatures = keys.texts("signatures");
    let (timestamp, timestamp_header) = (keys.text("timestamp"), keys.text("timestamp-header"));
    let id_header = keys.text("id-header");
    let payload = keys.text("payload");
    let (payload, is_whole) = match payload {
        Some(payload) => {
            let (pieces, is_whole) = pieces(&keys.table, &payload);
            (Given::new(pieces, payload.place), is_whole)
        }
        None => (
            Given::new(vec![PayloadPiece::Body], keys.table.place()),
            true,
        ),
    };
    let separator = keys.choice("separator", &[(",", ','), (";", ';'), (" ", ' ')]);
    let unit = &[("seconds", false), ("milliseconds", true)];
    let milliseconds = keys.choice("timestamp-unit", unit);
    let algorithm = keys.choice(
        "algorithm",
        &[
            ("hmac-sha256", SignatureAlgorithm::HmacSha256),
            ("hmac-sha512", SignatureAlgorithm::HmacSha512),
        ],
    );
    let encoding = keys.choice("encoding", &ENCODINGS);
    let [hex, base64] = ENCODINGS.map(|(name, encoding)| (name, Some(encoding)));
    let secret = keys.choice("secret", &[("text", None), hex, base64]);
    let secret_prefix = keys.text("secret-prefix");
    let tolerance = keys.table.whole("tolerance");
    let written = Written {
        header: header.as_ref(),
        signatures: &signatures,
        timestamp: timestamp.as_ref(),
        timestamp_header: timestamp_header.as_ref(),
        id_header: id_header.as_ref(),
        payload: &payload,
        is_whole,
        tolerance: tolerance.as_ref(),
    };
    written
        .faults()
        .into_iter()
        .for_each(|fault| keys.table.push(fault));
    keys.table.finish();
    let timestamp = timestamp.map(|key| SignedTime::Key(key.value));
    let timestamp_header = timestamp_header.map(|header| SignedTime::Header(header.value));
    Some(Signature {
        header: header?.value,
        separator: separator.unwrap_or(','),
        signatures: signatures.value,
        timestamp: timestamp.or(timestamp_header),
        milliseconds: milliseconds.unwrap_or_default(),
        id_header: id_header.map(|header| header.value),
        payload: payload.value,
        algorithm: algorithm.unwrap_or_default(),
        encoding: encoding.unwrap_or_default(),
        secret: secret.flatten(),
        secret_prefix: secret_prefix.map_or_else(String::new, |prefix| prefix.value),
        tolerance: tolerance.map_or(300, |given| given.value),
    })
}

/// The section's keys, where each stands in the file or is one of the preset's.
struct Keys<'a> {
    table: Table<'a>,
    preset: Given<Preset>,
}

impl<'a> Keys<'a> {
    fn of(mut table: Table<'a>) -> Self {
        let written = table.string("preset");
        let place = written.as_ref().map(|given| given.place.clone());
        let preset = written.map(|written| one_of(&table, "preset", &written, PRESETS));
        Self {
            preset: Given::new(
                preset.unwrap_or_default(),
                place.unwrap_or_else(|| table.place()),
            ),
            table,
        }
    }

    fn preset(&self, key: &str) -> Option<Given<String>> {
        let preset = self.preset.value.iter().find(|(name, _)| *name == key);
        preset.map(|(_, value)| Given::new((*value).to_owned(), self.preset.place.clone()))
    }

    fn text(&mut self, key: &'static str) -> Option<Given<String>> {
        let written = self.table.string(key);
        written.or_else(|| self.preset(key))
    }

    fn texts(&mut self, key: &'static str) -> Given<Vec<String>> {
        let written = self.table.one_or_more(key);
        let preset = || {
            self.preset(key)
                .map(|it| Given::new(vec![it.value], it.place))
        };
        let none = || Given::new(Vec::new(), self.table.place());
        written.or_else(preset).unwrap_or_else(none)
    }

    fn choice<T: Copy + Default>(&mut self, key: &'static str, choices: &[(&str, T)]) -> Option<T> {
        let written = self.text(key)?;
        Some(one_of(&self.table, key, &written, choices))
    }
}

/// What is to be judged together.
struct Written<'a> {
    header: Option<&'a Given<String>>,
    signatures: &'a Given<Vec<String>>,
    timestamp: Option<&'a Given<String>>,
    timestamp_header: Option<&'a Given<String>>,
    id_header: Option<&'a Given<String>>,
    payload: &'a Given<Vec<PayloadPiece>>,
    /// Whether all of the payload is known: else something was said of it already.
    is_whole: bool,
    tolerance: Option<&'a Given<u64>>,
}

impl Written<'_> {
    fn faults(&self) -> Vec<Diagnostic> {
        let mut faults = self.names();
        if self.is_whole {
            faults.extend(self.payload());
        }
        faults.extend(self.time());
        faults
    }

    /// Names that no header has.
    fn names(&self) -> Vec<Diagnostic> {
        let mut faults = Vec::new();
        let headers = [self.header, self.timestamp_header, self.id_header];
        let headers: Vec<_> = headers.into_iter().flatten().collect();
        for (index, header) in headers.iter().enumerate() {
            if !is_token(&header.value) {
                let message = format!("`{}` can't be the name of a header", header.value);
                faults.push(fault(&header.place, message));
            }
            let same = |other: &&Given<String>| other.value.eq_ignore_ascii_case(&header.value);
            if headers[..index].iter().any(same) {
                let message = format!("the header `{}` can't hold two things", header.value);
                faults.push(fault(&header.place, message));
            }
        }
        let signatures = self.signatures.value.iter();
        let signatures = signatures.map(|key| (key, &self.signatures.place));
        let timestamp = self.timestamp.map(|key| (&key.value, &key.place));
        let keys: Vec<_> = signatures.chain(timestamp).collect();
        for (index, (key, place)) in keys.iter().enumerate() {
            // What separates keys is in no token.
            if !is_token(key) {
                let message = format!("`{key}` can't be a key of the header's list");
                let help = "a key has letters, digits, `-` and `_`, and stands before `=`";
                faults.push(fault(place, message).help(help));
            } else if keys[..index].iter().any(|(other, _)| other == key) {
                let message = format!("the key `{key}` can't hold two things");
                faults.push(fault(place, message));
            }
        }
        faults
    }

    /// A payload without what it is about.
    fn payload(&self) -> Vec<Diagnostic> {
        let mut faults = Vec::new();
        let signs = |piece| self.payload.value.contains(&piece);
        let place = &self.payload.place;
        if !signs(PayloadPiece::Body) {
            let message = "`payload` has no `{body}`: any body would be taken for genuine";
            faults.push(fault(place, message));
        }
        let time = self.timestamp.or(self.timestamp_header);
        match (time, signs(PayloadPiece::Timestamp)) {
            (Some(time), false) => {
                let message =
                    "`payload` has no `{timestamp}`: anybody could write another time over it";
                let help = "say what is signed (`payload = \"{timestamp}.{body}\"`), or, where the API signs no \
                    time, say nothing of it";
                faults.push(fault(&time.place, message).help(help));
            }
            (None, true) => {
                let message = "`{timestamp}` is signed, and neither `timestamp` nor `timestamp-header` says where \
                    it stands";
                faults.push(fault(place, message));
            }
            _ => {}
        }
        match (self.id_header, signs(PayloadPiece::Id)) {
            (Some(id), false) => {
                let message =
                    "`payload` has no `{id}`: what the header says would never be looked at";
                faults.push(fault(&id.place, message));
            }
            (None, true) => {
                let message = "`{id}` is signed, and no key `id-header` says where it stands";
                faults.push(fault(place, message));
            }
            _ => {}
        }
        faults
    }

    /// A time that is nowhere, or in two places.
    fn time(&self) -> Option<Diagnostic> {
        if let Some(timestamp) = self.timestamp
            && self.signatures.value.is_empty()
        {
            let message =
                "without `signatures` the whole header is the signature, and no time is in it";
            let help =
                "name the keys of signatures, or the header that has the time (`timestamp-header`)";
            return Some(fault(&timestamp.place, message).help(help));
        }
        if let (Some(_), Some(header)) = (self.timestamp, self.timestamp_header) {
            let message = "the time stands in the list (`timestamp`) or in a header of its own \
                (`timestamp-header`), and not in both";
            return Some(fault(&header.place, message));
        }
        let tolerance = self.tolerance?;
        if self.timestamp.is_none() && self.timestamp_header.is_none() {
            let message =
                "without `timestamp` or `timestamp-header` there is no time to be tolerant of";
            return Some(fault(&tolerance.place, message));
        }
        None
    }
}

fn fault(place: &Place, message: impl Into<String>) -> Diagnostic {
    catalogue::config_bad_value(place.clone(), message.into())
}

/// `"{timestamp}.{body}"`: braces are for these alone. What else stands in them would be signed as it is, and no message
/// would ever be taken for genuine. With the pieces goes whether they are all.
fn pieces(table: &Table<'_>, payload: &Given<String>) -> (Vec<PayloadPiece>, bool) {
    let (mut pieces, mut is_whole) = (Vec::new(), true);
    let mut rest = payload.value.as_str();
    while let Some(start) = rest.find(['{', '}']) {
        let (text, piece) = rest.split_at(start);
        pieces.extend(text_piece(text));
        // Up to the brace that closes it, or to where there is none.
        let end = piece.match_indices(['{', '}']).nth(1);
        let (end, is_closed) = match end {
            Some((end, "}")) => (end + 1, piece.starts_with('{')),
            Some((end, _)) => (end, false),
            None => (piece.len(), false),
        };
        let (piece, after) = piece.split_at(end);
        match PIECES.iter().find(|(name, _)| *name == piece) {
            Some((_, known)) => pieces.push(known.clone()),
            None => {
                is_whole = false;
                bad_piece(table, payload.place.clone(), piece, is_closed);
            }
        }
        rest = after;
    }
    pieces.extend(text_piece(rest));
    (pieces, is_whole)
}

fn text_piece(text: &str) -> Option<PayloadPiece> {
    (!text.is_empty()).then(|| PayloadPiece::Text(text.to_owned()))
}

fn bad_piece(table: &Table<'_>, place: Place, piece: &str, is_closed: bool) {
    let message = match is_closed {
        true => format!("unknown piece `{piece}` of a payload"),
        false => format!("a brace has no partner in `{piece}` of a payload"),
    };
    let known = PIECES.iter().map(|(name, _)| *name);
    let problem = catalogue::config_bad_value(place, message)
        .help("what is signed is text with `{timestamp}`, `{id}` and `{body}` in it");
    table.push(problem.suggest(piece, known));
}

#[cfg(test)]
#[path = "signature_tests.rs"]
mod tests;
