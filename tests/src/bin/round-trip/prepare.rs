//! One document: its values, who judges them, and the types that they are taken through.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tests::programs::written;

use crate::arguments::Arguments;
use crate::dialect::Dialect;
use crate::documents::Document;
use crate::judge::Judge;
use crate::paths::{make, unreadable};
use crate::probes::Probes;
use crate::random::Source;
use crate::text;
use crate::values::Search;

/// A document whose types are written.
#[derive(Debug)]
pub struct Prepared {
    /// What it is called.
    pub name: String,
    /// Where the root of its types is.
    pub root: PathBuf,
    /// How many lines they have.
    pub lines: usize,
    /// How many schemas are probed.
    pub probes: usize,
    /// Its values.
    pub cases: Vec<Case>,
    /// Who said which are valid.
    pub judge: Judge,
}

/// A value.
#[derive(Debug)]
pub struct Case {
    /// Whether it was made at random.
    pub random: bool,
    /// Where it stands, or where the schema stands that it was made from.
    pub pointer: String,
    /// The number of its schema.
    pub probe: usize,
    /// The value.
    pub value: Value,
    /// Whether it is valid.
    pub valid: bool,
}

/// Reads a document, and writes its types.
pub fn prepare(
    document: &Document,
    work: &Path,
    arguments: &Arguments,
    random: Option<&Source>,
) -> Result<Prepared, String> {
    let description = text::read(&document.path)?;
    let search = Search::of(&description);
    let mut probes = Probes::new(&description);
    let case = |random, pointer, probe, value| Case {
        random,
        pointer,
        probe,
        value,
        valid: false,
    };
    let mut cases = Vec::new();
    for found in search.values {
        let probe = probes.number(&found.schema);
        cases.push(case(false, found.pointer, probe, found.value));
    }
    let schemas = search.schemas.iter().filter(|_| random.is_some());
    let schemas: Vec<(usize, &String)> = schemas
        .map(|(pointer, schema)| (probes.number(schema), pointer))
        .collect();
    if probes.list().is_empty() {
        return Err("no value".to_owned());
    }
    let folder = work.join("clients").join(document.name.replace('/', "+"));
    make(&folder)?;
    let spec = folder.join("probes.json");
    let text = probes.description().to_string();
    fs::write(&spec, text).map_err(|error| unreadable(&spec, &error))?;
    let types = written(&spec, &folder.join("src"), arguments.max_lines)?;
    let judge = Judge::new(Dialect::of(&description), &probes)?;
    if let Some(random) = random {
        for (probe, value) in random.values(&judge.schema, &schemas)? {
            let pointer = schemas.iter().find(|(number, _)| *number == probe);
            let pointer = pointer.map_or("", |(_, pointer)| pointer);
            cases.push(case(true, pointer.to_owned(), probe, value));
        }
    }
    for case in &mut cases {
        case.valid = judge.accepts(case.probe, &case.value);
    }
    Ok(Prepared {
        name: document.name.clone(),
        root: types.root,
        lines: types.lines,
        probes: probes.list().len(),
        cases,
        judge,
    })
}
