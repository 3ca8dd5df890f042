//! The typed view: openapiv3's types, read from the tree a part at a time.
//!
//! openapiv3 has `Deserialize` for that, and a test holds us to what it reads. It is not used beyond that test: most of
//! its types are flattened or untagged, so serde copies each value before it knows what it is, once for every level
//! above it. That took 100 of the 305 ms of this phase for GitHub's description, and a stack of its own; and every build
//! script that depends on this crate compiled what serde makes of those types, by four kinds of deserializers.
//!
//! A whole description in these types is the most memory that a run would take: a schema has 944 bytes, whatever it
//! says, and a path item 8,744. So a path item leaves the tree when it is read, and a component is read where it is
//! referred to.
//!
//! Nothing here can fail. After `check` and `upgrade` every value has the shape that its key asks for; one that had
//! not would count as absent.

mod components;
mod objects;
mod read;
mod schema;
#[cfg(test)]
mod tests;

use indexmap::IndexMap;
use openapiv3::{
    ExternalDocumentation, Info, Operation, PathItem, ReferenceOr, SecurityRequirement,
    SecurityScheme, Server, Tag,
};

pub use components::Components;

use crate::source::{Object, Value};
use read::{Read, get, object};

/// A description in parts.
pub(super) struct Typed {
    pub(super) head: Head,
    pub(super) paths: PathItems,
    pub(super) webhooks: PathItems,
    pub(super) components: Components,
}

/// What a description says that holds for all of it.
#[derive(Debug)]
pub struct Head {
    /// Its name and version.
    pub info: Info,
    /// Where there is more to read.
    pub external_docs: Option<ExternalDocumentation>,
    /// Where the API is.
    pub servers: Vec<Server>,
    /// What operations need that say nothing else.
    pub security: Option<Vec<SecurityRequirement>>,
    /// What is said of tags.
    pub tags: Vec<Tag>,
    /// What `security` may name.
    pub security_schemes: IndexMap<String, ReferenceOr<SecurityScheme>>,
}

/// Path items by what they are for: a path, or the name of a webhook. They are read one by one, and each is gone from
/// here then.
#[derive(Debug)]
pub struct PathItems(Object);

/// One of them.
#[derive(Debug)]
pub struct Path {
    /// The path, or the name.
    pub name: String,
    /// What stands there.
    pub item: PathItem,
    /// Its operations of methods that openapiv3 has no field for. Their pointers are
    /// `{pointer of the item}/x-specwright-operations/{method}`.
    pub further: IndexMap<String, Operation>,
}

/// The extension that holds the operations of further methods.
pub(super) const FURTHER: &str = "x-specwright-operations";

/// Takes the tree of a description apart; none if its root is no object.
pub(super) fn read(tree: Value) -> Option<Typed> {
    let root = &mut object(tree)?;
    let mut paths = object(root.take("paths")).unwrap_or_default();
    paths.retain(|path, _| path.starts_with('/'));
    let components = &mut object(root.take("components")).unwrap_or_default();
    Some(Typed {
        head: Head {
            info: get(root, "info"),
            external_docs: get(root, "externalDocs"),
            servers: get(root, "servers"),
            security: get(root, "security"),
            tags: get(root, "tags"),
            security_schemes: get(components, "securitySchemes"),
        },
        paths: PathItems(paths),
        webhooks: PathItems(object(root.take("webhooks")).unwrap_or_default()),
        components: Components::new(components),
    })
}

impl PathItems {
    /// Reads them, in document order.
    pub fn read(self) -> impl Iterator<Item = Path> {
        self.0.into_iter().filter_map(|(name, item)| {
            let mut item = object(item)?;
            let further = item.remove(FURTHER).and_then(Read::read);
            Some(Path {
                name,
                further: further.unwrap_or_default(),
                item: PathItem::read(item.into())?,
            })
        })
    }
}
