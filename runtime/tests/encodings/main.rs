//! What is written is read back by parsers that are not ours, for every style and explode.

mod all;

use all::{CASES, Value, check_case, check_form};
use proptest::prelude::*;

/// Texts of any letters, with those that mean something in addresses more often.
fn text() -> impl Strategy<Value = String> {
    let letter = prop_oneof![
        2 => proptest::sample::select(" %&+,./;=?@[]|#\\\"'<>é😀\t\n\r\0".chars().collect::<Vec<_>>()),
        2 => proptest::char::range('a', 'c'),
        1 => any::<char>(),
    ];
    let letters = proptest::collection::vec(letter, 0..8);
    prop_oneof![
        9 => letters.prop_map(String::from_iter),
        1 => proptest::sample::select(vec!["", ".", "..", "%2e", "%2E%2e", "a%2Fb", "null", "true", "//", "http://x/"])
            .prop_map(str::to_owned),
    ]
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        text().prop_map(Value::Text),
        proptest::collection::vec(text(), 0..4).prop_map(Value::List),
        proptest::collection::btree_map(text(), text(), 0..4).prop_map(Value::Object),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_back(value in value()) {
        for index in 0..CASES.len() {
            check_case(index, &value);
        }
        check_form(&value);
    }
}
