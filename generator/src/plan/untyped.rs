//! What the configuration says of types that are not made: Rust has them by itself, or they are given member by member.

use foldhash::{HashSet, HashSetExt as _};

use super::Context;
use super::names::key;
use crate::api::Origin;
use crate::config::key_of;

/// The keys of entries that have no effect, for the person to hear of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Untyped {
    /// Those of names that nothing is called by.
    pub names: Vec<String>,
    /// Those of macros that nothing derives.
    pub derives: Vec<String>,
}

/// All of them, as far as the API reaches their types.
pub(super) fn of(context: &Context<'_>) -> Untyped {
    let (types, config) = (&context.api.types, context.config);
    if config.types.is_empty() && config.derive.is_empty() {
        return Untyped::default();
    }
    let mut met = HashSet::new();
    let mut made = HashSet::new();
    // What stands inside a type is called after it.
    let mut named_by = HashSet::new();
    for (id, ty) in types.iter() {
        met.insert(key(ty));
        if context.names.of(id).is_none() {
            continue;
        }
        made.insert(key(ty));
        let mut here = ty;
        while named_by.insert(key(here))
            && config.type_name(key(here)).is_none()
            && let Origin::Inside { parent, .. } = &here.origin
        {
            here = &types[*parent];
        }
    }
    let idle = |name: &&String, used: &HashSet<&str>| {
        let key = key_of(name);
        met.contains(key) && !used.contains(key)
    };
    // That a name does nothing beside a type of the user's is plain without a plan.
    let names = config.types.iter();
    let names = names.filter(|(_, entry)| entry.name.is_some() && entry.replaced_by.is_none());
    let names = names.map(|(name, _)| name);
    let names = names.filter(|name| idle(name, &named_by));
    let derives = config.derive.keys().filter(|name| idle(name, &made));
    Untyped {
        names: names.cloned().collect(),
        derives: derives.cloned().collect(),
    }
}
