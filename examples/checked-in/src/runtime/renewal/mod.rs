// Copied by specwright 0.1.0 from specwright-runtime.

//! A credential that is asked for anew when it is no longer good: by one call, while all others wait.

mod asking;

use std::collections::BTreeMap;
use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use super::credential::{CredentialProvider, Passing, ProviderError, Token};
use super::retry::RetryPolicy;
use super::secret::Secret;
use super::timer::Clock;
use super::transport::{BoxFuture, TransportError};
use super::{random, wait};

use self::asking::Asking;

/// How long before its end a credential is replaced, at most.
const MARGIN: Duration = Duration::from_secs(60);

/// How long a credential goes on being used where no other was to be had, or where the other one was refused as well.
const PAUSE: Duration = Duration::from_secs(5);

/// How old a request for a credential may be that another call has made, and left when it ended. What takes longer is
/// stalled more likely than slow.
const STALLED: Duration = Duration::from_secs(10);

/// A provider, and what it gave last.
pub(super) struct Renewal {
    provider: Arc<dyn CredentialProvider>,
    /// How old a request may be that a call has left.
    stalled: Duration,
    /// The clock that its times are of, where it is not that of one client alone.
    clock: Option<Clock>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    current: Option<Current>,
    /// Which time the provider was asked last.
    round: u64,
    /// Whether it is being asked.
    asking: bool,
    /// Whether a server refused what was given last.
    refused: bool,
    /// What the last one who asked did not wait for.
    left: Option<Request>,
    failed: Option<Failed>,
    /// Those who wait, in the order in which they came.
    waiting: BTreeMap<u64, Waker>,
    /// How many have waited so far.
    waited: u64,
}

/// What a provider is asked, which is no matter of who waits for it.
struct Request {
    answer: BoxFuture<'static, Result<Token, ProviderError>>,
    since: Duration,
}

/// What asking came to, where that was no credential.
#[derive(Clone)]
struct Failed {
    round: u64,
    error: Arc<ProviderError>,
    /// How often it was tried again.
    retries: u32,
}

/// A credential as the provider gave it.
#[derive(Clone)]
pub(super) struct Current {
    pub secret: Secret,
    /// The time that it was asked for.
    pub round: u64,
    /// Until when no other is asked for.
    good_until: Option<Duration>,
    /// When servers no longer take it.
    ends: Option<Duration>,
    /// Until when it is kept though it is refused: the one before was refused as well, and yet another one will not help.
    kept_until: Option<Duration>,
}

impl Current {
    fn new(token: Token, round: u64, since: Duration) -> Self {
        let good_for = |life: Duration| life.saturating_sub(MARGIN.min(life / 10));
        let life = token.expires_in;
        Self {
            secret: token.secret,
            round,
            good_until: life.map(|life| since.saturating_add(good_for(life))),
            ends: life.map(|life| since.saturating_add(life)),
            kept_until: None,
        }
    }

    /// Whether servers still take it.
    fn lasts(&self, now: Duration) -> bool {
        self.ends.is_none_or(|ends| now < ends)
    }

    /// It is used for so long, or as long as servers take it, because no other was to be had.
    fn go_on(&mut self, now: Duration, pause: Duration) {
        let later = now.saturating_add(pause);
        self.good_until = Some(self.ends.map_or(later, |ends| later.min(ends)));
    }
}

/// How long a call waits for a credential, and how often it has somebody asked.
#[derive(Clone, Copy)]
pub(super) struct Terms<'a> {
    pub clock: &'a Clock,
    pub policy: &'a RetryPolicy,
    /// When the time of the call is up.
    pub until: Duration,
}

