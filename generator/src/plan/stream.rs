//! What an operation gives back as a stream of items.

use super::Context;
use super::item::Struct;
use super::naming::Ident;
use super::ty::Ty;
use crate::api::{Framing, Operation};

/// What a call gives back as a stream of items.
#[derive(Clone, Debug)]
pub struct Stream {
    /// The type of an item.
    pub item: Ty,
    /// How items stand in it.
    pub framing: Framing,
    /// Whether an event without a type is read as the `message` that it is.
    pub named: bool,
    /// The events whose data is text where that of others is JSON.
    pub texts: Vec<String>,
    /// Its media type.
    pub media_type: String,
    /// Data that is no item, but the end.
    pub ends: Vec<String>,
    /// The field that asks for it, with its type.
    pub flag: Option<(Ident, Ty)>,
    /// Whether there is no other answer.
    pub sole: bool,
}

/// The parameter or member that asks for a stream where there is another answer, too.
const FLAG: &str = "stream";

/// Decides how an operation's answer is read as a stream, if it can be one.
pub(super) fn plan(
    context: &Context<'_>,
    operation: &Operation,
    params: &mut Struct,
) -> Option<Stream> {
    let mut streams = operation
        .successes
        .iter()
        .filter_map(|response| Some((response, response.stream.as_ref()?)));
    let (response, stream) = streams.next()?;
    let item = stream.item.map(|item| context.value(item));
    let (item, framing) = match (stream.framing, item) {
        // Not JSON, or nobody says that it is.
        (Framing::Events, None) => (Ty::Event, Framing::EventObjects),
        (framing, item) => (item.unwrap_or(Ty::Value), framing),
    };
    let sole = response
        .content
        .as_ref()
        .is_none_or(|content| content.media_type == stream.media_type);
    let is_flag = |ty: &Ty| match ty {
        Ty::Option(inner) | Ty::Field(inner) => **inner == Ty::Bool,
        ty => *ty == Ty::Bool,
    };
    let mut fields = params.fields.iter();
    let flag = fields.find(|field| *field.wire_name == *FLAG && is_flag(&field.ty));
    let flag = flag.filter(|_| !sole);
    let flag = flag.map(|field| (field.ident.clone(), field.ty.clone()));
    if let Some((flag, _)) = &flag {
        // Which method is called says it.
        params.arguments.retain(|argument| argument.field != *flag);
        params.default = params.arguments.is_empty();
    }
    let config = super::configured(context.config, operation);
    let ends = config.and_then(|config| config.stream_end.as_ref());
    let ends = ends.or((!stream.ends.is_empty()).then_some(&stream.ends));
    // What is said of all of them is said of events.
    let is_events = !matches!(framing, Framing::Lines | Framing::Sequence);
    let ends = ends.or(is_events.then_some(&context.config.streams.end));
    Some(Stream {
        item,
        framing,
        named: stream.named,
        texts: stream.texts.clone(),
        media_type: stream.media_type.clone(),
        ends: ends.cloned().unwrap_or_default(),
        flag,
        sole,
    })
}
