//! What a schema says once its references are followed and its `allOf` is merged.

use foldhash::HashSet;
use foldhash::fast::RandomState;
use indexmap::{IndexMap, IndexSet};
use openapiv3::{
    AdditionalProperties, AnySchema, Discriminator, ExternalDocumentation, ReferenceOr, Schema,
    SchemaData, SchemaKind, Type,
};
use serde_json::{Number, Value};

use super::formats::{integer_format, number_format, string_format};
use super::null::{self, Null};
use super::schema::{Part, SchemaRef};
use super::values::{self, Said};
use super::{Lower, component_site};
use crate::api::{Access, Limits};
use crate::source::escape;

/// How many components may lead to one that a schema is composed of, each by the one before.
const LONGEST: usize = 100;

/// The merged view of some schemas that must hold together.
#[derive(Default)]
pub(super) struct View<'a> {
    /// The `type` keyword. `None` where no part has one.
    pub kind: Option<Kind>,
    /// Two parts demand different types: no value fits, or the document means something else than it says.
    pub conflict: bool,
    /// Two parts demand different types, and one of them says no more than `object` or `array`: it gave way.
    pub overruled: bool,
    /// The type is that of a part that says no more.
    bare: bool,
    pub format: Option<String>,
    /// The permitted values that all parts have in common.
    pub enumeration: Option<Vec<Value>>,
    /// What is said of them. What the outermost schema says comes first.
    pub said: Vec<Said<'a>>,
    pub properties: IndexMap<&'a str, Vec<Part<'a>>, RandomState>,
    pub required: IndexSet<&'a str, RandomState>,
    /// The schemas of members without a name.
    pub additional: Vec<Part<'a>>,
    /// `additionalProperties: true`, spelled out.
    pub additional_any: bool,
    pub items: Vec<Part<'a>>,
    /// Whether they are the items of a tuple.
    pub tuple: bool,
    pub unions: Vec<UnionKeyword<'a>>,
    pub nullable: bool,
    pub sensitive: bool,
    pub access: Option<Access>,
    pub limits: Limits,
    /// Components that this is composed of, at any depth of `allOf`, as far as they were met.
    composed_of: HashSet<&'a str>,
    /// How many of them are on the way to what is looked at.
    depth: usize,
    /// There were more than [`LONGEST`], and what is beyond is left out.
    pub is_too_long: bool,
    pub title: Option<&'a str>,
    pub description: Option<&'a str>,
    pub more: Option<&'a ExternalDocumentation>,
    pub deprecated: bool,
    pub default: Option<&'a Value>,
}

/// A `oneOf` or an `anyOf`.
pub(super) struct UnionKeyword<'a> {
    pub branches: &'a [ReferenceOr<Schema>],
    pub discriminator: Option<&'a Discriminator>,
    /// Where the keyword stands.
    pub site: String,
}

/// The `type` keyword.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Boolean,
    Integer,
    Number,
    String,
    Array,
    Object,
}

