//! Takes values through the types that are made for them, and holds what comes back against what went in.
//!
//! The values are those that real descriptions give as `example`, `examples` and `default`, and others made at random
//! from their schemas by a library that is not ours. Which are valid is for the crate `jsonschema` to say. A valid value
//! must decode, and encode to equal JSON; what differs is a failure, with its place and reason.
//!
//! For each document a client of types alone is made, in which every schema that has a value is a field ([`probes`]).
//! Many such clients are compiled to one program ([`harness`]), which reads values and writes what became of them.

#[allow(dead_code, reason = "the corpus program needs more of it")]
#[path = "../corpus/documents.rs"]
mod documents;
#[allow(dead_code, reason = "the corpus program needs more of it")]
#[path = "../corpus/paths.rs"]
mod paths;

mod arguments;
mod compare;
#[allow(dead_code, reason = "the program that makes requests needs more of it")]
mod dialect;
mod harness;
mod judge;
mod prepare;
mod probes;
mod random;
mod results;
mod text;
mod values;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    tests::end(run())
}

/// Gives whether enough of the values came back.
fn run() -> Result<bool, String> {
    let arguments = arguments::Arguments::parse();
    let paths = paths::Paths::new()?;
    let work = paths.inputs().with_file_name("round-trip");
    paths::make(&work)?;
    let random = match arguments.random {
        0 => None,
        count => Some(random::Source::install(&work, count)?),
    };
    let documents = documents::find(&arguments, &paths)?;
    let mut prepared = Vec::with_capacity(documents.len());
    let mut results = results::Results::default();
    for (index, document) in documents.iter().enumerate() {
        match prepare::prepare(document, &work, &arguments, random.as_ref()) {
            Ok(one) => prepared.push(one),
            Err(reason) => {
                println!(
                    "{:>4}/{} {}: {reason}",
                    index + 1,
                    documents.len(),
                    document.name
                );
                results.left_out(&document.name, reason);
            }
        }
    }
    harness::run(&work, &prepared, &mut results)?;
    results.write(&work)?;
    print!("{results}");
    println!("\n{}", work.join("results.csv").display());
    Ok(results.holds())
}
