// Copied by specwright 0.1.0 from specwright-runtime.

//! The headers of a request in the making.

use http::header::{HeaderMap, HeaderName, HeaderValue};

/// Headers, each name once. A request has so few that a list is quicker than a map, which is made once they are all there.
#[derive(Clone, Debug, Default)]
pub(super) struct Headers(Vec<(HeaderName, HeaderValue)>);

impl Headers {
    pub fn with_capacity(headers: usize) -> Self {
        Self(Vec::with_capacity(headers))
    }

    pub fn get(&self, name: &HeaderName) -> Option<&HeaderValue> {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value)
    }

    /// Sets a header, instead of what there was of its name.
    pub fn insert(&mut self, name: HeaderName, value: HeaderValue) {
        match self.0.iter_mut().find(|(known, _)| *known == name) {
            Some((_, old)) => *old = value,
            None => self.0.push((name, value)),
        }
    }

    /// Sets a header that is not there, if there is a value for it.
    pub fn set_default(&mut self, name: HeaderName, value: impl FnOnce() -> Option<HeaderValue>) {
        if self.get(&name).is_none() {
            self.0.extend(value().map(|value| (name, value)));
        }
    }

    pub fn remove(&mut self, name: &HeaderName) {
        self.0.retain(|(known, _)| known != name);
    }

    /// Removes all but these.
    pub fn keep(&mut self, names: &[HeaderName]) {
        self.0.retain(|(known, _)| names.contains(known));
    }

    /// A map of them, with room for more.
    pub fn to_map(&self, room: usize) -> HeaderMap {
        let mut map = HeaderMap::with_capacity(self.0.len() + room);
        for (name, value) in &self.0 {
            map.append(name, value.clone());
        }
        map
    }
}
