//! Responses that are a stream of items, and what an item is.

use indexmap::IndexMap;
use openapiv3::MediaType;

use super::{Lower, State, representations};
use crate::api::{Framing, ItemStream, Origin, Scalar, Shape, Step, Text, Types};
use crate::document::ITEM_SCHEMA;
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
    let shape = |item| &types[types.resolve(item).id].shape;
    let Some(whole) = stream.item else { return };
    let mut by_item = stream.by_item;
    let mut item = whole;
    if let (false, Shape::Array(each)) = (by_item, shape(whole)) {
        item = *each;
        by_item = true;
    }
    // That it is text says how the whole is written. The data of an event is text, whatever it holds.
    let is_known = match shape(item) {
        Shape::Any => false,
        Shape::Scalar(Scalar::Text(Text::Plain | Text::Binary)) => {
            by_item && stream.framing != Framing::Events
        }
        _ => true,
    };
    stream.item = is_known.then_some(item);
    if stream.by_item && stream.framing == Framing::Events && is_known {
        stream.framing = Framing::EventObjects;
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
