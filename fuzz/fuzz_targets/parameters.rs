//! Path, query, header and cookie as the runtime writes them: an independent reader finds what was written.

#![no_main]

#[path = "../../runtime/tests/encodings/all.rs"]
#[allow(missing_docs)]
mod all;

use all::{CASES, Value, check_case, check_form};
use libfuzzer_sys::fuzz_target;

// The first byte chooses the parameter and the kind of value; texts end at the byte 0xFF, which UTF-8 never has.
fuzz_target!(|bytes: &[u8]| {
    let [first, kind, rest @ ..] = bytes else {
        return;
    };
    let texts: Option<Vec<String>> = rest
        .split(|byte| *byte == 0xFF)
        .map(|part| String::from_utf8(part.to_vec()).ok())
        .collect();
    let Some(texts) = texts else { return };
    let value = match kind % 3 {
        0 => Value::Text(texts.concat()),
        1 => Value::List(texts),
        _ => Value::Object(
            texts
                .as_chunks::<2>()
                .0
                .iter()
                .cloned()
                .map(|[key, item]| (key, item))
                .collect(),
        ),
    };
    match usize::from(*first) % (CASES.len() + 1) {
        index if index < CASES.len() => check_case(index, &value),
        _ => check_form(&value),
    }
});
