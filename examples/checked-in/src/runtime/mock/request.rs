// Copied by specwright 0.1.0 from specwright-runtime.

//! Requests as a mock keeps them: without credentials.

use std::fmt;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, COOKIE};
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use serde_json::Value;
use url::Url;

use super::super::api::SchemeKind;
use super::super::client::Inner;
use super::super::operation::Spec;
use super::super::redact;

/// A request that was sent. Where credentials were, it has `[redacted]`.
#[derive(Clone)]
pub struct Request {
    spec: Option<Spec>,
    method: Method,
    /// None where it is no address that a client would have made.
    url: Option<Url>,
    headers: HeaderMap,
    /// The cookies that are no credentials. They are compared and never shown: others may be secret, too.
    cookies: String,
    body: Bytes,
}

const REDACTED: &str = "[redacted]";

impl Request {
    pub(super) fn new(caller: Option<&Inner>, head: Parts, body: Bytes) -> Self {
        let schemes = || caller.into_iter().flat_map(|client| client.api.schemes);
        let in_query = |name: &str| {
            schemes().any(|scheme| matches!(scheme.kind, SchemeKind::Query(known) if known == name))
        };
        let is_credential = |cookie: &&str| {
            let name = cookie.split_once('=').map_or(*cookie, |(name, _)| name);
            schemes()
                .any(|scheme| matches!(scheme.kind, SchemeKind::Cookie(known) if known == name))
        };
        let mut headers = head.headers;
        let cookies = headers.get(COOKIE).and_then(|value| value.to_str().ok());
        let cookies = cookies.into_iter().flat_map(|value| value.split("; "));
        let cookies: Vec<&str> = cookies.filter(|cookie| !is_credential(cookie)).collect();
        let cookies = cookies.join("; ");
        for value in headers.values_mut().filter(|value| value.is_sensitive()) {
            *value = HeaderValue::from_static(REDACTED);
        }
        let spec = head.extensions.get::<Spec>().copied();
        // What belongs to no operation proves who the client is.
        let body = match std::str::from_utf8(&body) {
            Ok(form) if spec.is_none() => redact::query(form, REDACTED, redact::is_secret).into(),
            _ => body,
        };
        Self {
            spec,
            method: head.method,
            url: Url::parse(&head.uri.to_string())
                .ok()
                .map(|url| redacted(url, in_query)),
            headers,
            cookies,
            body,
        }
    }

    /// The operation, as in `pets.list`.
    pub fn operation(&self) -> &'static str {
        self.spec.map_or("no operation", |spec| spec.name)
    }

    /// For what it wants a token, if it does (RFC 6749, sections 4.1.3, 4.4.2 and 6).
    pub(super) fn grant(&self) -> Option<&[u8]> {
        let mut pairs = self.body.split(|byte| *byte == b'&');
        let grant = pairs.find_map(|pair| pair.strip_prefix(b"grant_type="));
        grant.filter(|_| self.spec.is_none())
    }

    pub(super) fn spec(&self) -> Option<Spec> {
        self.spec
    }

    /// The method.
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// The whole address.
    pub fn url(&self) -> &str {
        self.url.as_ref().map_or("", Url::as_str)
    }

    /// The path, percent-encoded as it was sent.
    pub fn path(&self) -> &str {
        self.url.as_ref().map_or("", Url::path)
    }

    /// The first value of a query parameter, decoded.
    pub fn query(&self, name: &str) -> Option<String> {
        let pairs = self.url.iter().flat_map(|url| url.query_pairs());
        let mut values = pairs.filter(|(known, _)| known == name);
        values.next().map(|(_, value)| value.into_owned())
    }

    /// The query as it was sent, without credentials.
    pub(super) fn plain_query(&self) -> String {
        let query = self.url.as_ref().and_then(Url::query).unwrap_or_default();
        let hidden = format!("={REDACTED}");
        let pairs = query.split('&').filter(|pair| !pair.ends_with(&hidden));
        pairs.collect::<Vec<_>>().join("&")
    }

    /// The cookies, without credentials.
    pub(super) fn plain_cookies(&self) -> &str {
        &self.cookies
    }

    /// What stands between the parts of a form.
    pub(super) fn boundary(&self) -> Option<String> {
        let (_, parameters) = self.header(CONTENT_TYPE.as_str())?.split_once(';')?;
        let mut parameters = parameters.split(';').map(str::trim);
        let boundary = parameters.find_map(|parameter| parameter.strip_prefix("boundary="))?;
        Some(boundary.trim_matches('"').to_owned())
    }

    /// The first value of a header, if it is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    pub(super) fn has_header(&self, name: &HeaderName, value: Option<&HeaderValue>) -> bool {
        self.headers.get(name) == value
    }

    /// All headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body as it was sent.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The body as JSON; null where it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

/// An address without the credentials in its query.
fn redacted(mut url: Url, is_credential: impl Fn(&str) -> bool) -> Url {
    let query = url.query();
    let shown = query.map(|query| redact::query(query, REDACTED, is_credential));
    url.set_query(shown.as_deref());
    url
}

impl fmt::Display for Request {
    /// On one line: operation, method, address and body.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { method, body, .. } = self;
        write!(f, "{}: {method} {}", self.operation(), self.url())?;
        match std::str::from_utf8(body) {
            Ok("") => Ok(()),
            Ok(text) => write!(f, " with {text}"),
            Err(_) => write!(f, " with {} bytes", body.len()),
        }
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}
