//! Types to items: what each becomes, and in which file.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Context;
use super::docs::{Docs, Words};
use super::enumerations;
use super::item::{Item, Newtype, Presence, Struct, StructField};
use super::items::Items;
use super::names::key;
use super::naming::{Case, Ident, Scope, constant_words};
use super::places::Namesakes;
use super::ty::{Home, Named, Ty};
use super::unions;
use super::with_body;
use crate::api::{self, Access, Origin, Scalar, Shape, Text, TypeId, TypeRef};

/// A file of the `types` module.
#[derive(Clone, Debug)]
pub struct TypeFile {
    /// The name of its module; `None` where one file has all.
    pub name: Option<Ident>,
    /// The features any of which it is there for; none if it always is.
    pub features: Vec<Arc<str>>,
    /// Its items.
    pub items: Vec<Item>,
}

/// Names that a file would hide what is meant by them with, or its own index.
const RESERVED: &[&str] = &["mod", "runtime", "serde", "std", "types"];

/// More types than this are put into a file for each first word of their names.
const ONE_FILE: usize = 120;
/// A first word that fewer types share gets no file of its own.
const OWN_FILE: usize = 8;

/// The items of the `types` module.
pub(super) fn plan(context: &Context<'_>, items: &mut Items) -> Vec<TypeFile> {
    let mut always: Vec<(String, Item)> = Vec::new();
    let mut of_features: BTreeMap<Vec<Arc<str>>, (String, Vec<Item>)> = BTreeMap::new();
    for (id, item) in items.take(&Home::Types) {
        let users = context.features.users(id);
        if users.is_empty() {
            always.push((first_word(context, id), item));
            continue;
        }
        let features = users.iter().map(|feature| feature.name.clone());
        let file = of_features.entry(features.collect());
        let (_, items) = file.or_insert_with(|| {
            let names: Vec<&str> = users.iter().map(|user| user.resource.as_str()).collect();
            (names.join("_and_"), Vec::new())
        });
        items.push(item);
    }
    let mut scope = Scope::new(Case::Snake, RESERVED);
    let mut files: Vec<TypeFile> = of_features
        .into_iter()
        .map(|(features, (name, items))| file(Some(scope.claim(&name)), features, items))
        .collect();
    match always.len() {
        0 => {}
        1..=ONE_FILE => {
            let name = (!files.is_empty()).then(|| scope.claim("common"));
            let items = always.into_iter().map(|(_, item)| item);
            files.push(file(name, Vec::new(), items.collect()));
        }
        _ => files.extend(by_first_word(always, &mut scope)),
    }
    files
}

fn by_first_word(items: Vec<(String, Item)>, scope: &mut Scope) -> Vec<TypeFile> {
    let mut groups: BTreeMap<String, Vec<Item>> = BTreeMap::new();
    for (word, item) in items {
        groups.entry(word).or_default().push(item);
    }
    let (large, small): (BTreeMap<_, _>, BTreeMap<_, _>) = groups
        .into_iter()
        .partition(|(_, items)| items.len() >= OWN_FILE);
    let mut files: Vec<TypeFile> = large
        .into_iter()
        .map(|(word, items)| file(Some(scope.claim(&word)), Vec::new(), items))
        .collect();
    if !small.is_empty() {
        let items = small.into_values().flatten().collect();
        files.push(file(Some(scope.claim("other")), Vec::new(), items));
    }
    files
}

fn file(name: Option<Ident>, features: Vec<Arc<str>>, mut items: Vec<Item>) -> TypeFile {
    items.sort_by(|one, other| one.ident().cmp(other.ident()));
    TypeFile {
        name,
        features,
        items,
    }
}

fn first_word(context: &Context<'_>, id: TypeId) -> String {
    let component = context.api.types.component(&context.api.types[id]);
    let component = component.map(|name| context.names.of_component(name));
    let words = component.map(constant_words).unwrap_or_default();
    words.into_iter().next().unwrap_or_default()
}

