//! The values that a schema lists, and what else the document calls them.

use foldhash::{HashMap, HashMapExt as _, HashSet, HashSetExt as _};

use openapiv3::{Schema, SchemaKind, Type};
use serde_json::Value;

use crate::api::{Constant, Docs, Enumeration, Integer, Listed, Scalar, Shape, Text};
use crate::source::whole_of_text;

/// What a document says of a value beside the value itself.
pub(super) struct Said<'a> {
    value: Value,
    name: Option<&'a str>,
    description: Option<&'a str>,
}

/// Where names of values stand beside an `enum`.
const NAMES: &[&str] = &["x-enum-varnames", "x-enumNames"];
/// Where their descriptions do.
const DESCRIPTIONS: &[&str] = &["x-enum-descriptions", "x-enumDescriptions"];

/// The values of a schema's own `enum`, null among them.
pub(super) fn listed(kind: &SchemaKind) -> Vec<Value> {
    fn all<T: Clone + Into<Value>>(values: &[Option<T>]) -> Vec<Value> {
        values.iter().cloned().map(Into::into).collect()
    }
    match kind {
        SchemaKind::Type(Type::String(string)) => all(&string.enumeration),
        SchemaKind::Type(Type::Number(number)) => all(&number.enumeration),
        SchemaKind::Type(Type::Integer(integer)) => all(&integer.enumeration),
        SchemaKind::Type(Type::Boolean(boolean)) => all(&boolean.enumeration),
        SchemaKind::Any(any) => any.enumeration.clone(),
        _ => Vec::new(),
    }
}

/// What a schema says of the values that it lists.
pub(super) fn said(schema: &Schema) -> Vec<Said<'_>> {
    let find = |keys: &[&str]| {
        let mut found = keys
            .iter()
            .map(|key| schema.schema_data.extensions.get(*key));
        found.find_map(|found| found)
    };
    let (names, descriptions) = (find(NAMES), find(DESCRIPTIONS));
    if names.is_none() && descriptions.is_none() {
        return Vec::new();
    }
    let values = listed(&schema.schema_kind);
    let all = values.len();
    let known = values.iter().filter(|value| !value.is_null()).count();
    let mut before = 0;
    let of_it = |(index, value): (usize, Value)| {
        // Null needs no name, so many lists have no place for it.
        let places = [(all, index), (known, before)];
        before += usize::from(!value.is_null());
        let (name, description) = (
            beside(names, &value, &places),
            beside(descriptions, &value, &places),
        );
        Said {
            value,
            name,
            description,
        }
    };
    values.into_iter().enumerate().map(of_it).collect()
}

/// What stands beside a value: at its place in a list of one of these lengths, or in a table by the value.
fn beside<'a>(
    said: Option<&'a Value>,
    value: &Value,
    places: &[(usize, usize)],
) -> Option<&'a str> {
    let text = match said? {
        // Which value is meant, a list of another length does not tell.
        Value::Array(list) => {
            let place = places.iter().find(|(length, _)| *length == list.len());
            list.get(place?.1)
        }
        Value::Object(table) => table.get(&text(value.clone())),
        _ => None,
    };
    text?
        .as_str()
        .map(str::trim)
        .filter(|text| !text.is_empty())
}

/// A value as a string. One that is no string can't stand in a string; as text it can.
fn text(value: Value) -> String {
    match value {
        Value::String(text) => text,
        other => other.to_string(),
    }
}

/// The strings that a schema lists, if it lists any.
pub(super) fn strings(values: Vec<Value>, said: &[Said<'_>]) -> Option<Enumeration> {
    let said = by_value(said);
    let values = values
        .into_iter()
        .map(|value| entry(&said, &value, Constant::Text(text(value.clone()))));
    enumeration(None, values)
}

/// The integers that a schema lists: none if one of them is something else, or no type holds all of them. The type is the
/// one that format and limits give, or a wider one.
pub(super) fn integers(given: Integer, values: &[Value], said: &[Said<'_>]) -> Option<Enumeration> {
    let whole: Vec<i128> = values.iter().map(whole).collect::<Option<_>>()?;
    let holds = |integer: &Integer| whole.iter().all(|value| range(*integer).contains(value));
    let integer = [given, Integer::I64, Integer::U64]
        .into_iter()
        .find(holds)?;
    let said = by_value(said);
    let values = values
        .iter()
        .zip(&whole)
        .map(|(value, whole)| entry(&said, value, Constant::Integer(*whole)));
    enumeration(Some(integer), values)
}

/// An integer, or a text that is one: the type of the schema says which is meant.
fn whole(value: &Value) -> Option<i128> {
    match value {
        Value::String(text) => whole_of_text(text),
        value => {
            let signed = value.as_i64().map(i128::from);
            signed.or_else(|| value.as_u64().map(i128::from))
        }
    }
}

/// The values of a type.
pub(super) fn range(integer: Integer) -> std::ops::RangeInclusive<i128> {
    match integer {
        Integer::I8 => i8::MIN.into()..=i8::MAX.into(),
        Integer::I16 => i16::MIN.into()..=i16::MAX.into(),
        Integer::I32 => i32::MIN.into()..=i32::MAX.into(),
        Integer::I64 => i64::MIN.into()..=i64::MAX.into(),
        Integer::U8 => 0..=u8::MAX.into(),
        Integer::U16 => 0..=u16::MAX.into(),
        Integer::U32 => 0..=u32::MAX.into(),
        Integer::U64 => 0..=u64::MAX.into(),
    }
}

/// Name and description of each value, by its JSON. Of what is said twice of one, the first holds.
type ByValue<'a> = HashMap<String, (Option<&'a str>, Option<&'a str>)>;

fn by_value<'a>(said: &[Said<'a>]) -> ByValue<'a> {
    let mut all = ByValue::with_capacity(said.len());
    for said in said {
        let (name, description) = all.entry(json(&said.value)).or_default();
        *name = name.or(said.name);
        *description = description.or(said.description);
    }
    all
}

