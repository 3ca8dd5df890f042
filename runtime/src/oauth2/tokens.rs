//! What a server answers that gives tokens.

use std::fmt;
use std::time::Duration;

use ::oauth2::basic::BasicTokenType;
use ::oauth2::{AccessToken, RefreshToken, Scope, TokenResponse};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::super::credential::Token;
use super::super::secret::Secret;

/// The tokens that a person's agreement came to (RFC 6749, section 5.1).
///
/// What is to be kept, in a database, say, is the [refresh token](Self::refresh_token): it stands for the person's agreement,
/// and [`Tokens::from_refresh_token`] makes these of it again. With the other one beside it,
/// [`with_access_token`](Self::with_access_token), a program that starts asks for none as long as that is good.
#[derive(Clone)]
pub struct Tokens {
    access: Option<Secret>,
    refresh: Option<Secret>,
    expires_in: Option<Duration>,
    members: Map<String, Value>,
}

impl Tokens {
    /// The tokens of a person who agreed at some time: a refresh token that was kept. The first call gets the other one
    /// with it.
    pub fn from_refresh_token(token: impl Into<Secret>) -> Self {
        Self {
            access: None,
            refresh: Some(token.into()),
            expires_in: None,
            members: Map::new(),
        }
    }

    /// The same with a token that calls carry for so long from now, or until a server refuses it.
    pub fn with_access_token(
        mut self,
        token: impl Into<Secret>,
        expires_in: Option<Duration>,
    ) -> Self {
        self.access = Some(token.into());
        self.expires_in = expires_in;
        self
    }

    /// The token that calls carry; empty where there is none yet.
    pub fn access_token(&self) -> &str {
        self.access.as_ref().map_or("", Secret::expose)
    }

    /// The token that gets others, where the server gives one: many do so only for a scope (`offline_access`) or a parameter
    /// (`access_type=offline`).
    pub fn refresh_token(&self) -> Option<&str> {
        self.refresh.as_ref().map(Secret::expose)
    }

    /// For how long calls may carry the first one, from when it came.
    pub fn expires_in(&self) -> Option<Duration> {
        self.expires_in
    }

    /// The scopes that the person agreed to, where the server says that these are not the ones that were asked for.
    pub fn scopes(&self) -> Vec<&str> {
        let texts: Vec<_> = match self.member("scope") {
            Some(Value::Array(scopes)) => scopes.iter().filter_map(Value::as_str).collect(),
            Some(Value::String(text)) => text.split([' ', ',']).collect(),
            _ => Vec::new(),
        };
        let scopes = texts.into_iter();
        scopes.filter(|scope| !scope.is_empty()).collect()
    }

    /// What else the answer has: `id_token` of OpenID Connect, which is not verified, or who the person is.
    pub fn member(&self, name: &str) -> Option<&Value> {
        self.members.get(name)
    }

    /// The one that calls carry.
    pub(super) fn token(&self) -> Option<Token> {
        Some(Token {
            secret: self.access.clone()?,
            expires_in: self.expires_in,
        })
    }

    /// The same of an answer, which always has one.
    pub(super) fn into_token(self) -> Token {
        Token {
            secret: self.access.unwrap_or_else(|| "".into()),
            expires_in: self.expires_in,
        }
    }

    pub(super) fn refresh(&self) -> Option<&Secret> {
        self.refresh.as_ref()
    }

    /// The same, with a refresh token that goes on being good where no other came.
    pub(super) fn or_refresh(mut self, token: &Secret) -> Self {
        self.refresh.get_or_insert_with(|| token.clone());
        self
    }
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tokens")
            .field("expires_in", &self.expires_in)
            .field("scopes", &self.scopes())
            .finish_non_exhaustive()
    }
}

impl From<Answer> for Tokens {
    fn from(answer: Answer) -> Self {
        let mut members = answer.others;
        let refresh = match members.remove("refresh_token") {
            Some(Value::String(token)) if !token.is_empty() => Some(Secret::from(token)),
            _ => None,
        };
        Self {
            access: Some(answer.access_token.secret().as_str().into()),
            refresh,
            expires_in: seconds(members.get("expires_in")),
            members,
        }
    }
}

/// Some servers write it as a text, or with a fraction. What is no time says nothing.
fn seconds(value: Option<&Value>) -> Option<Duration> {
    let seconds = match value? {
        Value::String(text) => text.trim().parse().ok(),
        other => other.as_f64(),
    };
    Duration::try_from_secs_f64(seconds?).ok()
}

/// An answer as the `oauth2` crate reads it. What there is beside the token may be missing, or of another type than RFC 6749
/// has it.
#[derive(Deserialize, Serialize)]
pub(super) struct Answer {
    access_token: AccessToken,
    #[serde(flatten)]
    others: Map<String, Value>,
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer").finish_non_exhaustive()
    }
}

/// Nothing but the first of these is asked for.
impl TokenResponse for Answer {
    type TokenType = BasicTokenType;

    fn access_token(&self) -> &AccessToken {
        &self.access_token
    }

    fn token_type(&self) -> &BasicTokenType {
        &BasicTokenType::Bearer
    }

    fn expires_in(&self) -> Option<Duration> {
        None
    }

    fn refresh_token(&self) -> Option<&RefreshToken> {
        None
    }

    fn scopes(&self) -> Option<&Vec<Scope>> {
        None
    }
}
