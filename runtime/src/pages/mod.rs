//! Lists that come in pages, as streams of pages and of items.

mod next;
mod spec;

use std::collections::HashSet;
use std::fmt;
use std::future::poll_fn;
use std::hash::{BuildHasher, RandomState};
use std::mem;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::vec;

use bytes::Bytes;
use futures_core::Stream;
use url::Url;

use self::next::Next;
use self::spec::Style;
pub use self::spec::{PageSpec, by_cursor, by_link, by_number, by_offset, by_url};
use super::address::Address;
use super::client::{self, Client};
use super::error::Error;
use super::operation::Operation;
use super::options::CallOptions;
use super::prepare;
use super::response::RawResponse;
use super::transport::BoxFuture;

/// An operation that gives a list in pages.
pub trait Paged: Operation {
    /// One item of the list.
    type Item: Send;

    /// How the pages follow each other.
    const PAGES: PageSpec;

    /// The items of a page.
    fn items(page: Self::Output) -> Vec<Self::Item>;
}

impl Client {
    /// The pages of a list, none of which is asked for yet.
    pub fn pages<P: Paged>(&self, params: P, options: CallOptions) -> Pages<P> {
        Pages {
            client: self.clone(),
            params,
            options,
            state: State::Wanted(Next::Value(String::new())),
            seen: Seen::default(),
        }
    }

    /// The items of a list that comes in pages, none of which is asked for yet.
    pub fn items<P: Paged>(&self, params: P, options: CallOptions) -> Items<P> {
        Items {
            pages: self.pages(params, options),
            page: Vec::new().into_iter(),
        }
    }
}

/// The pages of a list, each of which is asked for when it is wanted.
///
/// It is a [`Stream`]; [`next`](Self::next) gives its pages without further crates. It ends with the last page, or after
/// an error: one of a call, or because what follows a page is a page that was there already, or at another origin, where
/// credentials must not go.
#[must_use = "nothing is asked for unless the pages are read"]
pub struct Pages<P: Paged> {
    client: Client,
    params: P,
    options: CallOptions,
    state: State,
    seen: Seen,
}

/// What was there already, to which no list should lead back.
#[derive(Default)]
struct Seen {
    /// Hashes of what pages were asked for with: cursors may be long, and lists, too. Nobody else knows the key, nor can make
    /// two that are alike.
    asked: HashSet<u64>,
    key: RandomState,
    /// The latest page: a server that ignores the parameter sends it again and again.
    page: Bytes,
    /// How many pages in a row had no items, up to the latest one whose items were wanted.
    empty: u32,
}

/// How many pages may follow each other that have no items: those of a search may have none for long, but not for ever.
const MOST_EMPTY: u32 = 1000;

enum State {
    /// To be asked for.
    Wanted(Next),
    /// Asked for: the address, and what will come from there.
    Asked(Url, BoxFuture<'static, Result<RawResponse, Error>>),
    /// What follows the page that was given last can't be asked for.
    Failed(Error),
    Done,
}

impl<P: Paged> Pages<P> {
    /// The next page; none after the last one.
    pub async fn next(&mut self) -> Option<Result<P::Output, Error>> {
        poll_fn(|context| self.poll_page(context)).await
    }

    fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<P::Output, Error>>> {
        loop {
            match mem::replace(&mut self.state, State::Done) {
                State::Wanted(Next::Nothing) | State::Done => return Poll::Ready(None),
                State::Failed(error) => return Poll::Ready(Some(Err(error))),
                State::Wanted(next) => match self.ask(next) {
                    Ok(state) => self.state = state,
                    Err(error) => return Poll::Ready(Some(Err(error))),
                },
                State::Asked(url, mut coming) => {
                    let Poll::Ready(outcome) = coming.as_mut().poll(context) else {
                        self.state = State::Asked(url, coming);
                        return Poll::Pending;
                    };
                    let page = outcome.and_then(|raw| {
                        let state = following(&P::PAGES, &mut self.seen, &url, &raw);
                        let page = raw.into_output::<P>()?;
                        Ok((page, state))
                    });
                    return Poll::Ready(Some(page.map(|(page, state)| {
                        self.state = state;
                        page
                    })));
                }
            }
        }
    }

