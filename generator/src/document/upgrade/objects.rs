//! Everything but schemas: what 3.1 and 3.2 added, and what openapiv3 would not keep.

use crate::document::grammar::{FURTHER_METHODS, Kind};
use crate::document::origins::Origins;
use crate::document::{ALLOW_RESERVED, ITEM_SCHEMA};
use crate::source::{Object, Path, Value, join};

/// Upgrades one object, whose parts are upgraded already.
pub(super) fn upgrade(kind: Kind, object: &mut Object, path: &Path<'_>, origins: &mut Origins) {
    match kind {
        Kind::PathItem => further_methods(object, path, origins),
        Kind::Operation if !object.contains_key("responses") => {
            object.insert("responses", Object::new());
        }
        Kind::Parameter => parameter(object),
        Kind::MediaType => {
            item_schema(object, path, origins);
        }
        Kind::Encoding => encoding(object),
        Kind::Header => {
            object.rename("explode", "x-specwright-explode");
        }
        Kind::Callback => object.retain(|key, _| !key.starts_with("x-")),
        Kind::SecurityScheme => mutual_tls(object),
        _ => {}
    }
}

/// Methods that openapiv3 has no field for.
fn further_methods(item: &mut Object, path: &Path<'_>, origins: &mut Origins) {
    let mut operations = Object::new();
    let kept = path.key("x-specwright-operations").pointer();
    if let Some(query) = item.remove("query") {
        origins.same(join(&kept, "QUERY"), &path.key("query").pointer());
        operations.insert("QUERY", query);
    }
    if let Some(Value::Object(additional)) = item.remove(FURTHER_METHODS) {
        let before = path.key(FURTHER_METHODS).pointer();
        for (method, operation) in additional {
            origins.same(join(&kept, &method), &join(&before, &method));
            operations.insert(method, operation);
        }
    }
    if !operations.is_empty() {
        item.insert("x-specwright-operations", operations);
    }
}

fn parameter(parameter: &mut Object) {
    match parameter.get("in").and_then(Value::as_str) {
        Some("querystring") => {
            parameter.insert("in", "query");
            parameter.insert("x-specwright-querystring", true);
        }
        Some("path") => {
            parameter.rename("allowReserved", ALLOW_RESERVED);
        }
        Some("cookie") => {
            // `cookie` differs from `form` in what is escaped, and openapiv3 knows only `form`.
            parameter.remove("style");
        }
        _ => {}
    }
}

/// The schema of one item stands for that of all of them, which says no more.
fn item_schema(content: &mut Object, path: &Path<'_>, origins: &mut Origins) {
    if let Some(schema) = content.remove("itemSchema") {
        let here = path.key("schema").pointer();
        origins.same(here, &path.key("itemSchema").pointer());
        content.insert("schema", schema);
        content.insert(ITEM_SCHEMA, true);
    }
}

/// Absent, `explode` follows from the style; openapiv3 would take it for `false`.
fn encoding(encoding: &mut Object) {
    if !encoding.contains_key("explode") {
        let style = encoding.get("style").and_then(Value::as_str);
        let explode = matches!(style, None | Some("form"));
        encoding.insert("explode", explode);
    }
}

fn mutual_tls(scheme: &mut Object) {
    if scheme.get("type").and_then(Value::as_str) == Some("mutualTLS") {
        scheme.insert("type", "http");
        scheme.insert("scheme", "mutual-tls");
        scheme.insert("x-specwright-mutual-tls", true);
    }
}
