//! What a call meets beside types: where it goes, what it proves itself by, how its body travels, and how it fails.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::punctuated::Punctuated;
use syn::{Expr, ExprCall, GenericArgument, Lit, PathArguments, Token};

use super::renamed::{Names, text};
use super::spell::Here;
use crate::source::filled_template;

/// What holds for all calls.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Api {
    /// The server, with what its variables are unless the user says otherwise.
    pub server: String,
    /// The environment variable that has another one.
    pub server_env: String,
    pub schemes: Vec<Scheme>,
}

/// A credential.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Scheme {
    pub name: String,
    /// How it travels, as the code has it: `Header("X-Key")`.
    pub kind: String,
    /// The environment variables that it comes from.
    pub env: String,
}

/// What holds for one call.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Terms {
    /// Its own server, as that of the API.
    pub server: Option<String>,
    /// Alternatives of sets of schemes, by their places among those of the API.
    pub security: Vec<Vec<usize>>,
    /// As what its body may travel.
    pub bodies: BTreeSet<String>,
    /// In which types failures are read, by their statuses: `404`, `4XX`, `default`.
    pub failures: BTreeMap<String, String>,
}

impl Api {
    /// What the static of the client says.
    pub fn of(expr: &Expr, here: Here<'_>) -> Self {
        let mut variables = BTreeMap::new();
        let mut api = Self::default();
        for (name, value) in fields(expr) {
            match name.as_str() {
                "base_url" => api.server = string(value).unwrap_or_default(),
                "base_url_env" => api.server_env = here.spell(value),
                "server_variables" => variables = defaults(value),
                "schemes" => {
                    let schemes = items(value).map(|it| Scheme::of(it, here));
                    api.schemes = schemes.collect();
                }
                _ => {}
            }
        }
        api.server = filled(&api.server, &variables);
        api
    }

    pub fn scheme(&self, name: &str) -> Option<&Scheme> {
        self.schemes.iter().find(|it| it.name == name)
    }
}

impl Scheme {
    fn of(expr: &Expr, here: Here<'_>) -> Self {
        let mut scheme = Self::default();
        for (name, value) in fields(expr) {
            match name.as_str() {
                "name" => scheme.name = string(value).unwrap_or_default(),
                "kind" => {
                    let kind = here.spell(value);
                    scheme.kind = kind.replace("runtime::SchemeKind::", "");
                }
                "env" => {
                    let names: Vec<_> = items(value).filter_map(string).collect();
                    scheme.env = names.join(", ");
                }
                _ => {}
            }
        }
        scheme
    }
}

impl Terms {
    /// What the description of an operation says: `&runtime::get(..).security(..).failures(..)`.
    pub fn describe(&mut self, spec: &Expr, here: Here<'_>) {
        let mut variables = BTreeMap::new();
        let mut rest = spec;
        loop {
            match rest {
                Expr::Reference(reference) => rest = &reference.expr,
                Expr::MethodCall(call) => {
                    if let Some(argument) = call.args.first() {
                        match call.method.to_string().as_str() {
                            "base_url" => self.server = string(argument),
                            "server_variables" => variables = defaults(argument),
                            "security" => {
                                let sets = items(argument).map(|set| items(set).filter_map(index));
                                self.security = sets.map(Iterator::collect).collect();
                            }
                            "failures" => {
                                let failures = items(argument).filter_map(|it| failure(it, here));
                                self.failures = failures.collect();
                            }
                            _ => {}
                        }
                    }
                    rest = &call.receiver;
                }
                _ => break,
            }
        }
        self.server = self.server.take().map(|it| filled(&it, &variables));
    }

