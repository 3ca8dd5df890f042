//! Values survive: what was decoded and encoded again is the same JSON.

use compiled_fixtures as fixtures;
use serde_json::{Value, json};

/// Decodes a value, encodes it again, and gives back both.
fn there_and_back<T: serde::de::DeserializeOwned + serde::Serialize>(value: &Value) -> (T, Value) {
    let decoded: T =
        serde_json::from_value(value.clone()).unwrap_or_else(|error| panic!("{value}: {error}"));
    let encoded = serde_json::to_value(&decoded).expect("what was decoded can be encoded");
    (decoded, encoded)
}

#[track_caller]
fn survives<T: serde::de::DeserializeOwned + serde::Serialize>(value: Value) -> T {
    let (decoded, encoded) = there_and_back(&value);
    assert_eq!(encoded, value);
    decoded
}

#[test]
fn a_boolean_constant_is_a_boolean() {
    let thing: fixtures::boolean_constant::types::Thing =
        survives(json!({"success": true, "gone": null, "level": 2}));
    assert!(thing.success);
}

#[test]
fn what_the_user_has_types_for_are_variants_of_their_own() {
    use fixtures::own_variants::types::{
        Share, ShareAddress, ShareFrom, ShareHosts, ShareName, ShareNear, SharePlace, ShareWhom,
    };
    let share: Share = survives(json!({
        "whom": "everybody", "hosts": ["::1"], "from": "after:7", "address": "::1", "near": "some", "twice": "10.0.0.1",
        "place": "10.0.0.1:80", "name": "a", "host": "b",
    }));
    assert_eq!(share.whom, Some(ShareWhom::String("everybody".into())));
    assert!(matches!(share.hosts, Some(ShareHosts::Array2(_))));
    assert!(matches!(share.from, Some(ShareFrom::Cursor(_))));
    assert!(matches!(share.address, Some(ShareAddress::Ipv6(_))));
    assert!(matches!(share.near, Some(ShareNear::Text(_))));
    assert_eq!(share.twice, Some(std::net::Ipv4Addr::new(10, 0, 0, 1)));
    assert!(matches!(share.place, Some(SharePlace::Place(_))));
    assert!(matches!(share.name, Some(ShareName::Host(_))));
    assert_eq!(share.host.as_deref(), Some("b"));
    let share: Share = survives(json!({
        "whom": "10.0.0.1", "hosts": ["10.0.0.1"], "from": "10.0.0.1:80", "address": "10.0.0.1", "near": "10.0.0.1",
        "name": "10.0.0.1",
    }));
    assert!(matches!(share.whom, Some(ShareWhom::Ipv4(_))));
    assert!(matches!(share.hosts, Some(ShareHosts::Array(_))));
    assert!(matches!(share.from, Some(ShareFrom::Id(_))));
    assert!(matches!(share.address, Some(ShareAddress::Ipv4(_))));
    assert!(matches!(share.near, Some(ShareNear::Ipv4(_))));
    assert!(matches!(share.name, Some(ShareName::Ipv4(_))));
}

#[test]
fn absent_null_and_a_value_stay_apart() {
    use fixtures::nullable::types::Thing;
    survives::<Thing>(json!({"required": "a", "required_nullable": null}));
    survives::<Thing>(
        json!({"required": "a", "required_nullable": "b", "optional_nullable": null, "any": null}),
    );
    survives::<Thing>(json!({
        "required": "a", "required_nullable": "b", "optional": "c", "optional_nullable": "d",
        "items": ["e", null], "any": {"f": [1, 2.5]}, "reference": null,
    }));
    survives::<Thing>(json!({"required": "a", "required_nullable": null, "reference": {"a": "b"}}));
    // What is composed of a type that may be null is not null, unless a branch adds that.
    survives::<Thing>(json!({
        "required": "a", "required_nullable": null, "more_nullable": null, "further_nullable": null,
    }));
}

