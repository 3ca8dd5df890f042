//! What parameters and answer of an operation show of its pages.

use foldhash::HashSet;

use super::super::several::thing;
use super::PageStyle;
use crate::api::{
    ContentKind, Docs, Object, Operation, Parameter, Place, Response, Scalar, Shape, Text, TypeRef,
    Types,
};

/// What has the address of the next page beside a list `value` (OData JSON Format 4.01, section 4.6.5).
const ODATA: &[&str] = &["@odata.nextLink", "nextLink"];

/// Parameters that take a cursor, with the members that have the next one.
const CURSORS: &[(&[&str], &[&str])] = &[
    (&["cursor"], &["next_cursor", "nextCursor"]),
    (
        &["page_token", "pageToken"],
        &["next_page_token", "nextPageToken"],
    ),
    (
        &["next_token", "nextToken", "token"],
        &["next_token", "nextToken"],
    ),
    (
        &["continuation_token", "continuationToken"],
        &["next_continuation_token", "nextContinuationToken"],
    ),
    (
        &["continuation_token", "continuationToken"],
        &["continuation_token", "continuationToken"],
    ),
    (&["marker"], &["next_marker", "nextMarker"]),
];
/// Words that say of a member that it leads to what comes after the page.
const AHEAD: &[&str] = &["next", "subsequent", "following", "further"];
/// Words that say of a parameter that it takes what an item is known by.
const IDENTIFIES: &[&str] = &["cursor", "id", "identifier"];
/// Parameters that take a number of items to leave out, with those that stand beside them.
const OFFSETS: &[(&str, &str)] = &[("offset", "limit"), ("$skip", "$limit")];
const NUMBERS: &[&str] = &["page", "page_number", "pageNumber"];
const CURRENT: &[&str] = &[
    "page",
    "current_page",
    "currentPage",
    "page_number",
    "pageNumber",
];
const LAST: &[&str] = &[
    "total_pages",
    "totalPages",
    "page_count",
    "pageCount",
    "last_page",
    "lastPage",
];
/// What the number of the last page is called only where it stands beside that of this one.
const LAST_BESIDE: &[&str] = &["pages"];
const TOTAL: &[&str] = &["total_count", "totalCount"];
const SIZE: &[&str] = &["per_page", "perPage", "page_size", "pageSize"];
/// Members that have the address of the next page, and those that stand beside them.
const NEXT_URL: &[&str] = &["next_page_url", "nextPageUrl"];
const OTHER_URLS: &[&str] = &[
    "previous_page_url",
    "previousPageUrl",
    "prev_page_url",
    "prevPageUrl",
    "first_page_url",
    "firstPageUrl",
];
const NEXT: &[&str] = &["next", "Next"];
const PREVIOUS: &[&str] = &["previous", "prev", "Previous", "Prev"];
/// Objects that say all about the next page, or texts that lead to it.
const NEXT_PAGE: &[&str] = &["next_page", "nextPage"];
const MORE: &[&str] = &["has_more", "hasMore"];

/// Formats of texts that are addresses.
const ADDRESSES: &[&str] = &["uri", "uri-reference", "url"];

/// Parameters that only lists in pages have.
const ANY: &[&str] = &[
    "page", "per_page", "cursor", "after", "before", "since", "limit", "offset",
];

/// An operation as recognising looks at it.
pub(super) struct Seen<'a> {
    pub(super) types: &'a Types,
    pub(super) operation: &'a Operation,
    answer: &'a Response,
    /// What that is described as.
    pub(super) whole: TypeRef,
    /// One of what the path asks for.
    pub(super) thing: String,
}

impl<'a> Seen<'a> {
    /// None if what it gives is no JSON.
    pub(super) fn of(types: &'a Types, operation: &'a Operation) -> Option<Self> {
        let mut answers = operation.successes.iter();
        let (answer, ContentKind::Json(whole)) =
            answers.find_map(|answer| Some((answer, answer.content.as_ref()?.kind)))?
        else {
            return None;
        };
        Some(Self {
            types,
            operation,
            answer,
            whole,
            thing: thing(operation),
        })
    }

