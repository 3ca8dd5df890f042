//! The client: what it knows of the API, and what can be set on it.

use foldhash::HashSet;

use super::Context;
use super::docs::{Docs, Words};
use super::method::needs_credential;
use super::naming::{Case, Ident, Scope};
use super::resources::{Child, top};
use crate::api::{self, SchemeKind, Shape};

/// Names that the builder has for itself.
const RESERVED: &[&str] = &[
    "base_url",
    "build",
    "check_parameters",
    "clone",
    "connect_timeout",
    "env",
    "env_with",
    "header",
    "keep_to_rate_limits",
    "layer",
    "max_response_bytes",
    "new",
    "on_call",
    "read_timeout",
    "request_id_headers",
    "retry",
    "retry_budget",
    "timeout",
    "timer",
    "transport",
    "try_timeout",
    "user_agent",
];

/// The client and its builder.
#[derive(Clone, Debug)]
pub struct Client {
    /// Its documentation.
    pub docs: Docs,
    /// Where requests go unless the user says otherwise.
    pub server: Server,
    /// The documentation of the setter of another address.
    pub base_url_docs: Docs,
    /// The builder's setters for variables of servers.
    pub server_variables: Vec<ServerVariable>,
    /// The variable that says otherwise.
    pub base_url_env: Option<String>,
    /// The security schemes.
    pub schemes: Vec<Scheme>,
    /// What most calls need.
    pub security: Vec<Vec<usize>>,
    /// The parameters that can be set once.
    pub globals: Vec<Global>,
    /// The wire names of members that are secret.
    pub sensitive: Vec<String>,
    /// The builder's setters for credentials.
    pub credentials: Vec<CredentialSetter>,
    /// The resources at the top.
    pub children: Vec<Child>,
    /// The envelope's members, where there is one.
    pub envelope: Option<crate::config::Envelope>,
}

impl Client {
    /// Whether the configuration names variables to read.
    pub(crate) fn reads_env(&self) -> bool {
        self.base_url_env.is_some()
            || self.schemes.iter().any(|scheme| !scheme.env.is_empty())
            || self.globals.iter().any(|global| global.env.is_some())
    }
}

/// A security scheme.
#[derive(Clone, Debug)]
pub struct Scheme {
    /// Its name in the document.
    pub name: String,
    /// Where its credential travels.
    pub kind: SchemeKind,
    /// The variables that hold it: one, or user and password.
    pub env: Vec<String>,
}

/// A parameter that can be set once on the client.
#[derive(Clone, Debug)]
pub struct Global {
    /// The builder's setter.
    pub ident: Ident,
    /// Its name on the wire.
    pub name: String,
    /// The variable that holds it.
    pub env: Option<String>,
    /// Its documentation.
    pub docs: Docs,
}

/// Where requests go.
#[derive(Clone, Debug, Default)]
pub struct Server {
    /// Its address, with variables in braces.
    pub url: String,
    /// The variables in it, and what they stand for unless the user says otherwise.
    pub variables: Vec<(String, String)>,
}

impl From<&api::Server> for Server {
    fn from(server: &api::Server) -> Self {
        let variables = server.variables.iter();
        Self {
            url: server.url.clone(),
            variables: variables
                .map(|variable| (variable.name.clone(), variable.default.clone()))
                .collect(),
        }
    }
}

impl Server {
    /// The server of an operation. A variable that has the name of one of the client's server, but stands for something
    /// else, is another one (`api` there, `logs` here), and keeps its value.
    pub(super) fn of_operation(context: &Context<'_>, server: &api::Server) -> Self {
        let of_client = context.api.servers.first();
        let is_other = |variable: &api::ServerVariable| {
            let mut of_client = of_client.iter().flat_map(|server| &server.variables);
            let known = of_client.find(|known| known.name == variable.name);
            known.is_some_and(|known| known.default != variable.default)
        };
        let mut own = server.clone();
        own.url = server.filled_in(is_other);
        own.variables.retain(|variable| !is_other(variable));
        Self::from(&own)
    }
}

/// A variable in addresses of servers, which can be set on the client.
#[derive(Clone, Debug)]
pub struct ServerVariable {
    /// The builder's setter.
    pub ident: Ident,
    /// Its name in the addresses.
    pub name: String,
    /// Its documentation.
    pub docs: Docs,
}

/// A setter for a credential.
#[derive(Clone, Debug)]
pub struct CredentialSetter {
    /// Its name.
    pub ident: Ident,
    /// The scheme's index.
    pub scheme: usize,
    /// Whether it takes a user and a password.
    pub basic: bool,
    /// The constant for what persons agree by.
    pub authorization: Option<AuthorizationConstant>,
    /// Its documentation.
    pub docs: Docs,
}

/// A constant that says where persons agree.
#[derive(Clone, Debug)]
pub struct AuthorizationConstant {
    /// Its name.
    pub ident: Ident,
    /// The name of the scheme in the document.
    pub scheme: String,
    /// What it says.
    pub authorization: api::Authorization,
    /// Its documentation.
    pub docs: Docs,
}

