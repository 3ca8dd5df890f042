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
    /// Its name in Rust.
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
            f.write_str("struct ")?;
            f.write_str(T::NAME)
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
            T::read(Members {
                map,
                next: 0,
                key: String::new(),
            })
        }
    }

    if T::REST {
        deserializer.deserialize_map(Whole(PhantomData))
    } else {
        deserializer.deserialize_struct(T::NAME, T::MEMBERS, Whole(PhantomData))
    }
}

/// The members of an object that is being read.
#[derive(Debug)]
pub struct Members<A> {
    map: A,
    /// The position after that of the last key: members mostly come in the order of their description.
    next: usize,
    /// The last key, where it is none of the names.
    key: String,
}

impl<'de, A: MapAccess<'de>> Members<A> {
    /// The position of the next member among the names of `T`; any other number if it is none of them.
    ///
    /// # Errors
    ///
    /// Where the text is at fault.
    pub fn next_member<T: Object<'de>>(&mut self) -> Result<Option<usize>, A::Error> {
        self.map.next_key_seed(Key {
            names: T::MEMBERS,
            next: &mut self.next,
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
    /// Where to look first.
    next: &'a mut usize,
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
        let position = find(self.names, *self.next, key);
        match (position, self.other) {
            (Some(position), _) => *self.next = position + 1,
            (None, Some(other)) => {
                other.clear();
                other.push_str(key);
            }
            (None, None) => {}
        }
        Ok(position.unwrap_or(usize::MAX))
    }
}

/// The position of a name, which is looked for from here to the end, and then from the beginning.
fn find(names: &[&str], from: usize, name: &str) -> Option<usize> {
    let (before, after) = names.split_at(from.min(names.len()));
    let position = |names: &[&str]| names.iter().position(|it| *it == name);
    match position(after) {
        Some(position) => Some(before.len() + position),
        None => position(before),
    }
}

/// Holds that nothing lacks of what must be there. Until here nothing has been moved: that each member is looked at in one
/// place is what keeps the code for a struct of many members short.
///
/// # Errors
///
/// Where a member is missing.
pub fn complete<E: Error>(lacks: &[bool], members: &[&'static str]) -> Result<(), E> {
    let mut missing = lacks.iter().zip(members).filter(|(lacks, _)| **lacks);
    missing
        .next()
        .map_or(Ok(()), |(_, member)| Err(E::missing_field(member)))
}

/// The error for a struct that is not there as a whole, which [`complete`] has told before.
pub fn incomplete<E: Error>() -> E {
    E::custom("a member is missing")
}

/// A member that is always there.
pub mod required {
    pub use super::{always as write, value as read};

    /// Whether it must be there and is not.
    pub fn lacks<T>(place: &Option<T>) -> bool {
        place.is_none()
    }

    /// The value.
    pub fn end<T>(place: Option<T>) -> Option<T> {
        place
    }
}

/// A member that is always there, and may be null. One that is not there all the same is null.
pub mod nullable {
    pub use super::{always as write, never as lacks, or_default as end, value as read};
}

/// A member that may be left out.
pub mod optional {
    use super::*;
    pub use super::{never as lacks, or_default as end, value as read};

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
    use super::*;
    pub use super::{never as lacks, or_default as end};

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

/// Nothing lacks where it may be left out.
pub fn never<T>(_place: &Option<T>) -> bool {
    false
}

/// The value, or what stands for none.
pub fn or_default<T: Default>(place: Option<T>) -> Option<T> {
    Some(place.unwrap_or_default())
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

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[derive(Debug, PartialEq)]
    struct Pet {
        id: i64,
        owner: Option<String>,
        name: Option<String>,
        tag: Field<String>,
        extra: Option<Value>,
        rest: BTreeMap<String, i64>,
    }

    impl<'de> Object<'de> for Pet {
        const NAME: &'static str = "Pet";
        const MEMBERS: &'static [&'static str] = &["id", "owner", "name", "tag", "extra"];
        const REST: bool = true;

        fn read<A: MapAccess<'de>>(mut object: Members<A>) -> Result<Self, A::Error> {
            let (mut id, mut owner, mut name) = (None, None, None);
            let (mut tag, mut extra, mut rest) = (None, None, BTreeMap::new());
            while let Some(member) = object.next_member::<Self>()? {
                match member {
                    0 => required::read(&mut object, "id", &mut id),
                    1 => nullable::read(&mut object, "owner", &mut owner),
                    2 => optional::read(&mut object, "name", &mut name),
                    3 => optional::read(&mut object, "tag", &mut tag),
                    4 => anything::read(&mut object, "extra", &mut extra),
                    _ => object.keep(&mut rest),
                }?;
            }
            complete(
                &[required::lacks(&id), nullable::lacks(&owner)],
                Self::MEMBERS,
            )?;
            let whole = (
                required::end(id),
                nullable::end(owner),
                optional::end(name),
                optional::end(tag),
                anything::end(extra),
            );
            let (Some(id), Some(owner), Some(name), Some(tag), Some(extra)) = whole else {
                return Err(incomplete());
            };
            Ok(Self {
                id,
                owner,
                name,
                tag,
                extra,
                rest,
            })
        }
    }

    impl<'de> Deserialize<'de> for Pet {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            read(deserializer)
        }
    }

    impl Serialize for Pet {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut object = serializer.serialize_map(None)?;
            required::write(&mut object, "id", &self.id)?;
            nullable::write(&mut object, "owner", &self.owner)?;
            optional::write(&mut object, "name", &self.name)?;
            optional::write(&mut object, "tag", &self.tag)?;
            anything::write(&mut object, "extra", &self.extra)?;
            write_rest(&mut object, &self.rest)?;
            object.end()
        }
    }

    fn pet(text: &str) -> Result<Pet, String> {
        serde_json::from_str(text).map_err(|error| error.to_string())
    }

    #[test]
    fn what_is_there_absent_or_null_stays_so() {
        for value in [
            json!({"id": 1, "owner": null}),
            json!({"id": 1, "owner": "a", "name": "b", "tag": "c", "extra": [1], "d": 2}),
            json!({"id": 1, "owner": null, "tag": null, "extra": null}),
        ] {
            let read: Pet = serde_json::from_value(value.clone()).unwrap();
            assert_eq!(serde_json::to_value(&read).unwrap(), value);
        }
        // What is required and may be null is taken as null where it is missing.
        assert_eq!(pet(r#"{"id": 1}"#).unwrap().owner, None);
        assert_eq!(pet(r#"{"id": 1, "name": null}"#).unwrap().name, None);
    }

    #[test]
    fn what_does_not_fit_is_told() {
        let fails = |text| {
            let message = pet(text).unwrap_err();
            let (message, _) = message.rsplit_once(" at line ").unwrap();
            message.to_owned()
        };
        assert_eq!(fails("{}"), "missing field `id`");
        assert_eq!(fails(r#"{"id": 1, "id": 2}"#), "duplicate field `id`");
        assert_eq!(
            fails(r#"{"id": 1, "extra": 1, "extra": 2}"#),
            "duplicate field `extra`"
        );
        assert_eq!(
            fails("[1]"),
            "invalid type: sequence, expected struct Pet",
            "a list is no object, though derived code would take its items for members"
        );
        assert_eq!(
            fails(r#"{"id": 1, "d": "x"}"#),
            "invalid type: string \"x\", expected i64"
        );
    }
}
