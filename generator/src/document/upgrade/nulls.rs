//! The ways to say that null is allowed, all brought to `nullable: true`.

use crate::document::origins::Origins;
use crate::source::{Object, Path, Value, join};

/// Says the same, and nothing of what values are allowed.
const ANNOTATIONS: &[&str] = &[
    "title",
    "description",
    "default",
    "deprecated",
    "readOnly",
    "writeOnly",
    "externalDocs",
    "xml",
];

/// Brings a schema that allows only null to its one form: `enum: [null], nullable: true` without a type. Elsewhere, null
/// among the values of an enum makes it nullable.
pub(super) fn only_null(schema: &mut Object) {
    let Some(values) = schema.get("enum").and_then(Value::as_array) else {
        return;
    };
    if !values.contains(&Value::Null) {
        return;
    }
    if values.iter().all(|value| *value == Value::Null) {
        schema.insert("enum", vec![Value::Null]);
        schema.remove("type");
        schema.remove("format");
    }
    schema.insert("nullable", true);
}

fn is_only_null(schema: &Value) -> bool {
    let values = schema.get("enum").and_then(Value::as_array);
    values.is_some_and(|values| *values == [Value::Null])
}

/// `nullable: true` and nothing else: as a schema it allows anything, but as a branch beside others it is how generators
/// of descriptions write null in 3.0.
fn stands_for_null(branch: &Value) -> bool {
    branch.as_object().is_some_and(|branch| {
        branch.get("nullable") == Some(&Value::Bool(true))
            && branch
                .keys()
                .all(|key| key == "nullable" || ANNOTATIONS.contains(&key))
    })
}

/// Takes null out of `anyOf` and `oneOf`. If one branch is left, it and the schema become one.
pub(super) fn branches(schema: &mut Object, path: &Path<'_>, origins: &mut Origins) {
    for keyword in ["anyOf", "oneOf"] {
        let Some(Value::Array(branches)) = schema.get_mut(keyword) else {
            continue;
        };
        let mut is_null: fn(&Value) -> bool = is_only_null;
        if branches.iter().any(stands_for_null) && !branches.iter().all(stands_for_null) {
            is_null = |branch| is_only_null(branch) || stands_for_null(branch);
        }
        if !branches.iter().any(is_null) {
            continue;
        }
        let list = path.key(keyword);
        let kept = branches.iter().enumerate();
        let kept: Vec<usize> = kept
            .filter(|(_, branch)| !is_null(branch))
            .map(|(index, _)| index)
            .collect();
        branches.retain(|branch| !is_null(branch));
        match kept.as_slice() {
            [] => {
                schema.remove(keyword);
                schema.insert("enum", vec![Value::Null]);
            }
            [one] => {
                if let Some(Value::Array(mut branches)) = schema.remove(keyword)
                    && let Some(branch) = branches.pop()
                {
                    let from = list.index(*one).pointer();
                    join_branch(schema, branch, &from, path, origins);
                }
            }
            several => origins.shift(&list, several.iter().copied().zip(0..)),
        }
        schema.insert("nullable", true);
    }
}

/// Makes one schema of a schema and its only branch.
fn join_branch(
    schema: &mut Object,
    branch: Value,
    from: &str,
    path: &Path<'_>,
    origins: &mut Origins,
) {
    let here = path.pointer();
    match branch {
        Value::Object(branch) if is_mergeable(schema, &branch) => {
            for (key, value) in branch {
                if schema.contains_key(&key) {
                    continue;
                }
                if matches!(value, Value::Object(_) | Value::Array(_)) {
                    origins.same(join(&here, &key), &join(from, &key));
                }
                schema.insert(key, value);
            }
        }
        branch => {
            let mut all = match schema.remove("allOf") {
                Some(Value::Array(all)) => all,
                _ => Vec::new(),
            };
            origins.same(format!("{here}/allOf/{}", all.len()), from);
            all.push(branch);
            schema.insert("allOf", all);
        }
    }
}

/// Whether the two share no keyword that matters, so that one object can hold both.
fn is_mergeable(schema: &Object, branch: &Object) -> bool {
    !branch.contains_key("$ref")
        && branch
            .keys()
            .all(|key| ANNOTATIONS.contains(&key) || !schema.contains_key(key))
}
