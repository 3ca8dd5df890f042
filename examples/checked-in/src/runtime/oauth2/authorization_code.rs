// Copied by specwright 0.1.0 from specwright-runtime.

//! Tokens of persons who agree that an application acts in their names (RFC 6749, section 4.1), and that the right application
//! got (RFC 7636).

use std::fmt;
use std::pin::pin;
use std::sync::{Arc, OnceLock};

use ::oauth2::{AuthUrl, ClientId, CsrfToken, PkceCodeChallenge, RedirectUrl, Scope};
use serde::{Deserialize, Serialize};
use url::{Url, form_urlencoded};

use super::super::api::AuthorizationEndpoint;
use super::super::base_url::BaseUrl;
use super::super::builder::default_transport;
use super::super::error::{CredentialsError, Error, cut};
use super::super::secret::Secret;
use super::super::timer::Clock;
use super::super::transport::{Timeouts, Transport, TransportError, TransportErrorKind};
use super::{
    Client, Endpoint, Grant, Identity, ProviderError, Refreshing, TokenError, Tokens, refused,
};

/// The parameters that each login has.
const OWN: [&str; 7] = [
    "client_id",
    "code_challenge",
    "code_challenge_method",
    "redirect_uri",
    "response_type",
    "scope",
    "state",
];

/// An application that persons let act in their names.
///
/// A person is sent to the [login](Self::login) at the API's server, and comes back with a code that
/// [`finish`](Self::finish) gets [`Tokens`] for. Clients make calls with these, and with others where they are no longer good:
/// see [`credential`](Self::credential).
///
/// ```ignore
/// let app = AuthorizationCode::new(Client::ACCOUNT, "client-id")
///     .secret("client-secret")
///     .redirect_url("https://app.example.com/callback")
///     .scopes(["photos.read"]);
///
/// let login = app.login()?; // kept in the person's session, while the browser is at `login.url()`
/// let tokens = app.finish(&login, "code=…&state=…").await?;
/// let client = Client::builder().account(app.credential(tokens)).build()?;
/// ```
#[derive(Clone)]
pub struct AuthorizationCode {
    endpoint: AuthorizationEndpoint,
    identity: Identity,
    redirect_url: Option<String>,
    authorization_url: Option<String>,
    token_url: Option<String>,
    scopes: Vec<String>,
    login_parameters: Vec<(String, String)>,
    parameters: Vec<(String, String)>,
    issuer: Option<String>,
    transport: Arc<OnceLock<Arc<dyn Transport>>>,
}

impl AuthorizationCode {
    /// The application that the API's server knows by this identifier.
    pub fn new(endpoint: AuthorizationEndpoint, id: impl Into<String>) -> Self {
        Self {
            endpoint,
            identity: Identity {
                id: id.into(),
                secret: None,
                in_body: false,
            },
            redirect_url: None,
            authorization_url: None,
            token_url: None,
            scopes: Vec::new(),
            login_parameters: Vec::new(),
            parameters: Vec::new(),
            issuer: None,
            transport: Arc::default(),
        }
    }

    /// The application's secret. One that runs where others can read it, on a phone or in a page, has none.
    pub fn secret(mut self, secret: impl Into<Secret>) -> Self {
        self.identity.secret = Some(secret.into());
        self
    }

    /// Where browsers are sent back to: an address that the server knows as the application's. It may be left out where the
    /// server knows one alone.
    pub fn redirect_url(mut self, url: impl Into<String>) -> Self {
        self.redirect_url = Some(url.into());
        self
    }

    /// The scopes that persons are asked for: what the server takes to be meant unless set.
    ///
    /// [`AuthorizationEndpoint::scopes`] has all that the operations of the client need.
    pub fn scopes(mut self, scopes: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        let scopes = scopes.into_iter();
        self.scopes = scopes.map(|scope| scope.as_ref().to_owned()).collect();
        self
    }

    /// Who has to say that an answer is theirs (RFC 9207), for an application with several servers: one of them can't
    /// have it send another one's code to it then.
    pub fn issuer(mut self, issuer: impl Into<String>) -> Self {
        self.issuer = Some(issuer.into());
        self
    }

    /// Where persons agree, instead of where the description says.
    pub fn authorization_url(mut self, url: impl Into<String>) -> Self {
        self.authorization_url = Some(url.into());
        self
    }

