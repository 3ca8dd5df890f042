//! Responses that are a stream of items: `text/event-stream`, JSON lines, JSON text sequences.

mod call;
mod feed;
mod split;

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use serde::de::DeserializeOwned;

pub use call::Streamed;
use feed::Feed;
pub use split::Event;
use split::Framing;

use super::error::Error;
use super::operation::Operation;
use super::response::{RawResponse, answers};

/// An operation whose success is a stream of items, always or if it is asked for.
pub trait Streams: Operation {
    /// One item.
    type Item: DeserializeOwned + Send;

    /// How items stand in the stream.
    const STREAM: StreamSpec;

    /// Sets what asks for a stream, where a parameter or a member of the body does that.
    fn ask(&mut self) {}
}

/// How items stand in a stream.
#[derive(Clone, Copy, Debug)]
pub struct StreamSpec {
    framing: Framing,
    items: Items,
    named: bool,
    /// The events whose data is text, whatever that of others is.
    texts: &'static [&'static str],
    media_type: &'static str,
    ends: &'static [&'static str],
}

/// What an item is.
#[derive(Clone, Copy, Debug)]
enum Items {
    /// The JSON in an event's data.
    Data,
    /// The event as an object.
    Events,
    /// The same with the JSON in its data.
    JsonEvents,
}

impl StreamSpec {
    /// An item that is an event has the member `event` always: `message` where the server says nothing.
    pub const fn named(mut self) -> Self {
        self.named = true;
        self
    }

    /// The data of events with one of these as their `event` is text, and not the JSON in it.
    pub const fn texts(mut self, events: &'static [&'static str]) -> Self {
        self.texts = events;
        self
    }

    /// Events with one of these texts as their data are no items: they end the stream, which is not whole before. Where nothing
    /// is said, `[DONE]` ends a stream of events, and so does its connection.
    pub const fn until(mut self, ends: &'static [&'static str]) -> Self {
        self.ends = ends;
        self
    }

    /// Whether its items are the JSON in the data of events.
    fn takes_json_events(&self) -> bool {
        matches!((self.framing, self.items), (Framing::Events, Items::Data))
    }
}

const fn spec(framing: Framing, media_type: &'static str) -> StreamSpec {
    StreamSpec {
        framing,
        items: Items::Data,
        named: false,
        texts: &[],
        media_type,
        ends: &[],
    }
}

/// `text/event-stream`, whose items are the JSON in the data of its events.
pub const fn events() -> StreamSpec {
    spec(Framing::Events, "text/event-stream")
}

/// `text/event-stream`, whose items are its events as objects with the members `event`, `data`, `id` and `retry`.
pub const fn event_objects() -> StreamSpec {
    let mut spec = events();
    spec.items = Items::Events;
    spec
}

/// The same, where the member `data` is the JSON in the data of the event. What is no JSON is text.
pub const fn json_event_objects() -> StreamSpec {
    let mut spec = events();
    spec.items = Items::JsonEvents;
    spec
}

/// A line of JSON for each item.
pub const fn json_lines(media_type: &'static str) -> StreamSpec {
    spec(Framing::Lines, media_type)
}

/// A JSON text for each item, after a record separator (RFC 7464).
pub const fn json_sequence(media_type: &'static str) -> StreamSpec {
    spec(Framing::Sequence, media_type)
}

/// Items that come one after the other, for as long as the server sends them. Dropping it ends the request.
///
/// It is a [`Stream`]; [`next`](Self::next) gives its items without further crates:
///
/// ```ignore
/// let mut ticks = client.ticker().watch().send_stream().await?;
/// while let Some(tick) = ticks.next().await {
///     println!("{}", tick?.price);
/// }
/// ```
///
/// Each read has to bring something within [`read_timeout`](super::ClientBuilder::read_timeout). An item that does not
/// fit its type is an error, after which the next one comes; after any other error nothing comes.
///
/// Status and headers are those of the response that the items come in: the latest one, where it has
/// [asked again](Self::reconnect).
#[must_use = "a stream does nothing unless it is read"]
pub struct EventStream<T> {
    feed: Feed,
    items: PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned> EventStream<T> {
    fn new(feed: Feed) -> Self {
        Self {
            feed,
            items: PhantomData,
        }
    }

    /// What is there already.
    fn of(response: &RawResponse, spec: StreamSpec) -> Self {
        Self::new(Feed::of(response, spec))
    }

    // Of the latest one, where it has asked again.
    answers!(feed.head);

    /// The next item; none where the stream has ended.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|context| self.poll_item(context)).await
    }

    /// Ends the stream at an event with this text as its data, beside those that it ends at anyway. A stream whose connection
    /// ends before such an event is broken off, which is an error.
    pub fn until(mut self, end: impl Into<String>) -> Self {
        self.feed.ends.push(end.into());
        self
    }

    /// Asks again where the connection ends or is lost, with the header `Last-Event-ID`, at most so many times in a row
    /// without an item between that fits its type. It waits as long as the server says with `retry`, but no longer than
    /// [`max_retry_after`](super::RetryPolicy::max_retry_after), else for three seconds; and never shorter than before the
    /// second retry of a call, or a later one where no items come. A stream does not ask again unless this is called: what it
    /// has missed since, only some servers send.
    pub fn reconnect(mut self, times: u32) -> Self {
        self.feed.reconnects = times;
        self
    }

    /// The latest identifier that an event of the stream had.
    pub fn last_event_id(&self) -> Option<&str> {
        self.feed.last_id()
    }

    /// The same stream with its events as they come.
    pub fn into_events(mut self) -> EventStream<Event> {
        self.feed.spec = StreamSpec {
            items: Items::Events,
            named: false,
            ..self.feed.spec
        };
        EventStream::new(self.feed)
    }

    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        let event = ready!(self.feed.poll_event(context));
        Poll::Ready(event.map(|event| {
            let item = self.feed.decode(&event?)?;
            self.feed.failed = 0;
            Ok(item)
        }))
    }
}

impl<T: DeserializeOwned> Stream for EventStream<T> {
    type Item = Result<T, Error>;

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<T, Error>>> {
        self.poll_item(context)
    }
}

impl<T> fmt::Debug for EventStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStream")
            .field("spec", &self.feed.spec)
            .finish_non_exhaustive()
    }
}
