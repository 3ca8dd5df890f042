//! Bytes to events: `text/event-stream` by the rules of WHATWG's HTML standard (section 9.2.6), JSON lines, and JSON
//! text sequences (RFC 7464).

use std::mem;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// One event of a stream as it came.
///
/// Where a description says nothing of what events hold, this is what a stream gives.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Its type; none stands for `message`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
    /// What it holds: several lines of data are joined by line feeds.
    #[serde(default)]
    pub data: String,
    /// The latest identifier of the stream.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// How long to wait before asking again where the connection was lost, in milliseconds, if it came with this event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry: Option<u64>,
}

impl Event {
    /// The event as an object whose data is the JSON in it, or the text where there is none.
    pub(super) fn with_json(&self) -> Option<String> {
        #[derive(Serialize)]
        struct JsonEvent<'e> {
            #[serde(skip_serializing_if = "Option::is_none")]
            event: Option<&'e str>,
            data: &'e RawValue,
            #[serde(skip_serializing_if = "Option::is_none")]
            id: Option<&'e str>,
            #[serde(skip_serializing_if = "Option::is_none")]
            retry: Option<u64>,
        }
        let whole = match serde_json::from_str(&self.data) {
            Ok(data) => serde_json::to_string(&JsonEvent {
                event: self.event.as_deref(),
                data,
                id: self.id.as_deref(),
                retry: self.retry,
            }),
            Err(_) => serde_json::to_string(self),
        };
        whole.ok()
    }
}

/// How events stand in a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Framing {
    /// `text/event-stream`.
    Events,
    /// A line each.
    Lines,
    /// A record each, after a record separator.
    Sequence,
}

const RECORD_SEPARATOR: u8 = 0x1e;

/// Takes bytes as they come, and gives events as they are whole.
#[derive(Debug)]
pub(super) struct Splitter {
    framing: Framing,
    /// How many bytes a line or the data of an event may have.
    limit: usize,
    /// Whether something had more. Nothing comes after it.
    is_over: bool,
    /// Whether the latest record may be the beginning of another value.
    is_cut: bool,
    buffer: Vec<u8>,
    /// How many bytes at the beginning were given on.
    used: usize,
    /// How many bytes are known to have no end of a line.
    searched: usize,
    /// Whether the first line was seen, before which a mark of the byte order may stand.
    begun: bool,
    /// Whether the last line ended with a carriage return, so that a line feed is part of its end.
    returned: bool,
    /// The event in the making, and whether it has data.
    event: Event,
    has_data: bool,
    /// The latest identifier that was seen, and the one of the latest event that was whole.
    seen_id: Option<String>,
    last_id: Option<String>,
    /// Where the record in the making is.
    nesting: Nesting,
    retry: Option<Duration>,
}

impl Splitter {
    pub fn new(framing: Framing, limit: u64) -> Self {
        Self {
            framing,
            limit: usize::try_from(limit).unwrap_or(usize::MAX),
            is_over: false,
            is_cut: false,
            buffer: Vec::new(),
            used: 0,
            searched: 0,
            begun: false,
            returned: false,
            event: Event::default(),
            has_data: false,
            seen_id: None,
            last_id: None,
            nesting: Nesting::default(),
            retry: None,
        }
    }

    /// One for the next connection.
    pub fn again(&self) -> Self {
        Self {
            seen_id: self.last_id.clone(),
            last_id: self.last_id.clone(),
            retry: self.retry,
            ..Self::new(self.framing, self.limit())
        }
    }

    /// The latest identifier of an event that was whole. What was lost half-way is to come again.
    pub fn last_id(&self) -> Option<&str> {
        self.last_id.as_deref()
    }

    /// How long the server asks to wait before the next connection.
    pub fn retry(&self) -> Option<Duration> {
        self.retry
    }

    /// How many bytes a line or the data of an event may have.
    pub fn limit(&self) -> u64 {
        self.limit as u64
    }

    /// Whether something is larger than it may be, however it came.
    pub fn is_over(&self) -> bool {
        self.is_over
    }

