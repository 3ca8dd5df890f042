// Copied by specwright 0.1.0 from specwright-runtime.

//! Reading JSON, and saying where and why it did not fit.

use std::fmt;

use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Value;

use super::echo::{Echoes, HIDDEN};
use super::redact;
use super::tagged::Tag;
use super::tree::Tree;
use super::tried::{Seen, Step, Tried};

/// A body that does not fit its type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError {
    path: String,
    expected: String,
    found: String,
    is_status: bool,
}

impl DecodeError {
    /// Where in the body, as a JSON path: `$.result.modified`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What should have been there.
    pub fn expected(&self) -> &str {
        &self.expected
    }

    /// What was there. Values of members that are secret are not shown.
    pub fn found(&self) -> &str {
        &self.found
    }

    pub(super) fn new(path: &str, expected: impl Into<String>, found: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            expected: expected.into(),
            found: found.into(),
            is_status: false,
        }
    }

    /// A status for which no answer is described.
    pub fn status(status: http::StatusCode) -> Self {
        let found = format!("status {}", status.as_u16());
        Self {
            is_status: true,
            ..Self::new("$", "a status that the description has", found)
        }
    }

    /// Hides the value that was found, because a credential is in it or may be: only its beginning is here. Names of
    /// variants are in what was expected.
    pub(super) fn hide(&mut self, echoes: &Echoes) {
        const TEXT: &str = "the string ";
        if self.found.starts_with(TEXT) {
            self.found = format!("{TEXT}{HIDDEN}");
        }
        self.expected = echoes.without(&*self.expected).into_owned();
    }

    pub(super) fn is_status(&self) -> bool {
        self.is_status
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "at `{}`: expected {}, found {}",
            self.path, self.expected, self.found
        )
    }
}

impl std::error::Error for DecodeError {}

/// Reads a JSON text that is no response: the body of a message, say. No error shows the value of a member that is
/// `sensitive`.
///
/// # Errors
///
/// Where it does not fit the type.
pub fn decode<T: DeserializeOwned>(body: &[u8], sensitive: &[&str]) -> Result<T, DecodeError> {
    json(body, sensitive)
}

/// Reads a JSON text of one kind, which a member names by one of these texts: what fits by chance is not taken for it. What
/// lacks the member is for the type to judge.
///
/// # Errors
///
/// Where it is of another kind, or does not fit the type.
pub fn decode_kind<T: DeserializeOwned>(
    body: &[u8],
    member: &str,
    kinds: &[&str],
    sensitive: &[&str],
) -> Result<T, DecodeError> {
    match other_kind(body, member, kinds, sensitive) {
        Some(error) => Err(error),
        None => json(body, sensitive),
    }
}

fn other_kind(
    body: &[u8],
    member: &str,
    kinds: &[&str],
    sensitive: &[&str],
) -> Option<DecodeError> {
    let whole = serde_json::from_slice::<Tree<'_>>(without_mark(body)).ok()?;
    let value = whole.member(member)?;
    if kinds.contains(&Tag::of(value).as_str()) {
        return None;
    }
    let kinds: Vec<String> = kinds.iter().map(|kind| format!("{kind:?}")).collect();
    Some(DecodeError::new(
        &format!("${}", named(member)),
        kinds.join(" or "),
        shown(value, sensitive.contains(&member)),
    ))
}

/// Text in UTF-8.
pub(super) fn text(body: &[u8]) -> Result<String, DecodeError> {
    match std::str::from_utf8(body) {
        Ok(text) => Ok(text.to_owned()),
        Err(_) => {
            let found = format!("{} other bytes", body.len());
            Err(DecodeError::new("$", "text in UTF-8", found))
        }
    }
}

/// What is in a JSON string, or text that is none.
pub(super) fn text_or_json(body: &[u8]) -> Result<String, DecodeError> {
    serde_json::from_slice(without_mark(body)).or_else(|_| text(body))
}

/// A text without the byte order mark that some servers put before JSON (RFC 8259, section 8.1).
pub(super) fn without_mark(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body)
}

/// Whether a text is JSON, whatever it says.
pub(super) fn is_json(body: &[u8]) -> bool {
    serde_json::from_slice::<IgnoredAny>(without_mark(body)).is_ok()
}

/// Reads a JSON text. A text that fits is read once; one that does not is read again as a tree of values, which takes
/// `1.0` for an integer and finds the place of what does not fit.
pub(super) fn json<T: DeserializeOwned>(body: &[u8], sensitive: &[&str]) -> Result<T, DecodeError> {
    let body = without_mark(body);
    match serde_json::from_slice(body) {
        Ok(value) => Ok(value),
        Err(error) => again(body, &error, sensitive),
    }
}

fn again<T: DeserializeOwned>(
    body: &[u8],
    first: &serde_json::Error,
    sensitive: &[&str],
) -> Result<T, DecodeError> {
    let whole = match serde_json::from_slice::<Tree<'_>>(body) {
        Ok(whole) => whole,
        Err(error) => return Err(no_json(body, &error)),
    };
    let message = first.to_string();
    let seen = Seen::with_way();
    match T::deserialize(Tried::new(&whole, &seen)) {
        Ok(value) if message.starts_with("invalid type: floating point") => Ok(value),
        Ok(_) => Err(located(&whole, &[], &message, sensitive)),
        Err(error) => {
            let message = error.to_string();
            Err(located(&whole, &seen.into_way(), &message, sensitive))
        }
    }
}

