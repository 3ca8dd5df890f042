// Copied by specwright 0.1.0 from specwright-runtime.

//! The client: what is the same for all calls.

use std::fmt;
use std::sync::Arc;

use super::api::Api;
use super::base_url::BaseUrl;
use super::credentials::Credentials;
use super::encode::{Parts, RequestWriter};
use super::error::Error;
use super::operation::Operation;
use super::response::{RawResponse, Response};
use super::transport::{Timeouts, Transport};
use super::{exchange, judge};

/// Calls operations. Clones share everything.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

/// What is the same for all calls.
pub(super) struct Inner {
    pub api: &'static Api,
    pub base_url: BaseUrl,
    pub credentials: Credentials,
    pub globals: Vec<Option<String>>,
    pub transport: Arc<dyn Transport>,
    pub timeouts: Timeouts,
    pub check_parameters: bool,
    pub user_agent: http::HeaderValue,
}

impl Client {
    pub(super) fn new(inner: Inner) -> Self {
        Self {
            inner: Arc::new(inner),
        }
    }

    /// Calls an operation and gives the caller's part of what came back.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn send<P: Operation>(&self, params: &P) -> Result<P::Output, Error> {
        let (raw, response) = self.decoded(params).await?;
        P::output(response).ok_or_else(|| judge::without_result(P::SPEC, raw))
    }

    /// Calls an operation and gives the whole of what came back.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn call<P: Operation>(&self, params: &P) -> Result<Response<P::Response>, Error> {
        let (raw, response) = self.decoded(params).await?;
        Ok(Response::new(raw, response))
    }

    /// All that is compiled again for every operation.
    async fn decoded<P: Operation>(&self, params: &P) -> Result<(RawResponse, P::Response), Error> {
        let mut request = RequestWriter::new(&self.inner, P::SPEC);
        params.encode(&mut request)?;
        let raw = execute(&self.inner, request.finish()?).await?;
        match P::decode(&raw) {
            Ok(response) => Ok((raw, response)),
            Err(error) => Err(judge::undecoded(P::SPEC, raw, error)),
        }
    }
}

/// Sends a request and gives what came back if it is a success.
async fn execute(client: &Inner, parts: Parts) -> Result<RawResponse, Error> {
    let spec = parts.spec;
    let received = exchange::exchange(client, parts).await?;
    judge::judge(spec, received, client.api.sensitive)
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("api", &self.inner.api.name)
            .field("base_url", &self.inner.base_url.as_str())
            .finish_non_exhaustive()
    }
}
