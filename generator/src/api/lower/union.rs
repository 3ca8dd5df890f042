//! `oneOf` and `anyOf` to unions, and how their variants are told apart.
//!
//! A union is made in two steps: its variants when its schema is met, and what tells them apart when every type is
//! known ([`finish`]), for that depends on what the variants became.

use foldhash::{HashSet, HashSetExt as _};

use super::brief::Brief;
use super::schema::{Part, SchemaRef};
use super::tag::{self, Discriminator};
use super::values::{self, one_scalar};
use super::view::{Kind, UnionKeyword, View};
use super::{Lower, State};
use crate::api::{
    Discrimination, Origin, Scalar, Shape, Step, Text, TypeId, TypeRef, Types, Union, Variant,
};
use crate::diagnostic::catalogue;

impl<'a> Lower<'a, '_> {
    /// The union that a schema is, if it is one.
    pub(super) fn union_shape(
        &mut self,
        id: TypeId,
        view: &View<'a>,
        parts: &[Part<'a>],
        skip: &[usize],
        nullable: &mut bool,
    ) -> Option<Shape> {
        let mut skip = skip.to_vec();
        for keyword in &view.unions {
            skip.push(keyword.branches.as_ptr().addr());
            let branches = self.branches(keyword, nullable);
            if branches.iter().all(|(_, brief)| brief.says_nothing) {
                continue;
            }
            let base = View::of(self, parts, &skip);
            let base_matters = base.has_members()
                || !base.items.is_empty()
                || base.enumeration.is_some()
                || !matches!(base.kind, None | Some(Kind::Object | Kind::Array))
                || !base.unions.is_empty();
            drop(base);
            // `anyOf: [{type: object}, {type: string}]` holds the place of what stands beside it.
            if base_matters && branches.iter().all(|(branch, _)| self.is_bare(branch)) {
                continue;
            }
            if !base_matters {
                return Some(self.union(id, keyword, branches, &[], &skip));
            }
            // A branch that contradicts what stands beside the union allows nothing.
            let meets = |(branch, _): &(Part<'a>, Brief)| {
                let all: Vec<Part<'a>> = parts.iter().chain([branch]).cloned().collect();
                let all = View::of(self, &all, &skip);
                !all.conflict && !all.overruled
            };
            let branches: Vec<_> = branches.into_iter().filter(meets).collect();
            if branches.is_empty() {
                // What stands beside the union says more than all of it.
                let site = keyword.site.clone();
                self.report(&site, catalogue::union_without_branch);
                continue;
            }
            return Some(self.union(id, keyword, branches, parts, &skip));
        }
        None
    }

    /// Whether a schema says no more than which type values have.
    fn is_bare(&self, part: &Part<'a>) -> bool {
        let view = View::of(self, std::slice::from_ref(part), &[]);
        !view.has_members()
            && view.required.is_empty()
            && view.enumeration.is_none()
            && view.unions.is_empty()
            && View::of(self, &view.items, &[]).says_nothing()
    }

    /// The branches of a union; those that are only null make it nullable instead.
    fn branches(
        &mut self,
        keyword: &UnionKeyword<'a>,
        nullable: &mut bool,
    ) -> Vec<(Part<'a>, Brief)> {
        let mut branches = Vec::with_capacity(keyword.branches.len());
        for (index, branch) in keyword.branches.iter().enumerate() {
            let part = Part::new(branch.into(), format!("{}/{index}", keyword.site));
            let brief = self.brief(std::slice::from_ref(&part));
            if brief.only_null {
                *nullable = true;
            } else {
                branches.push((part, brief));
            }
        }
        branches
    }

    fn union(
        &mut self,
        id: TypeId,
        keyword: &UnionKeyword<'a>,
        branches: Vec<(Part<'a>, Brief)>,
        base: &[Part<'a>],
        skip: &[usize],
    ) -> Shape {
        let mut variants = Vec::with_capacity(branches.len());
        let mut components = Vec::with_capacity(branches.len());
        for (branch, Brief { docs, .. }) in branches {
            let component = match branch.schema {
                SchemaRef::Reference(reference) => self
                    .component_schema(reference)
                    .map(|(name, _)| name.to_owned()),
                SchemaRef::Item(_) => None,
            };
            let name = component
                .clone()
                .or_else(|| docs.title.as_deref().map(str::to_owned))
                .unwrap_or_default();
            let step = Step::Variant(if name.is_empty() {
                (variants.len() + 1).to_string()
            } else {
                name.clone()
            });
            let mut parts = base.to_vec();
            let skip = if parts.is_empty() { &[] } else { skip };
            parts.push(branch);
            let origin = Origin::Inside { parent: id, step };
            let ty = self.parts(parts, skip, origin.clone());
            if component.is_none() && self.state.api.types[ty.id].origin == origin {
                values::name_constant(&mut self.state.api.types[ty.id].shape, &docs);
            }
            variants.push(Variant { name, ty, docs });
            components.push(component);
        }
        if let Some(discriminator) = keyword.discriminator {
            let known = Discriminator::of(discriminator, components);
            self.state.unions.insert(id, known);
        }
        Shape::Union(Union {
            discrimination: Discrimination::default(),
            variants,
        })
    }
}

/// Decides for every union how its variants are told apart, now that all types are known.
pub(super) fn finish(state: &mut State<'_>) {
    let unions: Vec<TypeId> = state
        .api
        .types
        .iter()
        .filter(|(_, ty)| matches!(ty.shape, Shape::Union(_)))
        .map(|(id, _)| id)
        .collect();
    for id in &unions {
        break_circle(state, *id);
    }
    for id in inner_first(&state.api.types, unions) {
        let Shape::Union(union) = &state.api.types[id].shape else {
            continue;
        };
        let (shape, nullable) = settle(&state.api.types, union.clone(), state.unions.get(&id));
        if let Shape::Union(union) = &shape {
            name_types(&mut state.api.types, id, union);
        }
        let ty = &mut state.api.types[id];
        ty.shape = shape;
        ty.nullable |= nullable;
    }
}

/// What the variants of a union are.
pub(super) fn targets(types: &Types, union: &Union) -> impl DoubleEndedIterator<Item = TypeId> {
    let variants = union.variants.iter();
    variants.map(|variant| types.resolve(variant.ty).id)
}

/// Unions in an order in which those that are variants of another one, of which none leads back to it, come before that: it
/// goes by what they turn out to be.
fn inner_first(types: &Types, unions: Vec<TypeId>) -> Vec<TypeId> {
    let mut seen = HashSet::with_capacity(unions.len());
    let mut order = Vec::with_capacity(unions.len());
    for id in unions {
        // A union is met twice: before and after those that are in it.
        let mut next = vec![(id, false)];
        while let Some((id, is_done)) = next.pop() {
            if is_done {
                order.push(id);
            } else if let Shape::Union(union) = &types[id].shape
                && seen.insert(id)
            {
                next.push((id, true));
                next.extend(targets(types, union).map(|target| (target, false)));
            }
        }
    }
    order
}

/// A union that is a variant of itself would be read without end. Where it names itself, that variant says nothing;
/// where it does so through other unions, it is any value.
fn break_circle(state: &mut State<'_>, id: TypeId) {
    let types = &state.api.types;
    let Shape::Union(union) = &types[id].shape else {
        return;
    };
    let own: Vec<bool> = targets(types, union).map(|target| target != id).collect();
    let mut met: Vec<TypeId> = Vec::new();
    let mut next: Vec<TypeId> = targets(types, union).filter(|to| *to != id).collect();
    while let Some(here) = next.pop() {
        if here == id {
            state.api.types[id].shape = Shape::Any;
            return;
        }
        if let (Shape::Union(union), false) = (&types[here].shape, met.contains(&here)) {
            met.push(here);
            next.extend(targets(types, union));
        }
    }
    if own.iter().all(|own| *own) {
        return;
    }
    let mut union = union.clone();
    let mut kept = own.iter();
    union.variants.retain(|_| kept.next() == Some(&true));
    if let Some(discriminator) = state.unions.get_mut(&id) {
        let mut kept = own.iter();
        let components = &mut discriminator.components;
        components.retain(|_| kept.next() == Some(&true));
    }
    state.api.types[id].shape = match union.variants.is_empty() {
        true => Shape::Any,
        false => Shape::Union(union),
    };
}

/// A variant's type that stands in the union is called after the variant.
fn name_types(types: &mut Types, id: TypeId, union: &Union) {
    for variant in &union.variants {
        if let Origin::Inside {
            parent,
            step: Step::Variant(name),
        } = &mut types[variant.ty.id].origin
            && *parent == id
        {
            name.clone_from(&variant.name);
        }
    }
}

fn settle(types: &Types, mut union: Union, discriminator: Option<&Discriminator>) -> (Shape, bool) {
    let mut nullable = false;
    let resolved: Vec<TypeRef> = union
        .variants
        .iter()
        .map(|variant| types.resolve(variant.ty))
        .collect();
    nullable |= resolved.iter().any(|ty| ty.nullable);
    let shapes: Vec<&Shape> = resolved.iter().map(|ty| &types[ty.id].shape).collect();

    if shapes
        .iter()
        .any(|shape| matches!(shape, Shape::Any | Shape::Alias(_)))
    {
        return (Shape::Any, nullable);
    }
    if let Some(shape) = one_scalar(&shapes) {
        return (shape, nullable);
    }
    if let Some(tag) = discriminator
        .and_then(|known| tag::told(known, &resolved, types))
        .or_else(|| tag::found(&shapes, types))
    {
        name_variants(&mut union, &shapes, Some(&tag));
        union.discrimination = tag;
        return (Shape::Union(union), nullable);
    }

    // The same type twice is one variant.
    let mut kept: Vec<usize> = Vec::new();
    for index in 0..resolved.len() {
        if !kept
            .iter()
            .any(|other| same(types, resolved[*other].id, resolved[index].id))
        {
            kept.push(index);
        }
    }
    let variants: Vec<Variant> = kept
        .iter()
        .map(|index| union.variants[*index].clone())
        .collect();
    if let [only] = variants.as_slice() {
        return (Shape::Alias(only.ty), nullable);
    }
    let shapes: Vec<&Shape> = kept.iter().map(|index| shapes[*index]).collect();
    let mut order: Vec<usize> = (0..shapes.len()).collect();
    order.sort_by_key(|index| std::cmp::Reverse(demands(shapes[*index])));
    union.variants = variants;
    name_variants(&mut union, &shapes, None);
    union.discrimination = Discrimination::Order {
        order,
        distinctions: tag::distinctions(&shapes, types),
    };
    (Shape::Union(union), nullable)
}

/// Whether two types hold the same values for a reason that is plain to see.
fn same(types: &Types, one: TypeId, other: TypeId) -> bool {
    if one == other {
        return true;
    }
    match (&types[one].shape, &types[other].shape) {
        (Shape::Scalar(Scalar::Boolean(_)), Shape::Scalar(Scalar::Boolean(_))) => true,
        (Shape::Scalar(one), Shape::Scalar(other)) => one == other,
        (Shape::Tuple(one), Shape::Tuple(other)) => one == other,
        (Shape::Array(one), Shape::Array(other)) | (Shape::Map(one), Shape::Map(other)) => {
            let (one, other) = (types.resolve(*one), types.resolve(*other));
            one.id == other.id
                || matches!((&types[one.id].shape, &types[other.id].shape), (Shape::Scalar(a), Shape::Scalar(b)) if a == b)
        }
        _ => false,
    }
}

/// How much a shape demands of a value: what demands more is tried first.
fn demands(shape: &Shape) -> (u8, usize, usize) {
    match shape {
        Shape::Object(object) => {
            let required = object.fields.iter().filter(|field| field.required).count();
            (9, required, object.fields.len())
        }
        Shape::Null => (8, 0, 0),
        Shape::Enumeration(list) if list.integer.is_some() => (7, 0, 0),
        Shape::Scalar(Scalar::Boolean(_) | Scalar::Integer(_)) => (7, 0, 0),
        Shape::Scalar(Scalar::Number) => (6, 0, 0),
        Shape::Scalar(Scalar::Text(Text::DateTime | Text::Date)) => (5, 0, 0),
        Shape::Enumeration(_) => (4, 0, 0),
        Shape::Scalar(Scalar::Text(_)) => (3, 0, 0),
        Shape::Union(_) => (2, 0, 0),
        Shape::Tuple(items) => (1, items.len(), 0),
        Shape::Array(_) => (1, 0, 0),
        Shape::Map(_) | Shape::Any | Shape::Alias(_) | Shape::Foreign(_) => (0, 0, 0),
    }
}

/// Names the variants that nothing in the document names: after their tag, else after the kind of their value.
fn name_variants(union: &mut Union, shapes: &[&Shape], tag: Option<&Discrimination>) {
    for (index, variant) in union
        .variants
        .iter_mut()
        .enumerate()
        .filter(|(_, variant)| variant.name.is_empty())
    {
        if let Some(Discrimination::Tag { values, .. }) = tag
            && let Some((value, _)) = values.iter().find(|(_, target)| *target == index)
            && !matches!(shapes[index], Shape::Union(_))
        {
            variant.name.clone_from(value);
            continue;
        }
        variant.name = match shapes[index] {
            Shape::Scalar(Scalar::Boolean(_)) => "boolean",
            Shape::Scalar(Scalar::Integer(_)) => "integer",
            Shape::Scalar(Scalar::Number) => "number",
            Shape::Scalar(Scalar::Text(Text::DateTime)) => "date-time",
            Shape::Scalar(Scalar::Text(Text::Date)) => "date",
            Shape::Scalar(Scalar::Text(Text::Binary)) => "bytes",
            Shape::Scalar(Scalar::Text(Text::Plain)) => "string",
            Shape::Enumeration(list) if list.integer.is_some() => "integer",
            Shape::Enumeration(_) => "text",
            Shape::Object(_) => "object",
            Shape::Map(_) => "map",
            Shape::Array(_) => "array",
            Shape::Tuple(_) => "tuple",
            Shape::Union(_) => "union",
            Shape::Null => "null",
            Shape::Any | Shape::Alias(_) | Shape::Foreign(_) => "value",
        }
        .to_owned();
    }
}
