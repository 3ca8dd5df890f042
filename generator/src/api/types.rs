//! Types: one arena, and how its members are referred to.

use std::sync::Arc;

use super::{Limits, Union};

/// The arena. A type is referred to by its index.
#[derive(Clone, Debug, Default)]
pub struct Types {
    all: Vec<Type>,
    undescribed: Arc<Docs>,
}

/// An alias that leads back to itself says nothing; this bound makes it end.
const LONGEST_WAY: usize = 64;

/// The index of a type in [`Types`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(u32);

impl Types {
    /// Keeps a place for a type, which is any value until more is known.
    pub fn add(&mut self, site: impl Into<Arc<str>>, origin: Origin) -> TypeId {
        let id = TypeId(
            u32::try_from(self.all.len()).expect("documents are limited to far fewer nodes"),
        );
        self.all.push(Type {
            site: site.into(),
            origin,
            docs: self.undescribed.clone(),
            nullable: false,
            sensitive: false,
            format: None,
            limits: None,
            shape: Shape::Any,
        });
        id
    }

    /// Gives back the room that was kept for more.
    pub fn shrink_to_fit(&mut self) {
        self.all.shrink_to_fit();
    }

    /// All types with their indices, in the order in which they were met.
    pub fn iter(&self) -> impl Iterator<Item = (TypeId, &Type)> {
        (0..).map(TypeId).zip(&self.all)
    }

    /// The same, to be changed.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut Type> {
        self.all.iter_mut()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The shape of what a reference means.
    pub fn shape(&self, reference: TypeRef) -> &Shape {
        &self[self.resolve(reference).id].shape
    }

    /// The same as the document has it, also where the user has a type for it.
    pub(crate) fn described(&self, reference: TypeRef) -> &Shape {
        self.shape(reference).described()
    }

    /// The key of the component that a type is or stands inside, if there is one.
    pub fn component<'t>(&'t self, ty: &'t Type) -> Option<&'t str> {
        let mut here = ty;
        while let Origin::Inside { parent, .. } = &here.origin {
            here = &self[*parent];
        }
        match &here.origin {
            Origin::Component(key) => Some(key),
            _ => None,
        }
    }

    /// What a reference leads to: aliases, and at the end the type that is none.
    pub(crate) fn way(&self, reference: TypeRef) -> impl Iterator<Item = &Type> {
        let next = |id: &TypeId| match self[*id].shape {
            Shape::Alias(next) => Some(next.id),
            _ => None,
        };
        let way = std::iter::successors(Some(reference.id), next);
        way.take(LONGEST_WAY).map(|id| &self[id])
    }

    /// Follows aliases to what the reference means, and gathers whether null is allowed on the way.
    pub fn resolve(&self, reference: TypeRef) -> TypeRef {
        let mut here = reference;
        for _ in 0..LONGEST_WAY {
            let ty = &self[here.id];
            here.nullable |= ty.nullable;
            match ty.shape {
                Shape::Alias(next) => {
                    here = TypeRef {
                        id: next.id,
                        nullable: here.nullable | next.nullable,
                    }
                }
                _ => break,
            }
        }
        here
    }
}

impl std::ops::Index<TypeId> for Types {
    type Output = Type;
    fn index(&self, id: TypeId) -> &Type {
        &self.all[id.0 as usize]
    }
}

impl std::ops::IndexMut<TypeId> for Types {
    fn index_mut(&mut self, id: TypeId) -> &mut Type {
        &mut self.all[id.0 as usize]
    }
}

/// A use of a type at one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TypeRef {
    /// Which type.
    pub id: TypeId,
    /// Whether null is allowed at this place, whatever the type itself says.
    pub nullable: bool,
}

/// One type.
#[derive(Clone, Debug)]
pub struct Type {
    /// Where the document describes it: a JSON pointer into the joined document.
    pub site: Arc<str>,
    /// Where its name comes from.
    pub origin: Origin,
    /// What the document says of it.
    pub docs: Arc<Docs>,
    /// Whether the schema itself allows null.
    pub nullable: bool,
    /// Whether values are secret: never shown by debug output, errors or logs.
    pub sensitive: bool,
    /// `format`, where the document has one.
    pub format: Option<String>,
    /// What is asked of values beyond that, where something is.
    pub limits: Option<Arc<Limits>>,
    /// What values look like.
    pub shape: Shape,
}

/// What a document says of a thing in prose.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Docs {
    /// A line.
    pub title: Option<Arc<str>>,
    /// Paragraphs, in CommonMark.
    pub description: Option<Arc<str>>,
    /// Whether use is discouraged.
    pub deprecated: bool,
    /// Remarks of ours that follow from the schema: limits, constants, defaults.
    pub remarks: Vec<String>,
    /// Where there is more to read, as a sentence in CommonMark (`externalDocs`).
    pub more: Option<Arc<str>>,
}

/// Where the name of a type comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A key of `components.schemas`.
    Component(String),
    /// It stands inside another type.
    Inside {
        /// The type that holds it.
        parent: TypeId,
        /// Where in it.
        step: Step,
    },
    /// It stands inside an operation.
    Operation {
        /// Index into [`super::Api::operations`] while lowering; the operation that holds it.
        operation: usize,
        /// Where in it.
        step: Step,
    },
    /// It stands inside a callback or webhook.
    Receiver {
        /// Index into [`super::Api::receivers`].
        receiver: usize,
        /// Where in it.
        step: Step,
    },
}

