//! Unions to enums of types.

use super::Context;
use super::docs::Docs;
use super::enumerations::on_the_wire;
use super::item::{Also, Decoding, JsonKind, Union, UnionVariant};
use super::names::key;
use super::naming::{self, Case, Ident, Scope, constant_words, variants_within};
use super::ty::Ty;
use crate::api::{self, Discrimination, Key, Scalar, Shape, TypeId, TypeRef};

/// The enum of a union.
pub(super) fn union(
    context: &Context<'_>,
    id: TypeId,
    union: &api::Union,
    ident: Ident,
    docs: Docs,
) -> Union {
    let ty = &context.api.types[id];
    let mut scope = Scope::new(Case::Pascal, &["Self"]);
    let names: Vec<&str> = union
        .variants
        .iter()
        .map(|variant| variant.name.as_str())
        .collect();
    let chosen = names
        .iter()
        .map(|name| context.config.variant_name(key(ty), name));
    let chosen: Vec<Option<&str>> = chosen.collect();
    let types = &context.api.types;
    let variants = union.variants.iter();
    let wanted = match union.keys() {
        Some(keys) => keys.iter().map(|key| called(key).to_owned()).collect(),
        None => {
            let short = variants.map(|variant| context.names.of_variant(types, variant));
            variants_within(ident.as_str(), &short.collect::<Vec<_>>())
        }
    };
    let wanted: Vec<&str> = wanted.iter().map(|name| naming::listed(name)).collect();
    let idents = scope.claim_each(&wanted, &chosen);
    let types: Vec<Ty> = union
        .variants
        .iter()
        .map(|variant| match union.keys() {
            Some(_) => context.held(id, variant.ty),
            None => context.variant(id, variant.ty),
        })
        .collect();
    let variants = union
        .variants
        .iter()
        .zip(idents)
        .zip(types)
        .enumerate()
        .map(|(index, ((variant, ident), ty))| {
            let key = union.keys().map(|keys| &keys[index]);
            let name = context.api.types[variant.ty.id].origin.name();
            let docs = Docs::of(&variant.docs, &[ident.as_str(), name.unwrap_or_default()]);
            UnionVariant {
                docs: match key {
                    Some(Key::Text { text, .. }) => docs.and(on_the_wire(text)),
                    Some(Key::Member(_)) | None => docs,
                },
                // Known as soon as it is known which types are the same.
                converts: false,
                also: context.also(variant.ty, &ty),
                rule: context.rule(variant.ty, None, &ty),
                ty,
                kind: context.json_kind(variant.ty),
                ident,
            }
        })
        .collect();
    let decoding = match &union.discrimination {
        Discrimination::Key { keys } => Decoding::Key {
            keys: keys.clone(),
            unknown: (!context.config.is_closed(key(ty))).then(|| scope.claim_unknown()),
        },
        Discrimination::Tag {
            property, values, ..
        } => Decoding::Tag {
            property: property.clone(),
            arms: values.clone(),
            unknown: (!context.config.is_closed(key(ty))).then(|| scope.claim_unknown()),
        },
        Discrimination::Order {
            order,
            distinctions,
        } => Decoding::Order {
            order: order.clone(),
            distinctions: distinctions.clone(),
        },
    };
    Union {
        nullable: false,
        boxed: false,
        ident,
        docs,
        derives: context.config.derives(key(ty)),
        variants,
        decoding,
    }
}

/// What a variant is called by its key.
pub(super) fn called(key: &Key) -> &str {
    // A name without letters says less than the value.
    let name = Some(key.name()).filter(|name| !constant_words(name).is_empty());
    name.unwrap_or_else(|| key.text())
}

impl Context<'_> {
    /// The Rust type of a variant, in a box where the union would contain itself. Null is the union's own business.
    fn variant(&self, union: TypeId, reference: TypeRef) -> Ty {
        let (ty, _) = self.base(reference);
        self.boxed(union, reference, ty)
    }

    /// The Rust type of what a member holds that tells a variant.
    fn held(&self, union: TypeId, reference: TypeRef) -> Ty {
        let (ty, nullable) = self.base(reference);
        let ty = self.boxed(union, reference, ty);
        if nullable { ty.optional() } else { ty }
    }

    /// What becomes a variant beside its type.
    fn also(&self, variant: TypeRef, ty: &Ty) -> Option<Also> {
        let types = &self.api.types;
        let described = &types[types.resolve(variant).id];
        match (&described.shape, ty) {
            (_, Ty::String) => Some(Also::Text),
            (_, Ty::Boxed(_)) => Some(Also::Unboxed),
            // Two steps of conversion would leave it open what is meant.
            (_, Ty::Map(value)) if !matches!(**value, Ty::Option(_) | Ty::Field(_)) => {
                Some(Also::Pairs)
            }
            (Shape::Enumeration(list), Ty::Named(_)) if list.integer.is_none() => {
                (!self.config.is_closed(key(described))).then_some(Also::Text)
            }
            _ => None,
        }
    }

    /// What JSON a type is made from, null apart.
    pub(super) fn json_kind(&self, reference: TypeRef) -> JsonKind {
        let types = &self.api.types;
        match types.shape(reference) {
            Shape::Null => JsonKind::Null,
            Shape::Scalar(Scalar::Boolean(_)) => JsonKind::Bool,
            Shape::Scalar(Scalar::Integer(_) | Scalar::Number) => JsonKind::Number,
            Shape::Enumeration(list) if list.integer.is_some() => JsonKind::Number,
            Shape::Scalar(Scalar::Text(_)) | Shape::Enumeration(_) => JsonKind::Text,
            Shape::Array(_) | Shape::Tuple(_) => JsonKind::List,
            Shape::Object(_) | Shape::Map(_) => JsonKind::Object,
            Shape::Any | Shape::Union(_) | Shape::Alias(_) | Shape::Foreign(_) => JsonKind::Any,
        }
    }
}
