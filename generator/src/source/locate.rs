//! From a JSON pointer to its place in the text.
//!
//! Trees keep no positions. When there is something to print, the text is walked once more and only the wanted places
//! are noted, so the good case pays nothing and the bad one less than a second.

use std::collections::HashMap;
use std::ops::Range;

use super::{File, json, read, segments, yaml};

/// Where a value stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// The value itself. For objects and lists, only its first character is certain.
    pub value: Range<usize>,
    /// The key that names it, if it has one.
    pub key: Option<Range<usize>>,
    /// Whether this is the place asked for, and not only the nearest one above it that the text has.
    pub exact: bool,
}

/// What a walk over a text tells.
pub(super) trait Sink {
    /// An object or list begins. Gives whether to tell what is in it.
    fn open(&mut self, object: bool, at: usize) -> bool;
    /// The innermost object or list ends.
    fn close(&mut self, at: usize);
    /// A scalar; within objects, keys and values take turns.
    fn scalar(&mut self, text: &str, range: Range<usize>);
}

fn walk(file: &File, sink: &mut impl Sink) {
    if read::is_json(file) {
        json::walk(file.text(), sink);
    } else {
        yaml::walk(file.text(), sink);
    }
}

/// Finds each of the pointers, or the nearest place above it that the text has. A pointer may be an addition of ours.
pub fn locate<'a>(
    file: &File,
    pointers: impl IntoIterator<Item = &'a str>,
) -> HashMap<&'a str, Location> {
    let mut finder = Finder::new();
    let wanted: Vec<_> = pointers
        .into_iter()
        .map(|pointer| (pointer, finder.want(pointer)))
        .collect();
    walk(file, &mut finder);
    wanted
        .into_iter()
        .map(|(pointer, node)| {
            let mut location = finder.location(node);
            location.value = within(file.text(), location.value);
            location.key = location.key.map(|key| within(file.text(), key));
            (pointer, location)
        })
        .collect()
}

/// The part of a range that is in a text, of whole characters: a parser that is not ours said where it is.
fn within(text: &str, range: Range<usize>) -> Range<usize> {
    let start = text.floor_char_boundary(range.start);
    start..text.ceil_char_boundary(range.end.max(start))
}

/// The wanted pointers as a tree of their segments, and a stack of where the walk is.
struct Finder {
    nodes: Vec<Wanted>,
    stack: Vec<Frame>,
}

#[derive(Default)]
struct Wanted {
    parent: Option<usize>,
    children: HashMap<String, usize>,
    key: Option<Range<usize>>,
    value: Option<Range<usize>>,
}

/// An open object or list. `node` is none where nothing within is wanted.
struct Frame {
    node: Option<usize>,
    place: Turn,
}

enum Turn {
    /// The next scalar is a key.
    Key,
    /// The next value belongs to this key.
    Value(Option<usize>),
    /// The next value is this item of a list.
    Item(usize),
}

impl Finder {
    fn new() -> Self {
        Self {
            nodes: vec![Wanted::default()],
            stack: Vec::new(),
        }
    }

    fn want(&mut self, pointer: &str) -> usize {
        segments(pointer).fold(0, |node, segment| {
            if let Some(&known) = self.nodes[node].children.get(segment.as_ref()) {
                return known;
            }
            let child = self.nodes.len();
            self.nodes.push(Wanted {
                parent: Some(node),
                ..Wanted::default()
            });
            self.nodes[node]
                .children
                .insert(segment.into_owned(), child);
            child
        })
    }

    fn location(&self, wanted: usize) -> Location {
        let mut node = wanted;
        loop {
            let Wanted {
                parent, key, value, ..
            } = &self.nodes[node];
            match (value, parent) {
                (Some(value), _) => {
                    return Location {
                        value: value.clone(),
                        key: key.clone(),
                        exact: node == wanted,
                    };
                }
                (None, Some(parent)) => node = *parent,
                (None, None) => {
                    return Location {
                        value: 0..0,
                        key: None,
                        exact: false,
                    };
                }
            }
        }
    }

    /// The wanted node that the next value is, and moves the turn on.
    fn next_value(&mut self) -> Option<usize> {
        let Some(frame) = self.stack.last_mut() else {
            return Some(0);
        };
        match frame.place {
            Turn::Key => None,
            Turn::Value(node) => {
                frame.place = Turn::Key;
                node
            }
            Turn::Item(index) => {
                frame.place = Turn::Item(index + 1);
                let node = frame.node?;
                self.nodes[node].children.get(&index.to_string()).copied()
            }
        }
    }

    fn found(&mut self, node: Option<usize>, range: Range<usize>) {
        if let Some(node) = node {
            self.nodes[node].value.get_or_insert(range);
        }
    }
}

impl Sink for Finder {
    fn open(&mut self, object: bool, at: usize) -> bool {
        // An object in the place of a key (YAML allows it) takes the key's turn.
        if let Some(Frame {
            place: place @ Turn::Key,
            ..
        }) = self.stack.last_mut()
        {
            *place = Turn::Value(None);
            self.stack.push(Frame {
                node: None,
                place: if object { Turn::Key } else { Turn::Item(0) },
            });
            return false;
        }
        let node = self.next_value();
        self.found(node, at..at + 1);
        self.stack.push(Frame {
            node,
            place: if object { Turn::Key } else { Turn::Item(0) },
        });
        node.is_some_and(|node| !self.nodes[node].children.is_empty())
    }

