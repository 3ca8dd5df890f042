//! What follows a page.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::HashMap;

use http::HeaderMap;
use http::header::LINK;
use serde_json::Value;
use serde_json::value::RawValue;
use url::Url;

use super::super::{address, decode, encode};
use super::spec::{PageSpec, Path, Style};

/// What to ask for after a page.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// The same with this value of its parameter.
    Value(String),
    /// What is at this address.
    Address(Url),
    /// Nothing: it was the last one.
    Nothing,
}

/// What follows a page that came from an address; else why that can't be said.
pub(super) fn next(
    spec: &PageSpec,
    asked: &Url,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Next, &'static str> {
    let page = Page::new(body);
    if !spec.more.is_empty() {
        // What follows the last item may be asked for after each page: somebody has to say that there is something.
        let is_derived = spec.next.contains(&"-1");
        let goes_on = match page.value(spec.more) {
            Some(Value::Bool(more)) => more,
            // The page does not say. What it has for the next one does.
            _ => !is_derived,
        };
        if !goes_on {
            return Ok(Next::Nothing);
        }
    }
    let next = match spec.style {
        Style::Number => number(spec, asked, &page).map(Next::Value),
        Style::Offset => {
            let skipped = pair(asked, spec.parameter).unwrap_or(0);
            let count = page.count(spec.items).unwrap_or(0);
            (count > 0).then(|| Next::Value(skipped.saturating_add(count).to_string()))
        }
        Style::Cursor => page.value(spec.next).and_then(text).map(Next::Value),
        Style::Link => linked(headers)
            .map(|link| address(asked, &link))
            .transpose()?,
        Style::Url => {
            let next = page.value(spec.next).and_then(text);
            next.map(|next| address(asked, &next)).transpose()?
        }
    };
    Ok(next.unwrap_or(Next::Nothing))
}

fn number(spec: &PageSpec, asked: &Url, page: &Page<'_>) -> Option<String> {
    let number = |path: Path| page.value(path)?.as_u64();
    let current = number(spec.current).or_else(|| pair(asked, spec.parameter));
    let current = current.unwrap_or(1);
    let by_total =
        || Some(number(spec.total)?.div_ceil(number(spec.size).filter(|size| *size > 0)?));
    let last = number(spec.last).or_else(by_total);
    let is_last = last.is_some_and(|last| current >= last);
    let goes_on = !is_last && page.count(spec.items).is_some_and(|count| count > 0);
    goes_on.then(|| current.saturating_add(1).to_string())
}

/// The address of the next page, if credentials may go there.
fn address(asked: &Url, link: &str) -> Result<Next, &'static str> {
    // What stands for bytes that are no UTF-8 is no part of the address that was meant.
    let readable = Some(link).filter(|link| !link.contains(char::REPLACEMENT_CHARACTER));
    let Some(url) = readable.and_then(|link| address::resolve(asked, link)) else {
        return Err("the next page is at no address");
    };
    match url.origin() == asked.origin() {
        true => Ok(Next::Address(url)),
        false => Err("the next page is at another origin"),
    }
}

/// What the parameter of the pages was in an address.
pub(super) fn given(spec: &PageSpec, asked: &Url) -> Option<String> {
    let mut pairs = asked.query_pairs();
    let found = pairs.find(|(name, _)| name == spec.parameter);
    let (_, value) = found?;
    (!spec.parameter.is_empty()).then(|| value.into_owned())
}

/// The value of a query parameter that is a number.
fn pair(url: &Url, name: &str) -> Option<u64> {
    let mut pairs = url.query_pairs();
    pairs.find_map(|(found, value)| (found == name).then(|| value.parse().ok())?)
}

/// An address with another value of a query parameter.
pub(super) fn with(url: &mut Url, name: &str, value: &str) {
    let mut query = encode::without(url.query().unwrap_or_default(), |found, _| found == name);
    if !query.is_empty() {
        query.push('&');
    }
    query.push_str(&encode::pair(name, value));
    url.set_query(Some(&query));
}