/// Decides what the client has.
pub(super) fn plan(context: &Context<'_>) -> Client {
    let (api, config) = (context.api, context.config);
    let mut scope = Scope::new(Case::Snake, RESERVED);
    let schemes = api.schemes.iter().map(|scheme| {
        let env = config.security.env.get(&scheme.name);
        Scheme {
            name: scheme.name.clone(),
            kind: scheme.kind.clone(),
            env: env.map(|env| env.value.clone()).unwrap_or_default(),
        }
    });
    let schemes: Vec<Scheme> = schemes.collect();
    // Who asks first has the name.
    let credentials = credentials(context, &schemes, &mut scope);
    let globals = globals(context, &mut scope);
    // Somebody who chose another address has chosen it whole.
    let base_url = config.client.base_url.as_ref();
    let server = api.servers.first().filter(|_| base_url.is_none());
    Client {
        docs: Docs::theirs(match api.title.trim().trim_end_matches('.') {
            "" => "A client of the API.".to_owned(),
            title => format!("A client of {title}."),
        }),
        base_url_docs: base_url_docs(context),
        server_variables: server_variables(context, server, &mut scope),
        server: match (base_url, server) {
            (Some(url), _) => Server {
                url: url.value.clone(),
                variables: Vec::new(),
            },
            (None, server) => server.map(Server::from).unwrap_or_default(),
        },
        base_url_env: config.client.base_url_env.clone(),
        schemes,
        security: security(context),
        globals,
        sensitive: sensitive(context),
        credentials,
        children: top(context),
        envelope: config.envelope.clone(),
    }
}

/// The setters for credentials.
fn credentials(
    context: &Context<'_>,
    schemes: &[Scheme],
    scope: &mut Scope,
) -> Vec<CredentialSetter> {
    let api = context.api;
    let asked_for = api.asked_for();
    let all = api.schemes.iter().zip(schemes).enumerate();
    let all = all.filter(|(_, (scheme, _))| needs_credential(&scheme.kind));
    let mut constants = Scope::new(Case::Snake, &[]);
    all.map(|(index, (scheme, planned))| {
        let title = || Words::sentence("The credential of {}.", &[Words::code(&scheme.name)]);
        let mut docs = match &scheme.docs {
            Some(text) => Docs::theirs(text.clone()),
            None => Docs::ours(title()),
        };
        docs = docs.and(travels(&scheme.kind));
        let ident = scope.claim(&scheme.name);
        let authorization = authorization(scheme, &ident, &mut constants);
        if let Some(constant) = &authorization {
            let told = "Persons agree by [`Client::{}`]: `AuthorizationCode::credential` has their tokens.";
            docs = docs.and(Words::sentence(told, &[Words::from(&constant.ident)]));
        }
        if !api.operations.is_empty() && !asked_for.contains(&index) {
            docs = docs.and("No operation asks for it, so no call sends it.");
        }
        if let [variable] = planned.env.as_slice() {
            docs = docs.and(reads_from(variable));
        }
        CredentialSetter {
            ident,
            scheme: index,
            basic: scheme.kind == SchemeKind::Basic,
            authorization,
            docs,
        }
    })
    .collect()
}

/// The constant for what persons agree by, if they can, beside the setter of what comes of that.
fn authorization(
    scheme: &api::SecurityScheme,
    setter: &Ident,
    constants: &mut Scope,
) -> Option<AuthorizationConstant> {
    let authorization = scheme.authorization.clone()?;
    let mut docs = Docs::ours(
        "Where persons agree that an application acts in their names: for `AuthorizationCode`, which the runtime has with \
         its feature `oauth2`.",
    );
    match authorization.described.len() {
        0 => {}
        1 => docs = docs.and("The scope there is:"),
        _ => docs = docs.and("Its scopes:"),
    }
    for (scope, text) in &authorization.described {
        let text = Some(text.trim()).filter(|text| !text.is_empty());
        docs = docs.and_item(Words::code(scope), text.map(Into::into));
    }
    let mut name = setter.as_str().to_uppercase();
    // In scripts without capital letters a method may be called so.
    if name == setter.as_str() {
        name.insert_str(0, "OAUTH_");
    }
    Some(AuthorizationConstant {
        ident: constants.claim_chosen(&name),
        scheme: scheme.name.clone(),
        authorization,
        docs,
    })
}

/// The parameters that the configuration has for all calls.
fn globals(context: &Context<'_>, scope: &mut Scope) -> Vec<Global> {
    let operations = context.api.operations.iter();
    let described = operations.flat_map(|operation| &operation.parameters);
    let globals = context.config.client.parameters.iter();
    let globals = globals.map(|(name, parameter)| {
        let known = described.clone().find(|known| known.wire_name == *name);
        let title = || Words::sentence("The parameter {}.", &[Words::code(name)]);
        let mut docs = match known {
            Some(known) => Docs::or(&known.docs, &[name], title),
            None => Docs::ours(title()),
        };
        docs = docs.and("For every call that takes it and is not given another.");
        if let Some(variable) = &parameter.env {
            docs = docs.and(reads_from(variable));
        }
        Global {
            ident: scope.claim(name),
            name: name.clone(),
            env: parameter.env.clone(),
            docs,
        }
    });
    globals.collect()
}

