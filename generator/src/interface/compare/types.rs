//! What differs of types.

use std::collections::BTreeSet;

use super::super::renamed::Renamed;
use super::super::{Effect, Interface, Kind, Member, Signature, Type, calls};
use super::{Found, quoted};

impl Found {
    pub(super) fn types(&mut self, old: &Interface, new: &Interface, renamed: &Renamed) {
        let names = &renamed.names;
        let called = |path: &'_ String| names.get(path).unwrap_or(path).clone();
        // A name that a type kept says nothing of the type that it is another name of now: that may have been there before.
        let others = names
            .iter()
            .filter(|(path, _)| !renamed.kept.contains(*path));
        let taken: BTreeSet<&String> = others.map(|(_, is)| is).collect();
        let mut met = BTreeSet::new();
        for (path, was) in &old.types {
            let other = names.get(path);
            if let Some(is) = other.filter(|_| !renamed.kept.contains(path)) {
                self.say(Effect::Breaking, path, format!("is called {}", quoted(is)));
            }
            // A type that is called so now may be another one.
            let is_gone = !new.types.contains_key(path) || taken.contains(path);
            if other.is_none() && is_gone && !matches!(was.kind, Kind::Alias(_)) {
                if !self.resources.contains(path) && !self.told.contains(path) {
                    self.say(Effect::Breaking, path, "is gone");
                }
                continue;
            }
            met.insert(path.clone());
            met.extend(other.cloned());
            let path = match renamed.kept.contains(path) {
                true => path.clone(),
                false => called(path),
            };
            let Some(is) = new.types.get(new.itself(&path)) else {
                if !self.told.contains(&path) {
                    self.say(Effect::Breaking, path, "is gone");
                }
                continue;
            };
            match &was.kind {
                Kind::Alias(_) if self.answers.contains(&path) => {}
                Kind::Alias(of) if old.types.contains_key(of) => {
                    let of = called(of);
                    if new.itself(&of) != new.itself(&path) {
                        let said = format!("is not the same type as {} any more", quoted(&of));
                        self.say(Effect::Breaking, path, said);
                    }
                }
                _ => self.ty(&path, &was.renamed(names), is),
            }
        }
        for path in new.types.keys().filter(|path| !met.contains(*path)) {
            let is_known = self.resources.contains(path) || self.told.contains(path);
            if !is_known && !taken.contains(path) {
                self.say(Effect::Addition, path, "is new");
            }
        }
    }

    fn ty(&mut self, path: &str, was: &Type, is: &Type) {
        if was.kind != is.kind {
            let said = format!("is {}, and was {}", kind(&is.kind), kind(&was.kind));
            return self.say(Effect::Breaking, path, said);
        }
        match (&is.kind, was.is_open, is.is_open) {
            (Kind::Struct, false, true) => {
                self.say(
                    Effect::Breaking,
                    path,
                    "can't be written as a literal any more",
                );
            }
            (Kind::Enum, false, true) => {
                let said = "is `#[non_exhaustive]`, so that a `match` needs a last arm";
                self.say(Effect::Breaking, path, said);
            }
            (_, true, false) => {
                self.say(Effect::Addition, path, "is no longer `#[non_exhaustive]`");
            }
            _ => {}
        }
        let members = self.members(path, was, is);
        // A variant that is gone or holds something else takes its conversion with it.
        let is_implied = |name: &str| {
            (name.starts_with("From<") && !members.is_empty())
                || (name == "Serialize" && self.params.contains(path))
        };
        let differ = |one: &'_ Type, other: &'_ Type| -> Vec<String> {
            let names = one.traits.difference(&other.traits);
            names
                .filter(|name| !is_implied(name))
                .map(|name| quoted(name))
                .collect()
        };
        let (lost, gained) = (differ(was, is), differ(is, was));
        for name in lost {
            self.say(
                Effect::Breaking,
                path,
                format!("no longer implements {name}"),
            );
        }
        for name in gained {
            self.say(Effect::Addition, path, format!("implements {name}"));
        }
        let is_resource = self.resources.contains(path);
        let is_told = self.told.contains(path);
        let is_said = |name: &str, signature: &Signature| {
            let leads = calls::params_of(&signature.output).is_some()
                || signature.output.starts_with("resources::");
            (is_resource && leads) || members.contains(name)
        };
        let is_new = |name: &str| is_told && matches!(name, "new" | "with_body");
        self.functions(
            &was.functions,
            &is.functions,
            |name| format!("{path}::{name}"),
            |name, signature| is_said(name, signature) || is_new(name),
        );
        let item = |name: &str| format!("Call<{path}>::{name}");
        self.functions(&was.setters, &is.setters, item, is_said);
    }

