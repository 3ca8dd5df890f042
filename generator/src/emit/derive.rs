//! What types derive.

use proc_macro2::TokenStream;
use quote::quote;

use super::ident::{self, derive_macro};
use crate::plan::DeriveMacro;

/// The attribute: what every item of this kind has, and what the user wants besides.
pub(super) fn attribute(ours: &[&'static str], chosen: &[DeriveMacro]) -> TokenStream {
    let is_ours = |path: &&DeriveMacro| path.of_std().is_some_and(|name| ours.contains(&name));
    let chosen = chosen.iter().filter(|path| !is_ours(path));
    let chosen = chosen.map(derive_macro);
    let ours = ours.iter().map(|name| ident::ours(name));
    quote!(#[derive(#(#ours),* #(, #chosen)*)])
}
