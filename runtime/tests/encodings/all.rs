//! An operation with a parameter of each place, style and explode, and what an independent reader makes of the request.
//!
//! The fuzz target `parameters` uses this file as well.

use std::collections::BTreeMap;
use std::future::Future;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use percent_encoding::percent_decode_str;
use serde::Serialize;
use specwright_runtime::{
    Api, Body, BoxFuture, CallOptions, Client, ClientBuilder, Empty, Operation, OperationSpec,
    ParameterSpec, Place, RequestWriter, Spec, Style, Transport, TransportError,
    TransportErrorKind, cookie, header, path, post, query,
};
use url::{Url, form_urlencoded};

/// What a parameter holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Value {
    Text(String),
    List(Vec<String>),
    Object(BTreeMap<String, String>),
}

/// A parameter as it is described, which the request does not tell.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    pub name: &'static str,
    pub place: Place,
    pub style: Style,
    pub explode: bool,
    pub reserved: bool,
    pub json: bool,
}

const fn case(name: &'static str, place: Place, style: Style, explode: bool) -> Case {
    Case {
        name,
        place,
        style,
        explode,
        reserved: false,
        json: false,
    }
}

impl Case {
    const fn reserved(mut self) -> Self {
        self.reserved = true;
        self
    }

    const fn json(mut self) -> Self {
        self.json = true;
        self
    }

    const fn spec(self) -> ParameterSpec {
        let spec = match self.place {
            Place::Path => path(self.name),
            Place::Query => query(self.name),
            Place::Header => header(self.name),
            Place::Cookie => cookie(self.name),
        };
        let spec = spec.style(self.style, self.explode);
        match (self.reserved, self.json) {
            (true, _) => spec.allow_reserved(),
            (_, true) => spec.json(),
            _ => spec,
        }
    }
}

/// Those of the path come first, in its order.
pub const CASES: [Case; 26] = {
    use Place::{Cookie, Header, Path, Query};
    use Style::{DeepObject, Form, Label, Matrix, PipeDelimited, Simple, SpaceDelimited};
    [
        case("p0", Path, Simple, false),
        case("p1", Path, Simple, true),
        case("p2", Path, Label, false),
        case("p3", Path, Label, true),
        case("p4", Path, Matrix, false),
        case("p5", Path, Matrix, true),
        case("p6", Path, Simple, false).json(),
        case("q", Query, Form, true),
        case("q", Query, Form, false),
        case("q", Query, Form, true).reserved(),
        case("q", Query, Form, false).reserved(),
        case("q", Query, Form, false).json(),
        case("a b&c=d[é]", Query, Form, true),
        case("a b&c=d[é]", Query, Form, false),
        case("q", Query, SpaceDelimited, false),
        case("q", Query, SpaceDelimited, true),
        case("q", Query, PipeDelimited, false),
        case("q", Query, PipeDelimited, true),
        case("q", Query, DeepObject, true),
        case("a b&c=d", Query, DeepObject, true),
        case("x-h", Header, Simple, false),
        case("x-h", Header, Simple, true),
        case("x-h", Header, Simple, false).json(),
        case("c", Cookie, Form, true),
        case("c", Cookie, Form, false),
        case("c", Cookie, Form, false).json(),
    ]
};

const SEGMENTS: usize = 7;

const PARAMETERS: [ParameterSpec; CASES.len()] = {
    let mut specs = [const { path("") }; CASES.len()];
    let mut index = 0;
    while index < CASES.len() {
        specs[index] = CASES[index].spec();
        index += 1;
    }
    specs
};

static SPEC: OperationSpec =
    post("all", "/first/{p0}/{p1}/{p2}/{p3}/{p4}/{p5}/{p6}/last").parameters(&PARAMETERS);

/// A call with one of the parameters, or with a form as its body.
struct Call<'a> {
    case: Option<usize>,
    value: &'a Value,
}

