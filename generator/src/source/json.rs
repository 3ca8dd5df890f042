//! JSON: read by serde_json, and scanned for places by a few lines of our own.
//!
//! The scanner is used only on texts that serde_json took or found fault with; it never judges. (YAML's event parser
//! can't stand in for it: it rejects surrogate pairs in escapes, which are JSON's way to write an emoji.)

use std::borrow::Cow;

use memchr::{memchr, memchr2};
use serde::de::DeserializeSeed;

use super::locate::Sink;
use super::tree::Reading;
use super::{Error, ErrorKind, Limits, Value};

/// Reads a tree; the flag says that some object names a key twice.
pub(super) fn read(text: &str, limits: Limits) -> Result<(Value, bool), Error> {
    let reading = Reading::new(limits, false);
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let result = reading
        .root()
        .deserialize(&mut deserializer)
        .and_then(|value| deserializer.end().map(|()| value));
    match result {
        Ok(value) => Ok((value, reading.duplicate())),
        Err(error) => Err(explain(&error, text, reading.limit_met())),
    }
}

/// Whether serde_json takes the text.
pub(super) fn is_valid(text: &str) -> bool {
    serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}

fn explain(error: &serde_json::Error, text: &str, limit_met: bool) -> Error {
    let full = error.to_string();
    let kind = if limit_met || full.starts_with("recursion limit") {
        ErrorKind::Limit
    } else {
        ErrorKind::Syntax
    };
    let message = full.split(" at line ").next().unwrap_or(&full);
    let line = text
        .split_inclusive('\n')
        .take(error.line().saturating_sub(1));
    let before: usize = line.map(str::len).sum();
    let mut start = (before + error.column().saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let end = start + text[start..].chars().next().map_or(0, char::len_utf8);
    Error::new(kind, message).at(start..end)
}

/// Walks the text once and tells the sink where each value stands.
pub(super) fn walk(text: &str, sink: &mut impl Sink) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'{' | b'[' if !sink.open(bytes[at] == b'{', at) => {
                at = end(bytes, at);
                continue;
            }
            b'}' | b']' => sink.close(at),
            b'"' => {
                let range = at..string_end(bytes, at);
                let written = text.get(range.clone()).unwrap_or_default();
                sink.scalar(&said(written), range.clone());
                at = range.end;
                continue;
            }
            byte if is_word(byte) => {
                let range = at..word_end(bytes, at);
                sink.scalar(text.get(range.clone()).unwrap_or_default(), range.clone());
                at = range.end;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
}

/// Where the object or list ends that opens at `at`.
fn end(bytes: &[u8], mut at: usize) -> usize {
    let mut depth = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'"' => {
                at = string_end(bytes, at);
                continue;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth == 1 => return at,
            b'}' | b']' => depth -= 1,
            _ => {}
        }
        at += 1;
    }
    at
}

/// Behind the closing quote of the string that opens at `at`.
fn string_end(bytes: &[u8], at: usize) -> usize {
    let mut end = at + 1;
    while let Some(found) = bytes.get(end..).and_then(|rest| memchr2(b'"', b'\\', rest)) {
        end += found + 1;
        match bytes[end - 1] {
            b'"' => return end,
            _ => end += 1,
        }
    }
    bytes.len()
}

/// What a string says, as it is written if it can't be read.
fn said(written: &str) -> Cow<'_, str> {
    let inner = written
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    match inner {
        Some(plain) if memchr(b'\\', plain.as_bytes()).is_none() => Cow::Borrowed(plain),
        _ => serde_json::from_str(written).map_or(Cow::Borrowed(written), Cow::Owned),
    }
}

fn word_end(bytes: &[u8], at: usize) -> usize {
    let rest = &bytes[at..];
    at + rest
        .iter()
        .position(|&byte| !is_word(byte))
        .unwrap_or(rest.len())
}

/// A byte of a number, `true`, `false` or `null`.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.')
}
