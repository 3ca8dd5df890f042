//! Tokens of a person that are refreshed (RFC 6749, section 6).

use std::fmt;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::super::api::Scheme;
use super::super::base_url::BaseUrl;
use super::super::credential::{
    Connect, Credential, CredentialProvider, ProviderError, Source, Token,
};
use super::super::error::Error;
use super::super::secret::Secret;
use super::super::transport::{BoxFuture, Timeouts, Transport};
use super::{AuthorizationCode, Endpoint, Grant, TokenError, Tokens, refused};

/// What keeps a refresh token that took the place of another one.
type Keep = dyn Fn(Tokens) -> BoxFuture<'static, Result<(), ProviderError>> + Send + Sync;

/// The credential of a person who has agreed that an application acts in their name: see [`AuthorizationCode::credential`].
#[derive(Clone)]
pub struct Refreshing {
    app: AuthorizationCode,
    tokens: Tokens,
    refresh: Arc<Mutex<Refresh>>,
    keep: Option<Arc<Keep>>,
}

/// The refresh token, which is the same for all clients that have the credential.
struct Refresh {
    token: Option<Secret>,
    /// Whether it took the place of another one, and is not kept yet.
    is_new: bool,
}

impl Refreshing {
    pub(super) fn new(app: AuthorizationCode, tokens: Tokens) -> Self {
        let refresh = Refresh {
            token: tokens.refresh().cloned(),
            is_new: false,
        };
        Self {
            app,
            tokens,
            refresh: Arc::new(Mutex::new(refresh)),
            keep: None,
        }
    }

    /// Has a refresh token kept that takes the place of the last one, which many servers no longer take from then on. No call
    /// has the new access token before it is kept; where it can't be, the error is that of the call, and it is tried again at
    /// the next one.
    ///
    /// ```ignore
    /// app.credential(tokens).on_rotation(move |tokens| async move {
    ///     database.set_refresh_token(person, tokens.refresh_token()).await?;
    ///     Ok(())
    /// })
    /// ```
    pub fn on_rotation<F, O>(mut self, keep: F) -> Self
    where
        F: Fn(Tokens) -> O + Send + Sync + 'static,
        O: Future<Output = Result<(), ProviderError>> + Send + 'static,
    {
        self.keep = Some(Arc::new(move |tokens| Box::pin(keep(tokens))));
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
    fn connect(
        &self,
        _scheme: &Scheme,
        _base_url: &BaseUrl,
        timeouts: Timeouts,
        transport: &Arc<dyn Transport>,
    ) -> Result<Arc<dyn CredentialProvider>, Error> {
        Ok(Arc::new(Person {
            endpoint: Endpoint {
                identity: self.app.identity().clone(),
                url: self.app.refreshed_by()?,
                parameters: self.app.parameters().to_vec(),
                timeouts,
                transport: transport.clone(),
            },
            first: Mutex::new(self.tokens.access().map(|_| self.tokens.clone().into())),
            refresh: self.refresh.clone(),
            keep: self.keep.clone(),
        }))
    }
}

/// A person's tokens, with all that it takes to refresh them.
struct Person {
    endpoint: Endpoint,
    /// What came with the agreement.
    first: Mutex<Option<Token>>,
    refresh: Arc<Mutex<Refresh>>,
    keep: Option<Arc<Keep>>,
}

impl Person {
    async fn token(&self) -> Result<Token, ProviderError> {
        if let Some(token) = locked(&self.first).take() {
            return Ok(token);
        }
        let known = locked(&self.refresh).token.clone();
        let Some(known) = known else {
            return Err(refused(
                "the access token is no longer good, and none came that gets another one",
            ));
        };
        let tokens = match self.refresh(&known).await {
            Err(error) if is_used_up(&error) => {
                // Another client may have used it just now, and have the next one.
                let next = locked(&self.refresh).token.clone();
                match next.filter(|next| *next != known) {
                    Some(next) => self.refresh(&next).await?,
                    None => return Err(error),
                }
            }
            tokens => tokens?,
        };
        let is_new = locked(&self.refresh).is_new;
        if let (true, Some(keep)) = (is_new, &self.keep) {
            keep(tokens.clone()).await?;
            let mut refresh = locked(&self.refresh);
            // Meanwhile another client may have got another one, which it keeps itself.
            if refresh.token.as_ref() == tokens.refresh() {
                refresh.is_new = false;
            }
        }
        Ok(tokens.into())
    }

    async fn refresh(&self, known: &Secret) -> Result<Tokens, ProviderError> {
        let tokens = self.endpoint.ask(Grant::Refresh(known)).await?;
        let mut refresh = locked(&self.refresh);
        if let Some(new) = tokens.refresh().filter(|new| *new != known) {
            refresh.token = Some(new.clone());
            refresh.is_new = true;
        }
        drop(refresh);
        Ok(tokens.or_refresh(known))
    }
}

fn locked<T>(value: &Mutex<T>) -> MutexGuard<'_, T> {
    // Nothing panics while it holds one.
    value.lock().unwrap_or_else(PoisonError::into_inner)
}

fn is_used_up(error: &ProviderError) -> bool {
    let error = error.downcast_ref::<TokenError>();
    error.is_some_and(|error| error.code() == Some("invalid_grant"))
}

impl CredentialProvider for Person {
    fn credential(&self) -> BoxFuture<'_, Result<Token, ProviderError>> {
        Box::pin(self.token())
    }

    fn replaces_refused(&self) -> bool {
        locked(&self.refresh).token.is_some()
    }
}
