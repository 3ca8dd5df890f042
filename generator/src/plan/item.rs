//! Items of the types' modules.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::docs::Docs;
use super::method::Setter;
use super::naming::Ident;
use super::outcome::Decode;
use super::rules::Rule;
use super::ty::Ty;
use crate::api::{Constant, Distinction, Key};
use crate::config::DeriveMacro;

/// An item.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Item {
    /// A struct with named fields.
    Struct(Struct),
    /// An enum of strings or integers that keeps values it does not know.
    Enumeration(Enumeration),
    /// An enum of types.
    Union(Union),
    /// A struct around one value: a list, a tuple or a map that contains itself, or many levels of others.
    Newtype(Newtype),
    /// Another name.
    Alias(Alias),
    /// An enum of what an operation answers by status.
    Statuses(Statuses),
}

impl Item {
    /// The item's name.
    pub fn ident(&self) -> &Ident {
        match self {
            Self::Struct(item) => &item.ident,
            Self::Enumeration(item) => &item.ident,
            Self::Union(item) => &item.ident,
            Self::Newtype(item) => &item.ident,
            Self::Alias(item) => &item.ident,
            Self::Statuses(item) => &item.ident,
        }
    }

    /// Where it has its name and its documentation.
    pub(super) fn title_mut(&mut self) -> (&mut Ident, &mut Docs) {
        match self {
            Self::Struct(item) => (&mut item.ident, &mut item.docs),
            Self::Enumeration(item) => (&mut item.ident, &mut item.docs),
            Self::Union(item) => (&mut item.ident, &mut item.docs),
            Self::Newtype(item) => (&mut item.ident, &mut item.docs),
            Self::Alias(item) => (&mut item.ident, &mut item.docs),
            Self::Statuses(item) => (&mut item.ident, &mut item.docs),
        }
    }

    /// The types that it is made of.
    pub(super) fn types_mut(&mut self) -> Vec<&mut Ty> {
        match self {
            Self::Struct(item) => {
                let fields = item.fields.iter_mut().map(|field| &mut field.ty);
                let arguments = item.arguments.iter_mut();
                let arguments = arguments.map(|argument| &mut argument.value.ty);
                fields.chain(arguments).collect()
            }
            Self::Enumeration(_) => Vec::new(),
            Self::Union(item) => item.variants.iter_mut().map(|it| &mut it.ty).collect(),
            Self::Newtype(item) => vec![&mut item.ty],
            Self::Alias(item) => vec![&mut item.ty],
            Self::Statuses(item) => item.variants.iter_mut().map(|it| &mut it.ty).collect(),
        }
    }
}

/// A struct with named fields.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Struct {
    /// Its name.
    pub ident: Ident,
    /// Its documentation.
    pub docs: Docs,
    /// What it derives beside what all do.
    pub derives: Vec<DeriveMacro>,
    /// Its fields, in the document's order.
    pub fields: Vec<StructField>,
    /// The members that are always the same and have no field: their keys in JSON, and their values.
    pub constants: Vec<(Arc<str>, Constant)>,
    /// The fields that are required: what a constructor takes.
    pub arguments: Vec<Setter>,
    /// Whether it has a default: nothing in it is required.
    pub default: bool,
    /// Whether it may grow without breaking its users, who never make one.
    pub non_exhaustive: bool,
}

/// A field of a struct.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct StructField {
    /// Its name.
    pub ident: Ident,
    /// Its documentation.
    pub docs: Docs,
    /// Its type, `Option` and `Field` included.
    pub ty: Ty,
    /// Its key in JSON.
    pub wire_name: Arc<str>,
    /// Whether it is always there.
    pub presence: Presence,
    /// What is asked of its values, where somebody looks.
    pub rule: Option<Box<Rule>>,
}

/// Whether and how a field is on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Presence {
    /// Always.
    Required,
    /// An `Option` that is left out when it is `None`.
    Optional,
    /// A `Field` that is left out when it is absent.
    Absentable,
    /// All members without a name.
    Flattened,
    /// Never: it travels elsewhere.
    Skipped,
}

impl Ty {
    /// The type of a field for a value of this one, and how that is on the wire.
    pub(super) fn given(self, required: bool) -> (Self, Presence) {
        match required {
            true => (self, Presence::Required),
            false => (self.optional(), Presence::Optional),
        }
    }

    /// The same where the value may be null, if it may.
    pub(super) fn given_or_null(self, required: bool, nullable: bool) -> (Self, Presence) {
        match (required, nullable) {
            (required, false) => self.given(required),
            (true, true) => (Self::Option(Box::new(self)), Presence::Required),
            (false, true) => (Self::Field(Box::new(self)), Presence::Absentable),
        }
    }
}

