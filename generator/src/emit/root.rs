//! The root: modules and what is re-exported from them.

use proc_macro2::TokenStream;
use quote::quote;

use super::ident::ident;
use super::{Root, Runtime, cfg, docs};
use crate::plan::{Child, Docs, Plan};

pub(super) fn tokens(plan: &Plan, root: Root, runtime: Runtime, has_macros: bool) -> TokenStream {
    let (module, export) = (cfg::module(root), cfg::export(root));
    let runtime = match runtime {
        Runtime::Dependency => quote! {
            #export
            pub use specwright_runtime as runtime;
        },
        Runtime::Module => quote! {
            /// What does not depend on the API: transport, credentials, errors.
            pub mod runtime;
        },
    };
    let may_be_unused = cfg::may_be_unused(plan);
    let macros = has_macros.then(|| {
        quote! {
            #may_be_unused
            #[macro_use]
            mod macros;
        }
    });
    let has_operations = !plan.resources.is_empty();
    let exported = exported(plan, root);
    let resources = has_operations.then(|| {
        quote! {
            #module
            mod call;
            #module
            #may_be_unused
            mod client;
            /// The resources, a module each.
            #[allow(deprecated, missing_docs, clippy::doc_lazy_continuation, clippy::large_enum_variant)]
            #module
            pub mod resources;
            #export
            pub use call::Call;
            #export
            pub use client::{Client, ClientBuilder};
            #exported
        }
    });
    let types = (!plan.types.is_empty()).then(|| {
        quote! {
            /// The types that the description names.
            #[allow(deprecated, missing_docs, clippy::doc_lazy_continuation, clippy::large_enum_variant)]
            #module
            #may_be_unused
            pub mod types;
        }
    });
    // Where the crate that this is a part of depends on `http` itself, the way through the runtime is longer than it could be.
    let receivers = plan.receivers.is_some().then(|| {
        quote! {
            /// What the API sends to you.
            #[allow(deprecated, missing_docs, unused_qualifications, clippy::doc_lazy_continuation, clippy::large_enum_variant)]
            #module
            pub mod receivers;
        }
    });
    let validate = plan.validate;
    let validate = validate.then(|| quote!(, Validate, ValidationError, Violation));
    let title = Docs::theirs(plan.title.as_str());
    let said = plan.description.as_deref().into_iter();
    let said = said.chain(plan.more.as_deref());
    let docs = docs::inner(&said.fold(title, Docs::and_theirs));
    quote! {
        #docs
        #macros
        #runtime
        #resources
        #types
        #receivers
        #export
        pub use runtime::{Error, Response, Secret #validate};
    }
}

/// The modules of the root itself, which go before a resource of the same name.
const OWN: &[&str] = &[
    "call",
    "client",
    "macros",
    "receivers",
    "resources",
    "runtime",
    "types",
];

/// The resources at the root: all of them, or, where one has the name of a module here, the others.
fn exported(plan: &Plan, root: Root) -> TokenStream {
    let export = cfg::export(root);
    let is_own = |child: &&Child| OWN.contains(&child.accessor.as_str());
    let (own, others): (Vec<_>, Vec<_>) = plan.client.children.iter().partition(is_own);
    let names = others.iter().map(|child| ident(&child.accessor));
    match (own.is_empty(), plan.features.is_empty()) {
        (true, true) => quote!(
            #export
            pub use resources::*;
        ),
        (true, false) => quote! {
            #[allow(unused_imports)]
            pub use resources::*;
        },
        (false, true) if others.is_empty() => TokenStream::new(),
        (false, true) => quote!(#export pub use resources::{#(#names),*};),
        (false, false) => {
            let cfgs = others.iter().map(|child| cfg::of(child));
            quote!(#(#cfgs pub use resources::#names;)*)
        }
    }
}