impl Terms<'_> {
    /// How long to wait before a provider is asked once more, if that may help. It takes nothing but the time.
    fn pause(&self, error: &ProviderError, retries: u32) -> Option<Duration> {
        let passing = error.downcast_ref::<Passing>();
        let transport = error.downcast_ref::<TransportError>();
        let passes = passing.is_some() || transport.is_some_and(TransportError::is_harmless);
        if !passes || retries >= self.policy.max_retries || !self.clock.can_wait() {
            return None;
        }
        let pause = match passing.and_then(|passing| passing.asked) {
            Some(asked) => Some(asked).filter(|asked| *asked <= self.policy.max_retry_after)?,
            None => wait::backoff(self.policy, retries, random::fraction()),
        };
        let end = self.clock.now().saturating_add(pause);
        (end < self.until).then_some(pause)
    }
}

/// What a call does that needs a credential.
enum Turn {
    Take(Current),
    Ask,
    Fail(Failed),
}

impl Renewal {
    pub fn new(provider: Arc<dyn CredentialProvider>) -> Self {
        Self {
            provider,
            stalled: STALLED,
            clock: None,
            state: Mutex::default(),
        }
    }

    /// One that several clients have, with what there is already. A request is waited for longer, since it can't be made
    /// again: what answers it takes the place of what it was made with.
    #[cfg(feature = "oauth2")]
    pub fn shared(
        provider: Arc<dyn CredentialProvider>,
        clock: Clock,
        stalled: Duration,
        first: Option<Token>,
    ) -> Self {
        let current = first.map(|token| Current::new(token, 0, clock.now()));
        Self {
            provider,
            stalled,
            clock: Some(clock),
            state: Mutex::new(State {
                current,
                ..State::default()
            }),
        }
    }

    /// The same by the clock that times here are of.
    fn by_own_clock<'t>(&'t self, terms: Terms<'t>) -> Terms<'t> {
        let Some(clock) = &self.clock else {
            return terms;
        };
        let left = terms.until.saturating_sub(terms.clock.now());
        Terms {
            clock,
            until: clock.now().saturating_add(left),
            ..terms
        }
    }

    /// The same provider for another client, which has another clock.
    pub fn anew(&self) -> Self {
        Self::new(self.provider.clone())
    }

    /// A credential that is good.
    pub async fn get(&self, terms: Terms<'_>) -> Result<Current, Arc<ProviderError>> {
        let terms = self.by_own_clock(terms);
        let mut retries = 0;
        let mut not_before = None;
        loop {
            match self.turn(terms.clock).await {
                Turn::Take(current) => return Ok(current),
                Turn::Ask => return self.ask(terms, retries, not_before).await,
                // Who asked may have had fewer retries.
                Turn::Fail(failed) => {
                    retries = failed.retries.max(retries);
                    let Some(pause) = terms.pause(&failed.error, retries) else {
                        return Err(failed.error);
                    };
                    not_before = Some(terms.clock.now().saturating_add(pause));
                    retries += 1;
                }
            }
        }
    }

    /// What to do, as soon as there is something.
    async fn turn(&self, clock: &Clock) -> Turn {
        let mut waiting = Waiting {
            renewal: self,
            place: None,
        };
        poll_fn(|context| waiting.poll(clock, context)).await
    }

    /// Asks, but not before some time where this is a retry.
    async fn ask(
        &self,
        terms: Terms<'_>,
        mut retries: u32,
        not_before: Option<Duration>,
    ) -> Result<Current, Arc<ProviderError>> {
        // A call that is dropped while it asks leaves it to the next one.
        let mut asking = Asking {
            renewal: self,
            clock: terms.clock,
            request: None,
            settled: false,
        };
        let mut pause = not_before.map(|time| time.saturating_sub(terms.clock.now()));
        loop {
            if let Some(pause) = pause {
                terms.clock.sleep(pause).await;
            }
            let (given, since) = asking.once(terms).await;
            pause = match &given {
                Err(error) if !self.lasts(terms.clock.now()) => terms.pause(error, retries),
                _ => None,
            };
            if pause.is_none() {
                asking.settled = true;
                return self.settle(given, since, terms.clock.now(), retries);
            }
            retries += 1;
        }
    }

    /// Asks the provider.
    fn request(&self, now: Duration) -> Request {
        let provider = self.provider.clone();
        Request {
            answer: Box::pin(async move { provider.credential().await }),
            since: now,
        }
    }

