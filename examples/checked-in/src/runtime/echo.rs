// Copied by specwright 0.1.0 from specwright-runtime.

//! Credentials that a server repeats in its answer: errors show something else in their place.

use std::borrow::Cow;

use base64::Engine;
use http::{HeaderMap, HeaderValue};
use serde_json::Value;
use url::form_urlencoded;

use super::secret::Secret;

/// What stands in their place.
pub(super) const HIDDEN: &str = "[redacted]";

/// What is shorter, in bytes, is too often a part of something else.
const SHORTEST: usize = 6;

/// The credentials that a call sent. What travels in headers is no copy.
#[derive(Clone, Default)]
pub(super) struct Sent {
    headers: Vec<HeaderValue>,
    texts: Vec<Secret>,
}

impl Sent {
    pub fn add_header(&mut self, value: &HeaderValue) {
        self.headers.push(value.clone());
    }

    pub fn add_text(&mut self, text: &str) {
        self.texts.push(text.into());
    }

    /// Adds what a call's options have in its headers.
    pub fn add_options(&mut self, headers: &HeaderMap) {
        let secrets = headers.values().filter(|value| value.is_sensitive());
        self.headers.extend(secrets.cloned());
    }

    /// How they may be written in an answer.
    pub fn echoes(&self) -> Echoes {
        let mut echoes = Echoes(Vec::new());
        for value in &self.headers {
            let Ok(value) = value.to_str() else { continue };
            echoes.add(value);
            if let Some((kind, credential)) = value.split_once(' ') {
                echoes.add(credential);
                if kind.eq_ignore_ascii_case("basic") {
                    echoes.add_basic(credential);
                }
            }
        }
        for text in &self.texts {
            echoes.add(text.expose());
        }
        // One may be a part of another.
        echoes
            .0
            .sort_by_key(|text| std::cmp::Reverse(text.expose().len()));
        echoes
    }
}

/// Texts that stand for credentials, the longest first.
pub(super) struct Echoes(Vec<Secret>);

impl Echoes {
    fn add(&mut self, text: &str) {
        if text.len() < SHORTEST {
            return;
        }
        self.0.push(text.into());
        let in_query: String = form_urlencoded::byte_serialize(text.as_bytes()).collect();
        if in_query != text {
            self.0.push(in_query.into());
        }
    }

    /// Adds a password, which the server has read (RFC 7617, section 2).
    fn add_basic(&mut self, credential: &str) {
        let pair = base64::engine::general_purpose::STANDARD.decode(credential);
        let pair = pair.ok().and_then(|pair| String::from_utf8(pair).ok());
        let pair = Secret::from(pair.unwrap_or_default());
        if let Some((_, password)) = pair.expose().split_once(':') {
            self.add(password);
        }
    }

    /// Whether one is in a text.
    pub fn are_in(&self, text: &str) -> bool {
        self.0.iter().any(|echo| text.contains(echo.expose()))
    }

    /// A text without them.
    pub fn without<'t>(&self, text: impl Into<Cow<'t, str>>) -> Cow<'t, str> {
        let mut text = text.into();
        for echo in &self.0 {
            if text.contains(echo.expose()) {
                text = text.replace(echo.expose(), HIDDEN).into();
            }
        }
        text
    }

    /// Takes them out of all texts of a value. Says whether there were any.
    pub fn leave(&self, value: &mut Value) -> bool {
        match value {
            Value::String(text) if self.are_in(text) => {
                *text = self.without(&**text).into_owned();
                true
            }
            Value::Array(items) => {
                let leave = |found, item| self.leave(item) | found;
                items.iter_mut().fold(false, leave)
            }
            Value::Object(members) => {
                let leave = |found, item| self.leave(item) | found;
                members.values_mut().fold(false, leave)
            }
            _ => false,
        }
    }
}