    /// How the list goes on whose way this is.
    pub(super) fn style(&self, items: Vec<String>) -> Option<PageStyle> {
        let mut headers = self.answer.headers.iter();
        let links = headers.any(|name| name.eq_ignore_ascii_case("link"));
        if links && ANY.iter().any(|name| self.takes(name)) {
            return Some(PageStyle::Link { items });
        }
        let more = self.member(MORE, is_boolean);
        self.cursor(&items, &more)
            .or_else(|| self.sides(&items, &more))
            .or_else(|| self.odata(&items))
            .or_else(|| self.number(&items))
            .or_else(|| {
                let counts = |(parameter, limit): &&(&str, &str)| {
                    self.takes_as(parameter, is_integer) && self.takes(limit)
                };
                let (parameter, _) = OFFSETS.iter().find(counts)?;
                Some(PageStyle::Offset {
                    parameter: (*parameter).to_owned(),
                    items: items.clone(),
                    more: more.unwrap_or_default(),
                })
            })
            .or_else(|| self.next_url(&items))
    }

    fn cursor(&self, items: &[String], more: &Option<Vec<String>>) -> Option<PageStyle> {
        let cursor = |parameter: &str, next, more: &Option<Vec<String>>| PageStyle::Cursor {
            parameter: parameter.to_owned(),
            next,
            more: more.clone().unwrap_or_default(),
        };
        for (parameters, members) in CURSORS {
            let mut taken = parameters.iter().filter(|name| self.takes(name));
            if let Some(parameter) = taken.find(|name| !self.is_switched_on(name))
                && let Some(next) = self.member(members, is_cursor)
            {
                return Some(cursor(parameter, next, more));
            }
        }
        for parameter in ["cursor", "page_token", "pageToken"] {
            if self.takes_as(parameter, is_text)
                && let Some(next) = self.member(NEXT_PAGE, is_text)
                && !self.is_address(&next)
            {
                return Some(cursor(parameter, next, more));
            }
        }
        let within = |name: &str, objects: &[&str]| {
            let next = self.member(&[name], is_cursor)?;
            let of = next.iter().rev().nth(1)?;
            objects.contains(&of.as_str()).then_some(next)
        };
        for parameter in ["cursor", "after"] {
            if self.takes(parameter)
                && let Some(next) = within("after", &["cursors"])
            {
                return Some(cursor(parameter, next, more));
            }
        }
        // A text is no number of items, but something that only the server understands.
        if self.takes_as("offset", is_text)
            && let Some(next) = within("offset", NEXT_PAGE)
        {
            return Some(cursor("offset", next, more));
        }
        if self.takes_as("continue", is_text)
            && let Some(next) = within("continue", &["metadata"])
        {
            return Some(cursor("continue", next, more));
        }
        if self.gives_next("cursor", more) {
            return Some(cursor("cursor", vec!["cursor".to_owned()], more));
        }
        // What comes after the last item. Without a word on whether there is more, it could be a filter.
        more.as_ref()?;
        if self.takes("after")
            && let Some(next) = self.member(&["last_id"], is_cursor)
        {
            return Some(cursor("after", next, more));
        }
        let last = ["-1", "id"].map(str::to_owned);
        let last = [items, &last].concat();
        if self.takes("starting_after") && self.has_id(items, true) {
            return Some(cursor("starting_after", last, more));
        }
        if self.takes_as("before", is_plain) && self.follows_items(items) {
            return Some(cursor("after", last, more));
        }
        None
    }

    /// Whether a parameter counts only where another one says so, as long as items can be counted instead.
    fn is_switched_on(&self, parameter: &str) -> bool {
        let switches = [format!("use{parameter}"), format!("use_{parameter}")];
        let mut switches = switches.iter();
        switches.any(|name| self.takes_as(name, is_boolean)) && self.takes_as("offset", is_integer)
    }

    /// Whether a page has, under the name of the parameter, what it is for the next page. Without a word that it is, it may be
    /// what was asked for.
    fn gives_next(&self, parameter: &str, more: &Option<Vec<String>>) -> bool {
        let answer = self.object(self.whole);
        let Some(member) = answer.and_then(|answer| answer.field(parameter)) else {
            return false;
        };
        let is_beside = more.as_ref().is_some_and(|more| more.len() == 1);
        self.takes_as(parameter, is_text)
            && is_text(self.types.shape(member.ty))
            && (is_beside || says(&member.docs, AHEAD))
    }

    /// Whether `after` takes the `id` of an item, and not a time.
    fn follows_items(&self, items: &[String]) -> bool {
        let Some(after) = self.parameter("after", is_plain) else {
            return false;
        };
        match after.docs.description {
            None => self.has_id(items, true),
            Some(_) => says(&after.docs, IDENTIFIES) && self.has_id(items, false),
        }
    }

