//! Events of streams whose data is JSON in a text (OpenAPI 3.2, "Server-Sent Event Streams").

use crate::document::EVENT_MEMBERS;
use crate::document::origins::Origins;
use crate::source::{Object, Path, Value, join};

/// What the JSON in the data of an event is like stands for the data itself, which is text in any event. A schema is that
/// of an event if it has nothing but members of one.
pub(super) fn data(schema: &mut Object, path: &Path<'_>, origins: &mut Origins) {
    if !is_event(schema) {
        return;
    }
    let place = path.key("properties").key("data").pointer();
    let content = data_of(schema).and_then(Value::as_object_mut);
    if let Some(content) = content.and_then(|data| data.remove("contentSchema")) {
        origins.same(place.clone(), &join(&place, "contentSchema"));
        if let Some(data) = data_of(schema) {
            *data = content;
        }
        return;
    }
    for keyword in ["oneOf", "anyOf"] {
        distribute(schema, keyword, path, origins);
    }
}

/// Data that is text, and something else for some events, is said of each of them: all of it together would be nothing.
fn distribute(schema: &mut Object, keyword: &str, path: &Path<'_>, origins: &mut Origins) {
    let Some(Value::Array(branches)) = schema.get(keyword) else {
        return;
    };
    let is_branch = |branch: &Value| branch.as_object().is_some_and(is_event);
    let differs = |branch: &Value| {
        let properties = branch
            .as_object()
            .and_then(|branch| branch.get("properties"));
        let data = properties.and_then(|it| it.as_object()?.get("data")?.as_object());
        data.is_some_and(|data| {
            data.contains_key("$ref")
                || data
                    .get("type")
                    .is_some_and(|kind| kind.as_str() != Some("string"))
        })
    };
    if !branches.iter().all(is_branch) || !branches.iter().any(differs) {
        return;
    }
    let before = path.key("properties").key("data").pointer();
    let Some(Value::Object(properties)) = schema.get_mut("properties") else {
        return;
    };
    let Some(data) = properties.remove("data") else {
        return;
    };
    let Some(Value::Array(branches)) = schema.get_mut(keyword) else {
        return;
    };
    let list = path.key(keyword);
    for (index, branch) in branches.iter_mut().enumerate() {
        let Some(Value::Object(own)) = branch
            .as_object_mut()
            .and_then(|it| it.get_mut("properties"))
        else {
            continue;
        };
        if !own.contains_key("data") {
            own.insert("data", data.clone());
            let here = list.index(index).key("properties").key("data").pointer();
            origins.same(here, &before);
        }
    }
}

/// Whether a schema has members, and all of them are those of an event.
fn is_event(schema: &Object) -> bool {
    let properties = schema.get("properties").and_then(Value::as_object);
    properties.is_some_and(|members| members.keys().all(|key| EVENT_MEMBERS.contains(&key)))
}

fn data_of(schema: &mut Object) -> Option<&mut Value> {
    let properties = schema.get_mut("properties")?;
    properties.as_object_mut()?.get_mut("data")
}
