// Copied by specwright 0.1.0 from specwright-runtime.

//! Reading types from a tree of values: what did not fit at first, and variants of unions.
//!
//! Every type is compiled for two deserializers, serde_json's for texts and this one. It tells where something did not
//! fit, and how well something does.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::iter::Enumerate;
use std::slice;

use serde::de::value::{BorrowedStrDeserializer, MapAccessDeserializer};
use serde::de::{
    DeserializeSeed, Deserializer, Error, Expected, MapAccess, SeqAccess, Unexpected, Visitor,
};

use super::number::whole;
use super::tree::Tree;

/// A value that is read, and what is seen on the way.
///
/// A number without a fraction is an integer, however it is written.
#[derive(Clone, Copy, Debug)]
pub struct Tried<'v> {
    value: &'v Tree<'v>,
    seen: &'v Seen,
    /// How far within the whole value it stands.
    depth: usize,
}

/// What is seen of a type while a value is read into it.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// How many members have no field.
    left: Cell<usize>,
    /// How many of these are the whole value's own.
    strange: Cell<usize>,
    /// Whether it takes members of any name.
    open: Cell<bool>,
    /// The way to what did not fit, its last step first, if somebody wants to know.
    way: Option<RefCell<Vec<Step>>>,
}

/// A step from a value to a part of it.
#[derive(Debug)]
pub(super) enum Step {
    /// To an item of a list.
    Item(usize),
    /// To a member of an object.
    Member(String),
}

/// The same where it is walked.
#[derive(Clone, Copy)]
enum At<'v> {
    Item(usize),
    Member(&'v str),
}

impl Seen {
    /// With the way to what does not fit.
    pub fn with_way() -> Self {
        Self {
            way: Some(RefCell::default()),
            ..Self::default()
        }
    }

    /// A part did not fit.
    fn unfit(&self, at: At<'_>) {
        if let Some(way) = &self.way {
            way.borrow_mut().push(match at {
                At::Item(index) => Step::Item(index),
                At::Member(name) => Step::Member(name.to_owned()),
            });
        }
    }

    /// How many members have no field.
    pub fn left(&self) -> usize {
        self.left.get()
    }

    /// Whether the value has members, and none of them has a field.
    pub fn knows_none(&self, value: &Tree<'_>) -> bool {
        matches!(value, Tree::Object(members) if !members.is_empty() && members.len() == self.strange.get())
    }

    /// Whether the type takes members of any name.
    pub fn is_open(&self) -> bool {
        self.open.get()
    }

    /// The way to what did not fit.
    pub fn into_way(self) -> Vec<Step> {
        let mut way = self.way.map(RefCell::into_inner).unwrap_or_default();
        way.reverse();
        way
    }
}

impl<'v> Tried<'v> {
    pub(super) fn new(value: &'v Tree<'v>, seen: &'v Seen) -> Self {
        Self {
            value,
            seen,
            depth: 0,
        }
    }

    /// Reads a part of it.
    fn part<S: DeserializeSeed<'v>>(
        self,
        value: &'v Tree<'v>,
        seed: S,
        at: At<'v>,
    ) -> Result<S::Value, serde_json::Error> {
        let part = Self {
            value,
            depth: self.depth + 1,
            ..self
        };
        let read = seed.deserialize(part);
        if read.is_err() {
            self.seen.unfit(at);
        }
        read
    }

    fn integer<V: Visitor<'v>>(self, visitor: V) -> Result<V::Value, serde_json::Error> {
        match self.value {
            Tree::Number(number) => match whole(number) {
                Some(integer) => visitor.visit_i64(integer),
                None => self.scalar(visitor),
            },
            _ => self.scalar(visitor),
        }
    }

    // One for each kind of value. What asks for one kind is compiled for that kind alone, and there is much that asks: a
    // visitor for each type.

    fn list<V: Visitor<'v>>(self, visitor: V) -> Result<V::Value, serde_json::Error> {
        let Tree::List(list) = self.value else {
            return Err(self.unfit(&visitor));
        };
        let mut items = Items {
            list: self,
            items: list.iter().enumerate(),
        };
        let read = visitor.visit_seq(&mut items)?;
        match items.items.len() {
            0 => Ok(read),
            _ => Err(too_long(list.len(), "fewer items")),
        }
    }

    fn object<V: Visitor<'v>>(self, visitor: V) -> Result<V::Value, serde_json::Error> {
        let Tree::Object(object) = self.value else {
            return Err(self.unfit(&visitor));
        };
        let mut members = Members::of(self, object);
        let read = visitor.visit_map(&mut members)?;
        match members.members.len() {
            0 => Ok(read),
            _ => Err(too_long(object.len(), "fewer members")),
        }
    }

    fn scalar<V: Visitor<'v>>(self, visitor: V) -> Result<V::Value, serde_json::Error> {
        match self.value {
            Tree::Null => visitor.visit_unit(),
            Tree::Bool(value) => visitor.visit_bool(*value),
            Tree::Number(number) => number.deserialize_any(visitor),
            Tree::Text(text) => visitor.visit_borrowed_str(text),
            Tree::List(_) | Tree::Object(_) => Err(self.unfit(&visitor)),
        }
    }

    /// The error for a value of another kind.
    fn unfit(&self, expected: &dyn Expected) -> serde_json::Error {
        let found = match self.value {
            Tree::Null => Unexpected::Unit,
            Tree::Bool(value) => Unexpected::Bool(*value),
            Tree::Number(number) => match (number.as_u64(), number.as_i64(), number.as_f64()) {
                (Some(number), ..) => Unexpected::Unsigned(number),
                (_, Some(number), _) => Unexpected::Signed(number),
                (.., number) => Unexpected::Float(number.unwrap_or_default()),
            },
            Tree::Text(text) => Unexpected::Str(text),
            Tree::List(_) => Unexpected::Seq,
            Tree::Object(_) => Unexpected::Map,
        };
        Error::invalid_type(found, expected)
    }
}