impl Operation for Call<'_> {
    type Output = ();
    type Reply = Empty;

    const SPEC: Spec = &SPEC;

    fn encode(&self, request: &mut RequestWriter<'_>) {
        for index in 0..SEGMENTS {
            match self.case == Some(index) {
                true => request.parameter(index, self.value),
                false => request.parameter(index, "x"),
            }
        }
        match self.case {
            Some(index) if index >= SEGMENTS => request.parameter(index, self.value),
            Some(_) => {}
            None => request.form(self.value),
        }
    }
}

/// Keeps the request, and has no answer.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Option<http::Request<Body>>>>);

impl Transport for Kept {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        *self.0.lock().expect("nothing panics with it") = Some(request);
        Box::pin(async { Err(TransportError::new(TransportErrorKind::Other, "no answer")) })
    }
}

static API: Api = Api {
    name: "encodings",
    version: "1",
    base_url: "https://encodings.example/base",
    server_variables: &[],
    base_url_env: None,
    schemes: &[],
    security: &[],
    globals: &[],
    sensitive: &[],
};

/// The request, or nothing where it was refused.
fn sent(call: &Call<'_>) -> Option<http::Request<Body>> {
    let kept = Kept::default();
    let client: Client = ClientBuilder::new(&API)
        .transport(kept.clone())
        .build()
        .expect("nothing in it is wrong");
    let options = CallOptions::new();
    let mut future = std::pin::pin!(client.raw(call, &options));
    let mut context = Context::from_waker(Waker::noop());
    assert!(
        matches!(future.as_mut().poll(&mut context), Poll::Ready(Err(_))),
        "nobody waits here, and nobody answers"
    );
    kept.0.lock().expect("nothing panics with it").take()
}

/// Writes a value as a parameter, and reads it back.
///
/// # Panics
///
/// Where another value is read than was written, although the style can hold it; or another place is called.
pub fn check_case(index: usize, value: &Value) {
    let case = &CASES[index];
    let call = Call {
        case: Some(index),
        value,
    };
    let Some(request) = sent(&call) else {
        assert!(may_be_refused(case, value), "{case:?} refuses {value:?}");
        return;
    };
    let text = request.uri().to_string();
    let url = Url::parse(&text).expect("an address");
    assert_eq!(url.host_str(), Some("encodings.example"), "{text}");
    let segments: Vec<&str> = url.path_segments().expect("a path").collect();
    assert_eq!(
        segments.len(),
        SEGMENTS + 3,
        "{case:?} of {value:?}: {text}"
    );
    assert_eq!(
        (segments[0], segments[1], segments[SEGMENTS + 2]),
        ("base", "first", "last")
    );
    if case.json {
        let written = match case.place {
            Place::Path => decoded(segments[2 + index]),
            Place::Query => url.query_pairs().next().expect("a pair").1.into_owned(),
            Place::Header => header_text(&request, case.name),
            Place::Cookie => decoded(cookies(&request)[0].1),
        };
        assert_eq!(written, serde_json::to_string(value).expect("JSON"));
        return;
    }
    if !is_unambiguous(case, value) {
        return;
    }
    let read = match case.place {
        Place::Path => read_segment(case, value, segments[2 + index]),
        Place::Query => read_query(case, value, url.query().unwrap_or_default()),
        Place::Header => read_listed(
            case,
            value,
            &header_text(&request, case.name),
            str::to_owned,
        ),
        Place::Cookie => read_cookies(case, value, &cookies(&request)),
    };
    assert_eq!(read, *value, "{case:?}: {text} {:?}", request.headers());
}

/// Writes a value as a form, and reads it back.
///
/// # Panics
///
/// Where another value is read than was written.
pub fn check_form(value: &Value) {
    let request = sent(&Call { case: None, value }).expect("any value can be a form");
    let pairs: Vec<(String, String)> =
        form_urlencoded::parse(request.body().as_bytes().expect("it is in memory"))
            .into_owned()
            .collect();
    let named = |text: &String| ("value".to_owned(), text.clone());
    let expected: Vec<(String, String)> = match value {
        Value::Text(text) => vec![named(text)],
        Value::List(items) => items.iter().map(named).collect(),
        Value::Object(members) => members.clone().into_iter().collect(),
    };
    assert_eq!(pairs, expected);
}

