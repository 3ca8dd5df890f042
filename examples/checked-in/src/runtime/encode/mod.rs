// Copied by specwright 0.1.0 from specwright-runtime.

//! Writing the parameters and the body of a request.

mod cookie;
pub(super) mod form;
pub(super) mod style;

use std::fmt;

use bytes::Bytes;
use http::{HeaderName, HeaderValue};
use serde::Serialize;
use serde_json::Value;

use super::body::Body;
use super::client::Inner;
use super::error::{ArgumentProblem, Error};
use super::headers::Headers;
use super::operation::{OperationSpec, ParameterSpec, Place};
use super::upload::Upload;

/// A request in the making: an operation's params write themselves into it.
///
/// A value that is missing or not allowed, and a body that can't be written, are an [`Error::Argument`] of the call. The
/// first one counts: nothing is written after it, and no stream used up.
pub struct RequestWriter<'a> {
    client: &'a Inner,
    spec: &'static OperationSpec,
    path: Vec<(&'static str, String)>,
    query: String,
    headers: Headers,
    /// As they will be in their header.
    cookies: String,
    body: Option<Body>,
    /// Whether a body without members is left out.
    pub(super) optional: bool,
    /// What a body would have been that is left out.
    pub(super) left_out: Option<&'static str>,
    /// Whether nothing will be sent, so that streams stay where they are.
    pub(super) compares: bool,
    /// What stands between the parts of a form that does not say so itself: random where there is nothing here.
    #[allow(dead_code)] // Of which a copy of the runtime may have none.
    pub(super) boundary: Option<String>,
    /// What went wrong first, to be said when the request is finished.
    pub(super) problem: Option<Error>,
}

/// What a request usually has: media types both ways, who asks, and two of its own.
const USUAL_HEADERS: usize = 5;

/// What a request consists of before it is addressed and signed.
pub(super) struct Parts {
    pub spec: &'static OperationSpec,
    /// The path and the query, percent-encoded.
    pub target: String,
    pub headers: Headers,
    pub body: Option<Body>,
    /// The media type of a body that is left out because it has no members.
    pub left_out: Option<&'static str>,
}

/// A header as it can be on the wire, or why it can't.
pub(super) fn header(
    spec: &ParameterSpec,
    value: &Value,
) -> Result<(HeaderName, HeaderValue), &'static str> {
    let name = HeaderName::from_bytes(spec.name.as_bytes());
    let name = name.map_err(|_| "this is no name of a header")?;
    let value = HeaderValue::from_bytes(style::header(spec, value).as_bytes());
    let value = value.map_err(|_| "it has characters that no header can have")?;
    Ok((name, value))
}

/// What is before an ASCII character, and what is after it.
///
/// `split_once` is made for long texts, and takes five times as long for what a path has between its parameters.
fn cut(text: &str, character: u8) -> Option<(&str, &str)> {
    let found = text.bytes().position(|byte| byte == character)?;
    Some((&text[..found], &text[found + 1..]))
}

/// Whether a path would be taken for another one.
fn has_dot_segment(path: &str) -> bool {
    let mut segments = path.as_bytes().split(|byte| *byte == b'/');
    segments.any(|segment| matches!(segment, b"." | b".."))
}

/// A pair of a query.
pub(super) fn pair(name: &str, value: &str) -> String {
    let mut pair = String::with_capacity(name.len() + value.len() + 1);
    style::unreserved(name, &mut pair);
    pair.push('=');
    style::unreserved(value, &mut pair);
    pair
}

/// Whether a query has a pair of such a name and value.
pub(super) fn has(query: &str, is_meant: impl Fn(&str, &str) -> bool) -> bool {
    url::form_urlencoded::parse(query.as_bytes()).any(|(name, value)| is_meant(&name, &value))
}

/// A query without the pairs of such names and values.
pub(super) fn without(query: &str, is_meant: impl Fn(&str, &str) -> bool) -> String {
    let mut kept = String::with_capacity(query.len());
    for pair in query.split('&') {
        if !pair.is_empty() && !has(pair, &is_meant) {
            if !kept.is_empty() {
                kept.push('&');
            }
            kept.push_str(pair);
        }
    }
    kept
}

