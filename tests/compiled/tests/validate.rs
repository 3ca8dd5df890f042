//! What is found where values are not within what the description asks of them.

use compiled_fixtures::validate::types::{Book, BookStatesItem, Part, Places, Plain, Volume};
use compiled_fixtures::validate::{Client, Error, Validate};
use specwright_runtime::error::ArgumentProblem;
use specwright_runtime::mock::Mock;

/// What is wrong with a book that nothing was wrong with before a change.
fn found(change: impl FnOnce(&mut Book)) -> String {
    let mut book = Book::new("Momo", 9.95);
    assert_eq!(book.validate(), Ok(()));
    change(&mut book);
    match book.validate() {
        Ok(()) => String::new(),
        Err(error) => error.to_string(),
    }
}

#[test]
fn texts_are_counted_in_characters_and_matched() {
    assert_eq!(
        found(|book| book.title.clear()),
        "`/title` has 0 characters, and at least 1 is needed"
    );
    assert_eq!(found(|book| book.title = "ü".repeat(10)), "");
    assert_eq!(
        found(|book| book.title = "🕰".repeat(11)),
        "`/title` has 11 characters, and at most 10 are allowed"
    );
    assert_eq!(
        found(|book| book.shelf = Some("A".into())),
        "`/shelf` has 1 character, and at least 2 are needed; `/shelf` does not match `^[a-z]+$`"
    );
    // What is said beside a reference holds, too.
    assert_eq!(
        found(|book| book.shelf = Some("abcde".into())),
        "`/shelf` has 5 characters, and at most 4 are allowed"
    );
    assert_eq!(found(|book| book.subtitle = None.into()), "");
    assert_eq!(
        found(|book| book.subtitle = "a longer one".into()),
        "`/subtitle` has 12 characters, and at most 10 are allowed"
    );
    assert_eq!(
        found(|book| book.key = Some("ab".into())),
        "`/key` has 2 characters, and at least 3 are needed"
    );
}

#[test]
fn numbers_are_within_bounds_and_multiples() {
    assert_eq!(
        found(|book| book.price = 0.0),
        "`/price` is not more than 0"
    );
    assert_eq!(found(|book| book.price = 99.5), "");
    assert_eq!(
        found(|book| book.price = 100.0),
        "`/price` is more than 99.5"
    );
    assert_eq!(
        found(|book| book.price = 1.005),
        "`/price` is no multiple of 0.01"
    );
    for price in [0.07, 0.29, 1.1, 33.33, 64.1] {
        assert_eq!(found(|book| book.price = price), "", "{price}");
    }
    assert_eq!(found(|book| book.weight = Some(u64::MAX - 1)), "");
    assert_eq!(
        found(|book| book.weight = Some(u64::MAX)),
        "`/weight` is more than 18446744073709551614"
    );
}

#[test]
fn lists_and_maps_are_counted_and_looked_into() {
    assert_eq!(
        found(|book| book.tags = Some(vec!["a".into(), "b".into(), "b".into(), "longer".into()])),
        "`/tags` has 4 items, and at most 3 are allowed; `/tags` has an item twice; \
         `/tags/3` has 6 characters, and at most 5 are allowed"
    );
    assert_eq!(
        found(|book| book.notes =
            Some([("a/b~".into(), String::new()), ("c".into(), "d".into())].into())),
        "`/notes` has 2 members, and at most 1 is allowed; \
         `/notes/a~1b~0` has 0 characters, and at least 1 is needed"
    );
    assert_eq!(
        found(|book| book.states = Some(Vec::new())),
        "`/states` has 0 items, and at least 1 is needed"
    );
    assert_eq!(
        found(|book| book.states = Some(vec![BookStatesItem::Lost])),
        ""
    );
    assert_eq!(
        found(|book| book.additional_properties = [("year".into(), -1)].into()),
        "`/year` is less than 0"
    );
}

#[test]
fn what_other_types_ask_is_asked_where_they_are_held() {
    assert_eq!(
        found(|book| book.part = Some(Part::Integer(7))),
        "`/part` is no multiple of 5"
    );
    assert_eq!(found(|book| book.part = Some(Part::Boolean(true))), "");
    assert_eq!(
        found(|book| {
            let of = Some(Box::new(Book::new("", 1.0)));
            book.part = Some(Part::Volume(Volume { of }));
        }),
        "`/part/of/title` has 0 characters, and at least 1 is needed"
    );
    assert_eq!(
        found(|book| {
            let two = Places(vec![Places::default(), Places::default()]);
            book.places = Some(Places(vec![two]));
        }),
        "`/places/0` has 2 items, and at most 1 is allowed"
    );
    let plain: Plain = serde_json::from_str(r#"{"a":""}"#).expect("it is one");
    assert_eq!(plain.validate(), Ok(()));
}

#[test]
fn a_place_is_a_pointer_and_what_is_wrong_a_text() {
    let error = Book::new("", 0.0).validate().expect_err("both are wrong");
    let all: Vec<_> = error
        .violations()
        .iter()
        .map(|it| (it.pointer(), it.problem()))
        .collect();
    assert_eq!(
        all,
        [
            ("/title", "has 0 characters, and at least 1 is needed"),
            ("/price", "is not more than 0"),
        ]
    );
}

#[test]
fn a_call_says_what_is_wrong_before_it_is_sent() {
    let client = Client::builder()
        .base_url("https://example.com")
        .transport(Mock::new())
        .build()
        .expect("nothing is missing");
    let call = client.books().add("ab", Book::new("Momo", 1.0)).copies(1);
    assert!(call.validate().is_ok());
    let call = client.books().add("ab", Book::new("", 1.0)).copies(100);
    let error = call.validate().expect_err("two things are wrong");
    assert_eq!(
        error.to_string(),
        "books.add: `/copies` is not less than 100; `/body/title` has 0 characters, and at least 1 is needed"
    );
    let Error::Argument(error) = error else {
        panic!("{error:?}");
    };
    assert_eq!(error.parameter(), "copies");
    assert!(matches!(error.problem(), ArgumentProblem::Invalid(_)));
    let call = client.shelves().replace_shelves().body(["a", "bc"]);
    let error = call.validate().expect_err("it is too short");
    assert_eq!(
        error.to_string(),
        "shelves.replace_shelves: `/body/0` has 1 character, and at least 2 are needed"
    );
}