/// The item of a type that has a name.
pub(super) fn item(context: &Context<'_>, id: TypeId, ty: &api::Type, named: &Named) -> Item {
    let ident = named.ident.clone();
    let title = || match &ty.origin {
        Origin::Component(name) => {
            let what = context.api.shared.get(name).copied().unwrap_or("schema");
            Words::sentence("The {} {}.", &[what.into(), Words::code(name)])
        }
        origin => Words::sentence("{}.", &[context.place(origin).capitalized()]),
    };
    let docs = Docs::or(
        &ty.docs,
        &[ident.as_str(), ty.origin.name().unwrap_or_default()],
        title,
    );
    let held = match &ty.shape {
        Shape::Object(object) => {
            return Item::Struct(structure(context, id, object, ident, docs));
        }
        Shape::Enumeration(list) => {
            return Item::Enumeration(enumerations::plan(context, ty, list, ident, docs));
        }
        Shape::Union(union) => return Item::Union(unions::union(context, id, union, ident, docs)),
        Shape::Array(item) => Ty::Vec(Box::new(context.value(*item))),
        Shape::Tuple(items) => context.tuple(id, items),
        Shape::Map(value) => Ty::Map(Box::new(context.value(*value))),
        Shape::Any | Shape::Null | Shape::Scalar(_) | Shape::Alias(_) | Shape::Foreign(_) => {
            unreachable!("only types that Rust lacks are given a name")
        }
    };
    Item::Newtype(Newtype {
        ident,
        docs,
        derives: context.config.derives(key(ty)),
        rule: context.rule_of_newtype(id, &held),
        ty: held,
    })
}

fn structure(
    context: &Context<'_>,
    id: TypeId,
    object: &api::Object,
    ident: Ident,
    docs: Docs,
) -> Struct {
    let namesakes = Namesakes::of(object);
    let constants = constants(context, id, object);
    let mut fields: Vec<StructField> = members(context, id, object, &constants)
        .into_iter()
        .map(|(field, ident)| {
            let (ty, presence) = context.member(id, field);
            let docs = namesakes.docs(context, field);
            StructField {
                ident: ident.clone(),
                docs,
                rule: context.rule(field.ty, field.limits.as_deref(), &ty),
                ty,
                wire_name: field.wire_name.clone(),
                presence,
            }
        })
        .collect();
    if let Some(additional) = object.additional {
        let ty = context.value(additional);
        let mut scope = Scope::new(Case::Snake, &[]);
        fields.iter().for_each(|field| {
            scope.claim_chosen(field.ident.as_str());
        });
        fields.push(StructField {
            ident: scope.claim("additional_properties"),
            docs: Docs::ours("Members that have no field of their own."),
            rule: context.rule_of_items(additional, &ty),
            ty: Ty::Map(Box::new(ty)),
            wire_name: "".into(),
            presence: Presence::Flattened,
        });
    }
    let default = fields
        .iter()
        .all(|field| field.presence != Presence::Required);
    let docs = constants.iter().fold(docs, |docs, (member, value)| {
        let said = object.field(member).map(|field| &*field.docs);
        docs.and_constant(member, value, said)
    });
    let is_made = context.analysis.reach.is_sent(id) || with_body::is_made(context, id, object);
    let arguments = match is_made && !default {
        true => context.arguments(&fields),
        false => Vec::new(),
    };
    Struct {
        ident,
        docs,
        derives: context.config.derives(key(&context.api.types[id])),
        // Also where all is required: a field that is added to a literal stops that from compiling.
        arguments,
        fields,
        constants,
        default,
        non_exhaustive: !is_made,
    }
}

/// The members of an object that are always the same where it is sent.
pub(super) fn constants(
    context: &Context<'_>,
    id: TypeId,
    object: &api::Object,
) -> Vec<(Arc<str>, api::Constant)> {
    match context.analysis.reach.is_sent(id) {
        true => context.constants(id, object),
        false => Vec::new(),
    }
}

