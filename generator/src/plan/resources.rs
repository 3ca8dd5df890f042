//! The resource tree: `client.stream().webhooks().update()`.

use std::mem;
use std::sync::Arc;

use foldhash::{HashMap, HashMapExt as _, HashSet};

use super::Context;
use super::docs::{Docs, Words};
use super::item::Item;
use super::items::Items;
use super::method::{self, Method};
use super::naming::{Case, Ident, Scope, of_tag, pascal, singular, snake};
use super::ty::Home;
use super::wishes::{Wish, named, wishes};
use crate::api::{Api, Operation};
use crate::config::{Config, RESERVED_TYPES};

/// Names that a resource has for itself, and those of modules beside it and of its own file.
const RESERVED: &[&str] = &[
    "new", "builder", "from_env", "clone", "mod", "runtime", "types",
];

/// The same for the client, which also calls params that were built before.
const RESERVED_ROOT: &[&str] = &[
    "new", "builder", "call", "from_env", "clone", "mod", "runtime", "types",
];

/// A resource, with the methods that operations became.
#[derive(Clone, Debug)]
pub struct Resource {
    /// The way to it from the client: the names of accessors and of modules.
    pub path: Arc<[Ident]>,
    /// The name of its type.
    pub ident: Ident,
    /// Whether its one method, which has its name, is the client's: `client.search(..)`, and not
    /// `client.search().search(..)`.
    pub is_of_client: bool,
    /// Its documentation.
    pub docs: Docs,
    /// The resources below it.
    pub children: Vec<Child>,
    /// Its methods.
    pub methods: Vec<Method>,
    /// Types that stand inside its operations.
    pub items: Vec<Item>,
}

impl Resource {
    /// The accessors that lead to its methods.
    pub fn way(&self) -> &[Ident] {
        way(&self.path, self.is_of_client)
    }
}

fn way(path: &[Ident], is_of_client: bool) -> &[Ident] {
    match is_of_client {
        true => &[],
        false => path,
    }
}

/// A resource as its parent sees it.
#[derive(Clone, Debug)]
pub struct Child {
    /// The name of the accessor and of the module.
    pub accessor: Ident,
    /// The name of the type.
    pub ident: Ident,
    /// The resource's documentation.
    pub docs: Docs,
    /// Whether there are resources below it.
    pub leads_on: bool,
    /// Whether there is an accessor, and a type that it leads to: not where its one method is the client's.
    pub has_type: bool,
    /// The feature that it is there for; none if it always is.
    pub feature: Option<Arc<str>>,
}

/// Which operation goes where.
pub(super) struct Tree {
    /// Parents before children, in the order in which the document mentions them.
    pub nodes: Vec<Node>,
    /// For each operation its place.
    pub operations: Vec<OperationPlace>,
    /// The document's tags by the names of what they may be about, by index.
    tags: HashMap<String, usize>,
}

/// A resource before it has methods.
pub(super) struct Node {
    pub path: Arc<[Ident]>,
    /// The nodes directly below.
    children: Vec<usize>,
    /// The name in the document's spelling, of every segment.
    wire: Vec<String>,
    pub ident: Ident,
    /// Its name as one of several, which its types begin with.
    pub singular: String,
    /// Whether its one method, which has its name, is the client's.
    pub is_of_client: bool,
}

impl Node {
    /// The accessors that lead to its methods.
    pub fn way(&self) -> &[Ident] {
        way(&self.path, self.is_of_client)
    }
}

/// The place of an operation.
pub(super) struct OperationPlace {
    pub node: usize,
    /// The method's name in words, which its types continue with.
    pub method: String,
    /// The name that was asked for.
    pub wanted: String,
    pub ident: Ident,
}

