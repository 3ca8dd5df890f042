// Copied by specwright 0.1.0 from specwright-runtime.

//! Responses that are not what the description has.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode};

use super::super::decode::DecodeError;
use super::Received;

/// A response that the description does not have.
#[derive(Debug)]
pub struct UnexpectedResponse {
    pub(super) response: Received,
    reason: &'static str,
    excerpt: String,
}

/// How much of a body an error shows, in characters.
const EXCERPT: usize = 512;

/// Up to which size, in bytes, a body is looked at for what its error says. A tree of it takes many times as much.
const LARGEST: usize = 1 << 20;

impl UnexpectedResponse {
    pub(in super::super) fn new(
        response: Received,
        reason: &'static str,
        sensitive: &[&str],
    ) -> Self {
        let excerpt = excerpt(&response.body, sensitive);
        Self {
            response,
            reason,
            excerpt,
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

    /// The beginning of the body as text. Members that are secret are not shown.
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
        let media_type = match self.media_type() {
            "" => "no media type",
            media_type => media_type,
        };
        write!(
            f,
            "{}: {}: {} ({media_type})",
            self.response.operation, self.response.status, self.reason
        )?;
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
    pub(in super::super) fn new(response: Received, error: DecodeError) -> Self {
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
        write!(
            f,
            "{}: {}: the response does not fit its type {}",
            self.response.operation, self.response.status, self.error
        )
    }
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
pub(super) fn json_of(body: &[u8]) -> Option<serde_json::Value> {
    let body = (body.len() <= LARGEST).then_some(body)?;
    serde_json::from_slice(body).ok()
}

/// The beginning of a body, without what is secret.
pub(super) fn excerpt(body: &[u8], sensitive: &[&str]) -> String {
    if let Some(mut json) = json_of(body) {
        redact(&mut json, sensitive);
        return cut(&json.to_string());
    }
    // What is no JSON, and names a secret all the same, is better not shown.
    let text = String::from_utf8_lossy(&body[..body.len().min(LARGEST)]);
    if sensitive
        .iter()
        .any(|name| text.contains(&format!("\"{name}\"")))
    {
        return format!("[{} bytes, not shown]", body.len());
    }
    cut(&text)
}

fn redact(value: &mut serde_json::Value, sensitive: &[&str]) {
    match value {
        serde_json::Value::Object(members) => {
            for (name, value) in members {
                if sensitive.contains(&name.as_str()) {
                    *value = "[redacted]".into();
                } else {
                    redact(value, sensitive);
                }
            }
        }
        serde_json::Value::Array(items) => {
            items.iter_mut().for_each(|item| redact(item, sensitive))
        }
        _ => {}
    }
}

/// The beginning of a text.
fn cut(text: &str) -> String {
    let mut shown = one_line(text);
    if let Some((end, _)) = shown.char_indices().nth(EXCERPT) {
        shown.truncate(end);
        shown.push('…');
    }
    shown
}

/// A text from elsewhere without what would break a line or steer a terminal.
pub(super) fn one_line(text: &str) -> String {
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