    /// Whether the latest record may be the beginning of another value: `12`, where `123` was sent (RFC 7464, section 2.4).
    pub fn is_cut(&self) -> bool {
        self.is_cut
    }

    pub fn push(&mut self, bytes: &[u8]) {
        self.buffer.drain(..self.used);
        self.searched = self.searched.saturating_sub(self.used);
        self.used = 0;
        self.buffer.extend_from_slice(bytes);
    }

    /// The next event that is whole.
    pub fn next(&mut self) -> Option<Event> {
        while !self.is_over {
            let line = self.line()?;
            let event = match self.framing {
                Framing::Events => self.field(&line),
                Framing::Lines => record(&line),
                Framing::Sequence => {
                    let is_separated = self.buffer[..self.used].ends_with(&[RECORD_SEPARATOR]);
                    self.is_cut = is_separated && may_go_on(&line);
                    record(&line)
                }
            };
            if event.is_some() {
                return event;
            }
        }
        None
    }

    /// What is left at the end: an event that is not whole is none, a line that does not end is one.
    pub fn finish(&mut self) -> Option<Event> {
        let rest = self.buffer.split_off(self.used);
        let rest = String::from_utf8_lossy(without_mark(&rest, self.begun));
        *self = self.again();
        self.is_cut = self.framing == Framing::Sequence && may_go_on(&rest);
        match self.framing {
            Framing::Events => None,
            Framing::Lines | Framing::Sequence => record(&rest),
        }
    }

    /// The next line, without its end.
    fn line(&mut self) -> Option<String> {
        if self.returned && self.buffer.get(self.used) == Some(&b'\n') {
            self.used += 1;
            self.returned = false;
        }
        self.searched = self.searched.max(self.used);
        let Self {
            framing, nesting, ..
        } = self;
        let ends = |byte: &u8| match framing {
            Framing::Events => matches!(byte, b'\n' | b'\r'),
            Framing::Lines => *byte == b'\n',
            Framing::Sequence => nesting.ends(*byte),
        };
        let Some(length) = self.buffer[self.searched..].iter().position(ends) else {
            self.searched = self.buffer.len();
            self.is_over = self.searched - self.used > self.limit;
            return None;
        };
        let end = self.searched + length;
        let line = &self.buffer[self.used..end];
        if line.len() > self.limit {
            self.is_over = true;
            return None;
        }
        let line = without_mark(line, mem::replace(&mut self.begun, true));
        let line = String::from_utf8_lossy(line).into_owned();
        self.returned = self.buffer[end] == b'\r';
        self.used = end + 1;
        Some(line)
    }

    /// Takes a line of an event stream, and gives the event that it ends.
    fn field(&mut self, line: &str) -> Option<Event> {
        if line.is_empty() {
            self.last_id.clone_from(&self.seen_id);
            let mut event = mem::take(&mut self.event);
            if !mem::take(&mut self.has_data) {
                return None;
            }
            // Each line of data was added with a line feed.
            event.data.pop();
            event.id.clone_from(&self.last_id);
            return Some(event);
        }
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match name {
            "event" => self.event.event = Some(value.to_owned()).filter(|value| !value.is_empty()),
            "data" => {
                self.has_data = true;
                self.event.data.push_str(value);
                self.is_over = self.event.data.len() > self.limit;
                self.event.data.push('\n');
            }
            "id" if !value.contains('\0') => self.seen_id = Some(value.to_owned()),
            "retry" if value.bytes().all(|byte| byte.is_ascii_digit()) => {
                if let Ok(milliseconds) = value.parse() {
                    self.event.retry = Some(milliseconds);
                    self.retry = Some(Duration::from_millis(milliseconds));
                }
            }
            // A comment has no name, and what else there is is to be ignored.
            _ => {}
        }
        None
    }
}

/// Where in a JSON text its last byte is, so that the line feed after it is known from those within it (RFC 7464, section
/// 2.4): a record is not to wait for the separator of the next one.
#[derive(Debug, Default)]
struct Nesting {
    depth: usize,
    in_text: bool,
    escaped: bool,
}

