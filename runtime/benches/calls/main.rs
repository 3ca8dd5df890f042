//! What a call costs, beside the same request written by hand with reqwest: over both transports, one at a time and 64 in
//! flight.
//!
//! The server is another process on this machine, which answers each request with the same bytes. Processor time is that
//! of this process alone. With the arguments `profile NAME`, one contestant makes some calls and nothing else is done; with
//! `profile NAME 64`, as many as it can for a while, 64 in flight.

mod contestants;
#[path = "../../tests/garden/mod.rs"]
#[allow(dead_code, missing_docs, unused_imports)]
mod garden;
mod server;

use std::time::{Duration, Instant};

use contestants::Call;
use tokio::runtime::Runtime;

const HOW_LONG: Duration = Duration::from_secs(2);
/// The middle one of them counts.
const ROUNDS: usize = 7;
/// How many calls `profile NAME` makes.
const PROFILED: usize = 2000;

fn main() {
    let runtime = Runtime::new().expect("a runtime starts");
    if server::is_asked_for() {
        return runtime.block_on(server::serve());
    }
    let (server, url) = server::start();
    let contestants = runtime.block_on(async { contestants::all(&url) });
    let mut profile = std::env::args().skip_while(|it| it != "profile").skip(1);
    match profile.next() {
        Some(wanted) => {
            let in_flight = profile.next().and_then(|number| number.parse().ok());
            for (_, call) in contestants.iter().filter(|(name, _)| *name == wanted) {
                runtime.block_on(profiled(call, in_flight));
            }
        }
        None => {
            for in_flight in [1, 64] {
                compare(&runtime, &contestants, in_flight);
            }
        }
    }
    server::stop(server);
}

/// Calls, for a profiler.
async fn profiled(call: &Call, in_flight: Option<usize>) {
    match in_flight {
        Some(in_flight) => {
            let (calls, _) = measure(call, in_flight).await;
            println!("{calls} calls");
        }
        None => {
            for _ in 0..PROFILED {
                call().await;
            }
        }
    }
}

/// Prints what each contestant's calls cost, and how that is to the first one's.
fn compare(runtime: &Runtime, contestants: &[(&str, Call)], in_flight: usize) {
    let mut measured = vec![(Vec::new(), Vec::new()); contestants.len()];
    for _ in 0..ROUNDS {
        for ((_, call), (per_second, each)) in contestants.iter().zip(&mut measured) {
            let (calls, processor) = runtime.block_on(measure(call, in_flight));
            per_second.push(calls as f64 / HOW_LONG.as_secs_f64());
            each.push(processor.as_secs_f64() * 1e6 / calls as f64);
        }
    }
    println!("{in_flight:2} in flight             calls/s          µs of processor a call");
    let mut first = None;
    for ((name, _), (per_second, each)) in contestants.iter().zip(measured) {
        let (per_second, each) = (middle(per_second), middle(each));
        let (calls_of_first, each_of_first) = *first.get_or_insert((per_second, each));
        println!(
            "{name:20} {per_second:8.0} {:6.2} {each:16.1} {:6.2}",
            per_second / calls_of_first,
            each / each_of_first
        );
    }
}

fn middle(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// How many calls were made, and what processor time that took.
async fn measure(call: &Call, in_flight: usize) -> (u64, Duration) {
    let (begun, before) = (Instant::now(), processor());
    let tasks: Vec<_> = (0..in_flight)
        .map(|_| {
            let call = call.clone();
            tokio::spawn(async move {
                let mut calls = 0;
                while begun.elapsed() < HOW_LONG {
                    call().await;
                    calls += 1;
                }
                calls
            })
        })
        .collect();
    let mut calls = 0;
    for task in tasks {
        calls += task.await.expect("no call panics");
    }
    (calls, processor() - before)
}

/// The processor time of this process, from what Linux says of it in hundredths of a second.
fn processor() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").expect("this is Linux");
    let (_, fields) = stat.rsplit_once(") ").expect("a name comes before");
    let fields: Vec<&str> = fields.split(' ').collect();
    let ticks = |index: usize| fields[index].parse::<u64>().expect("it is a number");
    Duration::from_millis(10 * (ticks(11) + ticks(12)))
}
