//! Components that are nothing but references, and lead to themselves.

use foldhash::{HashSet, HashSetExt as _};
use indexmap::IndexSet;

use crate::diagnostic::{Diagnostics, catalogue};
use crate::document::origins::Origins;
use crate::source::{Object, Value, join};

/// Reports each circle of bare references once, at its first component.
pub(super) fn check(tree: &Value, origins: &Origins, diagnostics: &mut Diagnostics) {
    let Some(components) = tree.get("components").and_then(Value::as_object) else {
        return;
    };
    let mut known = HashSet::new();
    for (section, entries) in components.iter() {
        let start = join("/components", section);
        for (name, value) in entries.as_object().into_iter().flat_map(Object::iter) {
            let mut pointer = join(&start, name);
            let mut value = Some(value);
            let mut chain = IndexSet::new();
            while let Some(reference) = value.and_then(bare) {
                if chain.contains(&pointer) {
                    if known.insert(pointer.clone()) {
                        let place = origins.place(&pointer).on_key();
                        // What was written is not known any more, but where that leads to.
                        let leads_to = origins.resolve(reference.trim_start_matches('#'));
                        let written = match origins.resolve(&pointer).0 == leads_to.0 {
                            true => format!("#{}", leads_to.1),
                            false => reference.to_owned(),
                        };
                        diagnostics.push(catalogue::reference_circle(place, &written));
                    }
                    break;
                }
                if known.contains(&pointer) {
                    break;
                }
                chain.insert(pointer);
                pointer = reference.trim_start_matches('#').to_owned();
                value = tree.pointer(&pointer);
            }
            known.extend(chain);
        }
    }
}

/// The reference, if the object is nothing else.
fn bare(value: &Value) -> Option<&str> {
    let object = value.as_object().filter(|object| object.len() == 1)?;
    object.get("$ref")?.as_str()
}
