//! Names that had to make way for another one of the same scope.

use foldhash::HashMap;

use super::Context;
use super::item::Item;
use super::method::Method;
use super::names::key;
use super::naming::{Case, Ident, pascal, snake};
use super::resources::Resource;
use super::unions::called;
use crate::api::{Operation, Origin, Shape, TypeId};

/// A name that got a number, because another thing has it without one, or that is not what the user chose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renamed {
    /// Where the document describes the thing.
    pub site: String,
    /// What it is.
    pub what: &'static str,
    /// Its name in the document.
    pub wire_name: String,
    /// Its name in Rust.
    pub ident: Ident,
    /// What the user chose, if that is a name that generated code needs itself.
    pub reserved: Option<String>,
}

/// All of them but the names of variants.
pub(super) fn of(context: &Context<'_>, all_of: &[Resource]) -> Vec<Renamed> {
    let mut notes = Notes(Vec::new());
    types(context, &mut notes);
    // Resources have their methods in the order of the operations.
    let methods = all_of.iter().map(|resource| resource.methods.iter());
    let mut methods: Vec<_> = methods.collect();
    for (operation, place) in context.api.operations.iter().zip(&context.tree.operations) {
        let wanted = (&*operation.site, &*place.wanted);
        notes.note("the method", Case::Snake, wanted, &place.ident, None);
        if let Some(method) = methods[place.node].next() {
            setters(context, operation, method, &mut notes);
        }
    }
    notes.0
}

/// What is found.
struct Notes(Vec<Renamed>);

impl Notes {
    /// Notes a name that made way: of what stands at a site and has a name there.
    fn note(
        &mut self,
        what: &'static str,
        case: Case,
        (site, wire_name): (&str, &str),
        ident: &Ident,
        chosen: Option<&str>,
    ) {
        if made_way(ident.as_str(), wire_name, case, chosen) {
            self.0.push(Renamed {
                site: site.to_owned(),
                what,
                wire_name: wire_name.to_owned(),
                ident: ident.clone(),
                reserved: reserved(ident.as_str(), case, chosen),
            });
        }
    }
}

/// The types, and the fields of those that are objects.
fn types(context: &Context<'_>, notes: &mut Notes) {
    let config = context.config;
    let types = context.api.types.iter();
    for (id, ty, named) in types.filter_map(|(id, ty)| Some((id, ty, context.names.of(id)?))) {
        let chosen = config.type_name(key(ty));
        let name = match &ty.origin {
            Origin::Component(name) => Some(context.names.of_component(name)),
            // What stands inside another has a name if the user gave it one.
            _ => chosen,
        };
        if let Some(name) = name {
            let wanted = (&*ty.site, name);
            notes.note("the schema", Case::Pascal, wanted, &named.ident, chosen);
        }
        let Shape::Object(object) = &ty.shape else {
            continue;
        };
        for (field, ident) in object.fields.iter().zip(context.names.fields(id)) {
            let wanted = (&*field.site, &*field.wire_name);
            let chosen = config.field_name(key(ty), &field.wire_name);
            notes.note("the property", Case::Snake, wanted, ident, chosen);
        }
    }
}

/// The setters of a call.
fn setters(context: &Context<'_>, operation: &Operation, method: &Method, notes: &mut Notes) {
    let body = operation.body.as_ref();
    let spread = body.and_then(|body| body.spread(&context.api.types));
    let members = spread.map_or(&[][..], |(_, object)| &object.fields);
    let members = members.iter().map(|it| (&*it.wire_name, (&*it.site, true)));
    let parameters = operation.parameters.iter();
    // A parameter comes first where a member of the body has its wire name, too: the first of those, if there are several.
    let parameters = parameters.map(|it| (&*it.wire_name, (&*it.site, false)));
    let sites: HashMap<&str, (&str, bool)> = members.chain(parameters.rev()).collect();
    let of_operation = super::configured(context.config, operation);
    for field in &method.params.fields {
        let wire_name = &*field.wire_name;
        let Some((site, in_body)) = sites.get(wire_name).copied() else {
            continue;
        };
        let of_body = || {
            let (id, _) = spread.filter(|_| in_body)?;
            let key = key(&context.api.types[id]);
            context.config.field_name(key, wire_name)
        };
        let chosen = of_operation.and_then(|it| it.field(wire_name));
        let chosen = chosen.or_else(of_body);
        let wanted = (site, wire_name);
        notes.note("the setter of", Case::Snake, wanted, &field.ident, chosen);
    }
}

/// The variants of an item that made way, by their values on the wire or the names that the document has for them.
pub(super) fn variants(context: &Context<'_>, id: TypeId, item: &Item) -> Vec<Renamed> {
    let ty = &context.api.types[id];
    let variants: Vec<(&Ident, String, Option<&str>)> = match (item, &ty.shape) {
        (Item::Enumeration(item), Shape::Enumeration(list)) => item
            .variants
            .iter()
            .zip(&list.values)
            .map(|(it, listed)| (&it.ident, it.value.to_string(), listed.name.as_deref()))
            .collect(),
        (Item::Union(item), Shape::Union(union)) => item
            .variants
            .iter()
            .zip(&union.variants)
            .enumerate()
            .map(|(index, (it, variant))| {
                let name = match union.keys() {
                    Some(keys) => called(&keys[index]),
                    None => context.names.of_variant(&context.api.types, variant),
                };
                (&it.ident, variant.name.clone(), Some(name))
            })
            .collect(),
        _ => return Vec::new(),
    };
    let made_way = |(ident, wire_name, name): (&Ident, String, Option<&str>)| {
        let chosen = context.config.variant_name(key(ty), &wire_name);
        let name = name.unwrap_or(&wire_name);
        made_way(ident.as_str(), name, Case::Pascal, chosen).then(|| Renamed {
            site: ty.site.to_string(),
            what: "the variant of",
            ident: ident.clone(),
            reserved: reserved(ident.as_str(), Case::Pascal, chosen),
            wire_name,
        })
    };
    variants.into_iter().filter_map(made_way).collect()
}

/// Whether a name is not the chosen one, or has a number where none was chosen.
fn made_way(ident: &str, wire_name: &str, case: Case, chosen: Option<&str>) -> bool {
    match chosen {
        Some(chosen) => ident != chosen,
        None => is_numbered(ident, wire_name, case),
    }
}

/// The chosen name, if what stands in its place is what a reserved one becomes.
fn reserved(ident: &str, case: Case, chosen: Option<&str>) -> Option<String> {
    let chosen = chosen?;
    let rest = ident.strip_prefix(chosen)?;
    (rest == case.behind_reserved()).then(|| chosen.to_owned())
}

/// Whether the name is what the wire name asks for, with a number behind it.
fn is_numbered(ident: &str, wire_name: &str, case: Case) -> bool {
    // Few are, and what a name asks for takes its time to find out.
    if !ends_in_digit(ident) {
        return false;
    }
    let (wanted, suffixes) = match case {
        Case::Snake => (snake(wire_name), ["_", "_"]),
        Case::Pascal => (pascal(wire_name), ["", "Type"]),
    };
    let rest = ident.strip_prefix(wanted.trim_end_matches('_'));
    suffixes.iter().any(|suffix| {
        rest.and_then(|rest| rest.strip_prefix(suffix))
            .and_then(|number| number.parse().ok())
            .is_some_and(|number: u32| number >= 2)
    })
}

fn ends_in_digit(ident: &str) -> bool {
    ident.ends_with(|c: char| c.is_ascii_digit())
}
