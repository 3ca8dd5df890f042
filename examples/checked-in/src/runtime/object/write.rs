// Copied by specwright 0.1.0 from specwright-runtime.

//! Writing the members of an object.

use std::collections::BTreeMap;
use std::fmt;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::super::field::Field;

/// Writes an object, a member at a time. What goes wrong with one is told at the [`end`](Self::end), and nothing is written
/// after it: a struct of many fields has one way out and not one for each.
pub struct Writer<S: Serializer>(Result<S::SerializeMap, S::Error>);

impl<S: Serializer> Writer<S> {
    /// Begins an object.
    pub fn new(serializer: S) -> Self {
        Self(serializer.serialize_map(None))
    }

    /// Writes a member that is always there.
    pub fn required<T: Serialize>(&mut self, member: &str, value: &T) {
        let Ok(object) = &mut self.0 else { return };
        if let Err(error) = object.serialize_entry(member, value) {
            self.0 = Err(error);
        }
    }

    /// Writes a list or a map that is always there.
    pub fn collection<T: Serialize>(&mut self, member: &str, value: &T) {
        self.required(member, value);
    }

    /// Writes a member that is always there, and may be null.
    pub fn nullable<T: Serialize>(&mut self, member: &str, value: &T) {
        self.required(member, value);
    }

    /// Writes a member that may be left out, if it is there.
    pub fn optional<T: Serialize + MayBeAbsent>(&mut self, member: &str, value: &T) {
        if !value.is_absent() {
            self.required(member, value);
        }
    }

    /// Writes a member that may be left out, and has any value if it is there.
    pub fn anything<T: Serialize + MayBeAbsent>(&mut self, member: &str, value: &T) {
        self.optional(member, value);
    }

    /// Writes the members that have no fields of their own.
    pub fn rest<T: Serialize>(&mut self, rest: &BTreeMap<String, T>) {
        for (member, value) in rest {
            self.required(member, value);
        }
    }

    /// Ends the object.
    ///
    /// # Errors
    ///
    /// Where a member can't be written.
    pub fn end(self) -> Result<S::Ok, S::Error> {
        self.0?.end()
    }
}

impl<S: Serializer> fmt::Debug for Writer<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Writer").field(&self.0.is_ok()).finish()
    }
}

/// What stands for a member that is left out.
pub trait MayBeAbsent {
    /// Whether this is it.
    fn is_absent(&self) -> bool;
}

impl<T> MayBeAbsent for Option<T> {
    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T> MayBeAbsent for Field<T> {
    fn is_absent(&self) -> bool {
        Field::is_absent(self)
    }
}
