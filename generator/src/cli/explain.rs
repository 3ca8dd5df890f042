//! `specwright explain`: what a code means.

use super::args::Explain;
use super::{Failed, Terminal};
use crate::diagnostic::{CODES, Code, Level, nearest};

pub(super) fn run(args: &Explain, terminal: &Terminal) -> Result<(), Failed> {
    let Some(slug) = &args.code else {
        terminal.answer(&list(terminal));
        return Ok(());
    };
    // As it stands in a message, too: `error[unresolved-reference]`.
    let slug = slug
        .rsplit('[')
        .next()
        .unwrap_or(slug)
        .trim_end_matches(']');
    let Some(code) = Code::find(slug) else {
        let near = nearest(slug, CODES.iter().map(|code| code.slug));
        let help = near.map_or_else(
            || "`specwright explain` lists all".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        return Err(terminal.error(format!("there is no code `{slug}`: {help}")));
    };
    let strong = terminal.out.strong;
    let text = code
        .explanation
        .split_once('\n')
        .map_or("", |(_, text)| text);
    terminal.answer(&format!(
        "{strong}{slug}{strong:#}: {}\n{text}\n{}\n",
        code.title(),
        level(code)
    ));
    Ok(())
}

fn list(terminal: &Terminal) -> String {
    let strong = terminal.out.strong;
    let width = CODES.iter().map(|code| code.slug.len()).max().unwrap_or(0);
    CODES
        .iter()
        .map(|code| format!("{strong}{:width$}{strong:#}  {}\n", code.slug, code.title()))
        .collect()
}

/// What the code is unless the configuration says otherwise.
fn level(code: &Code) -> String {
    let usual = match code.level {
        Level::Fatal => return "An error, which cannot be allowed.".to_owned(),
        Level::Deny => "An error",
        Level::Warn => "A warning where generation can go on, an error elsewhere",
        Level::Note => "A note",
        Level::Allow => "Not told",
    };
    let strict = match (code.level, code.strict) {
        (Level::Deny, _) => "",
        (_, Level::Deny) => "; always an error with `strict`",
        _ => "",
    };
    format!(
        "{usual}{strict}. `deny` and `allow` under `[diagnostics]` in specwright.toml say otherwise."
    )
}
