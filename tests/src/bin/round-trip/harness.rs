//! Types of many documents as one program, which reads values and writes what became of them.

use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

use serde_json::{Value, json};

use crate::compare::{Verdict, compare};
use crate::paths::{make, repository, unreadable};
use crate::prepare::{Case, Prepared};
use crate::probes::{member, object, objects};
use crate::results::{Results, Row};

/// Lines of types in one program.
const LINES: usize = 15_000;

/// Compiles the types of all documents, and takes their valid values through them.
pub fn run(work: &Path, documents: &[Prepared], results: &mut Results) -> Result<(), String> {
    if documents.is_empty() {
        return Ok(());
    }
    let mut programs: Vec<&[Prepared]> = Vec::new();
    let mut rest = documents;
    while !rest.is_empty() {
        let mut lines = 0;
        let fits = rest.iter().take_while(|document| {
            lines += document.lines;
            lines <= LINES
        });
        let count = fits.count().max(1);
        let (now, later) = rest.split_at(count);
        programs.push(now);
        rest = later;
    }
    let folder = work.join("harness");
    let sources = folder.join("src/bin");
    _ = fs::remove_dir_all(&sources);
    make(&sources)?;
    let write =
        |path: &Path, text: &str| fs::write(path, text).map_err(|error| unreadable(path, &error));
    let runtime = toml::Value::from(repository().join("runtime").to_string_lossy().into_owned());
    write(
        &folder.join("Cargo.toml"),
        &format!(
            "[package]\nname = \"harness\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
             serde = {{ version = \"1\", features = [\"derive\"] }}\nserde_json = \"1\"\n\
             specwright-runtime = {{ path = {runtime}, default-features = false, features = [\"client\"] }}\n\n\
             [profile.dev]\ndebug = false\nincremental = false\n"
        ),
    )?;
    // The same versions as everywhere here.
    let lock = repository().join("Cargo.lock");
    let lock = fs::read_to_string(&lock).map_err(|error| unreadable(&lock, &error))?;
    write(&folder.join("Cargo.lock"), &lock)?;
    let built = |index: usize| folder.join(format!("target/debug/b{index}"));
    for (index, documents) in programs.iter().enumerate() {
        // One of an earlier run must not be taken for one that compiles.
        _ = fs::remove_file(built(index));
        write(&sources.join(format!("b{index}.rs")), &program(documents))?;
    }
    let lines: usize = documents.iter().map(|document| document.lines).sum();
    eprintln!(
        "compiling {lines} lines of types of {} documents as {} programs",
        documents.len(),
        programs.len()
    );
    let done = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args([
            "build",
            "--quiet",
            "--keep-going",
            "--bins",
            "--target-dir",
            "target",
        ])
        .current_dir(&folder)
        .status()
        .map_err(|error| error.to_string())?;
    for (index, documents) in programs.iter().enumerate() {
        let program = built(index);
        if !done.success() && !program.exists() {
            for document in *documents {
                results.left_out(&document.name, "does not compile".to_owned());
            }
            continue;
        }
        for (index, document) in documents.iter().enumerate() {
            let row = call(&program, index, document, results)?;
            println!("{row}");
            results.rows.extend(row.parts());
        }
    }
    Ok(())
}

/// The text of a program: a module for each document, and a table of what can be read.
fn program(documents: &[Prepared]) -> String {
    let mut modules = String::new();
    let mut arms = String::new();
    for (index, document) in documents.iter().enumerate() {
        let path = document.root.to_string_lossy().into_owned();
        _ = writeln!(modules, "#[path = {path:?}]\nmod d{index};");
        for object in objects(document.probes) {
            _ = writeln!(
                arms,
                "        \"d{index} {object}\" => trip::<d{index}::types::{object}>(text),"
            );
        }
    }
    format!(
        "#![allow(warnings)]\n{modules}\n\
         fn trip<T: serde::de::DeserializeOwned + serde::Serialize>(text: &str) -> Result<String, String> {{\n\
         \x20   let value: T = specwright_runtime::decode(text.as_bytes(), &[]).map_err(|error| error.to_string())?;\n\
         \x20   serde_json::to_string(&value).map_err(|error| error.to_string())\n}}\n\n\
         fn one(name: &str, text: &str) -> Result<String, String> {{\n    match name {{\n{arms}        \
         _ => Err(format!(\"no type {{name}}\")),\n    }}\n}}\n\n\
         fn main() {{\n\
         \x20   let work = || for line in std::io::stdin().lines().map_while(Result::ok) {{\n\
         \x20       let (name, text) = line.split_once('\\t').unwrap_or_default();\n\
         \x20       match one(name, text) {{\n\
         \x20           Ok(text) => println!(\"ok\\t{{text}}\"),\n\
         \x20           Err(error) => println!(\"no\\t{{error:?}}\"),\n\
         \x20       }}\n\
         \x20   }};\n\
         \x20   // Unoptimized code that reads wide structs takes much of the stack.\n\
         \x20   std::thread::Builder::new().stack_size(1 << 28).spawn(work).unwrap().join().unwrap();\n}}\n"
    )
}

fn call(
    program: &Path,
    index: usize,
    document: &Prepared,
    results: &mut Results,
) -> Result<Row, String> {
    let told = |error: std::io::Error| format!("{}: {error}", program.display());
    let mut process = Command::new(program)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(told)?;
    let valid: Vec<&Case> = document.cases.iter().filter(|case| case.valid).collect();
    let mut text = String::new();
    for case in &valid {
        let value = json!({member(case.probe): case.value});
        _ = writeln!(text, "d{index} {}\t{value}", object(case.probe));
    }
    let (mut stdin, stdout) = (process.stdin.take(), process.stdout.take());
    let writer = thread::spawn(move || {
        // A process that crashed shows by the lines that it does not write.
        stdin.as_mut().map(|stdin| stdin.write_all(text.as_bytes()))
    });
    let lines = stdout
        .into_iter()
        .flat_map(|out| BufReader::new(out).lines());
    let mut lines = lines.map_while(Result::ok);
    let mut row = Row::of(&document.name);
    for case in &document.cases {
        let counts = row.counts(case.random);
        counts.values += 1;
        if !case.valid {
            continue;
        }
        counts.valid += 1;
        let line = lines.next().unwrap_or_else(|| "no\tcrashed".to_owned());
        let reason = match line.split_once('\t') {
            Some(("ok", text)) => {
                counts.decoded += 1;
                let before = json!({member(case.probe): case.value});
                let after: Value = serde_json::from_str(text).unwrap_or_default();
                match compare(&document.judge.schema, &before, &after) {
                    Verdict::Equal => {
                        counts.equal += 1;
                        continue;
                    }
                    Verdict::Dropped => {
                        counts.equal += 1;
                        counts.dropped += 1;
                        continue;
                    }
                    Verdict::Differs(reason) => reason,
                }
            }
            Some((_, error)) => error.to_owned(),
            None => line,
        };
        results.failed(&document.name, case, reason);
    }
    process.wait().map_err(told)?;
    _ = writer.join();
    Ok(row)
}
