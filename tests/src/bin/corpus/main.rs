//! Holds the compiler against a folder of real descriptions: each is compiled to a client in a process of its own, its
//! operations are counted without the compiler's help, and the client is compiled by rustc.
//!
//! What came out is printed as a line for each document with a table of totals, and written to
//! `target/corpus/results.csv`. A document whose row is there for the same compiler is not run again.

mod arguments;
mod check;
mod count;
mod crew;
mod documents;
mod faults;
mod generate;
mod paths;
mod results;
mod row;
mod totals;
mod tree;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    // The same program does the work of one document, so that its memory and its end are its own.
    if let Some(task) = generate::Task::of_this_process() {
        return task.run();
    }
    tests::end(run())
}

/// Gives whether every document did what it should.
fn run() -> Result<bool, String> {
    let arguments = arguments::Arguments::parse();
    let paths = paths::Paths::new()?;
    let documents = documents::find(&arguments, &paths)?;
    let faults = faults::Faults::read()?;
    let results = results::Results::open(&paths)?;
    let compiler = paths.compiler()?;
    let checker = match arguments.no_check {
        true => None,
        false => Some(check::Checker::new(&paths)?),
    };
    let crew = crew::Crew {
        arguments: &arguments,
        paths: &paths,
        faults: &faults,
        compiler: &compiler,
        checker: checker.as_ref(),
        results: &results,
    };
    let rows = crew.run(&documents)?;
    let totals = totals::Totals::of(&rows);
    print!("{totals}");
    println!("\n{}", paths.results().display());
    Ok(totals.holds())
}
