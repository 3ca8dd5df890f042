//! Types.

use proc_macro2::TokenStream;
use quote::quote;

use super::ident::{self, ident};
use super::late::Late;
use crate::plan::{Home, Named, Ty};

/// The tokens of a type as a module writes it.
pub(super) fn ty(ty: &Ty, here: &Home) -> TokenStream {
    let inner = |inner| Late(move || self::ty(inner, here));
    match ty {
        Ty::Bool => quote!(bool),
        Ty::I8 => quote!(i8),
        Ty::I16 => quote!(i16),
        Ty::I32 => quote!(i32),
        Ty::I64 => quote!(i64),
        Ty::U8 => quote!(u8),
        Ty::U16 => quote!(u16),
        Ty::U32 => quote!(u32),
        Ty::U64 => quote!(u64),
        Ty::F64 => quote!(f64),
        Ty::String => quote!(String),
        Ty::Secret => quote!(runtime::Secret),
        Ty::DateTime => quote!(runtime::DateTime),
        Ty::Date => quote!(runtime::Date),
        Ty::Bytes => quote!(runtime::Bytes),
        Ty::Upload => quote!(runtime::Upload),
        Ty::Form => quote!(runtime::Form),
        Ty::Event => quote!(runtime::Event),
        Ty::Upgraded => quote!(runtime::Upgraded),
        Ty::Value => quote!(runtime::Value),
        Ty::Unit => quote!(()),
        Ty::Named(named) => path(named, here),
        Ty::Foreign(foreign) => ident::foreign(foreign),
        Ty::Vec(item) => {
            let item = inner(item);
            quote!(Vec<#item>)
        }
        Ty::Tuple(items) => {
            let items = items.iter().map(inner);
            // Without the comma after it, one item would be in parentheses.
            quote!((#(#items,)*))
        }
        Ty::Stream(item) => {
            let item = inner(item);
            quote!(runtime::EventStream<#item>)
        }
        Ty::Map(value) => {
            let value = inner(value);
            quote!(std::collections::BTreeMap<String, #value>)
        }
        Ty::Option(value) => {
            let value = inner(value);
            quote!(Option<#value>)
        }
        Ty::Field(value) => {
            let value = inner(value);
            quote!(runtime::Field<#value>)
        }
        Ty::Boxed(value) => {
            let value = inner(value);
            quote!(Box<#value>)
        }
        Ty::Sensitive(value) => {
            let value = inner(value);
            quote!(runtime::Sensitive<#value>)
        }
    }
}

fn path(named: &Named, here: &Home) -> TokenStream {
    let name = ident(&named.ident);
    match &named.home {
        home if home == here => quote!(#name),
        // Every module that is not `types` itself imports it by name.
        Home::Types => quote!(types::#name),
        Home::Receivers => quote!(receivers::#name),
        Home::Resource(path) => {
            let path = path.iter().map(ident);
            quote!(resources::#(#path::)*#name)
        }
    }
}
