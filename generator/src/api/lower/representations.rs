//! Which of the representations that a document offers a client speaks.

use indexmap::IndexMap;
use openapiv3::MediaType;

use crate::source::is_text;
pub(super) use crate::source::{essence, is_json};

/// How a representation is written, in the order in which a client prefers them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Json,
    Form,
    Multipart,
    Text,
    Other,
}

/// One of the bodies that an operation takes.
pub(super) struct Offer<'a> {
    pub media_type: &'a str,
    pub content: &'a MediaType,
    /// How it is written.
    kind: Kind,
    /// Other media types that mean the same schema and are written in the same way.
    pub also: Vec<&'a str>,
}

impl Kind {
    pub fn of(media_type: &str) -> Self {
        let essence = essence(media_type);
        if is_json(media_type) {
            Self::Json
        } else if essence == "application/x-www-form-urlencoded" {
            Self::Form
        } else if essence == "multipart/form-data" {
            Self::Multipart
        } else if is_text(&essence) {
            Self::Text
        } else {
            Self::Other
        }
    }
}

/// The one that a client speaks where it can have only one: the first of the kind that it likes most.
pub(super) fn preferred(contents: &IndexMap<String, MediaType>) -> Option<(&str, &MediaType)> {
    let best = contents.iter().min_by_key(|(name, _)| rank(name));
    best.map(|(name, content)| (name.as_str(), content))
}

/// One for each schema, the preferred one first. What says the same in another notation adds nothing to what can be
/// sent; neither does a range beside what it may include, unless it is there for bytes. Files are sent as files, also
/// where the same schema has them as texts of another notation.
pub(super) fn of<'a>(
    contents: &'a IndexMap<String, MediaType>,
    has_files: impl Fn(&'a MediaType) -> bool,
    has_bytes: impl Fn(&'a MediaType) -> bool,
) -> Vec<Offer<'a>> {
    let mut offers: Vec<Offer<'_>> = Vec::new();
    let ranked = contents.iter().map(|(media_type, content)| {
        let (kind, is_range, is_patch) = rank(media_type);
        // Bytes are written as they are, whether or not others see a text in them.
        let kind = match kind {
            Kind::Text if has_bytes(content) => Kind::Other,
            kind => kind,
        };
        ((kind, is_range, is_patch), media_type, content)
    });
    let mut ranked: Vec<_> = ranked.collect();
    ranked.sort_by_key(|(rank, ..)| *rank);
    for ((kind, ..), media_type, content) in ranked {
        if is_range(media_type) && !offers.is_empty() && !has_bytes(content) {
            continue;
        }
        let files = kind == Kind::Multipart && !offers.is_empty() && has_files(content);
        let same = offers.iter_mut().find(|offer| {
            let as_written = offer.kind == kind;
            offer.content.schema == content.schema
                && (as_written || (content.schema.is_some() && !files))
        });
        match same {
            None => offers.push(Offer {
                media_type,
                content,
                kind,
                also: Vec::new(),
            }),
            Some(offer) => {
                let named = [&offer.media_type].into_iter().chain(&offer.also);
                let new = named
                    .map(|it| essence(it))
                    .all(|it| it != essence(media_type));
                let as_written = offer.kind == kind && !is_range(offer.media_type);
                if new && as_written {
                    offer.also.push(media_type);
                }
            }
        }
    }
    offers
}

/// What a method's name ends with to say that it sends or gives this.
pub(super) fn suffix(media_type: &str) -> String {
    let essence = essence(media_type);
    let subtype = essence.split('/').next_back().unwrap_or_default();
    let said = match (Kind::of(media_type), subtype) {
        (Kind::Form, _) => "form",
        (Kind::Multipart, _) => "multipart",
        (Kind::Text, "plain") => "text",
        (Kind::Other, "octet-stream") => "bytes",
        (_, "*") => match essence.split('/').next() {
            None | Some("*" | "application") => "bytes",
            Some(of_a_kind) => of_a_kind,
        },
        (_, subtype) => {
            let subtype = subtype.strip_prefix("vnd.").unwrap_or(subtype);
            subtype.strip_suffix("+json").unwrap_or(subtype)
        }
    };
    said.to_owned()
}

/// How much a client likes a representation, the best first. Of those that it likes as much, it takes the document's
/// first.
/// A list of changes (RFC 6902) is mostly none, where frameworks list it first.
fn rank(media_type: &str) -> (Kind, bool, bool) {
    let is_patch = essence(media_type) == "application/json-patch+json";
    (Kind::of(media_type), is_range(media_type), is_patch)
}

pub(super) fn is_range(media_type: &str) -> bool {
    essence(media_type).contains('*')
}
