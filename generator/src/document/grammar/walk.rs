//! The walk that every pass over a description makes: down by the table, telling the pass what each object is.

use super::{Kind, Shape};
use crate::source::{Path, Value};

/// What a pass does on the way.
pub(in crate::document) trait Visit {
    /// Before the members of an object. Gives whether to go in.
    fn enter(&mut self, _kind: Kind, _value: &mut Value, _path: &Path<'_>) -> bool {
        true
    }

    /// After the members of an object, and at each boolean that stands for a schema.
    fn leave(&mut self, _kind: Kind, _value: &mut Value, _path: &Path<'_>) {}

    /// At a reference that stands for an object; only schemas are gone into, for what stands beside it.
    fn reference(&mut self, _kind: Kind, _value: &mut Value, _path: &Path<'_>) {}

    /// At a reference in a place that knows none, such as `properties: {$ref: ...}`. Not gone into.
    fn misplaced_reference(&mut self, _shape: Shape, _value: &mut Value, _path: &Path<'_>) {}
}

/// Walks a value of some shape. What does not have the shape is passed by.
pub(in crate::document) fn walk(
    shape: Shape,
    value: &mut Value,
    path: &Path<'_>,
    visit: &mut impl Visit,
) {
    match (shape, value) {
        (Shape::OrRef(kind), value) if is_reference(value) => {
            visit.reference(kind, value, path);
            if kind == Kind::Schema {
                object(kind, value, path, visit);
            }
        }
        (Shape::Of(_) | Shape::Map(_) | Shape::List(_), value)
            if is_reference(value) && shape != Shape::Map(&Shape::Text) =>
        {
            visit.misplaced_reference(shape, value, path);
        }
        (Shape::Of(kind) | Shape::OrRef(kind), value @ Value::Object(_)) => {
            object(kind, value, path, visit);
        }
        (Shape::OrRef(Kind::Schema), value @ Value::Bool(_)) => {
            visit.leave(Kind::Schema, value, path);
        }
        (Shape::List(item), Value::Array(values)) => {
            for (index, value) in values.iter_mut().enumerate() {
                walk(*item, value, &path.index(index), visit);
            }
        }
        (Shape::Map(item), Value::Object(object)) => {
            for (key, value) in object.iter_mut() {
                walk(*item, value, &path.key(key), visit);
            }
        }
        (Shape::FlagOr(other), value @ Value::Object(_)) => walk(*other, value, path, visit),
        (Shape::OneOrMore(one), Value::Array(values)) => {
            for (index, value) in values.iter_mut().enumerate() {
                walk(*one, value, &path.index(index), visit);
            }
        }
        (Shape::OneOrMore(one), value) => walk(*one, value, path, visit),
        _ => {}
    }
}

fn object(kind: Kind, value: &mut Value, path: &Path<'_>, visit: &mut impl Visit) {
    if !visit.enter(kind, value, path) {
        return;
    }
    if let Value::Object(members) = value {
        let rule = kind.rule();
        for (key, value) in members.iter_mut() {
            if matches!(value, Value::Object(_) | Value::Array(_) | Value::Bool(_))
                && let Some(shape) = rule.shape(key)
            {
                walk(shape, value, &path.key(key), visit);
            }
        }
    }
    visit.leave(kind, value, path);
}

/// Whether the value is an object with a `$ref`.
fn is_reference(value: &Value) -> bool {
    matches!(value.get("$ref"), Some(Value::String(_)))
}
