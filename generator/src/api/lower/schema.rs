//! Schemas to types.

use std::sync::Arc;

use openapiv3::{AnySchema, ReferenceOr, Schema, SchemaKind};
use serde_json::{Number, Value};

use super::more::more;
use super::view::{Kind, View};
use super::{Lower, State, remarks, values};
use crate::api::{
    Access, Docs, Enumeration, Field, Integer, Limits, Object, Origin, Scalar, Shape, Step, Text,
    TypeId, TypeRef,
};
use crate::diagnostic::catalogue;

/// A schema or a reference to one, wherever it stands.
#[derive(Clone, Copy)]
pub(super) enum SchemaRef<'a> {
    Reference(&'a str),
    Item(&'a Schema),
}

impl<'a> From<&'a ReferenceOr<Schema>> for SchemaRef<'a> {
    fn from(schema: &'a ReferenceOr<Schema>) -> Self {
        match schema {
            ReferenceOr::Reference { reference } => Self::Reference(reference),
            ReferenceOr::Item(schema) => Self::Item(schema),
        }
    }
}

impl<'a> From<&'a ReferenceOr<Box<Schema>>> for SchemaRef<'a> {
    fn from(schema: &'a ReferenceOr<Box<Schema>>) -> Self {
        match schema {
            ReferenceOr::Reference { reference } => Self::Reference(reference),
            ReferenceOr::Item(schema) => Self::Item(schema),
        }
    }
}

/// One of the schemas that must hold together for a value, and where it stands.
#[derive(Clone)]
pub(super) struct Part<'a> {
    pub schema: SchemaRef<'a>,
    pub site: Arc<str>,
}

impl<'a> Part<'a> {
    pub(super) fn new(schema: SchemaRef<'a>, site: impl Into<Arc<str>>) -> Self {
        let site = site.into();
        Self { schema, site }
    }
}

/// What a schema became at the place where it is used: the type, and what is said there.
pub(super) struct Lowered {
    pub ty: TypeRef,
    pub docs: Arc<Docs>,
    pub access: Access,
    pub limits: Option<Arc<Limits>>,
}

