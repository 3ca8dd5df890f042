//! Where operations go, and what their methods would like to be called.

use std::cmp::Ordering;

use foldhash::{HashMap, HashMapExt as _, HashSet};

use super::naming::{
    MethodWords, Otherwise, Shown, by, collection, constant_words, elsewhere, first_resource,
    from_path, group, is_plural, is_version, last_part, letters_of_one, letters_of_tag,
    method_words, of_tag, once, repeats_action, repeats_path, snake, without_class, without_hash,
    without_path, without_verb,
};
use super::several;
use crate::api::{Api, Operation, Place};
use crate::config::Config;

/// What an operation would like to be called.
pub(super) struct Wish {
    /// The resources that lead to it, outermost first.
    pub resource: Vec<String>,
    pub method: String,
    /// Whether somebody has chosen one of the two.
    pub chosen: bool,
    /// Whether its path says what is done, where nothing else is there: `POST /login`.
    pub is_deed: bool,
    /// Whether the method is what its path gives.
    from_path: bool,
    /// What it is called where another method has that name.
    otherwise: Option<Otherwise>,
}

/// How many resources may lead to an operation. Each is a module in that of the one before, and a path of thousands of
/// parts would be more of them than a stack or a path of the disk holds.
const DEEPEST: usize = 16;

/// What every operation would like to be called.
pub(super) fn wishes(api: &Api, config: &Config) -> Vec<Wish> {
    let paths = api.operations.iter();
    let wishing = Wishing {
        api,
        config,
        collections: paths
            .clone()
            .filter_map(|it| collection(&it.path))
            .collect(),
        things: paths
            .filter(|it| it.method != "POST")
            .map(|it| &*it.path)
            .collect(),
    };
    let operations = api.operations.iter();
    operations
        .map(|operation| wishing.place(operation))
        .collect()
}

struct Wishing<'a> {
    api: &'a Api,
    config: &'a Config,
    /// The paths before what says which one is meant.
    collections: HashSet<&'a str>,
    /// The paths of what can be asked for, replaced or deleted: what is posted to these is no action.
    things: HashSet<&'a str>,
}

