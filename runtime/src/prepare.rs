//! A call made ready: where it goes, what it carries and how long it may take, by the client's settings and its own.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE, USER_AGENT};
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use serde_json::Value;

use super::address::Address;
use super::base_url::BaseUrl;
use super::body::Body;
use super::client::Inner;
use super::encode::{self, Parts, form};
use super::error::{ArgumentProblem, Error, without_parameters};
use super::headers::Headers;
use super::operation::{OperationSpec, Place};
use super::options::{self, CallOptions, Options};
use super::retry::RetryPolicy;
use super::server;
use super::supply::Supply;
#[cfg(feature = "upgrade")]
use super::upgrade;
use super::{merge, platform, random};

const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// A call that is ready to be sent, as often as it takes.
pub(super) struct Prepared {
    #[cfg(feature = "mock")]
    pub caller: super::mock::Caller,
    pub spec: &'static OperationSpec,
    /// The schemes that the call proves itself by.
    pub schemes: &'static [usize],
    pub request: Pending,
    pub body: Supply,
    /// How long that is, as far as it is known.
    pub body_bytes: u64,
    /// Headers that win over all others, credentials included.
    pub extra: HeaderMap,
    pub limits: Limits,
    pub policy: RetryPolicy,
    /// Whether it does no more if it is sent twice.
    pub repeatable: bool,
    /// Whether the server can tell by a key that it has been sent before.
    pub keyed: bool,
    /// Whether redirects are answers, and not followed.
    pub stays: bool,
}

/// A request as it is before it is signed: what redirects change.
#[derive(Clone)]
pub(super) struct Pending {
    pub method: Method,
    pub address: Address,
    pub headers: Headers,
    /// Whether the call's body goes along.
    pub has_body: bool,
    /// Whether credentials go along: not any more once another origin was asked.
    pub trusted: bool,
}

/// How long things may take, and how much there may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Limits {
    /// All tries and the waits between them.
    pub whole: Duration,
    /// One try, with all redirects that it follows.
    pub one_try: Option<Duration>,
    /// Until a connection stands.
    pub connect: Duration,
    /// Each read of a body that the caller reads, if it is one.
    pub read: Option<Duration>,
    /// How many bytes are read into memory.
    pub bytes: u64,
}

/// When a call and the present try of it began, and which one that is.
#[derive(Clone, Copy)]
pub(super) struct Begun {
    pub call: Duration,
    pub this_try: Duration,
    /// Which try it is.
    pub tries: u32,
}

impl Begun {
    /// The next try, which begins now.
    pub fn again(self, now: Duration) -> Self {
        Self {
            this_try: now,
            tries: self.tries.saturating_add(1),
            ..self
        }
    }
}

impl Limits {
    /// What is left of the time.
    pub fn left(self, begun: &Begun, now: Duration) -> Duration {
        let left = |limit: Duration, begun| limit.saturating_sub(now.saturating_sub(begun));
        let of_call = left(self.whole, begun.call);
        match self.one_try {
            Some(one_try) => of_call.min(left(one_try, begun.this_try)),
            None => of_call,
        }
    }
}

