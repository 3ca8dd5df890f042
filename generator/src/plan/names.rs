//! The single pass that names types, members and variants.

use foldhash::{HashMap, HashMapExt as _, HashSet, HashSetExt as _};

use super::Analysis;
use super::analyze::follow;
use super::by_place::{ByPlace, Path};
use super::naming::{Case, Ident, Scope, pascal};
use super::resources::Tree;
use super::ty::{Home, Named};
use crate::api::{
    Api, ContentKind, Field, Origin, Shape, Step, Type, TypeId, TypeRef, Types, Variant,
};
use crate::config::{Config, RESERVED_AMONG_TYPES, RESERVED_TYPES};

/// The names of one document.
pub(super) struct Names {
    /// The enum of all kinds of messages.
    message: Ident,
    types: HashMap<TypeId, Named>,
    fields: HashMap<TypeId, Vec<Ident>>,
    /// For each operation: its params struct and its response.
    operations: Vec<OperationNames>,
    /// The names of types that others convert into: unions, and enumerations but for closed ones.
    converted: HashSet<Named>,
    /// The responses that are types of their own, so that no second one gets their name.
    taken: HashSet<usize>,
    short: Short,
}

/// The names of an operation's two types.
pub(super) struct OperationNames {
    /// `WebhookUpdateParams`
    pub params: Ident,
    /// `WebhookUpdateResponse`
    pub response: Ident,
}

impl Names {
    /// Gives every name.
    pub(super) fn give(api: &Api, config: &Config, analysis: &Analysis<'_>, tree: &Tree) -> Self {
        let needed = needed(api, analysis);
        let mut scopes = Scopes(HashMap::new());
        // What is ours there, or would be with a signature: that one is added renames nothing.
        let scope = scopes.of(Home::Receivers);
        scope.claim_chosen("Receiver");
        let message = scope.claim_chosen("Message");
        let mut names = Self {
            message,
            types: HashMap::new(),
            fields: HashMap::new(),
            operations: Vec::new(),
            converted: HashSet::new(),
            taken: HashSet::new(),
            short: Short::default(),
        };
        let prefixes = names.name_operations(api, tree, &mut scopes);
        let path = Path {
            api,
            config,
            components: HashMap::new(),
            prefixes: &prefixes,
            tree,
        };
        names.name_types(path, &needed, &mut scopes);
        let converted = names.types.iter().filter(|(id, _)| {
            let ty = &api.types[**id];
            match &ty.shape {
                Shape::Enumeration(_) => !config.is_closed(key(ty)),
                Shape::Union(_) => true,
                _ => false,
            }
        });
        names.converted = converted.map(|(_, named)| named.clone()).collect();
        for (id, ty) in api.types.iter() {
            if let Shape::Object(object) = ty.shape.described() {
                let wire: Vec<&str> = object.fields.iter().map(|it| &*it.wire_name).collect();
                let fields = Scope::new(Case::Snake, &[])
                    .claim_all(&wire, |wire| config.field_name(key(ty), wire));
                names.fields.insert(id, fields);
            }
        }
        names
    }

    /// Gives the types of operations their names, and what those begin with that stand in an operation.
    fn name_operations(&mut self, api: &Api, tree: &Tree, scopes: &mut Scopes) -> Vec<String> {
        for node in &tree.nodes {
            let scope = scopes.of(Home::Resource(node.path.clone()));
            scope.claim_chosen(node.ident.as_str());
        }
        let mut prefixes = Vec::with_capacity(api.operations.len());
        for (operation, place) in api.operations.iter().zip(&tree.operations) {
            let node = &tree.nodes[place.node];
            let prefix = match node.is_of_client {
                true => place.method.clone(),
                false => format!("{}_{}", node.singular, place.method),
            };
            let scope = scopes.of(Home::Resource(node.path.clone()));
            let params = scope.claim(&format!("{prefix}_params"));
            let response = match &operation.alternative {
                // Whatever is sent, the answer is one and the same.
                Some(alternative) if !alternative.gives => {
                    self.operations[alternative.of].response.clone()
                }
                _ => scope.claim(&format!("{prefix}_response")),
            };
            self.operations.push(OperationNames { params, response });
            prefixes.push(prefix);
        }
        prefixes
    }

