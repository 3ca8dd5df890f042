use super::{orders, plants, runtime};
use runtime::Error;

static API: runtime::Api = runtime::Api {
    name: "garden",
    version: "1.2.3",
    base_url: "https://garden.example/v1",
    server_variables: &[],
    base_url_env: Some("GARDEN_URL"),
    schemes: &[
        runtime::Scheme {
            name: "token",
            kind: runtime::SchemeKind::OAuth2(&runtime::TokenEndpoint {
                url: "/oauth/token",
                scopes: &["plants:read", "plants:write"],
            }),
            setter: "token",
            env: &["GARDEN_TOKEN"],
        },
        runtime::Scheme {
            name: "email",
            kind: runtime::SchemeKind::Header("X-Email"),
            setter: "email",
            env: &["GARDEN_EMAIL"],
        },
        runtime::Scheme {
            name: "key",
            kind: runtime::SchemeKind::Header("X-Key"),
            setter: "key",
            env: &["GARDEN_KEY"],
        },
        runtime::Scheme {
            name: "visitor",
            kind: runtime::SchemeKind::Query("visitor"),
            setter: "visitor",
            env: &[],
        },
        runtime::Scheme {
            name: "session",
            kind: runtime::SchemeKind::Cookie("session"),
            setter: "session",
            env: &[],
        },
        runtime::Scheme {
            name: "login",
            kind: runtime::SchemeKind::Basic,
            setter: "login",
            env: &["GARDEN_USER", "GARDEN_PASSWORD"],
        },
    ],
    security: &[&[0], &[1, 2], &[5]],
    globals: &[runtime::Global {
        name: "garden_id",
        env: Some("GARDEN_ID"),
    }],
    sensitive: &["secret"],
};

pub(super) static ENVELOPE: runtime::Envelope = runtime::Envelope {
    result: "data",
    success: Some("ok"),
    errors: Some("faults"),
    messages: None,
};

#[derive(Clone, Debug)]
pub struct Client {
    inner: runtime::Client,
}

impl Client {
    pub fn builder() -> ClientBuilder {
        ClientBuilder {
            inner: runtime::ClientBuilder::new(&API),
        }
    }

    pub fn orders(&self) -> orders::Orders {
        orders::Orders {
            client: self.inner.clone(),
        }
    }

    pub fn plants(&self) -> plants::Plants {
        plants::Plants {
            client: self.inner.clone(),
        }
    }
}

#[derive(Clone, Debug)]
#[must_use]
pub struct ClientBuilder {
    inner: runtime::ClientBuilder,
}

impl ClientBuilder {
    pub fn token(self, value: impl Into<runtime::Credential>) -> Self {
        Self {
            inner: self.inner.credential(0, value),
        }
    }

    pub fn email(self, value: impl Into<runtime::Credential>) -> Self {
        Self {
            inner: self.inner.credential(1, value),
        }
    }

    pub fn key(self, value: impl Into<runtime::Credential>) -> Self {
        Self {
            inner: self.inner.credential(2, value),
        }
    }

    pub fn visitor(self, value: impl Into<runtime::Credential>) -> Self {
        Self {
            inner: self.inner.credential(3, value),
        }
    }

    pub fn session(self, value: impl Into<runtime::Credential>) -> Self {
        Self {
            inner: self.inner.credential(4, value),
        }
    }

    pub fn login(self, user: impl Into<String>, password: impl Into<runtime::Secret>) -> Self {
        Self {
            inner: self.inner.basic(5, user, password),
        }
    }

    pub fn garden_id(self, value: impl Into<String>) -> Self {
        Self {
            inner: self.inner.global(0, value),
        }
    }

    pub fn env_with(self, variable: impl Fn(&str) -> Option<String>) -> Self {
        Self {
            inner: self.inner.env_with(variable),
        }
    }

    pub fn header(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            inner: self.inner.header(name, value),
        }
    }

    pub fn base_url(self, url: impl Into<String>) -> Self {
        Self {
            inner: self.inner.base_url(url),
        }
    }

    pub fn timeout(self, timeout: std::time::Duration) -> Self {
        Self {
            inner: self.inner.timeout(timeout),
        }
    }

    pub fn read_timeout(self, timeout: std::time::Duration) -> Self {
        Self {
            inner: self.inner.read_timeout(timeout),
        }
    }

    pub fn max_response_bytes(self, bytes: u64) -> Self {
        Self {
            inner: self.inner.max_response_bytes(bytes),
        }
    }

    pub fn connect_timeout(self, timeout: std::time::Duration) -> Self {
        Self {
            inner: self.inner.connect_timeout(timeout),
        }
    }

    pub fn try_timeout(self, timeout: std::time::Duration) -> Self {
        Self {
            inner: self.inner.try_timeout(timeout),
        }
    }

    pub fn retry(self, policy: runtime::RetryPolicy) -> Self {
        Self {
            inner: self.inner.retry(policy),
        }
    }

    pub fn retry_budget(self, retries: u32) -> Self {
        Self {
            inner: self.inner.retry_budget(retries),
        }
    }

    pub fn request_id_headers(self, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self {
            inner: self.inner.request_id_headers(names),
        }
    }

    pub fn keep_to_rate_limits(self, keep: bool) -> Self {
        Self {
            inner: self.inner.keep_to_rate_limits(keep),
        }
    }

    pub fn layer(self, layer: impl runtime::Layer) -> Self {
        Self {
            inner: self.inner.layer(layer),
        }
    }

    pub fn on_call(
        self,
        observer: impl Fn(&runtime::CallReport<'_>) + Send + Sync + 'static,
    ) -> Self {
        Self {
            inner: self.inner.on_call(observer),
        }
    }

    pub fn timer(self, timer: impl runtime::Timer) -> Self {
        Self {
            inner: self.inner.timer(timer),
        }
    }

    pub fn check_parameters(self, check: bool) -> Self {
        Self {
            inner: self.inner.check_parameters(check),
        }
    }

    pub fn user_agent(self, name: impl Into<String>) -> Self {
        Self {
            inner: self.inner.user_agent(name),
        }
    }

    pub fn transport(self, transport: impl runtime::Transport) -> Self {
        Self {
            inner: self.inner.transport(transport),
        }
    }

    pub fn build(self) -> Result<Client, Error> {
        Ok(Client {
            inner: self.inner.build()?,
        })
    }
}
