//! Gives shared parts the places that OpenAPI 3 has for them.

use std::borrow::Cow;

use foldhash::HashMap;

use crate::document::join::clean;
use crate::document::origins::Origins;
use crate::source::{Object, Value, join, unescape};

/// Where Swagger has shared parts, and in which section of `components` OpenAPI has them.
const SECTIONS: [(&str, &str); 4] = [
    ("definitions", "schemas"),
    ("parameters", "parameters"),
    ("responses", "responses"),
    ("securityDefinitions", "securitySchemes"),
];

/// Where shared parts were moved from and to, as pointers.
#[derive(Default)]
pub(in crate::document) struct Moved(HashMap<String, String>);

/// Moves shared parts to `components`. Names that OpenAPI does not allow, as `Page«Pet»`, become some that it does.
pub(in crate::document) fn arrange(tree: &mut Value, origins: &mut Origins) -> Moved {
    let mut moved = Moved::default();
    let Value::Object(root) = tree else {
        return moved;
    };
    let mut components = Object::new();
    for (before, section) in SECTIONS {
        let Some(parts) = root.remove(before) else {
            continue;
        };
        let (from, to) = (join("", before), join("/components", section));
        origins.same(to.clone(), &from);
        let parts = match parts {
            Value::Object(parts) if section != "securitySchemes" => {
                let mut placed = Object::new();
                for (name, part) in parts {
                    let known = free(&placed, &clean(&name));
                    let (from, to) = (join(&from, &name), join(&to, &known));
                    if name != known {
                        origins.set(to.clone(), origins.resolve(&from));
                    }
                    moved.0.insert(from, to);
                    placed.insert(known, part);
                }
                Value::Object(placed)
            }
            // Requirements name these as they are.
            parts => parts,
        };
        components.insert(section, parts);
    }
    root.insert("components", components);
    moved
}

/// A name, or what it becomes where another part has it already.
fn free(placed: &Object, name: &str) -> String {
    let name = if name.is_empty() { "part" } else { name };
    let numbered = (2_usize..).map(|number| format!("{name}_{number}"));
    let mut names = std::iter::once(name.to_owned()).chain(numbered);
    names
        .find(|name| !placed.contains_key(name))
        .expect("there are more numbers than names")
}

impl Moved {
    /// Where what stood at a pointer is now.
    pub(in crate::document) fn now<'p>(&self, pointer: &'p str) -> Cow<'p, str> {
        let mut slashes = pointer.match_indices('/').map(|(at, _)| at).skip(2);
        let (part, rest) = pointer.split_at(slashes.next().unwrap_or(pointer.len()));
        // A name may have been escaped that need not be.
        let part = part.strip_prefix('/').and_then(|part| part.split_once('/'));
        let part = part.map(|(section, name)| join(&join("", section), &unescape(name)));
        match part.and_then(|part| self.0.get(&part)) {
            Some(now) => Cow::Owned(format!("{now}{rest}")),
            None => Cow::Borrowed(pointer),
        }
    }

    /// Whether a reference is nothing but the name of a schema, as Swagger 1.2 had them.
    pub(in crate::document) fn is_name(&self, reference: &str) -> bool {
        !reference.contains(['/', '#']) && self.0.contains_key(&join("/definitions", reference))
    }

    /// What may have been meant by a pointer that leads nowhere.
    pub(in crate::document) fn nearest(&self, wrong: &str) -> Option<String> {
        let (section, name) = wrong.rsplit_once('/')?;
        let names = self
            .0
            .keys()
            .filter_map(|from| from.strip_prefix(section)?.strip_prefix('/'));
        let near = crate::diagnostic::nearest(name, names)?;
        Some(join(section, near))
    }
}
