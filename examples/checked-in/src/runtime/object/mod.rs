// Copied by specwright 0.1.0 from specwright-runtime.

//! Reading and writing structs as JSON objects: what generated types do with serde, but for their members.
//!
//! serde's derive writes all of this out for each struct, which for a large API is most of what rustc has to check. Here
//! it is generic, and a type adds a line for each of its fields.

mod fields;
mod keys;
mod write;

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, Visitor};

pub use fields::{Fields, anything, nullable, optional, required};
use keys::Keys;
pub use write::{MayBeAbsent, Writer};

/// A struct that is an object.
pub trait Object<'de>: Sized {
    /// Whether it keeps members that have no field of their own.
    const REST: bool = false;

    /// Reads its members.
    ///
    /// # Errors
    ///
    /// Where one does not fit its type, is there twice, or is missing.
    fn read<A: MapAccess<'de>>(members: Members<A>) -> Result<Self, A::Error>;
}

/// Reads an object by the struct's name in Rust and the keys of its members. Nothing else will do: an array is no list of
/// members.
///
/// # Errors
///
/// Where it is no object, or a member does not fit.
pub fn read<'de, D, T>(
    deserializer: D,
    name: &'static str,
    members: &'static [&'static str],
) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Object<'de>,
{
    struct Whole<T> {
        name: &'static str,
        members: &'static [&'static str],
        object: PhantomData<T>,
    }

    impl<'de, T: Object<'de>> Visitor<'de> for Whole<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("struct ")?;
            f.write_str(self.name)
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
            T::read(Members {
                map,
                keys: Keys::of(self.members),
            })
        }
    }

    let whole = Whole {
        name,
        members,
        object: PhantomData,
    };
    if T::REST {
        deserializer.deserialize_map(whole)
    } else {
        deserializer.deserialize_struct(name, members, whole)
    }
}

/// The members of an object that is being read.
#[derive(Debug)]
pub struct Members<A> {
    map: A,
    keys: Keys,
}

impl<'de, A: MapAccess<'de>> Members<A> {
    /// Reads the fields of a struct that has one for each member; other members are passed over.
    ///
    /// # Errors
    ///
    /// As [`Object::read`].
    #[inline]
    pub fn fields<F: Fields<'de>>(self) -> Result<F, A::Error> {
        self.read(|members| members.map.next_value::<IgnoredAny>().map(drop))
    }

    /// Reads the fields of a struct, and the members that have no field.
    ///
    /// # Errors
    ///
    /// As [`Object::read`].
    #[inline]
    pub fn fields_and_rest<F, R>(mut self) -> Result<(F, BTreeMap<String, R>), A::Error>
    where
        F: Fields<'de>,
        R: Deserialize<'de>,
    {
        let mut rest = BTreeMap::new();
        self.keys.keeps = true;
        let fields = self.read(|members| {
            let value = members.map.next_value()?;
            rest.insert(std::mem::take(&mut members.keys.other), value);
            Ok(())
        })?;
        Ok((fields, rest))
    }

    #[inline]
    fn read<F: Fields<'de>>(
        mut self,
        mut other: impl FnMut(&mut Self) -> Result<(), A::Error>,
    ) -> Result<F, A::Error> {
        let mut found = F::Found::default();
        while let Some(position) = self.map.next_key_seed(&mut self.keys)? {
            match self.keys.names.get(position) {
                Some(member) => F::read(&mut found, position, member, &mut self.map)?,
                None => other(&mut self)?,
            }
        }
        let missing = F::missing(&found).and_then(|position| self.keys.names.get(position));
        if let Some(member) = missing {
            return Err(A::Error::missing_field(member));
        }
        // There is nothing missing, so this is not reached.
        F::whole(found).ok_or_else(|| A::Error::custom("a member is missing"))
    }
}
