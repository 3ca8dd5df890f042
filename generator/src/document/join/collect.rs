//! Finds the references in a part of the tree.

use foldhash::HashSet;

use super::Job;
use crate::document::grammar::{Kind, Shape, Visit, walk};
use crate::source::{Path, Value, escape};

/// A reference that needs work.
pub(super) struct Found {
    /// Pointer to the object that holds it; for a mapping, to the text itself.
    pub(super) at: String,
    /// Pointer to the text of the reference.
    pub(super) member: String,
    /// The shape of what it stands for.
    pub(super) shape: Shape,
    /// The text.
    pub(super) reference: String,
    /// Whether it was the bare name of a schema, which may be one of the root as well.
    pub(super) bare: bool,
}

/// What a part refers to.
#[derive(Default)]
pub(super) struct References {
    /// Components of the root, referred to just as openapiv3 wants it.
    pub(super) components: Vec<(String, Kind)>,
    /// Everything else.
    pub(super) others: Vec<Found>,
}

/// Finds the references in a part. `known` are the root's components, if the part's own file is the root.
pub(super) fn collect(part: &mut Value, job: &Job, known: Option<&HashSet<String>>) -> References {
    let mut collect = Collect {
        known,
        references: References::default(),
    };
    walk(job.shape, part, &Path::start(&job.at), &mut collect);
    collect.references
}

struct Collect<'a> {
    known: Option<&'a HashSet<String>>,
    references: References,
}

impl Collect<'_> {
    fn note(
        &mut self,
        shape: Shape,
        reference: &str,
        bare: bool,
        path: &Path<'_>,
        member: &Path<'_>,
    ) {
        if let Some(known) = self.known
            && let Shape::OrRef(kind) = shape
            && let Some(pointer) = plain(reference, kind)
            && known.contains(pointer)
        {
            self.references.components.push((pointer.to_owned(), kind));
            return;
        }
        self.references.others.push(Found {
            at: path.pointer(),
            member: member.pointer(),
            shape,
            reference: reference.to_owned(),
            bare,
        });
    }
}

impl Collect<'_> {
    /// At a schema that a discriminator names.
    fn mapped(&mut self, text: &mut String, path: &Path<'_>) {
        let bare = is_name(text);
        if bare {
            *text = format!("#/components/schemas/{}", escape(text));
        }
        self.note(Shape::OrRef(Kind::Schema), text, bare, path, path);
    }
}

impl Visit for Collect<'_> {
    fn reference(&mut self, kind: Kind, value: &mut Value, path: &Path<'_>) {
        if let Some(reference) = value.get("$ref").and_then(Value::as_str) {
            self.note(
                Shape::OrRef(kind),
                reference,
                false,
                path,
                &path.key("$ref"),
            );
        }
    }

    fn misplaced_reference(&mut self, shape: Shape, value: &mut Value, path: &Path<'_>) {
        if let Some(reference) = value.get("$ref").and_then(Value::as_str) {
            self.note(shape, reference, false, path, &path.key("$ref"));
        }
    }

    /// A discriminator's mapping refers to schemas too, by reference or by bare name.
    fn enter(&mut self, kind: Kind, value: &mut Value, path: &Path<'_>) -> bool {
        let Value::Object(members) = value else {
            return true;
        };
        if kind != Kind::Discriminator {
            return true;
        }
        if let Some(Value::String(text)) = members.get_mut("defaultMapping") {
            self.mapped(text, &path.key("defaultMapping"));
        }
        if let Some(Value::Object(mapping)) = members.get_mut("mapping") {
            let list = path.key("mapping");
            for (key, value) in mapping.iter_mut() {
                if let Value::String(text) = value {
                    self.mapped(text, &list.key(key));
                }
            }
        }
        true
    }
}

/// Whether a mapping's value is the bare name of a schema.
fn is_name(text: &str) -> bool {
    let file = [".json", ".yaml", ".yml"];
    !text.contains(['/', '#']) && !file.iter().any(|end| text.ends_with(end))
}

/// The pointer of a reference that is just as it should be: `#/components/{section}/{name}`, nothing escaped.
fn plain(reference: &str, kind: Kind) -> Option<&str> {
    let pointer = reference.strip_prefix('#')?;
    let name = pointer
        .strip_prefix("/components/")?
        .strip_prefix(kind.section()?)?
        .strip_prefix('/')?;
    (!name.is_empty() && !name.contains(['/', '%'])).then_some(pointer)
}
