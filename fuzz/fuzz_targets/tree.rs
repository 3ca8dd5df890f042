//! Bytes to a tree: never a panic, and places that are in the text.

#![no_main]

use libfuzzer_sys::fuzz_target;
use specwright::source::{Error, Files, Limits, Number, Value, join, locate, parse};

fuzz_target!(|bytes: &[u8]| {
    let Some((kind, bytes)) = bytes.split_first() else {
        return;
    };
    let name = ["a.json", "a.yaml", "a"][usize::from(*kind % 3)];
    let mut files = Files::new();
    let Ok(id) = files.add_bytes(name, bytes) else {
        return;
    };
    let file = files.get(id);
    let limits = Limits {
        nodes: 10_000,
        ..Limits::default()
    };
    match parse(file, limits) {
        Ok(tree) => {
            let mut pointers = Vec::new();
            pointers_of(&tree, String::new(), &mut pointers);
            let found = locate(file, pointers.iter().map(String::as_str));
            for location in found.values() {
                assert!(file.text().get(location.value.clone()).is_some());
                assert!(
                    location
                        .key
                        .clone()
                        .is_none_or(|key| file.text().get(key).is_some())
                );
            }
            let written = tree.to_string();
            let id = files.add("written.json", written);
            let mut tree = tree;
            as_json_has_it(&mut tree);
            assert_eq!(parse(files.get(id), limits).expect("what we wrote"), tree);
        }
        Err(Error {
            range: Some(range), ..
        }) => assert!(file.text().get(range).is_some()),
        Err(_) => {}
    }
});

/// JSON is read without whole numbers beyond 64 bits, YAML with them.
fn as_json_has_it(value: &mut Value) {
    match value {
        Value::Number(number @ Number::Integer(_)) => {
            if let Number::Integer(whole) = *number
                && let whole = whole.get()
                && u64::try_from(whole).is_err()
                && i64::try_from(whole).is_err()
            {
                *number = Number::Float(number.as_f64());
            }
        }
        Value::Array(values) => values.iter_mut().for_each(as_json_has_it),
        Value::Object(members) => members
            .iter_mut()
            .for_each(|(_, value)| as_json_has_it(value)),
        _ => {}
    }
}

fn pointers_of(value: &Value, pointer: String, found: &mut Vec<String>) {
    if found.len() > 200 {
        return;
    }
    match value {
        Value::Object(members) => members
            .iter()
            .for_each(|(key, value)| pointers_of(value, join(&pointer, key), found)),
        Value::Array(values) => values.iter().enumerate().for_each(|(index, value)| {
            pointers_of(value, join(&pointer, &index.to_string()), found)
        }),
        _ => {}
    }
    found.push(pointer);
}
