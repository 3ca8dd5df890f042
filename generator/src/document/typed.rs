//! The typed view: openapiv3 reads the tree, piece by piece.
//!
//! After `check` and `upgrade` this can't fail for a reason of the user's. Should it fail all the same, one piece (a path
//! item, a component) is left out and named, and not the whole document.

use std::hash::Hash;

use indexmap::IndexMap;
use openapiv3::{Components, OpenAPI, Operation, PathItem, Paths, ReferenceOr};
use serde::Deserialize;

use super::origins::Origins;
use crate::diagnostic::{Diagnostics, catalogue};
use crate::source::{Object, Value, join};

/// Reads the description and its webhooks; none if the root itself can't be read.
pub(super) fn read(tree: &Value, origins: &Origins, diagnostics: &mut Diagnostics) -> Option<Read> {
    let mut reader = Reader {
        origins,
        diagnostics,
    };
    let root = tree.as_object()?;
    let (paths, further) = reader.paths(root.get("paths"));
    let openapi = OpenAPI {
        openapi: reader.optional(root, "openapi"),
        info: reader.optional(root, "info"),
        servers: reader.optional(root, "servers"),
        paths,
        components: root
            .get("components")
            .map(|components| reader.components(components)),
        security: reader.optional(root, "security"),
        tags: reader.optional(root, "tags"),
        external_docs: reader.optional(root, "externalDocs"),
        extensions: reader.extensions(root, ""),
    };
    let webhooks = reader.entries(root.get("webhooks"), "/webhooks");
    Some(Read {
        openapi,
        webhooks,
        further,
    })
}

/// What was read.
pub(super) struct Read {
    pub(super) openapi: OpenAPI,
    pub(super) webhooks: IndexMap<String, PathItem>,
    /// Operations of methods that openapiv3 has no field for, by path and method.
    pub(super) further: Further,
}

/// Operations by path and method.
pub(super) type Further = IndexMap<String, IndexMap<String, Operation>>;

/// The extension that holds the operations of further methods.
pub(super) const FURTHER: &str = "x-specwright-operations";

struct Reader<'a> {
    origins: &'a Origins,
    diagnostics: &'a mut Diagnostics,
}

impl Reader<'_> {
    fn value<'de, T: Deserialize<'de>>(&mut self, value: &'de Value, pointer: &str) -> Option<T> {
        match T::deserialize(value) {
            Ok(read) => Some(read),
            Err(mismatch) => {
                let place = self.origins.place(pointer).on_key();
                let diagnostic = catalogue::unreadable_part(place, &mismatch.to_string());
                self.diagnostics.push(diagnostic);
                None
            }
        }
    }

    /// A member of the root.
    fn optional<'de, T: Deserialize<'de> + Default>(&mut self, root: &'de Object, key: &str) -> T {
        root.get(key)
            .and_then(|value| self.value(value, &join("", key)))
            .unwrap_or_default()
    }

    /// Every entry of a map on its own.
    fn entries<'de, K, T>(&mut self, map: Option<&'de Value>, pointer: &str) -> IndexMap<K, T>
    where
        K: From<String> + Hash + Eq,
        T: Deserialize<'de>,
    {
        let entries = map.and_then(Value::as_object).into_iter();
        entries
            .flat_map(Object::iter)
            .filter_map(|(key, value)| {
                let value = self.value(value, &join(pointer, key))?;
                Some((key.to_owned().into(), value))
            })
            .collect()
    }

    fn extensions(
        &mut self,
        object: &Object,
        pointer: &str,
    ) -> IndexMap<String, serde_json::Value> {
        let extensions = object.iter().filter(|(key, _)| key.starts_with("x-"));
        extensions
            .filter_map(|(key, value)| {
                Some((key.to_owned(), self.value(value, &join(pointer, key))?))
            })
            .collect()
    }

    fn paths(&mut self, paths: Option<&Value>) -> (Paths, Further) {
        let Some(paths) = paths.and_then(Value::as_object) else {
            return Default::default();
        };
        let (mut items, mut further) = (IndexMap::new(), Further::new());
        for (path, item) in paths.iter().filter(|(key, _)| key.starts_with('/')) {
            let pointer = join("/paths", path);
            if let Some(read) = self.value(item, &pointer) {
                items.insert(path.to_owned(), ReferenceOr::Item(read));
            }
            let operations = item.get(FURTHER);
            if operations.is_some() {
                let operations = self.entries(operations, &join(&pointer, FURTHER));
                further.insert(path.to_owned(), operations);
            }
        }
        let paths = Paths {
            paths: items,
            extensions: self.extensions(paths, "/paths"),
        };
        (paths, further)
    }

    fn components(&mut self, components: &Value) -> Components {
        let Some(object) = components.as_object() else {
            return Components::default();
        };
        Components {
            schemas: self.entries(object.get("schemas"), "/components/schemas"),
            responses: self.entries(object.get("responses"), "/components/responses"),
            parameters: self.entries(object.get("parameters"), "/components/parameters"),
            examples: self.entries(object.get("examples"), "/components/examples"),
            request_bodies: self.entries(object.get("requestBodies"), "/components/requestBodies"),
            headers: self.entries(object.get("headers"), "/components/headers"),
            security_schemes: self
                .entries(object.get("securitySchemes"), "/components/securitySchemes"),
            links: self.entries(object.get("links"), "/components/links"),
            callbacks: self.entries(object.get("callbacks"), "/components/callbacks"),
            extensions: self.extensions(object, "/components"),
        }
    }
}
