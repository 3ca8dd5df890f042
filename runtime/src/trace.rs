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
use super::prepare::Prepared;
use super::redact;
use super::transport::TransportErrorKind;

/// Does a call within its span.
pub(super) async fn traced(client: &Inner, call: &Prepared) -> Result<Answer, Error> {
    let span = span(client, call);
    let result = client::outcome(client, call).instrument(span.clone()).await;
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
    if let Err(error) = &result {
        span.record("error.type", &*error_type(error));
        span.record("otel.status_code", "ERROR");
    }
    result
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
    let (spec, request) = (call.spec, &call.request);
    let span = tracing::info_span!(
        "HTTP",
        "otel.kind" = "client",
        "otel.name" = Empty,
        "otel.status_code" = Empty,
        "http.request.method" = request.method.as_str(),
        "url.full" = Empty,
        "url.template" = spec.path,
        "server.address" = request.address.uri().host(),
        "server.port" = port(&request.address),
        "http.response.status_code" = Empty,
        "http.request.resend_count" = Empty,
        "error.type" = Empty,
    );
    if !span.is_disabled() {
        let name = format!("{} {}", spec.method, spec.path);
        span.record("otel.name", name);
        let sensitive = client.api.sensitive;
        let hidden = |name: &str| redact::is_hidden(name, sensitive);
        let path = redact::path(spec, &request.address, sensitive);
        span.record("url.full", shown(&request.address, path, hidden));
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
        Error::Transport(failure) => kind(failure.error().kind()),
        Error::Api(_) => "api",
        _ => "_OTHER",
    })
}

fn kind(kind: TransportErrorKind) -> &'static str {
    match kind {
        TransportErrorKind::Connect => "connect",
        TransportErrorKind::ConnectTimeout => "connect_timeout",
        TransportErrorKind::Timeout => "timeout",
        TransportErrorKind::Unprocessed => "unprocessed",
        TransportErrorKind::Interrupted => "interrupted",
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