#[test]
fn a_branch_that_is_any_object_or_null_is_null() {
    use fixtures::nullable_reference::types::{Owner, Pet};
    let pet: Pet = survives(json!({"owner": null}));
    assert_eq!(pet.owner, None::<Owner>);
    let pet: Pet = survives(json!({"owner": {"id": 1}, "breeder": null}));
    assert_eq!(pet.owner, Some(Owner::new(1)));
    survives::<Pet>(
        json!({"owner": null, "keeper": {"a": "b"}, "other": {"c": 1}, "name": {"d": 2}}),
    );
}

#[test]
fn a_value_that_no_enum_lists_is_kept() {
    use fixtures::enumeration::types::{Sort, Thing};
    let thing: Thing = survives(json!({"sort": "brand-new", "empty": ""}));
    assert!(matches!(thing.sort, Some(Sort::Unknown(_))));
    assert_eq!(Sort::from("-name"), Sort::MinusName);
    for value in [
        "name",
        "-name",
        "+1",
        "*",
        "4K",
        "in-progress",
        "in_progress",
        "Self",
        "unknown",
        "10.5",
    ] {
        assert_eq!(Sort::from(value).as_str(), value);
        assert_eq!(Sort::from(value), value);
        assert!(
            !matches!(Sort::from(value), Sort::Unknown(_)),
            "{value} is listed"
        );
    }
}

#[test]
fn an_integer_that_no_enum_lists_is_kept() {
    use fixtures::integer_enum::types::{Level, Shelf, Task, TaskEither, TaskRatio, TaskWidest};
    let task: Task = survives(json!({
        "state": 1, "size": -1, "shelf": 500, "wide": 5_000_000_000_i64, "widest": u64::MAX, "always": 7, "ratio": 1,
        "either": 5, "count": -1, "steps": {"a": -3, "b": i32::MIN},
    }));
    assert_eq!(task.shelf, Some(Shelf::Error));
    assert_eq!(task.widest, Some(TaskWidest::N18446744073709551615));
    assert!(matches!(task.either, Some(TaskEither::Integer(_))));
    assert_eq!(task.ratio, Some(TaskRatio::Same));
    let task: Task = survives(json!({"state": 0, "either": "sometimes", "widest": 1, "ratio": 3}));
    assert!(matches!(task.either, Some(TaskEither::Text(_))));
    for value in [1, 2, 3, -3] {
        let level = Level::from(value);
        assert!(!matches!(level, Level::Unknown(_)), "{value} is listed");
        assert_eq!((level.value(), i32::from(level)), (value, value));
        assert_eq!(level.to_string(), value.to_string());
    }
    let Level::Unknown(other) = Level::from(4) else {
        panic!("4 is not listed")
    };
    assert_eq!((other.get(), format!("{other:?}")), (4, "4".to_owned()));
    let by_level = std::collections::HashMap::from([(Level::from(4), 1), (Level::Minus3, 2)]);
    survives::<std::collections::HashMap<Level, i32>>(serde_json::to_value(by_level).unwrap());
    for wrong in [
        json!({"state": 0.5}),
        json!({"state": "0"}),
        json!({"state": 0, "shelf": 1}),
    ] {
        assert!(serde_json::from_value::<Task>(wrong).is_err());
    }
}

#[test]
fn a_union_that_is_nested_is_read_in_time() {
    use fixtures::union_nested::types::Term;
    let nested = |times, member: &str, innermost: &str| {
        let open = format!("{{{member}\"term\":").repeat(times);
        format!("{open}{innermost}{}", "}".repeat(times))
    };
    for member in ["", "\"maybe\":true,", "\"new\":1,"] {
        let text = nested(8, member, "{}");
        assert!(
            specwright_runtime::decode::<Term>(text.as_bytes(), &[]).is_ok(),
            "{text}"
        );
        let text = nested(100, member, "5");
        assert!(specwright_runtime::decode::<Term>(text.as_bytes(), &[]).is_err());
    }
}

