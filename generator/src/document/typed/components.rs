//! Components, each read when it is asked for and let go some time after.

use std::cell::{Cell, OnceCell, RefCell};

use foldhash::fast::RandomState;
use indexmap::IndexMap;
use openapiv3::{Header, Parameter, ReferenceOr, RequestBody, Response, Schema};

use super::read::{Read, object};
use crate::source::{Object, Value};

/// How many values of the tree may be read at a time. What more costs is memory, what less costs is reading again what
/// many others refer to.
const KEPT: usize = 4_000;

/// How many values may be read again before one more is kept.
const PATIENCE: usize = 8;

/// The components of a description that others can refer to.
#[derive(Debug)]
pub struct Components {
    /// `components.schemas`.
    pub schemas: Section<Schema>,
    /// `components.responses`.
    pub responses: Section<Response>,
    /// `components.parameters`.
    pub parameters: Section<Parameter>,
    /// `components.requestBodies`.
    pub request_bodies: Section<RequestBody>,
    /// `components.headers`.
    pub headers: Section<Header>,
}

impl Components {
    pub(super) fn new(components: &mut Object) -> Self {
        Self {
            schemas: Section::new(components.take("schemas")),
            responses: Section::new(components.take("responses")),
            parameters: Section::new(components.take("parameters")),
            request_bodies: Section::new(components.take("requestBodies")),
            headers: Section::new(components.take("headers")),
        }
    }

    /// Lets go of what was read, if that has become much.
    pub fn tidy(&mut self) {
        self.schemas.tidy();
        self.responses.tidy();
        self.parameters.tidy();
        self.request_bodies.tidy();
        self.headers.tidy();
    }
}

/// Components of one kind by their names, in document order.
#[derive(Debug)]
pub struct Section<T> {
    components: IndexMap<String, Component<T>, RandomState>,
    /// Those that are read now.
    read: RefCell<Vec<usize>>,
    /// How many values of the tree these are.
    size: Cell<usize>,
    /// How many values were read again.
    again: Cell<usize>,
}

#[derive(Debug)]
struct Component<T> {
    tree: Value,
    /// Whether it was ever read.
    was_read: Cell<bool>,
    /// None in it if it can't be read.
    typed: OnceCell<Option<Box<ReferenceOr<T>>>>,
}

impl Section<Schema> {
    /// The references in the `allOf` of each component, which is not read for it, with the component's name.
    pub fn composed(&self) -> impl Iterator<Item = (&str, &str)> {
        self.components.iter().flat_map(|(name, component)| {
            let parts = component.tree.get("allOf").and_then(Value::as_array);
            let references = parts.unwrap_or_default().iter();
            let references = references.filter_map(|part| part.get("$ref")?.as_str());
            references.map(|reference| (name.as_str(), reference))
        })
    }
}

impl<T: Read> Section<T> {
    fn new(section: Value) -> Self {
        let members = object(section).unwrap_or_default().into_iter();
        let components = members.map(|(name, tree)| {
            let component = Component {
                tree,
                was_read: Cell::default(),
                typed: OnceCell::new(),
            };
            (name, component)
        });
        Self {
            components: components.collect(),
            read: RefCell::default(),
            size: Cell::default(),
            again: Cell::default(),
        }
    }

    /// A component, and its name in a text that lives as long.
    pub fn get(&self, name: &str) -> Option<(&str, &ReferenceOr<T>)> {
        let (index, name, component) = self.components.get_full(name)?;
        let typed = component.typed.get_or_init(|| {
            let count = component.tree.count();
            self.read.borrow_mut().push(index);
            self.size.set(self.size.get() + count);
            if component.was_read.replace(true) {
                self.again.set(self.again.get() + count);
            }
            ReferenceOr::read(component.tree.clone()).map(Box::new)
        });
        Some((name, typed.as_ref()?))
    }

    /// Whether there is a component of this name, which need not be read to know.
    pub fn has(&self, name: &str) -> bool {
        self.components.contains_key(name)
    }

    /// The names, in document order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.components.keys().map(String::as_str)
    }

    fn tidy(&mut self) {
        // What was read again counts as well, so that all that is read is a multiple of the document at most, even where
        // one component is larger than what may be kept and every path refers to it.
        if self.size.get() > KEPT + self.again.get() / PATIENCE {
            self.size.set(0);
            for index in self.read.get_mut().drain(..) {
                self.components[index].typed.take();
            }
        }
    }
}
