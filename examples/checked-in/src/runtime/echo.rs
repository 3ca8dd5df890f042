// Copied by specwright 0.1.0 from specwright-runtime.

//! Credentials that a server repeats in its answer: errors show something else in their place.

use std::borrow::Cow;
use std::sync::Arc;

use base64::Engine;
use http::{HeaderMap, HeaderValue};
use serde_json::Value;
use url::form_urlencoded;

use super::proof::Proof;
use super::secret::Secret;

/// What stands in their place.
pub(super) const HIDDEN: &str = "[redacted]";

/// What is shorter, in bytes, is too often a part of something else.
const SHORTEST: usize = 6;

/// The credentials that a call sent. None of them is copied before there is an answer to show.
#[derive(Clone, Default)]
pub(super) struct Sent {
    proof: Option<Arc<Proof>>,
    /// What the call's options have in headers.
    options: Vec<HeaderValue>,
}

impl Sent {
    pub fn new(proof: &Arc<Proof>, options: &HeaderMap) -> Self {
        let secrets = options.values().filter(|value| value.is_sensitive());
        Self {
            proof: Some(proof.clone()),
            options: secrets.cloned().collect(),
        }
    }

    /// How they may be written in an answer.
    pub fn echoes(&self) -> Echoes {
        let proof = self.proof.iter();
        let headers = proof.clone().flat_map(|proof| proof.headers());
        let texts = proof.flat_map(|proof| proof.texts());
        Echoes::new(headers.chain(&self.options), texts)
    }
}

/// Texts that stand for credentials, the longest first.
pub(super) struct Echoes(Vec<Secret>);

impl Echoes {
    /// How headers and other texts may be written in an answer.
    pub fn new<'t>(
        headers: impl IntoIterator<Item = &'t HeaderValue>,
        texts: impl IntoIterator<Item = &'t str>,
    ) -> Self {
        let mut echoes = Self(Vec::new());
        for value in headers {
            let Ok(value) = value.to_str() else { continue };
            echoes.add(value);
            if let Some((kind, credential)) = value.split_once(' ') {
                echoes.add(credential);
                if kind.eq_ignore_ascii_case("basic") {
                    echoes.add_basic(credential);
                }
            }
        }
        for text in texts {
            echoes.add(text);
        }
        // One may be a part of another.
        echoes
            .0
            .sort_by_key(|text| std::cmp::Reverse(text.expose().len()));
        echoes
    }

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
