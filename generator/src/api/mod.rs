//! The model: what the API offers, with every reference resolved.
//!
//! Plain data in tables that refer to each other by index, so a cycle is nothing special. It knows nothing of Rust:
//! no identifier, no Rust type, no module is decided here. [`lower()`] makes it from a document.

mod code;
mod limits;
mod lower;
mod operation;
mod types;
mod union;

use std::collections::{BTreeMap, BTreeSet};

pub(crate) use code::{in_code, inline_code, is_unseen, longest_run};
pub use limits::Limits;
pub use lower::{Choice, Chosen, lower};
pub use operation::*;
pub use types::*;
pub use union::*;

use crate::source::filled_template;
pub(crate) use crate::source::is_json;

/// What one description offers.
#[derive(Clone, Debug, Default)]
pub struct Api {
    /// `info.title`.
    pub title: String,
    /// `info.version`, the version of the description.
    pub version: String,
    /// `info.description`.
    pub description: Option<String>,
    /// Where there is more to read, as [`Docs::more`].
    pub more: Option<String>,
    /// Its servers, the first of which is meant unless somebody says otherwise.
    pub servers: Vec<Server>,
    /// The security schemes that are described.
    pub schemes: Vec<SecurityScheme>,
    /// What most calls need: alternatives of sets of indices into `schemes`.
    pub security: Security,
    /// Every operation that a client can call, in document order.
    pub operations: Vec<Operation>,
    /// Requests that the API sends to its user: callbacks and webhooks.
    pub receivers: Vec<Receiver>,
    /// What tells the kinds of these requests apart, where something does.
    pub kinds: Option<Kinds>,
    /// The document's tags.
    pub tags: Vec<Tag>,
    /// The names of all component schemas, reached or not: which of them is needed must not change what another is
    /// called.
    pub component_names: Vec<String>,
    /// Which of these are the schema of a component that is none itself, and what that is: a `response`.
    pub shared: BTreeMap<String, &'static str>,
    /// The names of schemas that stand in such a component, by the pointers at which they do.
    pub hoisted: BTreeMap<String, String>,
    /// All types.
    pub types: Types,
}

impl Api {
    /// The schemes with what some operation can be called with.
    pub(crate) fn asked_for(&self) -> BTreeSet<usize> {
        let alternatives = self.operations.iter().flat_map(|it| &it.security);
        alternatives.flatten().copied().collect()
    }
}

/// Alternatives (one of them suffices) of sets (all of them are needed) of indices into [`Api::schemes`].
///
/// No alternative at all means that nothing is needed; an empty set among others, that anonymous calls are allowed.
pub type Security = Vec<Vec<usize>>;

/// Where requests go (OpenAPI 3.0.3, "Server Object").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// Its address, with variables in braces.
    pub url: String,
    /// The variables in the address, in its order.
    pub variables: Vec<ServerVariable>,
    /// What the document says of it.
    pub description: Option<String>,
}

impl Server {
    /// Its address with what the variables stand for unless somebody says otherwise.
    pub fn default_url(&self) -> String {
        self.filled_in(|_| true)
    }

    /// Its address with what these of its variables stand for in their places.
    pub(crate) fn filled_in(&self, is_meant: impl Fn(&ServerVariable) -> bool) -> String {
        let meant = self.variables.iter().filter(|variable| is_meant(variable));
        let values: BTreeMap<&str, &str> = meant.map(|it| (&*it.name, &*it.default)).collect();
        filled_template(&self.url, |name| values.get(name).copied())
    }
}

/// A variable in the address of a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerVariable {
    /// Its name, without the braces.
    pub name: String,
    /// What it stands for unless somebody says otherwise.
    pub default: String,
    /// What it may stand for, where the document has a list.
    pub values: Vec<String>,
    /// What the document says of it.
    pub description: Option<String>,
}

/// A tag of the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// Its name.
    pub name: String,
    /// What the document says of it.
    pub docs: Docs,
}

/// How a caller proves who it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecurityScheme {
    /// Its key under `components.securitySchemes`.
    pub name: String,
    /// What the document says of it.
    pub docs: Option<String>,
    /// Where its credential travels.
    pub kind: SchemeKind,
    /// Where persons agree that an application acts in their names, if they can.
    pub authorization: Option<Authorization>,
}

/// Where persons agree that an application acts in their names, and where it gets tokens then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authorization {
    /// Where persons agree.
    pub url: String,
    /// Where tokens come from.
    pub token_url: String,
    /// Where they are refreshed, if that is another address.
    pub refresh_url: Option<String>,
    /// The scopes that there are, with what each allows.
    pub described: Vec<(String, String)>,
    /// The scopes that operations need, each once and sorted.
    pub scopes: BTreeSet<String>,
}

/// Where client credentials get a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenEndpoint {
    /// Its address, which may be relative.
    pub url: String,
    /// The scopes that operations need, each once and sorted.
    pub scopes: BTreeSet<String>,
}

/// Where a credential travels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SchemeKind {
    /// `Authorization: Bearer …`; OpenID Connect tokens too, and those of OAuth 2 that a person agrees to.
    Bearer,
    /// The same, with a token that client credentials get.
    OAuth2(TokenEndpoint),
    /// `Authorization: Basic …`, of a user and a password.
    Basic,
    /// `Authorization: <scheme> …` with another registered scheme.
    Http(String),
    /// A header of this name.
    Header(String),
    /// A query parameter of this name.
    Query(String),
    /// A cookie of this name.
    Cookie(String),
    /// The connection itself proves it (mutual TLS).
    Transport,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_variable_stands_for_is_no_variable() {
        let variable = |name: &str, default: &str| ServerVariable {
            name: name.to_owned(),
            default: default.to_owned(),
            values: Vec::new(),
            description: None,
        };
        let server = Server {
            url: "https://{host}.example/{base}/{other}{".to_owned(),
            variables: vec![variable("host", "{base}"), variable("base", "v1")],
            description: None,
        };
        let whole = "https://{base}.example/v1/{other}{";
        assert_eq!(server.default_url(), whole);
        let of_base = server.filled_in(|variable| variable.name == "base");
        assert_eq!(of_base, "https://{host}.example/v1/{other}{");
    }
}