impl Wishing<'_> {
    /// The resource and the method of an operation: the configuration's word, then the document's, then what its tag,
    /// path and id suggest.
    fn place(&self, operation: &Operation) -> Wish {
        let chosen = super::configured(self.config, operation);
        let resource = chosen.and_then(|chosen| Some(chosen.resource.as_ref()?.value.clone()));
        let method = chosen.and_then(|chosen| Some(chosen.method.as_ref()?.value.clone()));
        let method = method.or_else(|| operation.method_name.clone());
        let resource = resource.or_else(|| operation.resource.clone());
        let chosen = method.is_some() || resource.is_some();
        let id = self.speaking_id(operation);
        let (resource, derived) = match resource {
            Some(resource) => (resource, None),
            None => self.derived_place(operation, id),
        };
        let resource = resource[..resource.len().min(DEEPEST)].to_vec();
        let last = resource.last().map_or("", String::as_str);
        let is_deed = method.is_none() && derived.as_deref() == Some("post");
        let (method, from_path, otherwise) = match (method, derived) {
            (Some(method), _) => (method, false, None),
            (None, Some(derived)) => (derived, true, None),
            (None, None) => self.derived_method(operation, id, last),
        };
        let suffixed = |name: String| match &operation.alternative {
            Some(alternative) => format!("{name}_{}", alternative.suffix),
            None => name,
        };
        Wish {
            method: suffixed(method),
            is_deed: is_deed && !chosen && operation.alternative.is_none(),
            chosen,
            from_path,
            otherwise: otherwise.map(|it| Otherwise {
                whole: suffixed(it.whole),
                ..it
            }),
            resource,
        }
    }

    /// The resource of an operation that nobody put anywhere, and its method where the path is all that tells.
    fn derived_place(
        &self,
        operation: &Operation,
        id: Option<&str>,
    ) -> (Vec<String>, Option<String>) {
        // What frameworks give to all that has no tag says nothing, unless it is what an id begins with.
        let first = id.and_then(|id| constant_words(id).into_iter().next());
        let named = |name: &&String| {
            let words = constant_words(name);
            match &words[..] {
                [] => false,
                [word] if word == "api" || word == "default" => first.as_ref() == Some(word),
                _ => true,
            }
        };
        let tag = operation.tags.iter().find(named);
        let tag = tag.map(|tag| of_tag(tag).into_owned());
        let (method, path) = (&operation.method, &operation.path);
        if let Some(id) = id {
            let group = || group(id).map(|group| of_tag(group).into_owned());
            let resource = tag.or_else(group);
            return (vec![resource.unwrap_or_else(|| first_resource(path))], None);
        }
        let (resource, derived) = from_path(method, path, self.shown(operation));
        let Some(tag) = tag else {
            return (resource, Some(derived));
        };
        // A tag is where people look. What the path says holds where it leads there.
        let mut named = resource.into_iter().skip_while(|name| is_version(name));
        match named.next() {
            Some(first) if letters_of_one(&first) == letters_of_tag(&tag) => {
                (std::iter::once(tag).chain(named).collect(), Some(derived))
            }
            _ => (vec![tag], None),
        }
    }

    /// The name of a method in a resource that its path does not lead to, and whether it is the path's.
    fn derived_method(
        &self,
        operation: &Operation,
        id: Option<&str>,
        resource: &str,
    ) -> (String, bool, Option<Otherwise>) {
        let Operation { method, path, .. } = operation;
        if let Some(id) = id {
            let id = without_hash(id);
            let part = last_part(id, method, path, resource);
            let short = without_path(part, method, path);
            let without = without_class(short.as_deref().unwrap_or(part));
            // What takes one of several from the path is about that, and settings are one thing.
            let is_one =
                || collection(path).is_some() || method != "DELETE" && self.shown(operation).one;
            let said = without_verb(&without, method, resource);
            let MethodWords {
                method: name,
                mut otherwise,
            } = method_words(&said, resource, &is_one);
            let name = once(name);
            let is_part = part.len() < id.len();
            if is_part {
                otherwise = Some(Otherwise {
                    whole: constant_words(id).join("_"),
                    of_one: otherwise.is_some_and(|it| it.of_one),
                });
            }
            // The class of a list is what these are called after: `post_pet_list` makes a pet.
            let of_list = name.strip_suffix("_list");
            let is_list = of_list.is_some_and(|verb| verb.eq_ignore_ascii_case(method));
            // So does `app.transfer` for `POST /transfers`.
            let is_resource = is_part
                && is_plural(&snake(resource))
                && letters_of_one(&name) == letters_of_one(resource);
            if !is_resource && (!is_list || otherwise.is_none()) {
                return (name, false, otherwise);
            }
        }
        let (name, whole) = elsewhere(method, path, self.shown(operation), resource);
        let of_one = false;
        (name, true, whole.map(|whole| Otherwise { whole, of_one }))
    }

    /// The operationId, where it says more than method and path.
    fn speaking_id<'o>(&self, operation: &'o Operation) -> Option<&'o str> {
        let Operation { method, path, .. } = operation;
        let id = operation.id.as_deref()?;
        let repeats = repeats_path(id, method, path)
            || !self.things.contains(&**path) && repeats_action(id, method, path);
        (!constant_words(id).is_empty() && !repeats).then_some(id)
    }

    /// What an operation shows of how many things it is about. Where one of them has a path of its own, there are several,
    /// whatever the answer is said to be.
    fn shown(&self, operation: &Operation) -> Shown {
        let shown = several::shown(&self.api.types, operation);
        let path = operation.path.trim_end_matches('/');
        let is_collection = self.collections.contains(path);
        // What is written to all of them is not what is written to one.
        let is_all = is_collection
            && operation.method == "PATCH"
            && !operation
                .parameters
                .iter()
                .any(|it| it.required && it.place == Place::Query)
            && !several::tells_which(&self.api.types, operation);
        Shown {
            one: shown.one && !is_collection,
            narrowed: shown.narrowed && !is_all,
        }
    }
}

/// The names of a resource's methods, beside the accessors of the resources below it.
pub(super) fn named(
    operations: &[usize],
    accessors: &HashSet<&str>,
    api: &Api,
    wishes: &[Wish],
) -> Vec<String> {
    let is_taken = |name: &str| accessors.contains(snake(name).as_str());
    let names = operations.iter().map(|operation| {
        let wish = &wishes[*operation];
        let otherwise = wish.otherwise.as_ref().map(|it| &it.whole);
        match otherwise.filter(|whole| !is_taken(whole)) {
            _ if !is_taken(&wish.method) => wish.method.clone(),
            Some(whole) => whole.clone(),
            // `dispute()` leads to what can be done with a dispute.
            None => format!("{}_{}", api.operations[*operation].method, wish.method),
        }
    });
    let names = whole_paths(names.collect(), operations, wishes);
    let taken: Vec<Vec<&str>> = operations
        .iter()
        .map(|operation| {
            let all = api.operations[*operation].parameters.iter();
            let of_path = all.filter(|parameter| parameter.place == Place::Path);
            of_path.map(|parameter| &*parameter.wire_name).collect()
        })
        .collect();
    let names = told_apart(names, operations, &taken, wishes);
    told_by_parameters(whole(names, operations, wishes), &taken)
}

