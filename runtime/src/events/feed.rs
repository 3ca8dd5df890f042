//! Where the events of a stream come from: a response, and another one where that is wished.

use std::borrow::Cow;
use std::mem;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, HeaderName, HeaderValue};
use serde::de::DeserializeOwned;

use super::super::client::{self, Inner};
use super::super::decode::{self, DecodeError};
use super::super::error::{DecodeFailure, Error, Received, media_type};
use super::super::judge;
use super::super::prepare::Prepared;
use super::super::response::RawResponse;
use super::super::streaming::StreamingResponse;
use super::super::transport::{BoxFuture, TransportError, TransportErrorKind};
use super::super::{random, wait};
use super::split::{Event, Framing, Splitter};
use super::{Items, StreamSpec};

const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

/// How long to wait before the next connection, where the server says nothing.
const PAUSE: Duration = Duration::from_secs(3);

/// What many servers send after the last item, whether or not their descriptions say so. It is no JSON, and so no item.
const DONE: &str = "[DONE]";

/// Why a stream whose mark did not come is no whole one.
const EARLY: &str = "the stream ended before its mark";

/// Events, whatever type their items have.
pub(super) struct Feed {
    pub(super) spec: StreamSpec,
    pub(super) ends: Vec<String>,
    /// How many connections in a row may bring nothing before the stream has failed.
    pub(super) reconnects: u32,
    /// How many did. What does not fit its type is nothing.
    pub(super) failed: u32,
    splitter: Splitter,
    state: State,
    /// The head of the latest response.
    pub(super) head: Received,
    sensitive: &'static [&'static str],
}

enum State {
    Open(Source, Box<StreamingResponse>),
    Opening(BoxFuture<'static, (Source, Result<StreamingResponse, Error>)>),
    /// The connection has ended, with this error if there is one, and its last event was given.
    Ended(Source, Option<Error>),
    /// What comes after the last event.
    Failed(Error),
    /// All of it was there from the beginning.
    Whole,
    Done,
}

/// What it takes to ask again.
struct Source {
    client: Arc<Inner>,
    call: Box<Prepared>,
}

impl Feed {
    /// Sends the request, and gives the stream as soon as it begins.
    pub async fn open(
        client: Arc<Inner>,
        mut call: Box<Prepared>,
        spec: StreamSpec,
    ) -> Result<Self, Error> {
        if let Ok(accept) = HeaderValue::from_str(spec.media_type) {
            call.request.headers.insert(ACCEPT, accept);
        }
        let sensitive = client.api.sensitive;
        let source = Source { client, call };
        let response = source.response(spec).await?;
        let limit = source.call.limits.bytes;
        Ok(Self {
            spec,
            ends: ends(spec),
            reconnects: 0,
            failed: 0,
            splitter: Splitter::new(spec.framing, limit),
            head: response.head.received.clone(),
            state: State::Open(source, Box::new(response)),
            sensitive,
        })
    }

    /// The events of a response that is there as a whole.
    pub fn of(response: &RawResponse, spec: StreamSpec) -> Self {
        // What is in memory already needs no limit.
        let mut splitter = Splitter::new(spec.framing, u64::MAX);
        splitter.push(&response.received.body);
        Self {
            spec,
            ends: ends(spec),
            reconnects: 0,
            failed: 0,
            splitter,
            state: State::Whole,
            head: Received {
                body: Bytes::new(),
                ..response.received.clone()
            },
            sensitive: response.sensitive,
        }
    }

    pub(super) fn last_id(&self) -> Option<&str> {
        self.splitter.last_id()
    }

