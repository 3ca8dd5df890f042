//! What a reference leads to: a file, and a pointer in it.

use foldhash::{HashMap, HashMapExt as _};
use std::path::{Path as FilePath, PathBuf};

use super::Scope;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, catalogue};
use crate::source::{self, FileId, Files, Value, escape};

/// A value in some file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Target {
    pub(super) file: FileId,
    pub(super) pointer: String,
}

/// Reads the files that references lead to.
pub(super) struct Resolver<'a> {
    root: FileId,
    folder: PathBuf,
    files: &'a mut Files,
    diagnostics: &'a mut Diagnostics,
    /// Files by the path that leads to them.
    known: HashMap<PathBuf, FileId>,
    /// Trees of the other files; none for those that can't be read.
    trees: HashMap<FileId, Option<Value>>,
}

impl<'a> Resolver<'a> {
    pub(super) fn new(
        scope: &Scope<'_>,
        files: &'a mut Files,
        diagnostics: &'a mut Diagnostics,
    ) -> Self {
        Self {
            root: scope.root,
            folder: scope.folder.to_owned(),
            files,
            diagnostics,
            known: HashMap::new(),
            trees: HashMap::new(),
        }
    }

    pub(super) fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    pub(super) fn path(&self, file: FileId) -> &FilePath {
        &self.files.get(file).path
    }

    /// The value at a target, if its file could be read.
    pub(super) fn value<'v>(&'v self, target: &Target, whole: &'v Value) -> Option<&'v Value> {
        self.tree(target.file, whole)?.pointer(&target.pointer)
    }

    fn tree<'v>(&'v self, file: FileId, whole: &'v Value) -> Option<&'v Value> {
        if file == self.root {
            return Some(whole);
        }
        self.trees.get(&file)?.as_ref()
    }

    /// Finds what a reference leads to, or says why it leads nowhere.
    pub(super) fn resolve(
        &mut self,
        reference: &str,
        from: FileId,
        whole: &Value,
        place: &Place,
    ) -> Result<Target, Box<Diagnostic>> {
        let (document, fragment) = split(reference);
        let file = if document.is_empty() {
            from
        } else {
            self.file(reference, document, from, place)?
        };
        let nothing = |near: Option<&str>| {
            Box::new(catalogue::unresolved_reference(
                place.clone(),
                reference,
                near,
            ))
        };
        let tree = self.tree(file, whole).ok_or_else(|| nothing(None))?;
        let near = || nothing(nearest_name(tree, &decode(fragment)).as_deref());
        let pointer = pointer(tree, fragment).ok_or_else(near)?;
        if tree.pointer(&pointer).is_some() {
            return Ok(Target { file, pointer });
        }
        let nowhere = near();
        self.through(Target { file, pointer }, whole, place)?
            .ok_or(nowhere)
    }

    /// Where a pointer leads that runs into a reference on its way: on behind what that refers to, in whichever file.
    fn through(
        &mut self,
        mut target: Target,
        whole: &Value,
        place: &Place,
    ) -> Result<Option<Target>, Box<Diagnostic>> {
        // Each turn goes through one reference; more than a few can only be a circle.
        for _ in 0..32 {
            let Some((reference, rest)) = self
                .tree(target.file, whole)
                .and_then(|tree| obstacle(tree, &target.pointer))
            else {
                return Ok(None);
            };
            let (document, fragment) = split(&reference);
            let file = match document {
                "" => target.file,
                _ => self.file(&reference, document, target.file, place)?,
            };
            let Some(tree) = self.tree(file, whole) else {
                return Ok(None);
            };
            let Some(start) = pointer(tree, fragment) else {
                return Ok(None);
            };
            target = Target {
                file,
                pointer: start + &rest,
            };
            if tree.pointer(&target.pointer).is_some() {
                return Ok(Some(target));
            }
        }
        Ok(None)
    }

