//! Document to model: every reference resolved, `allOf` merged, parameters inherited.
//!
//! Schemas are lowered from a worklist, so a chain of ten thousand references is no deeper than one. What can't be
//! expressed is widened or left out at the smallest size, with a warning that names the place; nothing here fails.

mod body;
mod operation;
mod parameter;
mod remarks;
mod representations;
mod schema;
mod security;
mod union;
mod values;
mod view;

use std::collections::{HashMap, VecDeque};

use indexmap::IndexMap;
use openapiv3::{Components, OpenAPI, ReferenceOr, Schema};

use super::{Api, Origin, Shape, Tag, TypeId, TypeRef};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::Document;
use crate::source::{escape, unescape};
use schema::{Part, Within};

/// Makes the model of a document.
pub fn lower(document: &Document, diagnostics: &mut Diagnostics) -> Api {
    let openapi = &document.openapi;
    let mut lower = Lower {
        document,
        openapi,
        diagnostics,
        api: Api {
            title: openapi.info.title.clone(),
            version: openapi.info.version.clone(),
            description: openapi.info.description.clone(),
            servers: openapi.servers.iter().map(operation::server).collect(),
            tags: tags(openapi),
            component_names: openapi
                .components
                .iter()
                .flat_map(|all| all.schemas.keys().cloned())
                .collect(),
            ..Api::default()
        },
        components: HashMap::new(),
        pending: VecDeque::new(),
        within: Vec::new(),
        unions: HashMap::new(),
    };
    lower.security_schemes();
    lower.operations();
    lower.receivers();
    if lower.api.operations.is_empty() && lower.api.receivers.is_empty() {
        // A document of schemas alone is there for its types.
        lower.all_components();
    }
    lower.drain();
    lower.circles();
    lower.read_only_bodies();
    lower.binary_ranges();
    union::finish(&mut lower);
    lower.api
}

/// What lowering has at hand.
struct Lower<'a, 'd> {
    document: &'a Document,
    openapi: &'a OpenAPI,
    diagnostics: &'d mut Diagnostics,
    api: Api,
    /// The types that components became, by name.
    components: HashMap<&'a str, TypeId>,
    /// Component types whose place is taken but whose schema is not lowered yet.
    pending: VecDeque<(TypeId, Part<'a>)>,
    /// The inline types that are being lowered, outermost first.
    within: Vec<Within>,
    /// What the document says about telling variants apart, for the unions met so far.
    unions: HashMap<TypeId, union::Discriminator>,
}

impl<'a> Lower<'a, '_> {
    /// The type of a component, or nothing if there is none of this name.
    fn component(&mut self, name: &str) -> Option<TypeId> {
        if let Some(id) = self.components.get(name) {
            return Some(*id);
        }
        let (key, schema) = self
            .openapi
            .components
            .as_ref()?
            .schemas
            .get_key_value(name)?;
        let site = format!("/components/schemas/{}", escape(key));
        let id = self
            .api
            .types
            .add(site.clone(), Origin::Component(key.clone()));
        self.components.insert(key, id);
        self.pending.push_back((id, Part::new(schema.into(), site)));
        Some(id)
    }

    fn all_components(&mut self) {
        let Some(components) = &self.openapi.components else {
            return;
        };
        for name in components.schemas.keys() {
            self.component(name);
        }
    }

    /// Lowers the components that were referred to, and those that they refer to.
    fn drain(&mut self) {
        while let Some((id, part)) = self.pending.pop_front() {
            self.fill(id, part);
        }
    }

    /// Schemas that are nothing but each other's name become any value.
    fn circles(&mut self) {
        let types = &self.api.types;
        let circles = types.iter().filter(|(id, ty)| {
            let itself = TypeRef {
                id: *id,
                nullable: false,
            };
            let end = types.resolve(itself).id;
            matches!(ty.shape, Shape::Alias(_)) && matches!(types[end].shape, Shape::Alias(_))
        });
        let circles: Vec<TypeId> = circles.map(|(id, _)| id).collect();
        for id in circles {
            // The document phase has said that the schema is made of itself.
            self.api.types[id].shape = Shape::Any;
        }
    }

    /// The schema that a reference names. The document phase has brought every target under `components/schemas`.
    fn component_schema(&self, reference: &str) -> Option<(&'a str, &'a ReferenceOr<Schema>)> {
        let name = reference.strip_prefix("#/components/schemas/")?;
        let name = unescape(name);
        let (key, schema) = self
            .openapi
            .components
            .as_ref()?
            .schemas
            .get_key_value(name.as_ref())?;
        Some((key.as_str(), schema))
    }

    /// What stands at a place or is referred to from there, and its own place.
    fn component_at<T>(
        &self,
        here: &'a ReferenceOr<T>,
        site: String,
        section: &str,
        all: fn(&'a Components) -> &'a IndexMap<String, ReferenceOr<T>>,
    ) -> Option<(&'a T, String)> {
        let reference = match here {
            ReferenceOr::Item(item) => return Some((item, site)),
            ReferenceOr::Reference { reference } => reference,
        };
        let within = reference.strip_prefix("#/components/")?;
        let name = unescape(within.strip_prefix(section)?.strip_prefix('/')?);
        let components = self.openapi.components.as_ref()?;
        let item = all(components).get(name.as_ref())?.as_item()?;
        Some((item, format!("/components/{section}/{}", escape(&name))))
    }

    /// Adds a diagnostic at a place of the joined document.
    fn report(&mut self, site: &str, make: impl FnOnce(crate::diagnostic::Place) -> Diagnostic) {
        self.diagnostics
            .push(make(self.document.places.place(site)));
    }
}

fn tags(openapi: &OpenAPI) -> Vec<Tag> {
    openapi
        .tags
        .iter()
        .filter_map(|tag| {
            Some(Tag {
                name: tag.name.clone(),
                description: tag.description.clone()?,
            })
        })
        .collect()
}