/// Puts every operation in its place and names resources and methods.
pub(super) fn tree(api: &Api, config: &Config) -> Tree {
    let wishes = wishes(api, config);
    // Two spellings of one name are one resource.
    let keys: Vec<Vec<String>> = wishes.iter().map(|wish| key(&wish.resource)).collect();
    let mut known: HashMap<&[String], usize> = HashMap::new();
    let mut wire: Vec<(&[String], &[String])> = Vec::new();
    for (Wish { resource: path, .. }, key) in wishes.iter().zip(&keys) {
        for depth in 1..=path.len() {
            if known.insert(&key[..depth], usize::MAX).is_none() {
                wire.push((&key[..depth], &path[..depth]));
            }
        }
    }
    wire.sort_by_key(|(key, _)| key.len());

    let mut nodes: Vec<Node> = Vec::with_capacity(wire.len());
    let mut scopes: Vec<Scope> = vec![Scope::new(Case::Snake, RESERVED_ROOT)];
    for (key, path) in wire {
        let (name, above) = path.split_last().expect("a path has at least one segment");
        let parent = (!above.is_empty()).then(|| known[&key[..above.len()]]);
        let accessor = scopes[parent.map_or(0, |parent| parent + 1)].claim(name);
        let mut idents = parent
            .map(|parent| nodes[parent].path.to_vec())
            .unwrap_or_default();
        idents.push(accessor);
        known.insert(key, nodes.len());
        if let Some(parent) = parent {
            let child = nodes.len();
            nodes[parent].children.push(child);
        }
        nodes.push(Node {
            path: idents.into(),
            ident: Scope::new(Case::Pascal, RESERVED_TYPES).claim(name),
            singular: singular(&snake(name)),
            wire: path.to_vec(),
            children: Vec::new(),
            is_of_client: false,
        });
        scopes.push(Scope::new(Case::Snake, RESERVED));
    }

    let mut own: Vec<Vec<usize>> = vec![Vec::new(); nodes.len()];
    for (operation, key) in keys.iter().enumerate() {
        own[known[key.as_slice()]].push(operation);
    }
    let mut operations: Vec<Option<OperationPlace>> = Vec::new();
    operations.resize_with(wishes.len(), || None);
    for (node, own) in own.into_iter().enumerate() {
        let children = nodes[node].children.iter();
        let accessors: HashSet<&str> = children
            .filter_map(|child| Some(nodes[*child].path.last()?.as_str()))
            .collect();
        let mut names = named(&own, &accessors, api, &wishes);
        // `client.login(..)`, and not `client.login().post(..)`.
        if let ([operation], []) = (&own[..], &nodes[node].children[..])
            && wishes[*operation].is_deed
            && let [thing] = &nodes[node].wire[..]
        {
            names = vec![thing.clone()];
        }
        let mut wanted: Vec<(usize, String)> = own.into_iter().zip(names).collect();
        // Names that are the same get their numbers in an order that has nothing to do with where operations stand.
        wanted.sort_by_key(|(operation, _)| order(&api.operations[*operation]));
        let names: Vec<&str> = wanted.iter().map(|(_, name)| name.as_str()).collect();
        let idents = scopes[node + 1].claim_all(&names, |_| None);
        nodes[node].is_of_client = match (&wanted[..], &nodes[node].children[..]) {
            // What was chosen is as it was chosen.
            ([(operation, _)], []) => !wishes[*operation].chosen && *nodes[node].path == *idents,
            _ => false,
        };
        for ((operation, wanted), ident) in wanted.into_iter().zip(idents) {
            operations[operation] = Some(OperationPlace {
                node,
                method: ident.to_string(),
                wanted,
                ident,
            });
        }
    }
    let operations = operations
        .into_iter()
        .map(|place| place.expect("every operation's path is a node"))
        .collect();
    let mut tags = HashMap::new();
    for (index, tag) in api.tags.iter().enumerate() {
        for name in [pascal(&tag.name), pascal(&of_tag(&tag.name))] {
            tags.entry(name).or_insert(index);
        }
    }
    Tree {
        nodes,
        operations,
        tags,
    }
}

/// By what operations are told apart whatever they are called.
fn order(operation: &Operation) -> (&str, &str, Option<&str>) {
    let body = operation.body.as_ref();
    let media_type = body.map(|body| &*body.content.media_type);
    (&operation.template, &operation.method, media_type)
}

fn key(path: &[String]) -> Vec<String> {
    path.iter().map(|segment| snake(segment)).collect()
}

/// The resources with all that is in them.
pub(super) fn plan(context: &Context<'_>, items: &mut Items) -> Vec<Resource> {
    let mut methods: Vec<Vec<Method>> = context.tree.nodes.iter().map(|_| Vec::new()).collect();
    for (index, place) in context.tree.operations.iter().enumerate() {
        methods[place.node].push(method::plan(context, index));
    }
    context
        .tree
        .nodes
        .iter()
        .zip(methods)
        .map(|(node, mut methods)| {
            methods.shrink_to_fit();
            if node.is_of_client
                && let Some(method) = methods.first_mut()
                && let Some(feature) = context.features.of_resource(&node.path[0])
            {
                method.docs = mem::take(&mut method.docs).and(only_with(&feature.name));
            }
            let home = Home::Resource(node.path.clone());
            Resource {
                path: node.path.clone(),
                ident: node.ident.clone(),
                is_of_client: node.is_of_client,
                docs: docs(context, node),
                children: children(context, node.children.iter().copied()),
                methods,
                items: items.take(&home).map(|(_, item)| item).collect(),
            }
        })
        .collect()
}

/// The resources directly below the client.
pub(super) fn top(context: &Context<'_>) -> Vec<Child> {
    let top =
        (0..context.tree.nodes.len()).filter(|node| context.tree.nodes[*node].path.len() == 1);
    let mut top = children(context, top);
    for (child, feature) in top.iter_mut().zip(context.features.list()) {
        child.docs = mem::take(&mut child.docs).and(only_with(&feature.name));
        child.feature = Some(feature.name.clone());
    }
    top
}

fn only_with(feature: &str) -> Words {
    Words::sentence(
        "Only with the feature {} of this crate.",
        &[Words::code(feature)],
    )
}

fn children(context: &Context<'_>, nodes: impl Iterator<Item = usize>) -> Vec<Child> {
    let child = |node: &Node| Child {
        accessor: node.path.last().expect("a node has a path").clone(),
        ident: node.ident.clone(),
        docs: docs(context, node),
        leads_on: !node.children.is_empty(),
        has_type: !node.is_of_client,
        feature: None,
    };
    nodes.map(|node| child(&context.tree.nodes[node])).collect()
}

fn docs(context: &Context<'_>, node: &Node) -> Docs {
    let name = node.wire.last().expect("a node has a path");
    let names = [pascal(name), pascal(&node.wire.join("_"))];
    let known = names.iter().filter_map(|name| context.tree.tags.get(name));
    let of = match node.is_of_client {
        true => "The operation {}.",
        false => "Operations of {}.",
    };
    let title = Words::sentence(of, &[Words::code(&node.wire.join("."))]);
    match known.min() {
        Some(tag) => Docs::or(&context.api.tags[*tag].docs, &[], || title),
        None => Docs::ours(title),
    }
}
