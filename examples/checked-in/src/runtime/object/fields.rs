// Copied by specwright 0.1.0 from specwright-runtime.

//! Reading the fields of a struct.
//!
//! How a member is read is said by the type that stands in for its field: a struct of two fields is read as
//! `(required::Read<i64>, optional::Read<Option<String>>)`, and taken apart from there. rustc checks a pattern for each
//! struct, and the code that reads here, once.

use serde::de::{Deserialize, Error, MapAccess};

/// One field, or a tuple of fields or of such tuples.
pub trait Fields<'de>: Sized {
    /// How many fields there are.
    const COUNT: usize;

    /// What has been read of them.
    type Found: Default;

    /// Reads the member at this position into its place.
    ///
    /// # Errors
    ///
    /// Where it is there twice, or does not fit its type.
    fn read<A: MapAccess<'de>>(
        found: &mut Self::Found,
        position: usize,
        member: &'static str,
        map: &mut A,
    ) -> Result<(), A::Error>;

    /// The position of the first member that must be there and is not.
    fn missing(found: &Self::Found) -> Option<usize>;

    /// All of them, if none is [`missing`](Self::missing).
    fn whole(found: Self::Found) -> Option<Self>;
}

/// Reads one field: what is missing and what is whole is told by what has been found.
macro_rules! one {
    ($missing:expr, $whole:expr $(, $bound:path)?) => {
        one!($missing, $whole, |value| value => T $(, $bound)?);
    };
    ($missing:expr, $whole:expr, |$value:ident| $kept:expr => $read:ty $(, $bound:path)?) => {
        impl<'de, T: Deserialize<'de> $(+ $bound)?> Fields<'de> for Read<T> {
            const COUNT: usize = 1;

            type Found = Option<T>;

            fn read<A: MapAccess<'de>>(
                found: &mut Self::Found,
                _position: usize,
                member: &'static str,
                map: &mut A,
            ) -> Result<(), A::Error> {
                if found.is_some() {
                    return Err(A::Error::duplicate_field(member));
                }
                let $value = map.next_value::<$read>()?;
                *found = Some($kept);
                Ok(())
            }

            #[inline]
            fn missing(found: &Self::Found) -> Option<usize> {
                let missing: fn(&Self::Found) -> bool = $missing;
                missing(found).then_some(0)
            }

            #[inline]
            fn whole(found: Self::Found) -> Option<Self> {
                let whole: fn(Self::Found) -> Option<Self> = $whole;
                whole(found)
            }
        }
    };
}

/// A member that is always there.
pub mod required {
    use super::*;

    /// Its value.
    #[derive(Debug)]
    pub struct Read<T>(pub T);

    one!(Option::is_none, |found| found.map(Self));
}

/// A list or a map that is always there. One that is null is empty: servers in whose language the two are one thing send it as
/// null, whatever they describe, and for a call that has done its work that is no reason to fail.
pub mod collection {
    use super::*;

    /// Its value.
    #[derive(Debug)]
    pub struct Read<T>(pub T);

    one!(
        Option::is_none,
        |found| found.map(Self),
        |value| value.unwrap_or_default() => Option<T>,
        Default
    );
}

/// A member that is always there, and may be null. One that is not there all the same is null.
pub mod nullable {
    pub use super::optional::Read;
}

/// A member that may be left out.
pub mod optional {
    use super::*;

    /// Its value, or what stands for none.
    #[derive(Debug)]
    pub struct Read<T>(pub T);

    one!(
        |_| false,
        |found| Some(Self(found.unwrap_or_default())),
        Default
    );
}

/// A member that may be left out, and has any value if it is there: null, too.
pub mod anything {
    use super::*;

    /// Its value, or `None` if it is not there.
    #[derive(Debug)]
    pub struct Read<T>(pub Option<T>);

    one!(|_| false, |found| Some(Self(found)));
}

macro_rules! tuple {
    ($($field:ident $index:tt),*) => {
        impl<'de, $($field: Fields<'de>),*> Fields<'de> for ($($field,)*) {
            const COUNT: usize = 0 $(+ $field::COUNT)*;

            type Found = ($($field::Found,)*);

            #[inline]
            fn read<A: MapAccess<'de>>(
                found: &mut Self::Found,
                position: usize,
                member: &'static str,
                map: &mut A,
            ) -> Result<(), A::Error> {
                let first = 0;
                $(
                    let within = position.wrapping_sub(first);
                    if within < $field::COUNT {
                        return $field::read(&mut found.$index, within, member, map);
                    }
                    let first = first + $field::COUNT;
                )*
                // Positions are those of the names, of which there are as many as fields.
                let _ = (found, position, first, map);
                Err(A::Error::unknown_field(member, &[]))
            }

            #[inline]
            fn missing(found: &Self::Found) -> Option<usize> {
                let first = 0;
                $(
                    if let Some(position) = $field::missing(&found.$index) {
                        return Some(first + position);
                    }
                    let first = first + $field::COUNT;
                )*
                let _ = (found, first);
                None
            }

            #[inline]
            fn whole(found: Self::Found) -> Option<Self> {
                let _ = &found;
                Some(($($field::whole(found.$index)?,)*))
            }
        }
    };
}

// Twelve is as many as the standard library has a default for. Structs of more fields are tuples of tuples.
tuple!();
tuple!(A0 0);
tuple!(A0 0, A1 1);
tuple!(A0 0, A1 1, A2 2);
tuple!(A0 0, A1 1, A2 2, A3 3);
tuple!(A0 0, A1 1, A2 2, A3 3, A4 4);
tuple!(A0 0, A1 1, A2 2, A3 3, A4 4, A5 5);
tuple!(A0 0, A1 1, A2 2, A3 3, A4 4, A5 5, A6 6);
tuple!(A0 0, A1 1, A2 2, A3 3, A4 4, A5 5, A6 6, A7 7);
tuple!(A0 0, A1 1, A2 2, A3 3, A4 4, A5 5, A6 6, A7 7, A8 8);
tuple!(A0 0, A1 1, A2 2, A3 3, A4 4, A5 5, A6 6, A7 7, A8 8, A9 9);
tuple!(A0 0, A1 1, A2 2, A3 3, A4 4, A5 5, A6 6, A7 7, A8 8, A9 9, A10 10);
tuple!(A0 0, A1 1, A2 2, A3 3, A4 4, A5 5, A6 6, A7 7, A8 8, A9 9, A10 10, A11 11);
