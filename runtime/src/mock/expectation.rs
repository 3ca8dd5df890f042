//! What a mock expects, and what it answers.

use std::collections::VecDeque;
use std::marker::PhantomData;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, COOKIE};
use http::{HeaderName, HeaderValue, Response, StatusCode};
use serde::Serialize;
use serde_json::{Value, json};

use super::super::body::Body;
use super::super::client::Inner;
use super::super::encode::{Parts, RequestWriter};
use super::super::operation::{Operation, Place, Spec};
use super::super::transport::TransportErrorKind;
#[cfg(feature = "upgrade")]
use super::super::upgrade::{Upgrade, Upgraded};
use super::{Mock, Request};

/// Says why a request is not the one that is meant.
type Matcher = Box<dyn Fn(&Inner, &Request) -> Result<(), String> + Send + Sync>;

/// Requests of one operation, and the replies to them.
pub(super) struct Expected {
    spec: Spec,
    matchers: Vec<Matcher>,
    replies: VecDeque<Reply>,
    /// What is replied when there is nothing else left.
    always: Option<Reply>,
}

/// What comes of a request.
#[derive(Clone)]
pub(super) enum Reply {
    Response(Response<Bytes>),
    Lost(TransportErrorKind),
    Never,
    /// Nothing, for this reason.
    None(String),
}

impl Expected {
    pub fn new(spec: Spec) -> Self {
        Self {
            spec,
            matchers: Vec::new(),
            replies: VecDeque::new(),
            always: None,
        }
    }

    pub fn name(&self) -> &'static str {
        self.spec.name
    }

    /// The next reply, or why it is not for this request.
    pub fn reply(&mut self, caller: Option<&Inner>, request: &Request) -> Result<Reply, String> {
        let (Some(caller), Some(spec)) = (caller, request.spec()) else {
            return Err("no client made the request".to_owned());
        };
        // Not by place: a constant has one in each crate that names it.
        if (spec.name, spec.method, spec.path) != (self.spec.name, self.spec.method, self.spec.path)
        {
            return Err("another operation".to_owned());
        }
        for matcher in &self.matchers {
            matcher(caller, request)?;
        }
        let next = self.replies.pop_front().or_else(|| self.always.clone());
        next.ok_or_else(|| "no reply is left".to_owned())
    }

    /// What is to be said of replies that nobody asked for.
    pub fn unmet(&self) -> Option<String> {
        let name = self.name();
        match self.replies.len() {
            0 => None,
            1 => Some(format!("not asked for: the last reply of {name}")),
            left => Some(format!("not asked for: the last {left} replies of {name}")),
        }
    }
}

/// What is expected of requests of an operation, and the replies to them: one for each request, in the order in which
/// they are given here.
///
/// What is given as [`returns`](Self::returns) comes out of the call as it went in. Anything else that a server may do
/// has a method of its own.
pub struct Expectation<P> {
    mock: Mock,
    index: usize,
    operation: PhantomData<fn(P)>,
}

impl<P: Operation> Expectation<P> {
    pub(super) fn new(mock: Mock, index: usize) -> Self {
        Self {
            mock,
            index,
            operation: PhantomData,
        }
    }

    /// Only requests that these params make. Parameters that the client has for all calls may be left out. What the
    /// options of a call add to its query or body makes another request.
    pub fn with(self, params: P) -> Self
    where
        P: 'static,
    {
        self.matching(Box::new(move |client, request| {
            let mut writer = RequestWriter::new(client, P::SPEC);
            writer.boundary = request.boundary();
            writer.compares = true;
            params.encode(&mut writer);
            let parts = writer.finish().map_err(|error| error.to_string())?;
            compare(&parts, request)
        }))
    }

    /// Only requests of which this is true.
    pub fn when(self, is_meant: impl Fn(&Request) -> bool + Send + Sync + 'static) -> Self {
        self.matching(Box::new(move |_, request| match is_meant(request) {
            true => Ok(()),
            false => Err("what is said of it is not true".to_owned()),
        }))
    }

    /// Replies with a success that gives the caller this value: in the operation's envelope, if it has one.
    pub fn returns(self, output: &P::Output) -> Self
    where
        P::Output: Serialize,
    {
        let Ok(value) = serde_json::to_value(output) else {
            return self.reply(unwritable("the output"));
        };
        let value = match P::SPEC.envelope {
            Some(envelope) => {
                let mut members = serde_json::Map::new();
                let others = [
                    (envelope.success, json!(true)),
                    (envelope.errors, json!([])),
                    (envelope.messages, json!([])),
                ];
                for (name, value) in others {
                    members.extend(name.map(|name| (name.to_owned(), value)));
                }
                members.insert(envelope.result.to_owned(), value);
                Value::Object(members)
            }
            None => value,
        };
        match value {
            Value::Null if is_nothing(output) || !is_json(P::SPEC) => self.responds(204, ()),
            Value::String(text) if !is_json(P::SPEC) => {
                let response = Response::builder().header(CONTENT_TYPE, P::SPEC.accept);
                match response.body(text) {
                    Ok(response) => self.sends(response),
                    Err(_) => self.reply(unwritable("the media type")),
                }
            }
            value => self.responds(200, value),
        }
    }

