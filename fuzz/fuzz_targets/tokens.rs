//! A plan to text: it parses, has only what we write, and rustdoc runs nothing of it.

#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};
use specwright_fuzz::{check_tokens, mutate, planned, write_and_check};

fuzz_target!(|text: &str| {
    if let Some(plan) = planned(text) {
        // Formatting takes most of the time, and has least to do with the description.
        match text.len() % 8 {
            0 => write_and_check(&plan),
            _ => check_tokens(&plan),
        }
    }
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    match seed % 8 {
        0 => fuzzer_mutate(data, size, max_size),
        _ => mutate::description(data, size, max_size, seed)
            .unwrap_or_else(|| fuzzer_mutate(data, size, max_size)),
    }
});
