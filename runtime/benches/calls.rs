//! What a call costs, beside the same request written by hand with reqwest: over both transports, one at a time and 64 in
//! flight.
//!
//! The server is another process on this machine, which answers each request with the same bytes. Processor time is that
//! of this process alone; allocations are counted by the allocator, of one call after the connection stands.

#[path = "../tests/garden/mod.rs"]
#[allow(dead_code, missing_docs, unused_imports)]
mod garden;

use std::alloc::System;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use garden::Client;
use garden::types::PlantEnvelope;
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::Client as LegacyClient;
use hyper_util::rt::TokioExecutor;
use serde_json::json;
use specwright_runtime::{BoxFuture, HyperTransport, ReqwestTransport, Timeouts};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const PLANT: &str = r#"{"ok":true,"data":{"id":"p1","name":"Fern"}}"#;
const HOW_LONG: Duration = Duration::from_secs(3);
const ROUNDS: usize = 3;
/// How many calls `profile NAME` makes, one after the other and nothing else: for a profiler.
const PROFILED: usize = 2000;

/// Makes one call.
type Call = Arc<dyn Fn() -> BoxFuture<'static, ()> + Send + Sync>;

fn main() {
    let runtime = Runtime::new().expect("a runtime starts");
    if std::env::args().any(|argument| argument == "serve") {
        return runtime.block_on(serve());
    }
    let (server, url) = start();
    let by_hand = runtime.block_on(async { by_hand(&url) });
    let contestants = [
        ("by hand, reqwest", by_hand),
        (
            "by hand, hyper",
            runtime.block_on(async { by_hand_hyper(&url) }),
        ),
        ("client, reqwest", runtime.block_on(async { reqwest(&url) })),
        ("client, hyper", runtime.block_on(async { hyper(&url) })),
    ];
    if let Some(wanted) = std::env::args().skip_while(|it| it != "profile").nth(1) {
        for (_, call) in contestants.iter().filter(|(name, _)| *name == wanted) {
            runtime.block_on(async {
                for _ in 0..PROFILED {
                    call().await;
                }
            });
        }
        return stop(server);
    }
    for in_flight in [1, 64] {
        println!(
            "{in_flight} in flight          calls/s   µs of processor a call   allocations a call"
        );
        for round in 0..ROUNDS {
            for (name, call) in &contestants {
                let allocations = runtime.block_on(allocations(call));
                let (calls, processor) = runtime.block_on(measure(call, in_flight));
                let per_second = calls as f64 / HOW_LONG.as_secs_f64();
                let each = processor.as_secs_f64() * 1e6 / calls as f64;
                println!("{round} {name:20} {per_second:8.0} {each:8.1} {allocations:8.1}");
            }
        }
    }
    stop(server);
}

fn by_hand(url: &str) -> Call {
    let client = ::reqwest::Client::new();
    let url = format!("{url}/gardens/g1/plants/p1");
    Arc::new(move || {
        let request = client
            .put(&url)
            .timeout(Duration::from_secs(60))
            .bearer_auth("t0ken")
            .header("accept", "application/json")
            .header("user-agent", "garden/1.2.3")
            .json(&json!({"name": "Fern"}));
        Box::pin(async move {
            let response = request.send().await.expect("the server answers");
            let bytes = response.bytes().await.expect("the answer is whole");
            let envelope: PlantEnvelope = serde_json::from_slice(&bytes).expect("it is a plant");
            assert!(envelope.ok);
        })
    })
}

/// What there is to write where hyper's client is used as it is: over plain TCP, with the same limit of time.
fn by_hand_hyper(url: &str) -> Call {
    let client = LegacyClient::builder(TokioExecutor::new()).build_http::<Full<Bytes>>();
    let url = format!("{url}/gardens/g1/plants/p1");
    Arc::new(move || {
        let body = serde_json::to_vec(&json!({"name": "Fern"})).expect("it is JSON");
        let request = http::Request::put(&url)
            .header("authorization", "Bearer t0ken")
            .header("accept", "application/json")
            .header("user-agent", "garden/1.2.3")
            .header("content-type", "application/json")
            .body(Full::from(body))
            .expect("all of it is in order");
        let client = client.clone();
        let answer = async move {
            let response = client.request(request).await.expect("the server answers");
            let collected = response.into_body().collect().await;
            let bytes = collected.expect("the answer is whole").to_bytes();
            let envelope: PlantEnvelope = serde_json::from_slice(&bytes).expect("it is a plant");
            assert!(envelope.ok);
        };
        Box::pin(async move {
            tokio::time::timeout(Duration::from_secs(60), answer)
                .await
                .expect("it is in time");
        })
    })
}

fn reqwest(url: &str) -> Call {
    let timeouts = Timeouts {
        whole: Duration::from_secs(60),
        connect: Duration::from_secs(5),
        read: None,
    };
    let transport = ReqwestTransport::new(timeouts).expect("reqwest is set up");
    client(Client::builder().transport(transport), url)
}

fn hyper(url: &str) -> Call {
    let transport = HyperTransport::new().expect("hyper is set up");
    client(Client::builder().transport(transport), url)
}

fn client(builder: garden::ClientBuilder, url: &str) -> Call {
    let client = builder.base_url(url).token("t0ken").garden_id("g1").build();
    let plants = client.expect("everything is set").plants();
    Arc::new(move || {
        let call = plants.update("p1").name("Fern");
        Box::pin(async move {
            call.send().await.expect("the server answers");
        })
    })
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

/// How often one call allocates, on average.
async fn allocations(call: &Call) -> f64 {
    const CALLS: u32 = 200;
    call().await;
    let region = Region::new(ALLOCATOR);
    for _ in 0..CALLS {
        call().await;
    }
    let change = region.change();
    (change.allocations + change.reallocations) as f64 / f64::from(CALLS)
}

/// The processor time of this process, from what Linux says of it in hundredths of a second.
fn processor() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").expect("this is Linux");
    let (_, fields) = stat.rsplit_once(") ").expect("a name comes before");
    let fields: Vec<&str> = fields.split(' ').collect();
    let ticks = |index: usize| fields[index].parse::<u64>().expect("it is a number");
    Duration::from_millis(10 * (ticks(11) + ticks(12)))
}

fn start() -> (Child, String) {
    let program = std::env::current_exe().expect("this program has a place");
    let mut server = Command::new(program)
        .arg("serve")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it starts again");
    let mut line = String::new();
    let said = server.stdout.take().expect("it is piped");
    BufReader::new(said)
        .read_line(&mut line)
        .expect("it says where it is");
    (server, line.trim().to_owned())
}

fn stop(mut server: Child) {
    server
        .kill()
        .and_then(|()| server.wait())
        .expect("it can be ended");
}

/// Answers each request on each connection in the same way.
async fn serve() {
    let listener = TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port is free");
    println!("http://{}", listener.local_addr().expect("it is bound"));
    std::io::stdout().flush().expect("somebody listens");
    let answer = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{PLANT}",
        PLANT.len()
    );
    loop {
        let (mut connection, _) = listener.accept().await.expect("a connection");
        let answer = answer.clone();
        tokio::spawn(async move {
            let mut seen = Vec::new();
            let mut buffer = [0; 4096];
            while let Ok(read @ 1..) = connection.read(&mut buffer).await {
                seen.extend_from_slice(&buffer[..read]);
                // The body of the one request that there is ends with a brace.
                if seen.ends_with(b"}") {
                    seen.clear();
                    if connection.write_all(answer.as_bytes()).await.is_err() {
                        return;
                    }
                }
            }
        });
    }
}
