//! An object's members: in the order of the text, and quick to look up however many they are.

use std::collections::HashMap;

use super::Value;

/// From this many members on, a table is quicker than looking at each.
const TABLE_FROM: usize = 16;

/// Members by name, in order. Almost all objects of a description have a handful, which is why they are a plain list;
/// the few with thousands (all schemas, all paths) carry a table beside it.
#[derive(Clone, Debug, Default)]
pub struct Object {
    members: Vec<(String, Value)>,
    #[expect(
        clippy::box_collection,
        reason = "almost no object has one, and every value pays for its size"
    )]
    table: Option<Box<HashMap<String, usize>>>,
}

impl Object {
    /// An object without members.
    pub fn new() -> Self {
        Self::default()
    }

    /// An object with one member.
    pub(crate) fn of(key: impl Into<String>, value: impl Into<Value>) -> Self {
        let mut object = Self::new();
        object.insert(key, value);
        object
    }

    /// How many members there are.
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// The member of that name.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.position(key).map(|position| &self.members[position].1)
    }

    /// The member of that name, to change.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Value> {
        self.position(key)
            .map(|position| &mut self.members[position].1)
    }

    /// Whether there is a member of that name.
    pub fn contains_key(&self, key: &str) -> bool {
        self.position(key).is_some()
    }

    /// Sets a member: in its place if it is there, else at the end. Gives back what stood there.
    pub fn insert(&mut self, key: impl Into<String>, value: impl Into<Value>) -> Option<Value> {
        let (key, value) = (key.into(), value.into());
        if let Some(position) = self.position(&key) {
            return Some(std::mem::replace(&mut self.members[position].1, value));
        }
        self.push(key, value);
        None
    }

    fn push(&mut self, key: String, value: Value) {
        if let Some(table) = &mut self.table {
            table.insert(key.clone(), self.members.len());
        }
        self.members.push((key, value));
        if self.table.is_none() && self.members.len() >= TABLE_FROM {
            self.index();
        }
    }

    /// Adds a member at the end, if there is none of that name. Gives whether that is so.
    pub(super) fn add(&mut self, key: String, value: Value) -> bool {
        let is_new = !self.contains_key(&key);
        if is_new {
            self.push(key, value);
        }
        is_new
    }

    /// Takes a member's value, and leaves null in its place. Null, where there is no such member.
    pub fn take(&mut self, key: &str) -> Value {
        self.get_mut(key).map(std::mem::take).unwrap_or_default()
    }

    /// Takes a member out; the others keep their order.
    pub fn remove(&mut self, key: &str) -> Option<Value> {
        let position = self.position(key)?;
        let (_, value) = self.members.remove(position);
        self.reindex();
        Some(value)
    }

    /// Gives a member another name in the same place. Does nothing if that name is taken.
    pub fn rename(&mut self, from: &str, to: &str) -> bool {
        if self.contains_key(to) {
            return false;
        }
        let Some(position) = self.position(from) else {
            return false;
        };
        self.members[position].0 = to.to_owned();
        self.reindex();
        true
    }

    /// Keeps the members that are wanted.
    pub fn retain(&mut self, mut wanted: impl FnMut(&str, &mut Value) -> bool) {
        let before = self.members.len();
        self.members.retain_mut(|(key, value)| wanted(key, value));
        if self.members.len() != before {
            self.reindex();
        }
    }

    /// The members in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Value)> + DoubleEndedIterator {
        self.members
            .iter()
            .map(|(key, value)| (key.as_str(), value))
    }

    /// The members in order, values to change.
    pub fn iter_mut(&mut self) -> impl ExactSizeIterator<Item = (&str, &mut Value)> {
        self.members
            .iter_mut()
            .map(|(key, value)| (key.as_str(), value))
    }

    /// The names in order.
    pub fn keys(&self) -> impl ExactSizeIterator<Item = &str> {
        self.members.iter().map(|(key, _)| key.as_str())
    }

    fn position(&self, key: &str) -> Option<usize> {
        match &self.table {
            Some(table) => table.get(key).copied(),
            None => self.members.iter().position(|(name, _)| name == key),
        }
    }

    fn reindex(&mut self) {
        if self.table.take().is_some() {
            self.index();
        }
    }

    fn index(&mut self) {
        let names = self.members.iter().enumerate();
        let table = names.map(|(position, (key, _))| (key.clone(), position));
        self.table = Some(Box::new(table.collect()));
    }
}

/// Equal if the members are, in whatever order.
impl PartialEq for Object {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len()
            && self
                .iter()
                .all(|(key, value)| other.get(key) == Some(value))
    }
}

impl FromIterator<(String, Value)> for Object {
    fn from_iter<I: IntoIterator<Item = (String, Value)>>(members: I) -> Self {
        let mut object = Self::new();
        for (key, value) in members {
            object.insert(key, value);
        }
        object
    }
}

impl IntoIterator for Object {
    type Item = (String, Value);
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.members.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbered(count: usize) -> Object {
        (0..count)
            .map(|n| (n.to_string(), Value::from(n as i128)))
            .collect()
    }

    #[test]
    fn small_and_large_objects_behave_alike() {
        for count in [3, 15, 16, 17, 500] {
            let mut object = numbered(count);
            assert_eq!(object.remove("1"), Some(Value::from(1)));
            assert_eq!(object.insert("0", "zero"), Some(Value::from(0)));
            assert!(object.rename("2", "two"));
            assert!(!object.rename("0", "two"), "the name is taken");
            object.retain(|key, _| key != "0");
            assert_eq!(object.keys().next(), Some("two"));
            assert_eq!(object.len(), count - 2);
            assert_eq!(object.get("two"), Some(&Value::from(2)));
            assert!(!object.contains_key("1"));
        }
    }

    #[test]
    fn equality_does_not_ask_for_the_order() {
        let mut reversed: Vec<_> = numbered(20).into_iter().collect();
        reversed.reverse();
        assert_eq!(numbered(20), reversed.into_iter().collect());
    }
}
