//! The types of arguments that may be null as well. What converts into such a type elsewhere is to be taken there, too, and
//! only the crate that has the type can say how.

use foldhash::{HashMap, HashMapExt as _, HashSet, HashSetExt as _};

use super::item::{Item, Struct};
use super::ty::{Home, Named, Ty};
use super::{Plan, Setter};

/// Marks the enums of which that is so.
pub(super) fn mark(plan: &mut Plan) {
    let mut wanted = HashSet::new();
    let mut aliases = HashMap::new();
    let mut look = |home: &Home, items: &[Item]| {
        for item in items {
            match item {
                Item::Struct(item) => structure(item, &mut wanted),
                Item::Alias(alias) => {
                    if let Ty::Named(of) = &alias.ty {
                        let ident = alias.ident.clone();
                        let home = home.clone();
                        aliases.insert(Named { home, ident }, of.clone());
                    }
                }
                _ => {}
            }
        }
    };
    for file in &plan.types {
        look(&Home::Types, &file.items);
    }
    for resource in &plan.resources {
        look(&Home::Resource(resource.path.clone()), &resource.items);
        for method in &resource.methods {
            look(&method.home, &method.items);
        }
    }
    for method in plan.methods() {
        structure(&method.params, &mut wanted);
        method
            .setters
            .iter()
            .for_each(|setter| given(setter, &mut wanted));
    }
    let meant = wanted
        .iter()
        .filter_map(|named| aliases.get(named).cloned());
    let meant: Vec<Named> = meant.collect();
    wanted.extend(meant);
    let set = |home: &Home, items: &mut [Item]| {
        for item in items {
            let named = Named {
                home: home.clone(),
                ident: item.ident().clone(),
            };
            match item {
                Item::Enumeration(item) => item.nullable = wanted.contains(&named),
                Item::Union(item) => item.nullable = wanted.contains(&named),
                _ => {}
            }
        }
    };
    for file in &mut plan.types {
        set(&Home::Types, &mut file.items);
    }
    for resource in &mut plan.resources {
        set(&Home::Resource(resource.path.clone()), &mut resource.items);
        for method in &mut resource.methods {
            set(&method.home, &mut method.items);
        }
    }
}

fn structure(item: &Struct, wanted: &mut HashSet<Named>) {
    item.arguments
        .iter()
        .for_each(|argument| given(argument, wanted));
}

fn given(setter: &Setter, wanted: &mut HashSet<Named>) {
    if let Ty::Field(inner) = &setter.value.ty
        && let Ty::Named(named) = &**inner
    {
        wanted.insert(named.clone());
    }
}
