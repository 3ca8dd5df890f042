//! Lists that come in pages: how they go on, as the configuration says it or as parameters and answer show it.
//!
//! What is not plain is not recognised: a list whose pages are asked for wrongly is worse than one without pages.

mod seen;

use self::seen::Seen;
use super::Context;
use super::naming::Ident;
use super::outcome::{Decode, Outcome};
use super::ty::Ty;
use crate::api::{ContentKind, Operation};
use crate::config;

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

/// Where a page has its items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageItems {
    /// It is the list.
    Page,
    /// It is the list, if it is there.
    PageIfAny,
    /// In this member.
    Member(Ident),
    /// In this member, which may be missing.
    MemberIfAny(Ident),
    /// In this member, which is in a `Field`.
    Field(Ident),
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
    let config = super::configured(context.config, operation);
    let config = config.and_then(|config| config.pages.as_ref());
    if operation.method != "GET" && config.is_none() || outcome.decode != Decode::Json {
        return None;
    }
    let mut answers = operation.successes.iter();
    let (answer, ContentKind::Json(whole)) =
        answers.find_map(|answer| Some((answer, answer.content.as_ref()?.kind)))?
    else {
        return None;
    };
    let seen = Seen {
        context,
        operation,
        answer,
        whole,
    };
    let chosen = config.map(|config| steps(&config.items));
    let (item, items, path) = seen.items(outcome, &chosen.unwrap_or_default())?;
    let style = match config {
        Some(config) => configured(config, path)?,
        None => seen.recognised(path)?,
    };
    Some(Pages { item, items, style })
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