#[test]
fn a_discriminator_above_that_maps_nothing_goes_by_constants_and_names() {
    use fixtures::discriminator_by_name::types::Shape;

    let circle = json!({"kind": "Circle", "radius": 1.5});
    assert!(matches!(survives(circle), Shape::Circle(circle) if circle.radius == Some(1.5)));
    let square = json!({"kind": "square", "side": 1.0});
    assert!(matches!(survives(square), Shape::Square(_)));
    let ring = json!({"kind": "Ring", "radius": 2.0, "hole": 1.0});
    assert!(matches!(survives(ring), Shape::Ring(_)));
    let star = json!({"kind": "#Star", "points": 5});
    assert!(matches!(survives(star), Shape::Star(_)));
    let plain = json!({"kind": "Shape", "color": "red"});
    assert!(matches!(survives(plain), Shape::Base(_)));
    // It is composed of something else.
    for kind in ["Other", "Square"] {
        let new = json!({"kind": kind});
        assert!(matches!(survives(new), Shape::Unknown(_)));
    }
}

#[test]
fn a_value_is_what_the_discriminator_above_says() {
    use fixtures::discriminator_above::types::{Person, Pet};
    let student = json!({"kind": "student", "name": "a", "grade": 3});
    assert!(matches!(survives(student), Person::Student(student) if student.grade == 3));
    for kind in ["teacher", "head"] {
        let teacher = json!({"kind": kind, "name": "b", "subject": "c"});
        assert!(matches!(survives(teacher), Person::Teacher(_)));
    }
    let guest = json!({"kind": "guest", "name": "d"});
    assert!(matches!(survives(guest), Person::Guest(_)));
    let tutor = json!({"kind": "tutor", "name": "f", "of": "g"});
    assert!(matches!(survives(tutor), Person::Tutor(_)));
    let new = json!({"kind": "visitor", "name": "d", "room": 1});
    assert!(matches!(survives(new), Person::Unknown(_)));
    let pet = json!({"type": "pet", "owner": {"name": "e"}});
    assert!(matches!(survives(pet), Pet::Base(_)));
    assert!(matches!(
        survives(json!({"type": "cat", "lives": 9})),
        Pet::Cat(_)
    ));
}

#[test]
fn texts_keep_their_spelling() {
    survives::<fixtures::date_time::types::Thing>(json!({
        "at": "2014-01-02T04:20:00.500+02:00", "on": "2024-02-29",
        "link": "https://example.com", "id": "F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6",
    }));
}

#[test]
fn numbers_keep_their_last_digit() {
    let text = r#"{"kind":"other","n":5.549999999999999e+37}"#;
    let thing: fixtures::discriminator::types::Thing = serde_json::from_str(text).unwrap();
    let written = serde_json::to_string(&thing).unwrap();
    assert!(written.contains(":5.549999999999999e"), "{written}");
}

#[test]
fn a_discriminator_decides_and_an_unknown_tag_is_kept() {
    use fixtures::discriminator::types::Thing;
    assert!(matches!(
        survives(json!({"kind": "feline", "lives": 9})),
        Thing::Cat(_)
    ));
    assert!(matches!(
        survives(json!({"kind": "Dog", "good": true})),
        Thing::Dog(_)
    ));
    assert!(matches!(
        survives(json!({"kind": "Emu", "height": 1.9})),
        Thing::Unknown(_)
    ));
    assert!(matches!(survives(json!({"lives": 9})), Thing::Unknown(_)));

    use fixtures::discriminator_implied::types::Thing as Part;
    assert!(matches!(
        survives(json!({"type": "image", "url": "u"})),
        Part::Image(_)
    ));
}