    /// Gives components and what stands inside something their names.
    fn name_types<'a>(
        &mut self,
        mut path: Path<'a>,
        needed: &HashSet<TypeId>,
        scopes: &mut Scopes,
    ) {
        let Path { api, config, .. } = path;
        let (mut shared, keys): (Vec<&'a str>, Vec<&'a str>) = api
            .component_names
            .iter()
            .map(String::as_str)
            .partition(|key| api.shared.contains_key(*key) && config.type_name(key).is_none());
        shared.sort_unstable();
        self.short = Short::of(api, config);
        let chosen: Vec<Option<&str>> = keys.iter().map(|key| config.type_name(key)).collect();
        let names: Vec<&str> = keys.iter().map(|key| self.short.of_one(key)).collect();
        let idents = scopes.of(Home::Types).claim_each(&names, &chosen);
        path.components.extend(keys.into_iter().zip(idents));

        let (of_shared, others): (Vec<_>, Vec<_>) = api
            .types
            .iter()
            .filter(|(id, _)| needed.contains(id))
            .partition(|(_, ty)| {
                let component = api.types.component(ty);
                component.is_some_and(|key| !path.components.contains_key(key))
            });
        // Schemas come first: what is shared otherwise has another word for its name.
        self.claim(&others, &path, scopes);
        for key in shared {
            let scope = scopes.of(Home::Types);
            let ident = claim_shared(
                scope,
                &self.short.wanted,
                self.short.of_one(key),
                api.shared[key],
            );
            path.components.insert(key, ident);
        }
        self.claim(&of_shared, &path, scopes);
    }

    /// Gives these types their names.
    fn claim(&mut self, types: &[(TypeId, &Type)], path: &Path<'_>, scopes: &mut Scopes) {
        let mut places: Vec<(TypeId, ByPlace)> = Vec::new();
        for (id, ty) in types {
            let Origin::Component(key) = &ty.origin else {
                places.push((*id, path.of(ty)));
                continue;
            };
            let named = Named {
                home: Home::Types,
                ident: path.components[key.as_str()].clone(),
            };
            self.types.insert(*id, named);
        }
        // Numbers go by where schemas stand, and not by what mentions them first.
        places.sort_by(|(one, _), (other, _)| {
            let site = |id: &TypeId| &path.api.types[*id].site;
            site(one).cmp(site(other))
        });
        // How many want a name: none of them gets it for being the first.
        let mut wanted: HashMap<(&Home, String), usize> = HashMap::new();
        for (_, place) in &places {
            let name = place.of_one.as_ref().unwrap_or(&place.name);
            *wanted.entry((&place.home, pascal(name))).or_default() += 1;
        }
        for (id, ByPlace { home, name, of_one }) in &places {
            let scope = scopes.of(home.clone());
            let is_alone = |name: &&String| wanted[&(home, pascal(name))] == 1;
            let of_one = of_one.as_ref().filter(is_alone);
            let of_one = of_one.filter(|name| scope.is_free(name));
            let ident = match path.config.type_name(&path.api.types[*id].site) {
                Some(chosen) => scope.claim_chosen(chosen),
                None => self
                    .response_itself(path.api, *id, name)
                    .unwrap_or_else(|| scope.claim(of_one.unwrap_or(name))),
            };
            let home = home.clone();
            self.types.insert(*id, Named { home, ident });
        }
    }

    /// The response of an operation that is described in place is the response type itself, with no alias between: but
    /// not where what a call gives back is an `Option` of it.
    fn response_itself(&mut self, api: &Api, id: TypeId, name: &str) -> Option<Ident> {
        let Origin::Operation {
            operation,
            step: Step::Response(_),
        } = &api.types[id].origin
        else {
            return None;
        };
        let whole = api.operations[*operation].successes.len() == 1 && !api.types[id].nullable;
        let response = &self.operations[*operation].response;
        let itself = whole && pascal(name) == response.as_str() && self.taken.insert(*operation);
        itself.then(|| response.clone())
    }

    /// The name of a type that has one.
    pub(super) fn of(&self, id: TypeId) -> Option<&Named> {
        self.types.get(&id)
    }

    /// The name that a component goes by: its own, or that without a prefix that says nothing.
    pub(super) fn of_component<'n>(&'n self, key: &'n str) -> &'n str {
        self.short.of_one(key)
    }

    /// What a variant is called after: where that is a component, by the name that it goes by.
    pub(super) fn of_variant<'n>(&'n self, types: &Types, variant: &'n Variant) -> &'n str {
        match types.component(&types[variant.ty.id]) {
            Some(component) if component == variant.name => self.of_component(&variant.name),
            _ => &variant.name,
        }
    }

    /// The name of the enum of all kinds of messages.
    pub(super) fn message(&self) -> &Ident {
        &self.message
    }

    /// The names of an object's members, in the order of its fields.
    pub(super) fn fields(&self, id: TypeId) -> &[Ident] {
        &self.fields[&id]
    }

    /// The names of an operation's types.
    pub(super) fn operation(&self, index: usize) -> &OperationNames {
        &self.operations[index]
    }

    /// Whether other types convert into the one of this name: texts, integers, the variants of a union.
    pub(super) fn is_converted(&self, named: &Named) -> bool {
        self.converted.contains(named)
    }
}

