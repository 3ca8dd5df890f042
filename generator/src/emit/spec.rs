//! The static description of an operation that the runtime works from.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::ty::ty;
use crate::api::{Place, Status, Style};
use crate::plan::{Decode, Home, Method, ParameterSpec, Server, Unwrap};

/// The value of `Operation::SPEC`: what differs from the defaults.
pub(super) fn tokens(method: &Method, here: &Home) -> TokenStream {
    let spec = &method.spec;
    let (name, verb, path) = (&spec.name, &spec.method, &spec.path);
    let server = spec.server.as_ref().map(|server| {
        let url = &server.url;
        let variables = server_variables(server);
        let variables =
            (!server.variables.is_empty()).then(|| quote!(.server_variables(#variables)));
        quote!(.base_url(#url) #variables)
    });
    let parameters =
        list(spec.parameters.iter().map(parameter)).map(|list| quote!(.parameters(#list)));
    let accept = (method.outcome.accept != "application/json").then(|| {
        let accept = &method.outcome.accept;
        quote!(.accept(#accept))
    });
    let security = (!spec.security.is_empty()).then(|| {
        let security = security(&spec.security);
        quote!(.security(#security))
    });
    let envelope = (method.outcome.unwrap != Unwrap::Whole).then(|| quote!(.envelope(&ENVELOPE)));
    let failures = list(method.outcome.failures.iter().map(|failure| {
        let body = raw(&failure.decode).unwrap_or_else(|| ty(&failure.ty, here));
        match failure.status {
            Status::Exact(code) => {
                let code = Literal::u16_unsuffixed(code);
                quote!(runtime::failure::<#body>(#code))
            }
            Status::Range(hundreds) => {
                let hundreds = Literal::u8_unsuffixed(hundreds);
                quote!(runtime::failure_range::<#body>(#hundreds))
            }
            Status::Default => quote!(runtime::failure_default::<#body>()),
        }
    }))
    .map(|list| quote!(.failures(#list)));
    let upgrade = method.outcome.upgrade.as_ref();
    let upgrade = upgrade.map(|protocol| quote!(.upgrade(#protocol)));
    let operation = match verb.as_str() {
        "GET" => quote!(get(#name, #path)),
        "PUT" => quote!(put(#name, #path)),
        "POST" => quote!(post(#name, #path)),
        "PATCH" => quote!(patch(#name, #path)),
        "DELETE" => quote!(delete(#name, #path)),
        verb => quote!(operation(#name, #verb, #path)),
    };
    quote! {
        &runtime::#operation
            #accept
            #server
            #parameters
            #security
            #envelope
            #failures
            #upgrade
    }
}

/// The runtime's name for a body that is not JSON.
pub(super) fn raw(decode: &Decode) -> Option<TokenStream> {
    match decode {
        Decode::Text => Some(quote!(runtime::Text)),
        Decode::TextOrJson => Some(quote!(runtime::TextOrJson)),
        Decode::Bytes => Some(quote!(runtime::Binary)),
        Decode::Empty => Some(quote!(runtime::Empty)),
        Decode::Switched => Some(quote!(runtime::Switched)),
        Decode::Json | Decode::JsonOrEmpty | Decode::Stream | Decode::ByStatus => None,
    }
}

/// A list, unless it is empty.
fn list(items: impl Iterator<Item = TokenStream>) -> Option<TokenStream> {
    let items: Vec<_> = items.collect();
    (!items.is_empty()).then(|| quote!(&[#(#items),*]))
}

/// `super::super::` from a module to the root.
pub(super) fn up(here: &Home) -> TokenStream {
    let supers = (0..super::depth(here)).map(|_| quote!(super::));
    quote!(#(#supers)*)
}

/// Alternatives of sets of indices.
pub(super) fn security(alternatives: &[Vec<usize>]) -> TokenStream {
    let sets = alternatives.iter().map(|set| {
        let set = set.iter().map(|index| Literal::usize_unsuffixed(*index));
        quote!(&[#(#set),*])
    });
    quote!(&[#(#sets),*])
}

/// The variables of a server, with their defaults.
pub(super) fn server_variables(server: &Server) -> TokenStream {
    let variables = server
        .variables
        .iter()
        .map(|(name, default)| quote!(runtime::server_variable(#name, #default)));
    quote!(&[#(#variables),*])
}

/// Members of a form.
pub(super) fn members(members: &[ParameterSpec]) -> TokenStream {
    let members = members
        .iter()
        .map(|member| described(member, quote!(member)));
    quote!(&[#(#members),*])
}

pub(super) fn parameter(parameter: &ParameterSpec) -> TokenStream {
    let place = match parameter.place {
        Place::Path => quote!(path),
        Place::Query => quote!(query),
        Place::Header => quote!(header),
        Place::Cookie => quote!(cookie),
    };
    described(parameter, place)
}

fn described(parameter: &ParameterSpec, constructor: TokenStream) -> TokenStream {
    let name = &parameter.name;
    // A constructor for each place has the style that OpenAPI gives it; what differs follows.
    let (default_style, default_explode) = match parameter.place {
        Place::Path | Place::Header => (Style::Simple, false),
        Place::Query | Place::Cookie => (Style::Form, true),
    };
    let style =
        (parameter.style != default_style || parameter.explode != default_explode).then(|| {
            let style = match parameter.style {
                Style::Form => quote!(Form),
                Style::Simple => quote!(Simple),
                Style::Label => quote!(Label),
                Style::Matrix => quote!(Matrix),
                Style::SpaceDelimited => quote!(SpaceDelimited),
                Style::PipeDelimited => quote!(PipeDelimited),
                Style::DeepObject => quote!(DeepObject),
            };
            let explode = parameter.explode;
            quote!(.style(runtime::Style::#style, #explode))
        });
    let required =
        (parameter.required && parameter.place != Place::Path).then(|| quote!(.required()));
    let allow_reserved = parameter.allow_reserved.then(|| quote!(.allow_reserved()));
    let slashes = parameter.slashes.then(|| quote!(.slashes()));
    let json = parameter.json.then(|| quote!(.json()));
    let number = |name: TokenStream, value: Option<usize>| {
        value.map(|value| {
            let value = Literal::usize_unsuffixed(value);
            quote!(.#name(#value))
        })
    };
    let length = |limit: Option<u64>| limit.and_then(|limit| usize::try_from(limit).ok());
    let global = number(quote!(global), parameter.global);
    let min_length = number(quote!(min_length), length(parameter.min_length));
    let max_length = number(quote!(max_length), length(parameter.max_length));
    quote! {
        runtime::#constructor(#name) #style #required #allow_reserved #slashes #json #global #min_length #max_length
    }
}

/// `Some(…)` or `None`.
pub(super) fn option(value: Option<TokenStream>) -> TokenStream {
    match value {
        Some(value) => quote!(Some(#value)),
        None => quote!(None),
    }
}
