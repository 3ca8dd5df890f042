//! What of a client can be left out: a feature of its crate for each resource at the top.

use std::collections::BTreeMap;
use std::sync::Arc;

use foldhash::{HashMap, HashMapExt as _, HashSet, HashSetExt as _};

use super::analyze::{follow, used};
use super::names::Names;
use super::naming::Ident;
use super::resources::Tree;
use super::ty::Home;
use crate::api::{Api, TypeId};

/// What every feature of a resource begins with, so that none is ever called like one of the runtime.
const PREFIX: &str = "resource-";

/// The feature that has all of them.
pub const ALL_RESOURCES: &str = "resources";

/// A type that more resources use than these is there for all: hardly anybody would do without it.
const MANY: usize = 4;
/// Types that several resources use are left out only where there are so many that the same ones use.
const TOGETHER: usize = 4;

/// A feature of the crate.
#[derive(Clone, Debug)]
pub struct Feature {
    /// Its name: `resource-pets`.
    pub name: Arc<str>,
    /// The resource that it is for.
    pub resource: Ident,
}

/// The features of a client, and what each type is there for.
#[derive(Debug, Default)]
pub(super) struct Features {
    /// In the order of the resources at the top.
    list: Vec<Feature>,
    /// The resources that use a type, by their position in the list. A type that is not here is there for all.
    users: HashMap<TypeId, Vec<usize>>,
}

impl Features {
    /// Finds out what each resource uses.
    pub fn of(api: &Api, tree: &Tree, names: &Names) -> Self {
        // The resource at the top that each node is in, which goes before all that is below it.
        let mut tops = HashMap::new();
        let mut list = Vec::new();
        for node in &tree.nodes {
            if let [name] = &*node.path {
                tops.insert(name, list.len());
                list.push(Feature {
                    name: format!("{PREFIX}{}", name.as_str().replace('_', "-")).into(),
                    resource: name.clone(),
                });
            }
        }
        let mut operations = vec![Vec::new(); list.len()];
        for (operation, place) in api.operations.iter().zip(&tree.operations) {
            operations[tops[&tree.nodes[place.node].path[0]]].push(operation);
        }
        let mut users: HashMap<TypeId, Vec<usize>> = HashMap::new();
        for (top, operations) in operations.into_iter().enumerate() {
            let mut seen = HashSet::new();
            let used = operations.into_iter().flat_map(|it| used(&api.types, it));
            follow(&api.types, used, &mut seen);
            // What stands in the module of a resource is there for that resource alone: what several operations refer to has
            // a name of its own in `types`, wherever the description has it.
            let in_types = |id: &TypeId| names.of(*id).is_some_and(|it| it.home == Home::Types);
            for id in seen.into_iter().filter(in_types) {
                users.entry(id).or_default().push(top);
            }
        }
        let mut features = Self { list, users };
        features.keep(api);
        features
    }

    /// Takes out the types that are there for all: those that receivers and many resources use, those that too few share
    /// with each other, and what they refer to.
    fn keep(&mut self, api: &Api) {
        let mut pending: Vec<TypeId> = api
            .receivers
            .iter()
            .filter_map(|receiver| Some(receiver.ty()?.id))
            .collect();
        let many = self.users.iter().filter(|(_, users)| users.len() > MANY);
        pending.extend(many.map(|(id, _)| *id));
        loop {
            // What is referred to may have been the last of those that others use together.
            let mut seen = HashSet::new();
            follow(&api.types, pending.drain(..), &mut seen);
            self.users.retain(|id, _| !seen.contains(id));
            let mut together: BTreeMap<&[usize], Vec<TypeId>> = BTreeMap::new();
            for (id, users) in self.users.iter().filter(|(_, users)| users.len() > 1) {
                together.entry(users).or_default().push(*id);
            }
            let few = together.into_values().filter(|ids| ids.len() < TOGETHER);
            pending.extend(few.flatten());
            if pending.is_empty() {
                break;
            }
        }
    }

    /// That of a resource at the top.
    pub fn of_resource(&self, name: &Ident) -> Option<&Feature> {
        self.list.iter().find(|feature| feature.resource == *name)
    }

    /// All of them.
    pub fn list(&self) -> &[Feature] {
        &self.list
    }

    /// The resources any of which a type is there for; none if it always is.
    pub fn users(&self, id: TypeId) -> Vec<&Feature> {
        let users = self.positions(id).iter();
        users.map(|user| &self.list[*user]).collect()
    }

    /// The same by their positions in the list.
    pub fn positions(&self, id: TypeId) -> &[usize] {
        self.users.get(&id).map(Vec::as_slice).unwrap_or_default()
    }
}
