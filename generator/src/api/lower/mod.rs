//! Document to model: every reference resolved, `allOf` merged, parameters inherited.
//!
//! Schemas are lowered from a worklist, so a chain of ten thousand references is no deeper than one. What can't be
//! expressed is widened or left out at the smallest size, with a warning that names the place; nothing here fails.

mod body;
mod brief;
mod files;
mod formats;
mod hierarchy;
mod keyed;
mod listed;
mod more;
mod null;
mod operation;
mod parameter;
mod parts;
mod receiver;
mod remarks;
mod representations;
mod schema;
mod security;
mod shared;
mod stream;
mod tag;
mod union;
mod values;
mod variants;
mod view;

use std::borrow::Cow;
use std::collections::VecDeque;

use foldhash::{HashMap, HashMapExt as _};
use openapiv3::{ReferenceOr, Schema};

use super::{Api, Docs, Limits, Origin, Shape, Tag, Type, TypeId, TypeRef};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::document::{Components, Document, Head, Places, Version};
use crate::source::{escape, unescape};
use brief::Brief;
use parts::Within;
use schema::Part;
use shared::Shared;

/// What the user has a type for: variants of a union that are alike in JSON are not in Rust.
pub type Chosen<'c> = dyn Fn(&Type) -> Option<Choice<'c>> + 'c;

/// A type that the user has for one of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice<'c> {
    /// It is what any text is.
    Text,
    /// It is called so.
    Named(&'c str),
}

/// Makes the model of a document. What the user has types for matters only to the variants of unions: no type is replaced
/// yet. The document goes as it is read, as both would take more memory; where its parts stand is still wanted.
pub fn lower(
    document: Document,
    chosen: &Chosen<'_>,
    diagnostics: &mut Diagnostics,
) -> (Api, Places) {
    let Document {
        head,
        paths,
        webhooks,
        mut components,
        places,
        schemas,
        hoisted,
        version,
        ..
    } = document;
    let mut state = State {
        head: &head,
        places: &places,
        diagnostics,
        api: Api {
            title: head.info.title.clone(),
            version: head.info.version.clone(),
            description: head.info.description.clone(),
            more: more::more(head.external_docs.as_ref()),
            servers: head.servers.iter().map(operation::server).collect(),
            tags: tags(&head),
            component_names: schemas,
            shared: hoisted.kinds,
            hoisted: hoisted.names,
            ..Api::default()
        },
        schemes: HashMap::new(),
        has_common_scopes: false,
        types: HashMap::new(),
        pending: VecDeque::new(),
        unions: HashMap::new(),
        below: None,
        briefs: HashMap::new(),
        made_deep: 0,
        is_too_much: false,
        has_untyped_files: version > Version::V2_0,
        texts: Shared::default(),
        docs: Shared::default(),
        limits: Shared::default(),
    };
    state.security_schemes();
    for path in paths.read() {
        Lower::new(&mut state, &components).path(&path);
        components.tidy();
    }
    for webhook in webhooks.read() {
        let site = format!("/webhooks/{}", escape(&webhook.name));
        Lower::new(&mut state, &components).receiver(&webhook.name, None, &webhook.item, &site);
        components.tidy();
    }
    if state.api.operations.is_empty() && state.api.receivers.is_empty() {
        // A document of schemas alone is there for its types.
        Lower::new(&mut state, &components).all_components();
    }
    while let Some(id) = state.pending.pop_front() {
        Lower::new(&mut state, &components).component_into(id);
        components.tidy();
    }
    state.circles();
    state.read_only_bodies();
    state.stream_ends();
    union::finish(&mut state, chosen);
    state.demanding_bodies();
    state.stream_items();
    receiver::set_apart(&mut state.api.receivers);
    state.api.kinds = receiver::kinds(&state.api);
    state.api.types.shrink_to_fit();
    state.api.operations.shrink_to_fit();
    (state.api, places)
}

/// A component, with its name.
type Named<'a, T> = (&'a str, &'a ReferenceOr<T>);

