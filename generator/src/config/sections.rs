//! One function for each section of the file but `[crate]`.

use std::path::PathBuf;

use indexmap::IndexMap;

use super::chosen::{
    self, each_once, fields_of_call, is_among_types, method_of_receiver, type_name,
};
use super::ident::Case;
use super::own;
use super::pages;
use super::table::Table;
use super::{
    Client, ClientParameter, DeriveMacro, Docs, Document, Envelope, Given, Names, Operation,
    RustType, Security, Streams, Type, Webhook,
};
use crate::diagnostic::{CODES, Code, Level, Levels, catalogue};
use crate::source::Limits;

pub(super) fn document(mut table: Table<'_>) -> Document {
    let path = |given: Given<String>| Given::new(PathBuf::from(given.value), given.place);
    let document = Document {
        overlays: table
            .strings("overlays")
            .unwrap_or_default()
            .into_iter()
            .map(path)
            .collect(),
        only: table.strings("only").unwrap_or_default(),
        root: table.string("root").map(path),
    };
    table.finish();
    document
}

pub(super) fn client(mut table: Table<'_>) -> Client {
    let client = Client {
        base_url: table.string("base-url"),
        base_url_env: table.text("base-url-env"),
        parameters: each(
            table.table("parameters", "`[client.parameters]`"),
            "client.parameters",
            |table| ClientParameter {
                env: table.text("env"),
                place: table.place(),
            },
        ),
    };
    table.finish();
    client
}

pub(super) fn security(mut table: Table<'_>) -> Security {
    let security = Security {
        requirements: table.lists("requirements"),
        env: table
            .table("env", "`[security.env]`")
            .map(|mut table| table.texts().into_iter().collect())
            .unwrap_or_default(),
    };
    table.finish();
    security
}

pub(super) fn names(mut table: Table<'_>) -> Names {
    let names = Names {
        prefixes: table.strings("prefixes").unwrap_or_default(),
    };
    table.finish();
    names
}

pub(super) fn docs(mut table: Table<'_>) -> Docs {
    let titles = table
        .table("extensions", "`[docs.extensions]`")
        .map(|mut table| table.texts())
        .unwrap_or_default()
        .into_iter()
        .map(|(name, title)| (name, title.value.join(" ")));
    let docs = Docs {
        extensions: titles.collect(),
    };
    table.finish();
    docs
}

pub(super) fn envelope(mut table: Table<'_>) -> Option<Envelope> {
    let result = required(&mut table, "result", "`[envelope]`");
    let (success, errors, messages) = (
        table.text("success"),
        table.text("errors"),
        table.text("messages"),
    );
    let place = table.place();
    table.finish();
    Some(Envelope {
        result: result?.value,
        success,
        errors,
        messages,
        place,
    })
}

pub(super) fn streams(mut table: Table<'_>) -> Streams {
    let streams = Streams {
        end: table
            .one_or_more("end")
            .map_or_else(Vec::new, |given| given.value),
    };
    table.finish();
    streams
}

pub(super) fn operations(table: Table<'_>) -> IndexMap<String, Operation> {
    each(Some(table), "operations", |table| Operation {
        resource: resource(table),
        method: table.ident("method", Case::Snake),
        docs: table.text("docs"),
        fields: fields_of_call(table),
        stream_end: table.one_or_more("stream-end").map(|given| given.value),
        upgrade: table.text("upgrade"),
        pages: table
            .table("pages", "`pages`")
            .and_then(pages::of_operation),
        place: table.place(),
    })
}

pub(super) fn types(table: Table<'_>) -> IndexMap<String, Type> {
    let reader = table.reader();
    let types = each_named(Some(table), "types", |key, table| Type {
        name: type_name(table, key),
        fields: chosen::names(table, "fields", Case::Snake),
        variants: chosen::names(table, "variants", Case::Camel),
        closed: table.flag("closed"),
        replaced_by: table
            .string("use")
            .and_then(|given| rust_type(table, given)),
        place: table.place(),
    });
    let types = own::by_component(reader, types, |entry| &entry.place);
    let together = types.iter().filter(|(key, _)| is_among_types(key));
    each_once(
        reader,
        together.filter_map(|(key, entry)| Some((key, entry.name.as_ref()?))),
    );
    types
}

pub(super) fn formats(mut table: Table<'_>) -> IndexMap<String, Given<RustType>> {
    let formats = table.string_of_each();
    let formats = formats
        .into_iter()
        .filter_map(|(format, given)| Some((format, rust_type(&table, given)?)));
    formats.collect()
}

pub(super) fn derive(mut table: Table<'_>) -> IndexMap<String, Given<Vec<DeriveMacro>>> {
    let reader = table.reader();
    let entries = table.texts().into_iter();
    let read = |(key, given): (String, Given<Vec<String>>)| {
        let macros = given.value.iter().map(|text| own::derive_macro(text));
        match macros.collect() {
            Ok(macros) => Some((key, Given::new(macros, given.place))),
            Err(fault) => {
                table.push(fault.at(given.place));
                None
            }
        }
    };
    let entries = entries.filter_map(read).collect();
    own::by_component(reader, entries, |given| &given.place)
}

