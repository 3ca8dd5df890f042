//! Unions, and how their variants are told apart.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Docs, TypeRef};

/// One of several types.
#[derive(Clone, Debug)]
pub struct Union {
    /// How variants are told apart.
    pub discrimination: Discrimination,
    /// The variants, in document order.
    pub variants: Vec<Variant>,
}

impl Union {
    /// What tells its variants, where these are no values of the union, but what a member of its values holds.
    pub fn keys(&self) -> Option<&[Key]> {
        match &self.discrimination {
            Discrimination::Key { keys } => Some(keys),
            Discrimination::Tag { .. } | Discrimination::Order { .. } => None,
        }
    }
}

/// How the variants of a union are told apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Discrimination {
    /// By the text of one member.
    Tag {
        /// The member's wire name.
        property: String,
        /// Texts and the index of the variant that they lead to, in document order. Several may lead to one variant.
        values: Vec<(String, usize)>,
        /// The variants whose text is the name of their component, because the document says nothing else.
        by_name: BTreeSet<usize>,
    },
    /// By the key of an object with one member, or by a text where there is no more to a variant than its name.
    Key {
        /// What tells each variant, in the order of the variants.
        keys: Vec<Key>,
    },
    /// By trying them.
    Order {
        /// In this order: first the one that demands most.
        order: Vec<usize>,
        /// The members that some variants list other values for than others do, by the index of the variant.
        distinctions: BTreeMap<usize, Vec<Distinction>>,
    },
}

impl Default for Discrimination {
    /// By nothing, as long as not all types are known.
    fn default() -> Self {
        Self::Order {
            order: Vec::new(),
            distinctions: BTreeMap::new(),
        }
    }
}

/// What tells a variant where there is no tag in it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// The key of the one member of an object. The variant is what that member holds.
    Member(String),
    /// A text, which is all that there is.
    Text {
        /// The text.
        text: String,
        /// What else the document calls it.
        name: Option<String>,
    },
}

impl Key {
    /// The key or the text.
    pub fn text(&self) -> &str {
        match self {
            Self::Member(text) | Self::Text { text, .. } => text,
        }
    }

    /// What the document calls it.
    pub fn name(&self) -> &str {
        match self {
            Self::Text {
                name: Some(name), ..
            } => name,
            Self::Text { text, .. } | Self::Member(text) => text,
        }
    }
}

/// A member of a variant whose value tells it from other variants.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Distinction {
    /// Its wire name.
    pub member: Arc<str>,
    /// What it is, as texts.
    pub test: Test,
    /// Whether the variant has it always.
    pub required: bool,
}

/// What the value of a member tells.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Test {
    /// It is always this.
    Is(String),
    /// These are other variants.
    Not(Vec<String>),
    /// There is no one member: the value as a whole is one of these texts, or an object with one of these members.
    Key(Vec<String>),
}

/// A variant of a union.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Its name: the component's, the tag's or the kind of value, in the document's spelling.
    pub name: String,
    /// Its type.
    pub ty: TypeRef,
    /// What the document says of it.
    pub docs: Arc<Docs>,
}
