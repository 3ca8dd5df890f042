//! Code that stands in a document and in a test, so that it is compiled and run.

/// Holds the Rust blocks of a document against those of a test: what stands between a line `// MARK` and a line `// end`
/// there stands in the document as a block, and the other way round, in the same order.
///
/// # Panics
///
/// Where they differ, or there are none.
#[track_caller]
pub fn compare(document: &str, test: &str, mark: &str) {
    let here = marked(test, &format!("// {mark}"));
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

/// What stands between lines with a mark and lines `// end` that are indented as much, without that.
fn marked(text: &str, mark: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let Some(indent) = line.strip_suffix(mark).filter(|it| it.trim().is_empty()) else {
            continue;
        };
        let end = format!("{indent}// end");
        let block = lines.by_ref().take_while(|line| *line != end);
        let block: Vec<&str> = block
            .map(|line| line.strip_prefix(indent).unwrap_or(line))
            .collect();
        blocks.push(block.join("\n"));
    }
    blocks
}
