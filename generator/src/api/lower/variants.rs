//! What variants are called that nothing in the document names.

use std::collections::{BTreeMap, BTreeSet};
use std::iter;

use super::tag;
use crate::api::{
    Constant, Discrimination, Field, Object, Origin, Scalar, Shape, Text, TypeRef, Types, Union,
};

/// Names the variants that have no name: after their tag, else after what they alone have, else after the kind of their
/// value.
pub(super) fn name(
    types: &Types,
    union: &mut Union,
    shapes: &[&Shape],
    tag: Option<&Discrimination>,
) {
    let is_unnamed = |union: &Union, index: &usize| union.variants[*index].name.is_empty();
    for index in (0..shapes.len()).filter(|index| !matches!(shapes[*index], Shape::Union(_))) {
        if is_unnamed(union, &index)
            && let Some(Discrimination::Tag { values, .. }) = tag
            && let Some((value, _)) = values.iter().find(|(_, target)| *target == index)
        {
            union.variants[index].name.clone_from(value);
        }
    }
    let unnamed = (0..shapes.len()).filter(|index| is_unnamed(union, index));
    let unnamed: Vec<usize> = unnamed.collect();
    let names = own_names(types, union, shapes, &unnamed);
    let renamed: BTreeSet<&str> = names.keys().map(|index| kind(shapes[*index])).collect();
    let mut met: BTreeMap<&str, usize> = BTreeMap::new();
    for index in &unnamed {
        let kind = kind(shapes[*index]);
        let number = met.entry(kind).or_default();
        *number += 1;
        union.variants[*index].name = match names.get(index) {
            Some(name) => name.clone(),
            // The number that it has where those before it have no names of their own.
            None if *number > 1 && renamed.contains(kind) => format!("{kind}{number}"),
            None => kind.to_owned(),
        };
    }
}

/// The names of those variants that have one to themselves: of lists, and of objects where there are several.
fn own_names(
    types: &Types,
    union: &Union,
    shapes: &[&Shape],
    unnamed: &[usize],
) -> BTreeMap<usize, String> {
    let seen = Seen::of(types, shapes);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for index in unnamed {
        *counts.entry(kind(shapes[*index])).or_default() += 1;
    }
    // What a list holds is said also where there is one: another one that comes later renames none.
    let is_named = |index: &&usize| match shapes[**index] {
        Shape::Array(_) => true,
        shape => counts[kind(shape)] > 1,
    };
    let names = unnamed.iter().filter(is_named).filter_map(|index| {
        let name = match shapes[*index] {
            Shape::Object(object) => seen.value(types, object).or_else(|| seen.member(object)),
            Shape::Array(item) => list(types, *item),
            _ => None,
        }?;
        Some((*index, name))
    });
    let mut names: BTreeMap<usize, String> = names.collect();
    let clashes = taken(union, &names, &counts);
    for (index, name) in &mut names {
        let kind = kind(shapes[*index]);
        let own = letters(name);
        let is_number = || numbered(kind, counts[kind]).any(|number| number == own);
        if kind == "object" && clashes[&own] > 1 && !is_number() {
            // What is called like a variant of another kind says of which it is.
            *name = format!("{name}-{kind}");
        }
    }
    let taken = taken(union, &names, &counts);
    names.retain(|_, name| {
        let letters = letters(name);
        !letters.is_empty() && taken[&letters] == 1
    });
    names
}

/// How many variants are or may be called by a name.
fn taken(
    union: &Union,
    own: &BTreeMap<usize, String>,
    counts: &BTreeMap<&str, usize>,
) -> BTreeMap<String, usize> {
    let given = union.variants.iter().map(|variant| variant.name.as_str());
    let own = own.values().map(String::as_str);
    let kinds = counts
        .iter()
        .flat_map(|(kind, count)| numbered(kind, *count));
    let mut taken = BTreeMap::new();
    for name in given.chain(own).map(letters).chain(kinds) {
        *taken.entry(name).or_default() += 1;
    }
    taken
}

/// What variants of one kind may be called that have no names of their own.
fn numbered(kind: &str, count: usize) -> impl Iterator<Item = String> {
    let first = letters(kind);
    let others = (2..=count).map({
        let first = first.clone();
        move |number| format!("{first}{number}")
    });
    iter::once(first).chain(others)
}

