//! A TOML table being read: each key is asked for by name, and what nobody asked for is an error.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};
use toml::{Spanned, Value};

use super::Given;
use super::ident::{self, Case};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, catalogue};
use crate::source::FileId;

/// A table, and what was read of it so far.
pub(super) struct Table<'a> {
    /// As messages call it: "`[client]`".
    section: String,
    place: Place,
    entries: BTreeMap<String, Entry<'a>>,
    known: Vec<&'static str>,
    reader: Reader<'a>,
}

struct Entry<'a> {
    key: Place,
    value: &'a Spanned<DeValue<'a>>,
}

/// What tables of one file share.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    pub(super) file: FileId,
    /// A cell, because nested tables complain too.
    pub(super) diagnostics: &'a std::cell::RefCell<&'a mut Diagnostics>,
}

impl Reader<'_> {
    pub(super) fn push(self, diagnostic: Diagnostic) {
        self.diagnostics.borrow_mut().push(diagnostic);
    }
}

impl<'a> Table<'a> {
    pub(super) fn new(
        section: impl Into<String>,
        place: Place,
        table: &'a DeTable<'a>,
        reader: Reader<'a>,
    ) -> Self {
        let entries = table.iter().map(|(key, value)| {
            let entry = Entry {
                key: Place::span(reader.file, key.span()),
                value,
            };
            (key.get_ref().to_string(), entry)
        });
        Self {
            section: section.into(),
            place,
            entries: entries.collect(),
            known: Vec::new(),
            reader,
        }
    }

    pub(super) fn place(&self) -> Place {
        self.place.clone()
    }