    /// Replies with a status and a body of JSON, which is all of the body: a failure, or a success in its envelope. `()`
    /// is no body; what else is null is the JSON `null`.
    pub fn responds(self, status: u16, body: impl Serialize) -> Self {
        let is_nothing = is_nothing(&body);
        let Ok(status) = StatusCode::from_u16(status) else {
            return self.reply(unwritable("the status"));
        };
        let Ok(body) = serde_json::to_vec(&body) else {
            return self.reply(unwritable("the body"));
        };
        let mut response = Response::new(Bytes::new());
        *response.status_mut() = status;
        if body != b"null" || !is_nothing {
            let json = HeaderValue::from_static("application/json");
            response.headers_mut().insert(CONTENT_TYPE, json);
            *response.body_mut() = body.into();
        }
        self.reply(Reply::Response(response))
    }

    /// Replies with a response as it is.
    pub fn sends(self, response: Response<impl Into<Bytes>>) -> Self {
        self.reply(Reply::Response(response.map(Into::into)))
    }

    #[cfg(feature = "upgrade")]
    /// Replies that the server goes on as another protocol, on this connection: of one end of
    /// [`tokio::io::duplex`], whose other end is the server's.
    pub fn upgrades(self, connection: Upgraded) -> Self {
        let mut response = Response::new(Bytes::new());
        *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
        response.extensions_mut().insert(Upgrade::from(connection));
        self.reply(Reply::Response(response))
    }

    /// Loses the request, or the response to it, on the way.
    pub fn loses(self, how: TransportErrorKind) -> Self {
        self.reply(Reply::Lost(how))
    }

    /// Does not reply: the call runs out of time. No real time passes if the mock is the client's timer as well.
    pub fn hangs(self) -> Self {
        self.reply(Reply::Never)
    }

    /// Replies so many times as it did last, that one included.
    pub fn times(self, times: usize) -> Self {
        self.change(|expected| {
            if let Some(last) = expected.replies.pop_back() {
                expected.replies.extend(std::iter::repeat_n(last, times));
            }
        })
    }

    /// Replies to any number of requests, none included, as it did last.
    pub fn always(self) -> Self {
        self.change(|expected| expected.always = expected.replies.pop_back())
    }

    fn matching(self, matcher: Matcher) -> Self {
        self.change(|expected| expected.matchers.push(matcher))
    }

    fn reply(self, reply: Reply) -> Self {
        self.change(|expected| expected.replies.push_back(reply))
    }

    fn change(self, change: impl FnOnce(&mut Expected)) -> Self {
        // Nothing is ever taken out of the list.
        if let Some(expected) = self.mock.state().expected.get_mut(self.index) {
            change(expected);
        }
        self
    }
}

/// A reply that can't be made: the call says so.
fn unwritable(what: &str) -> Reply {
    Reply::None(format!(
        "the mock was given a reply that none can be: {what}"
    ))
}

/// Whether a value says nothing, as `()` does: there is no other of its type. Written as JSON, it is the same as null.
fn is_nothing<T>(_: &T) -> bool {
    size_of::<T>() == 0
}

fn is_json(spec: Spec) -> bool {
    spec.accept.contains("json")
}

static NOTHING: Bytes = Bytes::new();

/// The pairs of a query by their names: the parameter that asks for another page comes last, wherever it stood before.
/// Those of one name stay in their order, which lists have.
fn sorted(query: &str) -> Vec<&str> {
    let mut pairs: Vec<&str> = query.split('&').collect();
    pairs.sort_by_key(|pair| pair.split_once('=').map_or(*pair, |(name, _)| name));
    pairs
}

/// Says where a request is not what params make.
fn compare(expected: &Parts, request: &Request) -> Result<(), String> {
    let (path, query) = expected
        .target
        .split_once('?')
        .unwrap_or((&expected.target, ""));
    if !request.path().ends_with(path) {
        return Err(format!("the path is not {path}"));
    }
    if sorted(&request.plain_query()) != sorted(query) {
        return Err(format!("the query is not {query:?}"));
    }
    let in_headers = |place: &Place| *place == Place::Header;
    let described = expected.spec.parameters.iter();
    for parameter in described.filter(|parameter| in_headers(&parameter.place)) {
        let Ok(name) = HeaderName::from_bytes(parameter.name.as_bytes()) else {
            continue;
        };
        let value = expected.headers.get(&name);
        // A client makes keys by itself.
        let is_key = name == "idempotency-key" && value.is_none();
        if !is_key && !request.has_header(&name, value) {
            return Err(format!("the header {name} is not {value:?}"));
        }
    }
    let mut described = expected.spec.parameters.iter();
    if described.any(|parameter| parameter.place == Place::Cookie) {
        let cookies = expected.headers.get(&COOKIE);
        let cookies = cookies.and_then(|value| value.to_str().ok());
        if request.plain_cookies() != cookies.unwrap_or_default() {
            return Err("the cookies are others".to_owned());
        }
    }
    // What is a stream can't be compared before it is sent.
    let body = expected
        .body
        .as_ref()
        .map_or(Some(&NOTHING), Body::as_bytes);
    let Some(body) = body.filter(|body| *body != request.body()) else {
        return Ok(());
    };
    match serde_json::from_slice::<Value>(body) {
        Ok(body) if body == request.json() => Ok(()),
        Ok(body) => Err(format!("the body is not {body}")),
        Err(_) => Err("the body is another".to_owned()),
    }
}
