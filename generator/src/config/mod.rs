//! `specwright.toml`: how a description becomes Rust, as the user wants it. Everything in it is optional.
//!
//! One tree of plain data. Values that later phases may find fault with (an operation that the description lacks, say)
//! carry their [`Place`]. What can be judged without the description is judged here: types, unknown keys, identifiers.

mod chosen;
mod ident;
mod lookup;
mod own;
mod package;
mod pages;
mod read;
mod reserved;
mod rust;
mod sections;
mod signature;
mod table;

use std::path::{Path, PathBuf};

use indexmap::IndexMap;

pub(crate) use lookup::{cut, key_of};
pub use pages::{PageStyle, Pages};
pub use reserved::RECEIVER_METHODS;
pub(crate) use reserved::{RESERVED_AMONG_TYPES, RESERVED_CALL, RESERVED_PAGED, RESERVED_TYPES};
pub(crate) use rust::Root;
pub use rust::{DeriveMacro, RustType};
pub use signature::{PayloadPiece, Signature, SignatureAlgorithm, SignatureEncoding, SignedTime};

use crate::diagnostic::{Diagnostics, Levels, Place, catalogue};
use crate::source::{FileId, Files, Limits};

/// The whole configuration.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// `[crate]`: the manifest of the generated crate.
    pub package: Package,
    /// `[document]`: what is done to the description before anything is made of it.
    pub document: Document,
    /// `[client]`: the client type.
    pub client: Client,
    /// `[security]`: which credentials are needed, and where they come from.
    pub security: Security,
    /// `[names]`: how names come from those of the description.
    pub names: Names,
    /// `[docs]`: what documentation says beyond the description's prose.
    pub docs: Docs,
    /// `[envelope]`: the members around the result that every response has.
    pub envelope: Option<Envelope>,
    /// `[streams]`: answers that are streams of items.
    pub streams: Streams,
    /// `[[pages]]`: how lists go on in pages, each for all operations that it fits.
    pub pages: Vec<Pages>,
    /// `[operations.*]`, by operationId or `PUT /path`.
    pub operations: IndexMap<String, Operation>,
    /// `[types.*]`, by component name or pointer of an inline schema.
    pub types: IndexMap<String, Type>,
    /// `[formats]`: types to use for scalars of a `format`.
    pub formats: IndexMap<String, Given<RustType>>,
    /// `[derive]`: what types derive besides, by component name or pointer; `*` stands for all.
    pub derive: IndexMap<String, Given<Vec<DeriveMacro>>>,
    /// `[webhooks.*]`, by operationId or key of a callback or webhook.
    pub webhooks: IndexMap<String, Webhook>,
    /// `[signature]`: how the requests that a receiver gets are signed.
    pub signature: Option<Signature>,
    /// `[diagnostics]`: how bad what is wrong with the description is.
    pub diagnostics: Levels,
    /// `[limits]`: what reading the description may cost.
    pub limits: Limits,
}

/// A value that the user wrote, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub place: Place,
}

/// `[crate]`.
#[derive(Clone, Debug, Default)]
pub struct Package {
    /// Name of the crate.
    pub name: Option<Given<String>>,
    /// Its version.
    pub version: Option<Given<String>>,
    /// Its description.
    pub description: Option<String>,
    /// Who made it.
    pub authors: Vec<String>,
    /// Its licence, as an SPDX expression.
    pub license: Option<String>,
    /// Its page.
    pub homepage: Option<String>,
    /// Where its source is.
    pub repository: Option<String>,
    /// Where its documentation is.
    pub documentation: Option<String>,
    /// What it may be found by.
    pub keywords: Vec<String>,
    /// Which of the registry's categories it belongs to.
    pub categories: Vec<String>,
    /// The oldest Rust that it is said to compile with.
    pub rust_version: Option<String>,
    /// Whether Cargo may publish it.
    pub publish: Option<bool>,
    /// Where it has the runtime from.
    pub runtime: Runtime,
    /// Whether each resource at the top is a feature of it.
    pub resource_features: bool,
    /// Whether its types and calls can be asked whether they are within the description's limits.
    pub validate: bool,
    /// `[crate.dependencies]`: what it depends on besides, as Cargo wants it.
    pub dependencies: IndexMap<String, toml::Value>,
}

/// Where a crate that stands alone has the runtime from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Runtime {
    /// A copy of its text.
    #[default]
    Copy,
    /// The crate `specwright-runtime`.
    Dependency,
}

/// `[document]`.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// OpenAPI overlays to apply, in order; paths are relative to the configuration.
    pub overlays: Vec<Given<PathBuf>>,
    /// The only operations to take, by operationId, `PUT /path`, `/path`, `tag:name` or `resource.method`, in which
    /// `*` stands for any text; all if there are none.
    pub only: Vec<Given<String>>,
    /// The folder that references may not leave, relative to the configuration; else that of the description.
    pub root: Option<Given<PathBuf>>,
}

