//! Plan to tokens: spelling, and nothing else.
//!
//! Total functions without a decision: what is written was settled in the plan. This folder alone knows quote, and it
//! is the only place where text of a document becomes Rust. It does so in three ways, and none of them depends on care:
//! as a string literal, which is what [`quote!`](quote::quote) makes of a `str`; as documentation (`docs`), which is
//! made safe unless it is [`Words`](crate::plan::Words), and those can't be made of a text that is not ours; and as an
//! identifier (`ident`), which takes nothing but an [`Ident`], and that only a scope gives out. What would turn text into
//! tokens in a fourth way is in no file of this folder: `tests/layers.rs` looks.

mod call;
mod cfg;
mod client;
mod derive;
mod docs;
mod enumeration;
mod ident;
mod late;
mod literal;
mod macros;
mod pages;
mod receivers;
mod resource;
mod root;
mod spec;
mod statuses;
mod stream;
mod structure;
mod ty;
mod types;
mod union;
mod uses;
mod validate;
mod with_body;

use std::iter;

use proc_macro2::TokenStream;

pub(crate) use self::docs::{paragraph, plain, short};
use self::macros::Macros;
pub(crate) use crate::plan::is_unseen;
use crate::plan::{Home, Ident, Plan, Resource, TypeFile};

/// Where the generated code has the runtime from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Runtime {
    /// The crate `specwright-runtime`.
    Dependency,
    /// A module beside the generated ones.
    Module,
}

/// Whose root the generated code has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Root {
    /// That of a crate: whoever uses it sees all that is public.
    Crate,
    /// A module's in a crate of somebody else, who may keep it private, and need a part of it alone.
    Included,
}

/// What is in a file.
pub enum Content<'a> {
    /// Items, without their layout.
    Tokens(Chunks<'a>),
    /// Texts of ours, one after the other.
    Text(Vec<&'static str>),
}

/// The items of a file, a few at a time: the tokens of a large one take many times the memory of its text, and whoever
/// puts them together copies them.
pub type Chunks<'a> = Box<dyn Iterator<Item = TokenStream> + 'a>;

/// One file of the generated code. Its tokens are made when they are asked for, on the thread that asks.
#[derive(Clone, Debug)]
pub struct Module<'a> {
    /// The path below the folder of the sources, with `/`; the root is `mod.rs`.
    pub path: String,
    plan: &'a Plan,
    part: Part<'a>,
}

#[derive(Clone, Copy, Debug)]
enum Part<'a> {
    Root {
        kind: Root,
        runtime: Runtime,
        has_macros: bool,
    },
    Macros(Macros),
    Client,
    Call,
    Resources,
    Resource(&'a Resource),
    TypesIndex,
    Types(&'a TypeFile),
    Receivers,
}

impl Module<'_> {
    /// What is in the file.
    pub fn content(&self) -> Content<'_> {
        let whole = match self.part {
            Part::Macros(macros) => return Content::Text(macros.texts()),
            Part::Resource(resource) => {
                return Content::Tokens(resource::tokens(resource, self.plan.validate));
            }
            Part::Types(file) => return Content::Tokens(types::tokens(file, self.plan.validate)),
            Part::Root {
                kind,
                runtime,
                has_macros,
            } => root::tokens(self.plan, kind, runtime, has_macros),
            Part::Client => client::tokens(&self.plan.client),
            Part::Call => call::tokens(self.plan),
            Part::Resources => resource::index(&self.plan.client.children),
            Part::TypesIndex => types::index(&self.plan.types),
            Part::Receivers => receivers::tokens(
                self.plan
                    .receivers
                    .as_ref()
                    .expect("planned only where there is something to receive"),
                self.plan.validate,
            ),
        };
        Content::Tokens(Box::new(iter::once(whole)))
    }
}

/// The files of a plan, the root first.
pub fn modules(plan: &Plan, kind: Root, runtime: Runtime) -> Vec<Module<'_>> {
    let module = |path: String, part| Module { path, plan, part };
    let macros = Macros::of(plan);
    let has_macros = macros.is_some();
    let root = Part::Root {
        kind,
        runtime,
        has_macros,
    };
    let mut modules = vec![module("mod.rs".to_owned(), root)];
    if let Some(macros) = macros {
        modules.push(module("macros.rs".to_owned(), Part::Macros(macros)));
    }
    if !plan.resources.is_empty() {
        modules.push(module("client.rs".to_owned(), Part::Client));
        modules.push(module("call.rs".to_owned(), Part::Call));
        modules.push(module("resources/mod.rs".to_owned(), Part::Resources));
    }
    for resource in &plan.resources {
        modules.push(module(
            resource_path(&resource.path, !resource.children.is_empty()),
            Part::Resource(resource),
        ));
    }
    match plan.types.as_slice() {
        [] => {}
        [TypeFile { name: None, .. }] => {
            modules.push(module("types.rs".to_owned(), Part::Types(&plan.types[0])))
        }
        files => {
            modules.push(module("types/mod.rs".to_owned(), Part::TypesIndex));
            for file in files {
                let name = file.name.as_ref().map_or("other", Ident::as_str);
                modules.push(module(format!("types/{name}.rs"), Part::Types(file)));
            }
        }
    }
    if plan.receivers.is_some() {
        modules.push(module("receivers.rs".to_owned(), Part::Receivers));
    }
    modules
}

fn resource_path(path: &[Ident], has_children: bool) -> String {
    let path: Vec<&str> = path.iter().map(Ident::as_str).collect();
    format!(
        "resources/{}",
        resource::file(&path.join("/"), has_children)
    )
}

/// How many modules a home lies below the root.
fn depth(home: &Home) -> usize {
    match home {
        Home::Types | Home::Receivers => 1,
        Home::Resource(path) => path.len() + 1,
    }
}
