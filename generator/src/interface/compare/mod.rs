//! What differs between two interfaces, and what that does to code.

mod operations;
mod types;

use std::collections::{BTreeMap, BTreeSet};

use self::operations::Pairs;
use super::{Change, Changes, Effect, Interface, Signature, calls, renamed};

/// What code that was written for `old` meets in `new`.
pub(super) fn changes(old: &Interface, new: &Interface) -> Changes {
    let (old, new) = (&old.expanded(), &new.expanded());
    let pairs = Pairs::of(&old.operations, &new.operations);
    let renamed = renamed::types(old, new, &pairs.same);
    let resources = [old, new].map(calls::reached);
    let mut found = Found {
        resources: resources.iter().flat_map(|it| it.keys().cloned()).collect(),
        ..Found::default()
    };
    found.operations(&pairs, &renamed.names);
    found.types(old, new, &renamed);
    found.functions(&old.free, &new.free, |name| name.to_owned());
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

    fn functions(
        &mut self,
        old: &BTreeMap<String, Signature>,
        new: &BTreeMap<String, Signature>,
        item: impl Fn(&str) -> String,
    ) {
        for (name, was) in old {
            let item = item(name);
            let Some(is) = new.get(name) else {
                self.say(Effect::Breaking, item, "is gone");
                continue;
            };
            if was.output != is.output {
                let said = format!(
                    "gives {}, and gave {}",
                    quoted(&is.output),
                    quoted(&was.output)
                );
                self.say(Effect::Breaking, item, said);
            } else if was != is {
                let said = format!("takes ({}), and took ({})", is.arguments, was.arguments);
                self.say(Effect::Breaking, item, said);
            } else if let Some(said) = reordered(was, is) {
                self.say(Effect::Meaning, item, said);
            }
        }
        for name in new.keys().filter(|name| !old.contains_key(*name)) {
            self.say(Effect::Addition, item(name), "is new");
        }
    }
}

/// Arguments of the same types, some of which are where others were.
fn reordered(was: &Signature, is: &Signature) -> Option<String> {
    let moved = was.names != is.names && {
        let (was, is): (BTreeSet<_>, BTreeSet<_>) =
            (was.names.iter().collect(), is.names.iter().collect());
        was == is
    };
    moved.then(|| {
        format!(
            "takes ({}) in this order, and took ({})",
            is.names.join(", "),
            was.names.join(", ")
        )
    })
}

fn quoted(text: &str) -> String {
    format!("`{text}`")
}
