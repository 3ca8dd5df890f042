//! Joins all references: whatever a `$ref` leads to, in this file or another, is brought under `#/components`, or put in
//! place where openapiv3 has no reference for it.
//!
//! The walk starts at the root and goes on into every part that it brings in; each part remembers the file that its own
//! references are relative to. Nothing is ever fetched, and no file outside of one folder is read.

mod below;
mod budget;
mod collect;
mod cycles;
mod identity;
mod names;
mod sections;
mod target;

use std::collections::VecDeque;

use foldhash::{HashMap, HashMapExt as _, HashSet, HashSetExt as _};
use std::path::Path as FilePath;
use std::rc::Rc;

use super::grammar::{Kind, Shape};
use super::origins::Origins;
use super::swagger;
use crate::diagnostic::{Diagnostics, Severity, catalogue};
use crate::source::{FileId, Files, Object, Value, join as join_pointer, parent, segments};
pub(super) use budget::Budget;
use budget::Trail;
use collect::Found;
pub(super) use names::{Listed, clean};
use sections::Moved;
use target::{Resolver, Target};

/// The one section of components whose entries are named, and not referred to.
const SECURITY_SCHEMES: &str = "/components/securitySchemes";

/// What joining needs to know besides the tree.
pub(super) struct Scope<'a> {
    /// The root file.
    pub(super) root: FileId,
    /// What is known of the root where it is Swagger 2.0.
    pub(super) swagger: Option<swagger::Moved>,
    /// The folder that references may not leave.
    pub(super) folder: &'a FilePath,
    /// Whether components that nothing reaches are left out.
    pub(super) only_reached: bool,
    /// The root as it was before operations were left out; references may lead into those.
    pub(super) whole: Option<Value>,
}

/// Joins the references of a description. Gives all components that there are, also those that nothing reaches.
pub(super) fn join(
    tree: &mut Value,
    mut scope: Scope<'_>,
    files: &mut Files,
    origins: &mut Origins,
    diagnostics: &mut Diagnostics,
) -> Listed {
    let reached = scope.only_reached.then(HashSet::new);
    let kind = match scope.swagger {
        Some(_) => Kind::Swagger,
        None => Kind::Root,
    };
    let arranged = (kind == Kind::Swagger).then(|| origins.clone());
    let mut joiner = Joiner {
        budget: Budget::new(files.limits),
        resolver: Resolver::new(&mut scope, files, diagnostics),
        root: scope.root,
        kind,
        arranged,
        whole: scope.whole,
        origins,
        jobs: VecDeque::new(),
        components: HashMap::new(),
        known: names::components(tree),
        moved: Moved::new(),
        reached,
        below: HashSet::new(),
    };
    joiner.run(tree);
    let listed = names::listed(tree);
    if let Some(reached) = joiner.reached.take() {
        keep_reached(tree, &reached);
    }
    cycles::check(tree, origins, diagnostics);
    listed
}

/// A part of the tree whose references are to be joined.
struct Job {
    at: String,
    shape: Shape,
    /// The file that its references are relative to.
    file: FileId,
    /// What was put in place on the way here, to notice a circle.
    trail: Rc<Trail>,
}

struct Joiner<'a> {
    budget: Budget,
    resolver: Resolver<'a>,
    root: FileId,
    kind: Kind,
    /// Where parts of the root stood before `swagger` moved them.
    arranged: Option<Origins>,
    whole: Option<Value>,
    origins: &'a mut Origins,
    jobs: VecDeque<Job>,
    /// Parts that were brought under `#/components`, by where they came from.
    components: HashMap<(Target, Kind), String>,
    /// Pointers of the components that the root has.
    known: HashSet<String>,
    /// Components of the root that stand in another file, because all of their section does.
    moved: Moved,
    /// Pointers of the components that were reached, if only those are wanted.
    reached: Option<HashSet<String>>,
    /// Those of them that nothing refers to.
    below: HashSet<String>,
}

