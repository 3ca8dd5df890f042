// Copied by specwright 0.1.0 from specwright-runtime.

//! Tokens for a client's own credentials (RFC 6749, section 4.4), through the client's own transport.
//!
//! The `oauth2` crate makes the request and reads the response. What it copies meanwhile is not overwritten.

use std::error::Error as StdError;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use ::oauth2::basic::{
    BasicErrorResponse, BasicRevocationErrorResponse, BasicTokenIntrospectionResponse,
    BasicTokenType,
};
use ::oauth2::{
    AccessToken, AsyncHttpClient, AuthType, ClientId, ClientSecret, HttpRequest, HttpResponse,
    RefreshToken, RequestTokenError, Scope, StandardRevocableToken, TokenResponse, TokenUrl,
};
use http::header::AUTHORIZATION;
use http::{HeaderValue, StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::Url;

use super::api::{Scheme, SchemeKind};
use super::base_url::BaseUrl;
use super::body::Body;
use super::credential::{Credential, CredentialProvider, Passing, ProviderError, Source, Token};
use super::decode::without_values;
use super::echo::Echoes;
use super::error::{Error, cut, excerpt};
use super::secret::Secret;
use super::transport::{BoxFuture, Timeouts, Transport, TransportError};
use super::wait;

/// How many bytes a response may have.
const MOST: u64 = 1 << 20;

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
    pub fn scopes(mut self, scopes: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.scopes = Some(scopes.into_iter().map(Into::into).collect());
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

    /// A provider for a scheme of an API, with where it is relative to.
    pub(super) fn connect(
        self,
        scheme: &Scheme,
        base_url: &BaseUrl,
        timeouts: Timeouts,
        transport: &Arc<dyn Transport>,
    ) -> Result<Grant, Error> {
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
        let url = base_url
            .resolve(url)
            .ok_or_else(|| refused("has an address for tokens that is none"))?;
        let of_description = || described.map_or(&[][..], |endpoint| endpoint.scopes);
        let scopes = self.scopes.unwrap_or_else(|| {
            of_description()
                .iter()
                .map(|&scope| scope.to_owned())
                .collect()
        });
        Ok(Grant {
            id: self.id,
            secret: self.secret,
            url,
            scopes,
            parameters: self.parameters,
            in_body: self.in_body,
            timeouts,
            transport: transport.clone(),
        })
    }
}

impl From<ClientCredentials> for Credential {
    fn from(credentials: ClientCredentials) -> Self {
        Self(Source::ClientCredentials(Box::new(credentials)))
    }
}

impl fmt::Debug for ClientCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientCredentials")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// Client credentials with all that it takes to get a token for them.
pub(super) struct Grant {
    id: String,
    secret: Secret,
    url: Url,
    scopes: Vec<String>,
    parameters: Vec<(String, String)>,
    in_body: bool,
    timeouts: Timeouts,
    transport: Arc<dyn Transport>,
}

impl Grant {
    async fn token(&self) -> Result<Token, ProviderError> {
        let auth_type = match self.in_body {
            true => AuthType::RequestBody,
            false => AuthType::BasicAuth,
        };
        let client = Client::new(ClientId::new(self.id.clone()))
            .set_client_secret(ClientSecret::new(self.secret.expose().to_owned()))
            .set_auth_type(auth_type)
            .set_token_uri(TokenUrl::from_url(self.url.clone()));
        let scopes = self.scopes.iter().cloned().map(Scope::new);
        let mut request = client.exchange_client_credentials().add_scopes(scopes);
        for (name, value) in &self.parameters {
            request = request.add_extra_param(name, value);
        }
        let carrier = Carrier {
            grant: self,
            seen: Mutex::default(),
        };
        let result = request.request_async(&carrier).await;
        let seen = carrier.seen.into_inner();
        let seen = seen.unwrap_or_else(PoisonError::into_inner);
        let answer = match result {
            Ok(answer) => answer,
            Err(error) => {
                let cause = self.cause(error, &seen);
                return Err(match seen.passing {
                    Some(asked) => Box::new(Passing { cause, asked }),
                    None => cause,
                });
            }
        };
        let token = answer.access_token.secret().as_str();
        if token.is_empty() {
            return Err(refused("its `access_token` is empty"));
        }
        Ok(Token {
            secret: token.into(),
            expires_in: answer.expires_in(),
        })
    }

    /// Why there is no token, in a line that can be read, without the secrets that a server may repeat.
    fn cause(&self, error: TokenError, seen: &Seen) -> ProviderError {
        let hide = || Echoes::new(&seen.authorization, [self.secret.expose()]);
        match (error, seen.failure) {
            (RequestTokenError::Request(error), _) => error.into(),
            (RequestTokenError::ServerResponse(refusal), _) => {
                refused(&cut(&hide().without(refusal.to_string())))
            }
            (RequestTokenError::Parse(_, body), Some(status)) => {
                refused(&format!("{status}: {}", excerpt(&body, &[], &hide())))
            }
            (RequestTokenError::Other(_), Some(status)) => refused(&status.to_string()),
            // The response, which the error holds and may show a value of, may have a token.
            (RequestTokenError::Parse(error, _), None) => {
                refused(&without_values(&error.to_string()))
            }
            (RequestTokenError::Other(reason), None) => refused(&reason),
        }
    }
}

/// The client of the `oauth2` crate, for answers as servers really give them.
type Client = ::oauth2::Client<
    BasicErrorResponse,
    Answer,
    BasicTokenIntrospectionResponse,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
>;

type TokenError = RequestTokenError<TransportError, BasicErrorResponse>;

/// What is read of an answer. What else there is may be missing, or of another type than RFC 6749 has it.
#[derive(Debug, Deserialize, Serialize)]
struct Answer {
    access_token: AccessToken,
    #[serde(default)]
    expires_in: Value,
}

impl TokenResponse for Answer {
    type TokenType = BasicTokenType;

    fn access_token(&self) -> &AccessToken {
        &self.access_token
    }

    fn token_type(&self) -> &BasicTokenType {
        &BasicTokenType::Bearer
    }

    /// Some servers write it as a text, or with a fraction. What is no time says nothing.
    fn expires_in(&self) -> Option<Duration> {
        let seconds = match &self.expires_in {
            Value::String(text) => text.trim().parse().ok(),
            other => other.as_f64(),
        };
        Duration::try_from_secs_f64(seconds?).ok()
    }

    fn refresh_token(&self) -> Option<&RefreshToken> {
        None
    }

    fn scopes(&self) -> Option<&Vec<Scope>> {
        None
    }
}

/// Carries one request for a token.
struct Carrier<'g> {
    grant: &'g Grant,
    seen: Mutex<Seen>,
}

