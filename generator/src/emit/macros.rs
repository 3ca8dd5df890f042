//! `macros.rs` of a client: how its types are read and written. What is below `macros/` is no module of this folder, but
//! text of that file.

use crate::plan::{Decoding, Item, Plan};

use super::structure;

const HEAD: &str = "\
//! How the types of this crate are read and written. serde's `derive` would do as well; compiling what it makes of a
//! large API takes longer than compiling all the rest.
";

/// What there is that the macros read and write.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Macros {
    objects: bool,
    enums: bool,
    unions: bool,
    keyed: bool,
    fields: bool,
}

impl Macros {
    /// Those that the types of a plan need, if any.
    pub(super) fn of(plan: &Plan) -> Option<Self> {
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
        (needs.objects || needs.enums || needs.unions || needs.keyed).then_some(needs)
    }

    /// The pieces of the file.
    pub(super) fn texts(self) -> Vec<&'static str> {
        let mut texts = vec![HEAD];
        for (is_needed, text) in [
            (self.objects, include_str!("macros/objects.rs")),
            (self.enums, include_str!("macros/enums.rs")),
            (self.unions, include_str!("macros/unions.rs")),
            (self.keyed, include_str!("macros/keyed.rs")),
            (self.fields, include_str!("macros/fields.rs")),
        ] {
            if is_needed {
                texts.extend(["\n", text]);
            }
        }
        texts
    }

    fn add(&mut self, items: &[Item]) {
        for item in items {
            match item {
                Item::Struct(_) => self.objects = true,
                Item::Enumeration(item) => {
                    self.enums = true;
                    self.fields |= item.nullable;
                }
                Item::Union(item) => {
                    match item.decoding {
                        Decoding::Key { .. } => self.keyed = true,
                        Decoding::Tag { .. } | Decoding::Order { .. } => self.unions = true,
                    }
                    self.fields |= item.nullable || item.boxed;
                }
                Item::Newtype(_) | Item::Alias(_) | Item::Statuses(_) => {}
            }
        }
    }
}
