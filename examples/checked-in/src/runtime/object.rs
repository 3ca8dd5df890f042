// Copied by specwright 0.1.0 from specwright-runtime.

//! Reading and writing structs as JSON objects: what generated types do with serde, but for their members.
//!
//! serde's derive writes all of this out for each struct, which for a large API is most of what rustc has to check. Here
//! it is generic, and a type adds a line for each of its fields.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize};

use super::field::Field;

/// A struct that is an object.
pub trait Object<'de>: Sized {
    /// What errors call it: `struct Pet`.
    const NAME: &'static str;
    /// Its members, by their keys in JSON.
    const MEMBERS: &'static [&'static str];
    /// Whether it keeps members of other names.
    const REST: bool = false;

    /// Reads its members.
    ///
    /// # Errors
    ///
    /// Where one does not fit its type, is there twice, or is missing.
    fn read<A: MapAccess<'de>>(members: Members<A>) -> Result<Self, A::Error>;
}

/// Reads an object. Nothing else will do: an array is no list of members.
///
/// # Errors
///
/// Where it is no object, or a member does not fit.
pub fn read<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Object<'de>,
{
    struct Whole<T>(PhantomData<T>);

    impl<'de, T: Object<'de>> Visitor<'de> for Whole<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(T::NAME)
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
            T::read(Members {
                map,
                key: String::new(),
            })
        }
    }

    deserializer.deserialize_map(Whole(PhantomData))
}

/// The members of an object that is being read.
#[derive(Debug)]
pub struct Members<A> {
    map: A,
    /// The last key, where it is none of the names.
    key: String,
}

impl<'de, A: MapAccess<'de>> Members<A> {
    /// The position of the next member among the names of `T`; any other number if it is none of them.
    ///
    /// # Errors
    ///
    /// Where the text is at fault.
    pub fn next<T: Object<'de>>(&mut self) -> Result<Option<usize>, A::Error> {
        self.map.next_key_seed(Key {
            names: T::MEMBERS,
            other: T::REST.then_some(&mut self.key),
        })
    }

    /// Reads the member into its place.
    fn fill<T: Deserialize<'de>>(
        &mut self,
        member: &'static str,
        place: &mut Option<T>,
    ) -> Result<(), A::Error> {
        if place.is_some() {
            return Err(A::Error::duplicate_field(member));
        }
        *place = Some(self.map.next_value()?);
        Ok(())
    }

    /// Reads a member that has no name of its own.
    ///
    /// # Errors
    ///
    /// Where it does not fit the type.
    pub fn keep<T: Deserialize<'de>>(
        &mut self,
        rest: &mut BTreeMap<String, T>,
    ) -> Result<(), A::Error> {
        let value = self.map.next_value()?;
        rest.insert(std::mem::take(&mut self.key), value);
        Ok(())
    }

    /// Passes over a member.
    ///
    /// # Errors
    ///
    /// Where the text is at fault.
    pub fn skip(&mut self) -> Result<(), A::Error> {
        self.map.next_value::<IgnoredAny>().map(drop)
    }
}

/// Reads a key as a position among names.
struct Key<'a> {
    names: &'static [&'static str],
    /// Where the text of others goes.
    other: Option<&'a mut String>,
}

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<usize, E> {
        let position = self.names.iter().position(|name| *name == key);
        if let (None, Some(other)) = (position, self.other) {
            other.clear();
            other.push_str(key);
        }
        Ok(position.unwrap_or(usize::MAX))
    }
}

/// A member that is always there.
pub mod required {
    use super::*;
    pub use super::{always as write, value as read};

    /// The value, which must have been there.
    ///
    /// # Errors
    ///
    /// Where it was not.
    pub fn end<T, E: Error>(place: Option<T>, member: &'static str) -> Result<T, E> {
        place.ok_or_else(|| E::missing_field(member))
    }
}

/// A member that is always there, and may be null. One that is not there all the same is null.
pub mod nullable {
    pub use super::{always as write, or_default as end, value as read};
}

/// A member that may be left out.
pub mod optional {
    use super::*;
    pub use super::{or_default as end, value as read};

    /// Writes the member, if it is there.
    ///
    /// # Errors
    ///
    /// Where it can't be written.
    pub fn write<M: SerializeMap, T: Serialize + MayBeAbsent>(
        object: &mut M,
        member: &'static str,
        value: &T,
    ) -> Result<(), M::Error> {
        if value.is_absent() {
            return Ok(());
        }
        object.serialize_entry(member, value)
    }
}

/// A member that may be left out, and has any value if it is there: null, too.
pub mod anything {
    pub use super::optional::write;
    pub use super::or_default as end;
    use super::*;

    /// Reads the member as a value, whatever it is.
    ///
    /// # Errors
    ///
    /// Where it is there twice, or does not fit its type.
    pub fn read<'de, A: MapAccess<'de>, T: Deserialize<'de>>(
        object: &mut Members<A>,
        member: &'static str,
        place: &mut Option<Option<T>>,
    ) -> Result<(), A::Error> {
        let mut value = place.take().flatten();
        object.fill(member, &mut value)?;
        *place = Some(value);
        Ok(())
    }
}

/// Reads a member.
///
/// # Errors
///
/// Where it is there twice, or does not fit its type.
pub fn value<'de, A: MapAccess<'de>, T: Deserialize<'de>>(
    object: &mut Members<A>,
    member: &'static str,
    place: &mut Option<T>,
) -> Result<(), A::Error> {
    object.fill(member, place)
}

/// The value, or what stands for none.
///
/// # Errors
///
/// None.
pub fn or_default<T: Default, E: Error>(place: Option<T>, _member: &'static str) -> Result<T, E> {
    Ok(place.unwrap_or_default())
}

/// Writes a member.
///
/// # Errors
///
/// Where it can't be written.
pub fn always<M: SerializeMap, T: Serialize>(
    object: &mut M,
    member: &'static str,
    value: &T,
) -> Result<(), M::Error> {
    object.serialize_entry(member, value)
}

/// Writes the members that have no names of their own.
///
/// # Errors
///
/// Where one can't be written.
pub fn write_rest<M: SerializeMap, T: Serialize>(
    object: &mut M,
    rest: &BTreeMap<String, T>,
) -> Result<(), M::Error> {
    rest.iter()
        .try_for_each(|(key, value)| object.serialize_entry(key, value))
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
