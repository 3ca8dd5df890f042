//! Rust types, as data.

use std::sync::Arc;

use super::naming::Ident;
use crate::api::Integer;
use crate::config::RustType;

/// A Rust type.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Ty {
    /// `bool`
    Bool,
    /// `i8`
    I8,
    /// `i16`
    I16,
    /// `i32`
    I32,
    /// `i64`
    I64,
    /// `u8`
    U8,
    /// `u16`
    U16,
    /// `u32`
    U32,
    /// `u64`
    U64,
    /// `f64`
    F64,
    /// `String`
    String,
    /// A string that is never shown.
    Secret,
    /// A moment with the text that it came as.
    DateTime,
    /// A day with the text that it came as.
    Date,
    /// Bytes.
    Bytes,
    /// Bytes, a file or a stream to be sent.
    Upload,
    /// A form of several parts.
    Form,
    /// An event of a stream, as it came.
    Event,
    /// Any JSON value.
    Value,
    /// Null and nothing else.
    Unit,
    /// A type of ours.
    Named(Named),
    /// A type of the user's.
    Foreign(RustType),
    /// `Vec<T>`
    Vec(Box<Ty>),
    /// `(A, B)`
    Tuple(Vec<Ty>),
    /// A stream of items, which come as they are read.
    Stream(Box<Ty>),
    /// A connection that has gone on as another protocol.
    Upgraded,
    /// A map from strings.
    Map(Box<Ty>),
    /// `Option<T>`
    Option(Box<Ty>),
    /// Absent, null, or a value.
    Field(Box<Ty>),
    /// `Box<T>`
    Boxed(Box<Ty>),
    /// A value that is never shown.
    Sensitive(Box<Ty>),
}

impl Ty {
    /// The type of integers.
    pub(super) fn integer(integer: Integer) -> Self {
        match integer {
            Integer::I8 => Self::I8,
            Integer::I16 => Self::I16,
            Integer::I32 => Self::I32,
            Integer::I64 => Self::I64,
            Integer::U8 => Self::U8,
            Integer::U16 => Self::U16,
            Integer::U32 => Self::U32,
            Integer::U64 => Self::U64,
        }
    }

    /// The type in an `Option`, unless it is in one already.
    pub fn optional(self) -> Self {
        match self {
            Self::Option(_) => self,
            other => Self::Option(Box::new(other)),
        }
    }

    /// Whether some of it is a type of the user's.
    pub(super) fn has_foreign(&self) -> bool {
        match self {
            Self::Foreign(_) => true,
            Self::Tuple(items) => items.iter().any(Self::has_foreign),
            Self::Vec(ty)
            | Self::Stream(ty)
            | Self::Map(ty)
            | Self::Option(ty)
            | Self::Field(ty)
            | Self::Boxed(ty)
            | Self::Sensitive(ty) => ty.has_foreign(),
            _ => false,
        }
    }

    /// Calls a function with each type of ours that is mentioned.
    pub(super) fn each_named_mut(&mut self, each: &mut impl FnMut(&mut Named)) {
        match self {
            Self::Named(named) => each(named),
            Self::Tuple(items) => items.iter_mut().for_each(|item| item.each_named_mut(each)),
            Self::Vec(ty)
            | Self::Stream(ty)
            | Self::Map(ty)
            | Self::Option(ty)
            | Self::Field(ty)
            | Self::Boxed(ty)
            | Self::Sensitive(ty) => ty.each_named_mut(each),
            Self::Bool
            | Self::I8
            | Self::I16
            | Self::I32
            | Self::I64
            | Self::U8
            | Self::U16
            | Self::U32
            | Self::U64
            | Self::F64
            | Self::String
            | Self::Secret
            | Self::DateTime
            | Self::Date
            | Self::Bytes
            | Self::Upload
            | Self::Form
            | Self::Event
            | Self::Upgraded
            | Self::Value
            | Self::Unit
            | Self::Foreign(_) => {}
        }
    }
}

/// A type of ours.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Named {
    /// The module that has it.
    pub home: Home,
    /// What it is called there.
    pub ident: Ident,
}

/// The modules that have types.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Home {
    /// `types`, with the components.
    Types,
    /// The module of a resource, by its path.
    Resource(Arc<[Ident]>),
    /// `receivers`.
    Receivers,
}
