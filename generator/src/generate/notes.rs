//! What is worth knowing and no fault: names that made way, operations without an id, schemas that say nothing.

use crate::api::{Api, Origin, Shape, Step};
use crate::diagnostic::{Diagnostic, Diagnostics, catalogue};
use crate::document::Places;
use crate::plan::{Plan, Renamed};
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
                &operation.template,
            ));
        }
    }
    unused_schemes(places, api, plan, diagnostics);
    for renamed in &plan.renamed {
        diagnostics.push(made_way(places, renamed));
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

/// What a thing is called instead, and why.
fn made_way(places: &Places, renamed: &Renamed) -> Diagnostic {
    let place = places.key_place(&renamed.site);
    let (wire_name, ident) = (&renamed.wire_name, renamed.ident.as_str());
    match &renamed.reserved {
        Some(chosen) => catalogue::reserved_name(place, renamed.what, wire_name, ident, chosen),
        None => catalogue::name_collision(place, renamed.what, wire_name, ident),
    }
}

/// Notes the setters of credentials that no call sends, where calls send others.
fn unused_schemes(places: &Places, api: &Api, plan: &Plan, diagnostics: &mut Diagnostics) {
    let asked_for = api.asked_for();
    let setters = plan.client.credentials.iter();
    let (asked, unused): (Vec<_>, Vec<_>) = setters.partition(|it| asked_for.contains(&it.scheme));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Files;
    use crate::{api, config, document, plan};

    const SPEC: &str = "openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /pets:
    post:
      operationId: addPet
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/NewPet'}}}}
      responses: {'204': {description: d}}
components:
  schemas:
    NewPet: {type: object, properties: {a: {type: string}, b: {type: string}}}
";

    #[test]
    fn a_setter_that_can_not_have_its_chosen_name_says_why() {
        let text = "[types.NewPet]\nfields = { a = \"send\" }\n";
        let (mut files, mut diagnostics) = (Files::new(), Diagnostics::new());
        let config = config::Config::parse("specwright.toml", text, &mut files, &mut diagnostics);
        let config = config.expect("TOML");
        let document =
            document::load_text("api.yaml", SPEC, &config, &mut files, &mut diagnostics).unwrap();
        let (api, places) = api::lower(document, &|_| None, &mut diagnostics);
        report(&places, &api, &plan::plan(&api, &config), &mut diagnostics);
        let said: Vec<&str> = diagnostics.iter().map(|it| it.message.as_str()).collect();
        let told = "the setter of `a` is `send_`, because generated code needs `send` itself";
        assert_eq!(said, [told]);
    }
}
