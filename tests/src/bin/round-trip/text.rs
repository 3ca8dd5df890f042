//! The text of a description as a tree, without the compiler's help.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::paths::unreadable;

/// A description as its text has it.
pub fn read(path: &Path) -> Result<Value, String> {
    let text = fs::read_to_string(path).map_err(|error| unreadable(path, &error))?;
    let text = text.trim_start_matches('\u{feff}');
    if path.extension().is_some_and(|ending| ending == "json") {
        return serde_json::from_str(text).map_err(|error| format!("can't be read: {error}"));
    }
    let value: serde_yaml::Value =
        serde_yaml::from_str(text).map_err(|error| format!("can't be read: {error}"))?;
    tree(value).ok_or_else(|| "can't be read: a key that is no text".to_owned())
}

/// YAML as JSON. Keys such as `200` are texts, however they are written.
fn tree(value: serde_yaml::Value) -> Option<Value> {
    use serde_yaml::Value as Yaml;
    Some(match value {
        Yaml::Sequence(items) => items.into_iter().map(tree).collect::<Option<Value>>()?,
        Yaml::Mapping(members) => {
            let members = members.into_iter().map(|(key, value)| {
                let key = match key {
                    Yaml::String(key) => key,
                    Yaml::Number(key) => key.to_string(),
                    Yaml::Bool(key) => key.to_string(),
                    _ => return None,
                };
                Some((key, tree(value)?))
            });
            Value::Object(members.collect::<Option<_>>()?)
        }
        Yaml::Tagged(tagged) => tree(tagged.value)?,
        scalar => serde_json::to_value(scalar).ok()?,
    })
}
