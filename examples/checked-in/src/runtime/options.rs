// Copied by specwright 0.1.0 from specwright-runtime.

//! What can be set for one call alone.

use std::fmt;
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue};
use serde::Serialize;
use serde_json::Value;

use super::redact;
use super::retry::RetryPolicy;

/// Options of one call, which win over those of the client: what a description leaves out, and how long to try.
///
/// What is not usable (a header with a line break, say) fails the call with [`Error`](super::Error) before anything is
/// sent.
///
/// ```ignore
/// let options = CallOptions::new()
///     .header("x-trace", "a1")
///     .query("debug", "true")
///     .body_field("beta", ["fast", "safe"])
///     .timeout(Duration::from_secs(5))
///     .retry(RetryPolicy::never());
/// ```
#[derive(Clone, Default)]
#[must_use]
pub struct CallOptions {
    /// Boxed, because most calls have none.
    set: Option<Box<Options>>,
}

/// The options as they were given: they are checked when the call is sent.
#[derive(Clone, Default)]
pub(super) struct Options {
    pub headers: Vec<(String, String)>,
    pub query: Vec<(String, String)>,
    /// Each with its name, or why it is none.
    pub body: Vec<(String, Result<Value, String>)>,
    pub base_url: Option<String>,
    pub anonymous: bool,
    /// Whether a redirect is what was asked for.
    pub stays: bool,
    pub timeout: Option<Duration>,
    pub try_timeout: Option<Duration>,
    pub connect_timeout: Option<Duration>,
    pub read_timeout: Option<Duration>,
    pub max_response_bytes: Option<u64>,
    pub retry: Option<RetryPolicy>,
}

impl CallOptions {
    /// No options.
    pub const fn new() -> Self {
        Self { set: None }
    }

    /// Sends a header, instead of any of the same name that the call would have: credentials as well. To
    /// another origin that the server redirects to go those alone that say what is wanted, as `Range` does. A call that
    /// is given an `Idempotency-Key` is safe to repeat, whether or not the description has that header.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let options = self.options();
        options.headers.push((name.into(), value.into()));
        self
    }

    /// Appends a pair to the query, beside what is there.
    pub fn query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.options().query.push((name.into(), value.into()));
        self
    }

    /// Sets a member of the body, which has to be a JSON object or a form (`application/x-www-form-urlencoded`), or nothing
    /// so far. A member of the same name is replaced.
    pub fn body_field(mut self, name: impl Into<String>, value: impl Serialize) -> Self {
        let name = name.into();
        let value = serde_json::to_value(value);
        let value = value.map_err(|error| format!("the field `{name}`: {error}"));
        self.options().body.push((name, value));
        self
    }

    /// Sets all members of a value in the body, as [`body_field`](Self::body_field) sets one: of a request that was read
    /// from a file, say, or of a type of your own. The value has to be one that serde writes as a JSON object.
    pub fn body_fields(mut self, fields: impl Serialize) -> Self {
        let body = &mut self.options().body;
        match serde_json::to_value(fields) {
            Ok(Value::Object(fields)) => {
                body.extend(fields.into_iter().map(|(name, value)| (name, Ok(value))));
            }
            other => {
                let reason = match other {
                    Ok(_) => "it is no object".to_owned(),
                    Err(error) => error.to_string(),
                };
                let reason = Err(format!("what further fields are taken from: {reason}"));
                body.push((String::new(), reason));
            }
        }
        self
    }

    /// Sends no credentials, whatever the description says that the operation needs: it may be the one that logs in.
    pub fn anonymous(mut self) -> Self {
        self.options().anonymous = true;
        self
    }

    /// Sends the request here, with its credentials, whatever server the client or the operation has.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.options().base_url = Some(url.into());
        self
    }

    /// Whether redirects are followed, as they are unless this says otherwise. One that is not is the answer, with its
    /// headers: [`raw`](super::Client::raw) and [`streaming`](super::Client::streaming) give it, and so do the others where
    /// there is nothing to be read of a success. Where there is, it is an error, whose
    /// [`header`](super::Error::header) says where it leads.
    ///
    /// Where the platform follows redirects whatever it is told, as pages in browsers do, a call that met one is an
    /// [`Error::Transport`](super::Error::Transport).
    pub fn follow_redirects(mut self, follow: bool) -> Self {
        self.options().stays = !follow;
        self
    }

    /// How long the call may take as a whole: all tries, the redirects that they follow, and the waits between them.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options().timeout = Some(timeout);
        self
    }

    /// How long each try may take, with all redirects that it follows.
    pub fn try_timeout(mut self, timeout: Duration) -> Self {
        self.options().try_timeout = Some(timeout);
        self
    }

    /// How long connecting may take, TLS included, where the connection is a new one.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.options().connect_timeout = Some(timeout);
        self
    }

    /// How long each piece of the response may take where it is read as it comes.
    pub fn read_timeout(mut self, timeout: Duration) -> Self {
        self.options().read_timeout = Some(timeout);
        self
    }

    /// How many bytes the response may have where it is read into memory.
    pub fn max_response_bytes(mut self, bytes: u64) -> Self {
        self.options().max_response_bytes = Some(bytes);
        self
    }

    /// When the call is tried again.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.options().retry = Some(policy);
        self
    }

    fn options(&mut self) -> &mut Options {
        self.set.get_or_insert_default()
    }

    /// What is set, if anything is.
    pub(super) fn get(&self) -> Option<&Options> {
        self.set.as_deref()
    }
}

/// Headers as they are sent, or why they can't be. Of one name, the last counts.
pub(super) fn headers(given: &[(String, String)]) -> Result<HeaderMap, String> {
    let mut headers = HeaderMap::new();
    for (name, value) in given {
        let header = HeaderName::from_bytes(name.as_bytes())
            .map_err(|_| "a name is none that a header can have".to_owned())?;
        let mut value = HeaderValue::from_str(value)
            .map_err(|_| format!("`{name}` has characters that no header can have"))?;
        value.set_sensitive(redact::is_secret(name));
        headers.insert(header, value);
    }
    Ok(headers)
}

/// The names of pairs, without what they are names of.
struct Names<'a, T>(&'a [(String, T)]);

impl<T> fmt::Debug for Names<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut list = f.debug_list();
        for (name, _) in self.0 {
            list.entry(name);
        }
        list.finish()
    }
}

impl fmt::Debug for CallOptions {
    /// Names only: values may be secrets, and a base URL may have a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("CallOptions");
        if let Some(options) = self.get() {
            shown
                .field("headers", &Names(&options.headers))
                .field("query", &Names(&options.query))
                .field("body", &Names(&options.body))
                .field("timeout", &options.timeout)
                .field("try_timeout", &options.try_timeout)
                .field("connect_timeout", &options.connect_timeout)
                .field("read_timeout", &options.read_timeout)
                .field("max_response_bytes", &options.max_response_bytes)
                .field("retry", &options.retry);
        }
        shown.finish_non_exhaustive()
    }
}