impl<'a> Lower<'a, '_> {
    /// The type of a schema at a place.
    pub(super) fn schema(
        &mut self,
        schema: SchemaRef<'a>,
        site: String,
        origin: Origin,
    ) -> TypeRef {
        self.parts(vec![Part::new(schema, site)], &[], origin)
    }

    /// The type of a schema at a place, with what is said of this use.
    pub(super) fn described(&mut self, parts: Vec<Part<'a>>, origin: Origin) -> Lowered {
        let brief = self.brief(&parts);
        Lowered {
            ty: self.parts(parts, &[], origin),
            docs: brief.docs,
            access: brief.access,
            limits: brief.limits,
        }
    }

    /// The type of values for which all parts hold.
    pub(super) fn parts(
        &mut self,
        parts: Vec<Part<'a>>,
        skip: &[usize],
        origin: Origin,
    ) -> TypeRef {
        let parts = self.distinct(parts);
        if skip.is_empty()
            && let Some(sole) = self.sole_reference(&parts)
        {
            return sole;
        }
        let addresses = self.addresses(&parts);
        if let Some(outer) = self.being_made(&addresses, skip) {
            // An inline schema that leads back to itself through a component.
            return outer;
        }
        let site = parts
            .first()
            .map_or_else(|| "".into(), |part| part.site.clone());
        let id = self.state.api.types.add(site, origin);
        if self.begin(id, addresses, skip) {
            self.fill_parts(id, parts, skip);
            self.within.pop();
        }
        TypeRef {
            id,
            nullable: false,
        }
    }

    /// Lowers a component into the place that was kept for it.
    pub(super) fn fill(&mut self, id: TypeId, part: Part<'a>) {
        let parts = vec![part];
        if let Some(sole) = self.sole_reference(&parts)
            && !self.is_below(id, sole.id)
        {
            self.state.api.types[id].shape = Shape::Alias(sole);
            self.state.api.types[id].docs = self.brief(&parts).docs;
            return;
        }
        self.fill_parts(id, parts, &[]);
    }

    fn fill_parts(&mut self, id: TypeId, parts: Vec<Part<'a>>, skip: &[usize]) {
        let view = View::of(self, &parts, skip);
        if view.is_too_long {
            self.too_much(id);
        }
        let docs = self.state.docs(&view);
        let sensitive = view.sensitive || view.format.as_deref() == Some("password");
        let format = view.format.as_ref().map(ToString::to_string);
        let limits = self.state.limits(&view);
        let mut nullable = view.nullable;
        let shape = self.shape(id, view, &parts, skip, &mut nullable);
        let ty = &mut self.state.api.types[id];
        ty.docs = docs;
        ty.nullable |= nullable;
        ty.sensitive = sensitive;
        ty.format = format;
        ty.limits = limits;
        ty.shape = shape;
    }

    /// Where the parts say no more than "the same as this component", the component's type.
    fn sole_reference(&mut self, parts: &[Part<'a>]) -> Option<TypeRef> {
        let mut found = Sole::default();
        for part in parts {
            found.look(part.schema);
        }
        let reference = found.reference.filter(|_| !found.more)?;
        Some(TypeRef {
            id: self.component_of(reference)?,
            nullable: found.nullable,
        })
    }

    pub(super) fn shape(
        &mut self,
        id: TypeId,
        view: View<'a>,
        parts: &[Part<'a>],
        skip: &[usize],
        nullable: &mut bool,
    ) -> Shape {
        if view.conflict {
            let site = self.state.api.types[id].site.clone();
            self.report(&site, catalogue::conflicting_types);
            return Shape::Any;
        }
        if view.overruled {
            let site = self.state.api.types[id].site.clone();
            let kind = view.kind_name();
            self.report(&site, |place| catalogue::overruled_type(place, kind));
        }
        if let Some(shape) = self.union_shape(id, &view, parts, skip, nullable) {
            return shape;
        }
        let mut listed = view.enumeration.clone();
        if let Some(listed) = &mut listed {
            let before = listed.len();
            listed.retain(|value| !value.is_null());
            if listed.len() < before {
                *nullable = true;
                if listed.is_empty() {
                    return Shape::Null;
                }
            }
        }
        match view.kind.or_else(|| implied_kind(&view, listed.as_deref())) {
            None => Shape::Any,
            Some(Kind::Boolean) => Shape::Scalar(Scalar::Boolean(match listed.as_deref() {
                Some([Value::Bool(always)]) => Some(*always),
                _ => None,
            })),
            Some(Kind::Integer) => {
                let integer = integer(view.format.as_deref(), &view.limits);
                let list = values::integers(integer, &listed.unwrap_or_default(), &view.said);
                list.map_or(Shape::Scalar(Scalar::Integer(integer)), Shape::Enumeration)
            }
            Some(Kind::Number) => {
                let many = listed.filter(|listed| listed.len() > 1 && view.lists_integers());
                let list = values::integers(Integer::I64, &many.unwrap_or_default(), &view.said);
                list.map_or(Shape::Scalar(Scalar::Number), Shape::Enumeration)
            }
            Some(Kind::String) => {
                let list = listed.and_then(|listed| values::strings(listed, &view.said));
                string(view.format.as_deref(), list)
            }
            Some(Kind::Array) => {
                if let Some(items) = tuple(&view) {
                    return self.tuple(id, items);
                }
                let origin = Origin::Inside {
                    parent: id,
                    step: Step::Item,
                };
                Shape::Array(self.or_any(view.items, origin))
            }
            Some(Kind::Object) => self.object(id, view),
        }
    }

    fn object(&mut self, id: TypeId, view: View<'a>) -> Shape {
        let additional = if !view.additional.is_empty() {
            let origin = Origin::Inside {
                parent: id,
                step: Step::Value,
            };
            Some(self.parts(view.additional, &[], origin))
        } else if view.additional_any || view.properties.is_empty() {
            Some(self.or_any(
                Vec::new(),
                Origin::Inside {
                    parent: id,
                    step: Step::Value,
                },
            ))
        } else {
            None
        };
        if let (Some(value), true) = (additional, view.properties.is_empty()) {
            return Shape::Map(value);
        }
        let mut fields = Vec::with_capacity(view.properties.len());
        for (name, parts) in view.properties {
            let site = parts[0].site.clone();
            let wire_name = self.state.texts.share(name);
            let origin = Origin::Inside {
                parent: id,
                step: Step::Property(wire_name.clone()),
            };
            let lowered = self.described(parts, origin);
            fields.push(Field {
                wire_name,
                ty: lowered.ty,
                required: view.required.contains(name),
                access: lowered.access,
                docs: lowered.docs,
                limits: lowered.limits,
                site,
            });
        }
        Shape::Object(Object { fields, additional })
    }

    fn tuple(&mut self, id: TypeId, items: Vec<Part<'a>>) -> Shape {
        let items = (1..).zip(items).map(|(position, item)| {
            let step = Step::Position(position);
            self.parts(vec![item], &[], Origin::Inside { parent: id, step })
        });
        Shape::Tuple(items.collect())
    }

    /// The type of the parts; any value, where there is none.
    fn or_any(&mut self, parts: Vec<Part<'a>>, origin: Origin) -> TypeRef {
        if parts.is_empty() {
            let id = self.state.api.types.add("", origin);
            return TypeRef {
                id,
                nullable: false,
            };
        }
        self.parts(parts, &[], origin)
    }
}

impl State<'_> {
    /// What the prose of a schema says, with the remarks that follow from its keywords.
    pub(super) fn docs(&mut self, view: &View<'_>) -> Arc<Docs> {
        let docs = Docs {
            title: view.title.map(|text| self.texts.share(text)),
            description: view.description.map(|text| self.texts.share(text)),
            deprecated: view.deprecated,
            remarks: remarks::of(view),
            more: more(view.more).map(|text| self.texts.share(text.as_str())),
        };
        self.docs.share(docs)
    }

    /// What a schema asks of values beyond their type, if it does.
    pub(super) fn limits(&mut self, view: &View<'_>) -> Option<Arc<Limits>> {
        let limits = &view.limits;
        (!limits.are_none()).then(|| self.limits.share(limits.clone()))
    }
}

