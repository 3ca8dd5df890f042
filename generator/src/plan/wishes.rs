//! Where operations go, and what their methods would like to be called.

use std::cmp::Ordering;

use foldhash::{HashMap, HashMapExt as _, HashSet};

use super::naming::{
    Shown, by, collection, constant_words, first_resource, from_path, is_version, method_words,
    repeats_path, says_verb, snake, without_class, without_controller, without_path,
};
use super::several;
use crate::api::{Api, Operation, Place};
use crate::config::Config;

/// What an operation would like to be called.
pub(super) struct Wish {
    /// The resources that lead to it, outermost first.
    pub resource: Vec<String>,
    pub method: String,
    /// Whether the method is what its path gives.
    from_path: bool,
}

/// What every operation would like to be called.
pub(super) fn wishes(api: &Api, config: &Config) -> Vec<Wish> {
    let paths = api.operations.iter();
    let wishing = Wishing {
        api,
        config,
        collections: paths.filter_map(|it| collection(&it.path)).collect(),
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
}

impl Wishing<'_> {
    /// The resource and the method of an operation: the configuration's word, then the document's, then what its tag,
    /// path and id suggest.
    fn place(&self, operation: &Operation) -> Wish {
        let chosen = super::configured(self.config, operation);
        let resource = chosen.and_then(|chosen| Some(chosen.resource.as_ref()?.value.clone()));
        let method = chosen.and_then(|chosen| Some(chosen.method.as_ref()?.value.clone()));
        let method = method.or_else(|| operation.method_name.clone());
        let (resource, derived) = match resource.or_else(|| operation.resource.clone()) {
            Some(resource) => (resource, None),
            None => self.derived_place(operation),
        };
        let from_path = method.is_none() && derived.is_some();
        let method = method.or(derived).unwrap_or_else(|| {
            derived_method(operation, resource.last().map_or("", String::as_str))
        });
        let method = match &operation.alternative {
            Some(alternative) => format!("{method}_{}", alternative.suffix),
            None => method,
        };
        Wish {
            resource,
            method,
            from_path,
        }
    }

    /// The resource of an operation that nobody put anywhere, and its method where the path is all that tells.
    fn derived_place(&self, operation: &Operation) -> (Vec<String>, Option<String>) {
        let named = |name: &&String| !constant_words(name).is_empty();
        let tag = operation.tags.iter().find(named);
        let tag = tag.map(|tag| without_controller(tag).into_owned());
        let (method, path) = (&operation.method, &operation.path);
        let speaks =
            |id: &String| !constant_words(id).is_empty() && !repeats_path(id, method, path);
        if operation.id.as_ref().is_some_and(speaks) {
            return (vec![tag.unwrap_or_else(|| first_resource(path))], None);
        }
        let (mut resource, derived) = from_path(method, path, self.shown(operation));
        let Some(tag) = tag else {
            return (resource, Some(derived));
        };
        // A tag is where people look. What the path says holds where it leads there.
        let version = resource.iter().take_while(|name| is_version(name)).count();
        match resource.get(version) {
            Some(first) if snake(first) == snake(&tag) => {
                (resource.split_off(version), Some(derived))
            }
            _ => (vec![tag], None),
        }
    }

    /// What an operation shows of how many things it is about. Where one of them has a path of its own, there are several,
    /// whatever the answer is said to be.
    fn shown(&self, operation: &Operation) -> Shown {
        let shown = several::shown(&self.api.types, operation);
        let path = operation.path.trim_end_matches('/');
        Shown {
            one: shown.one && !self.collections.contains(path),
            ..shown
        }
    }
}

fn derived_method(operation: &Operation, resource: &str) -> String {
    if let Some(id) = &operation.id {
        let short = without_path(id, &operation.method, &operation.path);
        let words = method_words(&without_class(short.as_ref().unwrap_or(id)), resource);
        if !words.is_empty() {
            return words;
        }
    }
    // Without an id: the method, what of the path the resource does not say, and what the path ends with.
    let verb = operation.method.to_lowercase();
    let segments = operation.path.split('/');
    let literal = segments.filter(|segment| !segment.is_empty() && !segment.contains('{'));
    let literal = literal.filter(|segment| snake(segment) != snake(resource));
    let literal: Vec<String> = literal.map(snake).collect();
    let says_verb = literal.first().is_some_and(|first| says_verb(&verb, first));
    let words = (!says_verb).then_some(verb).into_iter().chain(literal);
    let words: Vec<String> = words.collect();
    let last = operation.path.rsplit('/').next();
    let parameter = last.and_then(|last| last.strip_prefix('{')?.strip_suffix('}'));
    by(&words.join("_"), parameter.as_slice())
}

/// The names of a resource's methods, where those that paths alone gave to several operations say what they take from the
/// path. The one that takes least goes without, whatever the order: numbers would change hands when operations come and
/// go, and the code of users would call another one.
pub(super) fn told_apart(
    names: Vec<String>,
    operations: &[usize],
    api: &Api,
    wishes: &[Wish],
) -> Vec<String> {
    let taken: Vec<Vec<&str>> = operations
        .iter()
        .map(|operation| {
            let all = api.operations[*operation].parameters.iter();
            let of_path = all.filter(|parameter| parameter.place == Place::Path);
            of_path.map(|parameter| &*parameter.wire_name).collect()
        })
        .collect();
    // How many parameters the operations of a name have, and how many operations have the fewest.
    let mut fewest: HashMap<&str, (usize, usize)> = HashMap::new();
    for (name, taken) in names.iter().zip(&taken) {
        let (least, of_them) = fewest.entry(name).or_insert((taken.len(), 0));
        match taken.len().cmp(least) {
            Ordering::Less => (*least, *of_them) = (taken.len(), 1),
            Ordering::Equal => *of_them += 1,
            Ordering::Greater => {}
        }
    }
    let each = names.iter().zip(operations).zip(&taken);
    let named = each.map(|((name, operation), taken)| {
        let stays = !wishes[*operation].from_path || fewest[name.as_str()] == (taken.len(), 1);
        match stays {
            true => name.clone(),
            false => by(name, taken),
        }
    });
    named.collect()
}