/// The variables of the client's server and of those that operations have for themselves, each name once.
fn server_variables(
    context: &Context<'_>,
    server: Option<&api::Server>,
    scope: &mut Scope,
) -> Vec<ServerVariable> {
    let operations = context.api.operations.iter();
    let of_operations = operations.filter_map(|operation| operation.server.as_ref());
    let mut variables: Vec<ServerVariable> = Vec::new();
    let mut known = HashSet::default();
    for variable in server
        .into_iter()
        .chain(of_operations)
        .flat_map(|server| &server.variables)
    {
        let name = &variable.name;
        if !known.insert(name) {
            continue;
        }
        let mut docs = match &variable.description {
            Some(text) => Docs::theirs(text.clone()),
            None => Docs::ours(Words::sentence("The variable {}.", &[Words::code(name)])),
        };
        let values: Vec<Words> = variable.values.iter().map(|it| Words::code(it)).collect();
        if values.len() > 1 {
            let values = Words::join(&values, ", ");
            docs = docs.and(Words::sentence("One of {}.", &[values]));
        }
        let default = Words::code(&variable.default);
        let template = "It stands in the addresses of servers, as {} unless set. \
             [`base_url`](Self::base_url) goes before it.";
        variables.push(ServerVariable {
            ident: scope.claim(name),
            name: name.clone(),
            docs: docs.and(Words::sentence(template, &[default])),
        });
    }
    variables
}

/// What is said of setting another address: which ones the document has beside the client's.
fn base_url_docs(context: &Context<'_>) -> Docs {
    let (api, config) = (context.api, &context.config.client);
    let own = usize::from(config.base_url.is_none());
    let mut docs = Docs::ours(
        "Sends requests here instead of to the addresses that the description has, for the API and for single operations.",
    );
    let first = api.servers.first().filter(|_| own == 1);
    let path = first.map(api::Server::default_url);
    if let Some(path) = path.filter(|url| url.starts_with('/') && !url.starts_with("//")) {
        docs = docs.and(match path.trim_end_matches('/') {
            "" => "It has to be set: the description's address has no host.".into(),
            path => Words::sentence(
                "It has to be set, with {} at its end: the description's address has no host.",
                &[Words::code(path)],
            ),
        });
    }
    for server in api.servers.iter().skip(own) {
        let url = Words::code(&server.default_url());
        docs = match &server.description {
            Some(text) => {
                let docs = docs.and(Words::sentence("The description also has {}:", &[url]));
                docs.and_theirs(text.clone())
            }
            None => docs.and(Words::sentence("The description also has {}.", &[url])),
        };
    }
    docs
}

/// What most calls need: the document's own list, or where it has none, what its first operation with one needs.
fn security(context: &Context<'_>) -> Vec<Vec<usize>> {
    if !context.api.security.is_empty() {
        return context.api.security.clone();
    }
    context
        .api
        .operations
        .iter()
        .map(|op| &op.security)
        .find(|list| !list.is_empty())
        .cloned()
        .unwrap_or_default()
}

/// The wire names of secret members, each once.
pub(super) fn sensitive(context: &Context<'_>) -> Vec<String> {
    let types = &context.api.types;
    let mut names = std::collections::BTreeSet::new();
    for (_, ty) in types.iter() {
        if let Shape::Object(object) = &ty.shape {
            let secret = object
                .fields
                .iter()
                .filter(|field| types[types.resolve(field.ty).id].sensitive);
            names.extend(secret.map(|field| field.wire_name.to_string()));
        }
    }
    names.into_iter().collect()
}

fn reads_from(variable: &str) -> Words {
    Words::sentence(
        "[`env`](Self::env) reads it from {}.",
        &[Words::code(variable)],
    )
}

fn travels(kind: &SchemeKind) -> Words {
    let (template, name) = match kind {
        SchemeKind::Bearer => return "Sent as `Authorization: Bearer …`.".into(),
        SchemeKind::OAuth2(endpoint) => (
            "Sent as `Authorization: Bearer …`: a token, or with the feature `oauth2` of the runtime the \
             `ClientCredentials` that get one from {}.",
            &endpoint.url,
        ),
        SchemeKind::Basic => return "Sent as `Authorization: Basic …`.".into(),
        SchemeKind::Transport => return Words::default(),
        SchemeKind::Http(scheme) => ("Sent as {}.", &format!("Authorization: {scheme} …")),
        SchemeKind::Header(name) => ("Sent in the header {}.", name),
        SchemeKind::Query(name) => ("Sent in the query as {}.", name),
        SchemeKind::Cookie(name) => ("Sent in the cookie {}.", name),
    };
    Words::sentence(template, &[Words::code(name)])
}
