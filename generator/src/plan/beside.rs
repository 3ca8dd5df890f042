//! What parameters of a call and members of its body are called beside each other.
//!
//! A name that two of them want goes to none but a parameter of the path, since no such parameter can be added to what there
//! is: a query parameter that is new would take the setter of a member, and code that calls it would still compile.

use std::borrow::Cow;

use foldhash::{HashMap, HashSet};

use super::naming::snake;
use crate::api::{Operation, Parameter, Place};

/// What wants names in one call.
pub(super) struct Beside<'a> {
    /// The parameters.
    all: &'a [Parameter],
    /// The names of those that the user has no name for, with the places of those that want one.
    parameters: HashMap<String, Vec<Place>>,
    members: HashSet<String>,
}

impl<'a> Beside<'a> {
    /// `members` are the members that are given one by one, or the body itself.
    pub fn of<'w>(
        operation: &'a Operation,
        members: impl Iterator<Item = &'w str>,
        is_chosen: impl Fn(&str) -> bool,
    ) -> Self {
        let open = operation.parameters.iter();
        let open = open.filter(|parameter| !is_chosen(&parameter.wire_name));
        Self {
            all: &operation.parameters,
            parameters: by_name(open.map(|it| (it.place, &*it.wire_name))),
            members: match operation.parameters.is_empty() {
                true => HashSet::default(),
                false => members.map(snake).collect(),
            },
        }
    }

    /// What the parameters are called, in their order.
    pub fn parameters(&self) -> Vec<Cow<'a, str>> {
        let name = |it: &'a Parameter| self.parameter(&it.wire_name, it.place);
        self.all.iter().map(name).collect()
    }

    fn parameter<'w>(&self, wire_name: &'w str, place: Place) -> Cow<'w, str> {
        let name = snake(wire_name);
        let places = self.parameters.get(&name).into_iter().flatten();
        let is_elsewhere = places.into_iter().any(|other| *other != place);
        let is_shared = self.members.contains(&name) || is_elsewhere;
        match word(place).filter(|_| is_shared) {
            Some(place) => qualified(wire_name, place),
            None => Cow::Borrowed(wire_name),
        }
    }

    /// What a member is called. `is_taken` is whether something has the name, as a parameter may that the user named.
    pub fn member<'w>(&self, wire_name: &'w str, is_taken: bool) -> Cow<'w, str> {
        let name = snake(wire_name);
        match is_taken || self.parameters.contains_key(&name) {
            true => qualified(wire_name, "body"),
            false => Cow::Borrowed(wire_name),
        }
    }
}

/// The places of parameters by the names that these want.
fn by_name<'w>(parameters: impl Iterator<Item = (Place, &'w str)>) -> HashMap<String, Vec<Place>> {
    let mut by_name = HashMap::<_, Vec<Place>>::default();
    for (place, wire_name) in parameters {
        let places = by_name.entry(snake(wire_name)).or_default();
        if !places.contains(&place) {
            places.push(place);
        }
    }
    by_name
}

/// The name with where it stands. If something else is called so, both have other names than they would have alone.
fn qualified<'w>(plain: &str, place: &str) -> Cow<'w, str> {
    Cow::Owned(format!("{place}_{}", snake(plain)))
}

/// Where a parameter stands to which others may be added.
fn word(place: Place) -> Option<&'static str> {
    match place {
        Place::Path => None,
        Place::Query => Some("query"),
        Place::Header => Some("header"),
        Place::Cookie => Some("cookie"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_two_want_is_called_by_where_it_stands() {
        let all = [
            (Place::Query, "name", "query_name"),
            (Place::Path, "id", "id"),
            (Place::Query, "ID", "query_id"),
            (Place::Query, "sort", "query_sort"),
            (Place::Header, "Sort", "header_sort"),
            (Place::Query, "limit", "limit"),
            (Place::Cookie, "color", "cookie_color"),
            (Place::Query, "cookie_color", "cookie_color"),
        ];
        let members = ["name", "id", "color", "other"];
        let beside = Beside {
            all: &[],
            parameters: by_name(all.iter().map(|(place, name, _)| (*place, *name))),
            members: members.into_iter().map(snake).collect(),
        };
        for (place, name, expected) in all {
            assert_eq!(beside.parameter(name, place), expected);
        }
        for (name, expected) in [
            ("name", "body_name"),
            ("id", "body_id"),
            ("color", "body_color"),
            ("other", "other"),
        ] {
            assert_eq!(beside.member(name, false), expected);
        }
        assert_eq!(beside.member("other", true), "body_other");
    }
}