    /// Keeps what came of asking.
    fn settle(
        &self,
        given: Result<Token, ProviderError>,
        since: Duration,
        now: Duration,
        retries: u32,
    ) -> Result<Current, Arc<ProviderError>> {
        let mut state = self.state();
        let round = state.round;
        match given {
            Ok(token) => {
                // From when it was asked for: it may have been there for a while before anybody waited for it.
                let mut current = Current::new(token, round, since);
                let refused = std::mem::take(&mut state.refused);
                current.kept_until = refused.then(|| now.saturating_add(PAUSE));
                state.current = Some(current.clone());
                Ok(current)
            }
            Err(error) => {
                // It was asked for early so that a failure like this one is none.
                if let Some(current) = state.current.as_mut().filter(|it| it.lasts(now)) {
                    let asked = error.downcast_ref::<Passing>().and_then(|it| it.asked);
                    current.go_on(now, asked.unwrap_or_default().max(PAUSE));
                    return Ok(current.clone());
                }
                let error = Arc::new(error);
                state.failed = Some(Failed {
                    round,
                    error: error.clone(),
                    retries,
                });
                Err(error)
            }
        }
    }

    /// Whether servers still take what was given last.
    fn lasts(&self, now: Duration) -> bool {
        let state = self.state();
        state.current.as_ref().is_some_and(|it| it.lasts(now))
    }

    /// A server refused what was given in this round. Whether the next try gets another one.
    pub fn refused(&self, round: u64, clock: &Clock) -> bool {
        if !self.provider.replaces_refused() {
            return false;
        }
        let clock = self.clock.as_ref().unwrap_or(clock);
        let now = clock.now();
        let mut state = self.state();
        if let Some(current) = state.current.as_ref().filter(|it| it.round == round) {
            let is_kept = |until| now < until && clock.tells_time();
            if current.kept_until.is_some_and(is_kept) {
                return false;
            }
            state.current = None;
            state.refused = true;
        }
        true
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing panics while it holds this.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A call that needs a credential, until it is its turn.
struct Waiting<'r> {
    renewal: &'r Renewal,
    /// Its number among those who wait, and the round in which it came.
    place: Option<(u64, u64)>,
}

impl Waiting<'_> {
    fn poll(&mut self, clock: &Clock, context: &mut Context<'_>) -> Poll<Turn> {
        let now = clock.now();
        let mut state = self.renewal.state();
        if let Some((_, since)) = self.place {
            // What was waited for is taken even where it is good for no time at all: else each would ask in turn.
            if let Some(given) = state.current.as_ref().filter(|it| it.round >= since) {
                return Poll::Ready(Turn::Take(given.clone()));
            }
            if let Some(failed) = state.failed.as_ref().filter(|it| it.round >= since) {
                return Poll::Ready(Turn::Fail(failed.clone()));
            }
        }
        // While somebody asks for the next one, the last one does for as long as servers take it.
        let asking = state.asking;
        let is_good = |current: &&Current| {
            current.good_until.is_none_or(|until| now < until) || (asking && current.lasts(now))
        };
        if let Some(current) = state.current.as_ref().filter(is_good) {
            return Poll::Ready(Turn::Take(current.clone()));
        }
        if !asking {
            state.asking = true;
            state.round += 1;
            return Poll::Ready(Turn::Ask);
        }
        let (number, _) = *self.place.get_or_insert_with(|| {
            state.waited += 1;
            (state.waited, state.round)
        });
        let last = state.waiting.insert(number, context.waker().clone());
        // A waker may be the last of a task, which may be another call.
        drop(state);
        drop(last);
        Poll::Pending
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        let Some((number, _)) = self.place else {
            return;
        };
        let mut state = self.renewal.state();
        let own = state.waiting.remove(&number);
        // It may have been the one whose turn it was.
        let next = match state.asking {
            true => None,
            false => state.waiting.pop_first(),
        };
        drop(state);
        drop(own);
        if let Some((_, next)) = next {
            next.wake();
        }
    }
}
