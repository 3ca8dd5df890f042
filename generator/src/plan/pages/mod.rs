//! Lists that come in pages: how they go on, as the configuration says it or as parameters and answer show it.
//!
//! What is not plain is not recognised: a list whose pages are asked for wrongly is worse than one without pages.

mod fits;
mod items;
mod list;
mod seen;

pub use self::fits::asks;
use self::seen::Seen;
use super::Context;
use super::naming::Ident;
use super::outcome::{Decode, Outcome};
use super::ty::Ty;
use crate::api::{Operation, Types};
use crate::config::{self, Config};

/// A list that comes in pages.
#[derive(Clone, Debug)]
pub struct Pages {
    /// The type of an item.
    pub item: Ty,
    /// Where a page has its items.
    pub items: PageItems,
    /// How the pages follow each other.
    pub style: PageStyle,
}

/// Where a page has its items: in itself, or behind members of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageItems {
    /// Whether the page itself may be missing.
    pub if_any: bool,
    /// The members on the way, outermost first.
    pub steps: Vec<PageStep>,
}

/// A member on the way to the items of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageStep {
    /// Its field.
    pub field: Ident,
    /// What the field holds it in.
    pub held: Held,
}

/// What a field holds the value of a member in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// Nothing: it is always there.
    Plain,
    /// An `Option`.
    Option,
    /// A `Field`.
    Field,
}

/// How the pages of a list follow each other. Paths are those of members on the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageStyle {
    /// By a number, which a parameter takes and a page may say.
    Number {
        /// The parameter.
        parameter: String,
        /// Where the items are.
        items: Vec<String>,
        /// Where a page says which one it is.
        current: Vec<String>,
        /// Where it says which one is the last.
        last: Vec<String>,
        /// Where it says how many items there are on all pages, and at most on one.
        total: Option<(Vec<String>, Vec<String>)>,
    },
    /// By the number of items before.
    Offset {
        /// The parameter.
        parameter: String,
        /// Where the items are.
        items: Vec<String>,
        /// Where a page says whether there are more.
        more: Vec<String>,
    },
    /// By what a page has for the parameter.
    Cursor {
        /// The parameter.
        parameter: String,
        /// Where a page has its value.
        next: Vec<String>,
        /// Where it says whether there are more.
        more: Vec<String>,
    },
    /// By the header `Link`.
    Link {
        /// Where the items are.
        items: Vec<String>,
    },
    /// By an address in the page.
    Url {
        /// Where it is.
        next: Vec<String>,
        /// Where the items are.
        items: Vec<String>,
    },
}

/// How an operation's list goes on in pages, if it does.
pub(super) fn plan(
    context: &Context<'_>,
    operation: &Operation,
    outcome: &Outcome,
) -> Option<Pages> {
    let types = &context.api.types;
    let entry = entry(types, context.config, operation);
    let is_json = matches!(outcome.decode, Decode::Json | Decode::JsonOrEmpty);
    if operation.method != "GET" && entry.is_none() || !is_json {
        return None;
    }
    let seen = Seen::of(types, operation)?;
    let (path, style) = match entry {
        Some(entry) => {
            let chosen = Some(steps(&entry.items)).filter(|path| !path.is_empty());
            let path = chosen.or_else(|| seen.list())?;
            (path.clone(), configured(entry, path)?)
        }
        None => seen.recognised()?,
    };
    let (item, items) = items::items(context, seen.whole, outcome, &path)?;
    Some(Pages { item, items, style })
}

/// What the configuration says of an operation's pages: in an entry of its own, or in the first one for all that fits it.
pub fn entry<'c>(
    types: &Types,
    config: &'c Config,
    operation: &Operation,
) -> Option<&'c config::Pages> {
    let own = super::configured(config, operation).and_then(|entry| entry.pages.as_ref());
    if own.is_some() || config.pages.is_empty() {
        return own;
    }
    let seen = Seen::of(types, operation)?;
    config.pages.iter().find(|entry| seen.fits(entry))
}

/// A path as the configuration has it; empty where it has none.
fn steps(given: &Option<config::Given<Vec<String>>>) -> Vec<String> {
    let given = given.as_ref().map(|given| given.value.clone());
    given.unwrap_or_default()
}

fn configured(config: &config::Pages, items: Vec<String>) -> Option<PageStyle> {
    let parameter = config.parameter.as_ref();
    let parameter = parameter.map(|given| given.value.clone());
    let parameter = parameter.unwrap_or_default();
    let next = steps(&config.next);
    Some(match config.style {
        config::PageStyle::None => return None,
        config::PageStyle::Number => PageStyle::Number {
            parameter,
            items,
            current: steps(&config.current),
            last: steps(&config.last),
            total: None,
        },
        config::PageStyle::Offset => PageStyle::Offset {
            parameter,
            items,
            more: steps(&config.more),
        },
        config::PageStyle::Cursor => PageStyle::Cursor {
            parameter,
            next,
            more: steps(&config.more),
        },
        config::PageStyle::Link => PageStyle::Link { items },
        config::PageStyle::Url => PageStyle::Url { next, items },
    })
}

#[cfg(test)]
mod tests;
