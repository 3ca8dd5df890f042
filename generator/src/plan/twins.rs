//! What a description writes out in several places, each time alike, is one type under each of its names.
//!
//! Nothing is lost by that, because a name is a name whether a type or an alias has it, and a value can go wherever its
//! like is asked for. What is gained is that the type is made, compiled and learned once: more than half of the types
//! that large descriptions have in place have a twin.

use foldhash::{HashMap, HashMapExt as _};

use super::Context;
use super::item::{Alias, Decoding, Item};
use super::items::Made;
use super::naming::{Ident, constant_words, singular};
use super::ty::{Home, Named, Ty};
use crate::api::{Origin, Shape, Step, TypeId};

/// The names that stand for a type of another name.
#[derive(Debug, Default)]
pub(super) struct Twins(HashMap<Named, Named>);

impl Twins {
    /// A type as the compiler sees it, to whom an alias is nothing.
    pub fn meant(&self, ty: &Ty) -> Ty {
        let mut ty = ty.clone();
        ty.each_named_mut(&mut |named| {
            if let Some(first) = self.0.get(named) {
                *named = first.clone();
            }
        });
        ty
    }

    /// Makes an alias of each item that is like another one in `types`, or else in its own module, so that no resource
    /// needs another. What has a name, by the description as a component or by the configuration, stays a type of its own
    /// and is what the others are called after: of several, the first by its name that does not speak of null. Or else it is the
    /// first of them. Only what is called after another one and null is an alias although it has a name.
    pub fn unite(context: &Context<'_>, made: &mut [Made]) -> Self {
        let mut twins = Self::default();
        for mut group in groups(context, made) {
            group.sort_by_key(|here| {
                let Made { id, named, .. } = &made[*here];
                // What is met first is another one as soon as operations move.
                let name = context.has_name(*id).then(|| named.ident.clone());
                let is_nullable = context.nullable_of(*id).is_some();
                let is_shared = context.is_of_shared(*id);
                (name.is_none(), is_shared, is_nullable, name, *here)
            });
            let mut firsts: HashMap<Home, usize> = HashMap::new();
            for here in &group {
                let home = made[*here].named.home.clone();
                firsts.entry(home).or_insert(*here);
            }
            for here in group.iter().copied() {
                let shared = firsts.get(&Home::Types);
                let mut first = *shared.unwrap_or_else(|| &firsts[&made[here].named.home]);
                if context.has_name(made[here].id) {
                    let Some(plain) = plain(context, made, here, &group) else {
                        continue;
                    };
                    first = plain;
                } else if first == here {
                    continue;
                }
                let first = made[first].named.clone();
                let made = &mut made[here];
                let (ident, docs) = made.item.title_mut();
                made.item = Item::Alias(Alias {
                    ident: ident.clone(),
                    docs: std::mem::take(docs),
                    ty: Ty::Named(first.clone()),
                });
                twins.0.insert(made.named.clone(), first);
            }
        }
        twins
    }
}

/// The one of which a component says by its name that it is the same but for null: OpenAPI 3.0 has no other way to say that
/// of a reference, and who takes a `SimpleUser` takes that of a `NullableSimpleUser`.
fn plain(context: &Context<'_>, made: &[Made], here: usize, group: &[usize]) -> Option<usize> {
    let wanted = context.nullable_of(made[here].id)?;
    let home = &made[here].named.home;
    let is_plain = |other: &usize| {
        let other = &made[*other];
        other.named.home == *home && context.words(other.id).as_ref() == Some(&wanted)
    };
    group.iter().copied().find(is_plain)
}

/// What makes items alike.
#[derive(PartialEq, Eq, Hash)]
struct Like<'a> {
    /// What it is told apart by from others that may be alike.
    role: Option<Role<'a>>,
    /// What it is called, if it says so little that it may be like another thing by chance.
    noun: Option<String>,
    /// The features that it is there for.
    features: &'a [usize],
    /// All that is written of it but names of types, its own among them.
    item: Item,
    /// What it mentions, by the classes of these.
    parts: Vec<usize>,
}

/// What a type says by being another one than its like.
#[derive(PartialEq, Eq, Hash)]
enum Role<'a> {
    /// Which variant of a union a value becomes.
    Variant(usize),
    /// With which status a call failed.
    Failure(&'a str),
}