/// What is left of a name where words are written in another way.
fn letters(name: &str) -> String {
    let letters = name.chars().filter(|letter| letter.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// How many objects there are, how many require a member, and how many have a value of one.
#[derive(Default)]
struct Seen<'t> {
    objects: usize,
    members: BTreeMap<&'t str, usize>,
    values: BTreeMap<(&'t str, String), usize>,
}

impl<'t> Seen<'t> {
    fn of(types: &'t Types, shapes: &[&'t Shape]) -> Self {
        let mut seen = Self::default();
        for shape in shapes {
            let objects = tag::objects_of(types, shape).unwrap_or_default();
            seen.objects += objects.len();
            for field in objects.iter().flat_map(|object| &object.fields) {
                if field.required {
                    *seen.members.entry(&field.wire_name).or_default() += 1;
                }
                for value in tag::constants(types, field) {
                    *seen.values.entry((&field.wire_name, value)).or_default() += 1;
                }
            }
        }
        seen
    }

    /// The text that a member of a variant always is, and of no other one.
    fn value(&self, types: &Types, object: &'t Object) -> Option<String> {
        let fields = object.fields.iter().filter(|field| field.required);
        let mut values = fields.filter_map(|field| match types.shape(field.ty) {
            Shape::Enumeration(list) if !list.others => match list.values.as_slice() {
                [only] => match &only.value {
                    Constant::Text(text) => Some((&*field.wire_name, text.clone())),
                    Constant::Integer(_) | Constant::Boolean(_) => None,
                },
                _ => None,
            },
            _ => None,
        });
        let own = values.find(|value| self.values.get(value) == Some(&1));
        own.map(|(_, value)| value)
    }

    /// The one member that a variant requires beside those that all do, if no other one requires it.
    fn member(&self, object: &Object) -> Option<String> {
        let required = object.fields.iter().filter(|field| field.required);
        let count = |field: &&Field| self.members.get(&*field.wire_name).copied();
        let mut own = required.filter(|field| count(field) != Some(self.objects));
        let (Some(only), None) = (own.next(), own.next()) else {
            return None;
        };
        (count(&only) == Some(1)).then(|| only.wire_name.to_string())
    }
}

/// What a list is called by its items.
fn list(types: &Types, item: TypeRef) -> Option<String> {
    let item = &types[types.resolve(item).id];
    match (&item.origin, &item.shape) {
        (Origin::Component(name), _) => Some(format!("{name}-list")),
        (_, Shape::Any | Shape::Alias(_) | Shape::Foreign(_) | Shape::Union(_)) => None,
        (_, Shape::Scalar(Scalar::Text(Text::Binary))) => Some("files".to_owned()),
        (_, shape) => Some(format!("{}s", kind(shape))),
    }
}

fn kind(shape: &Shape) -> &'static str {
    match shape {
        Shape::Scalar(Scalar::Boolean(_)) => "boolean",
        Shape::Scalar(Scalar::Integer(_)) => "integer",
        Shape::Scalar(Scalar::Number) => "number",
        Shape::Scalar(Scalar::Text(Text::DateTime)) => "date-time",
        Shape::Scalar(Scalar::Text(Text::Date)) => "date",
        Shape::Scalar(Scalar::Text(Text::Binary)) => "bytes",
        Shape::Scalar(Scalar::Text(Text::Plain)) => "string",
        Shape::Enumeration(list) if list.integer.is_some() => "integer",
        Shape::Enumeration(_) => "text",
        Shape::Object(_) => "object",
        Shape::Map(_) => "map",
        Shape::Array(_) => "array",
        Shape::Tuple(_) => "tuple",
        Shape::Union(_) => "union",
        Shape::Null => "null",
        Shape::Any | Shape::Alias(_) | Shape::Foreign(_) => "value",
    }
}

#[cfg(test)]
mod tests {
    use crate::api::{self, Shape};
    use crate::config::Config;
    use crate::diagnostic::Diagnostics;
    use crate::document;
    use crate::source::Files;

    /// The names of the variants of objects that require one member each, or none, and may have others.
    fn named(required: &[&str]) -> Vec<String> {
        let object = |name: &&str| match *name {
            "" => "{type: object}".to_owned(),
            name => format!(
                "{{type: object, required: [{name}], properties: {{{name}: {{type: string}}}}, additionalProperties: true}}"
            ),
        };
        let objects: Vec<String> = required.iter().map(object).collect();
        let text = format!(
            "openapi: 3.0.3\ninfo: {{title: t, version: '1'}}\npaths: {{}}\n\
             components: {{schemas: {{A: {{oneOf: [{}]}}}}}}\n",
            objects.join(", ")
        );
        let (mut files, mut diagnostics) = (Files::new(), Diagnostics::new());
        let config = Config::default();
        let document =
            document::load_text("a.yaml", &text, &config, &mut files, &mut diagnostics).unwrap();
        let (api, _) = api::lower(document, &|_| None, &mut diagnostics);
        let mut shapes = api.types.iter().map(|(_, ty)| &ty.shape);
        let union = shapes.find_map(|shape| match shape {
            Shape::Union(union) => Some(union),
            _ => None,
        });
        let variants = union.expect("is there").variants.iter();
        variants.map(|variant| variant.name.clone()).collect()
    }

    #[test]
    fn a_name_of_its_own_is_none_of_the_numbered() {
        assert_eq!(named(&["cat", "dog"]), ["cat", "dog"]);
        let mut names = named(&["object2", "object3", "cat", "dog"]);
        names.sort();
        assert_eq!(names, ["cat", "dog", "object", "object2"]);
        // There are not so many.
        assert!(named(&["object2", "object9"]).contains(&"object9".to_owned()));
    }
}
