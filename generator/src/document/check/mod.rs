//! Holds the tree against the grammar, so that what comes after need not look twice.
//!
//! What a client can be made without is mended or dropped with a warning; the rest is an error, and dropped as well, so
//! that later steps find a tree of the right shape and can look for further mistakes.

mod hints;
mod mend;
mod operations;
mod rules;
mod schemas;

use foldhash::HashSet;

use super::Version;
use super::grammar::{Kind, Need, Rest, Shape};
use super::origins::Origins;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, catalogue};
use crate::source::{Files, Object, Path, Value, unescape};

/// Checks a whole description. `written` is the version that it says it has.
pub(super) fn check(
    tree: &mut Value,
    written: Version,
    files: &Files,
    origins: &mut Origins,
    diagnostics: &mut Diagnostics,
) {
    let mut check = Check {
        // What Swagger was, OpenAPI 3.0 is now.
        version: written.max(Version::V3_0),
        written,
        origins,
        diagnostics,
        numbers: Vec::new(),
        absent: HashSet::default(),
    };
    check.object(Kind::Root, tree, &Path::start(""));
    let numbers = check.numbers;
    mend::restore_numbers(tree, &numbers, files, origins);
    operations::check(tree, origins, diagnostics);
    schemas::check(tree, origins, diagnostics);
}

struct Check<'a> {
    version: Version,
    /// What messages call it.
    written: Version,
    origins: &'a mut Origins,
    diagnostics: &'a mut Diagnostics,
    /// Pointers of texts that were written as numbers.
    numbers: Vec<String>,
    /// Pointers of unions one of whose branches was that there is no value.
    absent: HashSet<String>,
}

/// Where a value is met: what it is called, and whether a fault in it is an error.
#[derive(Clone, Copy)]
struct Context<'a> {
    kind: Kind,
    key: &'a str,
    strict: bool,
}

