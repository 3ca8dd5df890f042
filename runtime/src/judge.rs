//! What a response means. Nothing here is generic, and nothing is sent.
//!
//! In this order: an envelope that says no is a failure, whatever its status; 2xx is a success, and so is a redirect
//! that is not to be followed; a status that is described as a failure is that failure, if the body is what it describes,
//! or JSON at least; everything else is unexpected.

use std::fmt;

use http::StatusCode;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::decode::{self, DecodeError};
use super::error::{
    ApiError, DecodeFailure, Error, Received, TypedFailure, UNDESCRIBED, encoding, media_type,
};
use super::operation::{FailureSpec, OperationSpec};
use super::redirect;
use super::response::RawResponse;
use super::tree::Name;

/// Why a body is not read whose `content-encoding` nobody decoded.
const ENCODED: &str = "the body is compressed, and nothing here decompresses it";

/// A success, or the error that a response stands for.
pub(super) fn judge(
    spec: &'static OperationSpec,
    received: Received,
    sensitive: &'static [&'static str],
    stays: bool,
) -> Result<RawResponse, Error> {
    let read = |failure: &FailureSpec| (failure.decode)(&received.body, sensitive);
    if says_no(spec, &received.body) {
        let failure = match described(spec, received.status) {
            Some(failure) => read(failure).map_err(Some),
            None => first_that_fits(spec, read).ok_or(None),
        };
        return Err(api(spec, received, failure, sensitive));
    }
    #[cfg(feature = "upgrade")]
    if let Some(Err(reason)) = received.upgrade {
        return Err(Error::unexpected(received, reason, sensitive));
    }
    if is_success(&received) || (stays && redirect::is_one(received.status)) {
        return Ok(RawResponse {
            received,
            sensitive,
            #[cfg(feature = "tracing")]
            span: tracing::Span::none(),
        });
    }
    Err(no_success(spec, received, sensitive, stays))
}

/// Whether it is what was asked for: a connection may have been.
fn is_success(received: &Received) -> bool {
    #[cfg(feature = "upgrade")]
    if received.upgrade.is_some() {
        return true;
    }
    received.status.is_success()
}

fn api(
    spec: &OperationSpec,
    received: Received,
    failure: Result<TypedFailure, Option<DecodeError>>,
    sensitive: &[&str],
) -> Error {
    let error = ApiError::new(received, failure, spec.envelope, sensitive);
    Error::Api(Box::new(error))
}

/// The error for a status that is no success.
fn no_success(
    spec: &'static OperationSpec,
    received: Received,
    sensitive: &'static [&'static str],
    stays: bool,
) -> Error {
    let failure = described(spec, received.status);
    let read = |failure: &FailureSpec| (failure.decode)(&received.body, sensitive);
    let reason = match failure.map(read) {
        Some(Ok(failure)) => return api(spec, received, Ok(failure), sensitive),
        Some(Err(error)) if decode::is_json(&received.body) => {
            return api(spec, received, Err(Some(error)), sensitive);
        }
        _ if stays && redirect::is_one(received.status) => redirect::NOT_FOLLOWED,
        Some(Err(_)) if received.cut.is_some() => "only a part of the body came",
        Some(Err(_)) if received.body.is_empty() => "the body is empty",
        Some(Err(_)) if encoding(&received).is_some() => ENCODED,
        Some(Err(_)) => failure
            .and_then(|it| it.other)
            .unwrap_or("the body is not JSON"),
        None => return Error::undescribed(received, spec.envelope, sensitive),
    };
    Error::unexpected(received, reason, sensitive)
}

/// The error for a redirect that was not to be followed, where there is something to be read of a success.
pub(super) fn redirected(spec: &'static OperationSpec, raw: RawResponse) -> Error {
    let error = no_success(spec, raw.received, raw.sensitive, true);
    #[cfg(feature = "tracing")]
    super::trace::failed(&raw.span, &error);
    error
}

/// The failure that describes a status, the most precise if there are several. No success is a failure.
fn described(spec: &OperationSpec, status: StatusCode) -> Option<&'static FailureSpec> {
    if status.is_success() {
        return None;
    }
    let failures = spec.failures.iter();
    let fit = failures.filter_map(|it| Some((it.status.precision(status)?, it)));
    let best = fit.max_by_key(|(precision, _)| *precision);
    best.map(|(_, failure)| failure)
}

fn first_that_fits(
    spec: &OperationSpec,
    read: impl Fn(&FailureSpec) -> Result<TypedFailure, DecodeError>,
) -> Option<TypedFailure> {
    // One without JSON fits whatever it is given.
    let mut json = spec.failures.iter().filter(|it| it.other.is_none());
    json.find_map(|failure| read(failure).ok())
}

/// Whether the envelope says that the call failed.
fn says_no(spec: &OperationSpec, body: &[u8]) -> bool {
    let Some(member) = spec.envelope.and_then(|envelope| envelope.success) else {
        return false;
    };
    // Texts are looked through quickly, and most answers are about nothing that is false.
    if std::str::from_utf8(body).is_ok_and(|text| !text.contains("false")) {
        return false;
    }
    let mut reader = serde_json::Deserializer::from_slice(decode::without_mark(body));
    let is_false = Denial(member).deserialize(&mut reader);
    is_false.is_ok_and(|is_false| is_false && reader.end().is_ok())
}

/// Reads an object, and says whether its member of this name is false. Nothing of it is kept: this is done for each
/// answer, before it is read for what it says.
struct Denial<'n>(&'n str);

impl<'de> DeserializeSeed<'de> for Denial<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Denial<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<bool, A::Error> {
        let mut is_false = false;
        while let Some(Name(name)) = members.next_key()? {
            if name == self.0 {
                is_false = members.next_value::<&RawValue>()?.get() == "false";
            } else {
                members.next_value::<IgnoredAny>()?;
            }
        }
        Ok(is_false)
    }
}

/// The error for a success that could not be decoded.
pub(super) fn undecoded(spec: &OperationSpec, raw: RawResponse, error: DecodeError) -> Error {
    let received = &raw.received;
    let reason = if error.is_status() {
        UNDESCRIBED
    } else if received.body.is_empty() {
        "the body is empty"
    } else if encoding(received).is_some() {
        ENCODED
    } else if spec.accept.contains("json") && !claims_json(received) {
        "the body is not JSON"
    } else {
        return undecodable(raw, error);
    };
    let error = Error::unexpected(raw.received, reason, raw.sensitive);
    #[cfg(feature = "tracing")]
    super::trace::failed(&raw.span, &error);
    error
}

fn undecodable(raw: RawResponse, error: DecodeError) -> Error {
    let error = Error::Decode(Box::new(DecodeFailure::new(raw.received, error)));
    #[cfg(feature = "tracing")]
    super::trace::failed(&raw.span, &error);
    error
}

/// Whether a response says that it is JSON, or says nothing.
pub(super) fn claims_json(received: &Received) -> bool {
    let kind = media_type(&received.headers).to_ascii_lowercase();
    kind.is_empty()
        || matches!(kind.as_str(), "application/json" | "text/json")
        || kind.ends_with("+json")
}

/// The error for an envelope that has nothing in it.
pub(super) fn without_result(spec: &OperationSpec, raw: RawResponse) -> Error {
    let member = spec.envelope.map_or("result", |envelope| envelope.result);
    let error = DecodeError::new(&format!("$.{member}"), "the result", "nothing");
    undecodable(raw, error)
}
