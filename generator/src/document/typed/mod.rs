//! The typed view: openapiv3's types, read from the tree.
//!
//! openapiv3 has `Deserialize` for that, and a test holds us to what it reads. It is not used beyond that test: most of
//! its types are flattened or untagged, so serde copies each value before it knows what it is, once for every level
//! above it. That took 100 of the 305 ms of this phase for GitHub's description, and a stack of its own; and every build
//! script that depends on this crate compiled what serde makes of those types, by four kinds of deserializers.
//!
//! Nothing here can fail. After `check` and `upgrade` every value has the shape that its key asks for; one that had
//! not would count as absent.

mod objects;
mod read;
mod schema;
#[cfg(test)]
mod tests;

use indexmap::IndexMap;
use openapiv3::{Components, OpenAPI, Operation, PathItem, Paths, ReferenceOr};

use crate::source::{Object, Value};
use read::{Read, extensions, get, object};

/// The description, and what openapiv3 has no field for.
pub(super) struct Typed {
    pub(super) openapi: OpenAPI,
    pub(super) webhooks: IndexMap<String, PathItem>,
    /// Operations of methods that openapiv3 has no field for, by path and method.
    pub(super) further: Further,
}

/// Operations by path and method.
pub(super) type Further = IndexMap<String, IndexMap<String, Operation>>;

/// The extension that holds the operations of further methods.
pub(super) const FURTHER: &str = "x-specwright-operations";

/// Reads the description and its webhooks; none if the root is no object. The tree goes as it is read: both together
/// would be the most memory that a run takes.
pub(super) fn read(tree: Value) -> Option<Typed> {
    let root = &mut object(tree)?;
    let mut paths = object(root.take("paths")).unwrap_or_default();
    let further = read_further(&paths);
    let paths = Paths {
        extensions: extensions(&mut paths),
        paths: read_paths(paths),
    };
    let openapi = OpenAPI {
        openapi: get(root, "openapi"),
        info: get(root, "info"),
        servers: get(root, "servers"),
        paths,
        components: object(root.take("components")).map(read_components),
        security: get(root, "security"),
        tags: get(root, "tags"),
        external_docs: get(root, "externalDocs"),
        extensions: extensions(root),
    };
    Some(Typed {
        openapi,
        webhooks: get(root, "webhooks"),
        further,
    })
}

/// The path items: what begins with a slash.
fn read_paths(paths: Object) -> IndexMap<String, ReferenceOr<PathItem>> {
    let mut items = IndexMap::with_capacity(paths.len());
    for (path, item) in paths {
        if let (true, Some(item)) = (path.starts_with('/'), PathItem::read(item)) {
            items.insert(path, ReferenceOr::Item(item));
        }
    }
    items
}

fn read_further(paths: &Object) -> Further {
    let items = paths.iter().filter(|(key, _)| key.starts_with('/'));
    let further = items.filter_map(|(path, item)| {
        let operations = Read::read(item.get(FURTHER)?.clone())?;
        Some((path.to_owned(), operations))
    });
    further.collect()
}

fn read_components(mut components: Object) -> Components {
    Components {
        schemas: get(&mut components, "schemas"),
        responses: get(&mut components, "responses"),
        parameters: get(&mut components, "parameters"),
        examples: get(&mut components, "examples"),
        request_bodies: get(&mut components, "requestBodies"),
        headers: get(&mut components, "headers"),
        security_schemes: get(&mut components, "securitySchemes"),
        links: get(&mut components, "links"),
        callbacks: get(&mut components, "callbacks"),
        extensions: extensions(&mut components),
    }
}
