//! From files to one typed OpenAPI 3.0 description that has no surprises left in it.
//!
//! [`load`] is the list of steps, each one module:
//!
//! 1. `version`: is it OpenAPI, and which;
//! 2. `overlay`: OpenAPI overlays are applied;
//! 3. `select`: only the wanted operations stay;
//! 4. `join`: every `$ref`, to wherever, becomes one to `#/components/{section}/{name}`; what openapiv3 has no
//!    reference for (path items, callbacks, media types) is put in place;
//! 5. `swagger`: before and after that, Swagger 2.0 becomes OpenAPI 3.0;
//! 6. `check`: the tree against the table in `grammar`; what can be survived is mended or dropped with a warning;
//! 7. `upgrade`: 3.1 and 3.2 are brought to the shape of 3.0, and what openapiv3 would drop is kept in extensions;
//! 8. `hoist`: schemas in shared parameters, responses and bodies get names where Rust needs a type for them;
//! 9. `typed`: openapiv3's types are read from the tree, a part at a time.
//!
//! Nothing of Rust is known here, and no schema is interpreted: what a description *means* is for `api` to say.
//!
//! # What a reader of a [`Document`] may rely on
//!
//! - Every reference is `#/components/{section}/{name}`, its target is there, is of the right kind, and no chain of
//!   references runs in a circle. There are none at path items and callbacks.
//! - A `$ref` with something beside it that matters is `allOf: [$ref]` with that beside it.
//! - A schema that allows only null is `enum: [null]` with `nullable: true` and no type. Null among the branches of an
//!   `anyOf` or `oneOf`, or in a list of types, has become `nullable: true`; a list of several types has become an
//!   `anyOf` of one type each.
//! - `const` is an `enum` of one. An `enum` of one kind of scalar has its `type`.
//! - The schema that allows nothing is `not: {}`.
//! - What JSON the `data` of an event of a stream holds (`contentSchema`) is what it is.
//! - Values of a discriminator's mapping are references to schemas of the components, never bare names.
//! - Every name in a path's braces has a path parameter. What `api` still has to expect, each with a warning given: a
//!   path parameter that the path lacks, the same parameter twice in one list, the same name twice in a path, an
//!   operationId twice, a security requirement that names no scheme.
//! - Where there are security schemes and no requirement, the whole description has one: any of them, or none.
//! - A parameter or header has a schema or a content, an operation has responses, `Encoding::explode` is decided.
//! - There are no examples.
//!
//! What openapiv3 has no field for is kept in these extensions, with every schema in it brought to the same shape:
//!
//! | extension | on | holds |
//! | --- | --- | --- |
//! | `x-specwright-operations` | path item | operations of further methods (`QUERY`, custom ones), by method; typed in [`Path::further`] |
//! | `x-specwright-tuple` | array schema | `true`: `items` is an `anyOf` of the schemas of its items, one each, in order |
//! | `x-specwright-minimum`, `-maximum`, `-multiple-of` | integer schema | a limit beyond 64 bits, as text |
//! | `x-specwright-item-schema` | media type | `true`: `schema` is that of one item of a stream (`itemSchema`) |
//! | `x-specwright-explode` | header | the value of `explode` |
//! | `x-specwright-allow-reserved` | path parameter | the value of `allowReserved` |
//! | `x-specwright-mutual-tls` | security scheme | `true`: it is `mutualTLS`, dressed as `http` |
//! | `x-specwright-querystring` | parameter | `true`: the whole query string (`in: querystring`), dressed as `query` |

mod check;
mod grammar;
mod hoist;
mod join;
mod origins;
mod overlay;
mod security;
mod select;
mod swagger;
mod typed;
mod upgrade;
mod version;

use std::time::{Duration, Instant};

pub use hoist::Hoisted;
pub use select::{METHOD_KEY, RESOURCE_KEY, Whole};
pub use typed::{Components, Head, Path, PathItems};
pub use version::Version;

/// The extension that says of a path parameter whether reserved characters stay.
pub(crate) const ALLOW_RESERVED: &str = "x-specwright-allow-reserved";

/// Says of a media type that its schema is that of one item of a stream.
pub const ITEM_SCHEMA: &str = "x-specwright-item-schema";

/// The members of an event of a stream (OpenAPI 3.2, "Server-Sent Event Streams").
pub(crate) const EVENT_MEMBERS: [&str; 4] = ["event", "data", "id", "retry"];

use crate::config::Config;
use crate::diagnostic::{Diagnostics, Place, catalogue};
use crate::source::{self, FileId, Files, Value};
use join::Listed;
use origins::Origins;

/// A description that was read, joined, checked, and brought to one shape; see the module's documentation for what may
/// be relied on. Its parts are read when they are asked for.
#[derive(Debug)]
pub struct Document {
    /// What holds for all of it.
    pub head: Head,
    /// Its paths; their pointers are `/paths/{path}`.
    pub paths: PathItems,
    /// The webhooks of OpenAPI 3.1; their pointers are `/webhooks/{name}`.
    pub webhooks: PathItems,
    /// What is referred to.
    pub components: Components,
    /// The version that the description says it has.
    pub version: Version,
    /// How long it took to parse its text.
    pub parsed_in: Duration,
    /// Where its parts stand.
    pub places: Places,
    /// What there is in all, where only a part of it was taken.
    pub whole: Option<Whole>,
    /// The names of all its schemas, of which only a part may be among the components.
    pub schemas: Vec<String>,
    /// Which of these are those of shared parameters, responses and bodies.
    pub hoisted: Hoisted,
}

/// Where the parts of a description stand. It is wanted longer than the description, which is large.
#[derive(Clone, Debug)]
pub struct Places(Origins);

