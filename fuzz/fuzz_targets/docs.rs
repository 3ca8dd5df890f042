//! Texts in all places that become documentation: rustdoc compiles none of them, and takes none for HTML.

#![no_main]

use libfuzzer_sys::fuzz_target;
use serde_json::json;
use specwright_fuzz::{check_tokens, planned};

fuzz_target!(|text: &str| {
    let document = json!({
        "openapi": "3.0.3",
        "info": {"title": text, "version": "1", "description": text},
        "paths": {},
        "components": {"schemas": {"Thing": {
            "type": "object", "title": text, "description": text,
            "properties": {
                "named": {"type": "string", "enum": ["a", text], "description": text},
                text: {"type": "string", "pattern": text, "example": text},
            },
        }}},
    });
    if let Some(plan) = planned(&document.to_string()) {
        check_tokens(&plan);
    }
});
