// Copied by specwright 0.1.0 from specwright-runtime.

//! Failures that the description has.

use std::any::Any;
use std::{fmt, mem};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::super::api::Envelope;
use super::super::decode::{self, DecodeError};
use super::super::reply::{Binary, Empty, Text, TextOrJson};
use super::Received;
use super::problems::{self, Problem, problems};
use super::response::{beginning, json_of};

/// A failure that the API reported as its description has it.
#[derive(Debug)]
pub struct ApiError {
    pub(super) response: Received,
    failure: Result<TypedFailure, Option<DecodeError>>,
    problems: Vec<Problem>,
    /// What is shown where there is no problem that is known for one.
    excerpt: String,
}

impl ApiError {
    pub(in super::super) fn new(
        mut response: Received,
        mut failure: Result<TypedFailure, Option<DecodeError>>,
        envelope: Option<&Envelope>,
        sensitive: &[&str],
    ) -> Self {
        let echoes = mem::take(&mut response.sent).echoes();
        let mut body = json_of(&response.body).unwrap_or(Value::Null);
        let is_echo =
            echoes.leave(&mut body) || echoes.are_in(&String::from_utf8_lossy(&response.body));
        match &mut failure {
            Ok(failure) => failure.is_echo = is_echo,
            Err(Some(error)) if is_echo => error.hide(&echoes),
            Err(_) => {}
        }
        let mut problems = problems(&mut body, envelope, sensitive);
        let mut excerpt = String::new();
        if problems.is_empty() && !is_nothing(&body, &response.body) {
            excerpt = beginning(&response, sensitive, &echoes);
            let text = failure.as_ref().ok().and_then(TypedFailure::text);
            if text.is_some() {
                problems.push(Problem {
                    code: None,
                    message: mem::take(&mut excerpt),
                });
            }
        }
        Self {
            response,
            failure,
            problems,
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

    /// The failure in the type that the description gives it, if this is that type.
    pub fn failure<T: 'static>(&self) -> Option<&T> {
        let typed = self.failure.as_ref().ok()?;
        // Not `typed.value.as_any()`: the box is a `Failure` itself, and would give itself.
        (*typed.value).as_any().downcast_ref()
    }

    /// What the API found wrong, as far as it is said in one of the usual ways. Credentials that were sent are not in it.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// Why the body does not fit the type that the description gives it.
    pub fn decode_error(&self) -> Option<&DecodeError> {
        self.failure.as_ref().err().and_then(Option::as_ref)
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.response.show(f)?;
        if !self.excerpt.is_empty() {
            write!(f, ": {}", self.excerpt)?;
        }
        problems::show(&self.problems, f)
    }
}

/// Whether a body, and what it is as JSON, has nothing to show.
fn is_nothing(json: &Value, body: &[u8]) -> bool {
    match json {
        // Also what is no JSON.
        Value::Null => matches!(body.trim_ascii(), b"" | b"null"),
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}

/// A decoded failure of any type.
pub(in super::super) struct TypedFailure {
    value: Box<dyn Failure>,
    /// Whether it may have a credential that was sent.
    is_echo: bool,
}

impl fmt::Debug for TypedFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.is_echo {
            true => f.write_str("[not shown: it repeats a credential]"),
            false => self.value.fmt(f),
        }
    }
}

trait Failure: Any + fmt::Debug + Send + Sync {
    fn as_any(&self) -> &dyn Any;
}

impl<T: Any + fmt::Debug + Send + Sync> Failure for T {
    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// How the body of a failure is read: as JSON of a type, or in one of the ways that have a name.
pub trait FailureBody {
    /// What [`Error::failure`](super::Error::failure) gives.
    type Failure: fmt::Debug + Send + Sync + 'static;

    /// What is wrong with a body that is something else. None for JSON, for which there is more to say.
    const OTHER: Option<&'static str> = None;

    /// Reads the body. Members that are `sensitive` are not in the error.
    ///
    /// # Errors
    ///
    /// Where it is something else.
    fn read(body: &Bytes, sensitive: &[&str]) -> Result<Self::Failure, DecodeError>;
}

impl<T: DeserializeOwned + fmt::Debug + Send + Sync + 'static> FailureBody for T {
    type Failure = T;

    fn read(body: &Bytes, sensitive: &[&str]) -> Result<T, DecodeError> {
        decode::json(body, sensitive)
    }
}

impl FailureBody for Text {
    type Failure = String;

    const OTHER: Option<&'static str> = Some("the body is not text");

    fn read(body: &Bytes, _sensitive: &[&str]) -> Result<String, DecodeError> {
        decode::text(body)
    }
}

impl FailureBody for TextOrJson {
    type Failure = String;

    const OTHER: Option<&'static str> = Text::OTHER;

    fn read(body: &Bytes, _sensitive: &[&str]) -> Result<String, DecodeError> {
        decode::text_or_json(body)
    }
}

impl FailureBody for Binary {
    type Failure = Bytes;

    const OTHER: Option<&'static str> = Some("the body is not what it should be");

    fn read(body: &Bytes, _sensitive: &[&str]) -> Result<Bytes, DecodeError> {
        Ok(body.clone())
    }
}

/// The status says it all. JSON is looked at for what it says; anything else comes from somebody in between.
impl FailureBody for Empty {
    type Failure = ();

    const OTHER: Option<&'static str> = Some("the description has no body for this answer");

    fn read(body: &Bytes, _sensitive: &[&str]) -> Result<(), DecodeError> {
        let is_fine = body.is_empty() || decode::is_json(body);
        let other = || DecodeError::new("$", "no body", format!("{} bytes", body.len()));
        is_fine.then_some(()).ok_or_else(other)
    }
}

impl TypedFailure {
    pub(in super::super) fn read<B: FailureBody>(
        body: &Bytes,
        sensitive: &[&str],
    ) -> Result<Self, DecodeError> {
        Ok(Self {
            value: Box::new(B::read(body, sensitive)?),
            is_echo: false,
        })
    }

    /// The text, where it is nothing else.
    fn text(&self) -> Option<&str> {
        let text: Option<&String> = (*self.value).as_any().downcast_ref();
        text.map(String::as_str)
    }
}