impl Places {
    /// Where something stands, by its pointer in the document: the file and pointer that it came from.
    pub fn place(&self, pointer: &str) -> Place {
        self.0.place(pointer)
    }

    /// The same, meaning the key that names it.
    pub fn key_place(&self, pointer: &str) -> Place {
        self.place(pointer).on_key()
    }
}

/// Loads a description from its file. Gives none if there is nothing to go on with; else there may still be errors
/// among the diagnostics, and what they are about is left out.
pub fn load(
    spec: &std::path::Path,
    config: &Config,
    files: &mut Files,
    diagnostics: &mut Diagnostics,
) -> Option<Document> {
    match files.read(spec) {
        Ok(file) => load_file(file, config, files, diagnostics),
        Err(error) => {
            diagnostics.push(catalogue::unreadable_file(spec, None, &error));
            None
        }
    }
}

/// Loads a description from a text that is in no file; `name` stands for it in messages, and references are relative
/// to its folder.
pub fn load_text(
    name: &str,
    text: &str,
    config: &Config,
    files: &mut Files,
    diagnostics: &mut Diagnostics,
) -> Option<Document> {
    let file = files.add(name, text);
    load_file(file, config, files, diagnostics)
}

fn load_file(
    file: FileId,
    config: &Config,
    files: &mut Files,
    diagnostics: &mut Diagnostics,
) -> Option<Document> {
    let shaped = shape(file, config, files, diagnostics)?;
    let typed = typed::read(shaped.tree)?;
    Some(Document {
        head: typed.head,
        paths: typed.paths,
        webhooks: typed.webhooks,
        components: typed.components,
        version: shaped.version,
        parsed_in: shaped.parsed_in,
        places: Places(shaped.origins),
        whole: shaped.whole,
        schemas: shaped.schemas,
        hoisted: shaped.hoisted,
    })
}

/// A description as a tree that is all that a [`Document`] promises.
struct Shaped {
    tree: Value,
    version: Version,
    parsed_in: Duration,
    origins: Origins,
    whole: Option<Whole>,
    schemas: Vec<String>,
    hoisted: Hoisted,
}

fn shape(
    file: FileId,
    config: &Config,
    files: &mut Files,
    diagnostics: &mut Diagnostics,
) -> Option<Shaped> {
    let began = Instant::now();
    let mut tree = match source::parse(files.get(file), files.limits) {
        Ok(tree) => tree,
        Err(error) => {
            diagnostics.push(catalogue::unparsable(file, &error));
            return None;
        }
    };
    let parsed_in = began.elapsed();
    let version = version::check(&tree, file, diagnostics)?;
    let mut origins = Origins::new(file);
    let overlays = &config.document.overlays;
    overlay::apply(&mut tree, overlays, files, &mut origins, diagnostics);
    let is_swagger = version == Version::V2_0;
    let swagger = is_swagger.then(|| swagger::arrange(&mut tree, &mut origins, diagnostics));
    let Joined {
        whole,
        is_secured,
        mut listed,
    } = join_selected(
        &mut tree,
        file,
        swagger,
        config,
        files,
        &mut origins,
        diagnostics,
    );
    if is_swagger {
        let limits = files.limits;
        swagger::lift(&mut tree, &mut listed, limits, &mut origins, diagnostics);
    }
    check::check(&mut tree, version, files, &mut origins, diagnostics);
    if let Some(requirements) = &config.security.requirements {
        security::replace(&mut tree, requirements, diagnostics);
    } else if !is_secured {
        security::imply(&mut tree, &origins, diagnostics);
    }
    upgrade::upgrade(&mut tree, version.max(Version::V3_0), &mut origins);
    let hoisted = hoist::hoist(&mut tree, &mut listed, &mut origins);
    Some(Shaped {
        tree,
        version,
        parsed_in,
        origins,
        whole,
        schemas: listed.remove("schemas").unwrap_or_default(),
        hoisted,
    })
}

/// What is known of a description where its references are joined.
struct Joined {
    /// What there was besides the operations that are wanted.
    whole: Option<Whole>,
    /// Whether it says anywhere what credentials are for. Operations that are not wanted count too: what a call sends
    /// does not depend on which others there are.
    is_secured: bool,
    /// The names of all components.
    listed: Listed,
}

/// Joins all references of the whole description, or of the operations that are wanted.
fn join_selected(
    tree: &mut Value,
    file: FileId,
    swagger: Option<swagger::Moved>,
    config: &Config,
    files: &mut Files,
    origins: &mut Origins,
    diagnostics: &mut Diagnostics,
) -> Joined {
    let only = &config.document.only;
    let folder = match &config.document.root {
        Some(folder) => folder.value.clone(),
        None => {
            let spec = files.get(file).path.parent();
            spec.unwrap_or(std::path::Path::new("")).to_owned()
        }
    };
    let mut scope = join::Scope {
        root: file,
        swagger,
        folder: &folder,
        only_reached: false,
        whole: None,
    };
    if only.is_empty() {
        let listed = join::join(tree, scope, files, origins, diagnostics);
        return Joined {
            whole: None,
            is_secured: security::is_said(tree),
            listed,
        };
    }
    scope.only_reached = true;
    scope.whole = Some(tree.clone());
    let mut whole = Whole::of(tree, config);
    let mut known = select::all_names(tree, config);
    let mut is_secured = security::is_said(tree);
    select::select(tree, config);
    let listed = join::join(tree, scope, files, origins, diagnostics);
    // What came from other files was not known before.
    known.extend(select::all_names(tree, config));
    whole.add_operations(tree);
    is_secured |= security::is_said(tree);
    select::report_unused(&known, only, diagnostics);
    select::select(tree, config);
    Joined {
        whole: Some(whole),
        is_secured,
        listed,
    }
}

#[cfg(test)]
mod tests;
