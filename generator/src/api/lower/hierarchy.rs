//! Components whose discriminator leads to components that are composed of them (OpenAPI 3.0.3, "Composition and
//! Inheritance"): a union that nobody wrote down as one. A value of such a component is one of those.

use foldhash::{HashMap, HashSet};
use openapiv3::{ReferenceOr, Schema, SchemaKind};

use super::schema::Part;
use super::tag::Discriminator;
use super::{Lower, component_site, schema_name};
use crate::api::{Discrimination, Origin, Shape, Step, TypeId, TypeRef, Union, Variant};

impl<'a> Lower<'a, '_> {
    /// Makes a union of a component, if it is one by its discriminator. What it says itself is in each of the variants, and
    /// is one where a mapping leads to it: its own, or that of what it is composed of. Where there is no mapping, all that
    /// is composed of it is a variant, and what it says itself is one as well: each goes by its name.
    pub(super) fn hierarchy(&mut self, id: TypeId, name: &str, schema: &'a ReferenceOr<Schema>) {
        let Some(discriminator) = discriminator(schema) else {
            return;
        };
        if !matches!(self.state.api.types[id].shape, Shape::Object(_)) {
            return;
        }
        let from_above = self.values_from_above(name, schema);
        let own = (!from_above.is_empty() || discriminator.mapping.is_empty()).then_some(name);
        let targets = match discriminator.mapping.is_empty() {
            true => self.below(name),
            false => Discriminator::entries(discriminator)
                .map(|(_, target)| target)
                .collect(),
        };
        let mut components: Vec<String> = Vec::new();
        let mut met = HashSet::default();
        for target in targets.into_iter().chain(own.map(str::to_owned)) {
            if met.insert(target.clone()) && (target == name || self.is_composed(&target, name)) {
                components.push(target);
            }
        }
        if components.iter().all(|component| component == name) {
            return;
        }
        let variants = components
            .iter()
            .filter_map(|component| match component == name {
                true => Some(self.itself(id)),
                false => self.subtype(component),
            });
        let variants = variants.collect();
        let given = components.iter().filter_map(|component| {
            let value = self.given_value(component)?;
            Some((value, component.clone()))
        });
        let from_above = from_above.into_iter().map(|value| (value, name.to_owned()));
        let further = from_above.chain(given).collect();
        let components = components.into_iter().map(Some).collect();
        let known = Discriminator::of(discriminator, components).and(further);
        self.state.unions.insert(id, known);
        self.state.api.types[id].shape = Shape::Union(Union {
            discrimination: Discrimination::default(),
            variants,
        });
    }

    /// The values that lead to a component from what it is composed of.
    fn values_from_above(&self, name: &str, schema: &'a ReferenceOr<Schema>) -> Vec<String> {
        let part = Part::new(schema.into(), "");
        let above = self.composed_of(&part).into_iter();
        let above = above.filter_map(|above| self.components.schemas.get(above));
        let mappings = above.filter_map(|(_, schema)| discriminator(schema));
        let entries = mappings.flat_map(Discriminator::entries);
        let entries = entries.filter(|(_, target)| target == name);
        entries.map(|(value, _)| value.to_owned()).collect()
    }

    /// The value that a component gives itself, as Azure's descriptions have it, whose discriminators map nothing.
    fn given_value(&self, name: &str) -> Option<String> {
        let (_, schema) = self.components.schemas.get(name)?;
        let extensions = &schema.as_item()?.schema_data.extensions;
        let value = extensions.get("x-ms-discriminator-value")?.as_str()?;
        Some(value.to_owned())
    }

    /// The components that are composed of one, or of what is, those nearer to it first.
    fn below(&mut self, name: &str) -> Vec<String> {
        let schemas = &self.components.schemas;
        let all = self.state.below.get_or_insert_with(|| {
            let mut all: HashMap<String, Vec<String>> = HashMap::default();
            for (component, reference) in schemas.composed() {
                if let Some(above) = schema_name(reference) {
                    let below = all.entry(above.into_owned()).or_default();
                    below.push(component.to_owned());
                }
            }
            all
        });
        let mut met = HashSet::from_iter([name]);
        let mut found = Vec::new();
        let mut level = vec![name];
        while !level.is_empty() {
            let below = level.iter().filter_map(|above| all.get(*above)).flatten();
            level = below
                .map(String::as_str)
                .filter(|it| met.insert(it))
                .collect();
            found.extend(level.iter().map(|name| (*name).to_owned()));
        }
        found
    }

    /// Whether a component is one of those that another one's discriminator leads to. It is no other name for that, then,
    /// even if it says nothing beside it. The first one is composed of the other.
    pub(super) fn is_below(&self, id: TypeId, above: TypeId) -> bool {
        let types = &self.state.api.types;
        let (Origin::Component(name), Origin::Component(above)) =
            (&types[id].origin, &types[above].origin)
        else {
            return false;
        };
        let above = self.components.schemas.get(above);
        above
            .and_then(|(_, schema)| discriminator(schema))
            .is_some_and(|known| {
                known.mapping.is_empty()
                    || Discriminator::entries(known).any(|(_, target)| target == *name)
            })
    }

    /// The variant that is what the component says itself.
    fn itself(&mut self, id: TypeId) -> Variant {
        let types = &mut self.state.api.types;
        let whole = &types[id];
        let (site, docs, shape) = (whole.site.clone(), whole.docs.clone(), whole.shape.clone());
        let name = "base".to_owned();
        let step = Step::Variant(name.clone());
        let own = types.add(site, Origin::Inside { parent: id, step });
        types[own].docs = docs.clone();
        types[own].shape = shape;
        let ty = TypeRef {
            id: own,
            nullable: false,
        };
        Variant { name, ty, docs }
    }

    /// Whether a component is composed of another one.
    fn is_composed(&self, name: &str, above: &str) -> bool {
        self.components
            .schemas
            .get(name)
            .is_some_and(|(_, schema)| {
                let part = Part::new(schema.into(), "");
                self.composed_of(&part).contains(&above)
            })
    }

    /// The variant that is a component.
    fn subtype(&mut self, name: &str) -> Option<Variant> {
        let (name, schema) = self.components.schemas.get(name)?;
        let docs = self
            .brief(&[Part::new(schema.into(), component_site(name))])
            .docs;
        let ty = TypeRef {
            id: self.component(name)?,
            nullable: false,
        };
        let name = name.to_owned();
        Some(Variant { name, ty, docs })
    }
}

/// The discriminator of a schema that is no union by its keywords.
fn discriminator(schema: &ReferenceOr<Schema>) -> Option<&openapiv3::Discriminator> {
    let schema = schema.as_item()?;
    let is_union = match &schema.schema_kind {
        SchemaKind::OneOf { .. } | SchemaKind::AnyOf { .. } => true,
        SchemaKind::Any(any) => !any.one_of.is_empty() || !any.any_of.is_empty(),
        _ => false,
    };
    let known = schema.schema_data.discriminator.as_ref();
    known.filter(|_| !is_union)
}
