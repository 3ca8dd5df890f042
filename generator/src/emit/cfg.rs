//! What is there only with a feature of the crate.

use std::sync::Arc;

use proc_macro2::TokenStream;
use quote::quote;

use super::Root;
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

/// The attribute of a module that a crate has for others, and that nobody may use where there are no others: in a program,
/// or where the module around it is private. What others see, clippy lets be called as it is. The module around it is likely
/// to be called `client`.
pub(super) fn module(root: Root) -> TokenStream {
    match root {
        Root::Crate => TokenStream::new(),
        Root::Included => quote! {
            #[allow(
                dead_code, unreachable_pub, unused_imports,
                clippy::enum_variant_names, clippy::module_inception, clippy::type_complexity,
                clippy::wrong_self_convention,
            )]
        },
    }
}

/// The attribute of what the root has from such modules.
pub(super) fn export(root: Root) -> TokenStream {
    match root {
        Root::Crate => TokenStream::new(),
        Root::Included => quote!(#[allow(unreachable_pub, unused_imports)]),
    }
}
