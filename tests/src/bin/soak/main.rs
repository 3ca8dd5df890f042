//! Calls a server that fails in every way it can, from many tasks for some minutes, and holds what callers were told
//! against what the server saw.
//!
//! Each call has a number, which its request carries. It must come to one result, its own: what was answered well is no
//! failure, what was not is no success, no answer is another call's, what may not be repeated was taken once, and all
//! tries of a call have one key. Memory has to stay where it is.

mod callers;
mod faults;
mod ledger;
mod memory;
mod server;

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::{Parser, ValueEnum};
use specwright_runtime::{HyperTransport, ReqwestTransport, Timeouts};

use ledger::Ledger;
use memory::Memory;

/// Holds calls under load against a server that fails.
#[derive(Parser)]
struct Arguments {
    /// For how long, for each transport
    #[arg(long, default_value_t = 3.0)]
    minutes: f64,
    /// How many tasks call side by side
    #[arg(long, default_value_t = 64)]
    callers: usize,
    /// What carries the calls
    #[arg(long, value_enum, default_values_t = [Carrier::Reqwest, Carrier::Hyper])]
    transport: Vec<Carrier>,
    /// Decides which request meets which fault
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, ValueEnum)]
enum Carrier {
    Reqwest,
    Hyper,
}

fn main() -> ExitCode {
    tests::end(run(&Arguments::parse()))
}

/// Gives whether all of it held.
fn run(arguments: &Arguments) -> Result<bool, String> {
    let runtime = tokio::runtime::Runtime::new().map_err(|error| error.to_string())?;
    let mut holds = true;
    for carrier in &arguments.transport {
        holds &= runtime.block_on(soak(arguments, *carrier))?;
    }
    Ok(holds)
}

async fn soak(arguments: &Arguments, carrier: Carrier) -> Result<bool, String> {
    let time = Duration::try_from_secs_f64(arguments.minutes * 60.0)
        .map_err(|error| format!("--minutes: {error}"))?;
    let ledger = Arc::new(Ledger::default());
    let address = server::start(Arc::clone(&ledger), arguments.seed)
        .await
        .map_err(|error| format!("there is no free port: {error}"))?;
    let builder = callers::builder(&address);
    let builder = match carrier {
        Carrier::Reqwest => builder.transport(ReqwestTransport::new(TIMEOUTS).map_err(text)?),
        Carrier::Hyper => builder.transport(HyperTransport::new().map_err(text)?),
    };
    println!(
        "\n{carrier:?}: {} callers for {time:?}, seed {}",
        arguments.callers, arguments.seed
    );
    let memory = tokio::spawn(Memory::watch(time));
    let told = callers::call(builder, &ledger, arguments.callers, arguments.seed, time).await?;
    let memory = memory.await.map_err(text)?;
    print!("{told}{ledger}{memory}");
    Ok(told.holds() && ledger.holds() && memory.holds())
}

const TIMEOUTS: Timeouts = Timeouts {
    whole: Duration::from_secs(5),
    connect: Duration::from_secs(2),
    read: None,
};

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}