macro_rules! scalars {
    ($($method:ident)*) => {
        $(fn $method<V: Visitor<'v>>(self, visitor: V) -> Result<V::Value, Self::Error> {
            self.scalar(visitor)
        })*
    };
}

macro_rules! integers {
    ($($method:ident)*) => {
        $(fn $method<V: Visitor<'v>>(self, visitor: V) -> Result<V::Value, Self::Error> {
            self.integer(visitor)
        })*
    };
}

impl<'v> Deserializer<'v> for Tried<'v> {
    type Error = serde_json::Error;

    fn deserialize_any<V: Visitor<'v>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        match self.value {
            Tree::List(_) => self.list(visitor),
            Tree::Object(_) => self.object(visitor),
            _ => self.scalar(visitor),
        }
    }

    fn deserialize_map<V: Visitor<'v>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        if self.depth == 0 {
            self.seen.open.set(true);
        }
        self.object(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'v>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        self.seen.left.set(self.seen.left.get() + 1);
        if self.depth == 1 {
            self.seen.strange.set(self.seen.strange.get() + 1);
        }
        visitor.visit_unit()
    }

    fn deserialize_option<V: Visitor<'v>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        match self.value {
            Tree::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'v>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'v>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        // Of the user's own types: no generated one is a serde enum.
        match self.value {
            Tree::Text(text) => visitor.visit_enum(BorrowedStrDeserializer::new(text)),
            Tree::Object(members) if members.len() == 1 => {
                visitor.visit_enum(MapAccessDeserializer::new(Members::of(self, members)))
            }
            _ => self.deserialize_any(visitor),
        }
    }

    integers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
    }

    fn deserialize_seq<V: Visitor<'v>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        self.list(visitor)
    }

    fn deserialize_tuple<V: Visitor<'v>>(
        self,
        _length: usize,
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        self.list(visitor)
    }

    fn deserialize_struct<V: Visitor<'v>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        // Derived code takes lists for structs, too; no description means that.
        self.object(visitor)
    }

    scalars! {
        deserialize_bool deserialize_f32 deserialize_f64 deserialize_char deserialize_str deserialize_string
        deserialize_unit deserialize_identifier
    }

    serde::forward_to_deserialize_any! {
        <V: Visitor<'v>> i128 u128 bytes byte_buf unit_struct tuple_struct
    }
}

/// The error for a visitor that did not want all there is.
fn too_long(length: usize, expected: &str) -> serde_json::Error {
    Error::invalid_length(length, &expected)
}

/// The items of a list.
struct Items<'v> {
    list: Tried<'v>,
    items: Enumerate<slice::Iter<'v, Tree<'v>>>,
}

impl<'v> SeqAccess<'v> for Items<'v> {
    type Error = serde_json::Error;

    fn next_element_seed<S: DeserializeSeed<'v>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Self::Error> {
        let item = self.items.next();
        item.map(|(index, item)| self.list.part(item, seed, At::Item(index)))
            .transpose()
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.items.len())
    }
}

/// The members of an object.
struct Members<'v> {
    object: Tried<'v>,
    members: slice::Iter<'v, (Cow<'v, str>, Tree<'v>)>,
    /// The member whose key was read last.
    value: Option<&'v (Cow<'v, str>, Tree<'v>)>,
}

impl<'v> Members<'v> {
    fn of(object: Tried<'v>, members: &'v [(Cow<'v, str>, Tree<'v>)]) -> Self {
        Self {
            object,
            members: members.iter(),
            value: None,
        }
    }
}

impl<'v> MapAccess<'v> for Members<'v> {
    type Error = serde_json::Error;

    fn next_key_seed<S: DeserializeSeed<'v>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Self::Error> {
        self.value = self.members.next();
        self.value
            .map(|(key, _)| seed.deserialize(BorrowedStrDeserializer::new(key)))
            .transpose()
    }

    fn next_value_seed<S: DeserializeSeed<'v>>(
        &mut self,
        seed: S,
    ) -> Result<S::Value, Self::Error> {
        match self.value.take() {
            Some((key, value)) => self.object.part(value, seed, At::Member(key)),
            None => Err(Error::custom("a value was asked for before its key")),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.members.len())
    }
}