/// Makes a call ready. Where it is `streamed`, the caller reads the body of a success.
///
/// It is in a box because it is held by futures, which are moved and are kept small.
pub(super) fn prepare(
    client: &Arc<Inner>,
    parts: Parts,
    options: &CallOptions,
    streamed: bool,
) -> Result<Box<Prepared>, Error> {
    let nothing = Options::default();
    let options = options.get().unwrap_or(&nothing);
    let spec = parts.spec;
    let schemes = match options.anonymous {
        true => &[][..],
        false => client.credentials.choose(Some(spec.name), spec.security)?,
    };
    let method =
        Method::from_bytes(spec.method.as_bytes()).map_err(|_| unaddressable(spec.name))?;
    let address = address(client, spec, parts.target, options)?;
    let mut headers = parts.headers;
    let extra = extra(client, spec, &headers, options)?;
    headers.set_default(USER_AGENT, || Some(client.user_agent.clone()));
    headers.set_default(ACCEPT, || accepted(spec.accept));
    #[cfg(feature = "upgrade")]
    upgrade::ask(spec, &mut headers);
    let body = body(spec, parts.body, parts.left_out, &mut headers, options)?;
    let keyed = has_key(spec, &mut headers) || gives_key(options);
    // `QUERY` is idempotent as well, and not yet known to `http`.
    let idempotent = method.is_idempotent() || method.as_str() == "QUERY";
    Ok(Box::new(Prepared {
        #[cfg(feature = "mock")]
        caller: super::mock::Caller(client.clone()),
        spec,
        schemes,
        extra,
        limits: Limits {
            whole: options.timeout.unwrap_or(client.timeouts.whole),
            one_try: options.try_timeout.or(client.try_timeout),
            connect: options.connect_timeout.unwrap_or(client.timeouts.connect),
            read: streamed.then(|| options.read_timeout.unwrap_or(client.read_timeout)),
            bytes: options
                .max_response_bytes
                .unwrap_or(client.max_response_bytes),
        },
        policy: options.retry.unwrap_or(client.retry),
        repeatable: idempotent || keyed,
        keyed,
        stays: options.stays,
        request: Pending {
            method,
            address,
            headers,
            has_body: body.is_some(),
            trusted: true,
        },
        body_bytes: body.as_ref().map_or(0, |body| body.size_hint().lower()),
        body: Supply::new(body),
    }))
}

/// Where the request goes: to the call's own server, else the client's, else the operation's, else the API's.
fn address(
    client: &Inner,
    spec: &OperationSpec,
    mut target: String,
    options: &Options,
) -> Result<Address, Error> {
    let of_operation = spec.base_url.filter(|_| !client.base_url_is_set);
    let base_url = match (&options.base_url, of_operation) {
        (Some(base_url), _) => Cow::Owned(BaseUrl::parse(base_url)?),
        (None, Some(template)) => {
            let given = &client.server_variables;
            let filled = server::filled(template, spec.server_variables, given)?;
            Cow::Owned(client.base_url.on_host(&filled)?)
        }
        (None, None) => Cow::Borrowed(&client.base_url),
    };
    for (name, value) in &options.query {
        target.push(if target.contains('?') { '&' } else { '?' });
        target.push_str(&encode::pair(name, value));
    }
    let address = base_url.join(&target);
    address.ok_or_else(|| unaddressable(spec.name))
}

/// A header's value that is not copied: the text is there as long as the program runs.
fn static_value(text: &'static str) -> Option<HeaderValue> {
    HeaderValue::from_maybe_shared(Bytes::from_static(text.as_bytes())).ok()
}

/// What a call accepts. Servers that have only JSON to choose from answer 406 to a request for a file before anybody looks
/// at what the file is. So anything else is accepted as well where there is no JSON, though it is not what is wished for.
fn accepted(media_types: &'static str) -> Option<HeaderValue> {
    let is_chosen = |media_type: &str| {
        let media_type = media_type.split(';').next().unwrap_or_default().trim();
        matches!(media_type, "*/*" | "application/*")
            || media_type.ends_with("/json")
            || media_type.ends_with("+json")
    };
    match media_types.split(',').any(is_chosen) {
        true => static_value(media_types),
        false => HeaderValue::try_from(format!("{media_types}, */*;q=0.1")).ok(),
    }
}

/// The error for what can't be asked for.
pub(super) fn unaddressable(operation: &'static str) -> Error {
    let problem = ArgumentProblem::NotWritable("method and path make no address".to_owned());
    Error::argument(operation, "path", problem)
}

