//! `resources/…`: a module a resource.

use std::iter;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::ident::{ident, ours};
use super::late::Late;
use super::literal::constant;
use super::ty::ty;
use super::uses::Uses;
use super::{Chunks, cfg, docs, pages, spec, stream, structure, types, validate};
use crate::plan::{
    Body, BodyKind, Child, Constant, Decode, Home, Ident, Method, Outcome, Part, PartKind,
    Presence, Resource, Setter, Source, Unwrap,
};

/// More parts of a form than this are too many for one expression.
const MANY: usize = 32;

/// `resources/mod.rs`.
pub(super) fn index(children: &[Child]) -> TokenStream {
    let modules = children
        .iter()
        .map(|child| module(child, Some("resources")));
    quote!(#(#modules)*)
}

fn module(child: &Child, around: Option<&str>) -> TokenStream {
    let docs = docs::documentation(&child.docs);
    let name = ident(&child.accessor);
    // The path of a resource is the API's, also where a part of it comes twice.
    let twice = around.is_some_and(|around| around == child.accessor.as_str());
    let allow = twice.then(|| quote!(#[allow(clippy::module_inception)]));
    let path = path(&child.accessor, child.leads_on);
    let cfg = cfg::of(child);
    quote!(#docs #cfg #allow #path pub mod #name;)
}

/// The attribute of a module that has the name of a file in other letters, by which Rust finds none (E0754).
pub(super) fn path(name: &Ident, leads_on: bool) -> Option<TokenStream> {
    (!name.as_str().is_ascii()).then(|| {
        let file = file(name.as_str(), leads_on);
        quote!(#[path = #file])
    })
}

/// The file of a resource, from the folder of the one above.
pub(super) fn file(path: &str, leads_on: bool) -> String {
    match leads_on {
        true => format!("{path}/mod.rs"),
        false => format!("{path}.rs"),
    }
}

/// The methods that lead to resources. `path` is what stands before a child's module.
pub(super) fn accessors(
    children: &[Child],
    client: &TokenStream,
    path: &TokenStream,
) -> TokenStream {
    let accessors = children.iter().filter(|child| child.has_type).map(|child| {
        let docs = docs::documentation(&child.docs);
        let accessor = ident(&child.accessor);
        let name = ident(&child.ident);
        let cfg = cfg::of(child);
        quote! {
            #docs
            #cfg
            #[must_use]
            pub fn #accessor(&self) -> #path #accessor::#name {
                #path #accessor::#name { client: #client }
            }
        }
    });
    quote!(#(#accessors)*)
}

/// One resource.
pub(super) fn tokens(resource: &Resource, validate: bool) -> Chunks<'_> {
    let here = Home::Resource(resource.path.clone());
    let uses = Uses::of_resource(resource);
    let imports = imports(&uses, &here, !resource.methods.is_empty());
    let around = resource.path.last().map(Ident::as_str);
    let modules = resource.children.iter().map(|child| module(child, around));
    let docs = docs::documentation(&resource.docs);
    let name = ident(&resource.ident);
    let accessors = accessors(
        &resource.children,
        &quote!(self.client.clone()),
        &TokenStream::new(),
    );
    let methods = resource.methods.iter();
    let (ty, whose, field) = match resource.is_of_client {
        true => {
            let up = spec::up(&here);
            (None, quote!(#up client::Client), "inner")
        }
        false => {
            // As far as the client makes it, so that no editor shows it to others.
            let root = (1..super::depth(&here)).map(|_| quote!(super::));
            let ty = quote! {
                #docs
                #[derive(Clone, Debug)]
                pub struct #name {
                    pub(in #(#root)* super) client: runtime::Client,
                }
            };
            (Some(ty), quote!(#name), "client")
        }
    };
    let methods = methods.map(|method| Late(move || self::method(method, field)));
    let head = quote! {
        #imports
        #(#modules)*

        #ty

        impl #whose {
            #accessors
            #(#methods)*
        }
    };
    let items = types::chunks(&resource.items, here.clone(), validate);
    let operations = resource.methods.iter();
    let operations = operations.flat_map(move |method| operation(method, here.clone(), validate));
    Box::new(iter::once(head).chain(operations).chain(items))
}

fn imports(uses: &Uses, here: &Home, has_methods: bool) -> TokenStream {
    let up = spec::up(here);
    let serde = uses.serde_import();
    if !has_methods {
        return quote!(#serde use #up runtime;);
    }
    let client = uses.envelope.then(|| quote!(client::ENVELOPE,));
    let types = uses.types.then(|| quote!(types,));
    quote! {
        #serde
        use #up {call::Call, #client runtime, #types};
    }
}

/// The method, of what has the runtime's client in this field.
fn method(method: &Method, client: &'static str) -> TokenStream {
    let client = ours(client);
    let docs = docs::attributes(&method.docs);
    let name = ident(&method.ident);
    let params = ident(&method.params.ident);
    let many =
        (method.params.arguments.len() > 6).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    let (names, arguments) = structure::arguments(&method.params.arguments, &method.home);
    let build = match names.is_empty() {
        true => quote!(#params::default()),
        false => quote!(#params::new(#(#names),*)),
    };
    quote! {
        #docs
        #many
        pub fn #name(&self, #arguments) -> Call<#params> {
            Call::new(&self.#client, #build)
        }
    }
}

/// What belongs to one operation: its params, their setters, its response, and what the runtime is told.
fn operation(method: &Method, here: Home, validate: bool) -> impl Iterator<Item = TokenStream> {
    let params = Late(|| structure::params(method, &here));
    let setters = Late(|| setters(method, &here));
    let looked_at = validate.then(|| validate::structure(&method.params));
    let first = quote!(#params #looked_at #setters);
    let told = told(method, &here);
    let items = types::chunks(&method.items, here, validate);
    iter::once(first).chain(items).chain([told])
}

/// What the runtime is told of an operation.
///
/// Functions that read or write a type of the document are inline, here and elsewhere: they would be all that a crate of
/// types and generic code has to be compiled for, and are compiled where an operation is called.
fn told(method: &Method, here: &Home) -> TokenStream {
    let name = ident(&method.params.ident);
    let spec = Late(|| spec::tokens(method, here));
    let output = Late(|| ty(&method.outcome.output, here));
    let encode = encode(method).map(|encode| {
        quote! {
            #[inline]
            fn encode(&self, request: &mut runtime::RequestWriter<'_>) {
                #encode
            }
        }
    });
    let (reply, wrapping) = reply(method, here);
    let pages = method
        .pages
        .as_ref()
        .map(|it| pages::tokens(it, &name, here));
    let stream = method
        .stream
        .as_ref()
        .map(|it| stream::tokens(it, &name, here));
    quote! {
        impl runtime::Operation for #name {
            type Output = #output;
            type Reply = #reply;

            const SPEC: runtime::Spec = #spec;

            #encode
        }

        #wrapping

        #pages

        #stream
    }
}

/// How a success is read: in one of the runtime's ways, by what the statuses mean, or out of what it is wrapped in.
fn reply(method: &Method, here: &Home) -> (TokenStream, Option<TokenStream>) {
    let outcome = &method.outcome;
    let response = ty(&outcome.response, here);
    let unwrap = match &outcome.unwrap {
        Unwrap::Whole => return (whole(outcome, here), None),
        Unwrap::Member(field) => {
            let field = ident(field);
            quote!(Some(response.#field))
        }
        Unwrap::Filled(field) => {
            let field = ident(field);
            quote!(response.#field)
        }
        Unwrap::Field(field) => {
            let field = ident(field);
            quote!(Some(response.#field.into_option()))
        }
    };
    let name = ident(&method.params.ident);
    let output = ty(&outcome.output, here);
    let wrapping = quote! {
        impl runtime::Wrapped for #name {
            type Response = #response;
            type Output = #output;

            #[inline]
            fn output(response: Self::Response) -> Option<Self::Output> {
                #unwrap
            }
        }
    };
    (quote!(runtime::Unwrapped<Self>), Some(wrapping))
}

fn whole(outcome: &Outcome, here: &Home) -> TokenStream {
    let response = ty(&outcome.response, here);
    spec::raw(&outcome.decode).unwrap_or_else(|| match outcome.decode {
        Decode::JsonOrEmpty => quote!(runtime::JsonOrEmpty<#response>),
        Decode::Stream => quote!(runtime::Streamed<Self>),
        Decode::ByStatus => response,
        _ => quote!(runtime::Json<#response>),
    })
}

fn setters(method: &Method, here: &Home) -> TokenStream {
    if method.setters.is_empty() {
        return TokenStream::new();
    }
    let name = ident(&method.params.ident);
    let setters = method.setters.iter();
    let setters = setters.map(|setter| Late(move || self::setter(setter, here)));
    quote! {
        impl Call<#name> {
            #(#setters)*
        }
    }
}

fn setter(setter: &Setter, here: &Home) -> TokenStream {
    let docs = docs::attributes(&setter.docs);
    let field = ident(&setter.field);
    let ty = Late(|| structure::argument_type(setter, here));
    let value = structure::kept(setter, quote!(value)).unwrap_or_else(|| quote!(value));
    let value = match setter.presence {
        Presence::Absentable => value,
        _ => quote!(Some(#value)),
    };
    quote! {
        #docs
        pub fn #field(mut self, value: #ty) -> Self {
            self.params.#field = #value;
            self
        }
    }
}

/// What writes parameters and body, if there are any.
fn encode(method: &Method) -> Option<TokenStream> {
    if method.parameters.is_empty() && method.body.is_none() {
        return None;
    }
    let parameters = method.parameters.iter().enumerate().map(|(index, source)| {
        let (index, value) = (Literal::usize_unsuffixed(index), borrowed(source));
        quote!(request.parameter(#index, #value);)
    });
    let body = method.body.as_ref().map(encode_body);
    Some(quote!(#(#parameters)* #body))
}

/// A value that is written.
fn value(source: &Source) -> TokenStream {
    match source {
        Source::Field(field) => {
            let field = ident(field);
            quote!(self.#field)
        }
        Source::Constant(value) => constant(value),
    }
}

/// The same, borrowed.
fn borrowed(source: &Source) -> TokenStream {
    let value = value(source);
    match source {
        // A text is borrowed already.
        Source::Constant(Constant::Text(_)) => value,
        _ => quote!(&#value),
    }
}

fn encode_body(body: &Body) -> TokenStream {
    let media_type = &body.media_type;
    let spread = matches!(
        body.kind,
        BodyKind::SpreadJson | BodyKind::SpreadForm | BodyKind::SpreadMultipart
    );
    // An optional body of which nothing is set is not sent.
    let optional = spread
        && !body.required
        && !body.members.is_empty()
        && body
            .members
            .iter()
            .all(|(_, presence)| matches!(presence, Presence::Absentable | Presence::Optional));
    let request = match optional {
        true => quote!(request.optional()),
        false => quote!(request),
    };
    let write = |value: TokenStream| match body.kind {
        BodyKind::SpreadJson | BodyKind::Json => quote!(#request.json(#media_type, #value);),
        BodyKind::SpreadForm | BodyKind::Form if body.styled.is_empty() => {
            quote!(#request.form(#value);)
        }
        BodyKind::SpreadForm | BodyKind::Form => {
            let members = spec::members(&body.styled);
            quote!(#request.form_as(#value, #members);)
        }
        BodyKind::Text => quote!(#request.text(#media_type, #value);),
        BodyKind::SpreadMultipart => {
            let parts: Vec<TokenStream> = body.parts.iter().flat_map(part).collect();
            form(&request, &parts)
        }
        BodyKind::Multipart => quote!(#request.multipart(#value);),
        BodyKind::Bytes => quote!(#request.upload(#media_type, #value);),
    };
    if spread {
        return write(quote!(self));
    }
    let (field, _) = &body.members[0];
    let field = ident(field);
    if body.required {
        return write(quote!(&self.#field));
    }
    let write = write(quote!(body));
    quote! {
        if let Some(body) = &self.#field {
            #write
        }
    }
}

/// Sends a form of these parts, each of which is the call of a method.
fn form(request: &TokenStream, parts: &[TokenStream]) -> TokenStream {
    let mut chains = parts.chunks(MANY);
    let first = chains.next().unwrap_or_default();
    let form = quote!(runtime::Form::new() #(#first)*);
    if parts.len() <= MANY {
        return quote!(#request.multipart(&#form););
    }
    // One chain would be nested as deep as there are parts.
    let more = chains.map(|chain| quote!(let form = form #(#chain)*;));
    quote! {
        let form = #form;
        #(#more)*
        #request.multipart(&form);
    }
}

fn part(part: &Part) -> impl Iterator<Item = TokenStream> {
    let name = &part.name;
    let media_type = part.media_type.as_ref().map(|it| quote!(#it,));
    let value = match part.kind {
        PartKind::Value | PartKind::Each | PartKind::Files => borrowed(&part.source),
        PartKind::File => {
            let file = borrowed(&part.source);
            quote!([#file])
        }
        PartKind::MaybeFiles => {
            let files = value(&part.source);
            quote!(#files.iter().flatten())
        }
    };
    let part_itself = match (part.kind, media_type.is_some()) {
        (PartKind::Value | PartKind::Each, false) => quote!(.value(#name, #value)),
        (PartKind::Value, true) => quote!(.value_as(#name, #media_type #value)),
        (PartKind::Each, true) => quote!(.values_as(#name, #media_type #value)),
        (_, false) => quote!(.files(#name, #value)),
        (_, true) => quote!(.files_as(#name, #media_type #value)),
    };
    let headers = part.headers.iter().map(move |(header, field)| {
        let (header, field) = (spec::parameter(header), ident(field));
        quote!(.header(#name, &#header, &self.#field))
    });
    iter::once(part_itself).chain(headers)
}