#[test]
fn without_a_tag_the_most_demanding_variant_that_fits_wins() {
    use fixtures::union::types::{Thing, ThingId, ThingShape};
    let thing: Thing =
        survives(json!({"id": 7, "shape": {"x": 1.5, "y": 2.5, "r": 3.5}, "maybe": null}));
    assert_eq!(thing.id, Some(ThingId::Integer(7)));
    assert!(matches!(thing.shape, Some(ThingShape::Circle(_))));
    let thing: Thing = survives(json!({"id": "7", "shape": {"x": 1.5, "y": 2.5}, "text": "auto"}));
    assert_eq!(thing.id, Some(ThingId::String("7".to_owned())));
    assert!(matches!(thing.shape, Some(ThingShape::Point(_))));
}

#[test]
fn an_error_names_the_variants_that_were_tried_and_no_value() {
    let error = serde_json::from_value::<fixtures::union::types::Thing>(
        json!({"id": {"hidden": "s3cret"}}),
    );
    let message = error.unwrap_err().to_string();
    assert!(
        message.contains("Integer") && message.contains("String"),
        "{message}"
    );
    let error =
        serde_json::from_value::<fixtures::union::types::ThingShape>(json!("s3cret")).unwrap_err();
    assert!(
        error.to_string().contains("Circle") && !error.to_string().contains("s3cret"),
        "{error}"
    );
}

#[test]
fn members_without_a_name_are_kept_where_they_are_described() {
    use fixtures::additional_properties::types::Thing;
    let thing: Thing = survives(json!({
        "anything": {"a": [null]}, "counts": {"b": 2}, "closed": {}, "open": {"kind": "k", "more": "text"},
    }));
    assert_eq!(thing.open.unwrap().additional_properties["more"], "text");
    // What is not described is no error.
    let (_, encoded) =
        there_and_back::<Thing>(&json!({"closed": {"a": "b", "new": 1}, "newer": 2}));
    assert_eq!(encoded, json!({"closed": {"a": "b"}}));
}

#[test]
fn recursion_and_wide_integers() {
    survives::<fixtures::recursive::types::Thing>(json!({
        "parent": {"children": [{}, {"other": {"thing": {}}}]}, "tree": [[], [[]]],
    }));
    survives::<fixtures::integers::types::Thing>(json!({
        "a": i64::MIN, "b": i32::MAX, "c": 10, "d": u64::MAX, "e": 0.03, "f": u64::MAX,
    }));
}

#[test]
fn members_of_patterns_and_conditions_are_kept() {
    use fixtures::members_kept::types::{Conditional, Dependent, Known, Patterned, Rest};
    let thing: Conditional = survives(json!({"kind": "a", "size": 3}));
    assert_eq!(thing.additional_properties["size"], 3);
    survives::<Conditional>(json!({"kind": "b", "size": "large"}));
    survives::<Dependent>(json!({"card": "1", "address": "here"}));
    survives::<Patterned>(json!({"name": "n", "x-a": 1, "other": [true]}));
    let rest: Rest = survives(json!({"name": "n", "more": 1}));
    assert_eq!(rest.additional_properties["more"], 1);
    // Where the condition names no other members, there is nothing to keep.
    let (_, encoded) = there_and_back::<Known>(&json!({"kind": "a", "new": 1}));
    assert_eq!(encoded, json!({"kind": "a"}));
}

