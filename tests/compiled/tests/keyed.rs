//! Unions whose variants are told apart by the key of an object with one member, or by a text.

mod answering;

use answering::answering;
use compiled_fixtures::keyed_union::Client;
use compiled_fixtures::keyed_union::resources::machines::MachineListActionsParams;
use compiled_fixtures::keyed_union::types::{
    Action, ActionBoth, ActionResize, Image, Machine, MachineDisk, MachineNote, Rule, State,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use specwright_runtime::Validate;

#[track_caller]
fn survives<T: DeserializeOwned + Serialize>(value: Value) -> T {
    let text = value.to_string();
    let read = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{value}: {error}"));
    assert_eq!(serde_json::to_value(&read).expect("JSON"), value);
    read
}

#[test]
fn a_key_or_a_text_is_a_variant() {
    for (action, value) in [
        (Action::Reboot, json!("reboot")),
        (Action::Halt, json!("halt")),
        (Action::Off, json!("power-off")),
        (ActionResize::new(4).into(), json!({"resize": {"cpus": 4}})),
        ("new".into(), json!({"rename": "new"})),
        (Action::Assign(None), json!({"assign": null})),
        (Action::Assign(Some(7)), json!({"assign": 7})),
        (
            ActionBoth::new(Action::Halt).into(),
            json!({"both": {"first": "halt"}}),
        ),
        (
            Action::OnceMore(Box::new(Action::Off)),
            json!({"again": "power-off"}),
        ),
    ] {
        assert_eq!(survives::<Action>(value), action);
    }
    assert_eq!(
        serde_json::from_value::<Action>(json!({"by": "me", "rename": "new"})).expect("fits"),
        Action::from("new")
    );
}

#[test]
fn what_has_another_key_is_kept() {
    for value in [
        json!("sleep"),
        json!("rename"),
        json!({"sleep": {"seconds": 9, "then": [null]}}),
        json!({"reboot": null}),
        json!({}),
        json!(["halt"]),
        json!(1),
    ] {
        let action: Action = survives(value.clone());
        assert_eq!(action, Action::Unknown(value));
    }
    for value in [json!("stopped"), json!({"running": 1}), json!(null)] {
        assert!(serde_json::from_value::<State>(value).is_err());
    }
}

#[test]
fn what_is_alone_with_its_type_converts() {
    let image = Image::new("a");
    assert_eq!(Rule::from(image.clone()), Rule::Not(image));
    let labels = Rule::from([("a", 1)]);
    assert_eq!(survives::<Rule>(json!({"labels": {"a": 1}})), labels);
    assert_eq!(survives::<Rule>(json!({"on": true})), Rule::On(true));
    survives::<Rule>(json!({"off": true}));
    survives::<Rule>(json!({"any": {"a": [1.5]}}));
}

#[test]
fn it_stands_wherever_a_type_does() {
    let machine: Machine = survives(json!({
        "state": {"failed": "hot"}, "last": null, "rules": ["none", {"on": false}],
        "disk": {"size": 8}, "note": "running",
    }));
    assert_eq!(machine.state, Some(State::Failed("hot".into())));
    assert!(matches!(machine.disk, MachineDisk::Object(_)));
    assert_eq!(
        machine.note.into_option(),
        Some(MachineNote::State(State::Running))
    );
    let machine: Machine = survives(json!({
        "state": null, "last": {"resize": {"cpus": 1}}, "disk": {"image": "a"}, "note": {"text": "b"},
    }));
    assert_eq!(machine.state, None);
    assert!(matches!(
        machine.note.into_option(),
        Some(MachineNote::Object(_))
    ));
}

#[test]
fn what_a_variant_holds_is_validated() {
    assert!(Action::from("short").validate().is_ok());
    assert!(Action::Halt.validate().is_ok());
    assert!(Action::from("long".repeat(11)).validate().is_err());
}

#[tokio::test]
async fn in_a_query_it_is_an_object_or_a_text() {
    for (action, query) in [
        (Action::from("new"), "?like%5Brename%5D=new"),
        (Action::Halt, "?like=halt"),
    ] {
        let mock = answering::<MachineListActionsParams>("application/json", "[]");
        let client = Client::builder().base_url("https://example.com");
        let client = client.transport(mock.clone()).build().expect("complete");
        let call = client.machines().list_actions("m").like(action);
        call.send().await.expect("it is answered");
        let url = mock.requests()[0].url().to_owned();
        assert!(url.ends_with(query), "{url}");
    }
}