/// Looks for the one reference that a schema amounts to.
#[derive(Default)]
struct Sole<'a> {
    reference: Option<&'a str>,
    nullable: bool,
    /// Something else is said, too.
    more: bool,
}

impl<'a> Sole<'a> {
    fn look(&mut self, schema: SchemaRef<'a>) {
        match schema {
            SchemaRef::Reference(reference) => match self.reference {
                None => self.reference = Some(reference),
                Some(known) => self.more |= known != reference,
            },
            SchemaRef::Item(schema) => {
                self.nullable |= schema.schema_data.nullable;
                self.more |= schema.schema_data.extensions.contains_key("x-sensitive");
                match &schema.schema_kind {
                    SchemaKind::AllOf { all_of } => {
                        all_of.iter().for_each(|branch| self.look(branch.into()))
                    }
                    SchemaKind::OneOf { one_of: branches }
                    | SchemaKind::AnyOf { any_of: branches }
                        if branches.len() == 1 =>
                    {
                        self.look((&branches[0]).into());
                    }
                    SchemaKind::Any(any) if only_restricts(any) => {
                        any.all_of
                            .iter()
                            .for_each(|branch| self.look(branch.into()));
                    }
                    _ => self.more = true,
                }
            }
        }
    }
}

/// Whether a schema says nothing of what values look like beyond its `allOf`: a `type` beside it repeats what the
/// branches say, and limits make no other type.
fn only_restricts(any: &AnySchema) -> bool {
    (any.typ.is_none() || !any.all_of.is_empty())
        && any.properties.is_empty()
        && any.required.is_empty()
        && any.additional_properties.is_none()
        && any.items.is_none()
        && any.enumeration.is_empty()
        && any.format.is_none()
        && any.one_of.is_empty()
        && any.any_of.is_empty()
}

