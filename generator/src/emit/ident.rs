//! Identifiers.

use proc_macro2::Span;

use crate::plan::Ident;

/// The token of a name. Keywords become raw.
pub(super) fn ident(name: &Ident) -> proc_macro2::Ident {
    let name = name.as_str();
    // `self`, `Self`, `super`, `crate` and `_` can't be raw; scopes do not give them out. syn does not know `gen`, which
    // became a keyword in 2024.
    if name != "gen" && syn::parse_str::<syn::Ident>(name).is_ok() {
        proc_macro2::Ident::new(name, Span::call_site())
    } else {
        proc_macro2::Ident::new_raw(name, Span::call_site())
    }
}