#[test]
fn of_variants_that_fit_the_one_with_most_fields_wins() {
    use fixtures::union_overlap::types::{Account, Filter, Message, Outcome};
    assert!(matches!(survives(json!({"name": "n"})), Filter::ByName(_)));
    assert!(matches!(
        survives(json!({"age": 7, "unit": "d"})),
        Filter::ByAge(_)
    ));
    // A member that the server has added makes it no map.
    let (filter, _) = there_and_back::<Filter>(&json!({"name": "n", "newer": "x"}));
    assert!(matches!(filter, Filter::ByName(_)));
    // What has none of the members that are described is one.
    assert!(matches!(
        survives(json!({"colour": "red"})),
        Filter::ByLabel(_)
    ));
    assert!(matches!(
        survives(json!({})),
        Filter::ByName(_) | Filter::ByAge(_)
    ));
    // A map is given as pairs, wherever it goes.
    let by_label = Filter::from([("colour", "red")]);
    let map = std::collections::HashMap::from([("colour".to_owned(), "red")]);
    assert_eq!(Filter::from(map), by_label);
    assert_eq!(survives::<Filter>(json!({"colour": "red"})), by_label);
    assert!(matches!(
        survives(json!({"ok": true, "data": {"id": 1}})),
        Outcome::Good(_)
    ));
    assert!(matches!(
        survives(json!({"ok": false, "reason": "r", "nothing": null})),
        Outcome::Bad(_)
    ));
    // What says which of two it is, is that one, whatever else it has.
    for (ok, is_good) in [(true, true), (false, false)] {
        let (outcome, _) = there_and_back::<Outcome>(&json!({"ok": ok, "newer": 1}));
        assert_eq!(matches!(outcome, Outcome::Good(_)), is_good, "{outcome:?}");
    }
    let message = |value: Value| there_and_back::<Message>(&value).0;
    let easy = message(json!({"text": "t"}));
    assert!(matches!(easy, Message::Easy(_)), "{easy:?}");
    let full = message(json!({"type": "message", "text": "t", "id": "i"}));
    assert!(matches!(full, Message::Full(_)), "{full:?}");
    let link = message(json!({"type": "link", "id": "i", "text": "t"}));
    assert!(matches!(link, Message::Link(_)), "{link:?}");
    let account = |value: Value| survives::<Account>(value);
    let new = account(json!({"id": "i", "status": "new", "name": "n"}));
    assert!(matches!(new, Account::Live(_)), "{new:?}");
    let gone = account(json!({"id": "i", "status": null, "at": "t"}));
    assert!(matches!(gone, Account::Gone(_)), "{gone:?}");
    let (deleted, _) =
        there_and_back::<Account>(&json!({"id": "i", "status": "deleted", "at": "t", "name": "n"}));
    assert!(matches!(deleted, Account::Gone(_)), "{deleted:?}");
    // A list is no object, and a whole number is an integer however it is written.
    assert!(serde_json::from_value::<Filter>(json!([])).is_err());
    let (outcome, encoded) = there_and_back::<Outcome>(&json!({"ok": true, "data": {"id": 1.0}}));
    assert!(matches!(outcome, Outcome::Good(_)));
    assert_eq!(encoded, json!({"ok": true, "data": {"id": 1}}));
}

#[test]
fn a_union_of_itself_is_read_to_an_end() {
    use fixtures::union_circle::types::{Holder, Tree};
    assert!(serde_json::from_value::<Tree>(json!(true)).is_err());
    survives::<Tree>(json!([["leaf"], 3]));
    survives::<Holder>(json!({"one": {"kind": "First"}, "two": true, "three": [1]}));
}

#[test]
fn a_moment_beyond_all_clocks_and_every_digit_survive() {
    for text in ["9999-12-31T23:59:59Z", "2020-01-01T00:00:00.1234567890123Z"] {
        survives::<fixtures::date_time::types::Thing>(json!({"at": text}));
    }
    let text = r#"{"e":8094487.2461258555}"#;
    let thing: fixtures::integers::types::Thing = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_string(&thing).unwrap(), text);
}

#[test]
fn secrets_never_show_and_are_sent_all_the_same() {
    let thing: fixtures::sensitive::types::Thing = survives(
        json!({"secret": "s3cret", "password": "s3cret", "pin": 31337, "keys": ["s3cret"]}),
    );
    let shown = format!("{thing:?} {thing:#?}");
    assert!(
        !shown.contains("s3cret") && !shown.contains("31337"),
        "{shown}"
    );
    assert_eq!(thing.secret.unwrap().expose(), "s3cret");
}