/// A value as JSON. A whole number is one text, also where it is written with a fraction.
fn json(value: &Value) -> String {
    match value.as_f64().filter(|value| value.fract() == 0.0) {
        Some(whole) if value.is_f64() => format!("{whole:.0}"),
        _ => value.to_string(),
    }
}

fn entry(said: &ByValue<'_>, value: &Value, constant: Constant) -> Listed {
    let (name, description) = match said.is_empty() {
        true => (None, None),
        false => said.get(&json(value)).copied().unwrap_or_default(),
    };
    Listed {
        value: constant,
        name: name.map(str::to_owned),
        description: description.map(str::to_owned),
    }
}

fn enumeration(
    integer: Option<Integer>,
    values: impl Iterator<Item = Listed>,
) -> Option<Enumeration> {
    let mut known = HashSet::new();
    let once: Vec<Listed> = values
        .filter(|value| known.insert(value.value.clone()))
        .collect();
    (!once.is_empty()).then_some(Enumeration {
        integer,
        values: once,
        others: false,
    })
}

/// A branch of a union that is one value: its title is what the value is called.
pub(super) fn name_constant(shape: &mut Shape, branch: &Docs) {
    if let Shape::Enumeration(list) = shape {
        name_only(list, branch);
    }
}

/// The same of a list of values.
pub(super) fn name_only(list: &mut Enumeration, branch: &Docs) {
    if let [only] = list.values.as_mut_slice() {
        let title = branch.title.as_deref().map(str::trim);
        let title = title.filter(|title| !title.is_empty());
        only.name = title.map(str::to_owned).or(only.name.take());
        let description = branch.description.as_deref().map(str::to_owned);
        only.description = description.or(only.description.take());
    }
}

/// The one scalar that holds what all variants of a union allow.
pub(super) fn one_scalar(shapes: &[&Shape]) -> Option<Shape> {
    // An enumeration is open, so it holds any other value as well.
    let values = shapes.iter().flat_map(|shape| match shape {
        Shape::Enumeration(list) => list.values.as_slice(),
        _ => &[],
    });
    let text = |shape: &&Shape| match shape {
        Shape::Enumeration(list) => list.integer.is_none(),
        Shape::Scalar(Scalar::Text(text)) => *text != Text::Binary,
        _ => false,
    };
    let (integer, scalar) = if shapes.iter().all(text) {
        (None, Scalar::Text(Text::Plain))
    } else {
        let integers = shapes.iter().map(|shape| integer(shape));
        let integers: Vec<Integer> = integers.collect::<Option<_>>()?;
        let widest = integers.into_iter().reduce(wider)?;
        // No type holds all that a signed and an unsigned one of 64 bits do.
        let holds_all = |one: &Integer| shapes.iter().all(|shape| holds(*one, shape));
        let widest = [widest, Integer::I64, Integer::U64]
            .into_iter()
            .find(holds_all)?;
        (Some(widest), Scalar::Integer(widest))
    };
    let others = shapes.iter().any(|shape| match shape {
        Shape::Enumeration(list) => list.others,
        _ => true,
    });
    let list = enumeration(integer, values.cloned());
    let list = list.map(|list| Enumeration { others, ..list });
    Some(list.map_or(Shape::Scalar(scalar), Shape::Enumeration))
}

fn integer(shape: &Shape) -> Option<Integer> {
    match shape {
        Shape::Enumeration(list) => list.integer,
        Shape::Scalar(Scalar::Integer(integer)) => Some(*integer),
        _ => None,
    }
}

/// Whether a type holds the values that a shape lists, or all that it allows where it lists none.
fn holds(one: Integer, shape: &Shape) -> bool {
    let held = range(one);
    match shape {
        Shape::Enumeration(list) => list.values.iter().all(|listed| match &listed.value {
            Constant::Integer(value) => held.contains(value),
            Constant::Text(_) | Constant::Boolean(_) => false,
        }),
        Shape::Scalar(Scalar::Integer(other)) => {
            let other = range(*other);
            held.contains(other.start()) && held.contains(other.end())
        }
        _ => false,
    }
}

