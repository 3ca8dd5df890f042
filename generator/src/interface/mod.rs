//! What a generated crate offers to those who use it, and what of that another description changes.
//!
//! An interface is read from the text that was generated, and not from the plan: what is compared is what a user's code
//! meets, whatever made it. So a crate that an earlier version wrote can be compared as well.
//!
//! ```text
//! files ─► scope ─► read ─► Interface ─┐
//! files ─► scope ─► read ─► Interface ─┴► renamed ─► compare ─► Changes
//! ```

mod aliases;
mod calls;
mod compare;
mod macros;
mod operations;
mod read;
mod renamed;
mod scope;
mod spell;
mod terms;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use indexmap::IndexMap;

use crate::write::Files;

/// What can be named in a generated crate, and called.
#[derive(Clone, Debug, Default)]
pub struct Interface {
    /// By their public paths, as in `types::Pet`.
    types: BTreeMap<String, Type>,
    /// Functions and constants that belong to no type, by their public paths.
    free: BTreeMap<String, Signature>,
    /// The client, and what has methods that lead to calls.
    resources: BTreeSet<String>,
    /// One for each method that calls. Several may send the same, with other bodies.
    operations: Vec<Operation>,
    /// What holds for all of them.
    api: terms::Api,
}

/// A struct, an enum or another name of a type.
#[derive(Clone, Debug, PartialEq)]
struct Type {
    kind: Kind,
    /// It is `#[non_exhaustive]`, or has fields that nobody sees.
    is_open: bool,
    /// What is derived or implemented.
    traits: BTreeSet<String>,
    /// Fields that are public, or variants.
    members: IndexMap<String, Member>,
    functions: BTreeMap<String, Signature>,
    /// What its call has: setters of what is optional.
    setters: BTreeMap<String, Signature>,
}

#[derive(Clone, Debug, PartialEq)]
enum Kind {
    Struct,
    Enum,
    /// Another name of what is within.
    Alias(String),
}

/// A field or a variant.
#[derive(Clone, Debug, PartialEq)]
struct Member {
    /// The type of a field; what a variant holds, in parentheses, or nothing.
    ty: String,
    /// What it is called in JSON, in a form or in a request, or which values lead to a variant.
    wire: Option<String>,
}

/// A function, a method or a constant.
#[derive(Clone, Debug, Default)]
struct Signature {
    /// All but names of arguments: `fn(&self, i64) -> Pet`.
    shape: String,
    /// The arguments, with their names, without `self`: `id: i64`.
    arguments: String,
    /// Their names.
    names: Vec<String>,
    /// What it gives.
    output: String,
}

/// Names of arguments may change.
impl PartialEq for Signature {
    fn eq(&self, other: &Self) -> bool {
        self.shape == other.shape
    }
}

/// What one call does.
#[derive(Clone, Debug, Default, PartialEq)]
struct Operation {
    /// How it is called: `client.pets().list`.
    call: String,
    /// The method of its resource.
    signature: Signature,
    /// The type that has its arguments.
    params: String,
    /// What `send` gives.
    output: String,
    /// What `with_response` gives, where it is more.
    whole: Option<String>,
    /// What `items()` gives.
    items: Option<String>,
    /// What a stream gives.
    streamed: Option<String>,
    /// What is sent, beginning with the method of HTTP.
    request: String,
    terms: terms::Terms,
}

impl Interface {
    /// Reads the sources of a crate, or of the modules that a crate includes.
    ///
    /// # Errors
    ///
    /// When a file is no Rust, which can only be if somebody edited it.
    pub fn of(files: &Files) -> Result<Self, NotRust> {
        let sources: Vec<_> = files.iter().filter_map(source).collect();
        let mut parsed = Vec::with_capacity(sources.len());
        for (path, module, text) in sources {
            let file = syn::parse_file(text).map_err(|error| NotRust {
                path: path.to_owned(),
                reason: error.to_string(),
            })?;
            parsed.push((module, file));
        }
        Ok(read::interface(&parsed))
    }

    /// What code that was written for this one meets in another one.
    #[must_use]
    pub fn changes(&self, new: &Self) -> Changes {
        compare::changes(self, new)
    }
}

/// Path, module and text of a file that has something of the API, in a crate or among modules that a crate includes. Of the
/// others, the runtime is the same for all.
fn source<'f>((path, text): (&'f str, &'f str)) -> Option<(&'f str, Vec<String>, &'f str)> {
    let inner = path.strip_suffix(".rs")?;
    let inner = inner.strip_prefix("src/").unwrap_or(inner);
    if inner.starts_with("runtime/") || inner == "macros" {
        return None;
    }
    let mut module: Vec<String> = inner.split('/').map(str::to_owned).collect();
    if matches!(module.last().map(String::as_str), Some("mod" | "lib")) {
        module.pop();
    }
    Some((path, module, text))
}

/// A file of a crate is no Rust.
#[derive(Clone, Debug)]
pub struct NotRust {
    /// Its path within the crate.
    pub path: String,
    /// What was expected there.
    pub reason: String,
}

impl fmt::Display for NotRust {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, reason } = self;
        write!(f, "{path} is no Rust: {reason}")
    }
}

impl std::error::Error for NotRust {}

/// How another interface differs: the worst first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes(pub Vec<Change>);

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Change {
    /// What it does to code that uses the item.
    pub effect: Effect,
    /// The item, as one would write it: `client.pets().list()`, `types::Pet.name`.
    pub item: String,
    /// What became of it, to be read after the item: `is gone`.
    pub said: String,
}

/// What a change does to code that was written for the old interface and uses the item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// It does not compile.
    Breaking,
    /// It compiles, and does something else.
    Meaning,
    /// It compiles, but for literals and patterns of a struct that name all fields and do not end in `..`.
    Literal,
    /// Nothing.
    Addition,
}

/// By how much a version must grow, by the rules of Cargo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bump {
    /// Nothing that a user's code sees is different.
    Patch,
    /// There is more.
    Minor,
    /// Code may no longer compile, or mean something else.
    Major,
}

impl Changes {
    /// By how much the version must grow.
    #[must_use]
    pub fn bump(&self) -> Bump {
        match self.0.iter().map(|change| change.effect).min() {
            None => Bump::Patch,
            Some(Effect::Addition) => Bump::Minor,
            Some(Effect::Breaking | Effect::Meaning | Effect::Literal) => Bump::Major,
        }
    }

    /// Those that do this.
    pub fn of(&self, effect: Effect) -> impl Iterator<Item = &Change> {
        self.0.iter().filter(move |change| change.effect == effect)
    }
}
