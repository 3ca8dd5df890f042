//! Credentials as a client is given them: always the same, or asked for anew.

use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use super::secret::Secret;
use super::transport::BoxFuture;

/// A credential: a text that stays the same, or what a [provider](CredentialProvider) gives.
///
/// ```ignore
/// let token = Credential::from_provider(|| async {
///     let token = read_token_file().await?;
///     Ok(Token::new(token).expires_in(Duration::from_secs(600)))
/// });
/// let client = Client::builder().api_token(token).build()?;
/// ```
#[derive(Clone)]
pub struct Credential(pub(super) Source);

#[derive(Clone)]
pub(super) enum Source {
    Fixed(Secret),
    Provider(Arc<dyn CredentialProvider>),
    /// Somebody who is asked through the client that has the credential.
    #[cfg(feature = "oauth2")]
    Asked(Arc<dyn Connect>),
}

/// Who is asked through a client, and has to know it first.
#[cfg(feature = "oauth2")]
pub(super) trait Connect: Send + Sync {
    fn connect(
        &self,
        scheme: &super::api::Scheme,
        client: &Surroundings<'_>,
    ) -> Result<Arc<super::renewal::Renewal>, super::error::Error>;
}

/// What credentials may need of the client that they are of.
#[cfg_attr(not(feature = "oauth2"), allow(dead_code))]
pub(super) struct Surroundings<'c> {
    pub base_url: &'c super::base_url::BaseUrl,
    pub timeouts: super::transport::Timeouts,
    pub transport: &'c Arc<dyn super::transport::Transport>,
    pub timer: &'c Option<Arc<dyn super::timer::Timer>>,
}

impl Credential {
    /// What a provider gives, for as long as it is good.
    pub fn from_provider(provider: impl CredentialProvider) -> Self {
        Self(Source::Provider(Arc::new(provider)))
    }
}

impl From<Secret> for Credential {
    fn from(secret: Secret) -> Self {
        Self(Source::Fixed(secret))
    }
}

impl From<String> for Credential {
    fn from(text: String) -> Self {
        Secret::from(text).into()
    }
}

impl From<&str> for Credential {
    fn from(text: &str) -> Self {
        Secret::from(text).into()
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// Why a provider has no credential. No text of it may hold one.
pub type ProviderError = Box<dyn StdError + Send + Sync>;

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

/// Gives credentials that are good for a while.
///
/// It is asked when a call needs a credential and there is none that is still good, by one call at a time: others that
/// come meanwhile wait, and get what that one gets, or its error. The time of a call goes on while it waits. Where that call
/// ends before, the next one goes on with what it asked for, up to ten seconds after it did.
///
/// It is asked again by the policy for retries where its error is a [`TransportError`](super::TransportError) by which
/// nothing was sent.
///
/// A function that gives a future is a provider.
pub trait CredentialProvider: Send + Sync + 'static {
    /// A credential that is good from now on. The future may be begun by one call and ended by another.
    fn credential(&self) -> BoxFuture<'_, Result<Token, ProviderError>>;

    /// Whether to ask for another one when a server refuses, with 401, one that was given before: yes unless said
    /// otherwise. The call is then sent once more, whatever its policy for retries is. If the other one is refused as well, it
    /// is kept for five seconds.
    fn replaces_refused(&self) -> bool {
        true
    }
}

impl<F, O> CredentialProvider for F
where
    F: Fn() -> O + Send + Sync + 'static,
    O: Future<Output = Result<Token, ProviderError>> + Send + 'static,
{
    fn credential(&self) -> BoxFuture<'_, Result<Token, ProviderError>> {
        Box::pin(self())
    }
}

/// What a provider gives.
#[derive(Clone, Debug)]
pub struct Token {
    pub(super) secret: Secret,
    pub(super) expires_in: Option<Duration>,
}

impl Token {
    /// A credential that is good until a server refuses it.
    pub fn new(secret: impl Into<Secret>) -> Self {
        Self {
            secret: secret.into(),
            expires_in: None,
        }
    }

    /// For how long it is good, from when the provider was asked for it. A client asks for the next one when nine tenths of
    /// that are over, or a minute before its end if that is later.
    pub fn expires_in(mut self, time: Duration) -> Self {
        self.expires_in = Some(time);
        self
    }
}
