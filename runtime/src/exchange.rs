//! One try of a call on the wire: a request goes out, with credentials, and redirects are followed.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::header::{
    ACCEPT, ACCEPT_LANGUAGE, CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_LENGTH, CONTENT_LOCATION,
    CONTENT_TYPE, HeaderMap, IF_MODIFIED_SINCE, IF_NONE_MATCH, IF_RANGE, RANGE, USER_AGENT,
};
use http::{HeaderName, Method};
use http::{Request, Uri};

use super::address::Address;
use super::body::Body;
use super::client::Inner;
use super::echo::Sent as Credentials;
use super::error::{Effort, Received};
use super::layer::{self, Sent, Signature, Try};
use super::operation::OperationSpec;
use super::prepare::{Begun, Pending, Prepared};
use super::proof::Proof;
use super::redirect::{self, Next};
use super::streaming::Rest;
use super::transport::{Attempt, Timeouts, TransportError, TransportErrorKind};
#[cfg(feature = "upgrade")]
use super::upgrade;

/// Room for what transports add to the headers of a request, a host and a length, or a credential before that. A map has
/// room for 3, 6, 12: the second suits most calls, and allocators are slow with the third.
const FURTHER_HEADERS: usize = 2;

/// The headers that go to another origin: they say what is wanted, and nothing of who wants it. Without `Range` the rest of
/// a file would come as the whole of it.
const IMPERSONAL: [HeaderName; 7] = [
    USER_AGENT,
    ACCEPT,
    ACCEPT_LANGUAGE,
    RANGE,
    IF_RANGE,
    IF_NONE_MATCH,
    IF_MODIFIED_SINCE,
];

/// The headers that say something of a body.
const OF_BODIES: [HeaderName; 5] = [
    CONTENT_ENCODING,
    CONTENT_LANGUAGE,
    CONTENT_LENGTH,
    CONTENT_LOCATION,
    CONTENT_TYPE,
];

/// How much is read of what comes with a redirect that is followed, and for how long: a connection is used again only if
/// nothing is left in it.
const DRAINED: u64 = 8 * 1024;
const DRAINING: Duration = Duration::from_secs(1);

/// How much is read of what comes with a failure, and for how long: it is for those who read it, and there may be another try
/// to make.
const EXPLAINED: u64 = 1 << 20;
const EXPLAINING: Duration = Duration::from_secs(5);