impl<'a> View<'a> {
    /// Merges the parts. `skip` holds the addresses of union keywords that the caller deals with itself.
    pub(super) fn of(lower: &Lower<'a, '_>, parts: &[Part<'a>], skip: &[usize]) -> Self {
        let mut view = View::default();
        for part in parts {
            view.nullable |= view.absorb(lower, part, skip).is_allowed();
        }
        view
    }

    /// Whether nothing here restricts what a value may be.
    pub(super) fn says_nothing(&self) -> bool {
        self.kind.is_none()
            && self.enumeration.is_none()
            && self.unions.is_empty()
            && !self.has_members()
            && self.items.is_empty()
    }

    /// Whether values are bytes by the document's word.
    pub(super) fn is_binary(&self) -> bool {
        self.format.as_deref() == Some("binary")
    }

    /// Whether values that are listed, if all are whole, are integers. JavaScript's descriptions have one type for all
    /// numbers; what has a format says that it is a float.
    pub(super) fn lists_integers(&self) -> bool {
        match self.kind {
            None | Some(Kind::Integer) => true,
            Some(Kind::Number) => self.format.is_none(),
            _ => false,
        }
    }

    /// Whether members of an object are described.
    pub(super) fn has_members(&self) -> bool {
        !self.properties.is_empty() || !self.additional.is_empty() || self.additional_any
    }

    /// Adds what a part says, and gives back what it says of null.
    fn absorb(&mut self, lower: &Lower<'a, '_>, part: &Part<'a>, skip: &[usize]) -> Null {
        match part.schema {
            SchemaRef::Reference(reference) => {
                // The second time, a component adds nothing, be it by a circle or by two ways to the same base.
                let Some((name, schema)) = lower.component_schema(reference) else {
                    return Null::Unsaid;
                };
                if !self.composed_of.insert(name) {
                    return Null::Unsaid;
                }
                if self.depth == LONGEST {
                    self.is_too_long = true;
                    return Null::Unsaid;
                }
                let part = Part::new(schema.into(), component_site(name));
                self.depth += 1;
                let null = self.absorb(lower, &part, skip);
                self.depth -= 1;
                null
            }
            SchemaRef::Item(schema) => {
                self.annotations(&schema.schema_data);
                let listed = values::listed(&schema.schema_kind);
                if !listed.is_empty() {
                    self.intersect(listed);
                    self.said.extend(values::said(schema));
                }
                let branches = self.keywords(lower, schema, &part.site, skip);
                null::of(schema, branches)
            }
        }
    }

    /// What the outermost schema says wins: it is met first.
    fn annotations(&mut self, data: &'a SchemaData) {
        self.deprecated |= data.deprecated;
        self.sensitive |= data
            .extensions
            .get("x-sensitive")
            .and_then(Value::as_bool)
            .unwrap_or(false);
        self.title = self.title.or(data.title.as_deref());
        self.description = self.description.or(data.description.as_deref());
        self.more = self.more.or(data.external_docs.as_ref());
        self.default = self.default.or(data.default.as_ref());
        let access = match (data.read_only, data.write_only) {
            (true, false) => Some(Access::ReadOnly),
            (false, true) => Some(Access::WriteOnly),
            _ => None,
        };
        self.access = self.access.or(access);
        self.tuple |= data.extensions.contains_key("x-specwright-tuple");
        // The document phase keeps limits that openapiv3 can't hold as text.
        let wide = data
            .extensions
            .get("x-specwright-maximum")
            .and_then(Value::as_str);
        if let Some(maximum) = wide.and_then(|text| text.parse::<u64>().ok()) {
            self.limits.maximum(Some(maximum.into()), false);
        }
    }

    /// Adds what the keywords say, and gives back what `allOf` says of null.
    fn keywords(
        &mut self,
        lower: &Lower<'a, '_>,
        schema: &'a Schema,
        site: &str,
        skip: &[usize],
    ) -> Null {
        let discriminator = schema.schema_data.discriminator.as_ref();
        match &schema.schema_kind {
            SchemaKind::Type(Type::String(string)) => {
                self.kind(Kind::String, false);
                self.format(string_format(&string.format));
                self.limits.lengths(string.min_length, string.max_length);
                self.limits.pattern(string.pattern.as_deref());
            }
            SchemaKind::Type(Type::Number(number)) => {
                self.kind(Kind::Number, false);
                self.format(number_format(&number.format));
                self.limits
                    .minimum(number.minimum.and_then(float), number.exclusive_minimum);
                self.limits
                    .maximum(number.maximum.and_then(float), number.exclusive_maximum);
                self.limits.multiple_of(number.multiple_of.and_then(float));
            }
            SchemaKind::Type(Type::Integer(integer)) => {
                self.kind(Kind::Integer, false);
                self.format(integer_format(&integer.format));
                self.limits
                    .minimum(integer.minimum.map(Into::into), integer.exclusive_minimum);
                self.limits
                    .maximum(integer.maximum.map(Into::into), integer.exclusive_maximum);
                self.limits.multiple_of(integer.multiple_of.map(Into::into));
            }
            SchemaKind::Type(Type::Boolean(_)) => self.kind(Kind::Boolean, false),
            SchemaKind::Type(Type::Object(object)) => {
                let bare = object.properties.is_empty()
                    && object.required.is_empty()
                    && object.additional_properties.is_none();
                self.kind(Kind::Object, bare);
                self.members(
                    &object.properties,
                    &object.required,
                    object.additional_properties.as_ref(),
                    site,
                );
                self.limits
                    .member_count(object.min_properties, object.max_properties);
            }
            SchemaKind::Type(Type::Array(array)) => {
                self.kind(Kind::Array, array.items.as_ref().is_none_or(is_any));
                self.item(array.items.as_ref(), site);
                self.limits
                    .item_count(array.min_items, array.max_items, array.unique_items);
            }
            SchemaKind::OneOf { one_of } => self.union(one_of, discriminator, "oneOf", site, skip),
            SchemaKind::AnyOf { any_of } => self.union(any_of, discriminator, "anyOf", site, skip),
            SchemaKind::AllOf { all_of } => return self.all_of(lower, all_of, site, skip),
            SchemaKind::Not { .. } => {}
            SchemaKind::Any(any) => return self.any(lower, any, discriminator, site, skip),
        }
        Null::Unsaid
    }

    fn any(
        &mut self,
        lower: &Lower<'a, '_>,
        any: &'a AnySchema,
        discriminator: Option<&'a Discriminator>,
        site: &str,
        skip: &[usize],
    ) -> Null {
        match any.typ.as_deref() {
            Some("boolean") => self.kind(Kind::Boolean, false),
            Some("integer") => self.kind(Kind::Integer, false),
            Some("number") => self.kind(Kind::Number, false),
            Some("string") => self.kind(Kind::String, false),
            Some("array") => self.kind(Kind::Array, false),
            Some("object") => self.kind(Kind::Object, false),
            _ => {}
        }
        self.format(any.format.clone());
        self.limits.lengths(any.min_length, any.max_length);
        self.limits.pattern(any.pattern.as_deref());
        let is = |exclusive: Option<bool>| exclusive == Some(true);
        self.limits
            .minimum(any.minimum.and_then(float), is(any.exclusive_minimum));
        self.limits
            .maximum(any.maximum.and_then(float), is(any.exclusive_maximum));
        self.limits.multiple_of(any.multiple_of.and_then(float));
        self.members(
            &any.properties,
            &any.required,
            any.additional_properties.as_ref(),
            site,
        );
        self.limits
            .member_count(any.min_properties, any.max_properties);
        self.item(any.items.as_ref(), site);
        self.limits
            .item_count(any.min_items, any.max_items, any.unique_items == Some(true));
        let branches = self.all_of(lower, &any.all_of, site, skip);
        self.union(&any.one_of, discriminator, "oneOf", site, skip);
        self.union(&any.any_of, discriminator, "anyOf", site, skip);
        branches
    }

    fn all_of(
        &mut self,
        lower: &Lower<'a, '_>,
        branches: &'a [ReferenceOr<Schema>],
        site: &str,
        skip: &[usize],
    ) -> Null {
        let mut all = Null::Unsaid;
        for (index, branch) in branches.iter().enumerate() {
            let part = Part::new(branch.into(), format!("{site}/allOf/{index}"));
            all = all.and(self.absorb(lower, &part, skip));
        }
        all
    }

    fn union(
        &mut self,
        branches: &'a [ReferenceOr<Schema>],
        discriminator: Option<&'a Discriminator>,
        keyword: &str,
        site: &str,
        skip: &[usize],
    ) {
        let address = branches.as_ptr().addr();
        let seen = self
            .unions
            .iter()
            .any(|union| union.branches.as_ptr().addr() == address);
        if !branches.is_empty() && !seen && !skip.contains(&address) {
            self.unions.push(UnionKeyword {
                branches,
                discriminator,
                site: format!("{site}/{keyword}"),
            });
        }
    }

    fn kind(&mut self, kind: Kind, bare: bool) {
        let (kind, bare) = match (self.kind, kind) {
            (None, kind) => (kind, bare),
            (Some(one), other) if one == other => (one, self.bare && bare),
            // An integer is a number: both hold for integers.
            (Some(Kind::Integer), Kind::Number) | (Some(Kind::Number), Kind::Integer) => {
                (Kind::Integer, false)
            }
            (Some(one), other) if self.bare != bare => {
                self.overruled = true;
                (if bare { one } else { other }, false)
            }
            (Some(one), _) => {
                self.conflict = true;
                (one, false)
            }
        };
        self.kind = Some(kind);
        self.bare = bare;
    }

    /// What the type is called.
    pub(super) fn kind_name(&self) -> &'static str {
        match self.kind {
            Some(Kind::Boolean) => "a boolean",
            Some(Kind::Integer) => "an integer",
            Some(Kind::Number) => "a number",
            Some(Kind::String) => "a string",
            Some(Kind::Array) => "an array",
            Some(Kind::Object) => "an object",
            None => "any value",
        }
    }