/// `[client]`.
#[derive(Clone, Debug, Default)]
pub struct Client {
    /// Replaces the description's first server.
    pub base_url: Option<Given<String>>,
    /// The variable that replaces it at run time.
    pub base_url_env: Option<String>,
    /// `[client.parameters.*]`: parameters that may be set once on the client, by wire name.
    pub parameters: IndexMap<String, ClientParameter>,
}

/// One of `[client.parameters.*]`.
#[derive(Clone, Debug)]
pub struct ClientParameter {
    /// The variable it is read from.
    pub env: Option<String>,
    /// Where the entry stands.
    pub place: Place,
}

/// `[security]`.
#[derive(Clone, Debug, Default)]
pub struct Security {
    /// Alternatives of sets of scheme names; replaces every requirement of the description that is not empty.
    pub requirements: Option<Vec<Vec<Given<String>>>>,
    /// `[security.env]`: by scheme, the variable or (for basic) the two variables it is read from.
    pub env: IndexMap<String, Given<Vec<String>>>,
}

/// `[names]`.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// What names of components begin with that says nothing, and that no type's name has.
    pub prefixes: Vec<Given<String>>,
}

/// `[docs]`.
#[derive(Clone, Debug, Default)]
pub struct Docs {
    /// `[docs.extensions]`: extensions of operations that are worth reading, with a title each.
    pub extensions: IndexMap<String, String>,
}

/// `[streams]`.
#[derive(Clone, Debug, Default)]
pub struct Streams {
    /// Data of events that are no items, but the end of their stream.
    pub end: Vec<String>,
}

/// `[envelope]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// The member that holds the result.
    pub result: String,
    /// The member that says whether the call worked.
    pub success: Option<String>,
    /// The member that holds errors.
    pub errors: Option<String>,
    /// The member that holds messages.
    pub messages: Option<String>,
    /// Where the section stands.
    pub place: Place,
}

/// One of `[operations.*]`.
#[derive(Clone, Debug)]
pub struct Operation {
    /// The resources that lead to it, outermost first: `["stream", "webhooks"]`.
    pub resource: Option<Given<Vec<String>>>,
    /// Name of its method.
    pub method: Option<Given<String>>,
    /// A further paragraph of documentation.
    pub docs: Option<String>,
    /// Names of parameters and body fields, by wire name.
    pub fields: IndexMap<String, Given<String>>,
    /// Data of events that end its stream, instead of those of `[streams]`.
    pub stream_end: Option<Vec<String>>,
    /// The protocol that its connection goes on as.
    pub upgrade: Option<String>,
    /// How its list goes on in pages, whatever `[[pages]]` says.
    pub pages: Option<Pages>,
    /// Where the entry stands.
    pub place: Place,
}

/// One of `[types.*]`.
#[derive(Clone, Debug)]
pub struct Type {
    /// Name of the type.
    pub name: Option<Given<String>>,
    /// Names of its fields, by wire name.
    pub fields: IndexMap<String, Given<String>>,
    /// Names of its variants, by wire value.
    pub variants: IndexMap<String, Given<String>>,
    /// Whether it has no values but those that are listed.
    pub closed: Option<Given<bool>>,
    /// The type that is used instead.
    pub replaced_by: Option<Given<RustType>>,
    /// Where the entry stands.
    pub place: Place,
}

/// One of `[webhooks.*]`.
#[derive(Clone, Debug)]
pub struct Webhook {
    /// Name of the receiver's method.
    pub name: Option<Given<String>>,
    /// Where the entry stands.
    pub place: Place,
}

impl Config {
    /// Reads the file. Gives none if it can't be read or is no TOML; other mistakes are reported and what remains is
    /// given.
    pub fn read(path: &Path, files: &mut Files, diagnostics: &mut Diagnostics) -> Option<Self> {
        match files.read(path) {
            Ok(file) => Self::of_file(file, files, diagnostics),
            Err(error) => {
                diagnostics.push(catalogue::unreadable_file(path, None, &error));
                None
            }
        }
    }

    /// Reads a text that is in no file; `name` stands for it in messages, and paths are relative to its folder.
    pub fn parse(
        name: &str,
        text: &str,
        files: &mut Files,
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        let file = files.add(name, text);
        Self::of_file(file, files, diagnostics)
    }

    fn of_file(file: FileId, files: &Files, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut config = read::config(file, files, diagnostics)?;
        let folder = files.get(file).path.parent().unwrap_or(Path::new(""));
        let overlays = config.document.overlays.iter_mut();
        for path in overlays.chain(&mut config.document.root) {
            path.value = folder.join(&path.value);
        }
        Some(config)
    }
}

impl<T> Given<T> {
    /// A value and its place.
    pub fn new(value: T, place: Place) -> Self {
        Self { value, place }
    }
}
