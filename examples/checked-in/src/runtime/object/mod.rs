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

pub use fields::{Fields, anything, collection, nullable, optional, required};
use keys::Keys;
pub use write::{MayBeAbsent, Writer};

/// Reads an object by the struct's name in Rust and the keys of its members; `whole` makes the struct of its fields, or of
/// an [`Open`] where members without a field are kept. Nothing else will do: an array is no list of members.
///
/// Where there are more keys than fields, the first ones are those of members that are always the same, which are passed
/// over.
///
/// # Errors
///
/// Where it is no object, or a member does not fit its type, is there twice, or is missing.
pub fn read<'de, D, C, T>(
    deserializer: D,
    name: &'static str,
    members: &'static [&'static str],
    whole: impl FnOnce(C) -> T,
) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    C: Content<'de>,
{
    struct Whole<C, W> {
        name: &'static str,
        keys: Keys,
        content: PhantomData<C>,
        whole: W,
    }

    impl<'de, C: Content<'de>, T, W: FnOnce(C) -> T> Visitor<'de> for Whole<C, W> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("struct ")?;
            f.write_str(self.name)
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
            let keys = self.keys;
            C::read(Members { map, keys }).map(self.whole)
        }
    }

    let whole = Whole {
        name,
        keys: Keys::of(members),
        content: PhantomData,
        whole,
    };
    if C::KEEPS_REST {
        deserializer.deserialize_map(whole)
    } else {
        deserializer.deserialize_struct(name, members, whole)
    }
}

/// What an object is read as: [`Fields`], or an [`Open`] of them. There is nothing else.
pub trait Content<'de>: Sized {
    /// Whether members that have no field are kept.
    const KEEPS_REST: bool;

    /// Reads the members.
    ///
    /// # Errors
    ///
    /// As [`read`].
    fn read<A: MapAccess<'de>>(members: Members<A>) -> Result<Self, A::Error>;
}

/// A struct that has a field for each member; other members are passed over.
impl<'de, F: Fields<'de>> Content<'de> for F {
    const KEEPS_REST: bool = false;

    #[inline]
    fn read<A: MapAccess<'de>>(members: Members<A>) -> Result<Self, A::Error> {
        members.read(|members| members.map.next_value::<IgnoredAny>().map(drop))
    }
}

/// The fields of a struct, and the members that have no field.
#[derive(Debug)]
pub struct Open<F, R>(pub F, pub BTreeMap<String, R>);

impl<'de, F: Fields<'de>, R: Deserialize<'de>> Content<'de> for Open<F, R> {
    const KEEPS_REST: bool = true;

    #[inline]
    fn read<A: MapAccess<'de>>(mut members: Members<A>) -> Result<Self, A::Error> {
        let mut rest = BTreeMap::new();
        members.keys.keeps = true;
        let fields = members.read(|members| {
            let value = members.map.next_value()?;
            rest.insert(std::mem::take(&mut members.keys.other), value);
            Ok(())
        })?;
        Ok(Self(fields, rest))
    }
}

/// The value of a member that is always the same. It is not looked at, and it is not one that the struct does not know.
struct Known;

impl<'de> Deserialize<'de> for Known {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(IgnoredAny).map(|_| Self)
    }
}

/// The members of an object that is being read.
#[derive(Debug)]
pub struct Members<A> {
    map: A,
    keys: Keys,
}

impl<'de, A: MapAccess<'de>> Members<A> {
    #[inline]
    fn read<F: Fields<'de>>(
        mut self,
        mut other: impl FnMut(&mut Self) -> Result<(), A::Error>,
    ) -> Result<F, A::Error> {
        let mut found = F::Found::default();
        let constants = self.keys.names.len().saturating_sub(F::COUNT);
        while let Some(position) = self.map.next_key_seed(&mut self.keys)? {
            match self.keys.names.get(position) {
                Some(member) => match position.checked_sub(constants) {
                    Some(position) => F::read(&mut found, position, member, &mut self.map)?,
                    None => {
                        self.map.next_value::<Known>()?;
                    }
                },
                None => other(&mut self)?,
            }
        }
        let missing = F::missing(&found).and_then(|it| self.keys.names.get(constants + it));
        if let Some(member) = missing {
            return Err(A::Error::missing_field(member));
        }
        // There is nothing missing, so this is not reached.
        F::whole(found).ok_or_else(|| A::Error::custom("a member is missing"))
    }
}
