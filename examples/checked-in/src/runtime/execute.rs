// Copied by specwright 0.1.0 from specwright-runtime.

//! One call from an encoded request to a response that is a success. Nothing here is generic.

use bytes::Bytes;
use http::header::{ACCEPT, COOKIE, LOCATION, USER_AGENT};
use http::{HeaderMap, HeaderValue, Method, Request};
use serde_json::Value;
use url::Url;

use super::client::{self, Inner};
use super::credentials::{self, Proof};
use super::decode::DecodeError;
use super::encode::Parts;
use super::error::{
    ApiError, ArgumentError, ArgumentProblem, DecodeFailure, Error, Received, UnexpectedResponse,
    media_type,
};
use super::operation::OperationSpec;
use super::redirect::{self, Next};
use super::response::RawResponse;
use super::transport::Body;

/// Sends a request and gives what came back if it is a success.
pub(super) async fn execute(
    client: &Inner,
    spec: &'static OperationSpec,
    parts: Parts,
) -> Result<RawResponse, Error> {
    let proof = credentials::proof(client, spec)?;
    let received = exchange(client, spec, parts, &proof).await?;
    judge(client, spec, received)
}

/// Sends a request, and the ones that redirects ask for.
async fn exchange(
    client: &Inner,
    spec: &'static OperationSpec,
    parts: Parts,
    proof: &Proof,
) -> Result<Received, Error> {
    let base = match spec.base_url {
        Some(url) => &client::usable(url)?,
        None => &client.base_url,
    };
    let mut url = address(base, &parts.target, &proof.query).ok_or_else(|| unaddressable(spec))?;
    let mut method = Method::from_bytes(spec.method.as_bytes()).map_err(|_| unaddressable(spec))?;
    let mut body = parts.body;
    let mut headers = parts.headers;
    let mut cookies: Vec<&str> = parts.cookies.iter().map(String::as_str).collect();
    let mut trusted = true;
    cookies.extend(proof.cookies.iter().map(|cookie| cookie.expose()));
    for _ in 0..=redirect::MOST {
        let mut request = request(client, spec, &method, &url, &headers, body.clone())?;
        if trusted {
            request.headers_mut().extend(proof.headers.clone());
            add_cookies(request.headers_mut(), &cookies);
        }
        let response = client
            .transport
            .send(request)
            .await
            .map_err(|error| Error::transport(spec.name, error))?;
        let (head, response_body) = response.into_parts();
        let received = Received {
            operation: spec.name,
            status: head.status,
            headers: head.headers,
            body: response_body.into_bytes(),
        };
        let location = received
            .headers
            .get(LOCATION)
            .and_then(|value| value.to_str().ok());
        match redirect::next(received.status, location, &url, &method, body.is_some()) {
            Next::Answer => return Ok(received),
            Next::Refuse(reason) => return Err(unexpected(client, received, reason)),
            Next::Follow {
                url: to,
                method: with,
                keeps_body,
                same_origin,
            } => {
                if !same_origin {
                    // What was meant for one host is no other host's business, from here on.
                    trusted = false;
                    headers.clear();
                }
                if !keeps_body {
                    body = None;
                    headers.remove(http::header::CONTENT_TYPE);
                }
                (url, method) = (to, with);
            }
        }
    }
    let error = std::io::Error::other(format!("more than {} redirects", redirect::MOST));
    let kind = super::transport::TransportErrorKind::Other;
    Err(Error::transport(
        spec.name,
        super::transport::TransportError::new(kind, error),
    ))
}

fn request(
    client: &Inner,
    spec: &'static OperationSpec,
    method: &Method,
    url: &Url,
    headers: &HeaderMap,
    body: Option<Bytes>,
) -> Result<Request<Body>, Error> {
    let mut request = Request::new(Body::from(body.unwrap_or_default()));
    *request.method_mut() = method.clone();
    *request.uri_mut() = url.as_str().parse().map_err(|_| unaddressable(spec))?;
    if let Ok(accept) = HeaderValue::from_str(spec.accept) {
        request.headers_mut().insert(ACCEPT, accept);
    }
    if let Ok(name) = HeaderValue::from_str(&client.user_agent) {
        request.headers_mut().insert(USER_AGENT, name);
    }
    request.headers_mut().extend(headers.clone());
    request.extensions_mut().insert(client.timeouts);
    Ok(request)
}

