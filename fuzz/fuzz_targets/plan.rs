//! A document to a plan: never a panic, and all there is to say of it can be said.

#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};
use specwright_fuzz::{mutate, planned};

fuzz_target!(|text: &str| {
    planned(text);
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    match seed % 8 {
        0 => fuzzer_mutate(data, size, max_size),
        _ => mutate::description(data, size, max_size, seed)
            .unwrap_or_else(|| fuzzer_mutate(data, size, max_size)),
    }
});
