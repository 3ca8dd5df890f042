//! Components whose discriminator leads to components that are composed of them (OpenAPI 3.0.3, "Composition and
//! Inheritance"): a union that nobody wrote down as one. A value of such a component is one of those.

use openapiv3::{ReferenceOr, Schema};

use super::Lower;
use super::schema::Part;
use super::union::Discriminator;
use super::view::View;
use crate::api::{Discrimination, Origin, Shape, Step, TypeId, TypeRef, Union, Variant};
use crate::source::escape;

impl<'a> Lower<'a, '_> {
    /// Makes a union of a component, if it is one by its discriminator. What it says itself is in each of the variants, and
    /// is one where the mapping leads to it.
    pub(super) fn hierarchy(&mut self, id: TypeId, name: &str, schema: &'a ReferenceOr<Schema>) {
        let ReferenceOr::Item(schema) = schema else {
            return;
        };
        let Some(discriminator) = &schema.schema_data.discriminator else {
            return;
        };
        if !matches!(self.state.api.types[id].shape, Shape::Object(_)) {
            return;
        }
        let mut components: Vec<String> = Vec::new();
        let mut variants = Vec::new();
        for target in Discriminator::targets(discriminator) {
            if components.contains(&target) {
                continue;
            }
            let variant = match target == name {
                true => self.itself(id),
                false => self.subtype(&target, name),
            };
            if let Some(variant) = variant {
                variants.push(variant);
                components.push(target);
            }
        }
        if components.iter().all(|component| component == name) {
            return;
        }
        let components = components.into_iter().map(Some).collect();
        let known = Discriminator::of(discriminator, components);
        self.state.unions.insert(id, known);
        self.state.api.types[id].shape = Shape::Union(Union {
            discrimination: Discrimination::Order(Vec::new()),
            variants,
        });
    }

    /// The variant that is what the component says itself.
    fn itself(&mut self, id: TypeId) -> Option<Variant> {
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
        Some(Variant { name, ty, docs })
    }

    /// The variant that is a component, if that is composed of the one above.
    fn subtype(&mut self, name: &str, above: &str) -> Option<Variant> {
        let (name, schema) = self.components.schemas.get(name)?;
        let part = [Part::new(
            schema.into(),
            format!("/components/schemas/{}", escape(name)),
        )];
        if !View::of(self, &part, &[]).composed_of.contains(&above) {
            return None;
        }
        let docs = self.brief(&part).docs;
        let ty = TypeRef {
            id: self.component(name)?,
            nullable: false,
        };
        let name = name.to_owned();
        Some(Variant { name, ty, docs })
    }
}