/// The positions of methods that want the same name, by name, out of those that are asked about.
fn namesakes(names: &[String], is_asked: impl Fn(usize) -> bool) -> Vec<Vec<usize>> {
    let mut of_name: HashMap<String, Vec<usize>> = HashMap::new();
    for index in (0..names.len()).filter(|index| is_asked(*index)) {
        of_name.entry(snake(&names[index])).or_default().push(index);
    }
    let several = of_name.into_values().filter(|same| same.len() > 1);
    several.collect()
}

/// The names, with all that their paths say where several paths that say more than the resource gave the same one.
fn whole_paths(mut names: Vec<String>, operations: &[usize], wishes: &[Wish]) -> Vec<String> {
    let of_path = |index: usize| wishes[operations[index]].from_path;
    for index in namesakes(&names, of_path).into_iter().flatten() {
        if let Some(otherwise) = &wishes[operations[index]].otherwise {
            names[index].clone_from(&otherwise.whole);
        }
    }
    names
}

/// The names, with all words of their operationIds where without some of them several would be the same. One that leaves
/// out nothing keeps its name; or else the only one that is about one thing, and not about several.
fn whole(mut names: Vec<String>, operations: &[usize], wishes: &[Wish]) -> Vec<String> {
    let otherwise = |index: usize| wishes[operations[index]].otherwise.as_ref();
    for same in namesakes(&names, |_| true) {
        let wholes: HashSet<_> = same
            .iter()
            .filter_map(|it| Some(&otherwise(*it)?.whole))
            .collect();
        let all_cut = same.iter().all(|index| otherwise(*index).is_some());
        // Nothing is won by more words that are the same again.
        if all_cut && wholes.len() == 1 {
            continue;
        }
        let of_one = |index: usize| otherwise(index).is_some_and(|it| it.of_one);
        let alone = same.iter().filter(|index| of_one(**index)).count() == 1;
        for index in same {
            let stays = all_cut && alone && of_one(index);
            if let Some(otherwise) = otherwise(index).filter(|_| !stays) {
                names[index].clone_from(&otherwise.whole);
            }
        }
    }
    names
}

/// The names of a resource's methods, where those that paths alone gave to several operations say what they take from the
/// path. The one that takes least goes without, whatever the order: numbers would change hands when operations come and
/// go, and the code of users would call another one.
fn told_apart(
    names: Vec<String>,
    operations: &[usize],
    taken: &[Vec<&str>],
    wishes: &[Wish],
) -> Vec<String> {
    // How many parameters the operations of a name have, and how many operations have the fewest.
    let mut fewest: HashMap<&str, (usize, usize)> = HashMap::new();
    for (name, taken) in names.iter().zip(taken) {
        let (least, of_them) = fewest.entry(name).or_insert((taken.len(), 0));
        match taken.len().cmp(least) {
            Ordering::Less => (*least, *of_them) = (taken.len(), 1),
            Ordering::Equal => *of_them += 1,
            Ordering::Greater => {}
        }
    }
    let each = names.iter().zip(operations).zip(taken);
    let named = each.map(|((name, operation), taken)| {
        let stays = !wishes[*operation].from_path || fewest[name.as_str()] == (taken.len(), 1);
        if stays {
            return name.clone();
        }
        by_all(name, taken)
    });
    named.collect()
}

/// The names of a resource's methods, where those that are the same whatever was said until now say what they take from
/// the path. The one that takes least goes without, and so do those that take the same.
fn told_by_parameters(mut names: Vec<String>, taken: &[Vec<&str>]) -> Vec<String> {
    for same in namesakes(&names, |_| true) {
        let with = |is: &dyn Fn(&[&str]) -> bool| same.iter().filter(|it| is(&taken[**it])).count();
        for index in &same {
            let own = &taken[*index];
            let is_least = with(&|other| other.len() <= own.len()) == 1;
            if !is_least && with(&|other| other == own) == 1 {
                names[*index] = by_all(&names[*index], own);
            }
        }
    }
    names
}

/// The name with all that its operation takes from the path.
fn by_all(name: &str, taken: &[&str]) -> String {
    // What the path ends with may be there already.
    let last = taken.last().map(|last| by("", &[last]));
    let plain = last.and_then(|last| name.strip_suffix(&last));
    by(plain.unwrap_or(name), taken)
}
