//! For programs: an object of JSON on each line.

use serde::Serialize;

use super::spot::Placed;
use super::word;

#[derive(Serialize)]
struct Line<'a> {
    code: &'a str,
    severity: &'a str,
    message: &'a str,
    file: Option<String>,
    line: Option<usize>,
    column: Option<usize>,
    end: Option<End>,
    pointer: Option<&'a str>,
    label: Option<&'a str>,
    help: Option<&'a str>,
}

/// Behind the last character.
#[derive(Serialize)]
struct End {
    line: usize,
    column: usize,
}

pub(super) fn text(placed: &[Placed<'_>]) -> String {
    let mut text = String::new();
    for item in placed {
        let Placed { diagnostic, spot } = item;
        let line = Line {
            code: diagnostic.code,
            severity: word(diagnostic.severity),
            message: &diagnostic.message,
            file: item.path().map(|path| path.to_string_lossy().into_owned()),
            line: spot.as_ref().map(|spot| spot.line),
            column: spot.as_ref().map(|spot| spot.column),
            end: spot.as_ref().map(|spot| End {
                line: spot.end.0,
                column: spot.end.1,
            }),
            pointer: item.pointer(),
            label: Some(diagnostic.label.as_str()).filter(|label| !label.is_empty()),
            help: diagnostic.help.as_deref(),
        };
        // Texts and numbers always have a form in JSON.
        text.push_str(&serde_json::to_string(&line).unwrap_or_default());
        text.push('\n');
    }
    text
}
