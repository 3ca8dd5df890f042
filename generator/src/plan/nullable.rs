//! The types of arguments that may be null as well, or are in a box. What converts into such a type elsewhere is to be taken
//! there, too, and only the crate that has the type can say how.

use foldhash::{HashMap, HashMapExt as _, HashSet};

use super::item::{Item, Struct};
use super::ty::{Home, Named, Ty};
use super::{Plan, Setter};

/// The types of which that is so.
#[derive(Default)]
struct Wanted {
    nullable: HashSet<Named>,
    boxed: HashSet<Named>,
}

/// Marks the enums of which that is so.
pub(super) fn mark(plan: &mut Plan) {
    let mut wanted = Wanted::default();
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
    for wanted in [&mut wanted.nullable, &mut wanted.boxed] {
        let meant = wanted
            .iter()
            .filter_map(|named| aliases.get(named).cloned());
        let meant: Vec<Named> = meant.collect();
        wanted.extend(meant);
    }
    let set = |home: &Home, items: &mut [Item]| {
        for item in items {
            let named = Named {
                home: home.clone(),
                ident: item.ident().clone(),
            };
            match item {
                Item::Enumeration(item) => item.nullable = wanted.nullable.contains(&named),
                Item::Union(item) => {
                    item.nullable = wanted.nullable.contains(&named);
                    item.boxed = wanted.boxed.contains(&named);
                }
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

fn structure(item: &Struct, wanted: &mut Wanted) {
    item.arguments
        .iter()
        .for_each(|argument| given(argument, wanted));
}

fn given(setter: &Setter, wanted: &mut Wanted) {
    let (ty, nullable) = match &setter.value.ty {
        Ty::Field(inner) => (&**inner, true),
        ty => (ty, false),
    };
    match ty {
        Ty::Named(named) if nullable => _ = wanted.nullable.insert(named.clone()),
        Ty::Boxed(inner) => {
            if let Ty::Named(named) = &**inner {
                wanted.boxed.insert(named.clone());
            }
        }
        _ => {}
    }
}