/// The body with the members that the call's options add.
fn body(
    spec: &OperationSpec,
    body: Option<Body>,
    left_out: Option<&'static str>,
    headers: &mut Headers,
    options: &Options,
) -> Result<Option<Body>, Error> {
    if options.body.is_empty() {
        return Ok(body);
    }
    let refused = |reason: String| {
        let problem = ArgumentProblem::NotWritable(reason);
        Err(Error::argument(spec.name, "body", problem))
    };
    headers.set_default(CONTENT_TYPE, || {
        static_value(left_out.unwrap_or("application/json"))
    });
    let media_type = headers.get(&CONTENT_TYPE).map(without_parameters);
    let is_form = match media_type.unwrap_or_default() {
        given if given.eq_ignore_ascii_case(form::MEDIA_TYPE) => true,
        given if given.to_ascii_lowercase().ends_with("json") => false,
        _ => return refused("only JSON and forms can be given further fields".to_owned()),
    };
    let mut members: Vec<(&str, &Value)> = Vec::new();
    for (name, value) in &options.body {
        match value {
            Ok(value) => members.push((name, value)),
            Err(reason) => return refused(reason.clone()),
        }
    }
    let body = body.unwrap_or_default();
    let Some(bytes) = body.as_bytes() else {
        return refused("a stream can't be given further fields".to_owned());
    };
    if is_form {
        let written = String::from_utf8_lossy(bytes);
        return Ok(Some(form::further(&written, &members).into()));
    }
    match merge::merge(bytes, &members) {
        Ok(merged) => Ok(Some(merged.into())),
        Err(_) => refused("only an object can be given further fields".to_owned()),
    }
}

/// The headers of all calls, but for those that are parameters of this one, and then those that its options have.
fn extra(
    client: &Inner,
    spec: &OperationSpec,
    parameters: &Headers,
    options: &Options,
) -> Result<HeaderMap, Error> {
    let own = options::headers(&options.headers).map_err(|reason| {
        let problem = ArgumentProblem::NotWritable(reason);
        Error::argument(spec.name, "further headers", problem)
    })?;
    if client.headers.is_empty() {
        return Ok(own);
    }
    let mut headers = HeaderMap::with_capacity(client.headers.len() + own.len());
    for (name, value) in &client.headers {
        if parameters.get(name).is_none() {
            headers.insert(name, value.clone());
        }
    }
    headers.extend(own);
    Ok(headers)
}

/// Whether the call's options have a key, although the description has no such header.
fn gives_key(options: &Options) -> bool {
    let mut headers = options.headers.iter();
    headers.any(|(name, value)| is_key(name) && !value.is_empty())
}

fn is_key(name: &str) -> bool {
    name.eq_ignore_ascii_case(IDEMPOTENCY_KEY.as_str())
}

/// Whether the server can tell a repeated request by its key. If the description has that header and the caller gave no
/// key, one is made.
fn has_key(spec: &OperationSpec, headers: &mut Headers) -> bool {
    let parameter = spec
        .parameters
        .iter()
        .find(|parameter| parameter.place == Place::Header && is_key(parameter.name));
    let Some(parameter) = parameter else {
        return false;
    };
    if headers.get(&IDEMPOTENCY_KEY).is_some() {
        return true;
    }
    let key = random::uuid();
    let fits = parameter.min_length.is_none_or(|min| min <= key.len())
        && parameter.max_length.is_none_or(|max| key.len() <= max);
    match HeaderValue::try_from(key) {
        Ok(key) if fits && platform::is_random() => {
            headers.insert(IDEMPOTENCY_KEY, key);
            true
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_asked_for_so_that_who_has_only_json_takes_the_request() {
        for (described, sent) in [
            ("text/csv", "text/csv, */*;q=0.1"),
            ("image/png, image/*", "image/png, image/*, */*;q=0.1"),
            ("application/jsonl", "application/jsonl, */*;q=0.1"),
            ("application/json", "application/json"),
            ("text/csv, application/json", "text/csv, application/json"),
            ("application/hal+json; v=1", "application/hal+json; v=1"),
            ("application/*", "application/*"),
            ("*/*", "*/*"),
        ] {
            assert_eq!(accepted(described).unwrap(), sent);
        }
        assert_eq!(accepted("text/\n"), None);
    }
}
