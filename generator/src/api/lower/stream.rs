//! Responses that are a stream of items, and what an item is.

use indexmap::IndexMap;
use openapiv3::MediaType;

use super::{Lower, State, representations, tag, union};
use crate::api::{
    Framing, ItemStream, Object, Origin, Scalar, Shape, Step, Text, TypeId, TypeRef, Types,
};
use crate::document::{EVENT_MEMBERS, ITEM_SCHEMA};
use crate::source::{escape, is_json_lines};

impl<'a> Lower<'a, '_> {
    /// The first of the representations that is a stream of items.
    pub(super) fn stream(
        &mut self,
        contents: &'a IndexMap<String, MediaType>,
        site: &str,
        index: usize,
    ) -> Option<ItemStream> {
        let mut streams = contents.iter();
        let (media_type, content, framing) =
            streams.find_map(|(name, content)| Some((name, content, framing(name)?)))?;
        let origin = Origin::Operation {
            operation: index,
            step: Step::StreamItem,
        };
        let site = format!("{site}/content/{}/schema", escape(media_type));
        Some(ItemStream {
            media_type: media_type.clone(),
            framing,
            named: false,
            texts: Vec::new(),
            ends: Vec::new(),
            by_item: content.extensions.contains_key(ITEM_SCHEMA),
            item: content
                .schema
                .as_ref()
                .map(|schema| self.schema(schema.into(), site, origin)),
        })
    }
}

impl State<'_> {
    /// Takes what ends a stream out of what its items are, before anything looks at what tells these apart.
    pub(super) fn stream_ends(&mut self) {
        let Self { api, unions, .. } = self;
        for operation in &mut api.operations {
            let responses = operation.successes.iter_mut();
            let responses = responses.chain(&mut operation.failures);
            let streams = responses.filter_map(|response| response.stream.as_mut());
            for stream in streams.filter(|stream| stream.framing == Framing::Events) {
                let Some((item, _)) = item(&api.types, stream) else {
                    continue;
                };
                let id = api.types.resolve(item).id;
                // Where the document says what tells them apart, that leads to each of them.
                if unions.contains_key(&id) {
                    continue;
                }
                stream.ends = ends(&mut api.types, id);
                data_is_there(&mut api.types, id);
            }
        }
    }

    /// Decides what the items of streams are, now that all types are known.
    pub(super) fn stream_items(&mut self) {
        let Self { api, .. } = self;
        for operation in &mut api.operations {
            let responses = operation.successes.iter_mut();
            let responses = responses.chain(&mut operation.failures);
            for stream in responses.filter_map(|response| response.stream.as_mut()) {
                settle(&api.types, stream);
            }
        }
    }
}

fn settle(types: &Types, stream: &mut ItemStream) {
    let Some((item, by_item)) = item(types, stream) else {
        return;
    };
    // That it is text says how the whole is written. The data of an event is text, whatever it holds.
    let is_known = match types.shape(item) {
        Shape::Any => false,
        Shape::Scalar(Scalar::Text(Text::Plain | Text::Binary)) => {
            by_item && stream.framing != Framing::Events
        }
        _ => true,
    };
    stream.item = is_known.then_some(item);
    if is_known && stream.framing == Framing::Events {
        events(types, stream, types.shape(item));
    }
}

/// The item of a stream, where something is said of it, and whether it is said of the item by itself.
fn item(types: &Types, stream: &ItemStream) -> Option<(TypeRef, bool)> {
    let whole = stream.item?;
    match types.shape(whole) {
        Shape::Array(each) if !stream.by_item => Some((*each, true)),
        _ => Some((whole, stream.by_item)),
    }
}

