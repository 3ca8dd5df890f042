use super::*;
use crate::plan::tests::planned;
use crate::plan::{Taking, Value};

/// What of a component's members becomes of which fields, where `GET` gives it and `PUT` takes it as JSON.
fn taken(component: &str, config: &str) -> Option<Vec<String>> {
    taken_as("application/json", component, config)
}

fn taken_as(media_type: &str, component: &str, config: &str) -> Option<Vec<String>> {
    let spec = format!(
        "
openapi: 3.0.3
info: {{title: t, version: '1'}}
paths:
  /things/{{id}}:
    parameters: [{{name: id, in: path, required: true, schema: {{type: string}}}}]
    get:
      operationId: get
      responses: {{'200': {{description: d, content: {{application/json: {{schema: {{$ref: '#/components/schemas/Thing'}}}}}}}}}}
    put:
      operationId: put
      requestBody: {{content: {{{media_type}: {{schema: {{$ref: '#/components/schemas/Thing'}}}}}}}}
      responses: {{'204': {{description: d}}}}
components: {{schemas: {{Thing: {{type: object, {component}}}}}}}
"
    );
    let plan = planned(&spec, config);
    let mut methods = plan.methods();
    let put = methods.find(|method| method.spec.method == "PUT")?;
    let members = put.with_body.as_ref()?.members.iter();
    let text = |member: &BodyMember| format!("{} = {}", member.field, member.of_body);
    Some(members.map(text).collect())
}

#[test]
fn members_go_by_their_names_on_the_wire() {
    let component = "properties: {id: {type: string}, aB: {type: string}, a_b: {type: string}}";
    let expected = ["body_id = id", "a_b_2 = a_b_2", "a_b = a_b"];
    assert_eq!(taken(component, "").unwrap(), expected);
    let config = "[operations.put.fields]\na_b = 'plain'\n[types.Thing.fields]\nid = 'key'";
    let expected = ["key = key", "a_b = a_b_2", "plain = a_b"];
    assert_eq!(taken(component, config).unwrap(), expected);
}

#[test]
fn all_are_there_or_none_is_taken() {
    let read_only =
        "required: [a, b], properties: {a: {type: string, readOnly: true}, b: {type: string}}";
    assert_eq!(taken(read_only, "").unwrap(), ["b = b"]);
    let optional = "properties: {a: {type: string, writeOnly: true}, b: {type: string}}";
    assert_eq!(taken(optional, "").unwrap(), ["a = a", "b = b"]);
    let required =
        "required: [a], properties: {a: {type: string, writeOnly: true}, b: {type: string}}";
    assert_eq!(taken(required, ""), None);
}

#[test]
fn what_the_client_writes_is_not_taken() {
    let component =
        "required: [kind, a], properties: {kind: {type: string, enum: [x]}, a: {type: string}}";
    assert_eq!(taken(component, "").unwrap(), ["a = a"]);
    let alone = "required: [kind], properties: {kind: {type: string, enum: [x]}}";
    assert_eq!(taken(alone, ""), None);
    // An answer has it, and who chose a name for it wants it.
    let config = "[operations.put.fields]\nkind = 'sort'";
    assert_eq!(taken(component, config).unwrap(), ["sort = kind", "a = a"]);
    // A value that is sent has it not, but the call still wants it.
    let sent = "required: [kind], properties: {kind: {type: string, enum: [x]}, \
         list: {type: array, items: {$ref: '#/components/schemas/Thing'}}}";
    assert_eq!(taken(sent, "").unwrap(), ["list = list"]);
    assert_eq!(taken(sent, config), None);
}

#[test]
fn what_is_in_a_box_stays_there() {
    let component = "properties: {next: {$ref: '#/components/schemas/Thing'}, \
         last: {nullable: true, allOf: [{$ref: '#/components/schemas/Thing'}]}, \
         all: {type: array, items: {$ref: '#/components/schemas/Thing'}}}";
    let expected = ["next = next", "last = last", "all = all"];
    assert_eq!(taken(component, "").unwrap(), expected);
}

#[test]
fn forms_of_texts_are_taken_and_those_of_parts_are_not() {
    let component = "properties: {a: {type: string}}";
    let taken = |media_type| taken_as(media_type, component, "");
    assert!(taken("application/x-www-form-urlencoded").is_some());
    assert!(taken("multipart/form-data").is_none());
}

#[test]
fn the_argument_has_a_name_of_its_own() {
    let setter = |name: &str| Setter {
        field: Scope::new(Case::Snake, &[]).claim(name),
        docs: Docs::default(),
        value: Value {
            ty: Ty::String,
            taking: Taking::Into,
        },
        presence: Presence::Required,
    };
    let named = |names: &[&str]| {
        let others: Vec<Setter> = names.iter().map(|name| setter(name)).collect();
        beside(&others).to_string()
    };
    assert_eq!(named(&["id"]), "body");
    assert_eq!(named(&["id", "body"]), "value");
    assert_eq!(named(&["value", "body"]), "value_2");
}