    pub(super) fn reader(&self) -> Reader<'a> {
        self.reader
    }

    pub(super) fn push(&self, diagnostic: Diagnostic) {
        self.reader.push(diagnostic);
    }

    fn take(&mut self, key: &'static str) -> Option<Entry<'a>> {
        self.known.push(key);
        self.entries.remove(key)
    }

    /// Takes a value of one type; complains of another one.
    fn typed<T>(
        &mut self,
        key: &'static str,
        expected: &str,
        read: impl FnOnce(&'a DeValue<'a>) -> Option<T>,
    ) -> Option<Given<T>> {
        let entry = self.take(key)?;
        let place = Place::span(self.reader.file, entry.value.span());
        match read(entry.value.get_ref()) {
            Some(value) => Some(Given::new(value, place)),
            None => {
                let found = entry.value.get_ref().type_str();
                self.push(catalogue::config_wrong_type(place, key, expected, found));
                None
            }
        }
    }

    pub(super) fn string(&mut self, key: &'static str) -> Option<Given<String>> {
        self.typed(key, "a string", |value| value.as_str().map(str::to_owned))
    }

    pub(super) fn text(&mut self, key: &'static str) -> Option<String> {
        self.string(key).map(|given| given.value)
    }

    pub(super) fn flag(&mut self, key: &'static str) -> Option<Given<bool>> {
        self.typed(key, "a boolean", DeValue::as_bool)
    }

    pub(super) fn whole(&mut self, key: &'static str) -> Option<Given<u64>> {
        self.typed(key, "a whole number, zero or more", |value| {
            let digits = value.as_integer()?;
            u64::from_str_radix(digits.as_str(), digits.radix()).ok()
        })
    }

    /// A list of strings; each has its place.
    pub(super) fn strings(&mut self, key: &'static str) -> Option<Vec<Given<String>>> {
        let file = self.reader.file;
        let list = self.typed(key, "a list of strings", |value| strings(file, value))?;
        Some(list.value)
    }

    /// One string or a list of them.
    pub(super) fn one_or_more(&mut self, key: &'static str) -> Option<Given<Vec<String>>> {
        let file = self.reader.file;
        self.typed(key, "a string or a list of strings", |value| {
            one_or_more(file, value)
        })
    }

    /// The way to a member: names with full stops between, or a list of them, since a name may have a full stop in it.
    pub(super) fn path(&mut self, key: &'static str) -> Option<Given<Vec<String>>> {
        let file = self.reader.file;
        self.typed(key, "a string or a list of strings", |value| {
            let Some(text) = value.as_str() else {
                return one_or_more(file, value);
            };
            let steps = text.split('.').filter(|step| !step.is_empty());
            Some(steps.map(str::to_owned).collect())
        })
    }

    /// A list of lists of strings.
    pub(super) fn lists(&mut self, key: &'static str) -> Option<Vec<Vec<Given<String>>>> {
        let file = self.reader.file;
        let lists = self.typed(key, "a list of lists of strings", |value| {
            let lists = value.as_array()?.iter();
            lists.map(|list| strings(file, list.get_ref())).collect()
        })?;
        Some(lists.value)
    }

    /// A string that must be a Rust name.
    pub(super) fn ident(&mut self, key: &'static str, case: Case) -> Option<Given<String>> {
        let name = self.string(key)?;
        self.good_ident(&name, case).then_some(name)
    }

    pub(super) fn good_ident(&self, name: &Given<String>, case: Case) -> bool {
        let Some(fault) = ident::fault(&name.value, case) else {
            return true;
        };
        let message = format!("`{}` can't be a name in Rust: {fault}", name.value);
        self.push(catalogue::config_bad_value(name.place.clone(), message));
        false
    }

    /// A table within this one.
    pub(super) fn table(&mut self, key: &'static str, section: &str) -> Option<Table<'a>> {
        let entry = self.take(key)?;
        self.inner(&entry, key, section.to_owned())
    }

    /// The tables of a list: `[[pages]]`.
    pub(super) fn each(&mut self, key: &'static str, section: &str) -> Vec<Table<'a>> {
        let reader = self.reader;
        let tables = self.typed(key, "a list of tables", |value| {
            let tables = value.as_array()?.iter().map(|value| {
                let place = Place::span(reader.file, value.span());
                let table = value.get_ref().as_table()?;
                Some(Table::new(section, place, table, reader))
            });
            tables.collect::<Option<Vec<_>>>()
        });
        tables.map_or_else(Vec::new, |tables| tables.value)
    }

    /// Every remaining key with its table: `[operations.*]`.
    pub(super) fn tables(mut self, what: &str) -> Vec<(String, Table<'a>)> {
        self.rest()
            .into_iter()
            .filter_map(|(key, entry)| {
                let table = self.inner(&entry, &key, format!("`[{what}.\"{key}\"]`"))?;
                Some((key, table))
            })
            .collect()
    }

    /// Every remaining key with its string or strings: `[security.env]`.
    pub(super) fn texts(&mut self) -> Vec<(String, Given<Vec<String>>)> {
        let file = self.reader.file;
        self.rest_as("a string or a list of strings", |value| {
            one_or_more(file, value)
        })
    }

    /// Every remaining key with its string: `[formats]`.
    pub(super) fn string_of_each(&mut self) -> Vec<(String, Given<String>)> {
        self.rest_as("a string", |value| value.as_str().map(str::to_owned))
    }

    /// Every remaining key with its value, whatever it is: `[crate.dependencies]`.
    pub(super) fn values(&mut self) -> Vec<(String, Value)> {
        let expected = "a string or a table";
        let values = self.rest_as(expected, plain);
        values
            .into_iter()
            .map(|(key, given)| (key, given.value))
            .collect()
    }

    /// Every remaining key with its Rust name: `fields = { wire = "rust" }`.
    pub(super) fn idents(mut self, case: Case) -> Vec<(String, Given<String>)> {
        let mut names = self.string_of_each();
        names.retain(|(_, name)| self.good_ident(name, case));
        names
    }

    /// Every remaining key with a value of one type; complains of another one.
    fn rest_as<T>(
        &mut self,
        expected: &str,
        read: impl Fn(&DeValue<'_>) -> Option<T>,
    ) -> Vec<(String, Given<T>)> {
        let mut values = Vec::new();
        for (key, entry) in self.rest() {
            let place = Place::span(self.reader.file, entry.value.span());
            let value = entry.value.get_ref();
            match read(value) {
                Some(value) => values.push((key, Given::new(value, place))),
                None => {
                    let found = value.type_str();
                    self.push(catalogue::config_wrong_type(place, &key, expected, found));
                }
            }
        }
        values
    }

    /// Complains of every key that nobody asked for.
    pub(super) fn finish(mut self) {
        for (key, entry) in self.rest() {
            let known = self.known.iter().copied();
            self.push(catalogue::config_unknown_key(
                entry.key,
                &key,
                &self.section,
                known,
            ));
        }
    }

    fn rest(&mut self) -> Vec<(String, Entry<'a>)> {
        let mut rest: Vec<_> = std::mem::take(&mut self.entries).into_iter().collect();
        // In the order of the file, and not of the letters.
        rest.sort_by(|(_, a), (_, b)| a.key.cmp(&b.key));
        rest
    }

    fn inner(&self, entry: &Entry<'a>, key: &str, section: String) -> Option<Table<'a>> {
        match entry.value.get_ref().as_table() {
            Some(table) => Some(Table::new(section, entry.key.clone(), table, self.reader)),
            None => {
                let place = Place::span(self.reader.file, entry.value.span());
                let found = entry.value.get_ref().type_str();
                self.push(catalogue::config_wrong_type(place, key, "a table", found));
                None
            }
        }
    }
}

/// What a manifest may say of a dependency.
fn plain(value: &DeValue<'_>) -> Option<Value> {
    Some(match value {
        DeValue::String(text) => Value::from(text.as_ref()),
        DeValue::Boolean(flag) => Value::from(*flag),
        DeValue::Array(values) => {
            let values = values.iter().map(|value| plain(value.get_ref()));
            Value::Array(values.collect::<Option<_>>()?)
        }
        DeValue::Table(table) => {
            let entries = table.iter();
            let entries = entries
                .map(|(key, value)| Some((key.get_ref().to_string(), plain(value.get_ref())?)));
            Value::Table(entries.collect::<Option<_>>()?)
        }
        _ => return None,
    })
}

fn strings(file: FileId, value: &DeValue<'_>) -> Option<Vec<Given<String>>> {
    let values = value.as_array()?.iter();
    values
        .map(|value| {
            let text = value.get_ref().as_str()?.to_owned();
            Some(Given::new(text, Place::span(file, value.span())))
        })
        .collect()
}

fn one_or_more(file: FileId, value: &DeValue<'_>) -> Option<Vec<String>> {
    match value.as_str() {
        Some(text) => Some(vec![text.to_owned()]),
        None => {
            let texts = strings(file, value)?.into_iter();
            Some(texts.map(|text| text.value).collect())
        }
    }
}
