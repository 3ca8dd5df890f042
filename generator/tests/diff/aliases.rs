//! Types that become other names of types.

use super::*;

/// Two operations whose answers are written out in place.
fn answering(get: &str, list: &str) -> String {
    let operation = |path: &str, id: &str, schema: &str| {
        format!(
            "  {path}: {{get: {{operationId: {id}, tags: [pets], responses: {{'200': {{description: Fine., \
             content: {{application/json: {{schema: {schema}}}}}}}}}}}}}\n"
        )
    };
    let (get, list) = (
        operation("/pets/mine", "getMine", get),
        operation("/pets", "listPets", list),
    );
    format!(
        "paths:\n{get}{list}components:
  schemas:
    Pet: {{type: object, required: [id, live], properties: {{id: {{type: string}}, live: {{type: boolean}}}}}}
"
    )
}

#[test]
fn a_type_that_becomes_another_name_of_one_that_was_there_changes_only_itself() {
    let object = |members: &str| format!("{{type: object, properties: {{{members}}}}}");
    let (less, more) = (
        object("a: {type: string}"),
        object("a: {type: string}, b: {type: string}"),
    );
    let old = answering(&more, &less);
    let new = answering(&more, &more);
    let expected = ["A resources::pets::PetListResponse.b is new: `Option<String>`"];
    assert_changes(&old, &new, &expected);
}

#[test]
fn what_a_type_is_another_name_of_is_compared_with_what_that_was() {
    let pet = "{$ref: '#/components/schemas/Pet'}";
    let either =
        format!("{{anyOf: [{pet}, {{type: object, properties: {{gone: {{type: boolean}}}}}}]}}");
    let old = answering(&either, pet);
    let new = answering(pet, pet).replace("[id, live]", "[id]");
    let changes = changes(&old, &new);
    let lines = lines(&changes);
    let live = "B types::Pet.live is `Option<bool>`, and was `bool`";
    assert!(lines.iter().any(|line| line == live), "{lines:#?}");
    assert!(
        !lines.iter().any(|line| line.contains("types::Pet is")),
        "{lines:#?}"
    );
}
