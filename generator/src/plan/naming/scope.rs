//! Scopes: where a name is claimed, and no other thing can have it.

use foldhash::{HashMap, HashMapExt as _, HashSet, HashSetExt as _};

use super::{Ident, pascal, snake};

/// The case of a scope's names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// `snake_case`: fields, methods, modules.
    Snake,
    /// `PascalCase`: types and variants.
    Pascal,
}

impl Case {
    fn of(self, wire_name: &str) -> String {
        match self {
            Self::Snake => snake(wire_name),
            Self::Pascal => pascal(wire_name),
        }
    }

    /// What a reserved name has behind it where it is asked for.
    pub fn behind_reserved(self) -> &'static str {
        match self {
            Self::Snake => "_",
            Self::Pascal => "Type",
        }
    }
}

/// The variant that is for what the description does not list. It has this name whatever the description lists later.
pub const UNKNOWN: &str = "Unknown";

/// What a variant is called after a value of the document, which leaves the name of [`UNKNOWN`] to that: also in an enum that
/// has none, since it may get one.
pub fn listed(name: &str) -> &str {
    match pascal(name).as_str() {
        UNKNOWN => "unknown_value",
        _ => name,
    }
}

/// The names of one scope.
#[derive(Clone, Debug)]
pub struct Scope {
    case: Case,
    taken: HashSet<String>,
    /// The number to try next for a name that is asked for again.
    numbers: HashMap<String, usize>,
    reserved: &'static [&'static str],
}

