//! The typed view: openapiv3 reads the tree, piece by piece.
//!
//! After `check` and `upgrade` this can't fail for a reason of the user's. Should it fail all the same, one piece (a path
//! item, a component) is left out and named, and not the whole document.

use std::hash::Hash;

use indexmap::IndexMap;
use openapiv3::{Components, OpenAPI, PathItem, Paths, ReferenceOr};
use serde::Deserialize;

use super::origins::Origins;
use crate::diagnostic::{Diagnostics, catalogue};
use crate::source::{Object, Value, join};

/// Reads the description and its webhooks; none if the root itself can't be read.
pub(super) fn read(
    tree: &Value,
    origins: &Origins,
    diagnostics: &mut Diagnostics,
) -> Option<(OpenAPI, IndexMap<String, PathItem>)> {
    let mut reader = Reader {
        origins,
        diagnostics,
    };
    let root = tree.as_object()?;
    let openapi = OpenAPI {
        openapi: reader.optional(root, "openapi"),
        info: reader.optional(root, "info"),
        servers: reader.optional(root, "servers"),
        paths: reader.paths(root.get("paths")),
        components: root
            .get("components")
            .map(|components| reader.components(components)),
        security: reader.optional(root, "security"),
        tags: reader.optional(root, "tags"),
        external_docs: reader.optional(root, "externalDocs"),
        extensions: reader.extensions(root, ""),
    };
    let webhooks = reader.entries(root.get("webhooks"), "/webhooks");
    Some((openapi, webhooks))
}

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

    fn paths(&mut self, paths: Option<&Value>) -> Paths {
        let Some(paths) = paths.and_then(Value::as_object) else {
            return Paths::default();
        };
        let items = paths.iter().filter(|(key, _)| key.starts_with('/'));
        Paths {
            paths: items
                .filter_map(|(path, item)| {
                    let item = self.value(item, &join("/paths", path))?;
                    Some((path.to_owned(), ReferenceOr::Item(item)))
                })
                .collect(),
            extensions: self.extensions(paths, "/paths"),
        }
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
