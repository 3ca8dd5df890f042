//! Which list of an answer comes in pages.

use super::super::several::{LISTS, is_of, list, lists, stands_aside};
use super::PageStyle;
use super::seen::{Seen, are_beside};
use crate::api::Object;

impl Seen<'_> {
    /// The way to the list: to the one that the answer has, or to the only one that a member of it has.
    pub(super) fn list(&self) -> Option<Vec<String>> {
        let Some(answer) = self.object(self.whole) else {
            return Some(Vec::new());
        };
        let types = self.types;
        if let Some(name) = list(types, answer, &self.thing) {
            return Some(vec![name.to_owned()]);
        }
        let mut nested = answer.fields.iter().filter_map(|field| {
            let name = list(types, self.object(field.ty)?, &self.thing)?;
            Some(vec![field.wire_name.to_string(), name.to_owned()])
        });
        let found = nested.next()?;
        nested.next().is_none().then_some(found)
    }

    /// The way to the list, and how it goes on.
    pub(super) fn recognised(&self) -> Option<(Vec<String>, PageStyle)> {
        let items = self.list()?;
        let style = self.style(items.clone())?;
        let Some((path, object)) = self.nearer(&items, &style) else {
            return self.is_plain(&items, &style).then_some((items, style));
        };
        // Of several there, it is none.
        let name = list(self.types, object, &self.thing)?.to_owned();
        let items = [path, vec![name]].concat();
        Some((items.clone(), self.style(items)?))
    }

    /// Whether a list is what is asked for. One in a member may be a part of a single thing, unless it has the name of a list, or
    /// stands beside what says how it goes on.
    fn is_plain(&self, items: &[String], style: &PageStyle) -> bool {
        let [_, name] = items else { return true };
        let is_beside = beside(style).is_some_and(|member| are_beside(member, items));
        is_beside || LISTS.contains(&name.as_str()) || is_of(name, &self.thing)
    }

    /// What has lists and stands nearer to what says how a list goes on than the one that was found, which has no name of one.
    fn nearer(&self, items: &[String], style: &PageStyle) -> Option<(Vec<String>, &Object)> {
        let [name] = items else { return None };
        let member = beside(style)?;
        // What is derived from the items stands beside nothing.
        if LISTS.contains(&name.as_str()) || member.starts_with(items) {
            return None;
        }
        (1..member.len()).find_map(|depth| {
            let path = &member[..depth];
            let object = self.described(self.at(path)?)?;
            let mut lists = lists(self.types, object).into_iter();
            let has_lists = lists.any(|list| !stands_aside(list));
            has_lists.then(|| (path.to_vec(), object))
        })
    }
}

/// The member that says how a list goes on, if one does.
fn beside(style: &PageStyle) -> Option<&[String]> {
    match style {
        PageStyle::Number { current, .. } => Some(current),
        PageStyle::Cursor { next, .. } | PageStyle::Url { next, .. } => Some(next),
        PageStyle::Offset { more, .. } => Some(more),
        PageStyle::Link { .. } => None,
    }
}
