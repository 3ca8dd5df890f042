//! Setting up a client: by hand, from the environment, or both.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue};

use super::api::Api;
use super::base_url::{BaseUrl, has_no_host};
use super::budget::Budget;
use super::client::{Client, Inner, Observer};
use super::credential::{Credential, Surroundings};
use super::credentials::Credentials;
use super::error::Error;
use super::layer::{Layer, Layers};
use super::options;
use super::pace::Pace;
use super::report::CallReport;
use super::retry::RetryPolicy;
use super::secret::Secret;
use super::server;
use super::timer::{Clock, Timer};
use super::transport::{Timeouts, Transport};

/// Where responses have an identifier of the request, if nothing else is said.
const REQUEST_IDS: [&str; 3] = ["x-request-id", "request-id", "x-correlation-id"];

/// Sets up a [`Client`]. What is set by hand wins over the environment, whichever comes first.
#[derive(Clone)]
#[must_use = "a builder does nothing until it builds"]
pub struct ClientBuilder {
    api: &'static Api,
    base_url: Option<String>,
    server_variables: Vec<(&'static str, String)>,
    credentials: Credentials,
    globals: Vec<Option<String>>,
    transport: Option<Arc<dyn Transport>>,
    timer: Option<Arc<dyn Timer>>,
    timeouts: Timeouts,
    try_timeout: Option<Duration>,
    read_timeout: Duration,
    max_response_bytes: u64,
    retry: RetryPolicy,
    retry_budget: u32,
    layers: Layers,
    keeps_to_rate_limits: bool,
    observer: Option<Observer>,
    request_ids: Vec<String>,
    check_parameters: bool,
    user_agent: Option<String>,
    headers: Vec<(String, String)>,
    /// Whether credentials must be there when the client is built.
    insist: bool,
}

impl ClientBuilder {
    /// A client of an API with nothing set.
    pub fn new(api: &'static Api) -> Self {
        Self {
            api,
            base_url: None,
            server_variables: Vec::new(),
            credentials: Credentials::none(api),
            globals: vec![None; api.globals.len()],
            transport: None,
            timer: None,
            timeouts: Timeouts::USUAL,
            try_timeout: None,
            read_timeout: Duration::from_secs(60),
            max_response_bytes: 256 << 20,
            retry: RetryPolicy::new(),
            retry_budget: 100,
            layers: Layers::default(),
            keeps_to_rate_limits: false,
            observer: None,
            request_ids: REQUEST_IDS.map(str::to_owned).to_vec(),
            check_parameters: true,
            user_agent: None,
            headers: Vec::new(),
            insist: false,
        }
    }

    /// The credential of the scheme at this index.
    pub fn credential(mut self, scheme: usize, value: impl Into<Credential>) -> Self {
        self.credentials.set(scheme, value.into());
        self
    }

    /// User and password for the scheme at this index.
    pub fn basic(
        mut self,
        scheme: usize,
        user: impl Into<String>,
        password: impl Into<Secret>,
    ) -> Self {
        self.credentials
            .set_basic(scheme, user.into(), password.into());
        self
    }

    /// The value of the client-level parameter at this index.
    pub fn global(mut self, index: usize, value: impl Into<String>) -> Self {
        if let Some(slot) = self.globals.get_mut(index) {
            *slot = Some(value.into());
        }
        self
    }

    /// Where requests go: those of operations with a server of their own as well.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// What a variable in the addresses of servers stands for, where [`base_url`](Self::base_url) is not set.
    pub fn server_variable(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.server_variables.retain(|(known, _)| *known != name);
        self.server_variables.push((name, value.into()));
        self
    }

    /// How long a call may take as a whole: all tries, the redirects that they follow, and the waits between them. 60
    /// seconds unless set.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeouts.whole = timeout;
        self
    }

    /// How long each try of a call may take, with all redirects that it follows: as long as the call unless set, so that
    /// a slow answer is not asked for twice.
    pub fn try_timeout(mut self, timeout: Duration) -> Self {
        self.try_timeout = Some(timeout);
        self
    }

