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
    let extensions_of_paths = extensions(&mut paths);
    let (paths, further) = read_paths(paths);
    let openapi = OpenAPI {
        openapi: get(root, "openapi"),
        info: get(root, "info"),
        servers: get(root, "servers"),
        paths: Paths {
            paths,
            extensions: extensions_of_paths,
        },
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

/// The path items, which is what begins with a slash, and their operations of further methods.
fn read_paths(paths: Object) -> (IndexMap<String, ReferenceOr<PathItem>>, Further) {
    let mut items = IndexMap::with_capacity(paths.len());
    let mut further = Further::new();
    for (path, item) in paths {
        if !path.starts_with('/') {
            continue;
        }
        if let Some(operations) = item.get(FURTHER).cloned().and_then(Read::read) {
            further.insert(path.clone(), operations);
        }
        if let Some(item) = PathItem::read(item) {
            items.insert(path, ReferenceOr::Item(item));
        }
    }
    (items, further)
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
