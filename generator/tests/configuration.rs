//! `docs/configuration.md` is complete and right: it names every key that the reader takes, and its examples are read.

use specwright::config::Config;
use specwright::diagnostic::{Diagnostics, render};
use specwright::source::Files;

const PAGE: &str = include_str!("../../docs/configuration.md");

/// Every section as the page heads it, with a table of that kind in which one key is wrong.
const SECTIONS: &[(&str, &str)] = &[
    ("[crate]", "[crate]"),
    ("[document]", "[document]"),
    ("[client]", "[client]"),
    ("[client]", "[client.parameters.a]"),
    ("[security]", "[security]"),
    ("[names]", "[names]"),
    ("[docs]", "[docs]"),
    ("[envelope]", "[envelope]\nresult = 'r'"),
    ("[streams]", "[streams]"),
    ("[operations.\"ID\"]", "[operations.a]"),
    ("[[pages]]", "[[pages]]\nstyle = 'link'\nparameter = 'p'"),
    ("[[pages]]", "[operations.a.pages]\nstyle = 'link'"),
    ("[types.\"NAME\"]", "[types.a]"),
    ("[webhooks.\"ID\"]", "[webhooks.a]"),
    ("[signature]", "[signature]\nheader = 'h'"),
    ("[diagnostics]", "[diagnostics]"),
    ("[limits]", "[limits]"),
];

/// Sections whose keys are the description's own.
const OPEN: &[&str] = &["formats", "derive"];

#[test]
fn the_page_has_every_section() {
    for section in known_keys("") {
        let begins = |name: &str| name.trim_start_matches('[').starts_with(&section);
        let mut headings = PAGE.split("\n## `[").skip(1);
        assert!(headings.any(begins), "no section on [{section}]");
        let tried = SECTIONS.iter().any(|(name, _)| begins(name));
        let tried = tried || OPEN.contains(&section.as_str());
        assert!(tried, "[{section}] is not in the list here");
    }
}

#[test]
fn the_page_has_every_key() {
    for (heading, table) in SECTIONS {
        let start = PAGE.find(&format!("\n## `{heading}`"));
        let text = &PAGE[start.unwrap_or_else(|| panic!("no section {heading}"))..];
        let text = text[1..].split("\n## ").next().expect("a section");
        for key in known_keys(table) {
            let row = format!("\n| `{key}` |");
            assert!(text.contains(&row), "{heading} says nothing of `{key}`");
            assert!(
                text.split("```toml")
                    .skip(1)
                    .any(|example| example.contains(&key)),
                "{heading} has no example of `{key}`"
            );
        }
    }
}

/// The examples of a page.
fn examples(page: &str) -> impl Iterator<Item = &str> {
    let examples = page.split("\n```toml\n").skip(1);
    examples.filter_map(|rest| rest.split("\n```").next())
}

#[test]
fn the_examples_are_read() {
    let messages = include_str!("../../docs/messages.md");
    let signatures = examples(messages).filter(|example| example.contains("[signature]"));
    let examples: Vec<&str> = examples(PAGE).chain(signatures).collect();
    assert_eq!(examples.len(), 19 + 8);
    for example in examples {
        let (mut files, mut diagnostics) = (Files::new(), Diagnostics::new());
        Config::parse("specwright.toml", example, &mut files, &mut diagnostics);
        let said = render::render(&diagnostics, &files, false);
        assert!(diagnostics.is_empty(), "{said}");
    }
}

/// The keys that the reader takes in a table: it lists them when it meets one that it does not know.
fn known_keys(table: &str) -> Vec<String> {
    let (mut files, mut diagnostics) = (Files::new(), Diagnostics::new());
    let text = format!("{table}\nqqqqqqqqqqqqqqqqqqqq = 1\n");
    Config::parse("specwright.toml", &text, &mut files, &mut diagnostics);
    let helps: Vec<&str> = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.code == "config-unknown-key")
        .filter_map(|diagnostic| diagnostic.help.as_deref())
        .collect();
    assert_eq!(helps.len(), 1, "{table}: {helps:?}");
    let keys: Vec<String> = helps[0]
        .split('`')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect();
    assert!(!keys.is_empty(), "{table}: {helps:?}");
    keys
}
