//! Types that have another name, and are otherwise what they were.

use std::collections::{BTreeMap, BTreeSet};

use super::{Interface, Kind, Member, Operation, Signature, Type};

/// Old paths of types, and new ones.
pub(super) type Names = BTreeMap<String, String>;

/// The types that have another name.
pub(super) struct Renamed {
    /// Old paths, and new ones.
    pub names: Names,
    /// Those whose old names are names of the new ones as well.
    pub kept: BTreeSet<String>,
}

/// The types of `old` that are called otherwise in `new`: what the same operation takes and answers, and what has the same
/// members where nothing else has.
pub(super) fn types(
    old: &Interface,
    new: &Interface,
    same: &[(&Operation, &Operation)],
) -> Renamed {
    let mut names = Names::new();
    let mut kept = BTreeSet::new();
    for (path, ty) in &old.types {
        let is = new.itself(path);
        if is != path && !matches!(ty.kind, Kind::Alias(_)) {
            note(&mut names, path, is);
            kept.insert(path.clone());
        }
    }
    for (was, is) in same {
        note(&mut names, &was.params, &is.params);
        if let (Some(was), Some(is)) = (response(&was.params), response(&is.params))
            && old.types.contains_key(&was)
            && new.types.contains_key(&is)
        {
            note(&mut names, &was, &is);
        }
    }
    // What holds a type that is renamed is seen to be the same when that is known.
    loop {
        let renamed = old.renamed_within(&names);
        let gone = by_shape(&renamed, new);
        let fresh = by_shape(new, &renamed);
        let before = names.len();
        for (shape, was) in gone {
            let (Some([is]), [was]) = (fresh.get(&shape).map(Vec::as_slice), was.as_slice()) else {
                continue;
            };
            if !names.contains_key(*was) {
                note(&mut names, was, is);
            }
        }
        if names.len() == before {
            return Renamed { names, kept };
        }
    }
}

/// What the operation with these params answers, where it has a name of its own.
pub(super) fn response(params: &str) -> Option<String> {
    Some(format!("{}Response", params.strip_suffix("Params")?))
}

fn note(names: &mut Names, was: &str, is: &str) {
    if was != is {
        names.insert(was.to_owned(), is.to_owned());
    }
}

/// The types with members that the other interface does not have, by what they are. Params are known by their operations.
fn by_shape<'i>(interface: &'i Interface, other: &Interface) -> BTreeMap<String, Vec<&'i str>> {
    let params: BTreeSet<&String> = interface.operations.iter().map(|it| &it.params).collect();
    let mut found: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (path, ty) in &interface.types {
        if other.types.contains_key(path) || ty.members.is_empty() || params.contains(path) {
            continue;
        }
        let own = Names::from([(path.clone(), "Self".to_owned())]);
        let Type { kind, members, .. } = ty.renamed(&own);
        found
            .entry(format!("{kind:?} {members:?}"))
            .or_default()
            .push(path);
    }
    found
}

impl Interface {
    /// The same with other names of types, wherever they stand but where they are defined.
    pub(super) fn renamed_within(&self, names: &Names) -> Self {
        let types = self.types.iter();
        let free = self.free.iter();
        let operations = self.operations.iter();
        Self {
            types: types
                .map(|(path, it)| (path.clone(), it.renamed(names)))
                .collect(),
            free: free
                .map(|(path, it)| (path.clone(), it.renamed(names)))
                .collect(),
            resources: self.resources.clone(),
            operations: operations.map(|it| it.renamed(names)).collect(),
            api: self.api.clone(),
        }
    }
}

impl Type {
    pub(super) fn renamed(&self, names: &Names) -> Self {
        let signatures = |all: &BTreeMap<String, Signature>| {
            let all = all.iter();
            all.map(|(name, it)| (name.clone(), it.renamed(names)))
                .collect()
        };
        let member = |(name, member): (&String, &Member)| {
            let member = Member {
                ty: text(&member.ty, names),
                wire: member.wire.clone(),
            };
            (name.clone(), member)
        };
        Self {
            kind: match &self.kind {
                Kind::Alias(of) => Kind::Alias(text(of, names)),
                kind => kind.clone(),
            },
            is_open: self.is_open,
            traits: self.traits.iter().map(|it| text(it, names)).collect(),
            members: self.members.iter().map(member).collect(),
            functions: signatures(&self.functions),
            setters: signatures(&self.setters),
        }
    }
}

impl Signature {
    fn renamed(&self, names: &Names) -> Self {
        Self {
            shape: text(&self.shape, names),
            arguments: text(&self.arguments, names),
            names: self.names.clone(),
            output: text(&self.output, names),
        }
    }
}

impl Operation {
    pub(super) fn renamed(&self, names: &Names) -> Self {
        let option = |it: &Option<String>| it.as_ref().map(|it| text(it, names));
        Self {
            call: self.call.clone(),
            signature: self.signature.renamed(names),
            params: text(&self.params, names),
            output: text(&self.output, names),
            whole: option(&self.whole),
            items: option(&self.items),
            streamed: option(&self.streamed),
            request: self.request.clone(),
            terms: self.terms.renamed(names),
        }
    }
}

/// A text in which paths are replaced.
pub(super) fn text(text: &str, names: &Names) -> String {
    let is_path = |it: char| it.is_alphanumeric() || matches!(it, '_' | ':');
    let mut replaced = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(is_path) {
        let (before, from) = rest.split_at(start);
        let end = from.find(|it| !is_path(it)).unwrap_or(from.len());
        let (path, after) = from.split_at(end);
        // `id: i64` has a sign that is no part of a path.
        let bare = path.trim_end_matches(':');
        replaced.push_str(before);
        replaced.push_str(names.get(bare).map_or(bare, String::as_str));
        replaced.push_str(&path[bare.len()..]);
        rest = after;
    }
    replaced + rest
}