    fn ask(&self, next: Next) -> Result<State, Error> {
        let client = &self.client.inner;
        let mut call = self.client.ready(&self.params, &self.options, false)?;
        let unaddressable = || prepare::unaddressable(P::SPEC.name);
        let mut url = call.request.address.url().ok_or_else(unaddressable)?;
        match next {
            Next::Address(address) => {
                url = address;
                client.credentials.clear_address(call.schemes, &mut url);
            }
            Next::Value(value) if !value.is_empty() => {
                next::with(&mut url, P::PAGES.parameter, &value);
            }
            Next::Value(_) | Next::Nothing => {}
        }
        call.request.address = Address::of(&url).ok_or_else(unaddressable)?;
        let client = Arc::clone(client);
        let coming = async move { Ok(client::perform(&client, &call).await?.0) };
        Ok(State::Asked(url, Box::pin(coming)))
    }
}

/// What follows a page. A page that was asked for is not asked for again: a list that leads in a circle has no end.
fn following(spec: &PageSpec, seen: &mut Seen, asked: &Url, raw: &RawResponse) -> State {
    let fail = |reason| {
        let received = raw.received.clone();
        State::Failed(Error::unexpected(received, reason, raw.sensitive))
    };
    match next::next(spec, asked, raw.headers(), &raw.received.body) {
        Ok(Next::Nothing) => State::Done,
        Ok(_) if seen.empty == MOST_EMPTY => fail("pages without items follow each other"),
        Ok(next) => {
            let hash = |text: &str| seen.key.hash_one(text);
            let key = match &next {
                Next::Address(url) => hash(url.as_str()),
                Next::Value(value) => hash(value),
                Next::Nothing => hash(""),
            };
            // What the first page was asked for with was no page's next.
            let given = next::given(spec, asked);
            let given = hash(given.as_deref().unwrap_or(asked.as_str()));
            let page = raw.received.body.clone();
            // Elsewhere the page itself says that another one follows, and may be like it.
            let counted = matches!(spec.style, Style::Number | Style::Offset);
            let repeats = mem::replace(&mut seen.page, page) == raw.received.body && counted;
            seen.asked.insert(given);
            let is_new = seen.asked.insert(key) && !repeats;
            match is_new {
                true => State::Wanted(next),
                // As an end is said by servers that always have something to say.
                false if next::is_empty(spec, &raw.received.body) => State::Done,
                false => fail("the next page is one that was there already"),
            }
        }
        Err(reason) => fail(reason),
    }
}

impl<P: Paged> Stream for Pages<P> {
    type Item = Result<P::Output, Error>;

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<P::Output, Error>>> {
        self.poll_page(context)
    }
}

impl<P: Paged> fmt::Debug for Pages<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("operation", &P::SPEC.name())
            .finish_non_exhaustive()
    }
}

/// The items of a list, whose [pages](Pages) are asked for as they are wanted.
///
/// ```ignore
/// let mut pets = client.pets().list().items();
/// while let Some(pet) = pets.next().await {
///     println!("{}", pet?.name);
/// }
/// ```
#[must_use = "nothing is asked for unless the items are read"]
pub struct Items<P: Paged> {
    pages: Pages<P>,
    page: vec::IntoIter<P::Item>,
}

impl<P: Paged> Items<P> {
    /// The next item; none after the last one.
    pub async fn next(&mut self) -> Option<Result<P::Item, Error>> {
        poll_fn(|context| self.poll_item(context)).await
    }

    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<P::Item, Error>>> {
        loop {
            if let Some(item) = self.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.pages.poll_page(context)) {
                Some(Ok(page)) => {
                    let items = P::items(page);
                    let empty = &mut self.pages.seen.empty;
                    *empty = if items.is_empty() { *empty + 1 } else { 0 };
                    self.page = items.into_iter();
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

// The params and the items are moved wherever they are.
impl<P: Paged> Unpin for Pages<P> {}
impl<P: Paged> Unpin for Items<P> {}

impl<P: Paged> Stream for Items<P> {
    type Item = Result<P::Item, Error>;

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<P::Item, Error>>> {
        self.poll_item(context)
    }
}

impl<P: Paged> fmt::Debug for Items<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("operation", &P::SPEC.name())
            .finish_non_exhaustive()
    }
}
