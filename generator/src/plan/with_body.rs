//! The members of a body out of a value of its type: who reads a thing, changes it and writes it back, would have to copy
//! each of them by hand.

use super::Context;
use super::docs::{Docs, Words};
use super::item::{Presence, Struct};
use super::method::Setter;
use super::naming::{Case, Ident, Scope};
use super::ty::{Home, Named, Ty};
use super::types;
use crate::api::{Access, ContentKind, Field, Object, Operation, TypeId};

/// A constructor of params that takes the body as a whole.
#[derive(Clone, Debug)]
pub struct WithBody {
    /// Its documentation.
    pub docs: Docs,
    /// What is required and not of the body.
    pub arguments: Vec<Setter>,
    /// The argument that is the body.
    pub ident: Ident,
    /// Its type.
    pub ty: Ty,
    /// What becomes of it.
    pub members: Vec<BodyMember>,
}

/// A member of a body where it is a field of the params, and where it is one of the body's type.
#[derive(Clone, Debug)]
pub struct BodyMember {
    /// The field of the params.
    pub field: Ident,
    /// The field of the body's type.
    pub of_body: Ident,
}

/// Decides how params come out of a value of their body's type: where that is a type beside them, and has each member that
/// they have. A part of a value would be worse than none, since nobody could see what is missing.
pub(super) fn plan(
    context: &Context<'_>,
    operation: &Operation,
    params: &Struct,
) -> Option<WithBody> {
    let body = operation.body.as_ref()?;
    // Its parts are files and texts, whatever its type has in their place.
    if matches!(body.content.kind, ContentKind::Multipart(_)) {
        return None;
    }
    let (id, object) = body.spread(&context.api.types)?;
    let named = beside_params(context, id)?;
    let constants = types::constants(context, id, object);
    let held = types::members(context, id, object, &constants);
    let members = members(context, id, &held, params)?;
    let is_of_body = |field: &Ident| members.iter().any(|member| member.field == *field);
    let arguments = params.arguments.iter();
    let arguments = arguments.filter(|argument| !is_of_body(&argument.field));
    let arguments: Vec<Setter> = arguments.cloned().collect();
    let ident = beside(&arguments);
    let mut held = held.iter();
    let has_more = held.any(|(member, _)| member.access == Access::ReadOnly);
    Some(WithBody {
        docs: docs(&ident, has_more),
        arguments,
        ident,
        ty: Ty::Named(named.clone()),
        members,
    })
}

/// The name of a body's type, if it is wherever params are: one in the module of another resource may not be there with the
/// features of theirs.
fn beside_params<'c>(context: &'c Context<'_>, id: TypeId) -> Option<&'c Named> {
    context.names.of(id).filter(|it| it.home == Home::Types)
}

/// Whether values of a body's type are made by the client's user as well, to be taken as a whole: where all that it requires
/// is the user's to say. Others have what a server sets, and are changed and sent as they came.
pub(super) fn is_made(context: &Context<'_>, id: TypeId, object: &Object) -> bool {
    let is_given = |field: &Field| field.access == Access::Both || !field.required;
    context.analysis.reach.is_spread(id)
        && beside_params(context, id).is_some()
        && object.fields.iter().all(is_given)
        && context.constants(id, object).is_empty()
}

/// What of a type's fields becomes of the members that the params have, if there are some and none is left out.
fn members(
    context: &Context<'_>,
    id: TypeId,
    held: &[(&Field, &Ident)],
    params: &Struct,
) -> Option<Vec<BodyMember>> {
    let wanted = params.fields.iter();
    let wanted = wanted.filter(|field| field.presence != Presence::Skipped);
    let members = wanted.map(|field| {
        let mut held = held.iter();
        let (member, of_body) = held.find(|(it, _)| it.wire_name == field.wire_name)?;
        let (ty, _) = context.member(id, member);
        (ty == field.ty).then(|| BodyMember {
            field: field.ident.clone(),
            of_body: (*of_body).clone(),
        })
    });
    let members: Vec<BodyMember> = members.collect::<Option<_>>()?;
    (!members.is_empty()).then_some(members)
}

/// A name for the body beside the other arguments.
fn beside(arguments: &[Setter]) -> Ident {
    let mut scope = Scope::new(Case::Snake, &[]);
    for argument in arguments {
        scope.claim_chosen(argument.field.as_str());
    }
    scope.claim_first(&["body", "value"])
}

fn docs(body: &Ident, has_more: bool) -> Docs {
    let docs = Docs::ours(Words::sentence(
        "The members of {}, and all else that is required; the rest is not set.",
        &[Words::code(body.as_str())],
    ));
    match has_more {
        true => docs.and("What only the server sets is not sent."),
        false => docs,
    }
}

#[cfg(test)]
#[path = "with_body_tests.rs"]
mod tests;
