//! `client.rs`: the client, its builder, and what the runtime is told of the API.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::docs;
use super::ident::ident;
use super::resource::accessors;
use super::spec::{option, security, server_variables};
use crate::api::SchemeKind;
use crate::plan::{
    AuthorizationConstant, Client, CredentialSetter, Global, Scheme, ServerVariable, Words,
};

pub(super) fn tokens(client: &Client) -> TokenStream {
    let api = api(client);
    let envelope = envelope(client);
    let docs = docs::attributes(&client.docs);
    let accessors = accessors(
        &client.children,
        &quote!(self.inner.clone()),
        &quote!(resources::),
    );
    let mut children = client.children.iter();
    let resources = children.clone().any(|child| child.has_type);
    let resources = resources.then(|| quote!(resources,));
    // A resource whose one method is the client's has that in its own module.
    let seen = children.any(|child| !child.has_type);
    let seen = seen.then(|| quote!(pub(super)));
    let credentials = client.credentials.iter().map(credential);
    let authorizations = client
        .credentials
        .iter()
        .filter_map(|setter| setter.authorization.as_ref());
    let authorizations = authorizations.map(authorization);
    let globals = client
        .globals
        .iter()
        .enumerate()
        .map(|(index, global)| self::global(index, global));
    let server_variables = client.server_variables.iter().map(server_variable);
    let base_url_docs = docs::attributes(&client.base_url_docs);
    let setters = setters();
    let (from_env, env) = env(client).unzip();
    let errors = docs::ours(&Words::from(match env.is_some() {
        true => {
            "Where a value is not usable; after [`env`](Self::env), also where credentials are missing."
        }
        false => "Where a value is not usable.",
    }));
    quote! {
        use super::{call::Call, #resources runtime};
        use runtime::Error;

        #api
        #envelope

        #docs
        ///
        /// Cloning is cheap: clones share their connections.
        #[derive(Clone, Debug)]
        pub struct Client {
            #seen inner: runtime::Client,
        }

        impl Client {
            #(#authorizations)*

            #from_env

            /// A client to be set up by hand.
            pub fn builder() -> ClientBuilder {
                ClientBuilder { inner: runtime::ClientBuilder::new(&API) }
            }

            /// Prepares a call of the operation whose params these are.
            pub fn call<P: runtime::Operation>(&self, params: P) -> Call<P> {
                Call::new(&self.inner, params)
            }

            #accessors
        }

        /// Sets up a [`Client`].
        #[derive(Clone, Debug)]
        #[must_use]
        pub struct ClientBuilder {
            inner: runtime::ClientBuilder,
        }

        impl ClientBuilder {
            #(#credentials)*
            #(#globals)*
            #(#server_variables)*

            #env

            #base_url_docs
            pub fn base_url(self, url: impl Into<String>) -> Self {
                Self { inner: self.inner.base_url(url) }
            }

            #setters

            /// The client.
            ///
            /// # Errors
            ///
            #errors
            pub fn build(self) -> Result<Client, Error> {
                Ok(Client { inner: self.inner.build()? })
            }
        }
    }
}

/// The builder's setters that every client has.
fn setters() -> TokenStream {
    // Each hands over what it is given.
    macro_rules! setters {
        ($($(#[$($doc:tt)+])+ $name:ident($($argument:ident: $ty:ty),+);)+) => {
            quote! {
                $(
                    $(#[$($doc)+])+
                    pub fn $name(self, $($argument: $ty),+) -> Self {
                        Self { inner: self.inner.$name($($argument),+) }
                    }
                )+
            }
        };
    }
    setters! {
        /// How long a call may take as a whole, with all its tries and the waits between them: 60 seconds unless
        /// set.
        timeout(timeout: std::time::Duration);
        /// How long each try of a call may take: as long as the call unless set.
        try_timeout(timeout: std::time::Duration);
        /// How long connecting may take: 5 seconds unless set.
        connect_timeout(timeout: std::time::Duration);
        /// How long each piece of a response may take that is read as it comes: 60 seconds unless set.
        read_timeout(timeout: std::time::Duration);
        /// How many bytes a response may have that is read into memory: 256 MiB unless set.
        max_response_bytes(bytes: u64);
        /// When calls that failed are tried again: twice, where it is safe to repeat them, unless set.
        retry(policy: runtime::RetryPolicy);
        /// How many retries all calls together may make before any of them succeeds: 100 unless set.
        retry_budget(retries: u32);
        /// Whether requests wait where the server has said, in `RateLimit`, that there may be no more of them for now:
        /// they do not unless set.
        keep_to_rate_limits(keep: bool);
        /// Has each request go through this on its way to the transport, after all layers that were set before.
        layer(layer: impl runtime::Layer);
        /// Tells this of each call that ended: for metrics.
        on_call(observer: impl Fn(&runtime::CallReport<'_>) + Send + Sync + 'static);
        /// The headers in which responses may have an identifier of the request, the best first.
        request_id_headers(names: impl IntoIterator<Item = impl Into<String>>);
        /// Whether the limits that the description sets for parameters are checked before sending: they are unless
        /// this says otherwise.
        check_parameters(check: bool);
        /// What the client calls itself.
        user_agent(name: impl Into<String>);
        /// Sends a header with each request, where the call does not say otherwise.
        header(name: impl Into<String>, value: impl Into<String>);
        /// Sends requests through this instead of the client's own HTTP stack.
        transport(transport: impl runtime::Transport);
        /// Tells the time and waits between tries instead of the client's own timer: in tests, say.
        timer(timer: impl runtime::Timer);
    }
}

fn api(client: &Client) -> TokenStream {
    let base_url = &client.server.url;
    let server_variables = server_variables(&client.server);
    let base_url_env = option(
        client
            .base_url_env
            .as_ref()
            .map(|variable| quote!(#variable)),
    );
    let schemes = client.schemes.iter().enumerate().map(|(index, scheme)| {
        let mut setters = client.credentials.iter();
        self::scheme(scheme, setters.find(|setter| setter.scheme == index))
    });
    let security = security(&client.security);
    let globals = client.globals.iter().map(|global| {
        let name = &global.name;
        let env = option(global.env.as_ref().map(|variable| quote!(#variable)));
        quote!(runtime::Global { name: #name, env: #env })
    });
    let sensitive = &client.sensitive;
    quote! {
        static API: runtime::Api = runtime::Api {
            name: env!("CARGO_PKG_NAME"),
            version: env!("CARGO_PKG_VERSION"),
            base_url: #base_url,
            server_variables: #server_variables,
            base_url_env: #base_url_env,
            schemes: &[#(#schemes),*],
            security: #security,
            globals: &[#(#globals),*],
            sensitive: &[#(#sensitive),*],
        };
    }
}

fn envelope(client: &Client) -> TokenStream {
    let Some(envelope) = &client.envelope else {
        return TokenStream::new();
    };
    let result = &envelope.result;
    let member = |name: &Option<String>| option(name.as_ref().map(|name| quote!(#name)));
    let (success, errors, messages) = (
        member(&envelope.success),
        member(&envelope.errors),
        member(&envelope.messages),
    );
    quote! {
        pub(super) static ENVELOPE: runtime::Envelope = runtime::Envelope {
            result: #result,
            success: #success,
            errors: #errors,
            messages: #messages,
        };
    }
}

fn scheme(scheme: &Scheme, setter: Option<&CredentialSetter>) -> TokenStream {
    let name = &scheme.name;
    let kind = match &scheme.kind {
        SchemeKind::Bearer => quote!(Bearer),
        SchemeKind::OAuth2(endpoint) => {
            let url = &endpoint.url;
            let scopes = endpoint.scopes.iter();
            quote!(OAuth2(&runtime::TokenEndpoint { url: #url, scopes: &[#(#scopes),*] }))
        }
        SchemeKind::Basic => quote!(Basic),
        SchemeKind::Http(scheme) => quote!(Http(#scheme)),
        SchemeKind::Header(name) => quote!(Header(#name)),
        SchemeKind::Query(name) => quote!(Query(#name)),
        SchemeKind::Cookie(name) => quote!(Cookie(#name)),
        SchemeKind::Transport => quote!(Transport),
    };
    let env = &scheme.env;
    let setter = setter.map_or("", |setter| setter.ident.as_str());
    quote! {
        runtime::Scheme {
            name: #name,
            kind: runtime::SchemeKind::#kind,
            setter: #setter,
            env: &[#(#env),*],
        }
    }
}

fn authorization(constant: &AuthorizationConstant) -> TokenStream {
    let docs = docs::attributes(&constant.docs);
    let name = ident(&constant.ident);
    let scheme = &constant.scheme;
    let endpoint = &constant.authorization;
    let (url, token_url) = (&endpoint.url, &endpoint.token_url);
    let refresh_url = endpoint.refresh_url.iter();
    let scopes = endpoint.scopes.iter();
    let scopes = (!endpoint.scopes.is_empty()).then(|| quote!(.with_scopes(&[#(#scopes),*])));
    quote! {
        #docs
        pub const #name: runtime::AuthorizationEndpoint =
            runtime::AuthorizationEndpoint::new(#scheme, #url, #token_url)
                #(.with_refresh_url(#refresh_url))*
                #scopes;
    }
}

fn credential(setter: &CredentialSetter) -> TokenStream {
    let docs = docs::attributes(&setter.docs);
    let name = ident(&setter.ident);
    let index = Literal::usize_unsuffixed(setter.scheme);
    if setter.basic {
        return quote! {
            #docs
            pub fn #name(self, user: impl Into<String>, password: impl Into<runtime::Secret>) -> Self {
                Self { inner: self.inner.basic(#index, user, password) }
            }
        };
    }
    quote! {
        #docs
        pub fn #name(self, value: impl Into<runtime::Credential>) -> Self {
            Self { inner: self.inner.credential(#index, value) }
        }
    }
}

fn global(index: usize, global: &Global) -> TokenStream {
    let docs = docs::attributes(&global.docs);
    let name = ident(&global.ident);
    let index = Literal::usize_unsuffixed(index);
    quote! {
        #docs
        pub fn #name(self, value: impl Into<String>) -> Self {
            Self { inner: self.inner.global(#index, value) }
        }
    }
}

fn server_variable(variable: &ServerVariable) -> TokenStream {
    let docs = docs::attributes(&variable.docs);
    let (setter, name) = (ident(&variable.ident), &variable.name);
    quote! {
        #docs
        pub fn #setter(self, value: impl Into<String>) -> Self {
            Self { inner: self.inner.server_variable(#name, value) }
        }
    }
}

/// What reads variables, of the client and of its builder, where the configuration names any.
fn env(client: &Client) -> Option<(TokenStream, TokenStream)> {
    if !client.reads_env() {
        return None;
    }
    let docs = docs::ours(&env_docs(client));
    let from_env = quote! {
        /// A client that is set up from the environment alone.
        ///
        #docs
        ///
        /// # Errors
        ///
        /// Where credentials are missing, or a value is not usable. The error names the variables.
        pub fn from_env() -> Result<Self, Error> {
            Self::builder().env().build()
        }
    };
    let env = quote! {
        /// Reads what was not set by hand from the environment.
        ///
        #docs
        pub fn env(self) -> Self {
            Self { inner: self.inner.env() }
        }

        /// Like [`env`](Self::env), with another source of variables.
        pub fn env_with(self, variable: impl Fn(&str) -> Option<String>) -> Self {
            Self { inner: self.inner.env_with(variable) }
        }
    };
    Some((from_env, env))
}

/// The variables, in prose.
fn env_docs(client: &Client) -> Words {
    let set = |set: &Vec<usize>| {
        let variables = set
            .iter()
            .flat_map(|scheme| &client.schemes[*scheme].env)
            .map(|name| Words::code(name));
        Words::join(&variables.collect::<Vec<_>>(), " and ")
    };
    let credentials: Vec<Words> = client
        .security
        .iter()
        .map(set)
        .filter(|text| !text.is_empty())
        .collect();
    let mut sentences = Vec::new();
    if !credentials.is_empty() {
        let all = Words::join(&credentials, ", else ");
        sentences.push(Words::sentence("Credentials come from {}.", &[all]));
    }
    let globals = client.globals.iter();
    let further: Vec<Words> = client
        .base_url_env
        .iter()
        .chain(globals.filter_map(|global| global.env.as_ref()))
        .map(|name| Words::code(name))
        .collect();
    if !further.is_empty() {
        let all = Words::join(&further, ", ");
        let sentence = "Read as well, where they are set: {}.";
        sentences.push(Words::sentence(sentence, &[all]));
    }
    Words::join(&sentences, "\n")
}
