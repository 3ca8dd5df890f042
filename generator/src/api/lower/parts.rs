//! The schemas that must hold together for a value: which of them say something, and when they have been met before.

use openapiv3::{ReferenceOr, Schema, SchemaKind};

use super::Lower;
use super::schema::{Part, SchemaRef};
use crate::api::{TypeId, TypeRef};
use crate::diagnostic::catalogue;

/// An inline type that is being lowered: the parts and union keywords that it is made of, by their addresses.
pub(super) struct Within {
    parts: Vec<usize>,
    skip: Vec<usize>,
    id: TypeId,
}

/// How many types that are made of several schemas each may stand inside one another. Real descriptions have a handful.
const DEEPEST: usize = 40;

/// From how many levels of inline types on they are counted: two ways down at each of thirty levels are a billion types.
const DEEP: usize = 10;

/// How many types there may be that are deep or made of several schemas. Cloudflare's description has 700.
const MOST: usize = 20_000;

impl<'a> Lower<'a, '_> {
    /// The parts without those that others say: a second reference to a component, and one to a component that another part
    /// is composed of. A component that narrows a member of its base to itself would be made of ever more of them.
    pub(super) fn distinct(&self, mut parts: Vec<Part<'a>>) -> Vec<Part<'a>> {
        if parts.len() < 2 {
            return parts;
        }
        let mut seen = Vec::with_capacity(parts.len());
        parts.retain(|part| {
            let address = self.address(part);
            let is_new = !seen.contains(&address);
            seen.push(address);
            is_new
        });
        let names = parts.iter().map(|part| match part.schema {
            SchemaRef::Reference(reference) => Some(self.component_schema(reference)?.0),
            SchemaRef::Item(_) => None,
        });
        let mut names: Vec<Option<&str>> = names.collect();
        if names.iter().all(Option::is_none) {
            return parts;
        }
        let mut bases: Vec<Vec<&str>> = parts.iter().map(|part| self.composed_of(part)).collect();
        let mut index = 0;
        while index < parts.len() {
            let is_said = names[index].is_some_and(|name| {
                let mut others = bases.iter().enumerate();
                others.any(|(other, bases)| other != index && bases.contains(&name))
            });
            if is_said {
                parts.remove(index);
                names.remove(index);
                bases.remove(index);
            } else {
                index += 1;
            }
        }
        parts
    }

    /// The type that is being made of the parts at these addresses already, if there is one.
    pub(super) fn being_made(&self, parts: &[usize], skip: &[usize]) -> Option<TypeRef> {
        let same = |within: &&Within| within.parts == parts && within.skip == skip;
        let within = self.within.iter().find(same)?;
        Some(TypeRef {
            id: within.id,
            nullable: false,
        })
    }

    /// Notes that a type is being made of the parts at these addresses. Gives whether it may be: what they make has an end.
    pub(super) fn begin(&mut self, id: TypeId, parts: Vec<usize>, skip: &[usize]) -> bool {
        let of_several = self.within.iter().filter(|within| within.parts.len() > 1);
        let of_several = of_several.count();
        if parts.len() > 1 || self.within.len() >= DEEP {
            self.state.made_deep += 1;
        }
        if of_several >= DEEPEST || self.state.made_deep >= MOST {
            self.too_much(id);
            return false;
        }
        self.within.push(Within {
            parts,
            skip: skip.to_vec(),
            id,
        });
        true
    }

    /// Tells that there is no end in sight to what a type is composed of.
    pub(super) fn too_much(&mut self, id: TypeId) {
        // Once is enough: what stands beside it is as deep.
        if !std::mem::replace(&mut self.state.is_too_much, true) {
            let site = self.state.api.types[id].site.clone();
            self.report(&site, catalogue::too_much_composed);
        }
    }

    /// What the parts are, in an order that is always the same.
    pub(super) fn addresses(&self, parts: &[Part<'a>]) -> Vec<usize> {
        let mut addresses: Vec<usize> = parts.iter().map(|part| self.address(part)).collect();
        addresses.sort_unstable();
        addresses
    }

    /// What tells a schema from all others of the document; a reference is what it leads to.
    fn address(&self, part: &Part<'a>) -> usize {
        match part.schema {
            SchemaRef::Reference(reference) => match self.component_schema(reference) {
                Some((_, schema)) => std::ptr::from_ref(schema).addr(),
                None => reference.as_ptr().addr(),
            },
            SchemaRef::Item(schema) => std::ptr::from_ref(schema).addr(),
        }
    }

    /// The components that a schema is composed of, at any depth of `allOf`, in the order in which they are met. It is no
    /// part of itself.
    pub(super) fn composed_of(&self, part: &Part<'a>) -> Vec<&'a str> {
        let mut pending: Vec<&'a ReferenceOr<Schema>> = Vec::new();
        match part.schema {
            SchemaRef::Item(schema) => pending.extend(all_of(schema).iter().rev()),
            SchemaRef::Reference(reference) => {
                pending.extend(self.component_schema(reference).map(|(_, schema)| schema));
            }
        }
        let mut found: Vec<&str> = Vec::new();
        while let Some(branch) = pending.pop() {
            match branch {
                ReferenceOr::Item(schema) => pending.extend(all_of(schema).iter().rev()),
                ReferenceOr::Reference { reference } => {
                    if let Some((name, schema)) = self.component_schema(reference)
                        && !found.contains(&name)
                    {
                        found.push(name);
                        pending.push(schema);
                    }
                }
            }
        }
        found
    }
}

fn all_of(schema: &Schema) -> &[ReferenceOr<Schema>] {
    match &schema.schema_kind {
        SchemaKind::AllOf { all_of } => all_of,
        SchemaKind::Any(any) => &any.all_of,
        _ => &[],
    }
}
