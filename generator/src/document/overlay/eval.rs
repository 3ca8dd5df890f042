//! What a JSONPath selects in a tree.

use std::collections::HashSet;

use super::path::{Comparison, Operand, Selector, Step, Test};
use crate::source::{Number, Path, Value, join};

/// Pointers of everything that a path selects, in the order of the tree, each once.
pub(super) fn select(tree: &Value, steps: &[Step]) -> Vec<String> {
    let mut seen = HashSet::new();
    let mut found = from(tree, tree, String::new(), steps);
    found.retain(|pointer| seen.insert(pointer.clone()));
    found
}

fn from(root: &Value, start: &Value, at: String, steps: &[Step]) -> Vec<String> {
    let mut here = vec![(at, start)];
    for step in steps {
        let mut next = Vec::new();
        for (at, value) in here {
            if step.deep {
                descend(root, value, &Path::start(&at), &step.selectors, &mut next);
            } else {
                take(root, value, &at, &step.selectors, &mut next);
            }
        }
        here = next;
    }
    here.into_iter().map(|(pointer, _)| pointer).collect()
}

/// Takes a step from a value and from all below it.
fn descend<'v>(
    root: &Value,
    value: &'v Value,
    at: &Path<'_>,
    selectors: &[Selector],
    next: &mut Vec<(String, &'v Value)>,
) {
    match value {
        Value::Object(object) => {
            take(root, value, &at.pointer(), selectors, next);
            for (key, value) in object.iter() {
                descend(root, value, &at.key(key), selectors, next);
            }
        }
        Value::Array(values) => {
            take(root, value, &at.pointer(), selectors, next);
            for (index, value) in values.iter().enumerate() {
                descend(root, value, &at.index(index), selectors, next);
            }
        }
        _ => {}
    }
}

fn take<'v>(
    root: &Value,
    value: &'v Value,
    at: &str,
    selectors: &[Selector],
    next: &mut Vec<(String, &'v Value)>,
) {
    for selector in selectors {
        match (selector, value) {
            (Selector::Name(name), Value::Object(object)) => {
                next.extend(object.get(name).map(|value| (join(at, name), value)));
            }
            (Selector::Index(index), Value::Array(values)) => {
                let length = values.len() as i64;
                let index = if *index < 0 { length + index } else { *index };
                let item = usize::try_from(index)
                    .ok()
                    .and_then(|index| values.get(index));
                next.extend(item.map(|value| (format!("{at}/{index}"), value)));
            }
            (Selector::Any | Selector::Filter(_), value) => {
                let passes = |value: &Value| match selector {
                    Selector::Filter(test) => holds(test, root, value),
                    _ => true,
                };
                next.extend(children(value, at).filter(|(_, value)| passes(value)));
            }
            _ => {}
        }
    }
}

fn children<'v>(value: &'v Value, at: &str) -> impl Iterator<Item = (String, &'v Value)> {
    let members = value
        .as_object()
        .into_iter()
        .flat_map(|object| object.iter());
    let items = value.as_array().into_iter().flatten().enumerate();
    members
        .map(move |(key, value)| (join(at, key), value))
        .chain(items.map(move |(index, value)| (format!("{at}/{index}"), value)))
}

fn holds(test: &Test, root: &Value, here: &Value) -> bool {
    match test {
        Test::Or(tests) => tests.iter().any(|test| holds(test, root, here)),
        Test::And(tests) => tests.iter().all(|test| holds(test, root, here)),
        Test::Not(test) => !holds(test, root, here),
        Test::Exists(operand) => value(operand, root, here).is_some(),
        Test::Compare(left, comparison, right) => {
            let (left, right) = (value(left, root, here), value(right, root, here));
            compare(left.as_ref(), *comparison, right.as_ref())
        }
    }
}

/// The value of an operand: none if its path leads nowhere, or to more than one value.
fn value(operand: &Operand, root: &Value, here: &Value) -> Option<Value> {
    let (start, steps) = match operand {
        Operand::Here(steps) => (here, steps),
        Operand::Root(steps) => (root, steps),
        Operand::Text(text) => return Some(Value::from(text.as_str())),
        Operand::Number(number) => return Some(Value::Number(Number::Float(*number))),
        Operand::Bool(value) => return Some(Value::Bool(*value)),
        Operand::Null => return Some(Value::Null),
    };
    let found = from(root, start, String::new(), steps);
    start.pointer(found.first()?).cloned()
}

fn compare(left: Option<&Value>, comparison: Comparison, right: Option<&Value>) -> bool {
    let order = match (left, right) {
        (Some(Value::Number(left)), Some(Value::Number(right))) => {
            left.as_f64().partial_cmp(&right.as_f64())
        }
        (Some(Value::String(left)), Some(Value::String(right))) => Some(left.cmp(right)),
        _ => None,
    };
    let equal = match order {
        Some(order) => order.is_eq(),
        None => left == right,
    };
    match comparison {
        Comparison::Equal => equal,
        Comparison::Unequal => !equal,
        Comparison::Less => order.is_some_and(|order| order.is_lt()),
        Comparison::LessOrEqual => equal || order.is_some_and(|order| order.is_lt()),
        Comparison::Greater => order.is_some_and(|order| order.is_gt()),
        Comparison::GreaterOrEqual => equal || order.is_some_and(|order| order.is_gt()),
    }
}
