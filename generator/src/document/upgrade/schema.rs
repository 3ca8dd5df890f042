//! The order in which a schema's keywords are brought to 3.0's shape.

use super::{events, keywords, nulls, reference, types};
use crate::document::Version;
use crate::document::origins::Origins;
use crate::source::{Object, Path, Value};

/// Upgrades one schema, whose parts are upgraded already.
pub(super) fn upgrade(value: &mut Value, version: Version, path: &Path<'_>, origins: &mut Origins) {
    if let Value::Bool(allows) = value {
        *value = Value::from(boolean(*allows));
        return;
    }
    let Value::Object(schema) = value else {
        return;
    };
    if schema.is_empty() {
        return;
    }
    reference::recursive(schema, path);
    if schema.contains_key("$ref") {
        reference::upgrade(schema, version, path, origins);
        if schema.contains_key("$ref") {
            return;
        }
    }
    // Each of these looks for its own keywords only; all of them together are the price of a schema that has none.
    keywords::constant(schema);
    keywords::exclusive_limits(schema);
    keywords::prefix_items(schema, path, origins);
    keywords::pattern_properties(schema);
    keywords::unevaluated_properties(schema);
    keywords::conditions(schema);
    keywords::content(schema);
    events::data(schema, path, origins);
    keywords::definitions(schema);
    types::integer_or_string(schema);
    types::list(schema, path, origins);
    nulls::branches(schema, path, origins);
    nulls::only_null(schema);
    keywords::enum_of_items(schema);
    keywords::enum_type(schema);
    keywords::integer_limits(schema);
}

/// `true` allows everything, `false` nothing.
fn boolean(allows: bool) -> Object {
    let mut schema = Object::new();
    if !allows {
        schema.insert("not", Object::new());
    }
    schema
}