impl Joiner<'_> {
    fn run(&mut self, tree: &mut Value) {
        self.sections(tree);
        self.start(tree);
        loop {
            self.work(tree);
            if !self.below(tree) {
                return;
            }
        }
    }

    /// Does all jobs, and those that they bring.
    fn work(&mut self, tree: &mut Value) {
        while let Some(job) = self.jobs.pop_front() {
            // What of the root stands in other files has jobs of its own.
            let elsewhere = match job.at.is_empty() {
                true => sections::take(tree, &self.moved),
                false => Vec::new(),
            };
            let Some(part) = tree.pointer_mut(&job.at) else {
                continue;
            };
            let known = (job.file == self.root).then_some(&self.known);
            let mut found = collect::collect(part, &job, known);
            sections::put_back(tree, &self.moved, elsewhere);
            for (pointer, kind) in found.components {
                self.reach(&pointer, kind);
            }
            // A component that is nothing but a reference becomes what it refers to; so it must come before those who
            // refer to the same.
            found.others.sort_by_key(|found| !is_component(&found.at));
            for found in found.others {
                // References may lead anywhere in the root, and it is about to change.
                if self.whole.is_none() {
                    self.whole = Some(tree.clone());
                }
                self.join_one(tree, found, &job);
            }
        }
    }

    /// The whole root; or, if only what is reached is wanted, all but the components that are referred to.
    fn start(&mut self, tree: &Value) {
        let Some(root) = tree.as_object().filter(|_| self.reached.is_some()) else {
            let moved = self.moved.clone();
            let (aliases, others): (Moved, Moved) = moved
                .into_iter()
                .partition(|(at, _)| sections::is_alias(tree.pointer(at)));
            let root = (String::new(), (Shape::Of(self.kind), self.root));
            for (at, (shape, file)) in aliases.into_iter().chain([root]).chain(others) {
                self.job(at, shape, file, Rc::default());
            }
            return;
        };
        let kind = self.kind;
        let shape = |key: &str| kind.rule().shape(key);
        for key in root.keys().filter(|key| *key != "components") {
            if let Some(shape) = shape(key) {
                self.job(join_pointer("", key), shape, self.root, Rc::default());
            }
        }
        // These are named where they are needed, and never referred to.
        let schemes = tree.pointer(SECURITY_SCHEMES).and_then(Value::as_object);
        for name in schemes.into_iter().flat_map(Object::keys) {
            self.whole_component(join_pointer(SECURITY_SCHEMES, name), Kind::SecurityScheme);
        }
    }

    /// A component that the root has, in whichever file it stands.
    fn whole_component(&mut self, pointer: String, kind: Kind) {
        let moved = self.moved.get(&pointer);
        let file = moved.map_or(self.root, |(_, file)| *file);
        self.job(pointer, Shape::OrRef(kind), file, Rc::default());
    }

    fn job(&mut self, at: String, shape: Shape, file: FileId, trail: Rc<Trail>) {
        self.jobs.push_back(Job {
            at,
            shape,
            file,
            trail,
        });
    }

    /// A component of the root was referred to.
    fn reach(&mut self, pointer: &str, kind: Kind) {
        if let Some(reached) = &mut self.reached
            && reached.insert(pointer.to_owned())
        {
            self.whole_component(pointer.to_owned(), kind);
        }
    }

    /// What a reference leads to. If nowhere, this is told, and something stands in for it.
    fn target(&mut self, tree: &mut Value, found: &Found, file: FileId) -> Option<Target> {
        let place = self.origins.place(&found.member);
        let whole = self.whole.as_ref().unwrap_or(tree);
        let mut resolve =
            |from: &Target| self.resolver.resolve(&found.reference, from, whole, &place);
        let from = match self.origins.resolve(&found.at) {
            (written, pointer) if written == file => Target { file, pointer },
            _ => Target::root(file),
        };
        let target = match resolve(&from) {
            // The file of a schema has no components, and its author thinks of those of the whole.
            Err(_) if found.bare && file != self.root => resolve(&Target::root(self.root)),
            target => target,
        };
        match target {
            Ok(target) => return Some(target),
            Err(diagnostic) if is_spared(found.shape) => {
                self.resolver.push(diagnostic.survived());
                names::remove(tree, &found.at);
            }
            Err(diagnostic) if diagnostic.severity == Severity::Warning => {
                let label = stand_in(tree, found);
                self.resolver.push(diagnostic.label(label));
            }
            Err(diagnostic) => self.resolver.push(*diagnostic),
        }
        None
    }

    fn join_one(&mut self, tree: &mut Value, found: Found, job: &Job) {
        let Some(target) = self.target(tree, &found, job.file) else {
            return;
        };
        match found.shape {
            Shape::OrRef(kind) if kind.section().is_some() => {
                let Some(pointer) = self.component(tree, target, kind, &found) else {
                    return;
                };
                let reference = Value::String(format!("#{pointer}"));
                if let Some(member) = tree.pointer_mut(&found.member) {
                    *member = reference;
                }
            }
            shape => self.put_in_place(tree, target, shape, &found, job),
        }
    }

    /// The pointer under `#/components` that a target has, or gets.
    fn component(
        &mut self,
        tree: &mut Value,
        target: Target,
        kind: Kind,
        found: &Found,
    ) -> Option<String> {
        let section = kind.section()?;
        let sections = format!("/components/{section}");
        if let Some(other) = other_section(&target.pointer, section) {
            let place = self.origins.place(&found.member);
            let name = |section| match self.kind {
                Kind::Swagger => swagger::section(section),
                _ => section,
            };
            let (wanted, other) = (name(section), name(other));
            let diagnostic =
                catalogue::wrong_reference_kind(place, &found.reference, wanted, other);
            let label = stand_in(tree, found);
            self.resolver.push(diagnostic.label(label));
            return None;
        }
        if target.file == self.root && parent(&target.pointer) == Some(&sections) {
            self.reach(&target.pointer, kind);
            return Some(target.pointer);
        }
        if let Some(known) = self.components.get(&(target.clone(), kind)).cloned() {
            self.reach(&known, kind);
            return Some(known);
        }
        let value = self
            .resolver
            .value(&target, self.whole.as_ref().unwrap_or(tree))?;
        let value = value.clone();
        // `components: {schemas: {A: {$ref: a.yaml}}}`: the component becomes what it refers to, and needs no second name.
        let alias = self.root_alias(tree, found, &sections);
        let pointer = alias.unwrap_or_else(|| {
            let base = names::base(&target.pointer, self.resolver.path(target.file));
            join_pointer(&sections, &names::fresh(tree, section, &base))
        });
        self.components
            .insert((target.clone(), kind), pointer.clone());
        names::insert(tree, &pointer, value);
        if let Some(reached) = &mut self.reached {
            reached.insert(pointer.clone());
        }
        let file = target.file;
        self.origins.set(pointer.clone(), self.written(target));
        self.job(pointer.clone(), Shape::OrRef(kind), file, Rc::default());
        // The alias was replaced by the part itself, and has no `$ref` left to rewrite.
        (found.at != pointer).then_some(pointer)
    }

    /// The pointer of the component that is nothing but this reference, if it is one.
    fn root_alias(&self, tree: &Value, found: &Found, sections: &str) -> Option<String> {
        let alone = tree.pointer(&found.at)?.as_object()?.len() == 1;
        let component = parent(&found.at) == Some(sections);
        (alone && component).then(|| found.at.clone())
    }

    /// Replaces a reference by what it leads to; what stands beside it stays, and wins.
    fn put_in_place(
        &mut self,
        tree: &mut Value,
        target: Target,
        shape: Shape,
        found: &Found,
        job: &Job,
    ) {
        let inside_itself = target.file == self.root
            && job.trail.is_empty()
            && found.at.starts_with(&format!("{}/", target.pointer));
        if job.trail.contains(&target) || inside_itself {
            return self.circle(tree, found);
        }
        if self.replace(tree, &target, found) {
            let file = target.file;
            self.job(found.at.clone(), shape, file, job.trail.and(target));
        }
    }

    /// Where a target was written.
    fn written(&self, target: Target) -> (FileId, String) {
        match &self.arranged {
            Some(arranged) if target.file == self.root => arranged.resolve(&target.pointer),
            _ => (target.file, target.pointer),
        }
    }

    fn circle(&mut self, tree: &mut Value, found: &Found) {
        let place = self.origins.place(&found.at);
        self.resolver
            .push(catalogue::reference_circle(place, &found.reference));
        names::remove(tree, &found.at);
    }

    /// Puts a copy of what a reference leads to where it stands. Gives whether there is one.
    fn replace(&mut self, tree: &mut Value, target: &Target, found: &Found) -> bool {
        let Some(value) = self
            .resolver
            .value(target, self.whole.as_ref().unwrap_or(tree))
        else {
            return false;
        };
        if let Err(met) = self.budget.spend(&found.at, value) {
            if let Some(limit) = met.limit {
                let place = self.origins.place(&found.at);
                let diagnostic = catalogue::too_much_in_place(place, &found.reference, &limit);
                self.resolver.push(diagnostic);
            }
            names::remove(tree, &found.at);
            return false;
        }
        let mut value = value.clone();
        let Some(reference) = tree.pointer_mut(&found.at) else {
            return false;
        };
        let beside = std::mem::take(reference);
        if let (Value::Object(value), Value::Object(beside)) = (&mut value, beside) {
            for (key, own) in beside.into_iter().filter(|(key, _)| key != "$ref") {
                let here = join_pointer(&found.at, &key);
                self.origins.same(here.clone(), &here);
                value.insert(key, own);
            }
        }
        *reference = value;
        let origin = self.written(target.clone());
        self.origins.set(found.at.clone(), origin);
        true
    }
}