impl Check<'_> {
    fn place(&self, path: &Path<'_>) -> Place {
        self.origins.place(&path.pointer())
    }

    /// What messages call a value: what it was called where it was written.
    fn what(&self, path: &Path<'_>, context: Context<'_>) -> String {
        let key = |pointer: &str| {
            let (_, written) = self.origins.resolve(pointer);
            let key = written
                .rsplit_once('/')
                .map(|(_, key)| unescape(key).into_owned());
            key.filter(|key| self.written == Version::V2_0 && key.parse::<usize>().is_err())
        };
        match path.is_key() {
            true => {
                let key = key(&path.pointer());
                format!("`{}`", key.as_deref().unwrap_or(context.key))
            }
            false => format!("an item of `{}`", context.key),
        }
    }

    fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Checks a value against its shape; gives whether it may stay.
    fn shape(
        &mut self,
        shape: Shape,
        value: &mut Value,
        path: &Path<'_>,
        context: Context<'_>,
    ) -> bool {
        match (shape, &mut *value) {
            (Shape::Any, _)
            | (Shape::Flag | Shape::FlagOr(_), Value::Bool(_))
            | (Shape::Number, Value::Number(_))
            | (Shape::Text, Value::String(_)) => true,
            (Shape::FlagOr(other), _) => self.shape(*other, value, path, context),
            (Shape::OneOrMore(one), Value::Array(_)) => {
                self.shape(Shape::List(one), value, path, context)
            }
            (Shape::OneOrMore(one), _) => self.shape(*one, value, path, context),
            (Shape::Word(words), Value::String(text)) => {
                let known = words.contains(&text.as_str());
                if !known {
                    let diagnostic = catalogue::unknown_word(
                        self.place(path),
                        context.key,
                        text,
                        words,
                        context.strict,
                    );
                    self.push(diagnostic);
                }
                known
            }
            (Shape::OrRef(Kind::Schema), Value::Bool(_)) => {
                if self.version == Version::V3_0 {
                    self.push(catalogue::newer_boolean_schema(self.place(path)));
                }
                true
            }
            (Shape::Of(kind) | Shape::OrRef(kind), Value::Object(members)) => {
                if matches!(shape, Shape::OrRef(_))
                    && kind != Kind::Schema
                    && kind != Kind::PathItem
                    && let Some(Value::String(reference)) = members.get("$ref")
                {
                    // Joining has said why one that led nowhere is empty now.
                    return !reference.is_empty();
                }
                self.object(kind, value, path)
            }
            (Shape::List(item), Value::Array(values)) => {
                let mut old = 0;
                let mut kept = Vec::new();
                let is_union = context.kind == Kind::Schema && mend::is_union(context.key, values);
                values.retain_mut(|value| {
                    let at = path.index(old);
                    let keep = match mend::nothing(value).filter(|_| is_union) {
                        Some(word) => {
                            let place = self.place(&at.key("type"));
                            self.push(catalogue::no_branch(place, word));
                            self.absent.insert(path.pointer());
                            false
                        }
                        None => self.shape(*item, value, &at, context),
                    };
                    kept.extend(keep.then_some(old));
                    old += 1;
                    keep
                });
                self.origins.shift(path, kept.into_iter().zip(0..));
                true
            }
            (Shape::Map(item), Value::Object(members)) => {
                members.retain(|key, value| {
                    let extension = key.starts_with("x-") && !could_be(*item, value);
                    let context = Context { key, ..context };
                    !extension && self.shape(*item, value, &path.key(key), context)
                });
                true
            }
            _ => self.mismatch(shape, value, path, context),
        }
    }

    /// A value of another type than its shape.
    fn mismatch(
        &mut self,
        shape: Shape,
        value: &mut Value,
        path: &Path<'_>,
        context: Context<'_>,
    ) -> bool {
        let mended = match context.kind {
            Kind::SecurityRequirement if path.is_key() => Some(mend::scopes(value)),
            _ => mend::mend(shape, value),
        };
        if let Some(mended) = mended {
            if mended.worth_a_word {
                let expected = mend::name(shape);
                let place = self.place(path);
                let what = self.what(path, context);
                self.push(catalogue::mended(place, &what, expected, value));
            }
            if let (Shape::Text, Value::Number(_)) = (shape, &*value) {
                self.numbers.push(path.pointer());
            }
            *value = mended.value;
            // What was mended into an object has members to look at.
            return match shape {
                Shape::Of(kind) | Shape::OrRef(kind) => self.object(kind, value, path),
                _ => true,
            };
        }
        if shape == Shape::OrRef(Kind::Schema) && *value != Value::Null {
            let place = self.place(path);
            let what = self.what(path, context);
            self.push(catalogue::no_schema(place, &what, value));
            *value = Value::from(Object::new());
            return true;
        }
        // `parameters:` with nothing behind it is YAML's way to say that there are none.
        let empty = *value == Value::Null
            && path.is_key()
            && (context.kind == Kind::Schema
                || matches!(shape, Shape::List(_) | Shape::OrRef(Kind::Schema)));
        let is_nothing = shape == Shape::OrRef(Kind::MediaType) && is_no_content(path, context.key);
        let error = context.strict && is_vital(shape) && !empty && !is_nothing;
        let (expected, what) = (mend::name(shape), self.what(path, context));
        let diagnostic = catalogue::wrong_shape(self.place(path), &what, expected, value, error);
        self.push(diagnostic);
        false
    }

    /// Checks an object and what is in it; gives whether it may stay.
    fn object(&mut self, kind: Kind, value: &mut Value, path: &Path<'_>) -> bool {
        let Value::Object(members) = value else {
            return false;
        };
        if kind == Kind::Schema
            && let Some((written, meant)) = mend::type_name(members)
        {
            let place = self.place(&path.key("type"));
            self.push(catalogue::mended_type(place, &written, meant));
        }
        let rule = kind.rule();
        let mut dropped = Vec::new();
        members.retain(|key, value| {
            let shape = match rule.field(key) {
                Some(field) => {
                    if field.since > self.version {
                        let place = self.place(&path.key(key)).on_key();
                        self.push(catalogue::newer_key(place, key, field.since, self.written));
                    }
                    Some(field.shape)
                }
                None => rule.shape(key),
            };
            let context = Context {
                kind,
                key,
                // A header has only one style, so that a wrong one changes nothing. A type that nobody knows is one of
                // values of which nothing is known, and all others have theirs.
                strict: !kind.is_decoration()
                    && !matches!(
                        (kind, key),
                        (Kind::Header, "style") | (Kind::Schema, "type")
                    ),
            };
            let keep = match shape {
                Some(shape) => self.shape(shape, value, &path.key(key), context),
                None => self.unknown(kind, key, path),
            };
            if !keep {
                dropped.push(key.to_owned());
            }
            keep
        });
        let complete = self.needs(kind, members, &dropped, path);
        complete && rules::check(self, kind, members, path)
    }

    /// A key that the grammar does not have; gives whether it may stay, as extensions may.
    fn unknown(&mut self, kind: Kind, key: &str, path: &Path<'_>) -> bool {
        if key.starts_with("x-") {
            return true;
        }
        let rule = kind.rule();
        let place = self.place(&path.key(key)).on_key();
        match rule.rest {
            Rest::Keys(_, _, expected) => {
                let error = kind == Kind::Responses;
                self.push(catalogue::bad_key(place, key, rule.name, expected, error));
            }
            // JSON Schema takes unknown keywords for annotations: worth a word only where it looks like a slip.
            Rest::Closed => {
                let lenient = kind == Kind::Schema && self.version > Version::V3_0;
                let known = rule.fields.iter().map(|field| field.key);
                let diagnostic = catalogue::unknown_key(place, key, rule.name, known);
                if !lenient || diagnostic.help.is_some() {
                    self.push(diagnostic);
                }
            }
        }
        false
    }

    /// Looks for the keys that must be there; gives whether the object may stay.
    ///
    /// Of what was there and has been dropped, enough was said.
    fn needs(
        &mut self,
        kind: Kind,
        members: &mut Object,
        dropped: &[String],
        path: &Path<'_>,
    ) -> bool {
        let rule = kind.rule();
        let mut complete = true;
        for field in rule.fields {
            if field.need == Need::Optional || members.contains_key(field.key) {
                continue;
            }
            let stand_in = match field.need {
                Need::RequiredBefore(version) if self.version >= version => continue,
                Need::OrEmptyText | Need::OrEmptyTextBefore(_) => Some(Value::from("")),
                Need::OrEmptyObject => Some(Value::from(Object::new())),
                _ => None,
            };
            // What a later version made optional, the upgrade supplies.
            let later = matches!(field.need, Need::RequiredBefore(_));
            let error = stand_in.is_none() && !later && !kind.is_spared();
            let optional =
                matches!(field.need, Need::OrEmptyTextBefore(version) if self.version >= version);
            if !optional && !dropped.iter().any(|key| key == field.key) {
                let place = self.place(path).on_key();
                self.push(catalogue::missing_key(place, field.key, rule.name, error));
            }
            match stand_in {
                Some(value) => {
                    members.insert(field.key, value);
                }
                None => complete &= later,
            }
        }
        complete
    }
}