/// What is known of a request and its answer beside what the `oauth2` crate makes of them.
#[derive(Default)]
struct Seen {
    /// What proved who is asking, where that is in a header.
    authorization: Option<HeaderValue>,
    /// The status, if it is none of an answer with a token.
    failure: Option<StatusCode>,
    /// How long the server asks to wait, if it is one that may answer otherwise later.
    passing: Option<Option<Duration>>,
}

impl Carrier<'_> {
    async fn carry(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let mut request = request.map(Body::from);
        request.extensions_mut().insert(self.grant.timeouts);
        let mut seen = Seen::default();
        if let Some(value) = request.headers_mut().get_mut(AUTHORIZATION) {
            value.set_sensitive(true);
            seen.authorization = Some(value.clone());
        }
        let (head, body) = self.grant.transport.send(request).await?.into_parts();
        seen.failure = (head.status != StatusCode::OK).then_some(head.status);
        let passes = matches!(head.status.as_u16(), 429 | 502 | 503 | 504);
        if passes && wait::wish(&head.headers) != Some(false) {
            seen.passing = Some(wait::asked(&head.headers, || None));
        }
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = seen;
        let body = body.bytes_up_to(MOST).await?;
        Ok(HttpResponse::from_parts(head, body.to_vec()))
    }
}

impl<'c> AsyncHttpClient<'c> for Carrier<'_> {
    type Error = TransportError;
    type Future = BoxFuture<'c, Result<HttpResponse, TransportError>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.carry(request))
    }
}

fn refused(reason: &str) -> ProviderError {
    Box::new(Refused(reason.to_owned()))
}

impl CredentialProvider for Grant {
    fn credential(&self) -> BoxFuture<'_, Result<Token, ProviderError>> {
        Box::pin(self.token())
    }
}

/// A server that gives tokens gave none.
#[derive(Debug)]
struct Refused(String);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no token: {}", self.0)
    }
}

impl StdError for Refused {}
