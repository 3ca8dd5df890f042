//! What the runtime is told of operations: what they send, what they give, and which field travels as what.

use std::collections::BTreeMap;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::{ImplItem, ItemImpl};

use super::Interface;
use super::spell::{Here, plain};
use super::terms::Terms;

/// What is known of the operation that has these params.
#[derive(Default)]
pub(super) struct Told {
    pub params: String,
    /// `GET /pets`.
    pub request: String,
    /// `send` gives this.
    pub output: String,
    /// `with_response` gives this, where it is more.
    pub whole: Option<String>,
    /// `items()` gives these.
    pub items: Option<String>,
    /// A stream gives these.
    pub streamed: Option<String>,
    pub terms: Terms,
    /// What fields are called on their way.
    wires: BTreeMap<String, String>,
}

/// Adds what an implementation of one of the runtime's traits tells.
pub(super) fn told(all: &mut Vec<Told>, params: String, item: &ItemImpl, here: Here<'_>) {
    let index = all.iter().position(|it| it.params == params);
    let index = index.unwrap_or_else(|| {
        all.push(Told {
            params,
            ..Told::default()
        });
        all.len() - 1
    });
    let told = &mut all[index];
    let implemented = item
        .trait_
        .as_ref()
        .and_then(|(path, _)| path.segments.last());
    let implemented = implemented
        .map(|it| it.ident.to_string())
        .unwrap_or_default();
    let mut parameters = Vec::new();
    for item in &item.items {
        match item {
            ImplItem::Type(item) => {
                let ty = here.spell(&item.ty);
                match (implemented.as_str(), item.ident.to_string().as_str()) {
                    ("Operation", "Output") => told.output = ty,
                    ("Wrapped", "Response") => told.whole = Some(ty),
                    ("Paged", "Item") => told.items = Some(ty),
                    ("Streams", "Item") => told.streamed = Some(ty),
                    _ => {}
                }
            }
            ImplItem::Const(item) if item.ident == "SPEC" => {
                told.terms.describe(&item.expr, here);
                let spec = item.expr.to_token_stream();
                told.request = request(spec.clone());
                described(spec, &mut parameters);
                parameters.iter_mut().for_each(|it| it.place(&told.request));
            }
            ImplItem::Fn(item) if item.sig.ident == "encode" => {
                let body = item.block.to_token_stream();
                told.terms.write(body.clone());
                written(body, &parameters, &mut told.wires);
            }
            _ => {}
        }
    }
}

/// Says of the fields of params what they are called on their way. Members of a body know it already.
pub(super) fn name_members(interface: &mut Interface, all: &[Told]) {
    for told in all {
        let Some(params) = interface.types.get_mut(&told.params) else {
            continue;
        };
        for (field, wire) in &told.wires {
            if let Some(member) = params.members.get_mut(field) {
                member.wire.get_or_insert_with(|| wire.clone());
            }
        }
    }
}

/// `GET /pets`, of `&runtime::get("pets.list", "/pets")…` or `&runtime::operation("pets.find", "QUERY", "/pets")…`.
fn request(spec: TokenStream) -> String {
    let mut verb = String::new();
    for token in spec {
        match token {
            TokenTree::Ident(ident) => verb = ident.to_string(),
            TokenTree::Group(arguments) => {
                let texts: Vec<String> = texts(arguments.stream()).collect();
                return match texts.as_slice() {
                    [_, path] => format!("{} {path}", verb.to_uppercase()),
                    [_, verb, path] => format!("{verb} {path}"),
                    _ => String::new(),
                };
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
    String::new()
}

/// A parameter of an operation.
struct Parameter {
    name: String,
    /// Where it travels, and then by what it is known there.
    wire: String,
}

impl Parameter {
    /// A parameter of a path is known by where it stands, and the others by their names.
    fn place(&mut self, request: &str) {
        let name = &self.name;
        let before = request.split(&format!("{{{name}}}")).next();
        let number = before.unwrap_or_default().matches('{').count() + 1;
        self.wire = match self.wire.as_str() {
            "path" => format!("variable {number} of the path"),
            place => format!("the {place} parameter `{name}`"),
        };
    }
}

/// The parameters of a description, in their order: `query("name")` and its like, at any depth.
fn described(spec: TokenStream, found: &mut Vec<Parameter>) {
    let mut place = None;
    for token in spec {
        match token {
            TokenTree::Ident(ident) => place = Some(ident.to_string()),
            TokenTree::Group(group) => {
                let is_call = group.delimiter() == Delimiter::Parenthesis;
                match place.take().filter(|_| is_call).as_deref() {
                    Some(place @ ("path" | "query" | "header" | "cookie")) => {
                        let name = texts(group.stream()).next().unwrap_or_default();
                        found.push(Parameter {
                            name,
                            wire: place.to_owned(),
                        });
                    }
                    _ => described(group.stream(), found),
                }
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => place = None,
        }
    }
}

/// Which fields are written as what, by the arguments of the calls that do it: `(0, &self.name)` is the first
/// parameter, `("name", &self.name)` a part of a form.
fn written(body: TokenStream, parameters: &[Parameter], wires: &mut BTreeMap<String, String>) {
    let (mut wire, mut owner) = (None, false);
    for token in body {
        match token {
            TokenTree::Literal(literal) => {
                let text = literal.to_string();
                wire = match text.parse::<usize>() {
                    Ok(index) => parameters.get(index).map(|it| it.wire.clone()),
                    Err(_) => Some(format!("the part `{}`", text.trim_matches('"'))),
                };
            }
            TokenTree::Ident(ident) if ident == "self" => owner = true,
            TokenTree::Ident(ident) if owner => {
                if let Some(wire) = wire.take() {
                    wires.insert(plain(ident.to_string()), wire);
                }
                owner = false;
            }
            TokenTree::Punct(sign) if sign.as_char() == '.' => {}
            TokenTree::Punct(_) | TokenTree::Ident(_) => owner = false,
            TokenTree::Group(group) => written(group.stream(), parameters, wires),
        }
    }
}

/// The texts that stand in a list.
fn texts(tokens: TokenStream) -> impl Iterator<Item = String> {
    tokens.into_iter().filter_map(|token| {
        let literal = syn::parse2::<syn::LitStr>(token.into());
        literal.ok().map(|it| it.value())
    })
}
