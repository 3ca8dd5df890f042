//! Which types a union that is sent tells apart by a member, and what that member says of each.

use foldhash::HashMap;

use super::Reach;
use crate::api::{Constant, Discrimination, Scalar, Shape, Test, Text, TypeId, Types, Union};

/// The tags of types, by type.
#[derive(Debug, Default)]
pub struct Tags<'a> {
    /// The members that discriminators name.
    of_types: HashMap<TypeId, Vec<Tag<'a>>>,
    /// The members whose one value tells a type from others where there is no discriminator.
    telling: HashMap<TypeId, Vec<&'a str>>,
}

/// A member that tells a type from others.
#[derive(Clone, Debug)]
pub struct Tag<'a> {
    /// Its wire name.
    pub member: &'a str,
    /// Its one value, as a text. There is none where unions differ about it, where there are several, or where the
    /// description has none, and it is only to be thought that the name of the component is meant.
    pub value: Option<&'a str>,
    /// All values that the union knows, with the variants that they lead to.
    pub known: &'a [(String, usize)],
    /// What it is in JSON where others describe it; none if they do not agree.
    pub json: Option<Json>,
}

/// What a tag may be in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Json {
    /// A text.
    Text,
    /// An integer.
    Integer,
    /// `true` or `false`.
    Boolean,
}

impl Json {
    /// What values of a shape are, if a tag may be one of them.
    pub fn of(shape: &Shape) -> Option<Self> {
        Some(match shape {
            Shape::Enumeration(list) if list.integer.is_some() => Self::Integer,
            Shape::Scalar(Scalar::Integer(_)) => Self::Integer,
            Shape::Scalar(Scalar::Boolean(_)) => Self::Boolean,
            Shape::Enumeration(_) | Shape::Scalar(Scalar::Text(Text::Plain)) => Self::Text,
            _ => return None,
        })
    }

    /// A tag as what it is in JSON.
    pub fn constant(self, tag: &str) -> Option<Constant> {
        match self {
            Self::Text => Some(Constant::Text(tag.to_owned())),
            Self::Integer => tag.parse().ok().map(Constant::Integer),
            Self::Boolean => tag.parse().ok().map(Constant::Boolean),
        }
    }
}

impl<'a> Tags<'a> {
    /// Follows every union that is sent.
    pub fn of(types: &'a Types, reach: &Reach) -> Self {
        let mut tags = Self::default();
        for (id, ty) in types.iter() {
            let Shape::Union(union) = &ty.shape else {
                continue;
            };
            if !reach.is_sent(id) {
                continue;
            }
            let (property, values, by_name) = match &union.discrimination {
                Discrimination::Tag {
                    property,
                    values,
                    by_name,
                } => (property, values, by_name),
                Discrimination::Key { .. } => continue,
                Discrimination::Order { distinctions, .. } => {
                    for (index, all) in distinctions {
                        let id = types.resolve(union.variants[*index].ty).id;
                        let one = all.iter().filter(|it| matches!(it.test, Test::Is(_)));
                        let one = one.map(|it| &*it.member);
                        tags.telling.entry(id).or_default().extend(one);
                    }
                    continue;
                }
            };
            let json = json(types, union, property);
            let mut by_variant = vec![Vec::new(); union.variants.len()];
            for (value, index) in values {
                by_variant[*index].push(value.as_str());
            }
            for (index, own) in by_variant.into_iter().enumerate() {
                let value = match own[..] {
                    [only] if !by_name.contains(&index) => Some(only),
                    _ => None,
                };
                let tag = Tag {
                    member: property,
                    value,
                    known: values,
                    json,
                };
                tags.add(types.resolve(union.variants[index].ty).id, tag);
            }
        }
        tags
    }

    fn add(&mut self, id: TypeId, tag: Tag<'a>) {
        let of_type = self.of_types.entry(id).or_default();
        match of_type.iter_mut().find(|known| known.member == tag.member) {
            Some(known) => known.value = known.value.filter(|value| Some(*value) == tag.value),
            None => of_type.push(tag),
        }
    }

    /// The members that tell a type apart.
    pub fn of_type(&self, id: TypeId) -> &[Tag<'a>] {
        self.of_types.get(&id).map_or(&[], Vec::as_slice)
    }

    /// Whether a type is told from others by what this member always is.
    pub fn is_told_by(&self, id: TypeId, member: &str) -> bool {
        let telling = self.telling.get(&id);
        telling.is_some_and(|members| members.contains(&member))
    }
}

/// What a member is in JSON, by the variants that describe it.
fn json(types: &Types, union: &Union, member: &str) -> Option<Json> {
    let mut found = None;
    for variant in &union.variants {
        let Shape::Object(object) = types.shape(variant.ty) else {
            continue;
        };
        let Some(field) = object.field(member) else {
            continue;
        };
        let json = Json::of(types.shape(field.ty))?;
        if *found.get_or_insert(json) != json {
            return None;
        }
    }
    Some(found.unwrap_or(Json::Text))
}
