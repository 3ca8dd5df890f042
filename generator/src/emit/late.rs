//! Tokens that are made late.

use std::iter;

use proc_macro2::TokenStream;
use quote::ToTokens;

/// Tokens that are made where they are needed. Those that are there before are copied to there, one by one, and again
/// with all that they become a part of.
pub(super) struct Late<F>(pub F);

impl<F: Fn() -> TokenStream> ToTokens for Late<F> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(iter::once(self.0()));
    }
}