    /// What the function that writes a request does with the body: `request.json("application/json", self)`, or
    /// `request.optional().form(self)`.
    pub fn write(&mut self, body: TokenStream) {
        let mut method = None;
        let mut is_request = false;
        for token in body {
            match token {
                TokenTree::Ident(ident) if ident == "request" => is_request = true,
                TokenTree::Ident(ident) => method = is_request.then(|| ident.to_string()),
                TokenTree::Punct(sign) => is_request &= sign.as_char() == '.',
                TokenTree::Literal(_) => is_request = false,
                TokenTree::Group(group) => {
                    let media_type = match method.take().as_deref() {
                        Some("json" | "text" | "upload") => {
                            let first = group.stream().into_iter().next();
                            let first = first.and_then(|it| syn::parse2(it.into()).ok());
                            first.as_ref().and_then(literal)
                        }
                        Some("form" | "form_as") => {
                            Some("application/x-www-form-urlencoded".to_owned())
                        }
                        Some("multipart") => Some("multipart/form-data".to_owned()),
                        _ => None,
                    };
                    self.bodies.extend(media_type);
                    self.write(group.stream());
                }
            }
        }
    }

    /// The type in which a failure is read, if it has one: what is said of its status, of statuses like it, or of all.
    pub fn failure(&self, status: &str) -> Option<&String> {
        let range = status.get(..1).map(|hundreds| format!("{hundreds}XX"));
        let exact = self.failures.get(status);
        exact
            .or_else(|| self.failures.get(&range?))
            .or_else(|| self.failures.get("default"))
    }

    pub fn renamed(&self, names: &Names) -> Self {
        let failures = self.failures.iter();
        Self {
            failures: failures
                .map(|(status, ty)| (status.clone(), text(ty, names)))
                .collect(),
            ..self.clone()
        }
    }
}

/// `failure::<types::Problem>(404)`, with its status as text.
fn failure(expr: &Expr, here: Here<'_>) -> Option<(String, String)> {
    let Expr::Call(ExprCall { func, args, .. }) = expr else {
        return None;
    };
    let Expr::Path(path) = &**func else {
        return None;
    };
    let function = path.path.segments.last()?;
    let PathArguments::AngleBracketed(types) = &function.arguments else {
        return None;
    };
    let ty = types.args.iter().find_map(|it| match it {
        GenericArgument::Type(ty) => Some(here.spell(ty)),
        _ => None,
    });
    let status = args.first().and_then(index);
    let status = match (function.ident.to_string().as_str(), status) {
        ("failure", Some(status)) => status.to_string(),
        ("failure_range", Some(hundreds)) => format!("{hundreds}XX"),
        ("failure_default", None) => "default".to_owned(),
        _ => return None,
    };
    Some((status, ty?))
}

/// The fields of a struct's literal.
fn fields(expr: &Expr) -> impl Iterator<Item = (String, &Expr)> {
    let fields = match expr {
        Expr::Struct(literal) => Some(literal.fields.iter()),
        _ => None,
    };
    fields
        .into_iter()
        .flatten()
        .map(|field| (field.member.to_token_stream().to_string(), &field.expr))
}

/// The items of `&[..]`.
fn items(expr: &Expr) -> impl Iterator<Item = &Expr> {
    let items: Option<&Punctuated<Expr, Token![,]>> = match expr {
        Expr::Reference(reference) => match &*reference.expr {
            Expr::Array(array) => Some(&array.elems),
            _ => None,
        },
        _ => None,
    };
    items.into_iter().flatten()
}

fn string(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Lit(it) => literal(&it.lit),
        _ => None,
    }
}

fn literal(lit: &Lit) -> Option<String> {
    match lit {
        Lit::Str(text) => Some(text.value()),
        _ => None,
    }
}

fn index(expr: &Expr) -> Option<usize> {
    match expr {
        Expr::Lit(it) => match &it.lit {
            Lit::Int(number) => number.base10_parse().ok(),
            _ => None,
        },
        _ => None,
    }
}

/// Names and values of `&[runtime::server_variable("region", "eu")]`.
fn defaults(expr: &Expr) -> BTreeMap<String, String> {
    let variable = |item: &Expr| match item {
        Expr::Call(call) => {
            let mut texts = call.args.iter().filter_map(string);
            Some((texts.next()?, texts.next()?))
        }
        _ => None,
    };
    items(expr).filter_map(variable).collect()
}

/// An address with what its variables are.
fn filled(url: &str, variables: &BTreeMap<String, String>) -> String {
    filled_template(url, |name| variables.get(name).map(String::as_str))
}