/// A text that is no JSON at all.
fn no_json(body: &[u8], error: &serde_json::Error) -> DecodeError {
    let found = match error.classify() {
        serde_json::error::Category::Eof if body.is_empty() => "nothing".to_owned(),
        serde_json::error::Category::Eof => format!("a text that ends after {} bytes", body.len()),
        _ if error.to_string().starts_with("recursion limit exceeded") => {
            "what is nested too deeply".to_owned()
        }
        _ => format!(
            "something else at line {}, column {}",
            error.line(),
            error.column()
        ),
    };
    DecodeError::new("$", "JSON", found)
}

fn located(whole: &Tree<'_>, way: &[Step], message: &str, sensitive: &[&str]) -> DecodeError {
    let mut text = "$".to_owned();
    let mut here = Some(whole);
    let mut secret = false;
    for step in way {
        match step {
            Step::Item(index) => {
                text.push_str(&format!("[{index}]"));
                here = here.and_then(|value| value.item(*index));
            }
            Step::Member(key) => {
                text.push_str(&named(key));
                secret |= redact::is_hidden(key, sensitive);
                here = here.and_then(|value| value.member(key));
            }
        }
    }
    let message = message
        .rsplit_once(" at line ")
        .map_or(message, |(message, _)| message);
    if let Some(field) = message
        .strip_prefix("missing field `")
        .and_then(|rest| rest.strip_suffix('`'))
    {
        return DecodeError::new(&text, format!("a member `{field}`"), "an object without it");
    }
    let found = here.map_or_else(|| "nothing".to_owned(), |value| shown(value, secret));
    // Only serde's own message ends with what was expected; one of a union lists what each variant expected.
    let expected = message
        .starts_with("invalid ")
        .then(|| message.rsplit_once(", expected "))
        .flatten();
    match expected {
        Some((_, expected)) => DecodeError::new(&text, in_json(expected), found),
        None => {
            let expected = format!("what its type takes ({})", without_values(message));
            DecodeError::new(&text, expected, found)
        }
    }
}

/// What serde expected, in words of JSON: its own are those of Rust's types.
pub(super) fn in_json(expected: &str) -> String {
    let (kind, rest) = expected.split_once(' ').unwrap_or((expected, ""));
    match kind {
        "i8" | "i16" | "i32" | "i64" | "i128" => format!("an integer of {} bits", &kind[1..]),
        "u8" | "u16" | "u32" | "u64" | "u128" => {
            format!("an integer of {} bits that is not negative", &kind[1..])
        }
        "f32" | "f64" => "a number".to_owned(),
        "struct" => format!("an object ({rest})"),
        "unit" => "null".to_owned(),
        _ => match expected {
            "a sequence" => "an array".to_owned(),
            "a map" => "an object".to_owned(),
            _ => expected.to_owned(),
        },
    }
}

/// `.name`, or `['odd name']`.
fn named(key: &str) -> String {
    let plain = !key.is_empty()
        && key
            .chars()
            .all(|c| c.is_alphanumeric() || c == '_' || c == '-');
    if plain {
        format!(".{key}")
    } else {
        format!("[{key:?}]")
    }
}

/// A value as an error shows it: its kind, and its beginning where it is short and no secret.
fn shown(value: &Tree<'_>, secret: bool) -> String {
    let kind = match value {
        Tree::Null => return "null".to_owned(),
        Tree::Bool(_) => "the boolean",
        Tree::Number(_) => "the number",
        Tree::Text(_) => "the string",
        Tree::List(_) => return "an array".to_owned(),
        Tree::Object(_) => return "an object".to_owned(),
    };
    if secret {
        return format!("{kind} [redacted]");
    }
    const SHOWN: usize = 40;
    match value {
        Tree::Text(text) if text.chars().count() > SHOWN => {
            let beginning: String = text.chars().take(SHOWN).collect();
            format!("{kind} {beginning:?}…")
        }
        value => format!("{kind} {}", Value::from(value.clone())),
    }
}

/// How serde quotes values in its messages, and what stands for them here.
const QUOTES: [(&str, u8, &str); 3] = [
    ("string \"", b'"', "a string"),
    ("integer `", b'`', "an integer"),
    ("floating point `", b'`', "a number"),
];

/// A message of serde without the values that it quotes from the body: one of them may be a secret.
pub(super) fn without_values(message: &str) -> String {
    let mut out = String::with_capacity(message.len());
    let mut rest = message;
    loop {
        let quotes = QUOTES.iter();
        let found = quotes.filter_map(|quote| Some((rest.find(quote.0)?, quote)));
        let first = found.min_by_key(|(start, _)| *start);
        let Some((start, (open, close, kind))) = first else {
            out.push_str(rest);
            return out;
        };
        out.push_str(&rest[..start]);
        out.push_str(kind);
        rest = behind(&rest[start + open.len()..], *close);
    }
}

/// What comes after a quoted text that ends with this.
fn behind(text: &str, close: u8) -> &str {
    let mut escaped = false;
    for (index, byte) in text.bytes().enumerate() {
        if byte == close && !escaped {
            return &text[index + 1..];
        }
        escaped = byte == b'\\' && !escaped;
    }
    ""
}