/// The members of an object that are fields of its type, with their names: all but those that are always the same.
pub(super) fn members<'a>(
    context: &'a Context<'_>,
    id: TypeId,
    object: &'a api::Object,
    constants: &[(Arc<str>, api::Constant)],
) -> Vec<(&'a api::Field, &'a Ident)> {
    let is_field = |field: &api::Field| {
        // What the server alone sets is not in what only goes to it.
        let is_there = field.access != Access::ReadOnly || !context.analysis.reach.is_only_sent(id);
        is_there && !constants.iter().any(|(it, _)| *it == field.wire_name)
    };
    let members = object.fields.iter().zip(context.names.fields(id));
    members.filter(|(field, _)| is_field(field)).collect()
}

impl Context<'_> {
    /// The Rust type of a reference, null apart.
    pub(super) fn base(&self, reference: TypeRef) -> (Ty, bool) {
        let resolved = self.api.types.resolve(reference);
        let ty = &self.api.types[resolved.id];
        let rust = match &ty.shape {
            _ if self.names.of(resolved.id).is_some() => {
                Ty::Named(self.names.of(resolved.id).expect("just looked up").clone())
            }
            Shape::Null => Ty::Unit,
            Shape::Foreign(_) => self.foreign(ty),
            Shape::Scalar(Scalar::Boolean(_)) => Ty::Bool,
            Shape::Scalar(Scalar::Integer(kind)) => Ty::integer(*kind),
            Shape::Scalar(Scalar::Number) => Ty::F64,
            Shape::Scalar(Scalar::Text(_)) if ty.sensitive => {
                return (Ty::Secret, resolved.nullable);
            }
            Shape::Scalar(Scalar::Text(Text::DateTime)) => Ty::DateTime,
            Shape::Scalar(Scalar::Text(Text::Date)) => Ty::Date,
            // Inside JSON there are no bytes, only text.
            Shape::Scalar(Scalar::Text(Text::Plain | Text::Binary)) => Ty::String,
            // One value that is always the same needs no type of its own.
            Shape::Enumeration(list) => list.integer.map_or(Ty::String, Ty::integer),
            Shape::Array(item) => Ty::Vec(Box::new(self.value(*item))),
            Shape::Tuple(items) => self.tuple(resolved.id, items),
            Shape::Map(value) => Ty::Map(Box::new(self.value(*value))),
            Shape::Any | Shape::Alias(_) | Shape::Object(_) | Shape::Union(_) => Ty::Value,
        };
        // Any value may be null already.
        let nullable = resolved.nullable && !matches!(rust, Ty::Value | Ty::Unit);
        if ty.sensitive {
            (Ty::Sensitive(Box::new(rust)), nullable)
        } else {
            (rust, nullable)
        }
    }

    /// The Rust type of a value that is always there.
    pub(super) fn value(&self, reference: TypeRef) -> Ty {
        let (ty, nullable) = self.base(reference);
        if nullable {
            Ty::Option(Box::new(ty))
        } else {
            ty
        }
    }

    fn tuple(&self, id: TypeId, items: &[TypeRef]) -> Ty {
        let items = items.iter().map(|item| {
            let (ty, nullable) = self.base(*item);
            let ty = self.boxed(id, *item, ty);
            if nullable { ty.optional() } else { ty }
        });
        Ty::Tuple(items.collect())
    }

    /// What one type holds of another: in a box, where it would contain itself.
    pub(super) fn boxed(&self, holder: TypeId, held: TypeRef, ty: Ty) -> Ty {
        let held = self.api.types.resolve(held).id;
        if self.analysis.boxes.contains(holder, held) {
            Ty::Boxed(Box::new(ty))
        } else {
            ty
        }
    }

    /// The Rust type of a member, and whether it is always there.
    pub(super) fn member(&self, holder: TypeId, field: &api::Field) -> (Ty, Presence) {
        let (ty, nullable) = self.base(field.ty);
        let ty = self.boxed(holder, field.ty, ty);
        // What only the client sends is missing in what it receives, and what only the server sets in what it is sent.
        let is_there = match field.access {
            Access::Both => true,
            Access::WriteOnly => false,
            Access::ReadOnly => !self.analysis.reach.is_sent(holder),
        };
        ty.given_or_null(field.required && is_there, nullable)
    }
}