impl Nesting {
    /// Whether a record ends at the next byte. No separator stands within a JSON text, whatever it looked like before.
    fn ends(&mut self, byte: u8) -> bool {
        if byte == RECORD_SEPARATOR {
            *self = Self::default();
            return true;
        }
        if self.in_text {
            let escaped = mem::take(&mut self.escaped);
            self.escaped = byte == b'\\' && !escaped;
            self.in_text = byte != b'"' || escaped;
            return false;
        }
        match byte {
            b'"' => self.in_text = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        byte == b'\n' && self.depth == 0
    }
}

/// The beginning of a stream without its mark of the byte order.
fn without_mark(line: &[u8], begun: bool) -> &[u8] {
    let marked = line.strip_prefix(b"\xef\xbb\xbf").filter(|_| !begun);
    marked.unwrap_or(line)
}

/// Whether a value without white space after it may be cut off: a text, a list or an object shows its end, a number does not.
fn may_go_on(record: &str) -> bool {
    !record.is_empty() && !record.ends_with(['"', '}', ']']) && record.trim_end() == record
}

/// A line or a record, unless it is blank.
fn record(text: &str) -> Option<Event> {
    let data = text.trim().to_owned();
    (!data.is_empty()).then(|| Event {
        data,
        ..Event::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The events of a text that comes in pieces of so many bytes.
    fn split(framing: Framing, text: &str, size: usize) -> Vec<Event> {
        let mut splitter = Splitter::new(framing, u64::MAX);
        let mut events = Vec::new();
        for piece in text.as_bytes().chunks(size) {
            splitter.push(piece);
            events.extend(std::iter::from_fn(|| splitter.next()));
        }
        events.extend(splitter.finish());
        events
    }

    /// Data of each event, however the text is cut.
    fn data(framing: Framing, text: &str) -> Vec<String> {
        let whole = split(framing, text, text.len().max(1));
        for size in 1..8 {
            assert_eq!(split(framing, text, size), whole, "in pieces of {size}");
        }
        whole.into_iter().map(|event| event.data).collect()
    }

    #[test]
    fn the_examples_of_the_standard() {
        let data = |text| data(Framing::Events, text);
        assert_eq!(data("data: YHOO\ndata: +2\ndata: 10\n\n"), ["YHOO\n+2\n10"]);
        let stream = ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n";
        assert_eq!(
            data(stream),
            ["first event", "second event", " third event"]
        );
        // An event without data is none, one with an empty line of data is one, and the last one has no end.
        assert_eq!(data("data\n\ndata\ndata\n\ndata:"), ["", "\n"]);
        assert_eq!(data("data:test\n\ndata: test\n\n"), ["test", "test"]);
    }

    #[test]
    fn all_ends_of_lines_and_a_byte_order_mark() {
        let text =
            "\u{feff}data: a\r\ndata: b\r\n\r\ndata: c\rdata: d\r\rdata: é\n\n: \u{feff}\n\n";
        assert_eq!(data(Framing::Events, text), ["a\nb", "c\nd", "é"]);
    }

    #[test]
    fn identifiers_stay_types_do_not() {
        let text = "event: add\nid: 7\ndata: a\n\ndata: b\n\nid: x\0\nretry: 250\ndata: c\n\nretry: 1s\nid\ndata: d\n\n";
        let events = split(Framing::Events, text, 3);
        let ids: Vec<_> = events.iter().map(|event| event.id.as_deref()).collect();
        assert_eq!(ids, [Some("7"), Some("7"), Some("7"), Some("")]);
        assert_eq!(events[0].event.as_deref(), Some("add"));
        assert_eq!((&events[1].event, events[2].retry), (&None, Some(250)));
        let mut splitter = Splitter::new(Framing::Events, u64::MAX);
        splitter.push(text.as_bytes());
        while splitter.next().is_some() {}
        assert_eq!(splitter.retry(), Some(Duration::from_millis(250)));
        assert_eq!(splitter.last_id(), Some(""));
    }

    #[test]
    fn lines_and_sequences() {
        let lines = "{\"a\":1}\r\n\n  \n{\"a\":2}\n{\"a\":3}";
        assert_eq!(
            data(Framing::Lines, lines),
            ["{\"a\":1}", "{\"a\":2}", "{\"a\":3}"]
        );
        let sequence = "\u{1e}{\"a\":\n1}\n\u{1e}\u{1e}2\n\u{1e}3";
        assert_eq!(data(Framing::Sequence, sequence), ["{\"a\":\n1}", "2", "3"]);
    }

    #[test]
    fn a_mark_before_a_line_without_an_end() {
        assert_eq!(data(Framing::Lines, "\u{feff}{\"a\":1}"), ["{\"a\":1}"]);
    }

    #[test]
    fn a_record_that_may_go_on_is_known() {
        let cut = |text: &str| {
            let mut splitter = Splitter::new(Framing::Sequence, u64::MAX);
            splitter.push(text.as_bytes());
            let all = std::iter::from_fn(|| Some((splitter.next()?, splitter.is_cut())));
            let mut all: Vec<_> = all.map(|(event, is_cut)| (event.data, is_cut)).collect();
            all.extend(
                splitter
                    .finish()
                    .map(|event| (event.data, splitter.is_cut())),
            );
            all
        };
        let known = |data: &str, is_cut| (data.to_owned(), is_cut);
        assert_eq!(
            cut("\u{1e}12\u{1e}3\n\u{1e}[4]\u{1e}5 \u{1e}tru"),
            [
                known("12", true),
                known("3", false),
                known("[4]", false),
                known("5", false),
                known("tru", true)
            ]
        );
    }

    #[test]
    fn the_limit_does_not_depend_on_how_the_network_cuts() {
        let given = |text: &str, size, limit| {
            let mut splitter = Splitter::new(Framing::Events, limit);
            let mut given = 0;
            for piece in text.as_bytes().chunks(size) {
                splitter.push(piece);
                given += std::iter::from_fn(|| splitter.next()).count();
            }
            (given, splitter.is_over())
        };
        let small = "data: 1\n\n".repeat(9);
        let long = format!("{small}data: 123456\n\n{small}");
        let many = format!("{small}data: 12\ndata: 345\ndata: 6789\ndata: 0\n\n{small}");
        for size in [1, 5, 17, 400] {
            assert_eq!(given(&small, size, 11), (9, false), "in pieces of {size}");
            assert_eq!(given(&long, size, 11), (9, true), "in pieces of {size}");
            assert_eq!(given(&many, size, 11), (9, true), "in pieces of {size}");
            assert_eq!(given(&many, size, 13), (19, false), "in pieces of {size}");
        }
    }

    #[test]
    fn a_record_does_not_wait_for_the_next_one() {
        let mut splitter = Splitter::new(Framing::Sequence, u64::MAX);
        splitter.push(b"\x1e[{\"a\": \"]}\\\"\n");
        assert_eq!(splitter.next(), None);
        splitter.push(b"\"},\n1");
        assert_eq!(splitter.next(), None);
        splitter.push(b"]\n");
        let item = splitter.next().map(|event| event.data);
        assert_eq!(item.as_deref(), Some("[{\"a\": \"]}\\\"\n\"},\n1]"));
        // What was cut off does not keep the next from being seen.
        splitter.push(b"\x1e{\"a\": \"\x1e");
        assert_eq!(
            splitter.next().map(|event| event.data).as_deref(),
            Some("{\"a\": \"")
        );
        splitter.push(b"1\n");
        assert_eq!(
            splitter.next().map(|event| event.data).as_deref(),
            Some("1")
        );
    }

    #[test]
    fn an_identifier_counts_when_its_event_is_whole() {
        let mut splitter = Splitter::new(Framing::Events, u64::MAX);
        splitter.push(b"id: 1\ndata: a\n\nid: 2\ndata: b");
        assert!(splitter.next().is_some() && splitter.next().is_none());
        assert_eq!(splitter.last_id(), Some("1"));
        splitter.push(b"\n\nid: 3\n\n");
        assert!(splitter.next().is_some() && splitter.next().is_none());
        assert_eq!(splitter.last_id(), Some("3"));
    }
}
