//! The root: modules and what is re-exported from them.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Runtime, docs};
use crate::plan::{Docs, Plan};

pub(super) fn tokens(plan: &Plan, runtime: Runtime) -> TokenStream {
    let runtime = match runtime {
        Runtime::Dependency => quote! {
            pub use specwright_runtime as runtime;
        },
        Runtime::Module => quote! {
            /// What does not depend on the API: transport, credentials, errors.
            pub mod runtime;
        },
    };
    let has_operations = !plan.resources.is_empty();
    let resources = has_operations.then(|| {
        quote! {
            mod call;
            mod client;
            /// The resources, a module each.
            #[allow(deprecated, missing_docs, clippy::doc_lazy_continuation)]
            pub mod resources;
            pub use call::Call;
            pub use client::{Client, ClientBuilder};
            pub use resources::*;
        }
    });
    let types = (!plan.types.is_empty()).then(|| {
        quote! {
            /// The types that the description names.
            #[allow(deprecated, missing_docs, clippy::doc_lazy_continuation, clippy::large_enum_variant)]
            pub mod types;
        }
    });
    let receivers = plan.receivers.is_some().then(|| {
        quote! {
            /// What the API sends to you.
            #[allow(deprecated, missing_docs, clippy::doc_lazy_continuation)]
            pub mod receivers;
        }
    });
    let title = Docs::theirs(plan.title.as_str());
    let docs = docs::inner(&plan.description.iter().fold(title, Docs::and_theirs));
    quote! {
        #docs
        #runtime
        #resources
        #types
        #receivers
        pub use runtime::{Error, Response, Secret};
    }
}