/// Puts the widest there is in the place of a reference that leads nowhere, or takes it out. Gives what was done.
fn stand_in(tree: &mut Value, found: &Found) -> &'static str {
    let widest = match found.shape {
        _ if found.at == found.member => {
            names::remove(tree, &found.at);
            return "left out";
        }
        Shape::OrRef(Kind::Schema) => {
            names::remove(tree, &found.member);
            return "taken as any value";
        }
        // What stands beside the reference stays.
        Shape::OrRef(Kind::PathItem | Kind::SwaggerPathItem) | Shape::Map(_) => {
            names::remove(tree, &found.member);
            return "left out";
        }
        Shape::OrRef(Kind::Response | Kind::SwaggerResponse) => {
            Object::of("description", "").into()
        }
        Shape::OrRef(Kind::RequestBody) => {
            Object::of("content", Object::of("application/json", Object::new())).into()
        }
        // Lists keep their items, whose places others know: the check takes those out that refer to nothing.
        Shape::OrRef(kind) if kind.section().is_some() => Object::of("$ref", "").into(),
        _ => {
            names::remove(tree, &found.at);
            return "left out";
        }
    };
    if let Some(place) = tree.pointer_mut(&found.at) {
        *place = widest;
    }
    match found.shape {
        Shape::OrRef(Kind::Response | Kind::SwaggerResponse) => "taken as one without a body",
        Shape::OrRef(Kind::RequestBody) => "taken as any JSON",
        _ => "left out",
    }
}

