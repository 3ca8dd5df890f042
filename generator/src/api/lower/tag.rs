//! What tells the variants of a union apart: the document's discriminator, or the values that their members list.

use std::collections::{BTreeMap, BTreeSet};

use foldhash::HashMap;

use super::stream::are_events;
use super::union::targets;
use crate::api::{Discrimination, Distinction, Field, Object, Scalar, Shape, Test, TypeRef, Types};
use crate::source::unescape;

/// The document's own word on what tells variants apart.
pub(super) struct Discriminator {
    property: String,
    /// Value to component name.
    mapping: Vec<(String, String)>,
    /// The component of each variant that has one.
    pub components: Vec<Option<String>>,
}

impl Discriminator {
    /// What the document says of variants that are these components, where they are one.
    pub fn of(discriminator: &openapiv3::Discriminator, components: Vec<Option<String>>) -> Self {
        let entries = Self::entries(discriminator);
        Self {
            property: discriminator.property_name.clone(),
            mapping: entries
                .map(|(value, target)| (value.to_owned(), target))
                .collect(),
            components,
        }
    }

    /// With further values, and the components that they lead to.
    pub fn and(mut self, further: Vec<(String, String)>) -> Self {
        self.mapping.extend(further);
        self
    }

    /// Values and the components that they lead to, in the document's order.
    pub fn entries(
        discriminator: &openapiv3::Discriminator,
    ) -> impl Iterator<Item = (&str, String)> {
        discriminator.mapping.iter().map(|(value, target)| {
            let name = target
                .rsplit_once('/')
                .map_or(target.as_str(), |(_, name)| name);
            (value.as_str(), unescape(name).into_owned())
        })
    }
}

/// Texts and the variants that they lead to, in the order in which they are met.
#[derive(Default)]
struct Texts {
    all: Vec<(String, usize)>,
    known: HashMap<String, usize>,
}

impl Texts {
    /// Adds a text, unless it is there. Gives back which variant it leads to.
    fn add(&mut self, text: String, variant: usize) -> usize {
        if let Some(known) = self.known.get(&text) {
            return *known;
        }
        self.known.insert(text.clone(), variant);
        self.all.push((text, variant));
        variant
    }
}

/// What the document's discriminator says, if it leads to every variant.
pub(super) fn told(
    known: &Discriminator,
    resolved: &[TypeRef],
    types: &Types,
) -> Option<Discrimination> {
    let mut texts = Texts::default();
    let mut mapped = vec![false; known.components.len()];
    for (value, target) in &known.mapping {
        let mut components = known.components.iter();
        if let Some(index) = components.position(|name| name.as_ref() == Some(target)) {
            mapped[index] |= texts.add(value.clone(), index) == index;
        }
    }
    // A schema without a mapping goes by its constants, else by its name (OpenAPI 3.0.3, "Discriminator Object"). What
    // several list, of what all of them are composed of perhaps, tells none of them apart.
    let unmapped = (0..mapped.len()).filter(|index| !mapped[*index]);
    let unmapped = unmapped.map(|index| {
        let own = match &types[resolved[index].id].shape {
            Shape::Object(object) => object.field(&known.property),
            _ => None,
        };
        (
            index,
            own.map_or_else(Vec::new, |own| constants(types, own)),
        )
    });
    let unmapped: Vec<_> = unmapped.collect();
    let mut listed: HashMap<&str, usize> = HashMap::default();
    for value in unmapped.iter().flat_map(|(_, values)| values) {
        *listed.entry(value).or_default() += 1;
    }
    let mut shared = Vec::new();
    let mut by_name = BTreeSet::new();
    for (index, values) in &unmapped {
        let is_own = |value: &&String| values.len() == 1 || listed[value.as_str()] == 1;
        let (own, others): (Vec<_>, Vec<_>) = values.iter().partition(is_own);
        if own.is_empty() {
            texts.add(known.components[*index].clone()?, *index);
            by_name.insert(*index);
        } else {
            shared.extend(others.into_iter().map(|value| (value, *index)));
        }
        for value in own {
            texts.add(value.clone(), *index);
        }
    }
    for (value, index) in shared {
        texts.add(value.clone(), index);
    }
    Some(Discrimination::Tag {
        property: known.property.clone(),
        values: texts.all,
        by_name,
    })
}

