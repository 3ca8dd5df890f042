//! Names, given once.
//!
//! A name goes through three steps: the wire name is split into words, the words take their case, and the result is
//! claimed in a scope. Nothing but a scope makes an [`Ident`], so two things can't share one by accident. Names are a
//! function of the document: never of hash order, and not of which operations reach a type.

mod case;
mod elsewhere;
mod id;
mod path;
mod plural;
mod resource;
mod scope;
mod within;

use std::sync::Arc;

pub use case::{constant_words, pascal, snake};
pub use elsewhere::elsewhere;
pub use id::{group, last_part, once, without_hash, without_path, without_verb};
pub use path::{
    Shown, bare, by, collection, first_resource, from_path, is_version, repeats_action,
    repeats_path,
};
pub use plural::{is_plural, singular};
pub use resource::{
    MethodWords, Otherwise, letters_of_one, letters_of_tag, method_words, of_tag, without_class,
};
pub use scope::{Case, Scope, listed};
pub use within::{values as values_within, variants as variants_within};

/// A Rust identifier that a scope has given out, without the `r#` that some need where they are written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ident(Arc<str>);

impl Ident {
    /// The identifier's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Ident {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
