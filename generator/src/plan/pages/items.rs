//! The way to the items of a page in Rust.

use super::super::Context;
use super::super::outcome::{Outcome, Unwrap};
use super::super::ty::Ty;
use super::{Held, PageItems, PageStep};
use crate::api::{Shape, TypeRef};

/// The type of an item, and where a page has them that is described so; `path` leads there on the wire. None if there is no
/// list.
pub(super) fn items(
    context: &Context<'_>,
    described: TypeRef,
    outcome: &Outcome,
    path: &[String],
) -> Option<(Ty, PageItems)> {
    let (page, path) = match outcome.unwrap {
        Unwrap::Whole => (described, path),
        // What a call gives is what the envelope holds.
        _ => {
            let (held, path) = path.split_first()?;
            let envelope = context.config.envelope.as_ref()?;
            let result = Some(held).filter(|held| **held == envelope.result)?;
            (member(context, described, result)?.2, path)
        }
    };
    let (mut ty, if_any) = match &outcome.output {
        Ty::Option(page) => ((**page).clone(), true),
        page => (page.clone(), false),
    };
    let mut steps = Vec::new();
    let mut here = page;
    for name in path {
        // What is wrapped in anything else has no fields.
        let is_struct = match &ty {
            Ty::Boxed(inner) => matches!(**inner, Ty::Named(_)),
            ty => matches!(ty, Ty::Named(_)),
        };
        if !is_struct {
            return None;
        }
        let step;
        (step, ty, here) = member(context, here, name)?;
        steps.push(step);
    }
    let Ty::Vec(item) = ty else { return None };
    Some((*item, PageItems { if_any, steps }))
}

/// The field of a member, its type without what holds it, and what it is described as.
fn member(context: &Context<'_>, of: TypeRef, name: &str) -> Option<(PageStep, Ty, TypeRef)> {
    let types = &context.api.types;
    let Shape::Object(object) = types.shape(of) else {
        return None;
    };
    let mut fields = object.fields.iter();
    let index = fields.position(|field| *field.wire_name == *name)?;
    let (id, described) = (types.resolve(of).id, &object.fields[index]);
    let field = context.names.fields(id)[index].clone();
    let (ty, held) = match context.member(id, described).0 {
        Ty::Option(ty) => (*ty, Held::Option),
        Ty::Field(ty) => (*ty, Held::Field),
        ty => (ty, Held::Plain),
    };
    Some((PageStep { field, held }, ty, described.ty))
}
