//! Brings OpenAPI 3.1 and 3.2 to the shape of 3.0, and keeps in extensions what openapiv3 would drop.
//!
//! Works from the leaves to the root: when an object is looked at, all in it is done. Nothing is reported here: what a
//! description says is widened where 3.0 can't say it, and never narrowed.

mod events;
mod keywords;
mod nulls;
mod objects;
mod reference;
mod schema;
mod types;

pub(super) use keywords::lists_items;

use super::Version;
use super::grammar::{Kind, Shape, Visit, walk};
use super::origins::Origins;
use crate::source::{Object, Path, Value};

/// Upgrades a whole description.
pub(super) fn upgrade(tree: &mut Value, version: Version, origins: &mut Origins) {
    let mut upgrade = Upgrade { version, origins };
    walk(Shape::Of(Kind::Root), tree, &Path::start(""), &mut upgrade);
}

struct Upgrade<'a> {
    version: Version,
    origins: &'a mut Origins,
}

impl Visit for Upgrade<'_> {
    fn leave(&mut self, kind: Kind, value: &mut Value, path: &Path<'_>) {
        if let Value::Object(object) = &mut *value {
            forget(kind, object);
        }
        match (kind, value) {
            (Kind::Schema, value) => schema::upgrade(value, self.version, path, self.origins),
            (_, Value::Object(object)) => objects::upgrade(kind, object, path, self.origins),
            _ => {}
        }
    }
}

/// Leaves out what a description has no business to say, as we say it ourselves; and examples, of which nothing is made,
/// and which are half of some descriptions.
fn forget(kind: Kind, object: &mut Object) {
    let has_examples = matches!(
        kind,
        Kind::Schema | Kind::MediaType | Kind::Parameter | Kind::Header | Kind::Components
    );
    let is_example = |key: &str| has_examples && matches!(key, "example" | "examples");
    let goes = |key: &str| key.starts_with("x-specwright-") || is_example(key);
    if object.keys().any(goes) {
        object.retain(|key, _| !goes(key));
    }
}

#[cfg(test)]
mod tests;