impl Scope {
    /// A scope in which `reserved` names are never given out as they are.
    pub fn new(case: Case, reserved: &'static [&'static str]) -> Self {
        Self {
            case,
            taken: HashSet::new(),
            numbers: HashMap::new(),
            reserved,
        }
    }

    /// Claims the name that a wire name asks for; where it is taken, the one with the smallest free number.
    pub fn claim(&mut self, wire_name: &str) -> Ident {
        let wanted = self.wanted(wire_name);
        self.take(wanted)
    }

    /// Whether the name that a wire name asks for can be given as it is.
    pub fn is_free(&self, wire_name: &str) -> bool {
        self.wanted(wire_name) == self.case.of(wire_name) && !self.is_taken(wire_name)
    }

    /// Whether something has the name that a wire name asks for.
    pub fn is_taken(&self, wire_name: &str) -> bool {
        self.taken.contains(&self.wanted(wire_name))
    }

    /// Claims the name of the variant that is for what nothing else is. Only what the user has a name for comes before it.
    pub fn claim_unknown(&mut self) -> Ident {
        self.claim_first(&[UNKNOWN, "Unlisted"])
    }

    /// Claims the first of these that is free, or else one like the last.
    pub fn claim_first(&mut self, names: &[&'static str]) -> Ident {
        let free = names.iter().find(|name| !self.taken.contains(**name));
        self.claim(free.or(names.last()).unwrap_or(&""))
    }

    /// Claims exactly this name, which the user chose, unless it is taken or reserved.
    pub fn claim_chosen(&mut self, name: &str) -> Ident {
        let wanted = self.unreserved(name.to_owned());
        self.take(wanted)
    }

    /// Claims names for all: those that are spelled on the wire as in Rust come first, so that no other spelling takes
    /// their name, then the rest in the order of their spellings, wherever they stand. `chosen` is the user's word on a
    /// name.
    pub fn claim_all<'n>(
        &mut self,
        names: &[&'n str],
        chosen: impl Fn(&'n str) -> Option<&'n str>,
    ) -> Vec<Ident> {
        let chosen: Vec<Option<&str>> = names.iter().map(|name| chosen(name)).collect();
        self.claim_each(names, &chosen)
    }

    /// The same, with the user's word beside each name.
    pub fn claim_each(&mut self, names: &[&str], chosen: &[Option<&str>]) -> Vec<Ident> {
        let mut idents: Vec<Option<Ident>> = vec![None; names.len()];
        for (slot, chosen) in idents.iter_mut().zip(chosen) {
            *slot = chosen.map(|chosen| self.claim_chosen(chosen));
        }
        let mut wanted: Vec<String> = names.iter().map(|name| self.wanted(name)).collect();
        for ((slot, wanted), name) in idents.iter_mut().zip(&mut wanted).zip(names) {
            if slot.is_none() && wanted == name && !self.taken.contains(*name) {
                *slot = Some(self.take(std::mem::take(wanted)));
            }
        }
        let open = (0..names.len()).filter(|at| idents[*at].is_none());
        let mut open: Vec<usize> = open.collect();
        open.sort_by_key(|at| names[*at]);
        for at in open {
            idents[at] = Some(self.take(std::mem::take(&mut wanted[at])));
        }
        let all = idents.into_iter();
        all.map(|ident| ident.expect("each was open or had one"))
            .collect()
    }

    fn wanted(&self, wire_name: &str) -> String {
        self.unreserved(self.case.of(wire_name))
    }

    fn unreserved(&self, mut name: String) -> String {
        if self.reserved.contains(&name.as_str()) {
            name.push_str(self.case.behind_reserved());
        } else if cannot_be_raw(&name) {
            name.push('_');
        }
        name
    }

    fn take(&mut self, wanted: String) -> Ident {
        if self.taken.insert(wanted.clone()) {
            return Ident(wanted.into());
        }
        let separator = match self.case {
            Case::Snake => "_",
            Case::Pascal => "",
        };
        let stem = wanted.trim_end_matches('_');
        // All smaller ones were found to be taken.
        let next = self.numbers.entry(stem.to_owned()).or_insert(2);
        let free = (*next..)
            .map(|number| (number, format!("{stem}{separator}{number}")))
            .find(|(_, name)| !self.taken.contains(name));
        let (number, free) = free.expect("numbers do not run out");
        *next = number;
        self.taken.insert(free.clone());
        Ident(free.into())
    }
}

/// The keywords that `r#` does not help (Rust reference, "Raw identifiers").
fn cannot_be_raw(name: &str) -> bool {
    matches!(name, "self" | "Self" | "super" | "crate" | "_")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(names: &[&str]) -> Vec<String> {
        Scope::new(Case::Snake, &["send"])
            .claim_all(names, |_| None)
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn the_spelling_that_is_rusts_own_keeps_the_name() {
        assert_eq!(
            fields(&["notificationUrl", "notification_url"]),
            ["notification_url_2", "notification_url"]
        );
    }

    #[test]
    fn who_gets_a_number_does_not_depend_on_others() {
        for names in [
            ["ON", "on", "off"],
            ["off", "on", "ON"],
            ["on", "OFF", "ON"],
        ] {
            let mut scope = Scope::new(Case::Pascal, &[]);
            let idents = scope.claim_all(&names, |_| None);
            let mut named = names.iter().zip(idents);
            let on = named.find(|(_, ident)| ident.as_str() == "On");
            assert_eq!(on.map(|(name, _)| *name), Some("ON"), "{names:?}");
        }
    }

    #[test]
    fn a_number_that_is_taken_is_passed_over() {
        assert_eq!(fields(&["a_b", "a_b_2", "aB"]), ["a_b", "a_b_2", "a_b_3"]);
    }

    #[test]
    fn reserved_names_and_keywords_give_way() {
        assert_eq!(
            fields(&["send", "self", "type"]),
            ["send_", "self_", "type"]
        );
    }

    #[test]
    fn a_chosen_name_comes_first() {
        let idents = Scope::new(Case::Snake, &[])
            .claim_all(&["a_b", "aB"], |name| (name == "aB").then_some("a_b"));
        assert_eq!(
            idents.iter().map(Ident::as_str).collect::<Vec<_>>(),
            ["a_b_2", "a_b"]
        );
    }

    #[test]
    fn a_chosen_name_that_is_reserved_gives_way() {
        let ident = Scope::new(Case::Snake, &["send"]).claim_chosen("send");
        assert_eq!(ident.as_str(), "send_");
    }
}