/// What is known of the document so far.
struct State<'d> {
    head: &'d Head,
    places: &'d Places,
    diagnostics: &'d mut Diagnostics,
    api: Api,
    /// Where the security schemes are in the model, by name.
    schemes: HashMap<String, usize>,
    /// Whether the scopes are noted that the requirement of the whole document has.
    has_common_scopes: bool,
    /// The types that components became, by name.
    types: HashMap<String, TypeId>,
    /// Component types whose place is taken but whose schema is not lowered yet.
    pending: VecDeque<TypeId>,
    /// What the document says about telling variants apart, for the unions met so far.
    unions: HashMap<TypeId, tag::Discriminator>,
    /// The components that are composed of each component, if anything had to know.
    below: Option<HashMap<String, Vec<String>>>,
    /// What components say where they are referred to, by name, for those that were.
    briefs: HashMap<String, Brief>,
    /// How many types were made that are deep or made of several schemas, and whether that is too many.
    made_deep: usize,
    is_too_much: bool,
    texts: Shared<str>,
    docs: Shared<Docs>,
    limits: Shared<Limits>,
    /// Whether a part without a type is a file: Swagger 2.0 has a type for files.
    has_untyped_files: bool,
}

/// Lowers one path item, or one component. What is read for it lives as long.
struct Lower<'a, 'd> {
    state: &'a mut State<'d>,
    components: &'a Components,
    /// The inline types that are being lowered, outermost first.
    within: Vec<Within>,
}
impl<'a, 'd> Lower<'a, 'd> {
    fn new(state: &'a mut State<'d>, components: &'a Components) -> Self {
        Self {
            state,
            components,
            within: Vec::new(),
        }
    }

    /// The type of a component, or nothing if there is none of this name.
    fn component(&mut self, name: &str) -> Option<TypeId> {
        if let Some(id) = self.state.types.get(name) {
            return Some(*id);
        }
        if !self.components.schemas.has(name) {
            return None;
        }
        let name = name.to_owned();
        let site = component_site(&name);
        let types = &mut self.state.api.types;
        let id = types.add(site, Origin::Component(name.clone()));
        self.state.types.insert(name, id);
        self.state.pending.push_back(id);
        Some(id)
    }

    fn all_components(&mut self) {
        let components = self.components;
        for name in components.schemas.names() {
            self.component(name);
        }
    }

    /// Lowers a component into the place that was kept for it.
    fn component_into(&mut self, id: TypeId) {
        let Origin::Component(name) = &self.state.api.types[id].origin else {
            return;
        };
        if let Some((name, schema)) = self.components.schemas.get(name) {
            self.fill(id, Part::new(schema.into(), component_site(name)));
            self.hierarchy(id, name, schema);
        }
    }

    /// The type of the component that a reference names.
    fn component_of(&mut self, reference: &str) -> Option<TypeId> {
        self.component(&schema_name(reference)?)
    }

    /// The schema that a reference names.
    fn component_schema(&self, reference: &str) -> Option<Named<'a, Schema>> {
        self.components.schemas.get(&schema_name(reference)?)
    }

    /// What stands at a place or is referred to from there, and its own place. A component may be another one's name.
    fn component_at<T>(
        &self,
        here: &'a ReferenceOr<T>,
        site: String,
        section: &str,
        get: fn(&'a Components, &str) -> Option<Named<'a, T>>,
    ) -> Option<(&'a T, String)> {
        let (mut here, mut site) = (here, site);
        // A name that leads back to itself says nothing; the bound makes it end.
        for _ in 0..64 {
            let reference = match here {
                ReferenceOr::Item(item) => return Some((item, site)),
                ReferenceOr::Reference { reference } => reference,
            };
            let within = reference.strip_prefix("#/components/")?;
            let name = unescape(within.strip_prefix(section)?.strip_prefix('/')?);
            let (name, item) = get(self.components, &name)?;
            site = format!("/components/{section}/{}", escape(name));
            here = item;
        }
        None
    }

    /// Adds a diagnostic at a place of the joined document.
    fn report(&mut self, site: &str, make: impl FnOnce(Place) -> Diagnostic) {
        self.state.report(site, make);
    }
}

/// The name in a reference to a schema. The document phase has brought every target under `components/schemas`.
fn schema_name(reference: &str) -> Option<Cow<'_, str>> {
    reference
        .strip_prefix("#/components/schemas/")
        .map(unescape)
}

impl State<'_> {
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

    fn report(&mut self, site: &str, make: impl FnOnce(Place) -> Diagnostic) {
        self.diagnostics.push(make(self.places.place(site)));
    }
}

/// The pointer of a component's schema.
fn component_site(name: &str) -> String {
    format!("/components/schemas/{}", escape(name))
}

fn tags(head: &Head) -> Vec<Tag> {
    let tags = head.tags.iter().map(|tag| Tag {
        name: tag.name.clone(),
        docs: Docs {
            description: tag.description.as_deref().map(Into::into),
            more: more::more(tag.external_docs.as_ref()).map(Into::into),
            ..Docs::default()
        },
    });
    tags.collect()
}
