//! Components that stand in another file as a whole, or a section of them: `components: {schemas: {$ref: _index.yaml}}`.
//!
//! They are put in place before anything else is joined. Then whatever refers to an entry, through the root or past it,
//! finds the same one, and no other part is given its name.

use foldhash::{HashMap, HashMapExt as _};
use indexmap::IndexMap;

use super::collect::Found;
use super::target::Target;
use super::{Joiner, names};
use crate::document::grammar::{Kind, Shape};
use crate::source::{FileId, Object, Value, join};

const COMPONENTS: &str = "/components";

/// Components of the root that stand in another file, by their pointers in the root: what they are, and in which.
pub(super) type Moved = IndexMap<String, (Shape, FileId)>;

/// Takes the parts that stand elsewhere out of the tree, for as long as the rest of it is looked at.
pub(super) fn take(tree: &mut Value, moved: &Moved) -> Vec<Value> {
    let parts = moved.keys();
    let parts = parts.map(|at| tree.pointer_mut(at).map(std::mem::take));
    parts.map(Option::unwrap_or_default).collect()
}

/// Puts back what was taken out.
pub(super) fn put_back(tree: &mut Value, moved: &Moved, parts: Vec<Value>) {
    for (at, part) in moved.keys().zip(parts) {
        if let Some(place) = tree.pointer_mut(at) {
            *place = part;
        }
    }
}

/// Whether a value is a reference and nothing else.
pub(super) fn is_alias(value: Option<&Value>) -> bool {
    let members = value.and_then(Value::as_object).map(Object::len);
    members == Some(1) && value.and_then(reference).is_some()
}

impl Joiner<'_> {
    /// Puts in place what stands for all components, or for a section of them.
    pub(super) fn sections(&mut self, tree: &mut Value) {
        let kind = match self.kind {
            Kind::Swagger => Kind::SwaggerComponents,
            _ => Kind::Components,
        };
        let section = |key: &str| kind.rule().shape(key);
        if !tree
            .get("components")
            .is_some_and(|it| is_split(it, section))
        {
            return;
        }
        // References are resolved as they were written, and lead through those that are about to go.
        if self.whole.is_none() {
            self.whole = Some(tree.clone());
        }
        let mut homes = HashMap::new();
        self.unfold(tree, COMPONENTS, Shape::Of(kind), &mut homes);
        let sections: Vec<(String, Shape)> = keys(tree, COMPONENTS)
            .into_iter()
            .filter_map(|key| Some((join(COMPONENTS, &key), section(&key)?)))
            .collect();
        for (at, item) in sections {
            let Shape::Map(shape) = item else { continue };
            self.unfold(tree, &at, item, &mut homes);
            for key in keys(tree, &at) {
                let at = join(&at, &key);
                let Some(home) = homes.remove(&at) else {
                    continue;
                };
                if let Shape::OrRef(kind) = *shape
                    && kind.section().is_some()
                {
                    self.components.insert((home.clone(), kind), at.clone());
                }
                self.moved.insert(at, (*shape, home.file));
            }
        }
        self.known = names::components(tree);
    }

    /// Puts in place what is at a pointer, until it is no reference any more. `homes` has where the members of what was
    /// unfolded stand, if that is not the root.
    fn unfold(
        &mut self,
        tree: &mut Value,
        at: &str,
        shape: Shape,
        homes: &mut HashMap<String, Target>,
    ) {
        let mut file = self.root;
        if let Some(home) = homes.get(at).cloned() {
            file = home.file;
            note(homes, at, &keys(tree, at), &home);
        }
        let mut trail = Vec::new();
        while let Some(reference) = tree.pointer(at).and_then(reference) {
            let found = Found {
                at: at.to_owned(),
                member: join(at, "$ref"),
                shape,
                reference: reference.to_owned(),
                bare: false,
            };
            let Some(target) = self.target(tree, &found, file) else {
                // Enough was said of it.
                names::remove(tree, &found.member);
                return;
            };
            if trail.contains(&target) {
                return self.circle(tree, &found);
            }
            let own = keys(tree, at);
            if !self.replace(tree, &target, &found) {
                return;
            }
            let mut brought = keys(tree, at);
            brought.retain(|key| !own.contains(key));
            note(homes, at, &brought, &target);
            file = target.file;
            trail.push(target);
        }
    }
}

/// Notes where members of what is at a pointer stand.
fn note(homes: &mut HashMap<String, Target>, at: &str, keys: &[String], home: &Target) {
    for key in keys {
        let pointer = join(&home.pointer, key);
        let file = home.file;
        homes.insert(join(at, key), Target { file, pointer });
    }
}

fn keys(tree: &Value, at: &str) -> Vec<String> {
    let members = tree.pointer(at).and_then(Value::as_object).into_iter();
    let keys = members.flat_map(Object::keys).filter(|key| *key != "$ref");
    keys.map(str::to_owned).collect()
}

/// Whether components, or a section of them, are a reference.
fn is_split(components: &Value, section: impl Fn(&str) -> Option<Shape>) -> bool {
    let members = components.as_object().into_iter().flat_map(Object::iter);
    let mut sections = members.filter(|(key, _)| section(key).is_some());
    reference(components).is_some() || sections.any(|(_, section)| reference(section).is_some())
}

fn reference(value: &Value) -> Option<&str> {
    value.get("$ref")?.as_str()
}
