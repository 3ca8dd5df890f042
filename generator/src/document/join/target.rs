//! What a reference leads to: a file, and a pointer in it.

use foldhash::{HashMap, HashMapExt as _};
use std::borrow::Cow;
use std::path::{Path as FilePath, PathBuf};

use super::{Scope, identity};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, catalogue};
use crate::document::swagger::Moved;
use crate::source::{self, FileId, Files, Value, escape};

/// A value in some file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Target {
    pub(super) file: FileId,
    pub(super) pointer: String,
}

impl Target {
    /// All of a file.
    pub(super) fn root(file: FileId) -> Self {
        Self {
            file,
            pointer: String::new(),
        }
    }
}

/// Reads the files that references lead to.
pub(super) struct Resolver<'a> {
    root: FileId,
    /// Where its shared parts were moved, if it is Swagger 2.0.
    swagger: Option<Moved>,
    folder: PathBuf,
    files: &'a mut Files,
    diagnostics: &'a mut Diagnostics,
    /// Files by the path that leads to them.
    known: HashMap<PathBuf, FileId>,
    /// Trees of the other files; none for those that can't be read.
    trees: HashMap<FileId, Option<Value>>,
    /// What schemas of files are called, once somebody asked.
    ids: HashMap<FileId, HashMap<String, String>>,
}

impl<'a> Resolver<'a> {
    pub(super) fn new(
        scope: &mut Scope<'_>,
        files: &'a mut Files,
        diagnostics: &'a mut Diagnostics,
    ) -> Self {
        Self {
            root: scope.root,
            swagger: scope.swagger.take(),
            folder: scope.folder.to_owned(),
            files,
            diagnostics,
            known: HashMap::new(),
            trees: HashMap::new(),
            ids: HashMap::new(),
        }
    }

    /// Where what the root calls by a pointer is.
    pub(super) fn now<'p>(&self, pointer: &'p str) -> Cow<'p, str> {
        match &self.swagger {
            Some(moved) => moved.now(pointer),
            None => Cow::Borrowed(pointer),
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

    /// Finds what a reference leads to, or says why it leads nowhere. `from` is where the reference stands, if it was
    /// written there.
    pub(super) fn resolve(
        &mut self,
        reference: &str,
        from: &Target,
        whole: &Value,
        place: &Place,
    ) -> Result<Target, Box<Diagnostic>> {
        let (mut document, mut fragment) = split(reference);
        let named = self
            .swagger
            .as_ref()
            .and_then(|moved| moved.named(reference));
        if let Some(named) = &named {
            (document, fragment) = ("", named);
        }
        let tree = self.tree(from.file, whole);
        let around = tree.and_then(|tree| identity::around(tree, &from.pointer));
        let start = if document.is_empty() {
            // Many who give a schema a name write references as if it had none.
            let within = around.and_then(|(pointer, _)| {
                let file = from.file;
                self.at(&Target { file, pointer }, fragment, whole)
            });
            if let Some(target) = within {
                return Ok(target);
            }
            Target::root(from.file)
        } else {
            let base = around.as_ref().map(|(_, id)| id.as_str());
            match self.named(document, from.file, base, whole) {
                Some(target) => target,
                None => Target::root(self.file(reference, document, from.file, whole, place)?),
            }
        };
        if let Some(target) = self.at(&start, fragment, whole) {
            return Ok(target);
        }
        let tree = self.tree(start.file, whole);
        let wanted = decode(fragment);
        let near = tree
            .and_then(|tree| nearest_name(tree, &wanted))
            .or_else(|| self.swagger.as_ref()?.nearest(&wanted));
        let nowhere = catalogue::unresolved_reference(place.clone(), reference, near.as_deref());
        let pointer =
            tree.and_then(|tree| self.pointer(start.file, tree.pointer(&start.pointer)?, fragment));
        let Some(pointer) = pointer else {
            return Err(Box::new(nowhere));
        };
        let target = Target {
            file: start.file,
            pointer: start.pointer + &pointer,
        };
        self.through(target, whole, place)?
            .ok_or_else(|| Box::new(nowhere))
    }

    /// What a fragment is within a part of a text, if it is there.
    fn at(&self, start: &Target, fragment: &str, whole: &Value) -> Option<Target> {
        let part = self.tree(start.file, whole)?.pointer(&start.pointer)?;
        let pointer = self.pointer(start.file, part, fragment)?;
        part.pointer(&pointer)?;
        Some(Target {
            file: start.file,
            pointer: format!("{}{pointer}", start.pointer),
        })
    }

    /// The pointer that a fragment is in a part of a file.
    fn pointer(&self, file: FileId, part: &Value, fragment: &str) -> Option<String> {
        let pointer = pointer(part, fragment)?;
        Some(match file == self.root {
            true => self.now(&pointer).into_owned(),
            false => pointer,
        })
    }

    /// What is called so, of the file that a reference stands in and of the root. `base` is what the schema around the
    /// reference is called; without one, a name that is no address is a file.
    fn named(
        &mut self,
        document: &str,
        from: FileId,
        base: Option<&str>,
        whole: &Value,
    ) -> Option<Target> {
        if base.is_none() && !is_address(document) {
            return None;
        }
        let name = identity::absolute(base, document);
        for file in [from, self.root] {
            if !self.ids.contains_key(&file) {
                let ids = self.tree(file, whole).map(identity::all);
                self.ids.insert(file, ids.unwrap_or_default());
            }
            if let Some(pointer) = self.ids.get(&file).and_then(|ids| ids.get(&name)) {
                let pointer = pointer.clone();
                return Some(Target { file, pointer });
            }
        }
        None
    }

    /// The file that an address names, by what descriptions say that they are called: as a path beside one of them, which
    /// is empty for itself.
    fn beside(&self, address: &str, from: FileId, whole: &Value) -> Option<(FileId, String)> {
        [from, self.root].into_iter().find_map(|file| {
            let name = identity::itself(self.tree(file, whole)?)?;
            let path = match address == name {
                true => "",
                false => address.strip_prefix(identity::folder(name)?)?,
            };
            Some((file, path.to_owned()))
        })
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
                _ => self.file(&reference, document, target.file, whole, place)?,
            };
            let Some(tree) = self.tree(file, whole) else {
                return Ok(None);
            };
            let Some(start) = self.pointer(file, tree, fragment) else {
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
        whole: &Value,
        place: &Place,
    ) -> Result<FileId, Box<Diagnostic>> {
        let local = match is_address(document) {
            true => self.beside(document, from, whole),
            false => Some((from, document.to_owned())),
        };
        let Some((from, document)) = local else {
            return Err(Box::new(catalogue::remote_reference(
                place.clone(),
                reference,
            )));
        };
        if document.is_empty() {
            return Ok(from);
        }
        let folder = self.path(from).parent().unwrap_or(FilePath::new(""));
        let path = source::normal(&folder.join(decode(&document)));
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

/// Whether what a reference names is no file, but an address.
fn is_address(document: &str) -> bool {
    identity::has_scheme(document) || document.starts_with("//")
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
}
