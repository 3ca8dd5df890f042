//! What the configuration says of one thing of the description.

use indexmap::IndexMap;

use super::{Config, DeriveMacro, Given, Operation, RustType};

impl Config {
    /// The entry of an operation: by its id, else by method and path.
    pub fn operation(&self, id: Option<&str>, method: &str, path: &str) -> Option<&Operation> {
        id.and_then(|id| self.operations.get(id))
            .or_else(|| self.operations.get(&format!("{method} {path}")))
    }

    /// The name chosen for a type. `key` is a component's name, or the pointer of a schema that stands inside another.
    pub fn type_name(&self, key: &str) -> Option<&str> {
        Some(&self.type_entry(key)?.name.as_ref()?.value)
    }

    /// The name of a component without the longest prefix that is named in `[names]`; the whole of it where nothing would be
    /// left.
    pub fn without_prefix<'n>(&self, component: &'n str) -> &'n str {
        let prefixes = self.names.prefixes.iter();
        let rests = prefixes.filter_map(|prefix| cut(prefix.as_str(), component));
        rests.min_by_key(|rest| rest.len()).unwrap_or(component)
    }

    /// The name chosen for a field of a type.
    pub fn field_name(&self, key: &str, wire_name: &str) -> Option<&str> {
        self.type_entry(key)?
            .fields
            .get(wire_name)
            .map(Given::as_str)
    }

    /// The name chosen for a variant of a type.
    pub fn variant_name(&self, key: &str, wire_value: &str) -> Option<&str> {
        self.type_entry(key)?
            .variants
            .get(wire_value)
            .map(Given::as_str)
    }

    /// Whether an enum has no values but those that are listed.
    pub fn is_closed(&self, key: &str) -> bool {
        let entry = self.type_entry(key);
        let closed = entry.and_then(|entry| entry.closed.as_ref());
        closed.is_some_and(|closed| closed.value)
    }

    /// The type that is used instead of a schema.
    pub fn replacement(&self, key: &str) -> Option<&Given<RustType>> {
        self.type_entry(key)?.replaced_by.as_ref()
    }

    /// What a type derives besides.
    pub fn derives(&self, key: &str) -> Vec<DeriveMacro> {
        let mut all: Vec<DeriveMacro> = Vec::new();
        let of_all = self.derive.get("*");
        for given in of_all.into_iter().chain(entry(&self.derive, key)) {
            for derive in &given.value {
                if !all.iter().any(|it| it.is_same(derive)) {
                    all.push(derive.clone());
                }
            }
        }
        all
    }

    /// The name chosen for a receiver's method.
    pub fn webhook_name(&self, id: &str) -> Option<&str> {
        self.webhooks.get(id)?.name.as_ref().map(Given::as_str)
    }

    fn type_entry(&self, key: &str) -> Option<&super::Type> {
        entry(&self.types, key)
    }
}

/// The name of a component without a prefix, if it has that and more.
pub(crate) fn cut<'n>(prefix: &str, component: &'n str) -> Option<&'n str> {
    let rest = component.strip_prefix(prefix)?;
    let is_name = !prefix.is_empty() && rest.chars().any(char::is_alphanumeric);
    is_name.then_some(rest)
}

/// The key of a type that an entry is about: a component's name, or the pointer of a schema that stands inside another.
pub(crate) fn key_of(entry: &str) -> &str {
    entry.strip_prefix('#').unwrap_or(entry)
}

/// The entry of a component, or of a schema that stands inside another.
fn entry<'a, T>(entries: &'a IndexMap<String, T>, key: &str) -> Option<&'a T> {
    if entries.is_empty() {
        return None;
    }
    let inside = || entries.get(&format!("#{key}"));
    entries.get(key).or_else(inside)
}

impl Operation {
    /// The name chosen for a parameter or a member of the body.
    pub fn field(&self, wire_name: &str) -> Option<&str> {
        self.fields.get(wire_name).map(Given::as_str)
    }
}

impl Given<String> {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.value
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::source::Files;

    #[test]
    fn the_longest_prefix_that_leaves_a_name_is_left_out() {
        let text = r#"names.prefixes = ["io.", "io.k8s.", "io.k8s.Pod", "V"]"#;
        let (mut files, mut diagnostics) = (Files::new(), Diagnostics::new());
        let config = Config::parse("specwright.toml", text, &mut files, &mut diagnostics).unwrap();
        for (name, short) in [
            ("io.k8s.Node", "Node"),
            ("io.k8s.PodList", "List"),
            ("io.k8s.Pod", "Pod"),
            ("io.other", "other"),
            ("V", "V"),
            ("V_", "V_"),
            ("Pod", "Pod"),
        ] {
            assert_eq!(config.without_prefix(name), short);
        }
    }
}
