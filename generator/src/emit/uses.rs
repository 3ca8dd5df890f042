//! Which of its neighbours a module mentions, so that it imports these and no other.

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::{Home, Item, Method, Receivers, Resource, Struct, Ty, Unwrap};

/// What a module mentions.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Uses {
    /// Types of `types`.
    pub types: bool,
    /// Types of the runtime.
    pub runtime: bool,
    /// `Serialize` and `Deserialize`.
    pub serde: bool,
    /// The envelope.
    pub envelope: bool,
}

impl Uses {
    /// What items mention.
    pub(super) fn of_items(items: &[Item]) -> Self {
        let mut uses = Self::default();
        items.iter().for_each(|item| uses.item(item));
        uses
    }

    /// What a resource mentions. It always has a client, so it always mentions the runtime.
    pub(super) fn of_resource(resource: &Resource) -> Self {
        let mut uses = Self::of_items(&resource.items);
        uses.runtime = true;
        for method in &resource.methods {
            uses.method(method);
        }
        uses
    }

    /// What receivers mention, their own items included.
    pub(super) fn of_receivers(receivers: &Receivers) -> Self {
        let mut uses = Self::of_items(&receivers.items);
        receivers
            .receivers
            .iter()
            .for_each(|receiver| uses.ty(&receiver.ty));
        uses
    }

    /// The import of serde's traits, where they are mentioned.
    pub(super) fn serde_import(self) -> Option<TokenStream> {
        self.serde.then(|| {
            quote!(
                use serde::{Deserialize, Serialize};
            )
        })
    }

    fn method(&mut self, method: &Method) {
        self.fields(&method.params);
        if let Some(with_body) = &method.with_body {
            self.ty(&with_body.ty);
        }
        self.envelope |= method.outcome.unwrap != Unwrap::Whole;
        self.ty(&method.outcome.output);
        self.ty(&method.outcome.response);
        if let Some(pages) = &method.pages {
            self.ty(&pages.item);
        }
        let stream = method.stream.as_ref();
        if let Some(item) = stream.map(|stream| &stream.item) {
            self.ty(item);
        }
        method
            .outcome
            .failures
            .iter()
            .for_each(|failure| self.ty(&failure.ty));
        method.items.iter().for_each(|item| self.item(item));
    }

    fn item(&mut self, item: &Item) {
        match item {
            Item::Struct(item) => {
                self.runtime = true;
                self.fields(item);
            }
            Item::Enumeration(_) => self.runtime = true,
            Item::Union(item) => {
                self.runtime = true;
                item.variants
                    .iter()
                    .for_each(|variant| self.ty(&variant.ty));
            }
            Item::Newtype(item) => {
                self.serde = true;
                self.ty(&item.ty);
            }
            Item::Alias(item) => self.ty(&item.ty),
            Item::Statuses(item) => {
                self.runtime = true;
                item.variants
                    .iter()
                    .for_each(|variant| self.ty(&variant.ty));
            }
        }
    }

    fn fields(&mut self, item: &Struct) {
        for field in &item.fields {
            self.ty(&field.ty);
        }
    }

    fn ty(&mut self, ty: &Ty) {
        match ty {
            Ty::Secret
            | Ty::DateTime
            | Ty::Date
            | Ty::Bytes
            | Ty::Upload
            | Ty::Form
            | Ty::Event
            | Ty::Upgraded
            | Ty::Value => self.runtime = true,
            Ty::Named(named) => self.types |= named.home == Home::Types,
            Ty::Field(inner) | Ty::Sensitive(inner) | Ty::Stream(inner) => {
                self.runtime = true;
                self.ty(inner);
            }
            Ty::Vec(inner) | Ty::Map(inner) | Ty::Option(inner) | Ty::Boxed(inner) => {
                self.ty(inner)
            }
            Ty::Tuple(items) => items.iter().for_each(|item| self.ty(item)),
            Ty::Bool
            | Ty::I8
            | Ty::I16
            | Ty::I32
            | Ty::I64
            | Ty::U8
            | Ty::U16
            | Ty::U32
            | Ty::U64
            | Ty::F64
            | Ty::String
            | Ty::Unit
            | Ty::Foreign(_) => {}
        }
    }
}