    /// How long connecting may take, TLS included: 5 seconds unless set.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.timeouts.connect = timeout;
        self
    }

    /// How long each piece of a response may take that is read as it comes, while [`timeout`](Self::timeout) is only for
    /// its beginning: 60 seconds unless set.
    pub fn read_timeout(mut self, timeout: Duration) -> Self {
        self.read_timeout = timeout;
        self
    }

    /// How many bytes a response may have that is read into memory, decompressed: 256 MiB unless set. A larger one is an
    /// error as soon as that is known. Of one that is no success there is at most a mebibyte. Those that are read as they come
    /// have no limit, but it is that of each line and of each event's data in a stream of items.
    pub fn max_response_bytes(mut self, bytes: u64) -> Self {
        self.max_response_bytes = bytes;
        self
    }

    /// When calls that failed are tried again.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// How many retries all calls of the client together may make before any of them succeeds: 100 unless set. Each
    /// success makes room for a fifth of a retry, and one that took retries for a whole one, so that a server in trouble
    /// is spared.
    pub fn retry_budget(mut self, retries: u32) -> Self {
        self.retry_budget = retries;
        self
    }

    /// Whether requests wait where responses have said, in `RateLimit`, that there may be no more of them before the limit
    /// is reset: as long as the call has the time for it. Each server has limits of its own. They do not unless set.
    pub fn keep_to_rate_limits(mut self, keep: bool) -> Self {
        self.keeps_to_rate_limits = keep;
        self
    }

    /// Has each request go through this on its way to the transport, after all layers that were set before.
    pub fn layer(mut self, layer: impl Layer) -> Self {
        self.layers.push(layer);
        self
    }

    /// Tells this of each call that ended: for metrics.
    pub fn on_call(mut self, observer: impl Fn(&CallReport<'_>) + Send + Sync + 'static) -> Self {
        self.observer = Some(Arc::new(observer));
        self
    }

    /// The headers in which responses may have an identifier of the request, the best first: `x-request-id`,
    /// `request-id` and `x-correlation-id` unless set.
    pub fn request_id_headers(
        mut self,
        names: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        self.request_ids = names.into_iter().map(Into::into).collect();
        self
    }

    /// Whether the limits that the description sets for parameters are checked before sending. They are unless set.
    pub fn check_parameters(mut self, check: bool) -> Self {
        self.check_parameters = check;
        self
    }

    /// What the client calls itself.
    pub fn user_agent(mut self, name: impl Into<String>) -> Self {
        self.user_agent = Some(name.into());
        self
    }

    /// Sends a header with each request: a version that the API is asked for, say. It goes before what the client would send
    /// by itself, credentials included; a parameter of a call goes before it, and so does
    /// [`CallOptions::header`](super::CallOptions::header). To another origin that the server redirects to go those alone that say what is
    /// wanted, as `Accept` does. `Content-Type` is each call's own.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// What carries requests.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// What tells the time, and waits between tries.
    pub fn timer(mut self, timer: impl Timer) -> Self {
        self.timer = Some(Arc::new(timer));
        self
    }

    /// Reads what was not set by hand from the environment, and lets [`build`](Self::build) insist on credentials.
    pub fn env(self) -> Self {
        self.env_with(|name| std::env::var(name).ok())
    }

    /// Like [`env`](Self::env), with another source of variables. One that is empty counts as not set.
    pub fn env_with(mut self, variable: impl Fn(&str) -> Option<String>) -> Self {
        let read = |name: &str| variable(name).filter(|value| !value.is_empty());
        self.credentials.fill(read);
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
        if self.insist {
            self.credentials.choose(None, self.api.security)?;
        }
        let base_url_is_set = self.base_url.is_some();
        let base_url = match &self.base_url {
            Some(base_url) => BaseUrl::parse(base_url)?,
            None => {
                let api = self.api;
                let variables = &self.server_variables;
                let filled = server::filled(api.base_url, api.server_variables, variables)?;
                if has_no_host(&filled) {
                    return Err(Error::configuration(format!(
                        "the base URL is not set, and the description's has no host: `https://HOST{filled}`"
                    )));
                }
                BaseUrl::parse(&filled)?
            }
        };
        let user_agent = self
            .user_agent
            .unwrap_or_else(|| format!("{}/{}", self.api.name, self.api.version));
        let user_agent = HeaderValue::try_from(user_agent).map_err(|_| {
            Error::configuration("the user agent has characters that no header can have")
        })?;
        let mut request_ids = Vec::with_capacity(self.request_ids.len());
        for name in &self.request_ids {
            let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| {
                Error::configuration("the request's identifier is in no header that can be")
            })?;
            request_ids.push(name);
        }
        let headers = further_headers(&self.headers)?;
        let transport = match self.transport {
            Some(transport) => transport,
            None => default_transport(self.timeouts)?,
        };
        let credentials = self.credentials.connect(&Surroundings {
            base_url: &base_url,
            timeouts: self.timeouts,
            transport: &transport,
            timer: &self.timer,
        })?;
        Ok(Client::new(Inner {
            api: self.api,
            base_url,
            base_url_is_set,
            server_variables: self.server_variables,
            credentials,
            globals: self.globals,
            transport,
            clock: Clock::new(self.timer),
            timeouts: self.timeouts,
            try_timeout: self.try_timeout,
            read_timeout: self.read_timeout,
            max_response_bytes: self.max_response_bytes,
            retry: self.retry,
            budget: Budget::new(self.retry_budget),
            layers: self.layers,
            pace: self.keeps_to_rate_limits.then(Pace::default),
            observer: self.observer,
            request_ids,
            check_parameters: self.check_parameters,
            user_agent,
            headers,
        }))
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Not even the base URL: as long as it is not checked, there may be a password in it.
        f.debug_struct("ClientBuilder")
            .field("api", &self.api.name)
            .finish_non_exhaustive()
    }
}