impl<'a> RequestWriter<'a> {
    pub(super) fn new(client: &'a Inner, spec: &'static OperationSpec) -> Self {
        Self {
            client,
            spec,
            path: Vec::new(),
            query: String::new(),
            headers: Headers::with_capacity(USUAL_HEADERS),
            cookies: String::new(),
            body: None,
            optional: false,
            left_out: None,
            compares: false,
            boundary: None,
            problem: None,
        }
    }

    /// Writes the parameter at this index of the operation's list; what is null, as `None` is, is left to the client, which
    /// may have one for all calls.
    pub fn parameter<T: Serialize + ?Sized>(&mut self, index: usize, value: &T) {
        // Only this line is compiled again for every type.
        self.parameter_of(index, serde_json::to_value(value));
    }

    /// Says that the body may be left out: where no member of it is set, there is none.
    pub fn optional(&mut self) -> &mut Self {
        self.optional = true;
        self
    }

    /// Writes the body as JSON.
    pub fn json<T: Serialize + ?Sized>(&mut self, media_type: &'static str, body: &T) {
        if self.problem.is_none() {
            match serde_json::to_vec(body) {
                Ok(json) if self.optional && json == b"{}" => self.left_out = Some(media_type),
                Ok(json) => self.set_body(media_type, json),
                Err(error) => self.refuse_body(error.to_string()),
            }
        }
    }

    /// Writes the body as a form.
    pub fn form<T: Serialize + ?Sized>(&mut self, body: &T) {
        self.form_as(body, &[]);
    }

    /// Writes the body as a form, of which some members have a style.
    pub fn form_as<T: Serialize + ?Sized>(&mut self, body: &T, members: &[ParameterSpec]) {
        if self.problem.is_none() {
            match serde_json::to_value(body) {
                Ok(Value::Object(members)) if self.optional && members.is_empty() => {
                    self.left_out = Some(form::MEDIA_TYPE);
                }
                Ok(value) => self.set_body(form::MEDIA_TYPE, form::encode(&value, members)),
                Err(error) => self.refuse_body(error.to_string()),
            }
        }
    }

    /// Writes the body as text.
    pub fn text(&mut self, media_type: &'static str, body: &str) {
        self.set_body(media_type, Bytes::copy_from_slice(body.as_bytes()));
    }

    /// Writes the body as it is: bytes, or a stream, which can be sent once.
    pub fn upload(&mut self, media_type: &'static str, body: &Upload) {
        if self.problem.is_some() {
            return;
        }
        let Some(content) = self.content(body) else {
            return self.refuse_body("the stream was sent before".to_owned());
        };
        // A range is what a server takes, not what this is.
        let fallback = match media_type.contains('*') {
            true => "application/octet-stream",
            false => media_type,
        };
        self.set_body(body.its_media_type().unwrap_or(fallback), content);
    }

    /// What is sent of an upload; none where it was a stream, and was sent before.
    pub(super) fn content(&self, upload: &Upload) -> Option<Body> {
        match self.compares {
            // Any stream will do: none can be compared.
            true => Some(upload.copy().unwrap_or_else(|| Body::wrap(Body::default()))),
            false => upload.take(),
        }
    }

    pub(super) fn set_body(&mut self, media_type: &str, body: impl Into<Body>) {
        // A description may call anything a media type; what can't be in a header is left out.
        if let Ok(value) = HeaderValue::from_str(media_type) {
            self.headers.insert(http::header::CONTENT_TYPE, value);
        }
        self.body = Some(body.into());
    }

    pub(super) fn refuse_body(&mut self, reason: String) {
        self.problem = Some(self.not_writable("body", reason));
    }

    fn parameter_of(&mut self, index: usize, value: serde_json::Result<Value>) {
        if self.problem.is_none() {
            self.problem = self.write(index, value).err();
        }
    }

    fn write(&mut self, index: usize, value: serde_json::Result<Value>) -> Result<(), Error> {
        let Some(spec) = self.spec.parameters.get(index) else {
            return Err(self.not_writable(
                "parameter",
                "the operation has no such parameter".to_owned(),
            ));
        };
        let value = match value {
            Ok(Value::Null) => self.of_client(spec),
            Ok(value) => Some(value),
            Err(error) => return Err(self.not_writable(spec.name, error.to_string())),
        };
        let Some(value) = value else {
            if spec.required {
                let global = spec
                    .global
                    .and_then(|index| self.client.api.globals.get(index));
                let problem = ArgumentProblem::Missing {
                    on_client: global.is_some(),
                    env: global.and_then(|global| global.env),
                };
                return Err(self.refused(spec.name, problem));
            }
            return Ok(());
        };
        self.check(spec, &value)?;
        match spec.place {
            Place::Path => self.segment(spec, &value)?,
            Place::Query => style::query(spec, &value, &mut self.query),
            Place::Cookie => cookie::append(spec, &value, &mut self.cookies),
            Place::Header => self.header(spec, &value)?,
        }
        Ok(())
    }

