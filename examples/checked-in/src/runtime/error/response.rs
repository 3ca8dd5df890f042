// Copied by specwright 0.1.0 from specwright-runtime.

//! Responses that are not what the description has.

use std::{fmt, mem};

use bytes::Bytes;
use http::header::CONTENT_ENCODING;
use http::{HeaderMap, HeaderValue, StatusCode};
use serde_json::Value;

use super::super::api::Envelope;
use super::super::decode::{self, DecodeError};
use super::super::echo::{Echoes, HIDDEN};
use super::super::redact;
use super::Received;
use super::problems::{self, Problem, problems};

/// A response that the description does not have.
#[derive(Debug)]
pub struct UnexpectedResponse {
    pub(super) response: Received,
    reason: &'static str,
    problems: Vec<Problem>,
    excerpt: String,
}

/// What is wrong with an answer of a status that is not described.
pub(in super::super) const UNDESCRIBED: &str = "the description has no type for this answer";

/// How much of a body an error shows, in characters.
const EXCERPT: usize = 512;

/// Up to which size, in bytes, a body is looked at for what its error says. A tree of it takes many times as much.
const LARGEST: usize = 1 << 20;

impl UnexpectedResponse {
    pub(in super::super) fn new(
        mut response: Received,
        reason: &'static str,
        sensitive: &[&str],
    ) -> Self {
        let echoes = mem::take(&mut response.sent).echoes();
        let excerpt = beginning(&response, sensitive, &echoes);
        Self {
            response,
            reason,
            problems: Vec::new(),
            excerpt,
        }
    }

    /// A failure of a status that is not described. What the server says of it is looked for as in one that is.
    pub(in super::super) fn undescribed(
        mut response: Received,
        envelope: Option<&Envelope>,
        sensitive: &[&str],
    ) -> Self {
        let echoes = mem::take(&mut response.sent).echoes();
        let mut body = json_of(&response.body).unwrap_or(Value::Null);
        echoes.leave(&mut body);
        Self {
            reason: UNDESCRIBED,
            problems: problems(&mut body, envelope, sensitive),
            excerpt: beginning(&response, sensitive, &echoes),
            response,
        }
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.response.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.response.headers
    }

    /// The media type as the response has it; empty where it has none.
    pub fn media_type(&self) -> &str {
        media_type(&self.response.headers)
    }

    /// What the server found wrong, where its status is not described and it says so in one of the usual ways. Credentials
    /// that were sent are not in it.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// The beginning of the body as text. Members that are secret, or whose names say so, are not shown, nor are the
    /// credentials that were sent.
    pub fn excerpt(&self) -> &str {
        &self.excerpt
    }

    /// The whole body. It may hold secrets.
    pub fn body(&self) -> &Bytes {
        &self.response.body
    }
}

impl fmt::Display for UnexpectedResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.problems.is_empty() {
            // That the description lacks it is the business of whoever wrote that, and helps nobody who reads this.
            self.response.show(f)?;
            return problems::show(&self.problems, f);
        }
        let media_type = match self.media_type() {
            "" => "no media type",
            media_type => media_type,
        };
        self.response.show(f)?;
        write!(f, ": {} ({media_type})", self.reason)?;
        if self.excerpt.is_empty() {
            Ok(())
        } else {
            write!(f, ": {}", self.excerpt)
        }
    }
}

/// A success whose body does not fit its type.
#[derive(Debug)]
pub struct DecodeFailure {
    pub(super) response: Received,
    error: DecodeError,
}

impl DecodeFailure {
    pub(in super::super) fn new(mut response: Received, mut error: DecodeError) -> Self {
        let echoes = mem::take(&mut response.sent).echoes();
        if echoes.are_in(&String::from_utf8_lossy(&response.body)) {
            error.hide(&echoes);
        }
        Self { response, error }
    }

    /// Where and why it does not fit.
    pub fn error(&self) -> &DecodeError {
        &self.error
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.response.status
    }
}

