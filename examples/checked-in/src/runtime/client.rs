// Copied by specwright 0.1.0 from specwright-runtime.

//! The client: what is the same for all calls.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::api::Api;
use super::credentials::{self, Credential};
use super::encode::RequestWriter;
use super::error::{CredentialsError, Error};
use super::execute;
use super::operation::Operation;
use super::response::Response;
use super::secret::Secret;
use super::transport::{Timeouts, Transport};

/// Calls operations. Clones share everything.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

/// What is the same for all calls.
pub(super) struct Inner {
    pub api: &'static Api,
    /// Without a slash at its end.
    pub base_url: String,
    pub credentials: Vec<Option<Credential>>,
    pub globals: Vec<Option<String>>,
    pub transport: Arc<dyn Transport>,
    pub timeouts: Timeouts,
    pub check_parameters: bool,
    pub user_agent: String,
}

impl Client {
    /// Calls an operation and gives the caller's part of what came back.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn send<P: Operation>(&self, params: &P) -> Result<P::Output, Error> {
        let raw = execute::execute(&self.inner, P::SPEC, self.encode(params)?).await?;
        let response = P::decode(&raw).map_err(|error| execute::undecoded(P::SPEC, &raw, error))?;
        P::output(response).ok_or_else(|| execute::without_result(P::SPEC, raw))
    }

    /// Calls an operation and gives the whole of what came back.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn call<P: Operation>(&self, params: &P) -> Result<Response<P::Response>, Error> {
        let raw = execute::execute(&self.inner, P::SPEC, self.encode(params)?).await?;
        let response = P::decode(&raw).map_err(|error| execute::undecoded(P::SPEC, &raw, error))?;
        Ok(Response::new(&raw, response))
    }

    fn encode<P: Operation>(&self, params: &P) -> Result<super::encode::Parts, Error> {
        let mut request = RequestWriter::new(&self.inner, P::SPEC);
        params.encode(&mut request)?;
        Ok(request.finish())
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(f)
    }
}

impl fmt::Debug for Inner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.base_url)
            .finish_non_exhaustive()
    }
}

/// Sets up a [`Client`].
#[derive(Clone)]
pub struct ClientBuilder {
    api: &'static Api,
    base_url: Option<String>,
    credentials: Vec<Option<Credential>>,
    globals: Vec<Option<String>>,
    transport: Option<Arc<dyn Transport>>,
    timeouts: Timeouts,
    check_parameters: bool,
    user_agent: Option<String>,
    /// Whether credentials must be there when the client is built.
    insist: bool,
}

impl ClientBuilder {
    /// A client of an API with nothing set.
    pub fn new(api: &'static Api) -> Self {
        Self {
            api,
            base_url: None,
            credentials: vec![None; api.schemes.len()],
            globals: vec![None; api.globals.len()],
            transport: None,
            timeouts: Timeouts {
                whole: Duration::from_secs(60),
                connect: Duration::from_secs(5),
            },
            check_parameters: true,
            user_agent: None,
            insist: false,
        }
    }

    /// The credential of the scheme at this index.
    pub fn credential(mut self, scheme: usize, value: impl Into<Secret>) -> Self {
        if let Some(slot) = self.credentials.get_mut(scheme) {
            *slot = Some(Credential::One(value.into()));
        }
        self
    }

    /// User and password for the scheme at this index.
    pub fn basic(
        mut self,
        scheme: usize,
        user: impl Into<String>,
        password: impl Into<Secret>,
    ) -> Self {
        if let Some(slot) = self.credentials.get_mut(scheme) {
            *slot = Some(Credential::UserAndPassword(user.into(), password.into()));
        }
        self
    }

    /// The value of the client-level parameter at this index.
    pub fn global(mut self, index: usize, value: impl Into<String>) -> Self {
        if let Some(slot) = self.globals.get_mut(index) {
            *slot = Some(value.into());
        }
        self
    }

