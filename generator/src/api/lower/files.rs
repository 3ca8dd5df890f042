//! Which members of a form of several parts are files.

use openapiv3::MediaType;

use super::Lower;
use super::schema::Part;
use super::view::{Kind, View};
use crate::api::FilePart;
use crate::source::{essence, is_binary};

/// How many schemas are looked at for a member: branches of branches may be more than anybody can count.
const MOST: usize = 100;

/// The files among the members of a body.
#[derive(Default)]
pub(super) struct Files {
    pub parts: Vec<FilePart>,
    /// Whether some are binary by their schema, which then holds no JSON.
    pub binary: bool,
    /// Whether there is such a one in each body.
    pub required: bool,
}

/// What is known of a member that is a file.
#[derive(Clone, Copy)]
struct Found {
    /// Whether it is a list of files.
    several: bool,
    /// Whether its schema says so, and not only that it is a part.
    binary: bool,
}

impl<'a> Lower<'a, '_> {
    /// The members of a body that are files, or lists of files.
    pub(super) fn files(&self, content: &'a MediaType) -> Files {
        let mut files = Files::default();
        let Some(schema) = &content.schema else {
            return files;
        };
        let view = View::of(self, &[Part::new(schema.into(), "")], &[]);
        for (name, member) in &view.properties {
            let encoding = content.encoding.get(*name);
            let described = encoding.and_then(|encoding| encoding.content_type.as_deref());
            let mut looks = MOST;
            if let Some(found) = self.file(member, described, &mut looks) {
                files.binary |= found.binary;
                files.required |= found.binary && view.required.contains(name);
                files.parts.push(FilePart {
                    name: (*name).to_owned(),
                    several: found.several,
                });
            }
        }
        files
    }

    /// What is known of values that are files, if they are. A union is what all its branches are.
    fn file(
        &self,
        parts: &[Part<'a>],
        described: Option<&str>,
        looks: &mut usize,
    ) -> Option<Found> {
        *looks = looks.checked_sub(1)?;
        let view = View::of(self, parts, &[]);
        if view.conflict {
            return None;
        }
        let is_untyped = self.state.has_untyped_files && view.is_untyped_file(described);
        if is_untyped || view.is_file(described) {
            return Some(Found {
                several: false,
                binary: view.is_binary(),
            });
        }
        let is_list = matches!(view.kind, None | Some(Kind::Array));
        if is_list && !view.items.is_empty() {
            let item = self.file(&view.items, described, looks)?;
            let list = Found {
                several: true,
                ..item
            };
            return (!item.several).then_some(list);
        }
        let [union] = view.unions.as_slice() else {
            return None;
        };
        let mut all = Found {
            several: false,
            binary: true,
        };
        for branch in union.branches {
            let branch = self.file(&[Part::new(branch.into(), "")], described, looks)?;
            all.several |= branch.several;
            all.binary &= branch.binary;
        }
        Some(all)
    }
}

impl View<'_> {
    /// Whether a part is a file by its type: what is binary, also where only its media type says so.
    fn is_file(&self, described: Option<&str>) -> bool {
        let format = self.format.as_deref();
        match self.kind {
            _ if self.enumeration.is_some() || !self.unions.is_empty() => false,
            None | Some(Kind::String) if self.is_binary() => true,
            Some(Kind::String) if !matches!(format, Some("date" | "date-time")) => {
                described.is_some_and(|described| any(described, is_binary))
            }
            _ => false,
        }
    }

    /// Whether a part is a file because it has no type: it is `application/octet-stream` then, unless the document says
    /// otherwise (OpenAPI 3.1, "Encoding Object").
    fn is_untyped_file(&self, described: Option<&str>) -> bool {
        self.says_nothing()
            && self.required.is_empty()
            && self.default.is_none()
            && self.format.is_none()
            && described.is_none_or(|described| any(described, may_be_bytes))
    }
}

fn any(media_types: &str, test: fn(&str) -> bool) -> bool {
    media_types.split(',').any(test)
}

/// Whether values of a media type, or of some in a range, may be bytes.
fn may_be_bytes(media_type: &str) -> bool {
    is_binary(media_type) || matches!(essence(media_type).as_str(), "*/*" | "application/*")
}