/// What has no place in a path or a header is refused before anything is sent.
fn may_be_refused(case: &Case, value: &Value) -> bool {
    let control = |text: &String| {
        text.chars()
            .any(|letter| letter.is_control() && letter != '\t')
    };
    match (case.place, value) {
        (Place::Path, Value::Text(text)) => matches!(text.as_str(), "" | "." | ".."),
        (Place::Path, Value::List(items)) => items
            .iter()
            .all(|item| matches!(item.as_str(), "" | "." | "..")),
        (Place::Path, Value::Object(members)) => members.is_empty(),
        (Place::Header, Value::Text(text)) => control(text),
        (Place::Header, Value::List(items)) => items.iter().any(control),
        (Place::Header, Value::Object(members)) => members
            .iter()
            .any(|(key, item)| control(key) || control(item)),
        _ => false,
    }
}

/// Whether a style can hold a value: its separators are no part of it where they are not encoded, and nothing that is
/// empty would be read as something else.
fn is_unambiguous(case: &Case, value: &Value) -> bool {
    let raw: &[char] = match (case.place, case.style, case.explode) {
        (Place::Header, ..) => &[',', '=', ' ', '\t'],
        (_, Style::Label, true) => &['.'],
        (_, Style::SpaceDelimited, false) => &[' '],
        (_, Style::PipeDelimited, false) => &['|'],
        _ if case.reserved && !case.explode => &[','],
        _ => &[],
    };
    // A text has no separators; its white space around it is no part of a header.
    let holds = |text: &String| !text.contains(raw);
    match value {
        Value::Text(text) => case.place != Place::Header || text.trim() == text,
        // A list of nothing, and a list of one empty text, are the same in most styles; an object likewise.
        Value::List(items) => items.iter().all(holds) && items.iter().any(|item| !item.is_empty()),
        Value::Object(members) => {
            !members.is_empty()
                && members
                    .iter()
                    .all(|(key, item)| holds(key) && holds(item) && !key.is_empty())
        }
    }
}

fn decoded(text: &str) -> String {
    let decoded = percent_decode_str(text).decode_utf8();
    decoded.expect("UTF-8 was written").into_owned()
}

fn read_segment(case: &Case, value: &Value, segment: &str) -> Value {
    match case.style {
        Style::Label => {
            let rest = segment.strip_prefix('.').expect("a full stop first");
            match (case.explode, value) {
                (true, Value::List(_) | Value::Object(_)) => {
                    read_parts(value, rest.split('.'), decoded)
                }
                _ => read_listed(case, value, rest, decoded),
            }
        }
        Style::Matrix => {
            let rest = segment.strip_prefix(';').expect("a semicolon first");
            let named = |part: &str| {
                let (name, value) = part.split_once('=').expect("a name");
                assert_eq!(name, case.name);
                value.to_owned()
            };
            match (case.explode, value) {
                (true, Value::List(_)) => {
                    Value::List(rest.split(';').map(|part| decoded(&named(part))).collect())
                }
                (true, Value::Object(_)) => read_parts(value, rest.split(';'), decoded),
                _ => read_listed(case, value, &named(rest), decoded),
            }
        }
        _ => read_listed(case, value, segment, decoded),
    }
}

/// A text, or what is listed with commas.
fn read_listed(case: &Case, value: &Value, text: &str, decode: impl Fn(&str) -> String) -> Value {
    match (value, case.explode) {
        (Value::Text(_), _) => Value::Text(decode(text)),
        (Value::Object(_), false) => read_flat(text.split(','), decode),
        _ => read_parts(value, text.split(','), decode),
    }
}

/// Items, or members with their names.
fn read_parts<'t>(
    value: &Value,
    parts: impl Iterator<Item = &'t str>,
    decode: impl Fn(&str) -> String,
) -> Value {
    match value {
        Value::Object(_) => Value::Object(
            parts
                .map(|part| part.split_once('=').expect("a name"))
                .map(|(name, value)| (decode(name), decode(value)))
                .collect(),
        ),
        _ => Value::List(parts.map(decode).collect()),
    }
}

