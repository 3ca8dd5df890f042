//! A span for each call, with the attributes that OpenTelemetry has for HTTP clients. No secret is in any.
//!
//! Its attributes: `http.request.method`, `url.full`, `url.template`, `server.address`, `server.port`, and once they are
//! known `http.response.status_code`, `http.request.resend_count` and `error.type`.

use std::borrow::Cow;
use std::time::Duration;

use tracing::field::Empty;
use tracing::{Instrument, Span};

use super::address::Address;
use super::client::{self, Answer, Inner};
use super::error::Error;
use super::exchange::Outcome;
use super::operation::OperationSpec;
use super::prepare::Prepared;
use super::redact;
use super::transport::TransportErrorKind;

/// Does a call within its span.
pub(super) async fn traced(client: &Inner, call: &Prepared) -> Result<Answer, Error> {
    let span = span(client, call);
    let mut result = client::outcome(client, call).instrument(span.clone()).await;
    let (status, tries) = match &result {
        Ok((response, _)) => (Some(response.status()), response.tries()),
        Err(error) => (error.status(), error.tries()),
    };
    if let Some(status) = status {
        span.record("http.response.status_code", status.as_u16());
    }
    if tries > 1 {
        span.record("http.request.resend_count", tries - 1);
    }
    match &mut result {
        Err(error) => failed(&span, error),
        // What is there as a whole is decoded next.
        Ok((response, _)) if call.limits.read.is_none() => response.span = span,
        Ok(_) => {}
    }
    result
}

/// Tells of a call that came to this, within its span.
pub(super) fn failed(span: &Span, error: &Error) {
    span.record("error.type", &*error_type(error));
    span.record("otel.status_code", "ERROR");
}

/// Tells of a call that can't be sent, in a span of its own.
pub(super) fn unsent(spec: &OperationSpec, error: &Error) {
    failed(&opened(spec, None), error);
}

/// Tells of a try that will be followed by another. Called within the call's span.
pub(super) fn retried(outcome: &Outcome, tries: u32, pause: Duration) {
    let reason = match outcome {
        Outcome::Answer(received, _) | Outcome::Refused(received, _) => {
            Cow::Owned(received.status.as_u16().to_string())
        }
        Outcome::Lost(lost) => Cow::Borrowed(kind(lost.error.kind())),
    };
    tracing::debug!(
        tries,
        pause_ms = u64::try_from(pause.as_millis()).unwrap_or(u64::MAX),
        "error.type" = &*reason,
        "trying again"
    );
}

fn span(client: &Inner, call: &Prepared) -> Span {
    let address = &call.request.address;
    let span = opened(call.spec, Some(address));
    if !span.is_disabled() {
        let sensitive = client.api.sensitive;
        let hidden = |name: &str| redact::is_hidden(name, sensitive);
        let path = redact::path(call.spec, address, sensitive);
        span.record("url.full", shown(address, path, hidden));
    }
    span
}

fn opened(spec: &OperationSpec, address: Option<&Address>) -> Span {
    let span = tracing::info_span!(
        "HTTP",
        "otel.kind" = "client",
        "otel.name" = Empty,
        "otel.status_code" = Empty,
        "http.request.method" = spec.method,
        "url.full" = Empty,
        "url.template" = spec.path,
        "server.address" = address.and_then(|address| address.uri().host()),
        "server.port" = address.and_then(port),
        "http.response.status_code" = Empty,
        "http.request.resend_count" = Empty,
        "error.type" = Empty,
    );
    if !span.is_disabled() {
        span.record("otel.name", format!("{} {}", spec.method, spec.path));
    }
    span
}

fn port(address: &Address) -> Option<u16> {
    let uri = address.uri();
    let usual = match uri.scheme_str()? {
        "https" => 443,
        _ => 80,
    };
    Some(uri.port_u16().unwrap_or(usual))
}

/// An address without what is secret. Where the path has secrets, something else stands in.
fn shown(address: &Address, path: &str, hidden: impl Fn(&str) -> bool) -> String {
    let uri = address.uri();
    let mut text = address.origin();
    text.push_str(path);
    if let Some(query) = uri.query() {
        text.push('?');
        text.push_str(&redact::query(query, "REDACTED", hidden));
    }
    text
}

/// What kind of failure this is, in few different words.
fn error_type(error: &Error) -> Cow<'static, str> {
    if let Some(status) = error.status().filter(|status| !status.is_success()) {
        return Cow::Owned(status.as_u16().to_string());
    }
    Cow::Borrowed(match error {
        Error::Configuration(_) => "configuration",
        Error::Credentials(_) => "credentials",
        Error::Argument(_) => "argument",
        Error::Transport(failure) => kind(failure.error().kind()),
        Error::Api(_) => "api",
        Error::Unexpected(_) => "unexpected",
        Error::Decode(_) => "decode",
    })
}

fn kind(kind: TransportErrorKind) -> &'static str {
    match kind {
        TransportErrorKind::Connect => "connect",
        TransportErrorKind::ConnectTimeout => "connect_timeout",
        TransportErrorKind::Tls => "tls",
        TransportErrorKind::Timeout => "timeout",
        TransportErrorKind::Unprocessed => "unprocessed",
        TransportErrorKind::Interrupted => "interrupted",
        TransportErrorKind::Malformed => "malformed",
        TransportErrorKind::TooLarge { .. } => "too_large",
        TransportErrorKind::Other => "_OTHER",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_shows_no_secret() {
        let uri =
            "https://a.example:8443/x/hunter2?page=1&api%5Fkey=hunter2&f%5Bpin%5D=hunter2&token";
        let address = Address::new(uri.parse().unwrap());
        let shown = shown(&address, "/x/{token}", |name| {
            redact::is_hidden(name, &["pin"])
        });
        assert_eq!(
            shown,
            "https://a.example:8443/x/{token}?page=1&api%5Fkey=REDACTED&f%5Bpin%5D=REDACTED&token"
        );
    }
}
