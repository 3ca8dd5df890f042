//! Tokens from a server that gives them (RFC 6749), through the client's own transport.
//!
//! The `oauth2` crate makes the requests and reads the responses. What it copies meanwhile is not overwritten.

mod authorization_code;
mod client_credentials;
mod refreshing;
mod tokens;

use std::error::Error as StdError;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use ::oauth2::basic::{
    BasicErrorResponse, BasicRevocationErrorResponse, BasicTokenIntrospectionResponse,
};
use ::oauth2::{
    AsyncHttpClient, AuthType, ClientId, ClientSecret, HttpRequest, HttpResponse, PkceCodeVerifier,
    RedirectUrl, RefreshToken, RequestTokenError, Scope, StandardRevocableToken, TokenUrl,
};
use http::header::AUTHORIZATION;
use http::{HeaderValue, StatusCode};
use url::Url;

use super::body::Body;
use super::credential::{Passing, ProviderError};
use super::decode::without_values;
use super::echo::Echoes;
use super::error::{cut, excerpt};
use super::secret::Secret;
use super::transport::{BoxFuture, Timeouts, Transport, TransportError};
use super::wait;

pub use self::authorization_code::{AuthorizationCode, Login};
pub use self::client_credentials::ClientCredentials;
pub use self::refreshing::Refreshing;
pub use self::tokens::Tokens;

use self::tokens::Answer;

/// How many bytes a response may have.
const MOST: u64 = 1 << 20;

/// What proves to a server that gives tokens who is asking.
#[derive(Clone)]
struct Identity {
    id: String,
    /// What an application has not that anybody may read.
    secret: Option<Secret>,
    in_body: bool,
}

/// What a token is given for.
enum Grant<'g> {
    /// Who asks, alone (section 4.4).
    ClientCredentials { scopes: &'g [String] },
    /// What a person's browser has brought (section 4.1.3).
    Code {
        code: &'g Secret,
        /// What only the one has who sent the browser there (RFC 7636).
        verifier: &'g Secret,
        redirect_url: Option<&'g str>,
    },
    /// What came with an earlier token (section 6).
    Refresh(&'g Secret),
}

impl Grant<'_> {
    /// What no error may show of it.
    fn secrets(&self) -> Vec<&str> {
        match self {
            Self::ClientCredentials { .. } => Vec::new(),
            Self::Code { code, verifier, .. } => vec![code.expose(), verifier.expose()],
            Self::Refresh(token) => vec![token.expose()],
        }
    }
}

/// Who is asked for tokens, and how.
struct Endpoint {
    identity: Identity,
    url: Url,
    /// What goes with each request beside what RFC 6749 has.
    parameters: Vec<(String, String)>,
    timeouts: Timeouts,
    transport: Arc<dyn Transport>,
}

impl Endpoint {
    /// Asks for a token.
    async fn ask(&self, grant: Grant<'_>) -> Result<Tokens, ProviderError> {
        let carrier = Carrier {
            endpoint: self,
            seen: Mutex::default(),
        };
        let result = self.request(&grant, &carrier).await;
        let seen = carrier.seen.into_inner();
        let seen = seen.unwrap_or_else(PoisonError::into_inner);
        let tokens = match result {
            Ok(answer) => Tokens::from(answer),
            Err(error) => {
                let cause = self.cause(error, &seen, &grant);
                return Err(match seen.passing {
                    Some(asked) => Box::new(Passing { cause, asked }),
                    None => cause,
                });
            }
        };
        match tokens.access_token().is_empty() {
            true => Err(refused("its `access_token` is empty")),
            false => Ok(tokens),
        }
    }

    async fn request(&self, grant: &Grant<'_>, carrier: &Carrier<'_>) -> Result<Answer, Failure> {
        let mut client = Client::new(ClientId::new(self.identity.id.clone()))
            .set_auth_type(match self.identity.in_body {
                true => AuthType::RequestBody,
                false => AuthType::BasicAuth,
            })
            .set_token_uri(TokenUrl::from_url(self.url.clone()));
        if let Some(secret) = &self.identity.secret {
            client = client.set_client_secret(ClientSecret::new(secret.expose().to_owned()));
        }
        // Each grant has a type of its own for its request.
        macro_rules! send {
            ($request:expr) => {{
                let mut request = $request;
                for (name, value) in &self.parameters {
                    request = request.add_extra_param(name, value);
                }
                request.request_async(carrier).await
            }};
        }
        match grant {
            Grant::ClientCredentials { scopes } => {
                let scopes = scopes.iter().cloned().map(Scope::new);
                send!(client.exchange_client_credentials().add_scopes(scopes))
            }
            Grant::Code {
                code,
                verifier,
                redirect_url,
            } => {
                if let Some(url) = redirect_url {
                    let url = RedirectUrl::new((*url).to_owned())
                        .map_err(|error| RequestTokenError::Other(error.to_string()))?;
                    client = client.set_redirect_uri(url);
                }
                let code = ::oauth2::AuthorizationCode::new(code.expose().to_owned());
                let verifier = PkceCodeVerifier::new(verifier.expose().to_owned());
                send!(client.exchange_code(code).set_pkce_verifier(verifier))
            }
            Grant::Refresh(token) => {
                let token = RefreshToken::new(token.expose().to_owned());
                send!(client.exchange_refresh_token(&token))
            }
        }
    }

