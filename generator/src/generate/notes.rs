//! What is worth knowing and no fault: names that made way, operations without an id, schemas that say nothing.

use crate::api::{Api, Origin, Shape, Step};
use crate::diagnostic::{Diagnostics, catalogue};
use crate::document::Places;
use crate::plan::Plan;
use crate::source::escape;

/// Notes all of it.
pub(super) fn report(places: &Places, api: &Api, plan: &Plan, diagnostics: &mut Diagnostics) {
    // Where something is wrong, that is why a schema says nothing.
    let wrong = diagnostics.places();
    for operation in &api.operations {
        if operation.id.is_none() && operation.alternative.is_none() {
            let place = places.key_place(&operation.site);
            diagnostics.push(catalogue::missing_operation_id(
                place,
                &operation.method,
                &operation.path,
            ));
        }
    }
    unused_schemes(places, api, plan, diagnostics);
    for renamed in &plan.renamed {
        let place = places.key_place(&renamed.site);
        diagnostics.push(catalogue::name_collision(
            place,
            renamed.what,
            &renamed.wire_name,
            renamed.ident.as_str(),
        ));
    }
    for (_, ty) in api.types.iter() {
        // What is said of a component holds for all who refer to it; of the rest, what a person wrote out is told.
        let named = match &ty.origin {
            Origin::Component(_) => true,
            Origin::Inside { step, .. }
            | Origin::Operation { step, .. }
            | Origin::Receiver { step, .. } => {
                matches!(
                    step,
                    Step::Property(_)
                        | Step::Item
                        | Step::Position(_)
                        | Step::Parameter(_)
                        | Step::Request
                )
            }
        };
        if named && matches!(ty.shape, Shape::Any) && !wrong.contains(&places.place(&ty.site)) {
            diagnostics.push(catalogue::any_value(places.key_place(&ty.site)));
        }
    }
}

/// Notes the setters of credentials that no call sends, where calls send others.
fn unused_schemes(places: &Places, api: &Api, plan: &Plan, diagnostics: &mut Diagnostics) {
    let setters = plan.client.credentials.iter();
    let (asked, unused): (Vec<_>, Vec<_>) = setters.partition(|it| api.asks_for(it.scheme));
    if asked.is_empty() {
        return;
    }
    for setter in unused {
        let name = &api.schemes[setter.scheme].name;
        let pointer = format!("/components/securitySchemes/{}", escape(name));
        let place = places.key_place(&pointer);
        diagnostics.push(catalogue::unused_security_scheme(place, name));
    }
}
