//! Unions whose variants are told apart by a member, the tag.
//!
//! Servers mostly write the tag first. Then the variant is known before the rest is read, and reads it as it comes. Where
//! the tag comes later, all of the object is looked at first, as a tree.

use std::fmt;
use std::io::Write as _;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::value::{MapAccessDeserializer, StrDeserializer};
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Unexpected,
    Visitor,
};

use super::de::OneOf;
use super::decode;
use super::tree::{Name, Tree, Whole};
use super::tried::{Seen, Tried};

/// A union whose variants are told apart by a member.
pub trait Tagged: Sized {
    /// The member's name.
    const TAG: &'static str;

    /// Reads a value into the variant that its tag names: a text, or an integer as one. What is no object, or lacks the
    /// member, has the empty tag, which no description lists.
    ///
    /// # Errors
    ///
    /// Where it does not fit.
    fn read<'de, D: Deserializer<'de>>(tag: &str, value: D) -> Result<Self, D::Error>;
}

/// Reads a value of a union with a tag.
///
/// # Errors
///
/// Where it does not fit the variant that its tag names.
pub fn tagged<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Tagged,
{
    deserializer.deserialize_any(Union(PhantomData))
}

/// Reads a value that is looked at as a whole: into a variant that is a union itself, say.
///
/// # Errors
///
/// Where it does not fit.
pub fn through_tree<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    let value = Tree::deserialize(deserializer)?;
    T::deserialize(Tried::new(&value, &Seen::default())).map_err(told)
}

/// The error for a value whose tag is none of those that a closed union has.
pub fn unknown_tag<E: Error>(
    tag: &str,
    member: &'static str,
    values: &'static [&'static str],
) -> E {
    let expected = OneOf {
        member: Some(member),
        values,
    };
    match tag {
        "" => E::missing_field(member),
        other => E::invalid_value(Unexpected::Str(other), &expected),
    }
}

/// What is wrong with a part of a tree, without what stands there.
fn told<E: Error>(error: serde_json::Error) -> E {
    E::custom(decode::without_values(&error.to_string()))
}

struct Union<T>(PhantomData<T>);

impl<T: Tagged> Union<T> {
    fn read<E: Error>(value: &Tree<'_>) -> Result<T, E> {
        let tag = value.member(T::TAG).and_then(Tag::of);
        let tag = tag.as_ref().map_or("", Tag::as_str);
        T::read(tag, Tried::new(value, &Seen::default())).map_err(told)
    }
}

/// What is no object, which is for the union to judge as well.
macro_rules! others {
    ($($method:ident($value:ty))*) => {
        $(fn $method<E: Error>(self, value: $value) -> Result<T, E> {
            Self::read(&Whole.$method(value)?)
        })*
    };
}

impl<'de, T: Tagged> Visitor<'de> for Union<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object with the member {}", T::TAG)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        let mut members = Vec::new();
        // What knows how many members there are is a tree already. It is looked at as a whole, wherever its tag is: how
        // well a value fits is not to depend on that.
        if map.size_hint().is_none()
            && let Some(Name(name)) = map.next_key()?
        {
            let value: Tree<'de> = map.next_value()?;
            if name == T::TAG
                && let Some(tag) = Tag::of(&value)
            {
                let rest = AfterTag {
                    member: Some(T::TAG),
                    tag: Some(&value),
                    rest: map,
                };
                return T::read(tag.as_str(), MapAccessDeserializer::new(rest));
            }
            members.push((name, value));
        }
        while let Some((Name(name), value)) = map.next_entry()? {
            members.push((name, value));
        }
        Self::read(&Tree::Object(members))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<T, A::Error> {
        Self::read(&Whole.visit_seq(list)?)
    }

    fn visit_unit<E: Error>(self) -> Result<T, E> {
        Self::read(&Tree::Null)
    }

    others! {
        visit_bool(bool) visit_i64(i64) visit_u64(u64) visit_f64(f64)
        visit_str(&str) visit_borrowed_str(&'de str) visit_string(String)
    }
}

/// The members of an object whose first one was its tag, with that one once more.
struct AfterTag<'t, A> {
    member: Option<&'static str>,
    tag: Option<&'t Tree<'t>>,
    rest: A,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for AfterTag<'_, A> {
    type Error = A::Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, A::Error> {
        match self.member.take() {
            Some(member) => seed.deserialize(StrDeserializer::new(member)).map(Some),
            None => self.rest.next_key_seed(seed),
        }
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        match self.tag.take() {
            Some(tag) => seed.deserialize(TagValue(tag, PhantomData)),
            None => self.rest.next_value_seed(seed),
        }
    }
}

/// The tag as the value of a member, which may be optional.
struct TagValue<'t, E>(&'t Tree<'t>, PhantomData<E>);

