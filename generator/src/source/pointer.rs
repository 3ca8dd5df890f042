//! JSON pointers (RFC 6901), and the path of a walk, which becomes one only when somebody asks.

use std::borrow::Cow;

/// Escapes a name for use as a segment of a pointer.
pub fn escape(name: &str) -> Cow<'_, str> {
    if name.contains(['~', '/']) {
        Cow::Owned(name.replace('~', "~0").replace('/', "~1"))
    } else {
        Cow::Borrowed(name)
    }
}

/// The name that a segment stands for.
pub fn unescape(segment: &str) -> Cow<'_, str> {
    if segment.contains('~') {
        Cow::Owned(segment.replace("~1", "/").replace("~0", "~"))
    } else {
        Cow::Borrowed(segment)
    }
}

/// The names a pointer goes through.
pub fn segments(pointer: &str) -> impl Iterator<Item = Cow<'_, str>> {
    pointer.split('/').skip(1).map(unescape)
}

/// The pointer one level down.
pub fn join(pointer: &str, name: &str) -> String {
    format!("{pointer}/{}", escape(name))
}

/// The pointer one level up; none for the root.
pub fn parent(pointer: &str) -> Option<&str> {
    pointer.rfind('/').map(|end| &pointer[..end])
}

/// Where a walk over a tree stands: a list on the stack that leads back to the start of the walk. It costs nothing until
/// [`Path::pointer`] writes it down.
#[derive(Clone, Copy, Debug)]
pub struct Path<'a> {
    parent: Option<&'a Path<'a>>,
    step: Step<'a>,
}

#[derive(Clone, Copy, Debug)]
enum Step<'a> {
    Start(&'a str),
    Key(&'a str),
    Index(usize),
}

impl<'a> Path<'a> {
    /// The start of a walk at the place that a pointer names.
    pub fn start(pointer: &'a str) -> Self {
        Self {
            parent: None,
            step: Step::Start(pointer),
        }
    }

    /// One step down, to a member.
    pub fn key<'b>(&'b self, key: &'b str) -> Path<'b> {
        Path {
            parent: Some(self),
            step: Step::Key(key),
        }
    }

    /// One step down, to an item of a list.
    pub fn index(&self, index: usize) -> Path<'_> {
        Path {
            parent: Some(self),
            step: Step::Index(index),
        }
    }

    /// Whether the last step was to a member, and not to an item.
    pub fn is_key(&self) -> bool {
        matches!(self.step, Step::Key(_))
    }

    /// The pointer to this place.
    pub fn pointer(&self) -> String {
        let mut text = self.parent.map(Path::pointer).unwrap_or_default();
        match self.step {
            Step::Start(pointer) => text.push_str(pointer),
            Step::Key(key) => {
                text.push('/');
                text.push_str(&escape(key));
            }
            Step::Index(index) => {
                text.push('/');
                text.push_str(&index.to_string());
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escaping_goes_both_ways() {
        for name in ["a", "/a/b", "~", "~1", "~0/", ""] {
            assert_eq!(unescape(&escape(name)), name);
        }
    }

    #[test]
    fn a_path_writes_itself_down() {
        let start = Path::start("/paths");
        let path = start.key("/a/{b}");
        let list = path.key("parameters");
        assert_eq!(list.index(2).pointer(), "/paths/~1a~1{b}/parameters/2");
    }

    #[test]
    fn segments_of_the_root_are_none() {
        assert_eq!(segments("").count(), 0);
        assert_eq!(segments("/").collect::<Vec<_>>(), [""]);
        assert_eq!(segments("/a~1b/c").collect::<Vec<_>>(), ["a/b", "c"]);
    }
}