fn rust_type(table: &Table<'_>, given: Given<String>) -> Option<Given<RustType>> {
    match own::rust_type(&given.value) {
        Ok(ty) => Some(Given::new(ty, given.place)),
        Err(fault) => {
            table.push(fault.at(given.place));
            None
        }
    }
}

pub(super) fn webhooks(table: Table<'_>) -> IndexMap<String, Webhook> {
    let reader = table.reader();
    let webhooks = each(Some(table), "webhooks", |table| Webhook {
        name: method_of_receiver(table),
        place: table.place(),
    });
    each_once(
        reader,
        webhooks
            .iter()
            .filter_map(|(key, entry)| Some((key, entry.name.as_ref()?))),
    );
    webhooks
}

/// Reads every table of a section in the same way.
fn each<T>(
    section: Option<Table<'_>>,
    name: &str,
    mut read: impl FnMut(&mut Table<'_>) -> T,
) -> IndexMap<String, T> {
    each_named(section, name, |_, table| read(table))
}

/// The same, where it matters what the table is about.
fn each_named<T>(
    section: Option<Table<'_>>,
    name: &str,
    mut read: impl FnMut(&str, &mut Table<'_>) -> T,
) -> IndexMap<String, T> {
    let tables = section.map(|table| table.tables(name)).unwrap_or_default();
    tables
        .into_iter()
        .map(|(key, mut table)| {
            let value = read(&key, &mut table);
            table.finish();
            (key, value)
        })
        .collect()
}

pub(super) fn required(
    table: &mut Table<'_>,
    key: &'static str,
    section: &str,
) -> Option<Given<String>> {
    let value = table.string(key);
    if value.is_none() {
        table.push(catalogue::config_missing_key(table.place(), key, section));
    }
    value
}

pub(super) fn diagnostics(mut table: Table<'_>) -> Levels {
    let mut levels = Levels {
        strict: table.flag("strict").is_some_and(|given| given.value),
        ..Levels::default()
    };
    for (key, level) in [("deny", Level::Deny), ("allow", Level::Allow)] {
        for given in table.strings(key).unwrap_or_default() {
            let slug = given.value.as_str();
            let fault = match Code::find(slug) {
                None => Some(format!("there is no code `{slug}`")),
                Some(code) if code.level == Level::Fatal && level == Level::Allow => Some(format!(
                    "`{slug}` can't be allowed: nothing can be generated where it is"
                )),
                Some(code) => match levels.chosen.insert(code.slug, level) {
                    Some(other) if other != level => {
                        Some(format!("`{slug}` is both denied and allowed"))
                    }
                    _ => None,
                },
            };
            if let Some(fault) = fault {
                let unknown = Code::find(slug).is_none();
                let known = CODES.iter().map(|code| code.slug).filter(|_| unknown);
                table.push(catalogue::config_bad_value(given.place, fault).suggest(slug, known));
            }
        }
    }
    table.finish();
    levels
}

pub(super) fn limits(mut table: Table<'_>) -> Limits {
    let usual = Limits::default();
    let depth = table.whole("depth").and_then(|given| {
        let depth = usize::try_from(given.value).ok();
        let depth = depth.filter(|depth| (1..=usual.depth).contains(depth));
        if depth.is_none() {
            let message = format!(
                "`depth` must be from 1 to {}: the readers of JSON and YAML themselves go little deeper",
                usual.depth
            );
            table.push(catalogue::config_bad_value(given.place, message));
        }
        depth
    });
    let bytes = table.whole("bytes").map(|given| given.value);
    let mut count = |key| {
        let given = table.whole(key)?;
        Some(usize::try_from(given.value).unwrap_or(usize::MAX))
    };
    let limits = Limits {
        bytes: bytes.unwrap_or(usual.bytes),
        nodes: count("nodes").unwrap_or(usual.nodes),
        aliases: count("aliases").unwrap_or(usual.aliases),
        names: count("names").unwrap_or(usual.names),
        depth: depth.unwrap_or(usual.depth),
    };
    table.finish();
    limits
}

/// `"stream.webhooks"`: snake_case names with full stops between.
fn resource(table: &mut Table<'_>) -> Option<Given<Vec<String>>> {
    let written = table.string("resource")?;
    let parts = written.value.split('.');
    let parts: Vec<_> = parts
        .map(|part| Given::new(part.to_owned(), written.place.clone()))
        .collect();
    parts
        .iter()
        .all(|part| table.good_ident(part, Case::Snake))
        .then(|| {
            let names = parts.into_iter().map(|part| part.value);
            Given::new(names.collect(), written.place)
        })
}

pub(super) fn choice<T: Copy + Default>(
    table: &mut Table<'_>,
    key: &'static str,
    choices: &[(&str, T)],
) -> T {
    match table.string(key) {
        Some(given) => one_of(table, key, &given, choices),
        None => T::default(),
    }
}

pub(super) fn one_of<T: Copy + Default>(
    table: &Table<'_>,
    key: &str,
    given: &Given<String>,
    choices: &[(&str, T)],
) -> T {
    if let Some((_, choice)) = choices.iter().find(|(name, _)| *name == given.value) {
        return *choice;
    }
    let message = format!("unknown {key} `{}`", given.value);
    let names = choices.iter().map(|(name, _)| *name);
    let problem = catalogue::config_bad_value(given.place.clone(), message);
    table.push(problem.suggest(&given.value, names));
    T::default()
}