    fn format(&mut self, format: Option<String>) {
        if self.format.is_none() {
            self.format = format;
        }
    }

    fn intersect(&mut self, values: Vec<Value>) {
        // Values of a number that are whole are listed as they are written.
        let values: Vec<Value> = values.into_iter().map(plain).collect();
        self.enumeration = Some(match self.enumeration.take() {
            Some(mut known) => {
                let both: HashSet<Value> = values.into_iter().collect();
                known.retain(|value| both.contains(value));
                known
            }
            None => values,
        });
    }

    fn members(
        &mut self,
        properties: &'a IndexMap<String, ReferenceOr<Box<Schema>>>,
        required: &'a [String],
        additional: Option<&'a AdditionalProperties>,
        site: &str,
    ) {
        for (name, schema) in properties {
            let part = Part::new(schema.into(), format!("{site}/properties/{}", escape(name)));
            self.properties.entry(name).or_default().push(part);
        }
        self.required.extend(required.iter().map(String::as_str));
        match additional {
            Some(AdditionalProperties::Any(allowed)) => self.additional_any |= allowed,
            Some(AdditionalProperties::Schema(schema)) => {
                let schema: &'a ReferenceOr<Schema> = schema;
                self.additional.push(Part::new(
                    schema.into(),
                    format!("{site}/additionalProperties"),
                ));
            }
            None => {}
        }
    }

    fn item(&mut self, items: Option<&'a ReferenceOr<Box<Schema>>>, site: &str) {
        let items = items.into_iter();
        self.items
            .extend(items.map(|items| Part::new(items.into(), format!("{site}/items"))));
    }
}

/// Whether a schema is `{}`, or has nothing but annotations.
fn is_any(schema: &ReferenceOr<Box<Schema>>) -> bool {
    let kind = schema.as_item().map(|schema| &schema.schema_kind);
    matches!(kind, Some(SchemaKind::Any(any)) if *any == AnySchema::default())
}

/// The same value, without the fraction of a number that is whole.
fn plain(value: Value) -> Value {
    match value.as_f64().filter(|_| value.is_f64()).and_then(float) {
        Some(number) => Value::Number(number),
        None => value,
    }
}

fn float(value: f64) -> Option<Number> {
    // Bounds that are whole read better without a fraction.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "checked: the value is whole and small"
    )]
    if value.fract() == 0.0 && value.abs() < 9e15 {
        return Some((value as i64).into());
    }
    Number::from_f64(value)
}
