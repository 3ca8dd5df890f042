//! What differs of operations.

use std::collections::BTreeMap;

use super::super::renamed::{Names, response};
use super::super::{Effect, Operation};
use super::terms::Both;
use super::{Found, gives, quoted, takes};
use crate::source::filled_template;

/// Operations before and after.
pub(super) struct Pairs<'i> {
    pub same: Vec<(&'i Operation, &'i Operation)>,
    gone: Vec<&'i Operation>,
    fresh: Vec<&'i Operation>,
}

impl<'i> Pairs<'i> {
    pub fn of(old: &'i [Operation], new: &'i [Operation]) -> Self {
        let mut pairs = Self {
            same: Vec::new(),
            gone: old.iter().collect(),
            fresh: new.iter().collect(),
        };
        // An operation is what it sends; where several send the same, the call tells. One that sends something else now is
        // known by its call.
        pairs.pair(|it| (sent(it), it.call.as_str()));
        pairs.pair(|it| (sent(it), ""));
        pairs.pair(|it| (String::new(), it.call.as_str()));
        pairs
    }

    fn pair(&mut self, by: impl Fn(&'i Operation) -> (String, &'i str)) {
        let mut fresh: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for operation in self.fresh.drain(..).rev() {
            fresh.entry(by(operation)).or_default().push(operation);
        }
        self.gone.retain(|was| {
            let is = fresh.get_mut(&by(was)).and_then(Vec::pop);
            self.same.extend(is.map(|is| (*was, is)));
            is.is_none()
        });
        self.fresh = fresh.into_values().flatten().collect();
    }
}

impl Found {
    pub(super) fn operations(&mut self, pairs: &Pairs<'_>, names: &Names, both: &Both<'_>) {
        for operation in &pairs.gone {
            let said = format!("is gone: {}", operation.request);
            self.say(Effect::Breaking, shown(operation), said);
            self.told.extend(own_types(operation));
        }
        for operation in &pairs.fresh {
            let said = format!("is new: {}", operation.request);
            self.say(Effect::Addition, shown(operation), said);
            self.told.extend(own_types(operation));
        }
        for (was, is) in &pairs.same {
            self.params.insert(is.params.clone());
            let was = was.renamed(names);
            self.operation(&was, is);
            self.terms(&shown(&was), both, &was, is);
        }
    }

    fn operation(&mut self, was: &Operation, is: &Operation) {
        let item = shown(was);
        if was.call != is.call {
            let said = format!("is called {}", shown(is));
            self.say(Effect::Breaking, &item, said);
        }
        if sent(was) != sent(is) {
            let said = format!("sends {}, and sent {}", is.request, was.request);
            self.say(Effect::Meaning, &item, said);
        }
        if let Some((effect, said)) = takes(&was.signature, &is.signature) {
            self.say(effect, &item, said);
            self.told.insert(is.params.clone());
        }
        if was.output != is.output {
            self.say(Effect::Breaking, &item, gives(&is.output, &was.output));
            self.answers.extend(response(&is.params));
        }
        let whole = |it: &Operation| it.whole.clone().unwrap_or_else(|| it.output.clone());
        if (was.whole.is_some() || is.whole.is_some()) && whole(was) != whole(is) {
            let (is, was) = (quoted(&whole(is)), quoted(&whole(was)));
            let said = format!("gives {is} by `with_response`, and gave {was}");
            self.say(Effect::Breaking, &item, said);
        }
        self.several(&item, "`items()` and `pages()`", &was.items, &is.items);
        self.several(&item, "a stream", &was.streamed, &is.streamed);
    }

    /// What has several items.
    fn several(&mut self, item: &str, way: &str, was: &Option<String>, is: &Option<String>) {
        match (was, is) {
            (Some(_), None) => self.say(Effect::Breaking, item, format!("has no {way} any more")),
            (None, Some(of)) => {
                let said = format!("has {way}, of {}", quoted(of));
                self.say(Effect::Addition, item, said);
            }
            (Some(was), Some(is)) if was != is => {
                let said = format!("has {way} of {}, and not of {}", quoted(is), quoted(was));
                self.say(Effect::Breaking, item, said);
            }
            _ => {}
        }
    }
}

/// The types that an operation has for itself.
fn own_types(operation: &Operation) -> impl Iterator<Item = String> {
    let params = operation.params.clone();
    response(&params).into_iter().chain([params])
}

/// What is sent, whatever the variables in its path are called.
fn sent(operation: &Operation) -> String {
    filled_template(&operation.request, |_| Some("{}"))
}

/// `client.pets().get(id)`.
fn shown(operation: &Operation) -> String {
    format!(
        "{}({})",
        operation.call,
        operation.signature.names.join(", ")
    )
}
