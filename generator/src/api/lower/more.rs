//! Where the document says that there is more to read.

use openapiv3::ExternalDocumentation;

/// A sentence in CommonMark that leads to other documentation, if its address leads somewhere from here.
pub(super) fn more(there: Option<&ExternalDocumentation>) -> Option<String> {
    let there = there?;
    let url = there.url.trim();
    let is_web = ["http://", "https://"].iter().any(|scheme| {
        let start = url.get(..scheme.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    });
    if !is_web || url.contains(|c: char| c.is_whitespace() || matches!(c, '<' | '>')) {
        return None;
    }
    let text = there.description.as_deref().unwrap_or_default().trim();
    let text = text.lines().next().unwrap_or_default();
    let text = text.trim_end().trim_end_matches(['.', ':']);
    Some(match text {
        "" => format!("More: <{url}>"),
        text if text == url => format!("More: <{url}>"),
        text if text.contains(['[', ']', '<', '`', '\\']) => format!("More: {text} (<{url}>)"),
        text => format!("More: [{text}]({url})"),
    })
}

#[cfg(test)]
mod tests {
    use indexmap::IndexMap;

    use super::*;

    #[test]
    fn an_address_on_the_web_is_a_link() {
        let more = |url: &str, description: Option<&str>| {
            more(Some(&ExternalDocumentation {
                url: url.to_owned(),
                description: description.map(str::to_owned),
                extensions: IndexMap::default(),
            }))
        };
        let web = "https://a.example/b";
        for (description, expected) in [
            (None, "More: <https://a.example/b>"),
            (Some(web), "More: <https://a.example/b>"),
            (
                Some("The guide.\nAll"),
                "More: [The guide](https://a.example/b)",
            ),
            (Some("[x](y)"), "More: [x](y) (<https://a.example/b>)"),
        ] {
            assert_eq!(more(web, description).as_deref(), Some(expected));
        }
        for url in [
            "/b",
            "",
            "javascript:x",
            "https://a b",
            "https://a><b>",
            "ftp://a",
        ] {
            assert_eq!(more(url, None), None, "{url}");
        }
    }
}
