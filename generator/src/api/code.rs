//! Texts of a document as code in Markdown.

/// A text of the document as inline code in Markdown, which nothing in it can leave.
pub(crate) fn inline_code(text: &str) -> String {
    let text = text.replace(is_unseen, "'");
    match text.trim() {
        "" => "the empty text".to_owned(),
        _ => in_code(&text),
    }
}

/// A line as code in Markdown: between more backticks than it has in a row.
pub(crate) fn in_code(text: &str) -> String {
    if !text.contains('`') {
        return ["`", text, "`"].concat();
    }
    let marks = "`".repeat(longest_run(text) + 1);
    format!("{marks} {text} {marks}")
}

/// How many backticks a text has in a row, at most.
pub(crate) fn longest_run(text: &str) -> usize {
    let runs = text.split(|c| c != '`').map(str::len);
    runs.max().unwrap_or_default()
}

/// Whether a character does something to the text around it and has no form of its own: a control character, or one that
/// turns the direction of a text (Unicode Standard Annex 9, section 2). rustc denies the latter in literals and comments.
pub(crate) fn is_unseen(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}