/// The headers of all requests.
fn further_headers(given: &[(String, String)]) -> Result<HeaderMap, Error> {
    let headers = options::headers(given).map_err(Error::configuration)?;
    match headers.contains_key(CONTENT_TYPE) {
        true => Err(Error::configuration("`Content-Type` is each call's own")),
        false => Ok(headers),
    }
}

#[cfg(all(feature = "reqwest", target_os = "unknown"))]
pub(super) fn default_transport(_: Timeouts) -> Result<Arc<dyn Transport>, Error> {
    Ok(Arc::new(super::fetch::FetchTransport::new()))
}

#[cfg(all(feature = "reqwest", not(target_os = "unknown")))]
pub(super) fn default_transport(timeouts: Timeouts) -> Result<Arc<dyn Transport>, Error> {
    let transport = super::reqwest::ReqwestTransport::new(timeouts).map_err(|error| {
        Error::configuration(format!("the HTTP client can't be set up: {error}"))
    })?;
    Ok(Arc::new(transport))
}

#[cfg(all(
    feature = "hyper",
    not(feature = "reqwest"),
    not(target_os = "unknown")
))]
pub(super) fn default_transport(_: Timeouts) -> Result<Arc<dyn Transport>, Error> {
    let transport = super::hyper::HyperTransport::new().map_err(|error| {
        Error::configuration(format!("the HTTP client can't be set up: {error}"))
    })?;
    Ok(Arc::new(transport))
}

#[cfg(not(any(
    feature = "reqwest",
    all(feature = "hyper", not(target_os = "unknown"))
)))]
pub(super) fn default_transport(_: Timeouts) -> Result<Arc<dyn Transport>, Error> {
    Err(Error::configuration(
        "no transport: give the client one, or turn on the feature `reqwest` or `hyper`",
    ))
}
