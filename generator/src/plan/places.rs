//! What documentation says of types and members that the document says nothing of: where they stand, and which of several
//! with one name they are.

use foldhash::{HashMap, HashMapExt as _};

use super::Context;
use super::docs::{Docs, Words};
use super::naming::snake;
use crate::api::{self, Origin};

impl Context<'_> {
    /// Where a type stands that has no name in the document: `the member x of Y`.
    pub(super) fn place(&self, origin: &Origin) -> Words {
        match origin {
            Origin::Component(name) => Words::code(name),
            Origin::Inside { parent, step } => {
                let parent = match self.names.of(*parent) {
                    Some(named) => Words::code(named.ident.as_str()),
                    None => self.place(&self.api.types[*parent].origin),
                };
                match step {
                    api::Step::Property(name) | api::Step::Parameter(name) => {
                        Words::sentence("the member {} of {}", &[Words::code(name), parent])
                    }
                    api::Step::Item | api::Step::Position(_) => {
                        Words::sentence("an item of {}", &[parent])
                    }
                    api::Step::Value => Words::sentence("a value of {}", &[parent]),
                    _ => Words::sentence("a variant of {}", &[parent]),
                }
            }
            Origin::Operation { operation, step } => {
                let title = self.operation_title(*operation);
                match step {
                    api::Step::Response(status) => {
                        Words::sentence("what {} answers ({})", &[title, Words::code(status)])
                    }
                    api::Step::Parameter(name) => {
                        Words::sentence("the parameter {} of {}", &[Words::code(name), title])
                    }
                    _ => Words::sentence("what {} sends", &[title]),
                }
            }
            Origin::Receiver { .. } => "what is received".into(),
        }
    }

    /// The operation as its path and method.
    pub(super) fn operation_title(&self, index: usize) -> Words {
        Words::operation(&self.api.operations[index])
    }
}

/// The members of an object by the names that they want, to say in the documentation which of several is which.
pub(super) struct Namesakes<'a>(HashMap<String, Vec<&'a str>>);

/// How many others of a name are told.
const NAMESAKES: usize = 4;

impl<'a> Namesakes<'a> {
    pub fn of(object: &'a api::Object) -> Self {
        let mut all = HashMap::<_, Vec<&str>>::with_capacity(object.fields.len());
        for field in &object.fields {
            let of_name = all.entry(snake(&field.wire_name)).or_default();
            // One more, because a member is none of its own.
            if of_name.len() <= NAMESAKES && !of_name.contains(&&*field.wire_name) {
                of_name.push(&field.wire_name);
            }
        }
        Self(all)
    }

    /// The documentation of a member, with a word on its name where another member wanted the same.
    pub fn docs(&self, context: &Context<'_>, field: &api::Field) -> Docs {
        let ty = &context.api.types[field.ty.id];
        let names = [&*field.wire_name, ty.origin.name().unwrap_or_default()];
        let docs = Docs::of(&field.docs, &names);
        let of_name = self.0.get(&snake(&field.wire_name)).into_iter().flatten();
        let others = of_name.filter(|other| ***other != *field.wire_name);
        let others: Vec<Words> = others
            .take(NAMESAKES)
            .map(|other| Words::code(other))
            .collect();
        if others.is_empty() {
            return docs;
        }
        docs.and(Words::sentence(
            "On the wire this is {}, which is another member than {}.",
            &[Words::code(&field.wire_name), Words::join(&others, " and ")],
        ))
    }
}