/// The texts that end a stream of events: the data of those among them that have no type, and nothing but one text. They
/// are variants no longer. Not where there is nothing else, or something that is no event.
fn ends(types: &mut Types, id: TypeId) -> Vec<String> {
    let Shape::Union(union) = &types[id].shape else {
        return Vec::new();
    };
    let objects = union::targets(types, union).map(|target| match &types[target].shape {
        Shape::Object(object) => Some(object),
        _ => None,
    });
    let Some(objects) = objects.collect::<Option<Vec<_>>>() else {
        return Vec::new();
    };
    if !are_events(objects.iter().copied()) {
        return Vec::new();
    }
    let ends: Vec<Option<String>> = objects.iter().map(|object| end(types, object)).collect();
    if ends.iter().all(Option::is_some) {
        return Vec::new();
    }
    let mut each = ends.iter();
    if let Shape::Union(union) = &mut types[id].shape {
        union.variants.retain(|_| each.next() == Some(&None));
        if let [only] = union.variants.as_slice() {
            let only = only.ty;
            types[id].shape = Shape::Alias(only);
            take_over(types, id, only.id);
        }
    }
    let mut texts: Vec<String> = Vec::new();
    for text in ends.into_iter().flatten() {
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    texts
}

/// What stood in a union as its one variant stands in its place.
fn take_over(types: &mut Types, id: TypeId, only: TypeId) {
    let is_inside = matches!(types[only].origin, Origin::Inside { parent, .. } if parent == id);
    if !is_inside {
        return;
    }
    let within = types
        .iter()
        .filter(|(_, ty)| matches!(ty.origin, Origin::Inside { parent, .. } if parent == only));
    let within: Vec<TypeId> = within.map(|(within, _)| within).collect();
    for within in within {
        if let Origin::Inside { parent, .. } = &mut types[within].origin {
            *parent = id;
        }
    }
    types[id].shape = types[only].shape.clone();
}

/// What has no data is no event (HTML, "Server-sent events"), whether or not its schema requires it. A component may be more
/// than what comes in a stream.
fn data_is_there(types: &mut Types, id: TypeId) {
    let targets = match &types[id].shape {
        Shape::Union(union) => union::targets(types, union).collect(),
        _ => vec![id],
    };
    for target in targets {
        let ty = &mut types[target];
        if let (Shape::Object(object), false) =
            (&mut ty.shape, matches!(ty.origin, Origin::Component(_)))
            && are_events(std::iter::once(&*object))
        {
            let mut fields = object.fields.iter_mut();
            if let Some(data) = fields.find(|field| *field.wire_name == *"data") {
                data.required = true;
            }
        }
    }
}

/// The one text that the data of an event is, if its type is not said.
fn end(types: &Types, object: &Object) -> Option<String> {
    let event = object.field("event");
    if event.is_some_and(|event| !tag::constants(types, event).is_empty()) {
        return None;
    }
    let data = object.field("data")?;
    match tag::constants(types, data).as_slice() {
        [only] if is_text(types, data.ty) => Some(only.clone()),
        _ => None,
    }
}

/// What an event is that does not say so (HTML, "Server-sent events").
const MESSAGE: &str = "message";

/// Decides whether an item of events is the JSON in their data or the event itself, and what its data is then.
fn events(types: &Types, stream: &mut ItemStream, shape: &Shape) {
    let Some(objects) = tag::objects_of(types, shape) else {
        if stream.by_item && matches!(shape, Shape::Map(_)) {
            stream.framing = Framing::EventObjects;
        }
        return;
    };
    let are_events = match stream.by_item {
        // That is what it is to be. What has neither is the data all the same.
        true => objects.iter().any(|object| {
            let mut members = ["data", "event"].into_iter();
            members.any(|member| object.field(member).is_some())
        }),
        false => are_events(objects.iter().copied()),
    };
    if !are_events {
        return;
    }
    stream.named = objects.iter().any(|object| {
        let event = object.field("event");
        event.is_some_and(|event| {
            event.required || tag::constants(types, event).contains(&MESSAGE.to_owned())
        })
    });
    let data = |object: &Object| Some(is_text(types, object.field("data")?.ty));
    let (json, text): (Vec<&Object>, Vec<&Object>) = objects
        .into_iter()
        .partition(|object| data(object) != Some(true));
    if json.iter().all(|object| data(object).is_none()) {
        stream.framing = Framing::EventObjects;
        return;
    }
    let names = |objects: Vec<&Object>| {
        let events = objects.into_iter().filter_map(|it| it.field("event"));
        events
            .flat_map(|event| tag::constants(types, event))
            .collect::<Vec<_>>()
    };
    let json = names(json);
    stream.framing = Framing::JsonEventObjects;
    stream.texts = names(text);
    stream.texts.retain(|name| !json.contains(name));
}

/// Whether these objects have no members but those that an event of a stream has, and data among them.
pub(super) fn are_events<'o>(mut objects: impl Iterator<Item = &'o Object> + Clone) -> bool {
    let has_data = |object: &Object| object.field("data").is_some();
    let is_event = |object: &Object| {
        let mut members = object.fields.iter();
        members.all(|member| EVENT_MEMBERS.contains(&&*member.wire_name))
            && (has_data(object) || object.field("event").is_some())
    };
    objects.clone().any(has_data) && objects.all(is_event)
}

/// Whether data of a type is the text itself.
fn is_text(types: &Types, ty: TypeRef) -> bool {
    match types.shape(ty) {
        Shape::Scalar(scalar) => matches!(scalar, Scalar::Text(_)),
        Shape::Enumeration(list) => list.integer.is_none(),
        _ => false,
    }
}

/// How items stand in a media type that is a stream of them.
pub(super) fn framing(media_type: &str) -> Option<Framing> {
    match representations::essence(media_type).as_str() {
        "text/event-stream" => Some(Framing::Events),
        "application/json-seq" => Some(Framing::Sequence),
        kind if kind.ends_with("+json-seq") => Some(Framing::Sequence),
        kind if is_json_lines(kind) => Some(Framing::Lines),
        _ => None,
    }
}