fn add_cookies(headers: &mut HeaderMap, cookies: &[&str]) {
    if let (false, Ok(mut value)) = (
        cookies.is_empty(),
        HeaderValue::from_str(&cookies.join("; ")),
    ) {
        value.set_sensitive(true);
        headers.insert(COOKIE, value);
    }
}

fn address(base: &str, target: &str, query: &str) -> Option<Url> {
    let slash = if target.starts_with('/') { "" } else { "/" };
    let mut text = format!("{base}{slash}{target}");
    if !query.is_empty() {
        text.push(if text.contains('?') { '&' } else { '?' });
        text.push_str(query);
    }
    Url::parse(&text).ok()
}

fn unaddressable(spec: &OperationSpec) -> Error {
    let problem = ArgumentProblem::NotWritable("method and path make no address".to_owned());
    Error::Argument(Box::new(ArgumentError {
        operation: spec.name,
        parameter: "path",
        problem,
    }))
}

/// A success, or the error that a response stands for.
fn judge(
    client: &Inner,
    spec: &'static OperationSpec,
    received: Received,
) -> Result<RawResponse, Error> {
    let sensitive = client.api.sensitive;
    if says_no(spec, &received.body) {
        let best = spec
            .failures
            .iter()
            .find_map(|failure| (failure.decode)(&received.body, sensitive).ok());
        return Err(Error::Api(Box::new(ApiError::new(
            received,
            best.ok_or(None),
            spec.envelope,
        ))));
    }
    if received.status.is_success() {
        let Received {
            status,
            headers,
            body,
            ..
        } = received;
        return Ok(RawResponse {
            status,
            headers,
            body,
            sensitive,
        });
    }
    let described = spec
        .failures
        .iter()
        .filter_map(|failure| Some((failure.status.precision(received.status)?, failure)))
        .max_by_key(|(precision, _)| *precision);
    let Some((_, failure)) = described else {
        return Err(unexpected(
            client,
            received,
            "the description has no such answer",
        ));
    };
    match (failure.decode)(&received.body, sensitive) {
        Ok(failure) => Err(Error::Api(Box::new(ApiError::new(
            received,
            Ok(failure),
            spec.envelope,
        )))),
        Err(error) if serde_json::from_slice::<Value>(&received.body).is_ok() => Err(Error::Api(
            Box::new(ApiError::new(received, Err(Some(error)), spec.envelope)),
        )),
        Err(_) => Err(unexpected(
            client,
            received,
            "the body is not the JSON that the description has",
        )),
    }
}

/// Whether the envelope says that the call failed, whatever the status says.
fn says_no(spec: &OperationSpec, body: &[u8]) -> bool {
    let Some(member) = spec.envelope.and_then(|envelope| envelope.success) else {
        return false;
    };
    #[derive(serde::Deserialize)]
    struct Envelope<'a>(
        #[serde(borrow)]
        std::collections::HashMap<std::borrow::Cow<'a, str>, &'a serde_json::value::RawValue>,
    );
    serde_json::from_slice::<Envelope<'_>>(body).is_ok_and(|envelope| {
        envelope
            .0
            .get(member)
            .is_some_and(|value| value.get() == "false")
    })
}

fn unexpected(client: &Inner, received: Received, reason: &str) -> Error {
    Error::Unexpected(Box::new(UnexpectedResponse::new(
        received,
        reason,
        client.api.sensitive,
    )))
}

/// The error for a success that could not be decoded.
pub(super) fn undecoded(spec: &OperationSpec, raw: &RawResponse, error: DecodeError) -> Error {
    let received = Received {
        operation: spec.name,
        status: raw.status,
        headers: raw.headers.clone(),
        body: raw.body.clone(),
    };
    let kind = media_type(&received.headers).to_ascii_lowercase();
    let json = kind.is_empty() || kind == "application/json" || kind.ends_with("+json");
    let reason = match (raw.body.is_empty(), json) {
        (true, _) => "the body is empty",
        (_, false) => "the body is not JSON",
        _ => return Error::Decode(Box::new(DecodeFailure::new(received, error))),
    };
    Error::Unexpected(Box::new(UnexpectedResponse::new(
        received,
        reason,
        raw.sensitive,
    )))
}

/// The error for an envelope that has nothing in it.
pub(super) fn without_result(spec: &OperationSpec, raw: RawResponse) -> Error {
    let member = spec.envelope.map_or("result", |envelope| envelope.result);
    let error = DecodeError::new(&format!("$.{member}"), "the result", "nothing");
    undecoded(spec, &raw, error)
}