    /// What is at the end of a path.
    pub(super) fn at(&self, path: &[String]) -> Option<TypeRef> {
        path.iter()
            .try_fold(self.whole, |ty, name| match self.types.described(ty) {
                Shape::Object(object) => Some(object.field(name)?.ty),
                Shape::Array(item) if name == "-1" => Some(*item),
                _ => None,
            })
    }

    /// Whether the items have a member `id`, all of them; and whether they must, if that is asked.
    fn has_id(&self, items: &[String], required: bool) -> bool {
        let item = self
            .at(items)
            .and_then(|list| match self.types.shape(list) {
                Shape::Array(item) => Some(*item),
                _ => None,
            });
        let has_id = |ty| {
            self.described(ty)?
                .field("id")
                .filter(|id| id.required || !required)
        };
        item.is_some_and(|item| match self.types.described(item) {
            Shape::Union(union) if union.keys().is_some() => false,
            Shape::Union(union) => union
                .variants
                .iter()
                .all(|variant| has_id(variant.ty).is_some()),
            _ => has_id(item).is_some(),
        })
    }

    /// The addresses of the next page and of the one before, side by side; or the cursors, if one is taken and nothing
    /// says that they are addresses.
    fn sides(&self, items: &[String], more: &Option<Vec<String>>) -> Option<PageStyle> {
        let next = self.member(NEXT, is_text)?;
        let previous = self.member(PREVIOUS, is_text)?;
        let is_address = self.is_address(&next);
        let in_pages = self.is_asked_in_pages() || is_address && self.is_among_links(&next);
        if !are_beside(&next, &previous) || !in_pages {
            return None;
        }
        if self.takes("cursor") && !is_address {
            return Some(PageStyle::Cursor {
                parameter: "cursor".to_owned(),
                next,
                more: more.clone().unwrap_or_default(),
            });
        }
        Some(PageStyle::Url {
            next,
            items: items.to_owned(),
        })
    }

    /// Whether the text at the end of a path is said to be an address.
    fn is_address(&self, path: &[String]) -> bool {
        let format = self.at(path).and_then(|ty| {
            let types = self.types;
            types[types.resolve(ty).id].format.as_deref()
        });
        format.is_some_and(|format| ADDRESSES.contains(&format))
    }

    /// Whether there are parameters that only lists in pages have.
    fn is_asked_in_pages(&self) -> bool {
        let mut parameters = self.operation.parameters.iter();
        ANY.iter().any(|name| self.takes(name))
            || parameters.any(|it| {
                // Members of an object that is written in brackets: `page[size]`, `page[after]`.
                let of_page = it.wire_name.strip_prefix("page[");
                it.place == Place::Query && of_page.is_some_and(|name| name.ends_with(']'))
            })
    }

    /// Whether a member is one of the links to the first, the last and the pages between.
    fn is_among_links(&self, member: &[String]) -> bool {
        let Some((_, path)) = member.split_last() else {
            return false;
        };
        let is_links = |name: &String| name.trim_start_matches('_').eq_ignore_ascii_case("links");
        let links = self.at(path).and_then(|ty| self.object(ty));
        path.last().is_some_and(is_links)
            && links.is_some_and(|links| {
                ["first", "last"].iter().all(|end| {
                    let mut fields = links.fields.iter();
                    fields.any(|field| field.wire_name.eq_ignore_ascii_case(end))
                })
            })
    }

    /// The address of the next page, by a name that says so, beside that of another one.
    fn next_url(&self, items: &[String]) -> Option<PageStyle> {
        let next = self.member(NEXT_URL, is_text)?;
        let other = self.member(OTHER_URLS, is_text)?;
        are_beside(&next, &other).then(|| PageStyle::Url {
            next,
            items: items.to_owned(),
        })
    }

    /// The address of the next page, as OData has it. That needs no parameter.
    fn odata(&self, items: &[String]) -> Option<PageStyle> {
        let answer = self.object(self.whole).filter(|_| items == ["value"])?;
        let is_there = |name: &&&str| {
            let next = answer.field(name);
            next.is_some_and(|next| is_text(self.types.described(next.ty)))
        };
        let next = ODATA.iter().find(is_there)?;
        Some(PageStyle::Url {
            next: vec![(*next).to_owned()],
            items: items.to_owned(),
        })
    }

