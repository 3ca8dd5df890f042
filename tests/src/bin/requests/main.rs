//! Has clients of real descriptions call all their operations against Prism, which holds each request against the
//! description and answers with its examples, or with what it makes up.
//!
//! The documents stand in `tests/requests/documents.toml`. For each the client is generated and compiled with a program
//! that makes calls ([`driver`]); the values of the calls are made from the schemas by a library that is not ours
//! ([`calls`]). Each call is sorted by what came of it ([`sort`]), and what is not the fault of the client stands with
//! its reason in `tests/requests/exceptions.toml`. The bar is that nothing else is left.

#[allow(dead_code, reason = "the round trip needs more of it")]
#[path = "../round-trip/dialect.rs"]
mod dialect;
#[allow(dead_code, reason = "the corpus program needs more of it")]
#[path = "../corpus/documents.rs"]
mod documents;
#[allow(dead_code, reason = "the round trip needs more of it")]
#[path = "../round-trip/judge.rs"]
mod judge;
#[allow(dead_code, reason = "the corpus program needs more of it")]
#[path = "../corpus/paths.rs"]
mod paths;
#[allow(dead_code, reason = "the round trip needs more of it")]
#[path = "../round-trip/probes.rs"]
mod probes;
#[allow(dead_code, reason = "the round trip needs more of it")]
#[path = "../round-trip/random.rs"]
mod random;
#[path = "../round-trip/text.rs"]
mod text;
#[allow(dead_code, reason = "the round trip needs more of it")]
#[path = "../round-trip/values.rs"]
mod values;

mod arguments;
mod calls;
mod driver;
mod list;
mod results;
mod sort;
mod subject;
mod talk;

use std::process::ExitCode;

use clap::Parser as _;

use crate::sort::Sort;
use crate::subject::Subject;

fn main() -> ExitCode {
    tests::end(run())
}

/// Gives whether all is explained that is not fine.
fn run() -> Result<bool, String> {
    let mut arguments = arguments::Arguments::parse();
    arguments.list = list::List::read()?;
    let exceptions = list::Exceptions::read()?;
    let paths = paths::Paths::new()?;
    let work = paths.inputs().with_file_name("requests");
    paths::make(&work)?;
    let source = random::Source::install(&work, 1)?;
    let documents = documents::find(&arguments, &paths)?;
    let mut results = results::Results::default();
    let mut subjects = Vec::new();
    for document in &documents {
        match Subject::prepare(document, &work, &arguments) {
            Ok(subject) => subjects.push(subject),
            Err(reason) => results.left_out(&document.name, &reason),
        }
    }
    for name in arguments.list.names() {
        if arguments.wants(name) && !documents.iter().any(|document| document.name == *name) {
            results.left_out(name, "not in the folder");
        }
    }
    let programs = driver::build(&work, &subjects)?;
    println!("{}", results::HEAD);
    for (subject, program) in subjects.iter().zip(programs) {
        let Some(program) = program else {
            results.left_out(&subject.name, "does not compile");
            continue;
        };
        let (calls, missing) = calls::calls(subject, &source, arguments.random)?;
        let told = talk::talk(&program, &subject.served, &calls);
        let told = match told {
            Ok(told) => told,
            Err(reason) => {
                results.left_out(&subject.name, &reason);
                continue;
            }
        };
        let sorted = calls.iter().zip(&told).map(|(call, told)| {
            let sort = Sort::of(subject, call, told);
            (call.operation, Some((call, told)), sort)
        });
        let missing = missing.iter().map(|(operation, what)| {
            let text = format!("no valid value for {what}");
            (*operation, None, Sort::NotMade(text))
        });
        results.add(subject, &exceptions, sorted.chain(missing));
        // Also what a run that is stopped has found.
        results.write(&work)?;
    }
    results.write(&work)?;
    print!("{results}");
    for (reason, count) in exceptions.met() {
        if count > 0 || arguments.only.is_empty() {
            println!("{count:>6} {reason}");
        }
    }
    println!("\n{}", work.join("failures.jsonl").display());
    Ok(results.holds())
}