    /// The file that a reference names, read if it was not yet.
    fn file(
        &mut self,
        reference: &str,
        document: &str,
        from: FileId,
        place: &Place,
    ) -> Result<FileId, Box<Diagnostic>> {
        if has_scheme(document) || document.starts_with("//") {
            return Err(Box::new(catalogue::remote_reference(
                place.clone(),
                reference,
            )));
        }
        let folder = self.path(from).parent().unwrap_or(FilePath::new(""));
        let path = source::normal(&folder.join(decode(document)));
        if let Some(&known) = self.known.get(&path) {
            return Ok(known);
        }
        if !self.files.is_within(&path, &self.folder) {
            let diagnostic = catalogue::reference_outside(place.clone(), reference, &self.folder);
            return Err(Box::new(diagnostic));
        }
        let file = self
            .files
            .read(&path)
            .map_err(|error| catalogue::unreadable_file(&path, Some(place.clone()), &error))
            .map_err(Box::new)?;
        if file != self.root && !self.trees.contains_key(&file) {
            let tree = source::parse(self.files.get(file), self.files.limits);
            if let Err(error) = &tree {
                self.diagnostics.push(catalogue::unparsable(file, error));
            }
            self.trees.insert(file, tree.ok());
        }
        self.known.insert(path, file);
        Ok(file)
    }
}

/// `http:`, `file:` and the like.
fn has_scheme(document: &str) -> bool {
    document.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme
                .chars()
                .all(|letter| letter.is_ascii_alphanumeric() || "+-.".contains(letter))
    })
}

/// Undoes percent-encoding; what is not UTF-8 then stays as it was written.
fn decode(text: &str) -> String {
    let hex = |byte: u8| (byte as char).to_digit(16);
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let escaped = match bytes[at..] {
            [b'%', high, low, ..] => hex(high).zip(hex(low)),
            _ => None,
        };
        match escaped {
            Some((high, low)) => {
                decoded.push((high * 16 + low) as u8);
                at += 3;
            }
            None => {
                decoded.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}

/// The file that a reference names, which may be none, and what it names there.
fn split(reference: &str) -> (&str, &str) {
    reference.split_once('#').unwrap_or((reference, ""))
}

/// The pointer that a fragment is, or that of the schema whose anchor it is.
fn pointer(tree: &Value, fragment: &str) -> Option<String> {
    let fragment = decode(fragment);
    match fragment.is_empty() || fragment.starts_with('/') {
        true => Some(fragment),
        false => anchor(tree, &fragment),
    }
}

/// The reference that a pointer runs into before it leads nowhere, and what of the pointer is left there.
fn obstacle(tree: &Value, pointer: &str) -> Option<(String, String)> {
    let mut known = source::parent(pointer)?;
    while tree.pointer(known).is_none() {
        known = source::parent(known)?;
    }
    let reference = tree.pointer(known)?.get("$ref")?.as_str()?;
    Some((reference.to_owned(), pointer[known.len()..].to_owned()))
}

/// The pointer to the schema with that `$anchor`.
fn anchor(tree: &Value, name: &str) -> Option<String> {
    fn search(value: &Value, name: &str, at: &source::Path<'_>) -> Option<String> {
        match value {
            Value::Object(object) => {
                let here = ["$anchor", "$dynamicAnchor"]
                    .iter()
                    .any(|key| object.get(key).and_then(Value::as_str) == Some(name));
                if here {
                    return Some(at.pointer());
                }
                object
                    .iter()
                    .find_map(|(key, value)| search(value, name, &at.key(key)))
            }
            Value::Array(values) => values
                .iter()
                .enumerate()
                .find_map(|(index, value)| search(value, name, &at.index(index))),
            _ => None,
        }
    }
    search(tree, name, &source::Path::start(""))
}

/// What the reference may have meant: the nearest name beside the one that is not there.
fn nearest_name(tree: &Value, pointer: &str) -> Option<String> {
    let above = source::parent(pointer)?;
    let wrong = source::unescape(pointer.get(above.len() + 1..)?);
    let names = tree.pointer(above)?.as_object()?.keys();
    let near = crate::diagnostic::nearest(&wrong, names)?;
    Some(format!("{above}/{}", escape(near)))
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn percent_encoding_is_undone() {
        assert_eq!(decode("a%20b%7B%ff"), "a%20b%7B%ff", "not UTF-8");
        assert_eq!(decode("a%20b%7B%2"), "a b{%2");
    }

    #[test]
    fn schemes_are_no_file_names() {
        assert!(has_scheme("http://x/y"));
        assert!(has_scheme("file:///etc/passwd"));
        assert!(!has_scheme("./a:b.yaml"));
        assert!(!has_scheme("a.yaml"));
    }
}