    /// A number that is asked for and that a page says of itself, so that there is no doubt which one is the first.
    fn number(&self, items: &[String]) -> Option<PageStyle> {
        let mut numbers = NUMBERS.iter();
        let parameter = numbers.find(|name| self.takes_as(name, is_integer))?;
        let current = self.member(CURRENT, is_integer)?;
        let beside = || {
            let last = self.member(LAST_BESIDE, is_integer)?;
            are_beside(&last, &current).then_some(last)
        };
        let last = self.member(LAST, is_integer).or_else(beside);
        let last = last.unwrap_or_default();
        let total = self
            .member(TOTAL, is_integer)
            .zip(self.member(SIZE, is_integer));
        Some(PageStyle::Number {
            parameter: (*parameter).to_owned(),
            items: items.to_owned(),
            current,
            total: total.filter(|_| last.is_empty()),
            last,
        })
    }

    fn takes(&self, name: &str) -> bool {
        self.takes_as(name, |_| true)
    }

    /// Whether a query parameter of this name has values of such a shape.
    fn takes_as(&self, name: &str, fits: impl Fn(&Shape) -> bool) -> bool {
        self.parameter(name, fits).is_some()
    }

    fn parameter(&self, name: &str, fits: impl Fn(&Shape) -> bool) -> Option<&Parameter> {
        let mut parameters = self.operation.parameters.iter();
        parameters.find(|it| {
            it.place == Place::Query && it.wire_name == name && fits(self.types.described(it.ty))
        })
    }

    /// The way to a member of one of these names, beside the list or in objects beside it.
    fn member(&self, names: &[&str], fits: impl Fn(&Shape) -> bool) -> Option<Vec<String>> {
        let mut level = vec![(Vec::new(), self.whole)];
        // The first way to a type is a shortest one.
        let mut met = HashSet::from_iter([self.types.resolve(self.whole).id]);
        for _ in 0..3 {
            let mut below = Vec::new();
            for (path, ty) in level {
                for field in self.described(ty).iter().flat_map(|object| &object.fields) {
                    let within = || [path.as_slice(), &[field.wire_name.to_string()]].concat();
                    let shape = self.types.described(field.ty);
                    if names.contains(&&*field.wire_name) && fits(shape) {
                        return Some(within());
                    }
                    if matches!(shape, Shape::Object(_))
                        && met.insert(self.types.resolve(field.ty).id)
                    {
                        below.push((within(), field.ty));
                    }
                }
            }
            level = below;
        }
        None
    }

    pub(super) fn object(&self, ty: TypeRef) -> Option<&Object> {
        match self.types.shape(ty) {
            Shape::Object(object) => Some(object),
            _ => None,
        }
    }

    /// The same, also where the user has a type for it: what comes next is looked up in the text of a page.
    pub(super) fn described(&self, ty: TypeRef) -> Option<&Object> {
        match self.types.described(ty) {
            Shape::Object(object) => Some(object),
            _ => None,
        }
    }
}

/// Whether two members are of one object.
pub(super) fn are_beside(one: &[String], other: &[String]) -> bool {
    match (one, other) {
        ([one @ .., _], [other @ .., _]) => one == other,
        _ => one.is_empty() && other.is_empty(),
    }
}

/// Whether one of these words stands in what is said of something.
fn says(docs: &Docs, words: &[&str]) -> bool {
    let text = docs.description.as_deref().unwrap_or_default();
    let mut said = text.split(|letter: char| !letter.is_alphanumeric());
    said.any(|word| words.iter().any(|known| word.eq_ignore_ascii_case(known)))
}

fn is_boolean(shape: &Shape) -> bool {
    matches!(shape, Shape::Scalar(Scalar::Boolean(_)))
}

fn is_text(shape: &Shape) -> bool {
    matches!(shape, Shape::Scalar(Scalar::Text(_)))
}

/// A text that is no time.
fn is_plain(shape: &Shape) -> bool {
    matches!(shape, Shape::Scalar(Scalar::Text(Text::Plain)))
}

fn is_integer(shape: &Shape) -> bool {
    match shape {
        Shape::Scalar(Scalar::Integer(_) | Scalar::Number) => true,
        // Pages say how many items they have at most, which often is one of a few numbers.
        Shape::Enumeration(list) => list.integer.is_some(),
        _ => false,
    }
}

fn is_cursor(shape: &Shape) -> bool {
    is_text(shape) || is_integer(shape)
}