/// The names in each module that has types.
struct Scopes(HashMap<Home, Scope>);

impl Scopes {
    fn of(&mut self, home: Home) -> &mut Scope {
        let reserved = match home {
            Home::Types => RESERVED_AMONG_TYPES,
            Home::Resource(_) | Home::Receivers => RESERVED_TYPES,
        };
        let scope = self.0.entry(home);
        scope.or_insert_with(|| Scope::new(Case::Pascal, reserved))
    }
}

/// The names of components without prefixes that say nothing.
#[derive(Default)]
struct Short {
    /// Those that are not the whole name.
    names: HashMap<String, String>,
    /// How many components are called so.
    wanted: HashMap<String, usize>,
}

impl Short {
    fn of(api: &Api, config: &Config) -> Self {
        let mut short = Self::default();
        let components = || api.component_names.iter().map(String::as_str);
        if !config.names.prefixes.is_empty() {
            let cut = components().map(|key| (key, config.without_prefix(key)));
            let cut = cut.filter(|(key, short)| key != short && config.type_name(key).is_none());
            short.names = cut.map(|(key, short)| (key.into(), short.into())).collect();
        }
        // Where two would be called the same, each keeps its own name, which may be what a third one would be called.
        let mut before = 0;
        while short.names.len() != before {
            before = short.names.len();
            let called = |key| config.type_name(key).unwrap_or(short.of_one(key));
            let wanted = counted(components().map(called));
            short
                .names
                .retain(|_, name| wanted.get(&pascal(name)) == Some(&1));
        }
        short.wanted = counted(components().map(|key| short.of_one(key)));
        short
    }

    /// That of one.
    fn of_one<'n>(&'n self, key: &'n str) -> &'n str {
        self.names.get(key).map_or(key, String::as_str)
    }
}

/// How many of these names come to each in Rust.
fn counted<'n>(names: impl Iterator<Item = &'n str>) -> HashMap<String, usize> {
    let mut counts = HashMap::new();
    for name in names {
        *counts.entry(pascal(name)).or_default() += 1;
    }
    counts
}

