//! OpenAPI's objects as one table: which keys each has, of what shape, since which version.
//!
//! Everything that walks a description walks by this table, so that an `example` is never taken for a schema, nor a
//! property called `$ref` for a reference. The table knows nothing of what is done on the way.

// Before the modules, which see what is above them.
macro_rules! closed {
    ($name:literal, [$($field:expr),* $(,)?]) => {{
        const FIELDS: &[Field] = &[$($field),*];
        const { &Rule { name: $name, fields: FIELDS, rest: Rest::Closed } }
    }};
}

macro_rules! keyed {
    ($name:literal, $accepts:expr, $shape:expr, $expected:literal, [$($field:expr),*]) => {{
        const FIELDS: &[Field] = &[$($field),*];
        const { &Rule { name: $name, fields: FIELDS, rest: Rest::Keys($accepts, $shape, $expected) } }
    }};
}

mod objects;
mod schema;
mod swagger;
mod walk;

pub(super) use walk::{Visit, walk};

use super::Version;
use crate::source::{Object, Value};

/// The objects of OpenAPI.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Kind {
    Root,
    Info,
    Contact,
    License,
    Server,
    ServerVariable,
    Components,
    Paths,
    PathItem,
    Operation,
    ExternalDocs,
    Parameter,
    RequestBody,
    MediaType,
    Encoding,
    Responses,
    Response,
    Callback,
    Example,
    Link,
    Header,
    Tag,
    Schema,
    Discriminator,
    Xml,
    SecurityScheme,
    OAuthFlows,
    OAuthFlow,
    SecurityRequirement,
    // Of Swagger 2.0, until it is OpenAPI.
    Swagger,
    SwaggerComponents,
    SwaggerPaths,
    SwaggerPathItem,
    SwaggerOperation,
    SwaggerResponses,
    SwaggerResponse,
}

/// What a value must look like.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Shape {
    /// Anything at all.
    Any,
    /// A string.
    Text,
    /// A boolean.
    Flag,
    /// A number.
    Number,
    /// A whole number, zero or more.
    Count,
    /// One of some words.
    Word(&'static [&'static str]),
    /// An object.
    Of(Kind),
    /// An object, or a reference to one. For schemas also a boolean.
    OrRef(Kind),
    /// A list.
    List(&'static Shape),
    /// An object whose keys are free.
    Map(&'static Shape),
    /// A boolean, or else something.
    FlagOr(&'static Shape),
    /// One, or a list of them.
    OneOrMore(&'static Shape),
}

/// One key of an object.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field {
    pub(super) key: &'static str,
    pub(super) shape: Shape,
    pub(super) need: Need,
    pub(super) since: Version,
}

/// Whether a key must be there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Need {
    /// No.
    Optional,
    /// Yes, and nothing can stand in for it.
    Required,
    /// Yes, until a version that made it optional.
    RequiredBefore(Version),
    /// Yes, but an empty string will do.
    OrEmptyText,
    /// Yes, until a version that made it optional, and an empty string will do.
    OrEmptyTextBefore(Version),
    /// Yes, but an empty object will do.
    OrEmptyObject,
}

/// What an object may hold.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rule {
    /// How messages call it.
    pub(super) name: &'static str,
    /// The keys it knows, sorted.
    pub(super) fields: &'static [Field],
    /// The keys it does not know by name.
    pub(super) rest: Rest,
}

/// What keys without a name of their own mean.
#[derive(Clone, Copy, Debug)]
pub(super) enum Rest {
    /// Nothing: they are mistakes, unless they begin with `x-`.
    Closed,
    /// Those that a test accepts have a shape; of others, messages say what they should be.
    Keys(fn(&str) -> bool, Shape, &'static str),
}

impl Kind {
    /// What an object of this kind may hold.
    pub(super) fn rule(self) -> &'static Rule {
        objects::rule(self)
    }

    /// The section of `components` that holds such objects, if there is one that openapiv3 has a reference to.
    pub(super) fn section(self) -> Option<&'static str> {
        Some(match self {
            Self::Schema => "schemas",
            Self::Response | Self::SwaggerResponse => "responses",
            Self::Parameter => "parameters",
            Self::Example => "examples",
            Self::RequestBody => "requestBodies",
            Self::Header => "headers",
            Self::SecurityScheme => "securitySchemes",
            Self::Link => "links",
            _ => return None,
        })
    }

    /// Whether one that is not complete is left out with no more than a warning. A security scheme is: what can be done
    /// without credentials, can be done all the same.
    pub(super) fn is_spared(self) -> bool {
        self.is_decoration() || self == Self::SecurityScheme
    }

    /// Whether a client can be made without it, so that a fault in it is no more than a warning.
    pub(super) fn is_decoration(self) -> bool {
        matches!(
            self,
            Self::Contact
                | Self::License
                | Self::ExternalDocs
                | Self::Encoding
                | Self::Example
                | Self::Link
                | Self::Tag
                | Self::Xml
                | Self::Discriminator
        )
    }
}

impl Rule {
    /// The field of that name.
    pub(super) fn field(&self, key: &str) -> Option<&'static Field> {
        let position = self.fields.binary_search_by(|field| field.key.cmp(key));
        position.ok().map(|position| &self.fields[position])
    }

    /// The shape of what stands at a key; none if nothing is known of it.
    pub(super) fn shape(&self, key: &str) -> Option<Shape> {
        match (self.field(key), self.rest) {
            (Some(field), _) => Some(field.shape),
            (None, Rest::Keys(accepts, shape, _)) if accepts(key) => Some(shape),
            _ => None,
        }
    }
}

/// The key of a path item that holds operations of further methods.
pub(super) const FURTHER_METHODS: &str = "additionalOperations";

/// Whether a key of a path item holds an operation.
pub(super) fn is_operation(key: &str) -> bool {
    Kind::PathItem.rule().shape(key) == Some(Shape::Of(Kind::Operation))
}

/// The operations of a path item: the key of what holds them where that is not the item, the own key, and the operation.
pub(super) fn operations(item: &Object) -> impl Iterator<Item = (Option<&str>, &str, &Value)> {
    let usual = item.iter().filter(|(key, _)| is_operation(key));
    let further = item.get(FURTHER_METHODS).and_then(Value::as_object);
    let further = further.into_iter().flat_map(Object::iter);
    let further = further.filter(|(_, operation)| operation.as_object().is_some());
    usual
        .map(|(key, operation)| (None, key, operation))
        .chain(further.map(|(key, operation)| (Some(FURTHER_METHODS), key, operation)))
}

const fn field(key: &'static str, shape: Shape) -> Field {
    Field {
        key,
        shape,
        need: Need::Optional,
        since: Version::V3_0,
    }
}

impl Field {
    const fn need(self, need: Need) -> Self {
        Self { need, ..self }
    }

    const fn since(self, since: Version) -> Self {
        Self { since, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_sorted_for_the_search() {
        for kind in objects::ALL {
            let fields = kind.rule().fields;
            assert!(fields.is_sorted_by(|a, b| a.key < b.key), "{kind:?}");
        }
    }
}
