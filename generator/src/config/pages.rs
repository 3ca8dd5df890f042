//! How lists go on in pages: `[[pages]]`, and `pages` of one operation.

use super::Given;
use super::sections::{one_of, required};
use super::table::Table;
use crate::diagnostic::{Place, catalogue};

/// One of `[[pages]]`, or `pages` of an operation. A path is the names of members on the way; in the file, with full stops between or as a list.
#[derive(Clone, Debug)]
pub struct Pages {
    /// How they follow each other.
    pub style: PageStyle,
    /// The query parameter that asks for one.
    pub parameter: Option<Given<String>>,
    /// The member with the items; what looks like it where there is none.
    pub items: Option<Given<Vec<String>>>,
    /// Where a page has what the next one is asked for with.
    pub next: Option<Given<Vec<String>>>,
    /// Where a page says whether there are more.
    pub more: Option<Given<Vec<String>>>,
    /// Where a page says its number.
    pub current: Option<Given<Vec<String>>>,
    /// Where a page says the number of the last one.
    pub last: Option<Given<Vec<String>>>,
    /// Where the entry stands.
    pub place: Place,
}

/// How pages follow each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PageStyle {
    /// There are none, whatever it looks like.
    #[default]
    None,
    /// By number.
    Number,
    /// By the number of items before.
    Offset,
    /// By a cursor in the page.
    Cursor,
    /// By the header `Link`.
    Link,
    /// By an address in the page.
    Url,
}

/// `pages` of an operation.
pub(super) fn of_operation(table: Table<'_>) -> Option<Pages> {
    use PageStyle::{Cursor, Number, Offset};
    read(table, "`pages`", &[Number, Offset, Cursor])
}

/// One of `[[pages]]`. What it is for is told by what it names, so it must name a parameter or a member that only some
/// answers have.
pub(super) fn of_all(table: Table<'_>) -> Option<Pages> {
    use PageStyle::{Cursor, Link, None, Number, Offset};
    read(table, "`[[pages]]`", &[Number, Offset, Cursor, Link, None])
}

fn read(mut table: Table<'_>, section: &str, with_parameter: &[PageStyle]) -> Option<Pages> {
    use PageStyle::{Cursor, Link, Number, Offset, Url};
    let written = required(&mut table, "style", section);
    let known = [
        ("none", PageStyle::None),
        ("number", Number),
        ("offset", Offset),
        ("cursor", Cursor),
        ("link", Link),
        ("url", Url),
    ];
    let style = written.as_ref().map_or(PageStyle::None, |written| {
        one_of(&table, "style", written, &known)
    });
    // Of one that is not known, which stands for none, enough was said.
    let is_known =
        style != PageStyle::None || written.as_ref().is_some_and(|it| it.value == "none");
    let parameter = match is_known && with_parameter.contains(&style) {
        true => required(&mut table, "parameter", section),
        false => table.string("parameter"),
    };
    let mut path = |key, needed: &[PageStyle]| {
        let steps = table.path(key).filter(|steps| !steps.value.is_empty());
        if steps.is_none() && needed.contains(&style) {
            table.push(catalogue::config_missing_key(table.place(), key, section));
        }
        steps
    };
    let pages = Pages {
        style,
        parameter,
        items: path("items", &[]),
        next: path("next", &[Cursor, Url]),
        more: path("more", &[]),
        current: path("current", &[]),
        last: path("last", &[]),
        place: table.place(),
    };
    table.finish();
    written.map(|_| pages)
}
