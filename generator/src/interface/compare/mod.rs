//! What differs between two interfaces, and what that does to code.

mod operations;
mod terms;
mod types;

use std::collections::{BTreeMap, BTreeSet};

use self::operations::Pairs;
use self::terms::Both;
use super::{Change, Changes, Effect, Interface, Signature, renamed};

/// What code that was written for `old` meets in `new`.
pub(super) fn changes(old: &Interface, new: &Interface) -> Changes {
    let (old, new) = (&old.expanded(), &new.expanded());
    let pairs = Pairs::of(&old.operations, &new.operations);
    let renamed = renamed::types(old, new, &pairs.same);
    let mut found = Found {
        resources: old.resources.union(&new.resources).cloned().collect(),
        ..Found::default()
    };
    let both = Both {
        was: &old.api,
        is: &new.api,
    };
    found.api(&both);
    found.operations(&pairs, &renamed.names, &both);
    found.types(old, new, &renamed);
    found.functions(&old.free, &new.free, str::to_owned, |_, _| false);
    let mut changes = found.changes;
    changes.sort();
    changes.dedup();
    Changes(changes)
}

#[derive(Default)]
struct Found {
    changes: Vec<Change>,
    /// Types that have nothing but methods which lead to calls: what becomes of these is said of the operations.
    resources: BTreeSet<String>,
    /// Params of operations whose arguments are others, which `new` of the params then takes as well; of those that are
    /// gone or new, what they answer, too.
    told: BTreeSet<String>,
    /// Other names of what operations answer that is something else now.
    answers: BTreeSet<String>,
    /// All params: that some can be written as JSON is how their bodies are.
    params: BTreeSet<String>,
}

impl Found {
    fn say(&mut self, effect: Effect, item: impl Into<String>, said: impl Into<String>) {
        self.changes.push(Change {
            effect,
            item: item.into(),
            said: said.into(),
        });
    }

    /// Functions, but those of which enough is said.
    fn functions(
        &mut self,
        old: &BTreeMap<String, Signature>,
        new: &BTreeMap<String, Signature>,
        item: impl Fn(&str) -> String,
        is_said: impl Fn(&str, &Signature) -> bool,
    ) {
        for (name, was) in old.iter().filter(|(name, was)| !is_said(name, was)) {
            match new.get(name).filter(|is| !is_said(name, is)) {
                None => self.say(Effect::Breaking, item(name), "is gone"),
                Some(is) if was.output != is.output => {
                    let said = gives(&is.output, &was.output);
                    self.say(Effect::Breaking, item(name), said);
                }
                Some(is) => {
                    if let Some((effect, said)) = takes(was, is) {
                        self.say(effect, item(name), said);
                    }
                }
            }
        }
        for (name, _) in new.iter().filter(|(name, is)| !is_said(name, is)) {
            if old.get(name).is_none_or(|was| is_said(name, was)) {
                self.say(Effect::Addition, item(name), "is new");
            }
        }
    }
}

/// How arguments differ: by their types, or by which of one type is where.
fn takes(was: &Signature, is: &Signature) -> Option<(Effect, String)> {
    if was != is {
        let said = format!("takes ({}), and took ({})", is.arguments, was.arguments);
        return Some((Effect::Breaking, said));
    }
    let names = |of: &Signature| of.names.iter().cloned().collect::<BTreeSet<_>>();
    (was.names != is.names && names(was) == names(is)).then(|| {
        let (is, was) = (is.names.join(", "), was.names.join(", "));
        let said = format!("takes ({is}) in this order, and took ({was})");
        (Effect::Meaning, said)
    })
}

fn gives(is: &str, was: &str) -> String {
    format!("gives {}, and gave {}", quoted(is), quoted(was))
}

fn quoted(text: &str) -> String {
    format!("`{text}`")
}