/// Whether what has this shape is needed to make a client.
fn is_vital(shape: Shape) -> bool {
    match shape {
        Shape::Word(_) => true,
        Shape::Of(kind) | Shape::OrRef(kind) => !kind.is_decoration(),
        Shape::List(inner) | Shape::Map(inner) | Shape::FlagOr(inner) | Shape::OneOrMore(inner) => {
            is_vital(*inner)
        }
        Shape::Any | Shape::Text | Shape::Flag | Shape::Number | Shape::Count => false,
    }
}

/// Whether what stands there can be no representation: its key is no media type, or the answer has no content.
fn is_no_content(path: &Path<'_>, key: &str) -> bool {
    let pointer = path.pointer();
    let mut segments = pointer.rsplit('/').skip(1);
    let response = [segments.next(), segments.next(), segments.next()];
    let has_none = matches!(
        response,
        [
            Some("content"),
            Some("204" | "205" | "304"),
            Some("responses")
        ]
    );
    has_none || !key.contains('/')
}

/// Whether a value that has the key of an extension looks as if it were an entry all the same.
fn could_be(shape: Shape, value: &Value) -> bool {
    match shape {
        Shape::Of(_) | Shape::OrRef(_) => matches!(value, Value::Object(_)),
        Shape::Text => matches!(value, Value::String(_)),
        _ => true,
    }
}

#[cfg(test)]
mod tests;