/// The items of a list that the document phase has found to be a tuple, unless more is said of them elsewhere.
fn tuple<'a>(view: &View<'a>) -> Option<Vec<Part<'a>>> {
    let [items] = view.items.as_slice() else {
        return None;
    };
    let SchemaRef::Item(schema) = items.schema else {
        return None;
    };
    let any_of = match &schema.schema_kind {
        SchemaKind::AnyOf { any_of } if view.tuple => any_of,
        _ => return None,
    };
    let parts = any_of.iter().enumerate().map(|(index, item)| {
        let site = format!("{}/anyOf/{index}", items.site);
        Part::new(item.into(), site)
    });
    Some(parts.collect())
}

/// The type that other keywords imply where `type` is missing.
fn implied_kind(view: &View<'_>, values: Option<&[Value]>) -> Option<Kind> {
    if view.has_members() || !view.required.is_empty() {
        return Some(Kind::Object);
    }
    if !view.items.is_empty() {
        return Some(Kind::Array);
    }
    let values = values?;
    let all = |test: fn(&Value) -> bool| !values.is_empty() && values.iter().all(test);
    if all(Value::is_string) {
        Some(Kind::String)
    } else if all(Value::is_boolean) {
        Some(Kind::Boolean)
    } else if all(|value| value.is_i64() || value.is_u64()) {
        Some(Kind::Integer)
    } else if all(Value::is_number) {
        Some(Kind::Number)
    } else {
        None
    }
}

/// The integer of a format, unless it holds less than limits allow: these are what a server may send.
fn integer(format: Option<&str>, limits: &Limits) -> Integer {
    let given = match format {
        Some("int8") => Some(Integer::I8),
        Some("int16") => Some(Integer::I16),
        Some("int32") => Some(Integer::I32),
        Some("uint8") => Some(Integer::U8),
        Some("uint16") => Some(Integer::U16),
        Some("uint32") => Some(Integer::U32),
        Some("uint64") => Some(Integer::U64),
        _ => None,
    };
    match given {
        Some(given) if holds(given, limits) => given,
        _ if limits
            .maximum
            .as_ref()
            .is_some_and(|maximum| maximum.as_u64().is_some_and(|n| n > i64::MAX as u64)) =>
        {
            Integer::U64
        }
        _ => Integer::I64,
    }
}

/// Whether all that limits allow is of a type, where they say so.
fn holds(integer: Integer, limits: &Limits) -> bool {
    let range = values::range(integer);
    let bound = |limit: &Option<Number>| {
        let limit = limit.as_ref()?;
        let signed = limit.as_i64().map(i128::from);
        signed.or_else(|| limit.as_u64().map(i128::from))
    };
    // What is over the greatest value by one is excluded mostly, and is no reason for a type of twice the size.
    let is_below = bound(&limits.minimum)
        .is_none_or(|least| least + i128::from(limits.above_minimum) >= *range.start());
    let is_above = bound(&limits.maximum)
        .is_none_or(|most| most - i128::from(limits.below_maximum) <= *range.end());
    is_below && is_above
}

fn string(format: Option<&str>, list: Option<Enumeration>) -> Shape {
    if let Some(list) = list {
        return Shape::Enumeration(list);
    }
    Shape::Scalar(Scalar::Text(match format {
        Some("date-time") => Text::DateTime,
        Some("date") => Text::Date,
        Some("binary") => Text::Binary,
        _ => Text::Plain,
    }))
}