    /// Why there is no token, in a line that can be read, without the secrets that a server may repeat.
    fn cause(&self, error: Failure, seen: &Seen, grant: &Grant<'_>) -> ProviderError {
        let hide = || {
            let secret = self.identity.secret.iter().map(Secret::expose);
            let parameters = self.parameters.iter().map(|(_, value)| value.as_str());
            let secrets = secret.chain(grant.secrets()).chain(parameters);
            Echoes::new(&seen.authorization, secrets)
        };
        let told = |refusal: &BasicErrorResponse| -> ProviderError {
            let hide = hide();
            let code = cut(&hide.without(refusal.error().as_ref().to_owned()));
            Box::new(TokenError {
                reason: cut(&hide.without(refusal.to_string())),
                ..TokenError::from_code(code)
            })
        };
        match (error, seen.failure) {
            (RequestTokenError::Request(error), _) => error.into(),
            (RequestTokenError::ServerResponse(refusal), _) => told(&refusal),
            (RequestTokenError::Parse(_, body), Some(status)) => {
                refused(&format!("{status}: {}", excerpt(&body, &[], &hide())))
            }
            (RequestTokenError::Other(_), Some(status)) => refused(&status.to_string()),
            // GitHub and Slack say with 200 that there is none. The response, which the error holds and may show a value of,
            // may have a token.
            (RequestTokenError::Parse(error, body), None) => match serde_json::from_slice(&body) {
                Ok(refusal) => told(&refusal),
                Err(_) => refused(&without_values(&error.to_string())),
            },
            (RequestTokenError::Other(reason), None) => refused(&reason),
        }
    }
}

/// The client of the `oauth2` crate, for answers as servers really give them.
type Client<HasAuthUrl = ::oauth2::EndpointNotSet, HasTokenUrl = ::oauth2::EndpointNotSet> =
    ::oauth2::Client<
        BasicErrorResponse,
        Answer,
        BasicTokenIntrospectionResponse,
        StandardRevocableToken,
        BasicRevocationErrorResponse,
        HasAuthUrl,
        ::oauth2::EndpointNotSet,
        ::oauth2::EndpointNotSet,
        ::oauth2::EndpointNotSet,
        HasTokenUrl,
    >;

type Failure = RequestTokenError<TransportError, BasicErrorResponse>;

/// Carries one request for a token.
struct Carrier<'e> {
    endpoint: &'e Endpoint,
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
        request.extensions_mut().insert(self.endpoint.timeouts);
        let mut seen = Seen::default();
        if let Some(value) = request.headers_mut().get_mut(AUTHORIZATION) {
            value.set_sensitive(true);
            seen.authorization = Some(value.clone());
        }
        let (head, body) = self.endpoint.transport.send(request).await?.into_parts();
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
    Box::new(TokenError {
        code: None,
        reason: reason.to_owned(),
        is_over: false,
    })
}

/// There is no token: a server gave none, or a person did not agree.
#[derive(Clone, Debug)]
pub struct TokenError {
    code: Option<String>,
    reason: String,
    /// Whether what came of the agreement has come to an end.
    is_over: bool,
}

impl TokenError {
    /// What a server says by an error code (RFC 6749, sections 4.1.2.1 and 5.2): for tests, and for providers that ask servers
    /// themselves.
    pub fn from_code(code: impl Into<String>) -> Self {
        let code = code.into();
        Self {
            reason: code.clone(),
            code: Some(code),
            is_over: false,
        }
    }

    /// The error code that the server sent, if it sent one: `access_denied` where a person did not agree.
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// Whether a person has to log in, again where they had agreed before: the code or the refresh token is used or no longer
    /// good, or the agreement was taken back; or there is no refresh token, and the other one is no longer good.
    pub fn needs_login(&self) -> bool {
        // The second one is GitHub's for a refresh token, and the third for a code.
        const CODES: [&str; 3] = [
            "invalid_grant",
            "bad_refresh_token",
            "bad_verification_code",
        ];
        self.is_over || self.code().is_some_and(|code| CODES.contains(&code))
    }
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no token: {}", self.reason)
    }
}

impl StdError for TokenError {}
