// Copied by specwright 0.1.0 from specwright-runtime.

//! A credential that is asked for anew when it is no longer good: by one call, while all others wait.

use std::error::Error as StdError;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use super::credential::{CredentialProvider, ProviderError, Token};
use super::retry::RetryPolicy;
use super::secret::Secret;
use super::timer::Clock;
use super::transport::TransportError;
use super::{random, wait};

/// How long before its end a credential is replaced, at most.
const MARGIN: Duration = Duration::from_secs(60);

/// How long a credential that is still good goes on being used where no other was to be had.
const PAUSE: Duration = Duration::from_secs(5);

/// A provider, and what it gave last.
pub(super) struct Renewal {
    provider: Arc<dyn CredentialProvider>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    current: Option<Current>,
    /// Which time the provider was asked last.
    round: u64,
    /// Whether it is being asked.
    asking: bool,
    failed: Option<(u64, Arc<ProviderError>)>,
    waiting: Vec<Waker>,
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
}

impl Current {
    /// Whether servers still take it.
    fn lasts(&self, now: Duration) -> bool {
        self.ends.is_none_or(|ends| now < ends)
    }

    /// It is used for a while more, because no other was to be had.
    fn go_on(&mut self, now: Duration) {
        let later = now.saturating_add(PAUSE);
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

/// Why there is no credential, although there may be one in a moment.
#[derive(Debug)]
#[cfg_attr(not(feature = "oauth2"), allow(dead_code))]
pub(super) struct Passing {
    pub cause: ProviderError,
    /// How long the server asks to wait.
    pub asked: Option<Duration>,
}

impl fmt::Display for Passing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.cause.fmt(f)
    }
}

impl StdError for Passing {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.cause.source()
    }
}

/// What a call does that needs a credential.
enum Turn {
    Take(Current),
    Ask,
    Wait(u64),
}

impl Renewal {
    pub fn new(provider: Arc<dyn CredentialProvider>) -> Self {
        Self {
            provider,
            state: Mutex::default(),
        }
    }

    /// The same provider for another client, which has another clock.
    pub fn anew(&self) -> Self {
        Self::new(self.provider.clone())
    }

    /// A credential that is good.
    pub async fn get(&self, terms: Terms<'_>) -> Result<Current, Arc<ProviderError>> {
        loop {
            match self.turn(terms.clock.now()) {
                Turn::Take(current) => return Ok(current),
                Turn::Ask => return self.ask(terms).await,
                Turn::Wait(round) => {
                    poll_fn(|context| self.poll_asked(round, context)).await?;
                    // What was waited for is taken even where it is good for no time at all: else each would ask in turn.
                    if let Some(given) = self.given_in(round) {
                        return Ok(given);
                    }
                }
            }
        }
    }

    fn given_in(&self, round: u64) -> Option<Current> {
        let state = self.state();
        let current = state.current.as_ref();
        current.filter(|current| current.round == round).cloned()
    }

    fn turn(&self, now: Duration) -> Turn {
        let mut state = self.state();
        // While somebody asks for the next one, the last one does for as long as servers take it.
        let asking = state.asking;
        let is_good = |current: &&Current| {
            current.good_until.is_none_or(|until| now < until) || (asking && current.lasts(now))
        };
        match state.current.as_ref().filter(is_good) {
            Some(current) => Turn::Take(current.clone()),
            None if state.asking => Turn::Wait(state.round),
            None => {
                state.asking = true;
                state.round += 1;
                Turn::Ask
            }
        }
    }

    async fn ask(&self, terms: Terms<'_>) -> Result<Current, Arc<ProviderError>> {
        // A call that is dropped while it asks leaves it to the next one.
        let asking = Asking(self, terms.clock);
        let mut retries = 0;
        loop {
            let given = self.ask_once(terms).await;
            let now = terms.clock.now();
            let pause = match &given {
                Err(error) if !self.lasts(now) => terms.pause(error, retries),
                _ => None,
            };
            let Some(pause) = pause else {
                return asking.0.settle(given, now);
            };
            terms.clock.sleep(pause).await;
            retries += 1;
        }
    }

