// Copied by specwright 0.1.0 from specwright-runtime.

//! What a server says of its limits, in the headers `RateLimit` and `RateLimit-Policy`.
//!
//! Of structured fields (RFC 9651) this reads what the two are made of: lists of names with parameters. A header that is
//! anything else says nothing.

use std::time::Duration;

use http::{HeaderMap, HeaderName};

const LIMIT: HeaderName = HeaderName::from_static("ratelimit");
const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");

/// A limit that a server has for its callers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// What the server calls it.
    pub name: String,
    /// How many requests there may be until it is reset (`r`).
    pub remaining: Option<u64>,
    /// When it is reset, counted from the response (`t`).
    pub reset: Option<Duration>,
    /// How many requests there may be in a window (`q`).
    pub quota: Option<u64>,
    /// How long a window is (`w`).
    pub window: Option<Duration>,
}

/// The limits that a response tells of.
pub(super) fn rate_limits(headers: &HeaderMap) -> Vec<RateLimit> {
    let mut limits: Vec<RateLimit> = Vec::new();
    for name in [LIMIT, POLICY] {
        let told = whole(headers, name).and_then(|text| list(&text));
        for told in told.unwrap_or_default() {
            match limits.iter_mut().find(|limit| limit.name == told.name) {
                Some(limit) => limit.add(told),
                None => limits.push(told),
            }
        }
    }
    limits
}

impl RateLimit {
    /// What is told of it elsewhere.
    fn add(&mut self, told: Self) {
        self.remaining = told.remaining.or(self.remaining);
        self.reset = told.reset.or(self.reset);
        self.quota = told.quota.or(self.quota);
        self.window = told.window.or(self.window);
    }
}

/// The lines of a header as the one list that they are; nothing where one of them is no text.
fn whole(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    let mut text = String::new();
    for line in headers.get_all(name) {
        if !text.is_empty() {
            text.push(',');
        }
        text.push_str(line.to_str().ok()?);
    }
    Some(text)
}

/// The items of a list; nothing where the text is no list of names. Parameters that are not known are passed over.
fn list(text: &str) -> Option<Vec<RateLimit>> {
    let mut rest = text.trim();
    let mut items = Vec::new();
    while !rest.is_empty() {
        let mut item = RateLimit {
            name: bare(&mut rest)?,
            ..RateLimit::default()
        };
        while let Some(parameter) = rest.strip_prefix(';') {
            rest = parameter.trim_start_matches(' ');
            let key = taken(&mut rest, |byte| {
                byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_-.*".contains(&byte)
            });
            if let Some(value) = rest.strip_prefix('=') {
                rest = value;
                // What is no number is a parameter all the same. Of several the last one counts (section 3.1.2).
                let number: Option<u64> = bare(&mut rest)?.parse().ok();
                match key {
                    "r" => item.remaining = number,
                    "t" => item.reset = number.map(Duration::from_secs),
                    "q" => item.quota = number,
                    "w" => item.window = number.map(Duration::from_secs),
                    _ => {}
                }
            }
        }
        items.push(item);
        rest = rest.trim_start_matches([' ', '\t']);
        match rest.strip_prefix(',') {
            Some(more) => rest = more.trim_start_matches([' ', '\t', ',']),
            None if rest.is_empty() => {}
            None => return None,
        }
    }
    Some(items)
}

/// A string without its quotes; or a token, a number, bytes or a boolean as it stands there.
fn bare(rest: &mut &str) -> Option<String> {
    if let Some(bytes) = rest.strip_prefix(':') {
        let (bytes, left) = bytes.split_once(':')?;
        *rest = left;
        return Some(bytes.to_owned());
    }
    let Some(quoted) = rest.strip_prefix('"') else {
        let text = taken(rest, |byte| {
            byte.is_ascii_graphic() && !b"\",;=()".contains(&byte)
        });
        return (!text.is_empty()).then(|| text.to_owned());
    };
    let mut text = String::new();
    let mut characters = quoted.chars();
    loop {
        match characters.next()? {
            '"' => break,
            '\\' => text.push(characters.next()?),
            other => text.push(other),
        }
    }
    *rest = characters.as_str();
    Some(text)
}

/// The beginning of a text for as long as its bytes are of a kind.
fn taken<'t>(rest: &mut &'t str, is_part: impl Fn(u8) -> bool) -> &'t str {
    let end = rest.bytes().position(|byte| !is_part(byte));
    let (taken, left) = rest.split_at(end.unwrap_or(rest.len()));
    *rest = left;
    taken
}
