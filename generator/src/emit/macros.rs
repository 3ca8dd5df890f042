//! `macros.rs` of a client: how its types are read and written. What is below `macros/` is no module of this folder, but
//! text of that file.

use crate::plan::{Item, Plan};

use super::structure;

const HEAD: &str = "\
//! How the types of this crate are read and written. serde's `derive` would do as well; compiling what it makes of a
//! large API takes longer than compiling all the rest.
";

/// The pieces of the file, with the macros that the types of a plan need; none if there are no such types.
pub(super) fn texts(plan: &Plan) -> Vec<&'static str> {
    let needs = Needs::of(plan);
    let all = [
        (needs.objects, include_str!("macros/objects.rs")),
        (needs.enums, include_str!("macros/enums.rs")),
        (needs.unions, include_str!("macros/unions.rs")),
    ];
    let mut texts = Vec::new();
    for (is_needed, text) in all {
        if is_needed {
            texts.extend([if texts.is_empty() { HEAD } else { "" }, "\n", text]);
        }
    }
    texts
}

/// What there is that the macros read and write.
#[derive(Clone, Copy, Debug, Default)]
struct Needs {
    objects: bool,
    enums: bool,
    unions: bool,
}

impl Needs {
    fn of(plan: &Plan) -> Self {
        let mut needs = Self::default();
        for file in &plan.types {
            needs.add(&file.items);
        }
        for resource in &plan.resources {
            needs.add(&resource.items);
            for method in &resource.methods {
                needs.add(&method.items);
                needs.objects |= structure::is_written(&method.params);
            }
        }
        if let Some(receivers) = &plan.receivers {
            needs.add(&receivers.items);
        }
        needs
    }

    fn add(&mut self, items: &[Item]) {
        for item in items {
            match item {
                Item::Struct(_) => self.objects = true,
                Item::Enumeration(_) => self.enums = true,
                Item::Union(_) => self.unions = true,
                Item::Newtype(_) | Item::Alias(_) | Item::Statuses(_) => {}
            }
        }
    }
}