    /// Where requests go.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// How long a call may take.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeouts.whole = timeout;
        self
    }

    /// How long connecting may take.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.timeouts.connect = timeout;
        self
    }

    /// Whether the limits that the description sets for parameters are checked before sending.
    pub fn check_parameters(mut self, check: bool) -> Self {
        self.check_parameters = check;
        self
    }

    /// What the client calls itself.
    pub fn user_agent(mut self, name: impl Into<String>) -> Self {
        self.user_agent = Some(name.into());
        self
    }

    /// What carries requests.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Reads what was not set by hand from the environment, and lets [`build`](Self::build) insist on credentials.
    pub fn env(self) -> Self {
        self.env_with(|name| std::env::var(name).ok())
    }

    /// Like [`env`](Self::env), with another source of variables. One that is empty counts as not set.
    pub fn env_with(mut self, variable: impl Fn(&str) -> Option<String>) -> Self {
        let read = |name: &str| variable(name).filter(|value| !value.is_empty());
        for (slot, scheme) in self.credentials.iter_mut().zip(self.api.schemes) {
            if slot.is_none() {
                *slot = match scheme.env {
                    [name] => read(name).map(|value| Credential::One(value.into())),
                    [user, password] => match (read(user), read(password)) {
                        (Some(user), Some(password)) => {
                            Some(Credential::UserAndPassword(user, password.into()))
                        }
                        _ => None,
                    },
                    _ => None,
                };
            }
        }
        for (slot, global) in self.globals.iter_mut().zip(self.api.globals) {
            if slot.is_none() {
                *slot = global.env.and_then(read);
            }
        }
        if self.base_url.is_none() {
            self.base_url = self.api.base_url_env.and_then(read);
        }
        self.insist = true;
        self
    }

    /// The client.
    ///
    /// # Errors
    ///
    /// [`Error::Configuration`] where a value is not usable; after [`env`](Self::env), [`Error::Credentials`] where
    /// none are complete.
    pub fn build(self) -> Result<Client, Error> {
        let security = self.api.security;
        let complete = |set: &&[usize]| credentials::is_complete(self.api, &self.credentials, set);
        if self.insist && !security.is_empty() && !security.iter().any(complete) {
            let is_set = |index| credentials::is_set(self.api, &self.credentials, index);
            return Err(Error::Credentials(Box::new(CredentialsError::new(
                None, self.api, security, is_set,
            ))));
        }
        let base_url = usable(self.base_url.as_deref().unwrap_or(self.api.base_url))?;
        let transport = match self.transport {
            Some(transport) => transport,
            None => default_transport(self.timeouts)?,
        };
        let user_agent = self
            .user_agent
            .unwrap_or_else(|| format!("{}/{}", self.api.name, self.api.version));
        Ok(Client {
            inner: Arc::new(Inner {
                api: self.api,
                base_url,
                credentials: self.credentials,
                globals: self.globals,
                transport,
                timeouts: self.timeouts,
                check_parameters: self.check_parameters,
                user_agent,
            }),
        })
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("base_url", &self.base_url)
            .finish_non_exhaustive()
    }
}

#[cfg(feature = "reqwest")]
fn default_transport(timeouts: Timeouts) -> Result<Arc<dyn Transport>, Error> {
    let transport = super::reqwest::ReqwestTransport::new(timeouts).map_err(|error| {
        Error::configuration(format!("the HTTP client can't be set up: {error}"))
    })?;
    Ok(Arc::new(transport))
}

#[cfg(not(feature = "reqwest"))]
fn default_transport(_: Timeouts) -> Result<Arc<dyn Transport>, Error> {
    Err(Error::configuration(
        "no transport: give the client one, or turn on the feature `reqwest`",
    ))
}

/// A base URL without the slash at its end, if requests can go there.
pub(super) fn usable(text: &str) -> Result<String, Error> {
    let refused = |why: &str| Err(Error::configuration(format!("the base URL {why}")));
    if text.is_empty() {
        return refused("is not set, and the description has none");
    }
    let Ok(url) = url::Url::parse(text) else {
        return refused("is no absolute URL, such as `https://api.example.com/v1`");
    };
    if !matches!(url.scheme(), "http" | "https") {
        return refused("must begin with `https://` or `http://`");
    }
    if url.query().is_some() || url.fragment().is_some() {
        return refused("must not have a query or a fragment");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return refused("must not hold a user or a password");
    }
    Ok(url.as_str().trim_end_matches('/').to_owned())
}
