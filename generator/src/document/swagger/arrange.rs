//! Gives shared parts the places that OpenAPI 3 has for them.

use std::borrow::Cow;

use foldhash::HashMap;

use super::names::Names;
use crate::diagnostic::{Diagnostics, catalogue};
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

/// How Swagger calls a section of `components`.
pub(in crate::document) fn section(openapi: &str) -> &str {
    let section = SECTIONS.into_iter().find(|(_, now)| *now == openapi);
    section.map_or(openapi, |(before, _)| before)
}

/// Where shared parts were moved from and to, as pointers.
#[derive(Default)]
pub(in crate::document) struct Moved(HashMap<String, String>);

/// Moves shared parts to `components`. Names that OpenAPI does not allow, as `Page«Pet»`, become some that it does.
pub(in crate::document) fn arrange(
    tree: &mut Value,
    origins: &mut Origins,
    diagnostics: &mut Diagnostics,
) -> Moved {
    let mut moved = Moved::default();
    let Value::Object(root) = tree else {
        return moved;
    };
    if root.remove("components").is_some() {
        let place = origins.place("/components").on_key();
        let known = SECTIONS.map(|(before, _)| before);
        let unknown = catalogue::unknown_key(place, "components", "Swagger 2.0", known);
        diagnostics.push(unknown);
    }
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
                // Who has an allowed name keeps it.
                let is_allowed = |name: &&str| clean(name) == *name;
                let mut names = Names::of(parts.keys().filter(is_allowed));
                for (name, part) in parts {
                    let known = match clean(&name) {
                        // All of the section stands in another file.
                        _ if name == "$ref" && part.as_str().is_some() => name.clone(),
                        cleaned if cleaned == name => name.clone(),
                        cleaned if cleaned.is_empty() => names.give("part"),
                        cleaned => names.give(&cleaned),
                    };
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

impl Moved {
    /// Where what stood at a pointer is now.
    pub(in crate::document) fn now<'p>(&self, pointer: &'p str) -> Cow<'p, str> {
        let mut slashes = pointer.match_indices('/').map(|(at, _)| at).skip(2);
        let (part, rest) = pointer.split_at(slashes.next().unwrap_or(pointer.len()));
        let names = part.strip_prefix('/').and_then(|part| part.split_once('/'));
        let Some((before, name)) = names else {
            return Cow::Borrowed(pointer);
        };
        // A name may have been escaped that need not be.
        let part = join(&join("", before), &unescape(name));
        let section = || SECTIONS.into_iter().find(|(known, _)| *known == before);
        match (self.0.get(&part), section()) {
            (Some(now), _) => Cow::Owned(format!("{now}{rest}")),
            // It may stand in another file with all of the section.
            (None, Some((_, section))) => Cow::Owned(format!("/components/{section}/{name}{rest}")),
            (None, None) => Cow::Borrowed(pointer),
        }
    }

    /// The pointer to the schema whose name is all of a reference, as Swagger 1.2 had them.
    pub(in crate::document) fn named(&self, reference: &str) -> Option<String> {
        let pointer = join("/definitions", reference);
        let is_name = !reference.contains(['/', '#']) && self.0.contains_key(&pointer);
        is_name.then_some(pointer)
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
