//! Names that had to make way for another one of the same scope.

use super::Context;
use super::naming::{Case, Ident, pascal, snake};
use super::resources::Resource;
use crate::api::{Origin, Shape};

/// A name that got a number, because another thing has it without one.
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
}

/// All of them, as far as they are of the document and not of the configuration.
pub(super) fn of(context: &Context<'_>, all_of: &[Resource]) -> Vec<Renamed> {
    let mut all = Vec::new();
    let mut note = |what, case, site: &str, wire_name: &str, ident: &Ident| {
        if is_numbered(ident.as_str(), wire_name, case) {
            all.push(Renamed {
                site: site.to_owned(),
                what,
                wire_name: wire_name.to_owned(),
                ident: ident.clone(),
            });
        }
    };
    let types = context.api.types.iter();
    for (id, ty, named) in types.filter_map(|(id, ty)| Some((id, ty, context.names.of(id)?))) {
        if let Origin::Component(name) = &ty.origin {
            note("the schema", Case::Pascal, &ty.site, name, &named.ident);
        }
        if let Shape::Object(object) = &ty.shape {
            for (field, ident) in object.fields.iter().zip(context.names.fields(id)) {
                note(
                    "the property",
                    Case::Snake,
                    &field.site,
                    &field.wire_name,
                    ident,
                );
            }
        }
    }
    // Resources have their methods in the order of the operations.
    let methods = all_of.iter().map(|resource| resource.methods.iter());
    let mut methods: Vec<_> = methods.collect();
    for (operation, place) in context.api.operations.iter().zip(&context.tree.operations) {
        if ends_in_digit(place.ident.as_str()) {
            note(
                "the method",
                Case::Snake,
                &operation.site,
                &place.wanted,
                &place.ident,
            );
        }
        let Some(method) = methods[place.node].next() else {
            continue;
        };
        let members = operation
            .body
            .as_ref()
            .and_then(|body| body.spread(&context.api.types))
            .map_or(&[][..], |(_, object)| &object.fields);
        for field in &method.params.fields {
            let wire_name = &field.wire_name;
            // A parameter comes first where a member of the body has its wire name, too.
            let parameter = operation
                .parameters
                .iter()
                .find(|it| *it.wire_name == **wire_name);
            let member = members.iter().find(|it| *it.wire_name == **wire_name);
            let site = parameter.map(|it| it.site.as_str());
            let site = site.or(member.map(|it| &*it.site));
            if let Some(site) = site {
                note("the setter of", Case::Snake, site, wire_name, &field.ident);
            }
        }
    }
    all
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
