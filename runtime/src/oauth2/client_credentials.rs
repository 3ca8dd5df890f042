//! Tokens for a client's own credentials (RFC 6749, section 4.4).

use std::fmt;
use std::sync::Arc;

use super::super::api::{Scheme, SchemeKind};
use super::super::credential::{
    Connect, Credential, CredentialProvider, ProviderError, Source, Surroundings, Token,
};
use super::super::error::Error;
use super::super::renewal::Renewal;
use super::super::secret::Secret;
use super::super::transport::BoxFuture;
use super::{Endpoint, Grant, Identity};

/// What gets a client a token: its identifier and its secret (RFC 6749, section 4.4).
///
/// Where to, and which scopes it asks for, the description says, or the methods here.
///
/// ```ignore
/// let client = Client::builder().oauth(ClientCredentials::new("id", "secret")).build()?;
/// ```
#[derive(Clone)]
pub struct ClientCredentials {
    id: String,
    secret: Secret,
    token_url: Option<String>,
    scopes: Option<Vec<String>>,
    parameters: Vec<(String, String)>,
    in_body: bool,
}

impl ClientCredentials {
    /// A client's identifier and secret.
    pub fn new(id: impl Into<String>, secret: impl Into<Secret>) -> Self {
        Self {
            id: id.into(),
            secret: secret.into(),
            token_url: None,
            scopes: None,
            parameters: Vec::new(),
            in_body: false,
        }
    }

    /// Where tokens come from, instead of from where the description says.
    pub fn token_url(mut self, url: impl Into<String>) -> Self {
        self.token_url = Some(url.into());
        self
    }

    /// The scopes to ask for, instead of all that the operations of the client need.
    pub fn scopes(mut self, scopes: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        let scopes = scopes.into_iter();
        self.scopes = Some(scopes.map(|scope| scope.as_ref().to_owned()).collect());
        self
    }

    /// Sends a further parameter with the request for a token: `audience`, say.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.parameters.push((name.into(), value.into()));
        self
    }

    /// Sends identifier and secret in the body, for servers that do not take them in the header `Authorization`.
    pub fn in_body(mut self) -> Self {
        self.in_body = true;
        self
    }
}

impl Connect for ClientCredentials {
    fn connect(&self, scheme: &Scheme, client: &Surroundings<'_>) -> Result<Arc<Renewal>, Error> {
        let described = match scheme.kind {
            SchemeKind::OAuth2(endpoint) => Some(endpoint),
            _ => None,
        };
        let refused = |why: &str| Error::configuration(format!("`{}` {why}", scheme.name));
        let url = self.token_url.as_deref();
        let Some(url) = url.or(described.map(|endpoint| endpoint.url)) else {
            return Err(refused(
                "has no address in the description that tokens come from",
            ));
        };
        let url = client
            .base_url
            .resolve(url)
            .ok_or_else(|| refused("has an address for tokens that is none"))?;
        let of_description = || described.map_or(&[][..], |endpoint| endpoint.scopes);
        let scopes = self.scopes.clone().unwrap_or_else(|| {
            of_description()
                .iter()
                .map(|&scope| scope.to_owned())
                .collect()
        });
        let service = Service {
            endpoint: Endpoint {
                identity: Identity {
                    id: self.id.clone(),
                    secret: Some(self.secret.clone()),
                    in_body: self.in_body,
                },
                url,
                parameters: self.parameters.clone(),
                timeouts: client.timeouts,
                transport: client.transport.clone(),
            },
            scopes,
        };
        Ok(Arc::new(Renewal::new(Arc::new(service))))
    }
}

/// Client credentials with all that it takes to get a token for them.
struct Service {
    endpoint: Endpoint,
    scopes: Vec<String>,
}

impl Service {
    async fn token(&self) -> Result<Token, ProviderError> {
        let scopes = &self.scopes;
        let grant = Grant::ClientCredentials { scopes };
        Ok(self.endpoint.ask(grant).await?.into_token())
    }
}

impl CredentialProvider for Service {
    fn credential(&self) -> BoxFuture<'_, Result<Token, ProviderError>> {
        Box::pin(self.token())
    }
}

impl From<ClientCredentials> for Credential {
    fn from(credentials: ClientCredentials) -> Self {
        Self(Source::Asked(Arc::new(credentials)))
    }
}

impl fmt::Debug for ClientCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientCredentials")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}