/// Claims the name of a component that is no schema but has one: its own name, in which that it is a parameter goes without
/// saying, or that with what it is. A status is no name without that.
///
/// `wanted` is how many components are called so: what another one would be called is not free, even if the configuration
/// calls that otherwise.
fn claim_shared(
    scope: &mut Scope,
    wanted: &HashMap<String, usize>,
    key: &str,
    what: &str,
) -> Ident {
    let name = pascal(key);
    let of_parameter = ["Parameter", "Param"].into_iter();
    let mut of_parameter = of_parameter.filter(|_| what == "parameter");
    let short = of_parameter.find_map(|suffix| name.strip_suffix(suffix));
    let is_number = key.starts_with(|first: char| first.is_ascii_digit());
    let longer = match is_number {
        true => format!("{what}_{key}"),
        false => format!("{key}_{what}"),
    };
    let wishes = [short, Some(key)].into_iter().flatten();
    let mut wishes = wishes.filter(|wish| !is_number && !wish.is_empty());
    let of_others = |wish: &str| {
        let wish = pascal(wish);
        let all = wanted.get(&wish).copied().unwrap_or_default();
        all > usize::from(wish == name)
    };
    let free = wishes.find(|wish| !of_others(wish) && scope.is_free(wish));
    scope.claim(free.unwrap_or(&longer))
}

/// The key of a type in the configuration: a component's name, or where it stands.
pub(crate) fn key(ty: &Type) -> &str {
    match &ty.origin {
        Origin::Component(name) => name,
        _ => &ty.site,
    }
}

/// The types that become items: those that the API's operations reach and that Rust has no type for.
fn needed(api: &Api, analysis: &Analysis<'_>) -> HashSet<TypeId> {
    let mut pending: Vec<TypeId> = Vec::new();
    let mut push = |ty: TypeRef| pending.push(ty.id);
    for operation in &api.operations {
        operation
            .parameters
            .iter()
            .for_each(|parameter| push(parameter.ty));
        if let Some(body) = &operation.body {
            let headers = body.content.part_headers();
            headers.for_each(|header| push(header.ty));
            match body.spread(&api.types) {
                Some((_, object)) => {
                    let fields = object.fields.iter();
                    // A file is an upload, whatever it is by its type.
                    let is_file = |it: &&Field| body.content.file(&it.wire_name).is_some();
                    let fields = fields.filter(|it| !is_file(it));
                    fields.for_each(|field| push(field.ty));
                }
                None => content_type(body.content.kind)
                    .into_iter()
                    .for_each(&mut push),
            }
        }
        for response in operation.successes.iter().chain(&operation.failures) {
            response
                .content
                .iter()
                .filter_map(|content| content_type(content.kind))
                .chain(response.stream.iter().filter_map(|stream| stream.item))
                .for_each(&mut push);
        }
    }
    api.receivers
        .iter()
        .filter_map(crate::api::Receiver::ty)
        .for_each(&mut push);
    if api.operations.is_empty() && api.receivers.is_empty() {
        pending.extend(
            api.types
                .iter()
                .filter(|(_, ty)| matches!(ty.origin, Origin::Component(_)))
                .map(|(id, _)| id),
        );
    }

    let mut seen = HashSet::new();
    follow(&api.types, pending, &mut seen);
    seen.retain(|id| match api.types[*id].shape {
        Shape::Object(_) | Shape::Union(_) => true,
        // One value that is always the same needs no type of its own.
        Shape::Enumeration(ref list) => list.values.len() > 1,
        Shape::Array(_) | Shape::Map(_) | Shape::Tuple(_) => {
            analysis.boxes.named_containers.contains(id)
        }
        _ => false,
    });
    seen
}

/// What is multipart and can't be spread is put together by the caller: it needs no type.
fn content_type(kind: ContentKind) -> Option<TypeRef> {
    match kind {
        ContentKind::Multipart(_) => None,
        kind => kind.ty(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shared_takes_the_name_of_no_other() {
        let claimed = |others: &[&str], key: &str| {
            let keys = others.iter().chain([&key]);
            let wanted = keys.map(|key| (pascal(key), 1)).collect();
            // None of the others is claimed: each may have a name of the user's.
            let mut scope = Scope::new(Case::Pascal, RESERVED_TYPES);
            claim_shared(&mut scope, &wanted, key, "parameter").to_string()
        };
        assert_eq!(claimed(&[], "PetParameter"), "Pet");
        assert_eq!(claimed(&["Pet"], "PetParameter"), "PetParameter");
        assert_eq!(claimed(&["pet"], "pet_param"), "PetParam");
        assert_eq!(claimed(&["Dog"], "Pet"), "Pet");
    }
}