/// The items that are alike, by their positions. They are compared from the inside out, so that what they are made of is
/// known to be alike or not.
fn groups(context: &Context<'_>, made: &mut [Made]) -> Vec<Vec<usize>> {
    let parts = parts(made);
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut alike: HashMap<Like<'_>, usize> = HashMap::new();
    // A class is an item that has a name, or the group of one that has none, counted on from the items. What is a part of
    // itself is so by a name.
    let mut classes: Vec<usize> = (0..made.len()).collect();
    let mut is_met = vec![false; made.len()];
    for start in 0..made.len() {
        // A stack of our own: a chain of types may be longer than the thread's stack is deep.
        let mut stack = vec![(start, 0)];
        while let Some((here, next)) = stack.last_mut() {
            let here = *here;
            if *next == 0 && std::mem::replace(&mut is_met[here], true) {
                stack.pop();
                continue;
            }
            if let Some(part) = parts[here].get(*next) {
                *next += 1;
                stack.push((*part, 0));
                continue;
            }
            stack.pop();
            let classes_of_parts = parts[here].iter().map(|part| classes[*part]).collect();
            let Some(like) = context.like(&made[here], &made[0].named, classes_of_parts) else {
                continue;
            };
            let group = *alike.entry(like).or_insert(groups.len());
            if group == groups.len() {
                groups.push(Vec::new());
            }
            groups[group].push(here);
            if !context.has_name(made[here].id) {
                classes[here] = made.len() + group;
            }
        }
    }
    groups
}

/// What each item mentions, by the positions of these.
fn parts(made: &mut [Made]) -> Vec<Vec<usize>> {
    let places = made.iter().enumerate();
    let places = places.map(|(place, made)| (made.named.clone(), place));
    let places: HashMap<Named, usize> = places.collect();
    let parts = |made: &mut Made| {
        let mut parts = Vec::new();
        for ty in made.item.types_mut() {
            ty.each_named_mut(&mut |named| parts.push(places[named]));
        }
        parts
    };
    made.iter_mut().map(parts).collect()
}

/// Fewer fields than this, of which nothing is said, are like those of many things.
const TELLING: usize = 3;

/// Whether things that have nothing to do with each other may be written like this.
fn says_little(item: &Item) -> bool {
    match item {
        Item::Struct(it) => {
            it.fields.len() < TELLING
                && it
                    .fields
                    .iter()
                    .all(|field| field.docs.paragraphs.is_empty())
        }
        _ => false,
    }
}

/// The last word of a name that means anything.
fn noun(ident: &Ident) -> Option<String> {
    let words = constant_words(ident.as_str());
    let words = words
        .iter()
        .rev()
        .map(|word| word.trim_end_matches(char::is_numeric));
    let mut words = words.filter(|word| !word.is_empty() && *word != "item");
    words.next().map(singular)
}

impl<'a> Context<'a> {
    /// Whether somebody gave the type its name.
    fn has_name(&self, id: TypeId) -> bool {
        let ty = &self.api.types[id];
        matches!(ty.origin, Origin::Component(_)) || self.config.type_name(&ty.site).is_some()
    }

    /// The words of a component's name.
    fn words(&self, id: TypeId) -> Option<Vec<String>> {
        match &self.api.types[id].origin {
            Origin::Component(name) => Some(constant_words(name)),
            _ => None,
        }
    }

    /// The words of a component's name but for that which says that it may be null, if there is one at an end.
    fn nullable_of(&self, id: TypeId) -> Option<Vec<String>> {
        let mut words = self.words(id)?;
        let position = words.iter().position(|word| word == "nullable")?;
        let is_end = position == 0 || position == words.len() - 1;
        words.remove(position);
        is_end.then_some(words)
    }

    /// Whether a type is of a component that is no schema itself: those that are have better names.
    fn is_of_shared(&self, id: TypeId) -> bool {
        let component = self.api.types.component(&self.api.types[id]);
        component.is_some_and(|key| self.api.shared.contains_key(key))
    }

    /// None for what is like itself alone. One name stands for all that are mentioned.
    fn like(&self, made: &Made, name: &Named, parts: Vec<usize>) -> Option<Like<'a>> {
        let mut item = match &made.item {
            item @ (Item::Struct(_) | Item::Enumeration(_) | Item::Union(_)) => item.clone(),
            Item::Newtype(_) | Item::Alias(_) | Item::Statuses(_) => return None,
        };
        let noun = says_little(&item)
            .then(|| noun(&made.named.ident))
            .flatten();
        let (ident, docs) = item.title_mut();
        *ident = name.ident.clone();
        docs.paragraphs.clear();
        // Which value stands first, no value tells.
        if let Item::Union(union) = &mut item
            && let Decoding::Tag { arms, .. } = &mut union.decoding
        {
            arms.sort();
        }
        for ty in item.types_mut() {
            ty.each_named_mut(&mut |named| *named = name.clone());
        }
        Some(Like {
            role: self.role(made.id),
            noun,
            features: self.features.positions(made.id),
            item,
            parts,
        })
    }

    fn role(&self, id: TypeId) -> Option<Role<'a>> {
        let api = self.api;
        match &api.types[id].origin {
            Origin::Inside { parent, .. } => match &api.types[*parent].shape {
                Shape::Union(union) => {
                    let mut variants = union.variants.iter();
                    variants.position(|it| it.ty.id == id).map(Role::Variant)
                }
                _ => None,
            },
            Origin::Operation {
                operation,
                step: Step::Response(status),
            } => (!api.operations[*operation].succeeds(status)).then_some(Role::Failure(status)),
            _ => None,
        }
    }
}
