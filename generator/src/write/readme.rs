//! `README.md` of a crate that stands alone: the first page a person sees of it.

use std::fmt::Write as _;

use super::{Operation, Origin, Package};
use crate::emit::is_unseen;

/// Operations that are listed; a large API has too many for a page.
const LISTED: usize = 40;

pub(super) fn text(origin: &Origin, package: &Package, operations: &[Operation]) -> String {
    let mut text = format!("# {}\n\n", package.name);
    if let Some(description) = &package.about {
        _ = write!(text, "{}\n\n", description.trim());
    }
    usage(&mut text, package);
    list(&mut text, operations);
    _ = write!(
        text,
        "## How it was made\n\n\
         By specwright {} from `{}`.\n\n\
         The files that `.specwright` lists are generated. To change them, change the description or\n\
         `specwright.toml`, and generate again. Other files in this folder are yours, and stay.\n",
        env!("CARGO_PKG_VERSION"),
        origin.name(),
    );
    text
}

fn usage(text: &mut String, package: &Package) {
    let Some(example) = &package.example else {
        return;
    };
    _ = write!(
        text,
        "## Use\n\n\
         ```toml\n[dependencies]\n{name} = {{ path = \"path/to/this/folder\" }}\n```\n\n\
         ```rust\n\
         let client = {ident}::Client::{client}?;\n\
         let response = {example}.send().await?;\n\
         println!(\"{{response:?}}\");\n\
         ```\n\n\
         `cargo doc --open` shows every call with its parameters{variables}.\n\n",
        name = package.name,
        ident = package.ident(),
        client = package.client,
        variables = match package.client.contains("env()") {
            true => ", and which environment variables `from_env` reads",
            false => "",
        },
    );
    if let Some(feature) = package.features.keys().next() {
        _ = write!(
            text,
            "Each resource of the client is a feature, and all of them are on. A program that calls few of them compiles in\n\
             less time without the others:\n\n\
             ```toml\n[dependencies.{name}]\npath = \"path/to/this/folder\"\ndefault-features = false\n\
             features = [\"reqwest\", \"{feature}\"]\n```\n\n",
            name = package.name,
        );
    }
}

fn list(text: &mut String, operations: &[Operation]) {
    if operations.is_empty() {
        return;
    }
    text.push_str("## Operations\n\n| call | request |\n| --- | --- |\n");
    for operation in operations.iter().take(LISTED) {
        let path = in_a_cell(&operation.path);
        _ = writeln!(
            text,
            "| `{}` | `{} {path}` |",
            operation.call,
            in_a_cell(&operation.method)
        );
    }
    if let Some(more) = operations
        .len()
        .checked_sub(LISTED)
        .filter(|more| *more > 0)
    {
        _ = writeln!(text, "\nand {more} more: see `cargo doc --open`.");
    }
    text.push('\n');
}

/// A text of the description as inline code in a table, which it can't leave.
fn in_a_cell(text: &str) -> String {
    text.replace(|c| is_unseen(c) || c == '`', "'")
        .replace('|', "\\|")
}
