//! Names of types that stand inside something.

use foldhash::HashMap;

use super::naming::{Ident, constant_words, singular};
use super::resources::Tree;
use super::ty::Home;
use crate::api::{Api, Origin, Step, Type};
use crate::config::Config;

/// Names of types that stand inside something, from the way to them.
pub(super) struct Path<'a> {
    pub api: &'a Api,
    pub config: &'a Config,
    /// The names that components have until now.
    pub components: HashMap<&'a str, Ident>,
    pub prefixes: &'a [String],
    pub tree: &'a Tree,
}

/// The name of a type that stands inside something.
pub(super) struct ByPlace {
    pub home: Home,
    pub name: String,
    /// The same, where items are called after one of what their lists are called after: `InboxItem`, and not
    /// `InboxItemsItem`.
    pub of_one: Option<String>,
}

impl Path<'_> {
    pub fn of(&self, ty: &Type) -> ByPlace {
        // From the inside out; a long chain is a loop here, not a recursion.
        let mut steps = Vec::new();
        let mut here = ty;
        let (home, root) = loop {
            match &here.origin {
                Origin::Inside { parent, step } => {
                    if let Some(chosen) = self
                        .config
                        .type_name(&here.site)
                        .filter(|_| !steps.is_empty())
                    {
                        break (self.home(here), chosen.to_owned());
                    }
                    steps.push(step);
                    here = &self.api.types[*parent];
                }
                Origin::Component(key) => {
                    break (Home::Types, self.components[key.as_str()].to_string());
                }
                Origin::Operation { operation, step } => {
                    let prefix = &self.prefixes[*operation];
                    let name = match step {
                        Step::Response(status) => {
                            let operation = &self.api.operations[*operation];
                            match (operation.succeeds(status), operation.successes.len()) {
                                (true, 0 | 1) => format!("{prefix}_response"),
                                (true, _) => format!("{prefix}_response_{status}"),
                                (false, _) if status == "default" => format!("{prefix}_error"),
                                (false, _) => format!("{prefix}_error_{status}"),
                            }
                        }
                        step => format!("{prefix}_{}", word(step)),
                    };
                    break (self.home(here), name);
                }
                Origin::Receiver { receiver, .. } => {
                    break (Home::Receivers, self.api.receivers[*receiver].id.clone());
                }
            }
        };
        let mut name = root;
        let mut of_one: Option<String> = None;
        for step in steps.into_iter().rev() {
            let word = word(step);
            let one = match step {
                Step::Item => one_of(of_one.as_ref().unwrap_or(&name)),
                _ => None,
            };
            of_one = one.or_else(|| Some(format!("{}_{word}", of_one?)));
            name = format!("{name}_{word}");
        }
        let of_one = of_one.filter(|it| *it != name);
        ByPlace { home, name, of_one }
    }

    fn home(&self, ty: &Type) -> Home {
        let mut here = ty;
        loop {
            match &here.origin {
                Origin::Inside { parent, .. } => here = &self.api.types[*parent],
                Origin::Component(_) => return Home::Types,
                Origin::Operation { operation, .. } => {
                    return Home::Resource(
                        self.tree.nodes[self.tree.operations[*operation].node]
                            .path
                            .clone(),
                    );
                }
                Origin::Receiver { .. } => return Home::Receivers,
            }
        }
    }
}

/// One of what a name calls several.
fn one_of(name: &str) -> Option<String> {
    let many = constant_words(name).join("_");
    let one = singular(&many);
    (one != many).then_some(one)
}

fn word(step: &Step) -> String {
    match step {
        Step::Property(name) | Step::Parameter(name) => name.to_string(),
        Step::Variant(name) => name.clone(),
        Step::Item => "item".to_owned(),
        Step::Position(position) => format!("item_{position}"),
        Step::Value => "value".to_owned(),
        Step::StreamItem => "event".to_owned(),
        Step::Request => "body".to_owned(),
        Step::Response(status) => format!("response_{status}"),
    }
}
