//! The plan: which Rust items there are, and what each is called.
//!
//! Everything that needs thought is decided here, so that [`emit`](crate::emit) only spells. Nothing from here on can
//! fail or complain. The plan is plain data: no tokens.

mod analyze;
mod beside;
mod by_place;
mod client;
mod constants;
mod docs;
mod enumerations;
mod failures;
mod features;
mod item;
mod items;
mod method;
mod names;
mod naming;
mod nullable;
mod outcome;
mod pages;
mod params;
mod parts;
mod places;
mod receiver;
mod renamed;
mod replace;
mod resources;
mod rules;
mod several;
mod stream;
mod twins;
mod ty;
mod types;
mod unions;
mod untyped;
mod wishes;
mod with_body;

pub use crate::api::{Constant, Distinction, Key, Test};
pub(crate) use crate::api::{in_code, is_unseen, longest_run};
pub use crate::config::{
    DeriveMacro, PayloadPiece, RustType, Signature, SignatureAlgorithm, SignatureEncoding,
    SignedTime,
};
pub(crate) use analyze::besides_forms;
pub use client::{
    AuthorizationConstant, Client, CredentialSetter, Global, Scheme, Server, ServerVariable,
};
pub use docs::{Docs, Paragraph, Words};
pub use features::{ALL_RESOURCES, Feature};
pub use item::{
    Alias, Also, Decoding, EnumVariant, Enumeration, Item, JsonKind, Newtype, Presence,
    StatusVariant, Statuses, Struct, StructField, Union, UnionVariant,
};
pub use method::{
    Body, BodyKind, Method, ParameterSpec, Part, PartKind, Setter, Source, Spec, Taking, Value,
};
pub(crate) use names::key;
pub use naming::Ident;
pub use outcome::{Decode, Failure, Outcome, Unwrap};
pub use pages::{Held, PageItems, PageStep, PageStyle, Pages};
pub(crate) use pages::{asks as asks_in_query, entry as entry_of_pages};
pub use receiver::{Reading, Receiver, Receivers};
pub use renamed::Renamed;
pub use replace::chosen;
pub use replace::replace;
pub use resources::{Child, Resource};
pub use rules::Rule;
pub use stream::Stream;
pub use ty::{Home, Named, Ty};
pub use types::TypeFile;
pub use untyped::Untyped;
pub use with_body::{BodyMember, WithBody};

use crate::api::{self, Api};
use crate::config::{self, Config};

/// What is going to be written.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The document's title.
    pub title: String,
    /// The document's description of itself.
    pub description: Option<String>,
    /// Where there is more to read, in CommonMark.
    pub more: Option<String>,
    /// The client and what it knows of the API.
    pub client: Client,
    /// The resource tree, parents before children.
    pub resources: Vec<Resource>,
    /// The types of components and of what stands inside them.
    pub types: Vec<TypeFile>,
    /// A feature of the crate for each resource at the top, where that is wanted.
    pub features: Vec<Feature>,
    /// Callbacks and webhooks.
    pub receivers: Option<Receivers>,
    /// Whether types and calls can be asked whether they are within the description's limits.
    pub validate: bool,
    /// Names that made way for another one, for the person to hear of.
    pub renamed: Vec<Renamed>,
    /// What the configuration says of types that are not made, for the person to hear of.
    pub untyped: Untyped,
}

/// Decides everything.
pub fn plan(api: &Api, config: &Config) -> Plan {
    let reach = analyze::Reach::of(api);
    let analysis = Analysis {
        boxes: analyze::Boxes::of(&api.types),
        tags: analyze::Tags::of(&api.types, &reach),
        reach,
    };
    let tree = resources::tree(api, config);
    let names = names::Names::give(api, config, &analysis, &tree);
    let features = match config.package.resource_features {
        true => features::Features::of(api, &tree, &names),
        false => features::Features::default(),
    };
    let context = Context {
        api,
        config,
        analysis: &analysis,
        names: &names,
        tree: &tree,
        features: &features,
        ruled: &rules::Ruled::of(api, config.package.validate),
    };
    let mut items = items::Items::of(&context);
    let resources = resources::plan(&context, &mut items);
    let mut renamed = renamed::of(&context, &resources);
    renamed.append(&mut items.renamed);
    let mut plan = Plan {
        renamed,
        untyped: untyped::of(&context),
        title: api.title.clone(),
        description: api.description.clone(),
        more: api.more.clone(),
        client: client::plan(&context),
        resources,
        types: types::plan(&context, &mut items),
        features: features.list().to_vec(),
        receivers: receiver::plan(&context, &mut items),
        validate: config.package.validate,
    };
    nullable::mark(&mut plan);
    plan
}

/// What the configuration says of an operation.
fn configured<'c>(config: &'c Config, operation: &api::Operation) -> Option<&'c config::Operation> {
    config.operation(
        operation.id.as_deref(),
        &operation.method,
        &operation.template,
    )
}

impl Plan {
    /// Whether a list comes in pages.
    pub(crate) fn has_pages(&self) -> bool {
        self.methods().any(|method| method.pages.is_some())
    }

    /// Whether an answer is a stream of items.
    pub(crate) fn has_streams(&self) -> bool {
        self.methods().any(|method| method.stream.is_some())
    }

    /// Whether a connection goes on as another protocol.
    pub(crate) fn has_upgrades(&self) -> bool {
        self.methods()
            .any(|method| method.outcome.upgrade.is_some())
    }

    /// Whether a body is a form of several parts.
    pub(crate) fn has_forms(&self) -> bool {
        let bodies = self.methods().filter_map(|method| method.body.as_ref());
        let mut kinds = bodies.map(|body| body.kind);
        kinds.any(|kind| matches!(kind, BodyKind::Multipart | BodyKind::SpreadMultipart))
    }

    /// How many types are written, without other names of one and what calls take.
    pub(crate) fn type_count(&self) -> usize {
        let shared = self.types.iter().flat_map(|file| &file.items);
        let of_resources = self.resources.iter().flat_map(|resource| &resource.items);
        let of_methods = self.methods().flat_map(|method| &method.items);
        let received = self.receivers.iter().flat_map(|receivers| &receivers.items);
        let all = shared.chain(of_resources).chain(of_methods).chain(received);
        all.filter(|item| !matches!(item, Item::Alias(_))).count()
    }

    fn methods(&self) -> impl Iterator<Item = &Method> {
        self.resources.iter().flat_map(|resource| &resource.methods)
    }

    /// Every operation as a caller writes it, with its method and path.
    pub fn calls(&self) -> impl Iterator<Item = (String, &Method)> {
        self.resources.iter().flat_map(|resource| {
            let way: String = resource
                .way()
                .iter()
                .map(|segment| format!("{segment}()."))
                .collect();
            resource
                .methods
                .iter()
                .map(move |method| (format!("client.{way}{}()", method.ident), method))
        })
    }
}

struct Analysis<'a> {
    boxes: analyze::Boxes,
    reach: analyze::Reach,
    tags: analyze::Tags<'a>,
}

/// What the parts of the plan are made from.
struct Context<'a> {
    api: &'a Api,
    config: &'a Config,
    analysis: &'a Analysis<'a>,
    names: &'a names::Names,
    tree: &'a resources::Tree,
    features: &'a features::Features,
    ruled: &'a rules::Ruled,
}

#[cfg(test)]
mod template_tests;
#[cfg(test)]
pub(crate) mod tests;
