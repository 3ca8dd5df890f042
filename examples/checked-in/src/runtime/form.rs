// Copied by specwright 0.1.0 from specwright-runtime.

//! Forms that are received (`application/x-www-form-urlencoded`): some APIs send them to their users.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::HashMap;
use std::slice;

use serde::de::value::{SeqDeserializer, StrDeserializer};
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, MapAccess, Visitor};

use super::decode::{DecodeError, in_json};
use super::header::{Text, Unfit, found, itself};

/// Reads a form: a member is a scalar as its text, or a list where its name occurs several times. No error shows the value
/// of a member that is `sensitive`.
///
/// # Errors
///
/// Where it does not fit the type.
pub fn decode_form<T: DeserializeOwned>(body: &[u8], sensitive: &[&str]) -> Result<T, DecodeError> {
    let members = members(body);
    let here = Cell::new(None);
    let form = Form {
        members: members.iter(),
        here: &here,
    };
    T::deserialize(form).map_err(|error| located(error, here.get(), sensitive))
}

struct Member<'b> {
    name: Cow<'b, str>,
    values: Vec<Cow<'b, str>>,
}

fn members(body: &[u8]) -> Vec<Member<'_>> {
    let mut members: Vec<Member<'_>> = Vec::new();
    // The position of each name: a form may have as many as its sender likes.
    let mut known = HashMap::new();
    for (name, value) in url::form_urlencoded::parse(body) {
        let position = *known.entry(name.clone()).or_insert(members.len());
        match members.get_mut(position) {
            Some(member) => member.values.push(value),
            None => members.push(Member {
                name,
                values: vec![value],
            }),
        }
    }
    members
}

fn located(Unfit(expected): Unfit, here: Option<&Member<'_>>, sensitive: &[&str]) -> DecodeError {
    let Some(member) = here else {
        return DecodeError::new("$", expected, "a form without it");
    };
    let secret = sensitive.contains(&&*member.name);
    let found = found(&member.values.join(", "), secret);
    let path = format!("$.{}", member.name);
    DecodeError::new(&path, in_json(&expected), found)
}

/// The members that are left.
struct Form<'f> {
    members: slice::Iter<'f, Member<'f>>,
    /// The one that is being read.
    here: &'f Cell<Option<&'f Member<'f>>>,
}

impl<'f> MapAccess<'f> for Form<'f> {
    type Error = Unfit;

    fn next_key_seed<S: DeserializeSeed<'f>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Unfit> {
        self.here.set(self.members.next());
        let name = self.here.get().map(|member| &*member.name);
        name.map(|name| seed.deserialize(StrDeserializer::new(name)))
            .transpose()
    }

    fn next_value_seed<S: DeserializeSeed<'f>>(&mut self, seed: S) -> Result<S::Value, Unfit> {
        let values = self.here.get().map_or(&[][..], |member| &member.values);
        let value = seed.deserialize(Values(values))?;
        self.here.set(None);
        Ok(value)
    }
}

impl<'f> Deserializer<'f> for Form<'f> {
    type Error = Unfit;

    fn deserialize_any<V: Visitor<'f>>(self, visitor: V) -> Result<V::Value, Unfit> {
        visitor.visit_map(self)
    }

    itself!('f);

    serde::forward_to_deserialize_any! {
        <V: Visitor<'f>>
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct enum identifier ignored_any
    }
}

/// The values of a name: the last of them where there should be one.
struct Values<'f>(&'f [Cow<'f, str>]);

impl<'f> Values<'f> {
    fn last(&self) -> Text<'f> {
        Text(self.0.last().map_or("", |value| value))
    }
}

macro_rules! of_the_last {
    ($($method:ident)*) => {
        $(fn $method<V: Visitor<'f>>(self, visitor: V) -> Result<V::Value, Unfit> {
            self.last().$method(visitor)
        })*
    };
}

impl<'f> Deserializer<'f> for Values<'f> {
    type Error = Unfit;

    of_the_last! {
        deserialize_any deserialize_bool
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
        deserialize_f32 deserialize_f64
    }

    itself!('f);

    fn deserialize_seq<V: Visitor<'f>>(self, visitor: V) -> Result<V::Value, Unfit> {
        let items = self.0.iter().map(|value| Text(value));
        visitor.visit_seq(SeqDeserializer::new(items))
    }

    fn deserialize_tuple<V: Visitor<'f>>(
        self,
        _length: usize,
        visitor: V,
    ) -> Result<V::Value, Unfit> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_enum<V: Visitor<'f>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unfit> {
        self.last().deserialize_enum(name, variants, visitor)
    }

    serde::forward_to_deserialize_any! {
        <V: Visitor<'f>>
        i128 u128 char str string bytes byte_buf unit unit_struct tuple_struct map struct identifier ignored_any
    }
}
