//! How the pages of a list follow each other, as a generated crate says it.

/// The way to a member of a body; `-1` is the last of a list.
pub(super) type Path = &'static [&'static str];

/// How the pages of a list follow each other.
#[derive(Clone, Copy, Debug)]
pub struct PageSpec {
    pub(super) style: Style,
    /// The query parameter that says which page.
    pub(super) parameter: &'static str,
    /// Where a page has its items.
    pub(super) items: Path,
    /// Where it says what follows: a cursor or an address.
    pub(super) next: Path,
    /// Where it says whether anything follows.
    pub(super) more: Path,
    /// Where it says which one it is, and how many there are.
    pub(super) current: Path,
    pub(super) last: Path,
    /// Where it says how many items there are on all pages, and at most on one.
    pub(super) total: Path,
    pub(super) size: Path,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Number,
    Offset,
    Cursor,
    Link,
    Url,
}

const fn spec(style: Style, parameter: &'static str, items: Path) -> PageSpec {
    PageSpec {
        style,
        parameter,
        items,
        next: &[],
        more: &[],
        current: &[],
        last: &[],
        total: &[],
        size: &[],
    }
}

/// Pages have numbers, which a query parameter asks for. The list ends with a page that has no items.
pub const fn by_number(parameter: &'static str, items: Path) -> PageSpec {
    spec(Style::Number, parameter, items)
}

/// A query parameter says how many items to skip. The list ends with a page that has no items.
pub const fn by_offset(parameter: &'static str, items: Path) -> PageSpec {
    spec(Style::Offset, parameter, items)
}

/// A page has what a query parameter asks the next one for; the last page has nothing there.
pub const fn by_cursor(parameter: &'static str, next: Path) -> PageSpec {
    PageSpec {
        next,
        ..spec(Style::Cursor, parameter, &[])
    }
}

/// The header `Link` has the address of the next page (RFC 8288).
pub const fn by_link() -> PageSpec {
    spec(Style::Link, "", &[])
}

/// A page has the address of the next one; the last page has nothing there.
pub const fn by_url(next: Path) -> PageSpec {
    PageSpec {
        next,
        ..spec(Style::Url, "", &[])
    }
}

impl PageSpec {
    /// Where a page has its items, if it is not the list itself: a list by addresses or links ends with a page that has none
    /// there, if it leads back to what was there.
    pub const fn items(mut self, items: Path) -> Self {
        self.items = items;
        self
    }

    /// Where a page says, by a boolean, whether another one follows.
    pub const fn more(mut self, more: Path) -> Self {
        self.more = more;
        self
    }

    /// Where a page says its number.
    pub const fn current(mut self, current: Path) -> Self {
        self.current = current;
        self
    }

    /// Where a page says the number of the last one.
    pub const fn last(mut self, last: Path) -> Self {
        self.last = last;
        self
    }

    /// Where a page says how many items there are on all pages, and how many at most on one.
    pub const fn total(mut self, total: Path, size: Path) -> Self {
        self.total = total;
        self.size = size;
        self
    }
}
