//! What is there only with a feature of the crate.

use std::sync::Arc;

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::{ALL_RESOURCES, Child, Plan};

/// The attribute of what is there with any of these; nothing for what always is.
pub(super) fn any(features: &[Arc<str>]) -> TokenStream {
    let conditions = features.iter().map(|name| {
        let name = &**name;
        quote!(feature = #name)
    });
    match features.len() {
        0 => TokenStream::new(),
        1 => quote!(#(#[cfg(#conditions)])*),
        _ => quote!(#[cfg(any(#(#conditions),*))]),
    }
}

/// The attribute of what leads to a resource.
pub(super) fn of(child: &Child) -> TokenStream {
    any(child.feature.as_slice())
}

/// The attribute of a module that may have more in it than the features that are on use.
pub(super) fn may_be_unused(plan: &Plan) -> TokenStream {
    match plan.features.is_empty() {
        true => TokenStream::new(),
        false => quote! {
            #[cfg_attr(not(feature = #ALL_RESOURCES), allow(dead_code, unused_imports, unused_macros))]
        },
    }
}
