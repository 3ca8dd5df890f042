//! JSON as the generated unions read it: never a panic, and what was read is written so that it is read and written again.

#![no_main]

use compiled_fixtures as fixtures;
use libfuzzer_sys::fuzz_target;
use serde::Serialize;
use serde::de::DeserializeOwned;

fuzz_target!(|bytes: &[u8]| {
    let Some((kind, json)) = bytes.split_first() else {
        return;
    };
    match kind % 8 {
        0 => check::<fixtures::union::types::Thing>(json),
        1 => check::<fixtures::discriminator::types::Thing>(json),
        2 => check::<fixtures::discriminator_implied::types::Thing>(json),
        3 => check::<fixtures::union_with_base::types::Thing>(json),
        4 => check::<fixtures::recursive_inline::types::Pattern>(json),
        5 => check::<fixtures::union_nested::types::Term>(json),
        6 => check::<fixtures::discriminator_above::types::Person>(json),
        _ => check::<fixtures::overruled_type::zones::ZoneListResponseFirst>(json),
    }
});

fn check<T: DeserializeOwned + Serialize + std::fmt::Debug>(json: &[u8]) {
    let Ok(value) = specwright_runtime::decode::<T>(json, &["secret"]) else {
        return;
    };
    let written = serde_json::to_vec(&value).expect("what was read can be written");
    let again: T = specwright_runtime::decode(&written, &[]).expect("what was written can be read");
    // A null where none may be tells variants apart, and is not written: then the value is another one, and its text is not.
    let written_again = serde_json::to_vec(&again).expect("what was read can be written");
    assert_eq!(written_again, written, "{value:?} and {again:?}");
}
