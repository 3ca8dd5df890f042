//! What rustdoc would make of documentation, by the parser that rustdoc has.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};

/// Holds the documentation among attributes against what is promised of it.
///
/// # Panics
///
/// Where rustdoc would compile a code block, write HTML out of the document, or link to what is no address.
pub fn check(attributes: &[syn::Attribute]) {
    let lines: Vec<String> = attributes.iter().filter_map(doc).collect();
    if !lines.is_empty() {
        check_text(&unindented(&lines));
    }
}

/// The text of a documentation attribute.
fn doc(attribute: &syn::Attribute) -> Option<String> {
    let syn::Meta::NameValue(meta) = &attribute.meta else {
        return None;
    };
    let syn::Expr::Lit(literal) = &meta.value else {
        return None;
    };
    match &literal.lit {
        syn::Lit::Str(text) if meta.path.is_ident("doc") => Some(text.value()),
        _ => None,
    }
}

/// Takes from all lines what they are indented in common, as rustdoc does.
fn unindented(lines: &[String]) -> String {
    let lines: Vec<&str> = lines.iter().flat_map(|line| line.split('\n')).collect();
    let full = lines.iter().filter(|line| !line.trim().is_empty());
    let indent = full
        .map(|line| line.len() - line.trim_start_matches([' ', '\t']).len())
        .min()
        .unwrap_or(0);
    let lines = lines.iter().map(|line| line.get(indent..).unwrap_or(""));
    lines.collect::<Vec<_>>().join("\n")
}

fn check_text(text: &str) {
    // Those that rustdoc turns on.
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION;
    for event in Parser::new_ext(text, options) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => {
                panic!("a code block by indentation, which rustdoc compiles:\n{text}")
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                assert!(
                    !is_rust(&info),
                    "a code block that rustdoc compiles:\n{text}"
                )
            }
            Event::Html(html) | Event::InlineHtml(html) => panic!("HTML: {html:?} in\n{text}"),
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                let address = ["http://", "https://", "mailto:", "#"]
                    .iter()
                    .any(|scheme| dest_url.starts_with(scheme));
                // What leads to an item of ours, we wrote: it is a path of Rust.
                let path = dest_url
                    .chars()
                    .all(|letter| letter.is_alphanumeric() || "_:".contains(letter));
                assert!(address || path, "a link to {dest_url:?} in\n{text}");
            }
            _ => {}
        }
    }
}

/// Whether rustdoc compiles a block of this language (`LangString::parse` of rustdoc): one that says nothing else.
fn is_rust(info: &str) -> bool {
    let mut rust = false;
    let mut other = false;
    for word in info.split([' ', ',', '\t']).filter(|word| !word.is_empty()) {
        match word {
            "rust" | "should_panic" | "no_run" | "ignore" | "compile_fail" | "test_harness"
            | "standalone_crate" => rust = true,
            word if word.starts_with("edition") || word.starts_with("ignore-") => rust = true,
            _ => other = true,
        }
    }
    rust || !other
}
