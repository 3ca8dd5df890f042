//! `oneOf` and `anyOf` to unions, and how their variants are told apart.
//!
//! A union is made in two steps: its variants when its schema is met, and what tells them apart when every type is
//! known ([`finish`]), for that depends on what the variants became.

use foldhash::{HashSet, HashSetExt as _};
use openapiv3::{ObjectType, ReferenceOr, Schema, SchemaKind, Type};

use super::brief::Brief;
use super::listed;
use super::schema::{Part, SchemaRef};
use super::tag::{self, Discriminator};
use super::values::{self, one_scalar};
use super::variants;
use super::view::{Kind, UnionKeyword, View};
use super::{Choice, Chosen, Lower, State};
use crate::api::{
    Discrimination, Docs, Origin, Scalar, Shape, Step, Text, TypeId, TypeRef, Types, Union, Variant,
};
use crate::diagnostic::catalogue;

/// How many branches before one are compared with it: more of them than people write would take long.
const LOOKED_BACK: usize = 32;

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
            // `anyOf: [{type: object}, {type: string}]` holds the place of what stands beside it.
            if base_matters && branches.iter().all(|(branch, _)| self.is_bare(branch)) {
                continue;
            }
            if !base_matters {
                if let Some(union) = self.keyed(id, keyword, &branches, nullable) {
                    return Some(Shape::Union(union));
                }
                return Some(self.union(id, keyword, branches, &[], &skip));
            }
            // A branch that contradicts what stands beside the union allows nothing.
            let meets = |(branch, _): &(Part<'a>, Brief)| {
                let all: Vec<Part<'a>> = parts.iter().chain([branch]).cloned().collect();
                let all = View::of(self, &all, &skip);
                let is_empty = |values: &Vec<_>| values.is_empty();
                !all.conflict && !all.overruled && !all.enumeration.as_ref().is_some_and(is_empty)
            };
            let branches: Vec<_> = branches.into_iter().filter(meets).collect();
            if let [(branch, brief)] = branches.as_slice()
                && base.enumeration.is_some()
            {
                return Some(self.only_branch(id, parts, branch, &brief.docs, &skip, nullable));
            }
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

    /// What stands beside a union, where it leaves one branch alone. As a union of one it would be known too late: what
    /// tells variants apart may be such a value.
    fn only_branch(
        &mut self,
        id: TypeId,
        parts: &[Part<'a>],
        branch: &Part<'a>,
        docs: &Docs,
        skip: &[usize],
        nullable: &mut bool,
    ) -> Shape {
        let parts: Vec<Part<'a>> = parts.iter().chain([branch]).cloned().collect();
        let view = View::of(self, &parts, skip);
        let mut shape = self.shape(id, view, &parts, skip, nullable);
        values::name_constant(&mut shape, docs);
        shape
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
        let stands_for_null = self.stands_for_null(keyword.branches);
        let any_of = keyword.site.ends_with("/anyOf");
        let mut branches = Vec::with_capacity(keyword.branches.len());
        for (index, branch) in keyword.branches.iter().enumerate() {
            // The very same text allows nothing that is new.
            let is_item = matches!(branch, ReferenceOr::Item(_));
            let before = &keyword.branches[index.saturating_sub(LOOKED_BACK)..index];
            if is_item && any_of && before.contains(branch) {
                continue;
            }
            let part = Part::new(branch.into(), format!("{}/{index}", keyword.site));
            let brief = self.brief(std::slice::from_ref(&part));
            if brief.only_null || stands_for_null == Some(index) {
                *nullable = true;
            } else {
                branches.push((part, brief));
            }
        }
        branches
    }

    /// Which of two branches says no more than `type: object, nullable: true`, if the other one is a component that is an
    /// object. What writes a reference like this means that it may be null (apispec does), and not that all objects will do.
    fn stands_for_null(&self, branches: &'a [ReferenceOr<Schema>]) -> Option<usize> {
        use ReferenceOr::{Item, Reference};
        let (index, schema, other) = match branches {
            [Item(schema), other @ Reference { .. }] => (0, schema, other),
            [other @ Reference { .. }, Item(schema)] => (1, schema, other),
            _ => return None,
        };
        let other = View::of(self, &[Part::new(other.into(), "")], &[]);
        let is_object = match other.kind {
            Some(kind) => kind == Kind::Object,
            None => other.has_members(),
        };
        let is_bare = match &schema.schema_kind {
            SchemaKind::Type(Type::Object(object)) => *object == ObjectType::default(),
            _ => false,
        };
        (is_object && is_bare && schema.schema_data.nullable).then_some(index)
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
pub(super) fn finish(state: &mut State<'_>, chosen: &Chosen<'_>) {
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
        listed::unite(state, id, chosen);
        let Shape::Union(union) = &state.api.types[id].shape else {
            continue;
        };
        let types = &state.api.types;
        let settling = Settling { types, chosen };
        let (shape, nullable) = settling.settle(union.clone(), state.unions.get(&id));
        if let Shape::Union(union) = &shape {
            name_types(&mut state.api.types, id, union);
        }
        let ty = &mut state.api.types[id];
        ty.shape = shape;
        ty.nullable |= nullable;
    }
}

/// What the variants of a union are, of which each is a value of it.
pub(super) fn targets(types: &Types, union: &Union) -> impl DoubleEndedIterator<Item = TypeId> {
    let is_apart = union.keys().is_some();
    let variants = union.variants.iter().filter(move |_| !is_apart);
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
                && union.keys().is_none()
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
    let mut met: HashSet<TypeId> = HashSet::new();
    let mut next: Vec<TypeId> = targets(types, union).filter(|to| *to != id).collect();
    while let Some(here) = next.pop() {
        if here == id {
            state.api.types[id].shape = Shape::Any;
            return;
        }
        if let Shape::Union(union) = &types[here].shape
            && met.insert(here)
        {
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

/// What variants turn out to be, and which types the user has for them.
struct Settling<'a, 'c> {
    types: &'a Types,
    chosen: &'a Chosen<'c>,
}

impl<'c> Settling<'_, 'c> {
    fn settle(&self, mut union: Union, discriminator: Option<&Discriminator>) -> (Shape, bool) {
        let types = self.types;
        let variants = union.variants.iter();
        let resolved: Vec<TypeRef> = variants.map(|variant| types.resolve(variant.ty)).collect();
        let nullable = resolved.iter().any(|ty| ty.nullable);
        let shapes: Vec<&Shape> = resolved.iter().map(|ty| &types[ty.id].shape).collect();
        let variants = union.variants.iter();
        let chosen: Vec<bool> = variants.map(|it| self.chosen(it.ty).is_some()).collect();
        // Looked up once: there may be thousands of variants, and each is compared with all.
        let is_same = |one: usize, other: usize| {
            let [a, b] = [one, other].map(|index| union.variants[index].ty);
            match chosen[one] || chosen[other] {
                true => self.same(a, b),
                false => self.same_described(a, b),
            }
        };

        let says_nothing = |shape: &Shape| matches!(shape, Shape::Any | Shape::Alias(_));
        let mut all = shapes.iter().zip(&chosen);
        if all.any(|(shape, chosen)| !chosen && says_nothing(shape)) {
            return (Shape::Any, nullable);
        }
        // No scalar holds what the user has a type for.
        if !chosen.contains(&true)
            && let Some(shape) = one_scalar(&shapes)
        {
            return (shape, nullable);
        }
        if let Some(tag) = discriminator
            .and_then(|known| tag::told(known, &resolved, types))
            .or_else(|| tag::found(&shapes, types))
        {
            self.name_variants(&mut union, &shapes, Some(&tag));
            union.discrimination = tag;
            return (Shape::Union(union), nullable);
        }

        // The same type twice is one variant.
        let mut kept: Vec<usize> = Vec::new();
        for index in 0..union.variants.len() {
            if !kept.iter().any(|other| is_same(*other, index)) {
                kept.push(index);
            }
        }
        let variants = kept.iter().map(|index| union.variants[*index].clone());
        let variants: Vec<Variant> = variants.collect();
        if let [only] = variants.as_slice() {
            return (Shape::Alias(only.ty), nullable);
        }
        let shapes: Vec<&Shape> = kept.iter().map(|index| shapes[*index]).collect();
        let mut order: Vec<usize> = (0..shapes.len()).collect();
        order.sort_by_key(|index| std::cmp::Reverse(self.demands(variants[*index].ty)));
        union.variants = variants;
        self.name_variants(&mut union, &shapes, None);
        union.discrimination = Discrimination::Order {
            order,
            distinctions: tag::distinctions(&shapes, types),
        };
        (Shape::Union(union), nullable)
    }

    /// The type that the user has for what a reference means.
    fn chosen(&self, reference: TypeRef) -> Option<Choice<'c>> {
        let mut way = self.types.way(reference);
        way.find_map(|ty| (self.chosen)(ty))
    }

    /// Whether two types hold the same values for a reason that is plain to see, and are the same in Rust.
    fn same(&self, one: TypeRef, other: TypeRef) -> bool {
        if let Some(same) = self.same_choice(one, other) {
            return same;
        }
        self.same_described(one, other)
    }

    /// The same where the user has types for neither.
    fn same_described(&self, one: TypeRef, other: TypeRef) -> bool {
        let types = self.types;
        let (one, other) = (types.resolve(one).id, types.resolve(other).id);
        if one == other {
            return true;
        }
        match (&types[one].shape, &types[other].shape) {
            (Shape::Scalar(Scalar::Boolean(_)), Shape::Scalar(Scalar::Boolean(_))) => true,
            (Shape::Scalar(one), Shape::Scalar(other)) => one == other,
            (Shape::Tuple(one), Shape::Tuple(other)) => one == other,
            (Shape::Array(one), Shape::Array(other)) | (Shape::Map(one), Shape::Map(other)) => {
                self.same_items(*one, *other)
            }
            _ => false,
        }
    }

    fn same_items(&self, one: TypeRef, other: TypeRef) -> bool {
        if let Some(same) = self.same_choice(one, other) {
            return same;
        }
        let types = self.types;
        let (one, other) = (types.resolve(one), types.resolve(other));
        one.id == other.id
            || matches!((&types[one.id].shape, &types[other.id].shape), (Shape::Scalar(a), Shape::Scalar(b)) if a == b)
    }

    /// Whether the user has one type for both; nothing where the document's own are made.
    fn same_choice(&self, one: TypeRef, other: TypeRef) -> Option<bool> {
        let choices = [one, other].map(|reference| self.chosen(reference));
        choices.iter().any(Option::is_some).then(|| {
            let text = |reference| {
                matches!(
                    self.types.shape(reference),
                    Shape::Scalar(Scalar::Text(Text::Plain))
                )
            };
            let plain = [one, other].map(|reference| text(reference).then_some(Choice::Text));
            choices[0].or(plain[0]) == choices[1].or(plain[1])
        })
    }

    /// How much a type demands of a value: what demands more is tried first. What the user has a type for is not any text
    /// or number.
    fn demands(&self, reference: TypeRef) -> (u8, usize, usize) {
        let is_chosen = |reference| matches!(self.chosen(reference), Some(Choice::Named(_)));
        let shape = self.types.shape(reference);
        let (rank, first, second) = demands(shape);
        match shape {
            Shape::Scalar(Scalar::Text(_)) if self.chosen(reference) == Some(Choice::Text) => {
                (3, 0, 0)
            }
            // A list of texts may grow, and so takes any.
            Shape::Scalar(Scalar::Text(_)) if is_chosen(reference) => (4, 1, 0),
            Shape::Scalar(_) | Shape::Enumeration(_) if is_chosen(reference) => (rank, 1, 0),
            Shape::Array(item) | Shape::Map(item) if is_chosen(*item) => (rank, first, 1),
            _ => (rank, first, second),
        }
    }

    /// Names the variants that nothing in the document names: after the format that the user has a type for, or else after
    /// what they are.
    fn name_variants(&self, union: &mut Union, shapes: &[&Shape], tag: Option<&Discrimination>) {
        let unnamed = union.variants.iter_mut().zip(shapes);
        for (variant, shape) in unnamed.filter(|(variant, _)| variant.name.is_empty()) {
            let format = self.types[variant.ty.id].format.as_deref();
            let format = format.filter(|it| !it.is_empty() && self.chosen(variant.ty).is_some());
            if let (Shape::Scalar(_), Some(format)) = (shape, format) {
                variant.name = format.to_owned();
            }
        }
        variants::name(self.types, union, shapes, tag);
    }
}

/// How much a shape demands of a value: what demands more is tried first.
fn demands(shape: &Shape) -> (u8, usize, usize) {
    match shape {
        Shape::Object(object) => {
            let required = object.fields.iter().filter(|field| field.required).count();
            (9, required, object.fields.len())
        }
        // It takes any value, as an enumeration does.
        Shape::Union(union) if union.keys().is_some() => (4, 1, 0),
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
