//! Responses that are a stream of items, and what an item is.

use indexmap::IndexMap;
use openapiv3::MediaType;

use super::{Lower, State, representations, tag};
use crate::api::{Framing, ItemStream, Object, Origin, Scalar, Shape, Step, Text, TypeRef, Types};
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
            by_item: content.extensions.contains_key(ITEM_SCHEMA),
            item: content
                .schema
                .as_ref()
                .map(|schema| self.schema(schema.into(), site, origin)),
        })
    }
}

impl State<'_> {
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
    let Some(whole) = stream.item else { return };
    let mut by_item = stream.by_item;
    let mut item = whole;
    if let (false, Shape::Array(each)) = (by_item, types.shape(whole)) {
        item = *each;
        by_item = true;
    }
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