    fn close(&mut self, _at: usize) {
        self.stack.pop();
    }

    fn scalar(&mut self, text: &str, range: Range<usize>) {
        if let Some(frame) = self.stack.last_mut()
            && matches!(frame.place, Turn::Key)
        {
            let child = frame
                .node
                .and_then(|node| self.nodes[node].children.get(text).copied());
            frame.place = Turn::Value(child);
            if let Some(child) = child {
                self.nodes[child].key.get_or_insert(range);
            }
            return;
        }
        let node = self.next_value();
        self.found(node, range);
    }
}

/// Finds the keys that stand twice in one object: name and second place, in the order of the text.
pub fn duplicates(file: &File) -> Vec<(String, Range<usize>)> {
    let mut search = Duplicates::default();
    walk(file, &mut search);
    let found = search.found.into_iter();
    found
        .map(|(key, range)| (key, within(file.text(), range)))
        .collect()
}

#[derive(Default)]
struct Duplicates {
    stack: Vec<Keys>,
    found: Vec<(String, Range<usize>)>,
}

/// The keys of an open object; a list has none.
struct Keys {
    seen: Option<HashMap<String, ()>>,
    key_next: bool,
}

impl Sink for Duplicates {
    fn open(&mut self, object: bool, _at: usize) -> bool {
        if let Some(keys) = self.stack.last_mut() {
            keys.key_next = !keys.key_next;
        }
        self.stack.push(Keys {
            seen: object.then(HashMap::new),
            key_next: true,
        });
        true
    }

    fn close(&mut self, _at: usize) {
        self.stack.pop();
    }

    fn scalar(&mut self, text: &str, range: Range<usize>) {
        let Some(keys) = self.stack.last_mut() else {
            return;
        };
        let Some(seen) = &mut keys.seen else { return };
        if keys.key_next && text != "<<" && seen.insert(text.to_owned(), ()).is_some() {
            self.found.push((text.to_owned(), range));
        }
        keys.key_next = !keys.key_next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at<'a>(text: &'a str, name: &str, pointer: &str) -> (&'a str, Option<&'a str>, bool) {
        let file = File::new(name, text);
        let location = locate(&file, [pointer])
            .remove(pointer)
            .expect("was asked for");
        let key = location.key.map(|range| &text[range]);
        (&text[location.value], key, location.exact)
    }

    #[test]
    fn places_are_in_the_text_whatever_ends_its_lines() {
        for end in ["\n", "\r\n", "\r"] {
            let text = format!("a: é{end}b:{end}  - c: 1{end}  - d: x{end}");
            let at = |pointer| at(&text, "a.yaml", pointer);
            assert_eq!(at("/b/0/c"), ("1", Some("c"), true), "{end:?}");
            assert_eq!(at("/b/1/d"), ("x", Some("d"), true), "{end:?}");
        }
        assert_eq!(at("é: 1\n", "a.yaml", ""), ("é", None, true));
        let text = "a:\r\r\r {b: c,\r d: {}\re: []\r";
        assert!(text.contains(at(text, "a.yaml", "/a/d").0));
    }

    #[test]
    fn a_text_may_be_one_long_line() {
        let items = 50_000;
        let list = "'é', ".repeat(items);
        let text = format!("{{a: [{list}], b: x}}");
        let began = std::time::Instant::now();
        let last = format!("/a/{}", items - 1);
        assert_eq!(at(&text, "a.yaml", &last), ("'é'", None, true));
        assert_eq!(at(&text, "a.yaml", "/b"), ("x", Some("b"), true));
        // By the square of its length, it would take minutes.
        assert!(began.elapsed().as_secs() < 20);
    }

    #[test]
    fn places_in_json() {
        let text = r#"{"a/b": [1, {"ü": "x\ud83d\ude00"}], "c": true}"#;
        assert_eq!(at(text, "a.json", "/a~1b/0"), ("1", None, true));
        let emoji = r#""x\ud83d\ude00""#;
        assert_eq!(
            at(text, "a.json", "/a~1b/1/ü"),
            (emoji, Some("\"ü\""), true)
        );
        assert_eq!(at(text, "a.json", "/c"), ("true", Some("\"c\""), true));
        assert_eq!(
            at(text, "a.json", "/c/none"),
            ("true", Some("\"c\""), false)
        );
    }

    #[test]
    fn places_in_yaml() {
        let text = "ü: é\nlist:\n  - a: [x, 'y z']\n  - b\nanchor: &a {k: v}\nuse: *a\n";
        assert_eq!(at(text, "a.yaml", "/ü"), ("é", Some("ü"), true));
        assert_eq!(at(text, "a.yaml", "/list/0/a/1"), ("'y z'", None, true));
        assert_eq!(at(text, "a.yaml", "/list/1"), ("b", None, true));
        assert_eq!(at(text, "a.yaml", "/use/k"), ("*a", Some("use"), false));
    }
}