    pub(super) fn poll_event(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Event, Error>>> {
        loop {
            let event = match self.state {
                State::Done => None,
                _ => self.splitter.next(),
            };
            if let Some(event) = event {
                return Poll::Ready(self.given(event));
            }
            match mem::replace(&mut self.state, State::Done) {
                State::Done => return Poll::Ready(None),
                State::Failed(error) => return Poll::Ready(Some(Err(error))),
                State::Whole => {
                    if let Some(event) = self.splitter.finish() {
                        self.state = State::Whole;
                        return Poll::Ready(self.given(event));
                    }
                    let early = (!self.ends.is_empty()).then(|| {
                        let head = self.head.clone();
                        Error::unexpected(head, EARLY, self.sensitive)
                    });
                    return Poll::Ready(early.map(Err));
                }
                State::Open(_, response) if self.splitter.is_over() => {
                    let error = TransportError::too_large(self.splitter.limit());
                    return Poll::Ready(Some(Err(response.lost(error))));
                }
                State::Open(source, mut response) => match response.poll_chunk(context) {
                    Poll::Pending => {
                        self.state = State::Open(source, response);
                        return Poll::Pending;
                    }
                    Poll::Ready(Some(Ok(chunk))) => {
                        self.splitter.push(&chunk);
                        self.state = State::Open(source, response);
                    }
                    Poll::Ready(Some(Err(error))) => self.ended(source, Some(error)),
                    Poll::Ready(None) => {
                        // A line that has no end is one, all the same.
                        let rest = self.splitter.finish();
                        let given = rest.map(|event| self.given(event));
                        if let Some(None) = given {
                            return Poll::Ready(None);
                        }
                        let early = (!self.ends.is_empty()).then(|| {
                            let kind = TransportErrorKind::Interrupted;
                            response.lost(TransportError::new(kind, EARLY))
                        });
                        self.state = State::Ended(source, early);
                        if let Some(event) = given {
                            return Poll::Ready(event);
                        }
                    }
                },
                State::Ended(source, error) => self.ended(source, error),
                State::Opening(mut opening) => {
                    let Poll::Ready((source, outcome)) = opening.as_mut().poll(context) else {
                        self.state = State::Opening(opening);
                        return Poll::Pending;
                    };
                    match outcome {
                        // That there is nothing more is said by a response with no content.
                        Ok(response) if response.status() == http::StatusCode::NO_CONTENT => {}
                        Ok(response) => {
                            self.head = response.head.received.clone();
                            self.state = State::Open(source, Box::new(response));
                        }
                        Err(error) if !error.is_retryable() => {
                            return Poll::Ready(Some(Err(error)));
                        }
                        Err(error) => self.ended(source, Some(error)),
                    }
                }
            }
        }
    }

    /// An event that came, unless it ends the stream.
    fn given(&mut self, event: Event) -> Option<Result<Event, Error>> {
        let is_end = match self.ends.as_slice() {
            [] => self.spec.takes_json_events() && event.data == DONE,
            ends => ends.contains(&event.data),
        };
        if is_end {
            self.state = State::Done;
            return None;
        }
        if self.splitter.is_cut() {
            let error = DecodeError::new("$", "a value that is whole", "what may be a part of one");
            return Some(Err(self.unfit(event.data, error)));
        }
        Some(Ok(event))
    }

    /// What follows the end of a connection: another one, or the end of the stream, with its error if there is one. What
    /// has come of an item is none.
    fn ended(&mut self, mut source: Source, error: Option<Error>) {
        let may = source.client.clock.can_wait() && source.call.body.is_there();
        if self.failed >= self.reconnects || !may {
            self.state = error.map_or(State::Done, State::Failed);
            return;
        }
        self.failed += 1;
        let policy = &source.call.policy;
        let asked = self.splitter.retry();
        let asked = asked.map_or(PAUSE, |asked| asked.min(policy.max_retry_after));
        // Servers that ask for no wait at all would be asked in a loop.
        let pause = asked.max(wait::backoff(policy, self.failed, random::fraction()));
        // An empty identifier takes back the one before.
        let headers = &mut source.call.request.headers;
        headers.remove(&LAST_EVENT_ID);
        let id = self.splitter.last_id().filter(|id| !id.is_empty());
        if let Some(Ok(id)) = id.map(HeaderValue::from_str) {
            headers.insert(LAST_EVENT_ID, id);
        }
        self.splitter = self.splitter.again();
        let spec = self.spec;
        self.state = State::Opening(Box::pin(async move {
            source.client.clock.sleep(pause).await;
            let outcome = source.response(spec).await;
            (source, outcome)
        }));
    }

    /// The item that an event is.
    pub(super) fn decode<T: DeserializeOwned>(&self, event: &Event) -> Result<T, Error> {
        let mut named = Cow::Borrowed(event);
        if self.spec.named && event.event.is_none() {
            named.to_mut().event = Some("message".to_owned());
        }
        let is_text = |name: &String| self.spec.texts.contains(&name.as_str());
        let object = match self.spec.items {
            Items::Data => None,
            Items::JsonEvents if !named.event.as_ref().is_some_and(is_text) => named.with_json(),
            Items::Events | Items::JsonEvents => serde_json::to_string(&*named).ok(),
        };
        let text = object.as_ref().unwrap_or(&event.data);
        let decoded = decode::json(text.as_bytes(), self.sensitive);
        decoded.map_err(|error| self.unfit(text.clone(), error))
    }

    /// An item that does not fit its type, which is not the end.
    fn unfit(&self, text: String, error: DecodeError) -> Error {
        let received = Received {
            body: text.into(),
            ..self.head.clone()
        };
        Error::Decode(Box::new(DecodeFailure::new(received, error)))
    }
}

/// The texts that a stream is known to end with.
fn ends(spec: StreamSpec) -> Vec<String> {
    spec.ends.iter().map(|end| (*end).to_owned()).collect()
}

impl Source {
    /// A response that is a stream of the kind that was asked for.
    async fn response(&self, spec: StreamSpec) -> Result<StreamingResponse, Error> {
        let (head, rest) = client::perform(&self.client, &self.call).await?;
        if !head.status().is_success() {
            return Err(judge::redirected(self.call.spec, head));
        }
        let kind = media_type(head.headers()).to_ascii_lowercase();
        let response = StreamingResponse::new(head, rest);
        let is_stream = match spec.framing {
            Framing::Events => kind == spec.media_type,
            // These go by many names.
            Framing::Lines | Framing::Sequence => {
                kind.contains("json") || kind == "text/plain" || kind == "application/octet-stream"
            }
        };
        let is_empty = response.status() == http::StatusCode::NO_CONTENT;
        if is_stream || is_empty || kind.is_empty() {
            return Ok(response);
        }
        // It may be a failure that says so in its envelope.
        let sensitive = self.client.api.sensitive;
        let whole = response.whole().await?;
        let whole = judge::judge(self.call.spec, whole.received, sensitive, false)?;
        let reason = match spec.framing {
            Framing::Events => "the response is no stream of events",
            Framing::Lines | Framing::Sequence => "the response is no stream of JSON",
        };
        Err(Error::unexpected(whole.received, reason, sensitive))
    }
}