/// Names and values by turns.
fn read_flat<'t>(parts: impl Iterator<Item = &'t str>, decode: impl Fn(&str) -> String) -> Value {
    let parts: Vec<String> = parts.map(decode).collect();
    let pair = |pair: &[String]| match pair {
        [name, value] => (name.clone(), value.clone()),
        _ => panic!("a name without a value"),
    };
    Value::Object(parts.chunks(2).map(pair).collect())
}

fn read_query(case: &Case, value: &Value, query: &str) -> Value {
    let pairs: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect();
    let brackets = match (case.style, value) {
        (Style::DeepObject, Value::List(_)) => "[]",
        _ => "",
    };
    if case.style == Style::DeepObject {
        if let Value::Object(_) = value {
            let member = |name: &str| {
                let rest = name
                    .strip_prefix(case.name)
                    .and_then(|rest| rest.strip_prefix('['));
                rest.and_then(|rest| rest.strip_suffix(']'))
                    .expect("brackets")
                    .to_owned()
            };
            return Value::Object(
                pairs
                    .iter()
                    .map(|(name, value)| (member(name), value.clone()))
                    .collect(),
            );
        }
    } else if !case.explode && !matches!(value, Value::Text(_)) {
        let [(name, _)] = pairs.as_slice() else {
            panic!("one pair: {query}");
        };
        assert_eq!(name, case.name);
        let separator = match case.style {
            Style::SpaceDelimited => "%20",
            Style::PipeDelimited => "%7C",
            _ => ",",
        };
        let (_, raw) = query.split_once('=').expect("a pair");
        return match value {
            Value::Object(_) => read_flat(raw.split(separator), decoded),
            _ => Value::List(raw.split(separator).map(decoded).collect()),
        };
    }
    if let (Value::Object(_), true) = (value, case.explode) {
        return Value::Object(pairs.into_iter().collect());
    }
    let expected = format!("{}{brackets}", case.name);
    assert!(pairs.iter().all(|(name, _)| *name == expected), "{query}");
    let mut values: Vec<String> = pairs.into_iter().map(|(_, value)| value).collect();
    match value {
        Value::Text(_) => Value::Text(values.pop().expect("one")),
        _ => Value::List(values),
    }
}

fn header_text(request: &http::Request<Body>, name: &str) -> String {
    let bytes = request.headers()[name].as_bytes();
    String::from_utf8(bytes.to_vec()).expect("UTF-8 was written")
}

/// The cookies of a request, as RFC 6265 has a server read them.
fn cookies(request: &http::Request<Body>) -> Vec<(&str, &str)> {
    let header = request.headers().get(http::header::COOKIE);
    let text = header.map_or("", |header| header.to_str().expect("visible ASCII"));
    let pairs = text
        .split(';')
        .map(str::trim)
        .filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| pair.split_once('=').expect("a pair"))
        .collect()
}

fn read_cookies(case: &Case, value: &Value, cookies: &[(&str, &str)]) -> Value {
    if let (Value::Object(members), true) = (value, case.explode) {
        let pairs = cookies.iter().zip(members);
        let read = |((name, text), (_, written)): (&(&str, &str), (&String, &String))| {
            (decoded(name), cookie_value(text, written))
        };
        return Value::Object(pairs.map(read).collect());
    }
    let [(name, text)] = cookies else {
        panic!("one cookie: {cookies:?}");
    };
    assert_eq!(*name, case.name);
    match value {
        Value::Text(written) => Value::Text(cookie_value(text, written)),
        _ => read_listed(case, value, text, decoded),
    }
}

/// The text of a cookie: as it is where that is what a cookie can have, or else decoded.
fn cookie_value(text: &str, written: &str) -> String {
    let is_octet = |c: char| c.is_ascii_graphic() && !r#"",;\"#.contains(c);
    match written.chars().all(is_octet) {
        true => text.to_owned(),
        false => decoded(text),
    }
}