    /// Gives the names of those of which there is something to say.
    fn members<'t>(&mut self, path: &str, was: &'t Type, is: &'t Type) -> BTreeSet<&'t str> {
        let sign = match is.kind {
            Kind::Enum => "::",
            Kind::Struct | Kind::Alias(_) => ".",
        };
        let mut said = BTreeSet::new();
        let item = |name: &str| format!("{path}{sign}{name}");
        for (name, before) in &was.members {
            let Some(after) = is.members.get(name) else {
                said.insert(name.as_str());
                let successor = successor(before, was, is);
                let text = match successor {
                    Some(other) => format!("is called {}", quoted(other)),
                    None => "is gone".to_owned(),
                };
                said.extend(successor);
                self.say(Effect::Breaking, item(name), text);
                continue;
            };
            if before.ty != after.ty {
                said.insert(name.as_str());
                let text = match is.kind {
                    Kind::Enum => format!("holds {}, and held {}", held(after), held(before)),
                    _ => format!("is {}, and was {}", quoted(&after.ty), quoted(&before.ty)),
                };
                self.say(Effect::Breaking, item(name), text);
            }
            if let (Some(was), Some(is)) = (&before.wire, &after.wire)
                && !has_all(is, was)
            {
                said.insert(name.as_str());
                self.say(
                    Effect::Meaning,
                    item(name),
                    format!("means {is}, and meant {was}"),
                );
            }
        }
        for (name, member) in &is.members {
            if was.members.contains_key(name) || said.contains(name.as_str()) {
                continue;
            }
            said.insert(name.as_str());
            let (effect, text) = match (&is.kind, was.is_open) {
                (Kind::Enum, false) => (
                    Effect::Breaking,
                    "is new, and a `match` may have no arm for it".to_owned(),
                ),
                (Kind::Enum, true) => (Effect::Addition, "is new".to_owned()),
                (_, true) => (Effect::Addition, format!("is new: {}", quoted(&member.ty))),
                (_, false) => (Effect::Literal, format!("is new: {}", quoted(&member.ty))),
            };
            self.say(effect, item(name), text);
        }
        said
    }
}

/// The member that is new and means what one that is gone meant.
fn successor<'t>(gone: &Member, was: &Type, is: &'t Type) -> Option<&'t str> {
    let mut others = is.members.iter().filter(|(name, member)| {
        !was.members.contains_key(*name) && gone.wire.is_some() && *member == gone
    });
    others.next().map(|(name, _)| name.as_str())
}

/// Whether what means something now is all that meant it, and perhaps more.
fn has_all(is: &str, was: &str) -> bool {
    let is: BTreeSet<&str> = is.split(" or ").collect();
    was.split(" or ").all(|value| is.contains(value))
}

fn kind(kind: &Kind) -> String {
    match kind {
        Kind::Struct => "a struct".to_owned(),
        Kind::Enum => "an enum".to_owned(),
        Kind::Alias(of) => quoted(of),
    }
}

fn held(variant: &Member) -> String {
    match variant.ty.as_str() {
        "" => "nothing".to_owned(),
        held => quoted(held.trim_start_matches('(').trim_end_matches(')')),
    }
}