impl Origin {
    /// The name that the document has for it, if that is a component's, a member's or a parameter's.
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Component(name) => Some(name),
            Self::Inside { step, .. }
            | Self::Operation { step, .. }
            | Self::Receiver { step, .. } => match step {
                Step::Property(name) | Step::Parameter(name) => Some(name),
                _ => None,
            },
        }
    }
}

/// One step from a thing to a type that stands inside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A property, by wire name.
    Property(Arc<str>),
    /// The items of an array.
    Item,
    /// One of the items of a tuple, counted from one.
    Position(usize),
    /// The values of a map.
    Value,
    /// A variant of a union: its title or its position from one.
    Variant(String),
    /// A parameter, by wire name.
    Parameter(Arc<str>),
    /// The request's body.
    Request,
    /// A response's body, by its key: `200`, `4XX`, `default`.
    Response(String),
    /// An item of the stream that a response is.
    StreamItem,
}

/// What values of a type look like.
#[derive(Clone, Debug)]
pub enum Shape {
    /// Any JSON value.
    Any,
    /// Only null.
    Null,
    /// A scalar.
    Scalar(Scalar),
    /// A string or an integer out of a list, which may grow.
    Enumeration(Enumeration),
    /// A JSON object with known members.
    Object(Object),
    /// A list of one type.
    Array(TypeRef),
    /// A list of a fixed length, each of its items of a type of its own.
    Tuple(Vec<TypeRef>),
    /// A JSON object with any keys and values of one type.
    Map(TypeRef),
    /// One of several types.
    Union(Union),
    /// The same as another type.
    Alias(TypeRef),
    /// What nothing is made of, because the user has a type for it. What the document says of it still tells how it travels.
    Foreign(Box<Shape>),
}

impl Shape {
    /// What the document says of values, also where the user has a type for them.
    pub(crate) fn described(&self) -> &Self {
        match self {
            Self::Foreign(described) => described,
            shape => shape,
        }
    }
}

/// A scalar. Language-neutral: no Rust type is chosen here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scalar {
    /// `true` or `false`; or always one of them.
    Boolean(Option<bool>),
    /// An integer.
    Integer(Integer),
    /// A number with a fraction.
    Number,
    /// Text.
    Text(Text),
}

/// The integers that are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Integer {
    /// `format: int8`.
    I8,
    /// `format: int16`.
    I16,
    /// `format: int32`.
    I32,
    /// `format: int64`, or none.
    I64,
    /// `format: uint8`.
    U8,
    /// `format: uint16`.
    U16,
    /// `format: uint32`.
    U32,
    /// `format: uint64`, or limits beyond 64 signed bits.
    U64,
}

/// The texts that are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Text {
    /// Any text, also of a format that needs no type of its own (a URI keeps its spelling).
    Plain,
    /// `date-time` (RFC 3339, section 5.6).
    DateTime,
    /// `date` (RFC 3339, `full-date`).
    Date,
    /// `binary`: bytes that are not JSON.
    Binary,
}

/// A string out of a list, or an integer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enumeration {
    /// Which integers the values are; none where they are strings.
    pub integer: Option<Integer>,
    /// The values, in document order, each once.
    pub values: Vec<Listed>,
    /// Whether the document allows all others as well, and lists these as examples.
    pub others: bool,
}

/// A value that an enumeration lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The value.
    pub value: Constant,
    /// What else the document calls it.
    pub name: Option<String>,
    /// What the document says of it.
    pub description: Option<String>,
}

/// A value that is written down.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Constant {
    /// A string.
    Text(String),
    /// An integer.
    Integer(i128),
    /// `true` or `false`.
    Boolean(bool),
}

impl std::fmt::Display for Constant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Integer(integer) => integer.fmt(f),
            Self::Boolean(boolean) => boolean.fmt(f),
        }
    }
}

/// A JSON object with known members.
#[derive(Clone, Debug, Default)]
pub struct Object {
    /// Its members, in document order.
    pub fields: Vec<Field>,
    /// The type of members that have no name, where the document describes them.
    pub additional: Option<TypeRef>,
}

impl Object {
    /// The member of a wire name.
    pub fn field(&self, wire_name: &str) -> Option<&Field> {
        self.fields
            .iter()
            .find(|field| *field.wire_name == *wire_name)
    }
}

/// A member of an object.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its key in JSON, as the document has it.
    pub wire_name: Arc<str>,
    /// Its type.
    pub ty: TypeRef,
    /// Whether it must be there. Apart from whether null is allowed: absent, null and a value are three things.
    pub required: bool,
    /// Who sends it.
    pub access: Access,
    /// What the document says of it.
    pub docs: Arc<Docs>,
    /// What is asked of its values, beside what its type has of that.
    pub limits: Option<Arc<Limits>>,
    /// Where.
    pub site: Arc<str>,
}

/// Who sends a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Both sides.
    Both,
    /// `readOnly`: the server alone.
    ReadOnly,
    /// `writeOnly`: the client alone.
    WriteOnly,
}