    /// Where tokens come from, those that are refreshed as well, instead of from where the description says.
    pub fn token_url(mut self, url: impl Into<String>) -> Self {
        self.token_url = Some(url.into());
        self
    }

    /// Sends a further parameter with the person: `access_type`, say, or `prompt`. Those of RFC 6749 and RFC 7636 have methods of
    /// their own, or are made for each login.
    pub fn login_parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.login_parameters.push((name.into(), value.into()));
        self
    }

    /// Sends a further parameter with each request for tokens: `audience`, say.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.parameters.push((name.into(), value.into()));
        self
    }

    /// Sends identifier and secret in the body, for servers that do not take them in the header `Authorization`.
    pub fn in_body(mut self) -> Self {
        self.identity.in_body = true;
        self
    }

    /// What carries the request of [`finish`](Self::finish) instead of a transport of its own. Tokens are refreshed through
    /// that of their client.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        let transport: Arc<dyn Transport> = Arc::new(transport);
        self.transport = Arc::new(OnceLock::from(transport));
        self
    }

    /// A new login, of one person and for one time.
    ///
    /// # Errors
    ///
    /// [`Error::Configuration`] where an address is none, or is relative in the description, and where a further parameter is
    /// one that a login has anyway.
    pub fn login(&self) -> Result<Login, Error> {
        let url = self.authorization_url.as_deref();
        let url = self.absolute(url.unwrap_or(self.endpoint.url), "authorization_url")?;
        let mut client = Client::new(ClientId::new(self.identity.id.clone()))
            .set_auth_uri(AuthUrl::from_url(url));
        if let Some(url) = &self.redirect_url {
            self.absolute(url, "redirect_url")?;
            let url = RedirectUrl::new(url.clone())
                .map_err(|error| Error::configuration(error.to_string()))?;
            client = client.set_redirect_uri(url);
        }
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let mut request = client
            .authorize_url(CsrfToken::new_random)
            .add_scopes(self.scopes.iter().cloned().map(Scope::new))
            .set_pkce_challenge(challenge);
        for (name, value) in &self.login_parameters {
            if OWN.contains(&name.as_str()) {
                let problem = format!("`{name}` is no further parameter: each login has it");
                return Err(Error::configuration(problem));
            }
            request = request.add_extra_param(name, value);
        }
        let (url, state) = request.url();
        Ok(Login {
            url: url.into(),
            state: state.secret().as_str().into(),
            verifier: verifier.secret().as_str().into(),
            client_id: self.identity.id.clone(),
        })
    }

    /// The tokens of a person who has come back: with this address, or the query of it. The login is the one that the same
    /// browser was sent away with, and is good for one time.
    ///
    /// # Errors
    ///
    /// [`Error::Credentials`], with a [`TokenError`] where the person did not agree, the server gave no tokens, or the answer
    /// is to another login: somebody else's, who wants the person to act in a name that is not theirs. Its cause is a
    /// [`TransportError`] where there was no answer, as after a minute.
    /// [`Error::Configuration`] as for [`login`](Self::login), where there is no transport, and where the login is another
    /// application's.
    pub async fn finish(&self, login: &Login, redirected: &str) -> Result<Tokens, Error> {
        let transport = match self.transport.get() {
            Some(transport) => transport,
            None => {
                let transport = default_transport(Timeouts::USUAL)?;
                self.transport.get_or_init(|| transport)
            }
        };
        let endpoint = self.endpoint(self.tokens_from()?, Timeouts::USUAL, transport);
        if login.client_id != self.identity.id {
            let problem = "the login is that of another application";
            return Err(Error::configuration(problem));
        }
        let code = login.code(redirected, self.issuer.as_deref());
        let code = code.map_err(|error| self.failed(error))?;
        let grant = Grant::Code {
            code: &code,
            verifier: &login.verifier,
            redirect_url: self.redirect_url.as_deref(),
        };
        let clock = Clock::new(None);
        let limit = Timeouts::USUAL.whole;
        let tokens = clock.within(limit, pin!(endpoint.ask(grant))).await;
        let no_answer = || {
            let error = TransportError::new(TransportErrorKind::Timeout, "there was no answer");
            Err(ProviderError::from(error))
        };
        let tokens = tokens.unwrap_or_else(no_answer);
        tokens.map_err(|error| self.failed(error))
    }

    /// The credential of a person who has agreed: just now, or at some time, where [`Tokens::from_refresh_token`] has what was
    /// kept.
    ///
    /// The client that has it asks for other tokens where these are no longer good, as it asks any
    /// [provider](super::super::CredentialProvider).
    pub fn credential(&self, tokens: Tokens) -> Refreshing {
        Refreshing::new(self.clone(), tokens)
    }

    /// Who is asked for tokens, at this address.
    pub(super) fn endpoint(
        &self,
        url: Url,
        timeouts: Timeouts,
        transport: &Arc<dyn Transport>,
    ) -> Endpoint {
        Endpoint {
            identity: self.identity.clone(),
            url,
            parameters: self.parameters.clone(),
            timeouts,
            transport: transport.clone(),
        }
    }

    /// Where tokens come from.
    fn tokens_from(&self) -> Result<Url, Error> {
        let url = self.token_url.as_deref();
        self.absolute(url.unwrap_or(self.endpoint.token_url), "token_url")
    }

    /// Where tokens are refreshed, which may be relative to the API.
    pub(super) fn refreshed_at(&self, base_url: &BaseUrl) -> Result<Url, Error> {
        let url = match (&self.token_url, self.endpoint.refresh_url) {
            (None, Some(url)) => url,
            (url, _) => url.as_deref().unwrap_or(self.endpoint.token_url),
        };
        base_url.resolve(url).ok_or_else(|| {
            let scheme = self.endpoint.scheme;
            Error::configuration(format!("`{scheme}`: tokens are refreshed at no URL"))
        })
    }

    fn absolute(&self, url: &str, setter: &str) -> Result<Url, Error> {
        let scheme = self.endpoint.scheme;
        Url::parse(url).map_err(|error| {
            let problem = format!("`{scheme}`: `{setter}` is no absolute URL: {error}");
            Error::configuration(problem)
        })
    }

    fn failed(&self, error: ProviderError) -> Error {
        let error = CredentialsError::provider(None, self.endpoint.scheme, Arc::new(error));
        Error::Credentials(Box::new(error))
    }
}