/// A member that every variant requires, and whose constant differs between them. A variant that is a union itself has
/// those of all its variants. Events of a stream go by their type, which few descriptions require.
pub(super) fn found(shapes: &[&Shape], types: &Types) -> Option<Discrimination> {
    let variants: Vec<Vec<&Object>> = shapes
        .iter()
        .map(|shape| objects_of(types, shape))
        .collect::<Option<_>>()?;
    let first = variants.first()?.first()?;
    let are_events = are_events(variants.iter().flatten().copied());
    let is_there = |field: &Field| field.required || are_events && *field.wire_name == *"event";
    let tag = |field: &Field| {
        let mut texts = Texts::default();
        for (index, objects) in variants.iter().enumerate() {
            for object in objects {
                let field = object.field(&field.wire_name)?;
                let own = constants(types, field);
                if !is_there(field) || own.is_empty() {
                    return None;
                }
                for value in own {
                    if texts.add(value, index) != index {
                        return None;
                    }
                }
            }
        }
        Some(Discrimination::Tag {
            property: field.wire_name.to_string(),
            values: texts.all,
            by_name: BTreeSet::new(),
        })
    };
    let mut members = first.fields.iter().filter(|field| is_there(field));
    members.find_map(tag)
}

/// A member for which others list more values than this says of a variant what it is like, and not which one it is.
const FEW: usize = 8;

/// What tells variants from others where there is no tag: members with one value, and members of which other variants list
/// values that this one does not. A value that nobody lists is new, and tells nothing.
pub(super) fn distinctions(shapes: &[&Shape], types: &Types) -> BTreeMap<usize, Vec<Distinction>> {
    // By name: the variants that list values, with these.
    let mut members = BTreeMap::<&str, Vec<_>>::new();
    let mut objects = 0;
    let mut all: BTreeMap<usize, Vec<Distinction>> = BTreeMap::new();
    for (index, shape) in shapes.iter().enumerate() {
        if let Shape::Union(union) = shape
            && let Some(keys) = union.keys()
        {
            let keys = keys.iter().map(|key| key.text().to_owned());
            let distinction = Distinction {
                member: "".into(),
                test: Test::Key(keys.collect()),
                required: true,
            };
            all.entry(index).or_default().push(distinction);
        }
        let Shape::Object(object) = shape else {
            continue;
        };
        objects += 1;
        for field in &object.fields {
            let values = constants(types, field);
            if !values.is_empty() {
                let member = members.entry(&field.wire_name).or_default();
                member.push((index, field, values));
            }
        }
    }
    for variants in members.into_values() {
        // How many variants list a value.
        let mut listed: BTreeMap<&str, usize> = BTreeMap::new();
        for value in variants.iter().flat_map(|(_, _, values)| values) {
            *listed.entry(value).or_default() += 1;
        }
        for (index, field, values) in &variants {
            let is_nullable = types.resolve(field.ty).nullable;
            let test = match &values[..] {
                // What all variants have says nothing.
                [only] if listed[only.as_str()] < objects && !is_nullable => Test::Is(only.clone()),
                [_] => continue,
                _ => {
                    let own = |value: &&str| values.iter().any(|own| own == value);
                    let others = listed.keys().copied().filter(|value| !own(value));
                    let others: Vec<String> = others.take(FEW + 1).map(str::to_owned).collect();
                    if !(1..=FEW).contains(&others.len()) {
                        continue;
                    }
                    Test::Not(others)
                }
            };
            all.entry(*index).or_default().push(Distinction {
                member: field.wire_name.clone(),
                required: field.required && matches!(test, Test::Is(_)),
                test,
            });
        }
    }
    all
}

/// A variant that is a union of more than this, those within it counted, is not looked into.
const WITHIN: usize = 256;

/// The objects that values of a shape are: itself, or those of a union's variants, however deep. None if there are others.
pub(super) fn objects_of<'t>(types: &'t Types, shape: &'t Shape) -> Option<Vec<&'t Object>> {
    let mut objects = Vec::new();
    let mut pending = vec![shape];
    let mut met = 0;
    while let Some(shape) = pending.pop() {
        met += 1;
        match shape {
            Shape::Object(object) => objects.push(object),
            Shape::Union(union) if union.keys().is_some() => return None,
            Shape::Union(union) if met + pending.len() + union.variants.len() <= WITHIN => {
                pending.extend(
                    targets(types, union)
                        .rev()
                        .map(|target| &types[target].shape),
                );
            }
            _ => return None,
        }
    }
    Some(objects)
}

/// The texts that a member may have, where they are listed: those of integers and booleans as well.
pub(super) fn constants(types: &Types, field: &Field) -> Vec<String> {
    match types.shape(field.ty) {
        Shape::Enumeration(list) if !list.others => {
            let values = list.values.iter();
            values.map(|listed| listed.value.to_string()).collect()
        }
        Shape::Scalar(Scalar::Boolean(Some(always))) => vec![always.to_string()],
        _ => Vec::new(),
    }
}