/// Whether a client can be made without what a reference stands for.
fn is_spared(shape: Shape) -> bool {
    matches!(shape, Shape::Of(kind) | Shape::OrRef(kind) if kind.is_spared())
}

/// Whether a pointer is that of a whole component.
fn is_component(pointer: &str) -> bool {
    pointer.starts_with("/components/") && segments(pointer).count() == 3
}

/// The section of components that a pointer names a component of, if it is not the one that is wanted.
fn other_section<'a>(pointer: &'a str, wanted: &str) -> Option<&'a str> {
    let (section, _) = pointer.strip_prefix("/components/")?.split_once('/')?;
    (is_component(pointer) && section != wanted).then_some(section)
}

/// Leaves out the components that nothing refers to. Security schemes are named, not referred to, and stay.
fn keep_reached(tree: &mut Value, reached: &HashSet<String>) {
    let Some(Value::Object(components)) = tree.pointer_mut("/components") else {
        return;
    };
    for (section, entries) in components.iter_mut() {
        if section == "securitySchemes" || section.starts_with("x-") {
            continue;
        }
        let start = join_pointer("/components", section);
        if let Value::Object(entries) = entries {
            entries.retain(|name, _| reached.contains(&join_pointer(&start, name)));
        }
    }
}

#[cfg(test)]
mod tests;
