//! Which types a union tells apart by a member, and what that member says of each.

use foldhash::HashMap;

use crate::api::{Discrimination, Shape, TypeId, Types};

/// The tags of types, by type: the member, and its one value. There is no value where unions differ about it, where there
/// are several, or where the description has none, and it is only to be thought that the name of the component is meant.
#[derive(Debug, Default)]
pub struct Tags<'a>(HashMap<TypeId, Vec<(&'a str, Option<&'a str>)>>);

impl<'a> Tags<'a> {
    /// Follows every union.
    pub fn of(types: &'a Types) -> Self {
        let mut tags = Self::default();
        for (_, ty) in types.iter() {
            let Shape::Union(union) = &ty.shape else {
                continue;
            };
            let Discrimination::Tag {
                property,
                values,
                by_name,
            } = &union.discrimination
            else {
                continue;
            };
            let mut by_variant = vec![Vec::new(); union.variants.len()];
            for (value, index) in values {
                by_variant[*index].push(value.as_str());
            }
            for (index, values) in by_variant.into_iter().enumerate() {
                let value = match values[..] {
                    [only] if !by_name.contains(&index) => Some(only),
                    _ => None,
                };
                tags.add(types.resolve(union.variants[index].ty).id, property, value);
            }
        }
        tags
    }

    fn add(&mut self, id: TypeId, member: &'a str, value: Option<&'a str>) {
        let of_type = self.0.entry(id).or_default();
        match of_type.iter_mut().find(|(known, _)| *known == member) {
            Some((_, known)) => *known = known.filter(|known| Some(*known) == value),
            None => of_type.push((member, value)),
        }
    }

    /// The members that tell a type apart, with their values.
    pub fn of_type(&self, id: TypeId) -> impl Iterator<Item = (&'a str, &'a str)> {
        let of_type = self.0.get(&id).into_iter().flatten();
        of_type.filter_map(|(member, value)| Some((*member, (*value)?)))
    }
}
