//! Which of the representations that a document offers a client speaks.

use indexmap::IndexMap;
use openapiv3::MediaType;

use super::files::Files;
use crate::source::is_text;
pub(super) use crate::source::{essence, is_json};

/// A representation, and how much a client likes it.
type Ranked<'a> = (Rank, &'a String, &'a MediaType);

/// How much that is, the least first: by how it is written, whether it is a range, and whether a list of changes.
type Rank = (Kind, bool, bool);

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
/// sent; neither does a range beside what it may include, unless it is there for bytes.
///
/// Files are sent as files: no server takes one as a text of JSON, or of a form without parts. Where these have the same
/// schema, parts go before them, and they are there for bodies without a file, if there may be such.
pub(super) fn of<'a>(
    contents: &'a IndexMap<String, MediaType>,
    files: impl Fn(&'a MediaType) -> Files,
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
    let mut ranked: Vec<Ranked<'_>> = ranked.collect();
    ranked.sort_by_key(|(rank, ..)| *rank);
    files_first(&mut ranked, files);
    for ((kind, ..), media_type, content) in ranked {
        if is_range(media_type) && !offers.is_empty() && !has_bytes(content) {
            continue;
        }
        let is_text = matches!(kind, Kind::Json | Kind::Form);
        let same = offers.iter_mut().find(|offer| {
            let as_written = offer.kind == kind;
            // Parts stand before only where there are files in them.
            let apart = is_text && offer.kind == Kind::Multipart;
            offer.content.schema == content.schema
                && (as_written || (content.schema.is_some() && !apart))
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

/// Puts parts with files in them before texts of the same schema, and leaves these out where there is always a file.
fn files_first<'a>(ranked: &mut Vec<Ranked<'a>>, files: impl Fn(&'a MediaType) -> Files) {
    let is_text_of = |(rank, _, content): &Ranked<'_>, parts: &MediaType| {
        matches!(rank.0, Kind::Json | Kind::Form) && content.schema == parts.schema
    };
    let mut index = 0;
    while let Some(((kind, ..), _, parts)) = ranked.get(index).copied() {
        index += 1;
        let text = ranked.iter().position(|it| is_text_of(it, parts));
        let Some(text) = text.filter(|_| kind == Kind::Multipart) else {
            continue;
        };
        let files = files(parts);
        if files.required {
            let before = ranked.len();
            ranked.retain(|it| !is_text_of(it, parts));
            // All of them stood before.
            index -= before - ranked.len();
        } else if files.binary {
            ranked[text..index].rotate_right(1);
        }
    }
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
fn rank(media_type: &str) -> Rank {
    let is_patch = essence(media_type) == "application/json-patch+json";
    (Kind::of(media_type), is_range(media_type), is_patch)
}

pub(super) fn is_range(media_type: &str) -> bool {
    essence(media_type).contains('*')
}
