//! Whether an operation is about several things or about one, as its answer and what it takes show.

use super::naming::{Shown, bare, singular, snake};
use crate::api::{Object, Operation, Place, Scalar, Shape, TypeRef, Types};

/// What lists are called within an answer that has other lists, too.
pub(super) const LISTS: &[&str] = &[
    "data", "items", "results", "result", "values", "records", "entries", "value",
];

/// What lists are called that say something of an answer, or of its items, and are not these.
const ASIDE: &[&str] = &["errors", "links", "messages", "warnings"];

/// The member that is the list of a thing: by its name, or the only one that may be it.
pub(super) fn list<'o>(types: &Types, object: &'o Object, thing: &str) -> Option<&'o str> {
    let lists = lists(types, object);
    let named = LISTS
        .iter()
        .find_map(|name| lists.iter().find(|list| *list == name));
    // What is asked for comes first: it goes on being the list when the answer gets another one. Errors are said of an answer,
    // also where errors are asked for.
    let mut of_thing = lists.iter().filter(|list| is_of(list, thing));
    let of_thing = of_thing.find(|list| named.is_none() || !stands_aside(list));
    let known = of_thing.or(named);
    let others = lists.iter().filter(|name| !stands_aside(name));
    let others: Vec<&str> = others.copied().collect();
    match (known, others.as_slice(), lists.as_slice()) {
        (Some(list), ..) => Some(list),
        (None, [only], _) => Some(only),
        // Somebody's letters, if nothing else is a list.
        (None, [], ["messages"]) => Some("messages"),
        (None, ..) => None,
    }
}

/// Whether a list is one of a thing, by its name.
pub(super) fn is_of(list: &str, thing: &str) -> bool {
    singular(&snake(list)) == thing
}

/// Whether a list of this name, however it is written, says something of an answer and is not what was asked for.
pub(super) fn stands_aside(name: &str) -> bool {
    ASIDE.contains(&snake(name).as_str())
}

/// The members that are lists.
pub(super) fn lists<'o>(types: &Types, object: &'o Object) -> Vec<&'o str> {
    let fields = object.fields.iter();
    fields
        .filter(|field| matches!(types.shape(field.ty), Shape::Array(_)))
        .map(|field| &*field.wire_name)
        .collect()
}

/// One of what an operation is about, as the last word of its path has it.
pub(super) fn thing(operation: &Operation) -> String {
    let mut segments = bare(&operation.path).rsplit('/');
    let thing = segments.find(|segment| !segment.is_empty() && !segment.contains('{'));
    singular(&snake(thing.unwrap_or_default()))
}

/// What an operation shows of how many things it is about.
pub(super) fn shown(types: &Types, operation: &Operation) -> Shown {
    let thing = thing(operation);
    let mut answers = operation.successes.iter();
    let answer = answers.find_map(|answer| answer.content.as_ref()?.kind.ty());
    let body = operation.body.as_ref();
    let sent = body.and_then(|body| body.content.kind.ty());
    let parameters = operation.parameters.iter();
    let mut asked = parameters.filter(|it| it.place == Place::Query);
    let is_paged = asked
        .clone()
        .any(|it| PAGED.contains(&it.wire_name.as_str()));
    let is_asked = asked.any(|it| it.required);
    // What takes the place of all that there are says nothing of which ones.
    let is_all =
        operation.method == "PUT" && sent.is_some_and(|ty| many(types, ty, &thing) == Some(true));
    Shown {
        one: !is_paged && answer.is_some_and(|ty| many(types, ty, &thing) == Some(false)),
        narrowed: is_asked || body.is_some() && !is_all,
    }
}

/// Whether what is sent may say which ones of several are meant: by a member that is an id or a list, or as a list.
pub(super) fn tells_which(types: &Types, operation: &Operation) -> bool {
    let body = operation.body.as_ref();
    let Some(sent) = body.and_then(|body| body.content.kind.ty()) else {
        return body.is_some();
    };
    let Shape::Object(object) = types.described(sent) else {
        return true;
    };
    let is_id = |name: &str| matches!(snake(name).rsplit('_').next(), Some("id" | "ids"));
    let mut fields = object.fields.iter();
    object.fields.is_empty()
        || fields.any(|it| is_id(&it.wire_name) || matches!(types.shape(it.ty), Shape::Array(_)))
}

/// Parameters by which only a part of a list is asked for.
const PAGED: &[&str] = &["page", "per_page", "cursor", "limit", "offset"];

/// Members that hold all that was asked for, beside what is said of it.
const WRAPPERS: &[&str] = &[
    "data", "embedded", "payload", "response", "result", "results",
];

/// How members begin that say how a list goes on.
const PAGING: &[&str] = &["cursor", "links", "meta", "next", "page", "prev"];

/// Whether a value holds several of a thing, where it shows.
fn many(types: &Types, ty: TypeRef, thing: &str) -> Option<bool> {
    // A type of the user's is no reason for another name.
    let object = match types.described(ty) {
        Shape::Object(object) if !object.fields.is_empty() => object,
        Shape::Union(union) if union.keys().is_some() => return None,
        Shape::Union(union) => {
            let mut variants = union.variants.iter();
            let is_list = |ty| matches!(types.described(ty), Shape::Array(_));
            return variants.any(|variant| is_list(variant.ty)).then_some(true);
        }
        shape => return is_many(shape),
    };
    let mut fields = object.fields.iter();
    let wrapped = fields.find(|field| WRAPPERS.contains(&&*snake(&field.wire_name)));
    let within = wrapped.map(|field| types.described(field.ty));
    match within {
        _ if holds_list(types, object, thing) => Some(true),
        Some(Shape::Object(within)) if !within.fields.is_empty() => {
            Some(holds_list(types, within, thing))
        }
        Some(within) => is_many(within),
        None => Some(false),
    }
}

fn is_many(shape: &Shape) -> Option<bool> {
    match shape {
        Shape::Array(_) => Some(true),
        Shape::Scalar(_) | Shape::Enumeration(_) | Shape::Tuple(_) => Some(false),
        _ => None,
    }
}

/// Whether an object has a list of a thing, and what there is to say of that.
fn holds_list(types: &Types, object: &Object, thing: &str) -> bool {
    let Some(name) = list(types, object, thing) else {
        return false;
    };
    let of_list = snake(name);
    let mut others = object.fields.iter().filter(|it| *it.wire_name != *name);
    LISTS.contains(&of_list.as_str())
        || singular(&of_list) == thing
        || others.all(|it| is_aside(&it.wire_name, types.described(it.ty)))
}

fn is_aside(name: &str, shape: &Shape) -> bool {
    let name = snake(name);
    matches!(
        shape,
        Shape::Scalar(Scalar::Integer(_) | Scalar::Number | Scalar::Boolean(_))
    ) || stands_aside(&name)
        || PAGING.iter().any(|begin| name.starts_with(begin))
}
