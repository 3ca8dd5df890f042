//! OpenAPI Overlays (1.0 and 1.1): lists of actions that update, copy or remove parts of a description before it is read.
//!
//! The JSONPath evaluator is our own: it walks our tree, gives places to act on rather than copies, and what overlays in
//! use ask of it is little. A crate would want the whole description as another kind of tree first.

mod eval;
mod path;

use crate::config::Given;
use crate::diagnostic::{Diagnostics, Place, catalogue};
use crate::source::{self, FileId, Files, Object, Value, join, parent, segments};
use std::borrow::Cow;
use std::path::PathBuf;

use super::origins::Origins;

/// Applies overlays to a description, in order.
pub(super) fn apply(
    tree: &mut Value,
    overlays: &[Given<PathBuf>],
    files: &mut Files,
    origins: &mut Origins,
    diagnostics: &mut Diagnostics,
) {
    for overlay in overlays {
        let place = Some(overlay.place.clone());
        let file = match files.read(&overlay.value) {
            Ok(file) => file,
            Err(error) => {
                diagnostics.push(catalogue::unreadable_file(&overlay.value, place, &error));
                continue;
            }
        };
        match source::parse(files.get(file), files.limits) {
            Ok(actions) => {
                let mut overlay = Overlay {
                    file,
                    origins,
                    diagnostics,
                };
                overlay.run(tree, &actions);
            }
            Err(error) => diagnostics.push(catalogue::unparsable(file, &error)),
        }
    }
}

/// Where a value was written.
type Origin = (FileId, String);

struct Overlay<'a> {
    file: FileId,
    origins: &'a mut Origins,
    diagnostics: &'a mut Diagnostics,
}

impl Overlay<'_> {
    fn place(&self, pointer: &str) -> Place {
        Place::node(self.file, pointer)
    }

    fn run(&mut self, tree: &mut Value, overlay: &Value) {
        let version = overlay.get("overlay").and_then(Value::as_str);
        if !version.is_some_and(|version| version.starts_with("1.")) {
            let diagnostic = catalogue::no_overlay(self.place(""));
            self.diagnostics.push(diagnostic);
            return;
        }
        let Some(actions) = overlay.get("actions").and_then(Value::as_array) else {
            let diagnostic = catalogue::missing_key(self.place(""), "actions", "an overlay", true);
            self.diagnostics.push(diagnostic);
            return;
        };
        for (index, action) in actions.iter().enumerate() {
            self.act(tree, action, &format!("/actions/{index}"));
        }
    }

    fn act(&mut self, tree: &mut Value, action: &Value, at: &str) {
        let Some(target) = action.get("target").and_then(Value::as_str) else {
            let diagnostic = catalogue::missing_key(self.place(at), "target", "an action", true);
            self.diagnostics.push(diagnostic);
            return;
        };
        let place = self.place(&join(at, "target"));
        let path = match path::parse(target) {
            Ok(path) => path,
            Err(fault) => {
                self.diagnostics
                    .push(catalogue::bad_json_path(place, target, &fault));
                return;
            }
        };
        let found = eval::select(tree, &path);
        if found.is_empty() {
            self.diagnostics
                .push(catalogue::overlay_without_effect(place, target));
        }
        if action.get("remove") == Some(&Value::Bool(true)) {
            // From the last to the first, so that the places of list items still to be removed stay good.
            let mut found = found;
            found.sort_by(|a, b| position(b).cmp(position(a)));
            for pointer in &found {
                self.remove(tree, pointer);
            }
        } else if let Some(update) = action.get("update") {
            let origin = (self.file, join(at, "update"));
            for pointer in &found {
                self.update(tree, pointer, update, &origin);
            }
        } else if let Some((value, origin)) = self.copied(tree, action, at) {
            for pointer in &found {
                self.update(tree, pointer, &value, &origin);
            }
        }
    }

    /// What an action copies, and where it was written. It is one value (Overlay 1.1, "Action Object").
    fn copied(&mut self, tree: &Value, action: &Value, at: &str) -> Option<(Value, Origin)> {
        let source = action.get("copy")?;
        let place = self.place(&join(at, "copy"));
        let Some(source) = source.as_str() else {
            let diagnostic = catalogue::wrong_shape(place, "`copy`", "a string", source, true);
            self.diagnostics.push(diagnostic);
            return None;
        };
        let path = match path::parse(source) {
            Ok(path) => path,
            Err(fault) => {
                self.diagnostics
                    .push(catalogue::bad_json_path(place, source, &fault));
                return None;
            }
        };
        match eval::select(tree, &path).as_slice() {
            [] => self
                .diagnostics
                .push(catalogue::overlay_without_effect(place, source)),
            [one] => return Some((tree.pointer(one)?.clone(), self.origins.resolve(one))),
            several => {
                self.diagnostics
                    .push(catalogue::several_to_copy(place, source, several.len()))
            }
        }
        None
    }

    /// Objects are merged, lists are appended to, anything else is replaced.
    fn update(&mut self, tree: &mut Value, pointer: &str, update: &Value, origin: &Origin) {
        let Some(target) = tree.pointer_mut(pointer) else {
            return;
        };
        match (target, update) {
            (Value::Object(target), Value::Object(update)) => {
                self.merge(target, update, pointer, origin);
            }
            (Value::Array(values), Value::Array(update)) => {
                self.append(values, update, pointer, origin);
            }
            (Value::Array(values), update) => {
                let here = format!("{pointer}/{}", values.len());
                self.origins.set(here, origin.clone());
                values.push(update.clone());
            }
            (target, update) => {
                *target = update.clone();
                self.origins.set(pointer.to_owned(), origin.clone());
            }
        }
    }

    fn append(
        &mut self,
        values: &mut Vec<Value>,
        update: &[Value],
        pointer: &str,
        (file, origin): &Origin,
    ) {
        for (index, value) in update.iter().enumerate() {
            let here = format!("{pointer}/{}", values.len());
            self.origins.set(here, (*file, format!("{origin}/{index}")));
            values.push(value.clone());
        }
    }

    fn merge(&mut self, target: &mut Object, update: &Object, pointer: &str, origin: &Origin) {
        for (key, value) in update.iter() {
            let here = join(pointer, key);
            let from = (origin.0, join(&origin.1, key));
            match (target.get_mut(key), value) {
                (Some(Value::Object(target)), Value::Object(update)) => {
                    self.merge(target, update, &here, &from);
                }
                (Some(Value::Array(values)), Value::Array(update)) => {
                    self.append(values, update, &here, &from);
                }
                _ => {
                    target.insert(key, value.clone());
                    self.origins.set(here, from);
                }
            }
        }
    }

    fn remove(&mut self, tree: &mut Value, pointer: &str) {
        let Some(above) = parent(pointer) else { return };
        let Some(name) = segments(pointer).last() else {
            return;
        };
        match tree.pointer_mut(above) {
            Some(Value::Object(object)) => {
                object.remove(&name);
            }
            Some(Value::Array(values)) => {
                let Some(index) = name.parse().ok().filter(|index| *index < values.len()) else {
                    return;
                };
                values.remove(index);
                let later = index + 1..values.len() + 1;
                let list = source::Path::start(above);
                self.origins.shift(&list, later.map(|old| (old, old - 1)));
            }
            _ => {}
        }
    }
}

/// Where a pointer leads, for comparing it with others: the items of a list in their order.
fn position(pointer: &str) -> impl Iterator<Item = (Option<usize>, Cow<'_, str>)> {
    segments(pointer).map(|segment| (segment.parse().ok(), segment))
}

#[cfg(test)]
mod tests;