#[test]
fn types_of_the_users_are_read_and_written() {
    use fixtures::{Money, own_types::types::Order};

    let order: Order = survives(json!({
        "from": "192.0.2.1",
        "price": {"cents": 250},
        "tip": null,
        "count": 2,
        "kind": "new",
    }));
    assert_eq!(order.price, Money { cents: 250 });
    assert!(order.from.is_documentation());
}

#[test]
fn what_is_always_the_same_is_written_and_not_asked_for() {
    use fixtures::constants::types::{JobInput, Skip, Step, Wait};
    let wait: Step = Wait::new(3).into();
    let encoded = serde_json::to_value(&wait).unwrap();
    assert_eq!(encoded, json!({"type": "wait", "seconds": 3}));
    survives::<Step>(json!({"type": "wait", "seconds": 3, "note": "n"}));
    // A member that is no field of its own is none of the others either.
    let skip: Skip = survives(json!({"type": "skip", "count": 1, "more": 2}));
    assert_eq!(skip.additional_properties.len(), 1);
    // It is not missed, and what else it says does no harm.
    let (skip, _) = there_and_back::<Skip>(&json!({"count": 1}));
    assert_eq!(skip.count, 1);
    let (skip, encoded) = there_and_back::<Skip>(&json!({"type": {"new": []}, "count": 1}));
    assert_eq!((skip.count, &encoded["type"]), (1, &json!("skip")));

    // By a member that may be left out, where it is there.
    let link: JobInput = survives(json!({"kind": "link"}));
    assert!(matches!(link, JobInput::Link(_)));
    let note: JobInput = survives(json!({"kind": "note"}));
    assert!(matches!(note, JobInput::Note(_)));
    let (other, _) = there_and_back::<JobInput>(&json!({"kind": "note", "url": "u", "size": 1}));
    assert!(matches!(other, JobInput::Note(_)), "{other:?}");
    // One that nobody lists says nothing.
    let (new, _) = there_and_back::<JobInput>(&json!({"kind": "new", "text": "t"}));
    assert!(matches!(new, JobInput::Note(_)), "{new:?}");
}

#[test]
fn a_value_out_of_a_list_with_names_tells_what_a_value_is() {
    use fixtures::constant_of_list::types::Part;
    let part: Part = survives(json!({"type": 2, "label": "Go"}));
    assert!(matches!(part, Part::Button(_)), "{part:?}");
    // What the variants have in common tells nothing.
    let part: Part = survives(json!({"type": 1}));
    assert!(matches!(part, Part::Row(_)), "{part:?}");
    let part: Part = survives(json!({"type": 3}));
    assert!(matches!(part, Part::Unknown(_)), "{part:?}");
}

#[test]
fn the_constants_of_a_union_are_one_variant() {
    use fixtures::union_with_constants::types::{
        Area, Mode, Place, PlaceText, Rate, RateInteger, RateText,
    };
    let mode: Mode = survives(json!("manual"));
    assert!(matches!(mode, Mode::ByHand), "{mode:?}");
    let mode: Mode = survives(json!("new"));
    assert!(matches!(mode, Mode::Unknown(_)), "{mode:?}");
    let mode: Mode = survives(json!({"custom": 1}));
    assert!(matches!(mode, Mode::Custom(1)), "{mode:?}");

    let rate: Rate = survives(json!("never"));
    assert!(matches!(rate, Rate::Text(RateText::Never)), "{rate:?}");
    let rate: Rate = survives(json!(1));
    assert!(matches!(rate, Rate::Integer(RateInteger::N1)), "{rate:?}");
    survives::<Option<Rate>>(json!(null));

    let place: Place = survives(json!("home"));
    assert!(matches!(place, Place::Text(PlaceText::Home)), "{place:?}");
    let place: Place = survives(json!("rome"));
    assert!(matches!(place, Place::Text(PlaceText::Rome)), "{place:?}");
    survives::<Area>(json!("it"));
}
