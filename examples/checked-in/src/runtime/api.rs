// Copied by specwright 0.1.0 from specwright-runtime.

//! What a generated crate says of its API as a whole.

use super::server::ServerVariable;

/// An API.
#[derive(Debug)]
pub struct Api {
    /// What the client calls itself in `User-Agent`.
    pub name: &'static str,
    /// The client's version.
    pub version: &'static str,
    /// Where requests go unless the user says otherwise, with the variables in braces.
    pub base_url: &'static str,
    /// The variables in it.
    pub server_variables: &'static [ServerVariable],
    /// The variable that says otherwise.
    pub base_url_env: Option<&'static str>,
    /// The security schemes.
    pub schemes: &'static [Scheme],
    /// What most calls need: alternatives of sets of indices into `schemes`.
    pub security: &'static [&'static [usize]],
    /// Parameters that can be set once for all calls.
    pub globals: &'static [Global],
    /// Names of JSON members whose values no error shows.
    pub sensitive: &'static [&'static str],
}

/// A way to prove who is calling.
#[derive(Debug)]
pub struct Scheme {
    /// Its name in the description.
    pub name: &'static str,
    /// Where its credential travels.
    pub kind: SchemeKind,
    /// The method of the client's builder that takes its credential, if it has one to take.
    pub setter: &'static str,
    /// The variable that holds the credential; for [`SchemeKind::Basic`] two: user and password.
    pub env: &'static [&'static str],
}

/// Where a credential travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SchemeKind {
    /// `Authorization: Bearer …` (RFC 6750).
    Bearer,
    /// The same, with a token that client credentials get.
    OAuth2(&'static TokenEndpoint),
    /// `Authorization: Basic …` (RFC 7617).
    Basic,
    /// `Authorization: <scheme> …`, the credential as it was given.
    Http(&'static str),
    /// A header of this name.
    Header(&'static str),
    /// A query parameter of this name.
    Query(&'static str),
    /// A cookie of this name.
    Cookie(&'static str),
    /// The connection proves it: there is nothing to send.
    Transport,
}

/// Where client credentials get a token (RFC 6749, section 4.4).
#[derive(Debug, PartialEq, Eq)]
pub struct TokenEndpoint {
    /// Its address, which may be relative to that of the API.
    pub url: &'static str,
    /// What the operations of the client need.
    pub scopes: &'static [&'static str],
}

/// Where persons agree that an application acts in their names, and where it gets tokens then (RFC 6749, section 4.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "oauth2"), allow(dead_code))]
pub struct AuthorizationEndpoint {
    pub(super) scheme: &'static str,
    pub(super) url: &'static str,
    pub(super) token_url: &'static str,
    pub(super) refresh_url: Option<&'static str>,
    scopes: &'static [&'static str],
}

impl AuthorizationEndpoint {
    /// By the name of the security scheme, which errors have, where persons agree, and where tokens come from.
    pub const fn new(scheme: &'static str, url: &'static str, token_url: &'static str) -> Self {
        Self {
            scheme,
            url,
            token_url,
            refresh_url: None,
            scopes: &[],
        }
    }

    /// Where tokens are refreshed, where that is another address.
    pub const fn with_refresh_url(mut self, url: &'static str) -> Self {
        self.refresh_url = Some(url);
        self
    }

    /// What the operations of the client need.
    pub const fn with_scopes(mut self, scopes: &'static [&'static str]) -> Self {
        self.scopes = scopes;
        self
    }

    /// The scopes that the operations of the client need. Nobody is asked for them unless
    /// `AuthorizationCode::scopes` says so.
    pub const fn scopes(&self) -> &'static [&'static str] {
        self.scopes
    }
}

/// A parameter that can be set once for all calls.
#[derive(Debug)]
pub struct Global {
    /// Its name on the wire.
    pub name: &'static str,
    /// The variable that holds it.
    pub env: Option<&'static str>,
}

/// The members around every result.
#[derive(Debug)]
pub struct Envelope {
    /// The member with the result.
    pub result: &'static str,
    /// The member that says whether the call succeeded.
    pub success: Option<&'static str>,
    /// The member with the errors.
    pub errors: Option<&'static str>,
    /// The member with further messages.
    pub messages: Option<&'static str>,
}