    /// What the provider gives. Where the last credential will do, nobody waits for long.
    async fn ask_once(&self, terms: Terms<'_>) -> Result<Token, ProviderError> {
        let mut given = self.provider.credential();
        let now = terms.clock.now();
        if self.lasts(now) {
            let patience = PAUSE.min(terms.until.saturating_sub(now) / 2);
            match terms.clock.within(patience, Pin::new(&mut given)).await {
                Some(given) => return given,
                None if self.lasts(terms.clock.now()) => {
                    return Err("no other credential came in time".into());
                }
                None => {}
            }
        }
        given.await
    }

    /// Whether servers still take what was given last.
    fn lasts(&self, now: Duration) -> bool {
        let state = self.state();
        state.current.as_ref().is_some_and(|it| it.lasts(now))
    }

    /// Keeps what came of asking.
    fn settle(
        &self,
        given: Result<Token, ProviderError>,
        now: Duration,
    ) -> Result<Current, Arc<ProviderError>> {
        let mut state = self.state();
        let round = state.round;
        match given {
            Ok(token) => {
                let good_for = |life: Duration| life.saturating_sub(MARGIN.min(life / 10));
                let life = token.expires_in;
                let current = Current {
                    secret: token.secret,
                    round,
                    good_until: life.map(|life| now.saturating_add(good_for(life))),
                    ends: life.map(|life| now.saturating_add(life)),
                };
                state.current = Some(current.clone());
                Ok(current)
            }
            Err(error) => {
                // It was asked for early so that a failure like this one is none.
                if let Some(current) = state.current.as_mut().filter(|it| it.lasts(now)) {
                    current.go_on(now);
                    return Ok(current.clone());
                }
                // That it might have passed is no matter of the call.
                let error = match error.downcast::<Passing>() {
                    Ok(passing) => passing.cause,
                    Err(error) => error,
                };
                let error = Arc::new(error);
                state.failed = Some((round, error.clone()));
                Err(error)
            }
        }
    }

    /// Ready when whoever asked in this round is done, with the error if that is what it came to.
    fn poll_asked(
        &self,
        round: u64,
        context: &mut Context<'_>,
    ) -> Poll<Result<(), Arc<ProviderError>>> {
        let mut state = self.state();
        if state.asking && state.round == round {
            let waker = context.waker();
            if !state.waiting.iter().any(|known| known.will_wake(waker)) {
                state.waiting.push(waker.clone());
            }
            return Poll::Pending;
        }
        Poll::Ready(match &state.failed {
            Some((failed, error)) if *failed == round => Err(error.clone()),
            _ => Ok(()),
        })
    }

    /// A server refused what was given in this round. Whether the next call gets another one.
    pub fn refused(&self, round: u64) -> bool {
        if !self.provider.replaces_refused() {
            return false;
        }
        let mut state = self.state();
        if state
            .current
            .as_ref()
            .is_some_and(|current| current.round == round)
        {
            state.current = None;
        }
        true
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing panics while it holds this.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// As long as it lives, the provider is being asked.
struct Asking<'a>(&'a Renewal, &'a Clock);

impl Drop for Asking<'_> {
    fn drop(&mut self) {
        let waiting = {
            let mut state = self.0.state();
            state.asking = false;
            // A call that gave up early is no reason for the next one to ask at once.
            let now = self.1.now();
            let is_due = |current: &&mut Current| current.good_until.is_some_and(|it| it <= now);
            let last = state.current.as_mut().filter(|it| it.lasts(now));
            if let Some(last) = last.filter(is_due) {
                last.go_on(now);
            }
            std::mem::take(&mut state.waiting)
        };
        waiting.into_iter().for_each(Waker::wake);
    }
}