impl<'de, E: Error> Deserializer<'de> for TagValue<'_, E> {
    type Error = E;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        match self.0 {
            Tree::Text(text) => visitor.visit_str(text),
            Tree::Number(number) => number.deserialize_any(visitor).map_err(told),
            // Nothing else is a tag.
            _ => visitor.visit_unit(),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, E> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, E> {
        // Of the user's own types: no generated one is a serde enum.
        match self.0 {
            Tree::Text(text) => {
                StrDeserializer::new(text).deserialize_enum(name, variants, visitor)
            }
            _ => self.deserialize_any(visitor),
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct identifier ignored_any
    }
}

/// A text, or an integer as one. It is no `Cow`, which would have to be dropped.
struct Tag<'v> {
    text: &'v str,
    digits: [u8; DIGITS],
    length: usize,
}

/// The digits of the longest integer of 64 bits, with its sign.
const DIGITS: usize = 20;

impl<'v> Tag<'v> {
    /// The tag that a member's value is, if it is one.
    fn of(value: &'v Tree<'_>) -> Option<Self> {
        let mut tag = Self {
            text: "",
            digits: [0; DIGITS],
            length: 0,
        };
        match value {
            Tree::Text(text) => tag.text = text,
            Tree::Number(number) if !number.is_f64() => {
                let mut rest = &mut tag.digits[..];
                // There is room for all integers that JSON is read as.
                write!(rest, "{number}").ok()?;
                let left = rest.len();
                tag.length = DIGITS - left;
            }
            _ => return None,
        }
        Some(tag)
    }

    fn as_str(&self) -> &str {
        match self.length {
            0 => self.text,
            length => std::str::from_utf8(&self.digits[..length]).unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::object::{self, Members};
    use super::*;

    #[derive(Debug, PartialEq)]
    struct Cat {
        kind: Option<Value>,
        lives: i64,
    }

    impl<'de> object::Object<'de> for Cat {
        fn read<A: MapAccess<'de>>(members: Members<A>) -> Result<Self, A::Error> {
            let (object::optional::Read(kind), object::required::Read(lives)) = members.fields()?;
            Ok(Self { kind, lives })
        }
    }

    impl<'de> Deserialize<'de> for Cat {
        fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
            object::read(from, "Cat", &["kind", "lives"])
        }
    }

    #[derive(Debug, PartialEq)]
    enum Pet {
        Cat(Cat),
        Other(Value),
    }

    impl Tagged for Pet {
        const TAG: &'static str = "kind";

        fn read<'de, D: Deserializer<'de>>(tag: &str, value: D) -> Result<Self, D::Error> {
            match tag {
                "cat" | "-1" => Deserialize::deserialize(value).map(Self::Cat),
                "closed" => Err(unknown_tag(tag, Self::TAG, &["cat", "-1"])),
                _ => Deserialize::deserialize(value).map(Self::Other),
            }
        }
    }

    impl<'de> Deserialize<'de> for Pet {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            tagged(deserializer)
        }
    }

    fn pet(text: &str) -> Result<Pet, String> {
        serde_json::from_str(text).map_err(|error| error.to_string())
    }

    #[test]
    fn the_tag_decides_wherever_it_is() {
        for kind in [json!("cat"), json!(-1)] {
            let cat = Pet::Cat(Cat {
                kind: Some(kind.clone()),
                lives: 9,
            });
            for text in [
                format!(r#"{{"kind":{kind},"lives":9}}"#),
                format!(r#"{{"lives":9,"kind":{kind}}}"#),
            ] {
                assert_eq!(pet(&text).as_ref(), Ok(&cat), "{text}");
                let tree = serde_json::from_str(&text).unwrap();
                let seen = Seen::default();
                let read = Pet::deserialize(Tried::new(&tree, &seen));
                assert_eq!(read.unwrap(), cat, "{text}");
            }
        }
    }

    #[test]
    fn what_has_no_tag_or_another_is_for_the_union_to_judge() {
        for text in [
            r#"{"kind":"dog","good":true}"#,
            r#"{"good":true,"kind":"dog"}"#,
            r#"{"kind":1.5,"lives":9}"#,
            r#"{"kind":null}"#,
            r#"{"kind":["cat"]}"#,
            "{}",
            "[{}]",
            "null",
            "true",
            "0.5",
            "-7",
            r#""cat""#,
            r#""two\nlines""#,
        ] {
            let value = serde_json::from_str(text).unwrap();
            assert_eq!(pet(text), Ok(Pet::Other(value)), "{text}");
        }
    }

    #[test]
    fn what_does_not_fit_is_told() {
        for text in [r#"{"kind":"cat"}"#, r#"{"a":0,"kind":"cat"}"#] {
            let error = pet(text).unwrap_err();
            assert!(error.starts_with("missing field `lives`"), "{error}");
        }
        let twice = pet(r#"{"kind":"cat","kind":"cat","lives":9}"#).unwrap_err();
        assert!(twice.starts_with("duplicate field `kind`"), "{twice}");
        let unknown = pet(r#"{"kind":"closed"}"#).unwrap_err();
        let expected = "expected an object whose kind is one of cat, -1";
        assert!(unknown.contains(expected), "{unknown}");
        let missing: serde_json::Error = unknown_tag("", "kind", &[]);
        assert_eq!(missing.to_string(), "missing field `kind`");
    }
}
