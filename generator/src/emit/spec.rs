//! The static description of an operation that the runtime works from.

use proc_macro2::TokenStream;
use quote::quote;

use super::ty::ty;
use crate::api::{Place, Status, Style};
use crate::plan::{Home, Method, ParameterSpec, Unwrap};

/// The value of `Operation::SPEC`.
pub(super) fn tokens(method: &Method, here: &Home) -> TokenStream {
    let spec = &method.spec;
    let (name, verb, path) = (&spec.name, &spec.method, &spec.path);
    let base_url = option(spec.base_url.as_ref().map(|url| quote!(#url)));
    let parameters = spec.parameters.iter().map(parameter);
    let accept = &method.outcome.accept;
    let security = security(&spec.security);
    let envelope = option((method.outcome.unwrap != Unwrap::Whole).then(|| {
        let up = up(here);
        quote!(&#up client::ENVELOPE)
    }));
    let success = method.outcome.success.iter().map(|status| self::status(*status));
    let failures = method.outcome.failures.iter().map(|failure| {
        let status = self::status(failure.status);
        let ty = ty(&failure.ty, here);
        quote!(runtime::FailureSpec { status: #status, decode: runtime::TypedFailure::json::<#ty> })
    });
    quote! {
        &runtime::OperationSpec {
            name: #name,
            method: #verb,
            path: #path,
            base_url: #base_url,
            parameters: &[#(#parameters),*],
            accept: #accept,
            security: #security,
            envelope: #envelope,
            success: &[#(#success),*],
            failures: &[#(#failures),*],
        }
    }
}

/// `super::super::` from a module to the root.
pub(super) fn up(here: &Home) -> TokenStream {
    let supers = (0..super::depth(here)).map(|_| quote!(super::));
    quote!(#(#supers)*)
}

/// Alternatives of sets of indices.
pub(super) fn security(alternatives: &[Vec<usize>]) -> TokenStream {
    let sets = alternatives.iter().map(|set| {
        let set = set.iter().map(|index| proc_macro2::Literal::usize_unsuffixed(*index));
        quote!(&[#(#set),*])
    });
    quote!(&[#(#sets),*])
}

fn parameter(parameter: &ParameterSpec) -> TokenStream {
    let name = &parameter.name;
    let place = match parameter.place {
        Place::Path => quote!(Path),
        Place::Query => quote!(Query),
        Place::Header => quote!(Header),
        Place::Cookie => quote!(Cookie),
    };
    let style = match parameter.style {
        Style::Form => quote!(Form),
        Style::Simple => quote!(Simple),
        Style::Label => quote!(Label),
        Style::Matrix => quote!(Matrix),
        Style::SpaceDelimited => quote!(SpaceDelimited),
        Style::PipeDelimited => quote!(PipeDelimited),
        Style::DeepObject => quote!(DeepObject),
    };
    let (explode, required) = (parameter.explode, parameter.required);
    let (allow_reserved, json) = (parameter.allow_reserved, parameter.json);
    let global = option(parameter.global.map(|index| {
        let index = proc_macro2::Literal::usize_unsuffixed(index);
        quote!(#index)
    }));
    let length = |limit: Option<u64>| {
        option(limit.and_then(|limit| usize::try_from(limit).ok()).map(|limit| {
            let limit = proc_macro2::Literal::usize_unsuffixed(limit);
            quote!(#limit)
        }))
    };
    let (min_length, max_length) = (length(parameter.min_length), length(parameter.max_length));
    quote! {
        runtime::ParameterSpec {
            name: #name,
            place: runtime::Place::#place,
            style: runtime::Style::#style,
            explode: #explode,
            required: #required,
            allow_reserved: #allow_reserved,
            json: #json,
            global: #global,
            min_length: #min_length,
            max_length: #max_length,
        }
    }
}

fn status(status: Status) -> TokenStream {
    match status {
        Status::Exact(code) => {
            let code = proc_macro2::Literal::u16_unsuffixed(code);
            quote!(runtime::StatusPattern::Exact(#code))
        }
        Status::Range(hundreds) => {
            let hundreds = proc_macro2::Literal::u8_unsuffixed(hundreds);
            quote!(runtime::StatusPattern::Range(#hundreds))
        }
        Status::Default => quote!(runtime::StatusPattern::Default),
    }
}

/// `Some(…)` or `None`.
pub(super) fn option(value: Option<TokenStream>) -> TokenStream {
    match value {
        Some(value) => quote!(Some(#value)),
        None => quote!(None),
    }
}