fn wider(one: Integer, other: Integer) -> Integer {
    let holds = |one, other| {
        let (one, other) = (range(one), range(other));
        one.contains(other.start()) && one.contains(other.end())
    };
    match (one, other) {
        _ if holds(one, other) => one,
        _ if holds(other, one) => other,
        (Integer::U64, _) | (_, Integer::U64) => Integer::U64,
        _ => Integer::I64,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn schema(extension: &str, said: Value) -> Schema {
        let any = openapiv3::AnySchema {
            enumeration: vec![json!(1), json!(null), json!("b")],
            ..Default::default()
        };
        Schema {
            schema_data: openapiv3::SchemaData {
                extensions: [(extension.to_owned(), said)].into_iter().collect(),
                ..Default::default()
            },
            schema_kind: SchemaKind::Any(any),
        }
    }

    #[test]
    fn a_list_names_values_if_it_is_as_long() {
        for (names, expected) in [
            (json!(["one", "none", " two "]), ["one", "two"]),
            (json!(["one", "two"]), ["one", "two"]),
            (json!({"b": "two", "1": "one"}), ["one", "two"]),
            (json!(["one", null, 2]), ["one", ""]),
            (json!(["one"]), ["", ""]),
            (json!("one"), ["", ""]),
        ] {
            for key in NAMES {
                let schema = schema(key, names.clone());
                let said = said(&schema);
                let list = strings(vec![json!(1), json!("b")], &said).unwrap();
                let found: Vec<&str> = list
                    .values
                    .iter()
                    .map(|value| value.name.as_deref().unwrap_or_default())
                    .collect();
                assert_eq!(found, expected, "{key}: {names}");
            }
        }
    }

    #[test]
    fn values_that_do_not_fit_widen_the_type() {
        use Integer::{I32, I64, U8, U32, U64};
        let of = |given, values: Value| {
            let list = integers(given, values.as_array().unwrap(), &[]);
            list.map(|list| list.integer.unwrap())
        };
        assert_eq!(of(I32, json!([1, -1])), Some(I32));
        assert_eq!(of(I32, json!([2_147_483_648_i64])), Some(I64));
        assert_eq!(of(U32, json!([0, 4_294_967_295_u32])), Some(U32));
        assert_eq!(of(U32, json!([-1, 1])), Some(I64));
        assert_eq!(of(U8, json!([0, 255])), Some(U8));
        assert_eq!(of(U8, json!([256])), Some(I64));
        assert_eq!(of(U64, json!([1])), Some(U64));
        assert_eq!(of(I64, json!([0, u64::MAX])), Some(U64));
        assert_eq!(of(I64, json!([-1, u64::MAX])), None);
        assert_eq!(of(I32, json!([1, "-2"])), Some(I32));
        assert_eq!(of(I64, json!([1, "+2"])), None);
        assert_eq!(of(I64, json!([1, "two"])), None);
        assert_eq!(of(I64, json!([1, 1.5])), None);
        assert_eq!(of(I64, json!([])), None);
    }

    #[test]
    fn what_the_variants_of_a_union_list_is_one_list() {
        let list = |values: Value| {
            let list = integers(Integer::I32, values.as_array().unwrap(), &[]);
            Shape::Enumeration(list.unwrap())
        };
        let plain = |integer| Shape::Scalar(Scalar::Integer(integer));
        let merged = |shapes: &[&Shape]| match one_scalar(shapes) {
            Some(Shape::Enumeration(list)) => Some((list.integer.unwrap(), list.values.len())),
            _ => None,
        };
        let (one, two) = (list(json!([1, 2])), list(json!([2, 3])));
        assert_eq!(merged(&[&one, &two]), Some((Integer::I32, 3)));
        let wide = plain(Integer::I64);
        assert_eq!(merged(&[&one, &wide]), Some((Integer::I64, 2)));
        let narrow = plain(Integer::I32);
        let shape = one_scalar(&[&narrow, &narrow]);
        assert!(matches!(
            shape,
            Some(Shape::Scalar(Scalar::Integer(Integer::I32)))
        ));
        let shape = one_scalar(&[&plain(Integer::U8), &plain(Integer::I16)]);
        assert!(matches!(
            shape,
            Some(Shape::Scalar(Scalar::Integer(Integer::I16)))
        ));
        let text = Shape::Scalar(Scalar::Text(Text::Plain));
        assert!(one_scalar(&[&one, &text]).is_none());
        // What is unlimited is often -1.
        let (below, above) = (list(json!([-1, -2])), list(json!([u64::MAX])));
        assert_eq!(
            merged(&[&below, &list(json!([3]))]),
            Some((Integer::I32, 3))
        );
        assert!(one_scalar(&[&below, &above]).is_none());
        assert!(one_scalar(&[&below, &plain(Integer::U64)]).is_none());
        assert!(one_scalar(&[&plain(Integer::I64), &plain(Integer::U64)]).is_none());
        assert_eq!(
            merged(&[&below, &plain(Integer::U32)]),
            Some((Integer::I64, 2))
        );
    }
}
