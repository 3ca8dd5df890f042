//! Branches of a union that list values, beside others that are something else.

use std::sync::Arc;

use super::values::one_scalar;
use super::{Chosen, State};
use crate::api::{Origin, Shape, Type, TypeId, Types, Variant};

/// Makes one variant of those that list texts, and one of those that list integers, where one of them does so in place. An
/// enumeration takes any value, so the first of several would take what the others list; and frameworks for serde describe
/// an enum of Rust by a constant for each variant that holds nothing. Where all are components, they keep their names.
pub(super) fn unite(state: &mut State<'_>, id: TypeId, chosen: &Chosen<'_>) {
    for is_text in [true, false] {
        let types = &state.api.types;
        let Shape::Union(union) = &types[id].shape else {
            return;
        };
        let is_listed = |variant: &Variant| match types.shape(variant.ty) {
            Shape::Enumeration(list) => {
                let is_chosen = types.way(variant.ty).any(|ty| chosen(ty).is_some());
                list.integer.is_none() == is_text && !is_chosen
            }
            _ => false,
        };
        let is_here = |variant: &&Variant| match &types[variant.ty.id] {
            Type {
                origin: Origin::Inside { parent, .. },
                shape: Shape::Enumeration(_),
                ..
            } => *parent == id,
            _ => false,
        };
        let listed: Vec<bool> = union.variants.iter().map(is_listed).collect();
        let variants = union.variants.iter().zip(&listed);
        let (united, rest): (Vec<_>, Vec<_>) = variants.partition(|(_, listed)| **listed);
        let united: Vec<&Variant> = united.into_iter().map(|(variant, _)| variant).collect();
        // Where there is nothing else, the whole union is one scalar.
        if united.len() < 2 || rest.is_empty() {
            continue;
        }
        let Some(mut kept) = united.iter().copied().find(is_here).cloned() else {
            continue;
        };
        let shapes: Vec<Shape> = united.iter().map(|it| values(types, it)).collect();
        let Some(shape) = one_scalar(&shapes.iter().collect::<Vec<_>>()) else {
            continue;
        };
        let nullable = united.iter().any(|it| types.resolve(it.ty).nullable);
        let sensitive = |it: &&Variant| types[types.resolve(it.ty).id].sensitive;
        let sensitive = united.iter().any(sensitive);
        // It stands for all; what is said of its values is said of them alone.
        kept.name.clear();
        kept.docs = Arc::default();
        let ty = &mut state.api.types[kept.ty.id];
        ty.docs = Arc::default();
        ty.nullable = nullable;
        ty.sensitive = sensitive;
        ty.shape = shape;
        replace(state, id, &listed, kept);
    }
}

/// The values of a variant, each with what the description says of the branch where it says nothing of the value. What is
/// said of a component that lists several is said of that.
fn values(types: &Types, variant: &Variant) -> Shape {
    let mut shape = types.shape(variant.ty).clone();
    let is_component = matches!(types[variant.ty.id].origin, Origin::Component(_));
    if let Shape::Enumeration(list) = &mut shape
        && (list.values.len() == 1 || !is_component)
    {
        let of_branch = variant.docs.description.as_deref();
        let unsaid = list.values.iter_mut();
        for value in unsaid.filter(|value| value.description.is_none()) {
            value.description = of_branch.map(str::to_owned);
        }
    }
    shape
}

/// Puts one variant in the place of the first of those that go.
fn replace(state: &mut State<'_>, id: TypeId, goes: &[bool], with: Variant) {
    let first = goes.iter().position(|goes| *goes);
    let stays: Vec<bool> = (0..goes.len())
        .map(|index| !goes[index] || Some(index) == first)
        .collect();
    if let Shape::Union(union) = &mut state.api.types[id].shape
        && let Some(first) = first
    {
        union.variants[first] = with;
        let mut stay = stays.iter();
        union.variants.retain(|_| stay.next() == Some(&true));
    }
    if let Some(discriminator) = state.unions.get_mut(&id) {
        let mut stay = stays.iter();
        let components = &mut discriminator.components;
        components.retain(|_| stay.next() == Some(&true));
    }
}