/// What one try came to.
pub(super) enum Outcome {
    /// A response, with what of it is still to be read, where the caller does that.
    Answer(Received, Rest),
    /// A response that can't be followed to where it leads.
    Refused(Received, &'static str),
    /// No response.
    Lost(Lost),
}

/// A request or a response that was lost on the way.
pub(super) struct Lost {
    pub spec: &'static OperationSpec,
    pub address: Address,
    pub error: TransportError,
    /// Whether any server may have seen anything of this try.
    pub sent: bool,
}

/// Sends a request, and the ones that redirects ask for.
pub(super) async fn exchange(
    client: &Inner,
    call: &Prepared,
    proof: &Arc<Proof>,
    begun: &Begun,
) -> Outcome {
    // Where redirects lead. In a box, because most calls have none.
    let mut elsewhere: Option<Box<Pending>> = None;
    // The credential may have taken its time.
    let mut now = if proof.given.is_empty() {
        begun.this_try
    } else {
        client.clock.now()
    };
    let mut followed = 0;
    loop {
        let pending = elsewhere.as_deref().unwrap_or(&call.request);
        let lost = |error| lost(call.spec, pending, error, followed);
        let timeouts = Timeouts {
            whole: call.limits.left(begun, now),
            connect: call.limits.connect,
            read: call.limits.read,
        };
        // Not for another origin.
        let signature = pending.trusted.then_some(Signature {
            proof,
            extra: &call.extra,
        });
        let attempt = Attempt {
            operation: call.spec,
            number: Try(begun.tries),
            timeouts,
        };
        let request = request(pending, call, signature);
        let sent =
            layer::Next::new(&client.layers, signature, &*client.transport).begin(request, attempt);
        let answer = pin!(received(client, call, sent));
        // Whatever layers and the transport do.
        let (mut received, rest, from) = match client.clock.within(timeouts.whole, answer).await {
            Some(Ok(received)) => received,
            Some(Err(error)) => return lost(error),
            None => return lost(late("nothing came of it in time")),
        };
        if call.stays && from.as_ref().is_some_and(|it| *it != pending.address) {
            return lost(TransportError::new(
                TransportErrorKind::Other,
                redirect::FOLLOWED,
            ));
        }
        received.sent = Credentials::new(proof, &call.extra);
        let (next, rest) = match received.status.is_success() {
            true => (Next::Answer, rest),
            // In a box, because most calls succeed.
            false => {
                let left = call.limits.left(begun, client.clock.now());
                let read = no_success(client, call, pending, &mut received, rest, left);
                let next = Box::pin(read).await;
                // What is not followed is an answer, which is read as a success is.
                let is_streamed = call.stays && call.limits.read.is_some();
                let body = is_streamed.then(|| received.body.clone().into());
                (next, body.unwrap_or_default())
            }
        };
        match next {
            Next::Answer => {
                let rest = Rest {
                    spec: call.spec,
                    body: rest,
                    address: from.unwrap_or_else(|| pending.address.clone()),
                    limit: call.limits.bytes,
                };
                return Outcome::Answer(received, rest);
            }
            Next::Refuse(reason) => return Outcome::Refused(received, reason),
            Next::Follow { .. } if followed == redirect::MOST => {
                return Outcome::Refused(received, redirect::TOO_MANY);
            }
            Next::Follow {
                keeps_body: true, ..
            } if !call.body.is_there() => {
                let reason = "it redirects a body that can be sent only once";
                return Outcome::Refused(received, reason);
            }
            Next::Follow {
                mut url,
                method,
                keeps_body,
                same_origin,
            } => {
                match pending.trusted && same_origin {
                    true => client.credentials.clear_address(call.schemes, &mut url),
                    false => proof.clear_address(&mut url),
                }
                let Some(address) = Address::of(&url) else {
                    return Outcome::Refused(received, redirect::NO_URL);
                };
                let next = redirected(pending, address, method, keeps_body, same_origin);
                elsewhere = Some(Box::new(next));
                followed += 1;
                now = client.clock.now();
            }
        }
    }
}

/// The time was up.
pub(super) fn late(reason: &'static str) -> TransportError {
    TransportError::new(TransportErrorKind::Timeout, reason)
}

fn lost(
    spec: &'static OperationSpec,
    pending: &Pending,
    error: TransportError,
    followed: usize,
) -> Outcome {
    Outcome::Lost(Lost {
        spec,
        address: pending.address.clone(),
        sent: followed > 0 || !error.is_harmless(),
        error,
    })
}

/// The whole of a success; or only its head with its body beside it, where the caller reads that, or where it is none. Last is
/// where it comes from, if a transport that follows redirects says so.
async fn received(
    client: &Inner,
    call: &Prepared,
    sent: Sent<'_>,
) -> Result<(Received, Body, Option<Address>), TransportError> {
    let (mut head, body) = sent.await?.into_parts();
    let from = head.extensions.remove::<Uri>().map(Address::new);
    #[cfg(feature = "upgrade")]
    let upgrade = upgrade::taken(call, &mut head).await;
    let (body, rest) = match call.limits.read {
        None if head.status.is_success() => {
            (body.bytes_up_to(call.limits.bytes).await?, Body::default())
        }
        _ => (Bytes::new(), body),
    };
    let received = Received {
        operation: call.spec.name,
        status: head.status,
        request_id: request_id(&head.headers, &client.request_ids),
        #[cfg(feature = "upgrade")]
        upgrade,
        headers: head.headers,
        body,
        cut: None,
        effort: Effort::default(),
        sent: Credentials::default(),
    };
    Ok((received, rest, from))
}

/// Decides on a response that is no success, and reads what comes of its body: status and headers say more than what may be
/// missing of that.
async fn no_success(
    client: &Inner,
    call: &Prepared,
    asked: &Pending,
    received: &mut Received,
    mut body: Body,
    left: Duration,
) -> Next {
    let (from, method) = (&asked.address, &asked.method);
    let headers = &received.headers;
    let next = match call.stays {
        true => Next::Answer,
        false => redirect::next(received.status, headers, from, method, asked.has_body),
    };
    let (most, time) = match next {
        Next::Follow { .. } => (DRAINED, left.min(DRAINING)),
        _ => (call.limits.bytes.min(EXPLAINED), left.min(EXPLAINING)),
    };
    let mut whole = BytesMut::new();
    let end = {
        let reading = pin!(body.read_into(&mut whole, most));
        client.clock.within(time, reading).await
    };
    received.cut = match end {
        Some(Ok(())) => None,
        Some(Err(error)) => Some(error.kind()),
        None => Some(TransportErrorKind::Timeout),
    };
    received.body = whole.freeze();
    next
}

fn request_id(headers: &HeaderMap, names: &[HeaderName]) -> Option<String> {
    let text = |name| headers.get(name)?.to_str().ok().map(str::to_owned);
    names.iter().find_map(text)
}

fn request(pending: &Pending, call: &Prepared, signature: Option<Signature<'_>>) -> Request<Body> {
    let body = pending.has_body.then(|| call.body.take()).flatten();
    let mut request = Request::new(body.unwrap_or_default());
    *request.headers_mut() = pending.headers.to_map(FURTHER_HEADERS);
    match signature {
        Some(signature) => signature.prepare(request.headers_mut()),
        None => {
            let extra = call.extra.iter();
            let extra =
                extra.filter(|(name, value)| IMPERSONAL.contains(name) && !value.is_sensitive());
            for (name, value) in extra {
                request.headers_mut().insert(name.clone(), value.clone());
            }
        }
    }
    if pending.has_body != call.request.has_body || pending.method != call.request.method {
        // A redirect left the body behind, and with it goes what options say of it.
        for name in OF_BODIES {
            request.headers_mut().remove(name);
        }
    }
    *request.method_mut() = pending.method.clone();
    *request.uri_mut() = pending.address.uri().clone();
    #[cfg(feature = "mock")]
    request.extensions_mut().insert(call.caller.clone());
    request
}

fn redirected(
    from: &Pending,
    address: Address,
    method: Method,
    keeps_body: bool,
    same_origin: bool,
) -> Pending {
    let mut pending = Pending {
        address,
        method,
        ..from.clone()
    };
    if !same_origin {
        // What was meant for one host is no other host's business, from here on.
        pending.trusted = false;
        pending.headers.keep(&IMPERSONAL);
    }
    if !keeps_body {
        pending.has_body = false;
        pending.headers.remove(&CONTENT_TYPE);
    }
    pending
}
