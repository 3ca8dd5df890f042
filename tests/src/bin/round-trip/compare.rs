//! What came back, held against what went in.
//!
//! JSON is equal if it has the same members, items, texts and numbers; 1 and 1.0 are one number, because JSON Schema
//! says so. A member that no schema at its place names or describes may be dropped, and is counted.

use serde_json::Value;

/// What became of a value.
#[derive(Debug, PartialEq)]
pub enum Verdict {
    /// It is what it was.
    Equal,
    /// It lacks only members that the description does not speak of.
    Dropped,
    /// It is another one, for this reason.
    Differs(String),
}

/// Compares the values of one member of the judge's schema.
pub fn compare(schema: &Value, before: &Value, after: &Value) -> Verdict {
    let mut missing = Vec::new();
    if let Err(reason) = differ(before, after, &mut Vec::new(), &mut missing) {
        return Verdict::Differs(reason);
    }
    let described = missing.iter().find(|path| is_described(schema, path));
    match (described, missing.is_empty()) {
        (Some(path), _) => Verdict::Differs(format!("lost {}", pointer(path))),
        (None, false) => Verdict::Dropped,
        (None, true) => Verdict::Equal,
    }
}

fn differ(
    before: &Value,
    after: &Value,
    path: &mut Vec<String>,
    missing: &mut Vec<Vec<String>>,
) -> Result<(), String> {
    match (before, after) {
        (Value::Object(before), Value::Object(after)) => {
            if let Some(added) = after.keys().find(|key| !before.contains_key(*key)) {
                return Err(format!("added {}/{added}", pointer(path)));
            }
            for (key, value) in before {
                path.push(key.clone());
                match after.get(key) {
                    Some(other) => differ(value, other, path, missing)?,
                    None => missing.push(path.clone()),
                }
                path.pop();
            }
            Ok(())
        }
        (Value::Array(before), Value::Array(after)) if before.len() == after.len() => {
            for (index, (value, other)) in before.iter().zip(after).enumerate() {
                path.push(index.to_string());
                differ(value, other, path, missing)?;
                path.pop();
            }
            Ok(())
        }
        (Value::Number(one), Value::Number(other)) if one.as_f64() == other.as_f64() => Ok(()),
        (one, other) if one == other => Ok(()),
        (one, other) => Err(format!("{}: {one} became {other}", pointer(path))),
    }
}

/// Whether some schema that holds for the value names the member, or says what members without a name are.
fn is_described(root: &Value, path: &[String]) -> bool {
    let Some((last, parents)) = path.split_last() else {
        return true;
    };
    let mut here = vec![root];
    for step in parents {
        let all = expand(root, &here);
        here = all.iter().flat_map(|schema| below(schema, step)).collect();
    }
    expand(root, &here).iter().any(|schema| {
        schema["properties"].get(last).is_some()
            || schema["patternProperties"].is_object()
            || ["additionalProperties", "unevaluatedProperties"]
                .iter()
                .any(|key| matches!(&schema[*key], Value::Object(_) | Value::Bool(true)))
    })
}

/// The schemas of a member or an item.
fn below<'a>(schema: &'a Value, step: &str) -> Vec<&'a Value> {
    let lists = ["items", "additionalProperties", "unevaluatedProperties"];
    let lists = lists.map(|key| schema.get(key));
    let named = schema["properties"].get(step);
    let patterns = schema["patternProperties"]
        .as_object()
        .into_iter()
        .flatten();
    let prefix = schema["prefixItems"].as_array().into_iter().flatten();
    let patterns = patterns.map(|(_, schema)| schema);
    let all = lists.into_iter().chain([named]).flatten();
    all.chain(patterns).chain(prefix).collect()
}

/// The schemas themselves, and all that they are composed of.
fn expand<'a>(root: &'a Value, schemas: &[&'a Value]) -> Vec<&'a Value> {
    let mut all: Vec<&Value> = Vec::new();
    let mut next = schemas.to_vec();
    while let Some(schema) = next.pop() {
        if all.iter().any(|known| std::ptr::eq(*known, schema)) {
            continue;
        }
        all.push(schema);
        if let Some(reference) = schema["$ref"].as_str() {
            next.extend(reference.strip_prefix('#').and_then(|at| root.pointer(at)));
        }
        for key in ["allOf", "anyOf", "oneOf"] {
            next.extend(schema[key].as_array().into_iter().flatten());
        }
        next.extend(["then", "else"].iter().filter_map(|key| schema.get(key)));
    }
    all
}

fn pointer(path: &[String]) -> String {
    let steps = path.iter().skip(1);
    steps.map(|step| format!("/{step}")).collect()
}
