//! What a description writes out in several places, each time alike, is one type under each of its names.
//!
//! Nothing is lost by that, because a name is a name whether a type or an alias has it, and a value can go wherever its
//! like is asked for. What is gained is that the type is made, compiled and learned once: more than half of the types
//! that large descriptions have in place have a twin.

use foldhash::{HashMap, HashMapExt as _};

use super::Context;
use super::docs::Docs;
use super::item::{Alias, Item};
use super::ty::{Home, Named, Ty};
use super::types::Made;
use crate::api::{Origin, Shape, TypeId};

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
    /// and is what the others are called after; or else it is the first of them.
    pub fn unite(context: &Context<'_>, made: &mut [Made]) -> Self {
        let classes = Classes::of(context, made);
        let mut firsts: HashMap<(usize, &Home), usize> = HashMap::new();
        let places = classes.of.iter().copied().enumerate();
        for (here, class) in classes.named.iter().copied().chain(places.clone()) {
            let home = &made[here].named.home;
            firsts.entry((class, home)).or_insert(here);
        }
        let first = |(here, class): (usize, usize)| {
            let shared = firsts.get(&(class, &Home::Types));
            let first = shared.unwrap_or_else(|| &firsts[&(class, &made[here].named.home)]);
            (here, *first)
        };
        let firsts: Vec<(usize, usize)> = places.map(first).collect();
        let mut twins = Self::default();
        for (here, first) in firsts.into_iter().filter(|(here, first)| here != first) {
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
        twins
    }
}

/// What makes items alike.
#[derive(PartialEq, Eq, Hash)]
struct Like<'a> {
    /// The variant that it is, since variants of a union are told apart by their types, too.
    variant: Option<usize>,
    /// The features that it is there for.
    features: &'a [usize],
    /// All that is written of it but names of types, its own among them.
    item: Item,
    /// What it mentions: the class of each, and its module if that is another one.
    parts: Vec<(usize, Option<Home>)>,
}

/// Which items are alike.
struct Classes {
    /// For each item, by its position, the position of one that stands for all that are like it.
    of: Vec<usize>,
    /// What has a name and is like others that have none, with the class of these.
    named: Vec<(usize, usize)>,
}

/// An item whose parts are being looked at.
struct Open {
    here: usize,
    parts: Vec<usize>,
    next: usize,
}

impl Classes {
    /// Compares items from the inside out, so that what they are made of is known to be alike or not.
    fn of(context: &Context<'_>, made: &mut [Made]) -> Self {
        let places = made.iter().enumerate();
        let places = places.map(|(place, made)| (made.named.clone(), place));
        let places: HashMap<Named, usize> = places.collect();
        let mut alike: HashMap<Like<'_>, usize> = HashMap::new();
        let mut of: Vec<Option<usize>> = vec![None; made.len()];
        let mut is_met = vec![false; made.len()];
        let mut named = Vec::new();
        for start in 0..made.len() {
            // A stack of our own: a chain of types may be longer than the thread's stack is deep.
            let mut stack = Vec::new();
            if !std::mem::replace(&mut is_met[start], true) {
                stack.push(Open::new(start, made, &places));
            }
            while let Some(open) = stack.last_mut() {
                if let Some(part) = open.parts.get(open.next).copied() {
                    open.next += 1;
                    if !std::mem::replace(&mut is_met[part], true) {
                        stack.push(Open::new(part, made, &places));
                    }
                    continue;
                }
                let Open { here, parts, .. } = stack.pop().expect("just looked at");
                let like = || Like::of(context, made, here, &parts, &of);
                let class = match context.has_name(made[here].id) {
                    true => {
                        named.push((here, parts));
                        here
                    }
                    false => like().map_or(here, |like| *alike.entry(like).or_insert(here)),
                };
                of[here] = Some(class);
            }
        }
        let class = |(here, parts): (usize, Vec<usize>)| {
            let like = Like::of(context, made, here, &parts, &of)?;
            Some((here, *alike.get(&like)?))
        };
        Self {
            named: named.into_iter().filter_map(class).collect(),
            of: of
                .into_iter()
                .enumerate()
                .map(|(here, class)| class.unwrap_or(here))
                .collect(),
        }
    }
}

impl Context<'_> {
    /// Whether somebody gave the type its name.
    fn has_name(&self, id: TypeId) -> bool {
        let ty = &self.api.types[id];
        matches!(ty.origin, Origin::Component(_)) || self.config.type_name(&ty.site).is_some()
    }

    /// The position of a type among the variants of the union that it stands in.
    fn variant_position(&self, id: TypeId) -> Option<usize> {
        let Origin::Inside { parent, .. } = &self.api.types[id].origin else {
            return None;
        };
        match &self.api.types[*parent].shape {
            Shape::Union(union) => union.variants.iter().position(|it| it.ty.id == id),
            _ => None,
        }
    }
}

impl Open {
    fn new(here: usize, made: &mut [Made], places: &HashMap<Named, usize>) -> Self {
        let mut parts = Vec::new();
        for ty in made[here].item.types_mut() {
            ty.each_named_mut(&mut |named| parts.push(places[named]));
        }
        Self {
            here,
            parts,
            next: 0,
        }
    }
}

impl<'a> Like<'a> {
    /// None for what is like itself alone.
    fn of(
        context: &Context<'a>,
        made: &[Made],
        here: usize,
        parts: &[usize],
        classes: &[Option<usize>],
    ) -> Option<Self> {
        let Made { id, named, item } = &made[here];
        let mut item = match item {
            Item::Struct(_) | Item::Enumeration(_) | Item::Union(_) => item.clone(),
            Item::Newtype(_) | Item::Alias(_) | Item::Statuses(_) => return None,
        };
        // One name for all.
        let name = &made[0].named;
        let (ident, docs) = item.title_mut();
        *ident = name.ident.clone();
        *docs = Docs::default();
        for ty in item.types_mut() {
            ty.each_named_mut(&mut |named| *named = name.clone());
        }
        let part = |part: &usize| {
            let home = &made[*part].named.home;
            // What has no class yet is what this is a part of.
            let class = classes[*part].unwrap_or(*part);
            (class, (*home != named.home).then(|| home.clone()))
        };
        Some(Self {
            variant: context.variant_position(*id),
            features: context.features.positions(*id),
            item,
            parts: parts.iter().map(part).collect(),
        })
    }
}
