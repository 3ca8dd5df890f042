//! Code that stands in a document and in a test, so that it is compiled and run.

/// Holds the Rust blocks of a document against those of a test: what stands between a line `// MARK` and a line `// end`
/// there stands in the document as a block, and the other way round, in the same order.
///
/// # Panics
///
/// Where they differ, or there are none.
#[track_caller]
pub fn compare(document: &str, test: &str, mark: &str) {
    let here: Vec<String> = between(test, &format!("    // {mark}"), "    // end")
        .map(|block| block.replace("\n    ", "\n").trim_start().to_owned())
        .collect();
    let there: Vec<&str> = between(document, "```rust", "```").collect();
    assert!(!there.is_empty(), "the document has no block of Rust");
    assert_eq!(there, here);
}

/// What stands between two lines, each time.
fn between<'t>(text: &'t str, first: &str, last: &str) -> impl Iterator<Item = &'t str> {
    let (first, last) = (format!("\n{first}\n"), format!("\n{last}"));
    let parts: Vec<&str> = text.split(&first).skip(1).collect();
    parts.into_iter().map(move |part| {
        let block = part.split_once(&last);
        block.unwrap_or_else(|| panic!("without an end: {part}")).0
    })
}