/// A cursor: text or a number, and not empty.
fn text(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The body of a page. It is gone through once for its members, and never read into memory as a whole.
struct Page<'b> {
    body: &'b [u8],
    members: OnceCell<HashMap<Cow<'b, str>, &'b RawValue>>,
}

impl<'b> Page<'b> {
    fn new(body: &'b [u8]) -> Self {
        Self {
            body: decode::without_mark(body),
            members: OnceCell::new(),
        }
    }

    /// What is at a place of it.
    fn raw(&self, path: Path) -> Option<&'b RawValue> {
        let (mut here, rest): (&RawValue, _) = match path {
            [] | ["-1", ..] => (serde_json::from_slice(self.body).ok()?, path),
            [name, rest @ ..] => {
                let members = || serde_json::from_slice(self.body).unwrap_or_default();
                (self.members.get_or_init(members).get(*name)?, rest)
            }
        };
        for step in rest {
            here = match *step {
                "-1" => serde_json::from_str::<Vec<&RawValue>>(here.get())
                    .ok()?
                    .pop()?,
                name => {
                    let mut members: HashMap<Cow<'_, str>, &RawValue> =
                        serde_json::from_str(here.get()).ok()?;
                    members.remove(name)?
                }
            };
        }
        Some(here)
    }

    fn value(&self, path: Path) -> Option<Value> {
        if path.is_empty() {
            return None;
        }
        serde_json::from_str(self.raw(path)?.get()).ok()
    }

    /// How many items a list has, if it is one.
    fn count(&self, path: Path) -> Option<u64> {
        let list = self.raw(path)?.get();
        let items: Vec<&RawValue> = serde_json::from_str(list).ok()?;
        Some(items.len() as u64)
    }
}

/// Whether a page has its items where they should be, and has none.
pub(super) fn is_empty(spec: &PageSpec, body: &[u8]) -> bool {
    Page::new(body).count(spec.items) == Some(0)
}

/// The target of the link whose relation is `next` (RFC 8288, section 3).
fn linked(headers: &HeaderMap) -> Option<String> {
    headers.get_all(LINK).iter().find_map(|value| {
        // Servers write what is not ASCII as it is, too.
        let text = String::from_utf8_lossy(value.as_bytes());
        let mut rest = &*text;
        // A comma may stand in an address, so it is no use to split there.
        while let Some((_, after)) = rest.split_once('<') {
            let (target, after) = after.split_once('>')?;
            let (relations, after) = relations(after);
            let mut relations = relations.split_ascii_whitespace();
            if relations.any(|relation| relation.eq_ignore_ascii_case("next")) {
                return Some(target.to_owned());
            }
            rest = after;
        }
        None
    })
}

/// The relations of a link, of which there may be several, and what follows its parameters. Only the first `rel` counts, and
/// what stands in quotes is nothing but a value (appendix B.3).
fn relations(mut rest: &str) -> (&str, &str) {
    let mut relations = None;
    while let Some(parameter) = rest.trim_start().strip_prefix(';') {
        let end = parameter.find(['=', ';', ',']).unwrap_or(parameter.len());
        let (name, after) = parameter.split_at(end);
        let value;
        (value, rest) = match after.strip_prefix('=') {
            Some(after) => parameter_value(after.trim_start()),
            None => ("", after),
        };
        if name.trim().eq_ignore_ascii_case("rel") {
            relations = relations.or(Some(value));
        }
    }
    (relations.unwrap_or_default(), rest)
}

/// A value with what follows it. One in quotes is without them; what is escaped in it stays so, as no relation is.
fn parameter_value(text: &str) -> (&str, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        let (value, rest) = text.split_at(text.find([';', ',']).unwrap_or(text.len()));
        return (value.trim_end(), rest);
    };
    let mut escaped = false;
    for (index, byte) in quoted.bytes().enumerate() {
        match byte {
            b'"' if !escaped => return (&quoted[..index], &quoted[index + 1..]),
            _ => escaped = byte == b'\\' && !escaped,
        }
    }
    (quoted, "")
}