    fn of_client(&self, spec: &ParameterSpec) -> Option<Value> {
        self.client
            .globals
            .get(spec.global?)?
            .clone()
            .map(Value::String)
    }

    fn check(&self, spec: &'static ParameterSpec, value: &Value) -> Result<(), Error> {
        let Value::String(text) = value else {
            return Ok(());
        };
        if !self.client.check_parameters {
            return Ok(());
        }
        let length = text.chars().count();
        match (spec.min_length, spec.max_length) {
            (Some(limit), _) if length < limit => {
                Err(self.refused(spec.name, ArgumentProblem::TooShort { limit, length }))
            }
            (_, Some(limit)) if length > limit => {
                Err(self.refused(spec.name, ArgumentProblem::TooLong { limit, length }))
            }
            _ => Ok(()),
        }
    }

    /// What is refused here is refused always: it would lead to another path than the operation's.
    fn segment(&mut self, spec: &'static ParameterSpec, value: &Value) -> Result<(), Error> {
        let text = style::path(spec, value);
        if text.is_empty() {
            return Err(self.refused(spec.name, ArgumentProblem::Empty));
        }
        if has_dot_segment(&text) {
            return Err(self.refused(spec.name, ArgumentProblem::DotSegment));
        }
        self.path.push((spec.name, text));
        Ok(())
    }

    fn header(&mut self, spec: &'static ParameterSpec, value: &Value) -> Result<(), Error> {
        let written = header(spec, value);
        let (name, value) = written.map_err(|why| self.not_writable(spec.name, why.to_owned()))?;
        self.headers.insert(name, value);
        Ok(())
    }

    /// The request, its path filled in, or what went wrong first.
    pub(super) fn finish(mut self) -> Result<Parts, Error> {
        if let Some(problem) = self.problem {
            return Err(problem);
        }
        let mut target = self.fill(self.spec.path)?;
        if !self.query.is_empty() {
            target.push(if target.contains('?') { '&' } else { '?' });
            target.push_str(&self.query);
        }
        if !self.cookies.is_empty() {
            let cookies = HeaderValue::from_str(&self.cookies).map_err(|_| {
                self.not_writable(
                    "cookie",
                    "it has characters that no header can have".to_owned(),
                )
            })?;
            self.headers.insert(http::header::COOKIE, cookies);
        }
        Ok(Parts {
            spec: self.spec,
            target,
            headers: self.headers,
            body: self.body,
            left_out: self.left_out,
        })
    }

    fn fill(&self, template: &'static str) -> Result<String, Error> {
        let mut path = String::with_capacity(template.len() + self.query.len() + 32);
        let mut rest = template;
        while let Some((literal, tail)) = cut(rest, b'{') {
            let (name, tail) = cut(tail, b'}').unwrap_or((tail, ""));
            let Some((_, value)) = self.path.iter().find(|(known, _)| *known == name) else {
                return Err(self.not_writable(name, "the operation does not encode it".to_owned()));
            };
            style::literal(literal, &mut path);
            path.push_str(value);
            rest = tail;
        }
        style::literal(rest, &mut path);
        // Several parameters may share a segment.
        if has_dot_segment(&path) {
            return Err(self.refused("path", ArgumentProblem::DotSegment));
        }
        Ok(path)
    }

    fn refused(&self, parameter: &'static str, problem: ArgumentProblem) -> Error {
        Error::argument(self.spec.name, parameter, problem)
    }

    fn not_writable(&self, parameter: &'static str, reason: String) -> Error {
        self.refused(parameter, ArgumentProblem::NotWritable(reason))
    }
}

impl fmt::Debug for RequestWriter<'_> {
    /// Neither parameters nor body: either may hold secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestWriter")
            .field("operation", &self.spec.name)
            .finish_non_exhaustive()
    }
}