/// An enum of strings or integers.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Enumeration {
    /// Its name.
    pub ident: Ident,
    /// Its documentation.
    pub docs: Docs,
    /// What it derives beside what all do.
    pub derives: Vec<DeriveMacro>,
    /// The type of its values, if they are integers.
    pub integer: Option<Ty>,
    /// The values that the document lists.
    pub variants: Vec<EnumVariant>,
    /// The name of the variant for other values; none if there are none.
    pub unknown: Option<Ident>,
    /// Whether arguments that take it may be null as well.
    pub nullable: bool,
}

/// A variant of an enum of strings or integers.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct EnumVariant {
    /// Its name.
    pub ident: Ident,
    /// Its documentation.
    pub docs: Docs,
    /// Its value on the wire.
    pub value: Constant,
}

/// An enum of types.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Union {
    /// Its name.
    pub ident: Ident,
    /// Its documentation.
    pub docs: Docs,
    /// What it derives beside what all do.
    pub derives: Vec<DeriveMacro>,
    /// Its variants, in the document's order.
    pub variants: Vec<UnionVariant>,
    /// How it is read.
    pub decoding: Decoding,
    /// Whether arguments that take it may be null as well.
    pub nullable: bool,
    /// Whether arguments take it in a box.
    pub boxed: bool,
}

impl Union {
    /// The name of the variant for values that are none of the others; none if there are none.
    pub fn unknown(&self) -> Option<&Ident> {
        match &self.decoding {
            Decoding::Tag { unknown, .. } | Decoding::Key { unknown, .. } => unknown.as_ref(),
            Decoding::Order { .. } => None,
        }
    }

    /// Whether the variant at a position is a text and holds nothing.
    pub fn is_text(&self, position: usize) -> bool {
        match &self.decoding {
            Decoding::Key { keys, .. } => matches!(keys[position], Key::Text { .. }),
            Decoding::Tag { .. } | Decoding::Order { .. } => false,
        }
    }
}

/// What JSON a type is made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum JsonKind {
    /// `null`
    Null,
    /// `true` or `false`.
    Bool,
    /// A number.
    Number,
    /// A text.
    Text,
    /// A list.
    List,
    /// An object.
    Object,
    /// More than one of these.
    Any,
}

/// A variant of an enum of types.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct UnionVariant {
    /// Its name.
    pub ident: Ident,
    /// Its documentation.
    pub docs: Docs,
    /// What it holds.
    pub ty: Ty,
    /// What JSON it is made from.
    pub kind: JsonKind,
    /// What is asked of its values, where somebody looks.
    pub rule: Option<Box<Rule>>,
    /// Whether it alone holds this type, so that a value of it converts into the enum.
    pub converts: bool,
    /// What converts into the enum as well, by way of the type.
    pub also: Option<Also>,
}

/// What converts into a variant beside its own type, where no other variant could be meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Also {
    /// A text, as everywhere that one is asked for.
    Text,
    /// What is in its box.
    Unboxed,
    /// The pairs of a map, as everywhere that one is asked for.
    Pairs,
}

/// How the variant of an enum of types is found.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Decoding {
    /// By the text of a member: each text with the position of its variant.
    Tag {
        /// The member.
        property: String,
        /// The texts.
        arms: Vec<(String, usize)>,
        /// The name of the variant that keeps a value whose tag is not known; none if there is no such value.
        unknown: Option<Ident>,
    },
    /// By the key of an object with one member, or by a text.
    Key {
        /// What tells each variant, in their order.
        keys: Vec<Key>,
        /// The name of the variant that keeps a value with another key or text; none if there is no such value.
        unknown: Option<Ident>,
    },
    /// By trying variants.
    Order {
        /// In this order.
        order: Vec<usize>,
        /// The members that tell some variants from others, by the position of the variant.
        distinctions: BTreeMap<usize, Vec<Distinction>>,
    },
}

/// A struct around one value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Newtype {
    /// Its name.
    pub ident: Ident,
    /// Its documentation.
    pub docs: Docs,
    /// What it derives beside what all do.
    pub derives: Vec<DeriveMacro>,
    /// What it holds.
    pub ty: Ty,
    /// What is asked of that, where somebody looks.
    pub rule: Option<Box<Rule>>,
}

/// Another name for a type.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Alias {
    /// The name.
    pub ident: Ident,
    /// Its documentation.
    pub docs: Docs,
    /// The type.
    pub ty: Ty,
}

/// An enum of what an operation answers by status.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Statuses {
    /// Its name.
    pub ident: Ident,
    /// Its documentation.
    pub docs: Docs,
    /// A variant a status.
    pub variants: Vec<StatusVariant>,
}

/// What an operation answers with one status.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct StatusVariant {
    /// The variant's name.
    pub ident: Ident,
    /// Its documentation.
    pub docs: Docs,
    /// The status.
    pub status: crate::api::Status,
    /// What it holds.
    pub ty: Ty,
    /// How it is read.
    pub decode: Decode,
}