impl fmt::Debug for AuthorizationCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthorizationCode")
            .field("endpoint", &self.endpoint)
            .field("id", &self.identity.id)
            .field("redirect_url", &self.redirect_url)
            .field("scopes", &self.scopes)
            .finish_non_exhaustive()
    }
}

/// A person's way to the login and back, which a session keeps meanwhile: it is written and read by serde.
///
/// Who has it can take the person's place on that way, so it is for the server's side of a session, or for a cookie that is
/// encrypted.
#[derive(Clone, Serialize, Deserialize)]
pub struct Login {
    url: String,
    /// What tells the answer from that to another login (RFC 6749, section 10.12).
    state: Secret,
    /// What tells the application from others that may have seen the answer (RFC 7636).
    verifier: Secret,
    /// The application that the person is asked for.
    client_id: String,
}

impl Login {
    /// Where to send the person's browser.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The code in the answer to this login.
    fn code(&self, redirected: &str, issuer: Option<&str>) -> Result<Secret, ProviderError> {
        let (address, _) = redirected.split_once('#').unwrap_or((redirected, ""));
        // A query may have a question mark in a value.
        let query = match address.split_once('?') {
            Some((path, query)) if !path.contains(['=', '&']) => query,
            _ => address,
        };
        let pair = |name: &str| {
            let mut pairs = form_urlencoded::parse(query.as_bytes());
            pairs.find_map(|(known, value)| (known == name).then(|| value.into_owned()))
        };
        // An error as well: anybody can send a browser here with one.
        if pair("state").as_deref() != Some(self.state.expose()) {
            return Err(refused("the answer is not to this login"));
        }
        if issuer.is_some() && pair("iss").as_deref() != issuer {
            return Err(refused("the answer is another server's"));
        }
        if let Some(code) = pair("error") {
            let mut error = TokenError::from_code(cut(&code));
            if let Some(description) = pair("error_description") {
                error.reason = format!("{}: {}", error.reason, cut(&description));
            }
            return Err(Box::new(error));
        }
        pair("code")
            .map(Secret::from)
            .ok_or_else(|| refused("the answer has no code"))
    }
}

impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Login").finish_non_exhaustive()
    }
}