impl fmt::Display for DecodeFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.response.show(f)?;
        write!(f, ": the response does not fit its type {}", self.error)
    }
}

/// How the body of a response is encoded that nobody decoded. What is text was decoded,
/// whatever the header says.
pub(in super::super) fn encoding(response: &Received) -> Option<&str> {
    let encoding = response.headers.get(CONTENT_ENCODING)?.to_str().ok()?;
    let is_encoded =
        !encoding.eq_ignore_ascii_case("identity") && std::str::from_utf8(&response.body).is_err();
    is_encoded.then_some(encoding)
}

/// The media type of a message, without its parameters.
pub(in super::super) fn media_type(headers: &HeaderMap) -> &str {
    let value = headers.get(http::header::CONTENT_TYPE);
    value.map(without_parameters).unwrap_or_default()
}

/// What a content type says, without its parameters.
pub(in super::super) fn without_parameters(content_type: &HeaderValue) -> &str {
    let text = content_type.to_str().unwrap_or_default();
    text.split(';').next().unwrap_or_default().trim()
}

/// The body of an error, if it is JSON.
pub(super) fn json_of(body: &[u8]) -> Option<Value> {
    let body = (body.len() <= LARGEST).then_some(body)?;
    serde_json::from_slice(decode::without_mark(body)).ok()
}

/// What errors show of a response.
pub(super) fn beginning(response: &Received, sensitive: &[&str], echoes: &Echoes) -> String {
    match encoding(response) {
        Some(encoding) => format!("[{} bytes in {encoding}]", response.body.len()),
        None => excerpt(&response.body, sensitive, echoes),
    }
}

/// The beginning of a body, without what is secret.
pub(in super::super) fn excerpt(body: &[u8], sensitive: &[&str], echoes: &Echoes) -> String {
    if let Some(mut json) = json_of(body) {
        redact(&mut json, &|name, value| {
            redact::is_sensitive(name, sensitive) || redact::is_secret_value(name, value)
        });
        echoes.leave(&mut json);
        return cut(&json.to_string());
    }
    // What is no JSON, and names a secret all the same, is better not shown.
    let text = String::from_utf8_lossy(&body[..body.len().min(LARGEST)]);
    if names_secret(&text, sensitive) {
        return format!("[{} bytes, not shown]", body.len());
    }
    cut(&echoes.without(text))
}

/// Whether there is such a member in what may be a part of JSON.
fn names_secret(text: &str, sensitive: &[&str]) -> bool {
    let mut quoted = text.split('"').skip(1).peekable();
    while let Some(name) = quoted.next() {
        let next = quoted.peek().copied();
        let is_member = next.is_some_and(|next| next.trim_start().starts_with(':'));
        let begins_list = |text: &str| text.trim_start_matches([':', ' ']).trim_end() == "[";
        let lists_names = redact::lists_names(name) && next.is_some_and(begins_list);
        let is_secret = is_member && redact::is_secret(name) && !lists_names;
        if sensitive.contains(&name) || is_secret {
            return true;
        }
    }
    false
}

/// Takes the values of such members out.
pub(super) fn redact(value: &mut Value, is_hidden: &dyn Fn(&str, &Value) -> bool) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                if is_hidden(name, value) {
                    *value = HIDDEN.into();
                } else {
                    redact(value, is_hidden);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| redact(item, is_hidden)),
        _ => {}
    }
}

/// The beginning of a text.
pub(in super::super) fn cut(text: &str) -> String {
    let mut shown = one_line(text);
    if let Some((end, _)) = shown.char_indices().nth(EXCERPT) {
        shown.truncate(end);
        shown.push('…');
    }
    shown
}

/// A text from elsewhere without what would break a line or steer a terminal.
fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    let mut is_parted = false;
    for c in text.chars() {
        if c.is_whitespace() {
            is_parted = true;
        } else if !c.is_control() {
            if is_parted && !line.is_empty() {
                line.push(' ');
            }
            is_parted = false;
            line.push(c);
        }
    }
    line
}
