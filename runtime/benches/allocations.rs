//! How often a call allocates, beside the same request written by hand: over both transports, of one call after the
//! connection stands.

#[path = "calls/contestants.rs"]
mod contestants;
#[path = "../tests/garden/mod.rs"]
#[allow(dead_code, missing_docs, unused_imports)]
mod garden;
#[path = "calls/server.rs"]
mod server;

use std::alloc::System;

use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use tokio::runtime::Runtime;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const CALLS: u32 = 1000;

fn main() {
    let runtime = Runtime::new().expect("a runtime starts");
    runtime.block_on(async {
        if server::is_asked_for() {
            return server::serve().await;
        }
        let (server, url) = server::start();
        println!("                     allocations a call");
        for (name, call) in contestants::all(&url) {
            call().await;
            let region = Region::new(ALLOCATOR);
            for _ in 0..CALLS {
                call().await;
            }
            let change = region.change();
            let each = (change.allocations + change.reallocations) as f64 / f64::from(CALLS);
            println!("{name:20} {each:8.1}");
        }
        server::stop(server);
    });
}
