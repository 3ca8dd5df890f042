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
use read::{Read, extensions, get};

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

/// Reads the description and its webhooks; none if the root is no object.
pub(super) fn read(tree: &Value) -> Option<Typed> {
    let root = tree.as_object()?;
    let paths = root.get("paths").and_then(Value::as_object);
    let components = root.get("components").and_then(Value::as_object);
    let openapi = OpenAPI {
        openapi: get(root, "openapi"),
        info: get(root, "info"),
        servers: get(root, "servers"),
        paths: paths.map(read_paths).unwrap_or_default(),
        components: components.map(read_components),
        security: get(root, "security"),
        tags: get(root, "tags"),
        external_docs: get(root, "externalDocs"),
        extensions: extensions(root),
    };
    Some(Typed {
        openapi,
        webhooks: get(root, "webhooks"),
        further: paths.map(read_further).unwrap_or_default(),
    })
}

/// The path items: what begins with a slash.
fn items(paths: &Object) -> impl Iterator<Item = (&str, &Value)> {
    paths.iter().filter(|(key, _)| key.starts_with('/'))
}

fn read_paths(paths: &Object) -> Paths {
    let items = items(paths).filter_map(|(path, item)| {
        let item = PathItem::read(item)?;
        Some((path.to_owned(), ReferenceOr::Item(item)))
    });
    Paths {
        paths: items.collect(),
        extensions: extensions(paths),
    }
}

fn read_further(paths: &Object) -> Further {
    let further = items(paths).filter_map(|(path, item)| {
        let operations = Read::read(item.get(FURTHER)?)?;
        Some((path.to_owned(), operations))
    });
    further.collect()
}

fn read_components(components: &Object) -> Components {
    Components {
        schemas: get(components, "schemas"),
        responses: get(components, "responses"),
        parameters: get(components, "parameters"),
        examples: get(components, "examples"),
        request_bodies: get(components, "requestBodies"),
        headers: get(components, "headers"),
        security_schemes: get(components, "securitySchemes"),
        links: get(components, "links"),
        callbacks: get(components, "callbacks"),
        extensions: extensions(components),
    }
}
