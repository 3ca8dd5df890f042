//! Which operations an entry is about that is for many.

use super::seen::Seen;
use crate::api::{Operation, Place, Shape, Style, Types};
use crate::config;

impl Seen<'_> {
    /// Whether it has all that an entry names which is for many operations.
    pub(super) fn fits(&self, entry: &config::Pages) -> bool {
        let members = [&entry.next, &entry.more, &entry.current, &entry.last];
        let mut members = members.into_iter().flatten();
        let is_list = |path: &Vec<String>| {
            let list = self.at(path);
            list.is_some_and(|list| matches!(self.types.shape(list), Shape::Array(_)))
        };
        let parameter = entry.parameter.as_ref();
        let items = entry.items.as_ref();
        self.operation.method == "GET"
            && parameter.is_none_or(|it| asks(self.types, self.operation, &it.value))
            && members.all(|path| self.at(&path.value).is_some())
            && items.map_or_else(|| self.list().is_some(), |items| is_list(&items.value))
    }
}

/// Whether there is a query parameter of that name, or an object in the query with such a member: `page[cursor]` as a deep
/// object has it, or its own.
pub fn asks(types: &Types, operation: &Operation, name: &str) -> bool {
    let mut parameters = operation.parameters.iter();
    parameters.any(|parameter| {
        if parameter.place != Place::Query {
            return false;
        }
        let member = match parameter.style {
            Style::DeepObject => name
                .strip_prefix(&*parameter.wire_name)
                .and_then(|rest| rest.strip_prefix('[')?.strip_suffix(']')),
            _ => parameter.explode.then_some(name),
        };
        let has = |member: &str| match types.shape(parameter.ty) {
            Shape::Object(object) => object.additional.is_some() || object.field(member).is_some(),
            Shape::Map(_) => true,
            _ => false,
        };
        *parameter.wire_name == *name || member.is_some_and(has)
    })
}
