//! Tokens of a person that are refreshed (RFC 6749, section 6).

use std::fmt;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use super::super::api::Scheme;
use super::super::credential::{
    Connect, Credential, CredentialProvider, ProviderError, Source, Surroundings, Token,
};
use super::super::error::Error;
use super::super::renewal::Renewal;
use super::super::secret::Secret;
use super::super::timer::Clock;
use super::super::transport::{BoxFuture, Timeouts};
use super::{AuthorizationCode, Endpoint, Grant, TokenError, Tokens};

/// What keeps tokens that took the place of others.
type Keep = dyn Fn(Tokens) -> BoxFuture<'static, Result<(), ProviderError>> + Send + Sync;

/// The credential of a person who has agreed that an application acts in their name: see [`AuthorizationCode::credential`].
///
/// Clones are one credential: all clients that have it carry the same access token, which one of them refreshes while the
/// others wait, by the transport and the timer of the first one.
#[derive(Clone)]
pub struct Refreshing {
    app: AuthorizationCode,
    tokens: Tokens,
    keep: Option<Arc<Keep>>,
    /// What all clients share, once there is one.
    renewal: Arc<OnceLock<Arc<Renewal>>>,
}

impl Refreshing {
    pub(super) fn new(app: AuthorizationCode, tokens: Tokens) -> Self {
        Self {
            app,
            tokens,
            keep: None,
            renewal: Arc::default(),
        }
    }

    /// Has refreshed tokens kept before any call carries them: many servers give another refresh token with each, and no
    /// longer take the last one.
    ///
    /// Where they can't be kept, calls go on with the last access token while that is good, and then fail with the error;
    /// meanwhile it is tried again every few seconds, with the same tokens. It may be given up halfway, where the last call
    /// that waits for it ends, and is then gone on with by the next.
    ///
    /// ```ignore
    /// let credential = app.credential(tokens).on_refresh(move |tokens| {
    ///     let database = database.clone();
    ///     async move { database.keep("alice", tokens.refresh_token()).await }
    /// });
    /// ```
    pub fn on_refresh<F, O>(mut self, keep: F) -> Self
    where
        F: Fn(Tokens) -> O + Send + Sync + 'static,
        O: Future<Output = Result<(), ProviderError>> + Send + 'static,
    {
        self.keep = Some(Arc::new(move |tokens| Box::pin(keep(tokens))));
        // What others have does not keep.
        self.renewal = Arc::default();
        self
    }
}

impl fmt::Debug for Refreshing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Refreshing")
            .field("app", &self.app)
            .finish_non_exhaustive()
    }
}

impl From<Refreshing> for Credential {
    fn from(credential: Refreshing) -> Self {
        Self(Source::Asked(Arc::new(credential)))
    }
}

impl Connect for Refreshing {
    fn connect(&self, _scheme: &Scheme, client: &Surroundings<'_>) -> Result<Arc<Renewal>, Error> {
        if let Some(renewal) = self.renewal.get() {
            return Ok(renewal.clone());
        }
        let url = self.app.refreshed_at(client.base_url)?;
        let person = Person {
            endpoint: self.app.endpoint(url, client.timeouts, client.transport),
            state: Mutex::new(State {
                refresh: self.tokens.refresh().cloned(),
                ..State::default()
            }),
            keep: self.keep.clone(),
        };
        let renewal = Renewal::shared(
            Arc::new(person),
            Clock::new(client.timer.clone()),
            client.timeouts.whole.max(Timeouts::USUAL.whole),
            self.tokens.token(),
        );
        Ok(self.renewal.get_or_init(|| Arc::new(renewal)).clone())
    }
}

/// A person's tokens, with all that it takes to refresh them.
struct Person {
    endpoint: Endpoint,
    state: Mutex<State>,
    keep: Option<Arc<Keep>>,
}

#[derive(Default)]
struct State {
    refresh: Option<Secret>,
    /// What is refreshed, and not kept yet.
    pending: Option<Tokens>,
    /// Why there will be no others.
    over: Option<TokenError>,
}

/// One is asked for at a time: see [`Renewal`].
impl Person {
    async fn token(&self) -> Result<Token, ProviderError> {
        let pending = self.state().pending.clone();
        let tokens = match pending {
            Some(tokens) => tokens,
            None => self.refresh().await?,
        };
        if let Some(keep) = &self.keep {
            keep(tokens.clone()).await?;
        }
        self.state().pending = None;
        Ok(tokens.into_token())
    }

    async fn refresh(&self) -> Result<Tokens, ProviderError> {
        let (known, over) = {
            let state = self.state();
            (state.refresh.clone(), state.over.clone())
        };
        if let Some(over) = over {
            return Err(Box::new(over));
        }
        let Some(known) = known else {
            return Err(Box::new(TokenError {
                code: None,
                reason: "the access token is no longer good, and none came that gets another one"
                    .to_owned(),
                is_over: true,
            }));
        };
        let tokens = match self.endpoint.ask(Grant::Refresh(&known)).await {
            Ok(tokens) => tokens.or_refresh(&known),
            Err(error) => {
                let refusal = error.downcast_ref::<TokenError>();
                // It will not be good again.
                if let Some(over) = refusal.filter(|error| error.needs_login()) {
                    self.state().over = Some(over.clone());
                }
                return Err(error);
            }
        };
        let mut state = self.state();
        state.refresh = tokens.refresh().cloned();
        state.pending = Some(tokens.clone());
        Ok(tokens)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing panics while it holds this.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl CredentialProvider for Person {
    fn credential(&self) -> BoxFuture<'_, Result<Token, ProviderError>> {
        Box::pin(self.token())
    }
}