#[cfg(test)]
mod tests {
    use super::super::spec::{by_cursor, by_link, by_number, by_offset, by_url};
    use super::*;

    fn after(spec: PageSpec, asked: &str, link: &str, body: &str) -> Result<Next, &'static str> {
        let mut headers = HeaderMap::new();
        headers.insert(LINK, link.parse().unwrap());
        next(
            &spec,
            &Url::parse(asked).unwrap(),
            &headers,
            body.as_bytes(),
        )
    }

    fn value(text: &str) -> Result<Next, &'static str> {
        Ok(Next::Value(text.to_owned()))
    }

    fn at(address: &str) -> Result<Next, &'static str> {
        Ok(Next::Address(Url::parse(address).unwrap()))
    }

    const HERE: &str = "https://a.example/v1/things?page=3&offset=20";

    #[test]
    fn numbers_and_offsets() {
        let plain = by_number("page", &["items"]);
        let after = |spec, body: &str| after(spec, HERE, "", body);
        assert_eq!(after(plain, r#"{"items":[1]}"#), value("4"));
        assert_eq!(after(plain, r#"{"items":[]}"#), Ok(Next::Nothing));
        let info = plain.current(&["info", "page"]).last(&["info", "pages"]);
        // The page knows better than the request.
        let body = r#"{"items":[1],"info":{"page":5,"pages":7}}"#;
        assert_eq!(after(info, body), value("6"));
        let body = r#"{"items":[1],"info":{"page":7,"pages":7}}"#;
        assert_eq!(after(info, body), Ok(Next::Nothing));
        let total = plain.total(&["total"], &["size"]);
        let body = r#"{"items":[1],"total":40,"size":10}"#;
        assert_eq!(after(total, body), value("4"));
        assert_eq!(after(total, &body.replace("40", "30")), Ok(Next::Nothing));
        assert_eq!(after(total, &body.replace("10", "0")), value("4"));
        assert_eq!(after(by_offset("offset", &[]), "[1,2,3]"), value("23"));
        assert_eq!(after(by_offset("skip", &[]), "[1,2,3]"), value("3"));
        assert_eq!(after(by_offset("offset", &[]), "[]"), Ok(Next::Nothing));
    }

    #[test]
    fn cursors() {
        let spec = by_cursor("cursor", &["meta", "next"]);
        let after = |spec, body: &str| after(spec, HERE, "", body);
        assert_eq!(after(spec, r#"{"meta":{"next":"abc"}}"#), value("abc"));
        assert_eq!(after(spec, r#"{"meta":{"next":17}}"#), value("17"));
        let marked = "\u{feff}{\"meta\":{\"next\":17}}";
        assert_eq!(after(spec, marked), value("17"));
        for end in [
            r#"{"meta":{"next":""}}"#,
            r#"{"meta":{"next":null}}"#,
            r#"{"meta":{}}"#,
            "{}",
            "[]",
        ] {
            assert_eq!(after(spec, end), Ok(Next::Nothing), "{end}");
        }
        let of_last = by_cursor("after", &["data", "-1", "id"]).more(&["has_more"]);
        let body = r#"{"data":[{"id":"a"},{"id":"b"}],"has_more":true}"#;
        assert_eq!(after(of_last, body), value("b"));
        assert_eq!(
            after(of_last, &body.replace("true", "false")),
            Ok(Next::Nothing)
        );
        assert_eq!(
            after(of_last, r#"{"data":[],"has_more":true}"#),
            Ok(Next::Nothing)
        );
    }

    #[test]
    fn only_a_false_more_goes_before_a_cursor() {
        let spec = by_cursor("cursor", &["next"]).more(&["has_more"]);
        let after = |spec, body: &str| after(spec, HERE, "", body);
        assert_eq!(after(spec, r#"{"next":"b","has_more":true}"#), value("b"));
        assert_eq!(
            after(spec, r#"{"next":"b","has_more":false}"#),
            Ok(Next::Nothing)
        );
        for silent in [r#"{"next":"b","has_more":null}"#, r#"{"next":"b"}"#] {
            assert_eq!(after(spec, silent), value("b"), "{silent}");
        }
        assert_eq!(after(spec, "{}"), Ok(Next::Nothing));
        let derived = by_cursor("after", &["data", "-1", "id"]).more(&["has_more"]);
        for silent in [
            r#"{"data":[{"id":"a"}],"has_more":null}"#,
            r#"{"data":[{"id":"a"}]}"#,
        ] {
            assert_eq!(after(derived, silent), Ok(Next::Nothing), "{silent}");
        }
        let counted = by_offset("offset", &["items"]).more(&["has_more"]);
        assert_eq!(after(counted, r#"{"items":[1]}"#), value("21"));
        assert_eq!(after(counted, r#"{"items":[]}"#), Ok(Next::Nothing));
    }

    #[test]
    fn addresses_stay_at_their_origin() {
        let link = |link| after(by_link(), HERE, link, "[]");
        let two = r#"<https://a.example/v1/things?page=2>; rel="prev", </v1/things?x=1,2>; title=a; rel="last next""#;
        assert_eq!(link(two), at("https://a.example/v1/things?x=1,2"));
        assert_eq!(link("</x>; rel=next"), at("https://a.example/x"));
        assert_eq!(
            link(r#"</x>; rel="nextish", <y>; title="rel""#),
            Ok(Next::Nothing)
        );
        // What is in quotes is a title, and of several relations the first counts.
        let quoted = r#"</a>; rel=prev; title="\", rel=next; <b>, <c>; rel=next"; rel=next, </d>;rel = "x" ;rel=next, </e> ; Rel="NEXT""#;
        assert_eq!(link(quoted), at("https://a.example/e"));
        assert_eq!(link(r#"</x>; title="a; rel=next"#), Ok(Next::Nothing));
        assert_eq!(
            link("<https://b.example/x>; rel=next"),
            Err("the next page is at another origin")
        );
        assert_eq!(
            link("<http://a.example/x>; rel=next"),
            Err("the next page is at another origin")
        );
        let url = |body| after(by_url(&["next"]), HERE, "", body);
        assert_eq!(
            url(r#"{"next":"?page=4"}"#),
            at("https://a.example/v1/things?page=4")
        );
        assert_eq!(url(r#"{"next":null}"#), Ok(Next::Nothing));
        assert!(url(r#"{"next":"//b.example/"}"#).is_err());
    }

    #[test]
    fn links_need_not_be_ascii() {
        let link = |link: &[u8]| {
            let mut headers = HeaderMap::new();
            headers.insert(LINK, http::HeaderValue::from_bytes(link).unwrap());
            next(&by_link(), &Url::parse(HERE).unwrap(), &headers, b"[1]")
        };
        let utf8 = "</x?page=2&q=é>; rel=\"next\"; title=\"Größe\"";
        let two = at("https://a.example/x?page=2&q=%C3%A9");
        assert_eq!(link(utf8.as_bytes()), two);
        let two = at("https://a.example/x?page=2");
        assert_eq!(link(b"</x?page=2>; title=\"Gr\xf6\xdfe\"; rel=next"), two);
        // Nobody knows what that is, but it is no end.
        let unknown = link(b"</x?page=2&q=\xe9>; rel=next");
        assert_eq!(unknown, Err("the next page is at no address"));
    }

    #[test]
    fn a_parameter_is_replaced() {
        let mut url = Url::parse("https://a.example/?a=1&b%5B0%5D=2&a=3&c").unwrap();
        with(&mut url, "a", "x&y");
        assert_eq!(url.as_str(), "https://a.example/?b%5B0%5D=2&c&a=x%26y");
        with(&mut url, "b[0]", "z");
        assert_eq!(url.query(), Some("c&a=x%26y&b%5B0%5D=z"));
    }
}
