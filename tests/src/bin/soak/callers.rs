//! Those who call, and what they were told.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use photos::{Client, ClientBuilder};
use specwright_runtime::{CallOptions, Error, RetryPolicy};

use super::faults::mixed;
use super::ledger::Ledger;

/// How long a try may take.
pub const TRY: Duration = Duration::from_millis(400);

/// A client that tries again soon.
pub fn builder(address: &str) -> ClientBuilder {
    let policy = RetryPolicy::new()
        .max_retries(3)
        .backoff(Duration::from_millis(2), Duration::from_millis(20));
    Client::builder()
        .base_url(address)
        .token("t0ken")
        .timeout(Duration::from_secs(5))
        .try_timeout(TRY)
        .connect_timeout(Duration::from_secs(2))
        .retry(policy)
}

/// What one call does. Which one it is follows from its number.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Get,
    /// May not be repeated.
    Add,
    /// Has a key.
    Create,
    Replace,
    Remove,
}

impl Kind {
    fn of(call: u64) -> Self {
        match mixed(call) % 8 {
            0..=2 => Self::Get,
            3 => Self::Add,
            4 | 5 => Self::Create,
            6 => Self::Replace,
            _ => Self::Remove,
        }
    }
}

/// The file that a call sends.
pub fn file(call: u64) -> Vec<u8> {
    let size = mixed(call) as usize % 20_000;
    call.to_le_bytes().into_iter().cycle().take(size).collect()
}

/// A good answer to a call; none where it has no body.
pub fn answer(method: &str, call: u64) -> Option<String> {
    let long = "x".repeat(mixed(call) as usize % 8_000);
    match (method, Kind::of(call)) {
        ("PUT" | "DELETE", _) => None,
        (_, Kind::Create) => Some(format!(r#"{{"id":"{call}","title":"{long}"}}"#)),
        _ => Some(format!(
            r#"{{"id":"{call}","state":"ready","caption":"{long}"}}"#
        )),
    }
}

/// What callers were told.
#[derive(Default)]
pub struct Told {
    calls: u64,
    succeeded: u64,
    /// Of the successes, those that took more than one try.
    again: u64,
    dropped: u64,
    failed: BTreeMap<String, u64>,
    /// How many calls the client says that there were.
    reported: u64,
    time: Duration,
}

/// Calls until the time is up.
pub async fn call(
    builder: ClientBuilder,
    ledger: &Arc<Ledger>,
    callers: usize,
    seed: u64,
    time: Duration,
) -> Result<Told, String> {
    let reported = Arc::new(AtomicU64::new(0));
    let report = Arc::clone(&reported);
    let builder = builder.on_call(move |_| _ = report.fetch_add(1, Ordering::Relaxed));
    let client = builder.build().map_err(|error| error.to_string())?;
    let begun = Instant::now();
    let next = Arc::new(AtomicU64::new(1));
    let tasks: Vec<_> = (0..callers)
        .map(|_| {
            let (client, ledger, next) = (client.clone(), Arc::clone(ledger), Arc::clone(&next));
            tokio::spawn(async move {
                let mut told = Told::default();
                while begun.elapsed() < time {
                    let call = next.fetch_add(1, Ordering::Relaxed);
                    one(&client, &ledger, call, seed, &mut told).await;
                }
                told
            })
        })
        .collect();
    let mut told = Told::default();
    for task in tasks {
        told.add(task.await.map_err(|error| error.to_string())?);
    }
    told.time = begun.elapsed();
    told.reported = reported.load(Ordering::Relaxed);
    Ok(told)
}

/// Makes one call, and holds what came of it against what the server saw.
async fn one(client: &Client, ledger: &Ledger, call: u64, seed: u64, told: &mut Told) {
    told.calls += 1;
    let chance = mixed(seed ^ !call);
    let outcome = send(client, call);
    let outcome = match chance % 50 {
        // Some have no patience.
        0 => tokio::time::timeout(Duration::from_millis(chance % 30), outcome).await,
        _ => Ok(outcome.await),
    };
    let seen = ledger.ended(call);
    if Kind::of(call) == Kind::Add && seen.taken > 1 {
        ledger.wrong(format!("call {call} was taken {} times", seen.taken));
    }
    match outcome {
        Err(_) => told.dropped += 1,
        Ok(Ok((id, tries))) => {
            told.succeeded += 1;
            told.again += u64::from(tries > 1);
            if id.is_some_and(|id| id != call.to_string()) {
                ledger.wrong(format!("call {call} has another call's answer"));
            }
            if !seen.good {
                ledger.wrong(format!("call {call} succeeded without a good answer"));
            }
        }
        Ok(Err(error)) => {
            *told.failed.entry(name(&error)).or_default() += 1;
            if seen.written && !error.is_timeout() {
                ledger.wrong(format!("call {call} was answered, and failed: {error}"));
            }
        }
    }
}

/// What an answer is about, where it says so, and how many tries it took.
async fn send(client: &Client, call: u64) -> Result<(Option<String>, u32), Error> {
    let options = CallOptions::new().header("x-call", call.to_string());
    let (photos, number) = (client.photos(), call.to_string());
    match Kind::of(call) {
        Kind::Get => {
            let call = photos.get(number).with_options(options);
            let response = call.with_response().await?;
            Ok((Some(response.body().id.clone()), response.tries()))
        }
        Kind::Add => {
            let call = photos.add("a", file(call)).with_options(options);
            let response = call.with_response().await?;
            Ok((Some(response.body().id.clone()), response.tries()))
        }
        Kind::Create => {
            let call = client.albums().create(number).with_options(options);
            let response = call.with_response().await?;
            Ok((Some(response.body().id.clone()), response.tries()))
        }
        Kind::Replace => {
            let call = photos.replace(number, file(call)).with_options(options);
            Ok((None, call.with_response().await?.tries()))
        }
        Kind::Remove => {
            let call = photos.remove(number).with_options(options);
            Ok((None, call.with_response().await?.tries()))
        }
    }
}

/// What kind of failure it is.
fn name(error: &Error) -> String {
    let why = match error.not_retried() {
        Some(why) => format!(", {why}"),
        None => String::new(),
    };
    let what = match (error, error.status()) {
        (Error::Decode(_), _) => "does not fit its type".to_owned(),
        (Error::Transport(failure), _) => failure.error().to_string(),
        (_, Some(status)) => status.to_string(),
        (other, None) => other.to_string(),
    };
    what + &why
}

impl Told {
    fn add(&mut self, other: Self) {
        self.calls += other.calls;
        self.succeeded += other.succeeded;
        self.again += other.again;
        self.dropped += other.dropped;
        for (name, times) in other.failed {
            *self.failed.entry(name).or_default() += times;
        }
    }

    /// Whether each call came to one result.
    pub fn holds(&self) -> bool {
        let failed: u64 = self.failed.values().sum();
        self.succeeded > 0
            && self.succeeded + failed + self.dropped == self.calls
            && self.succeeded + failed == self.reported
    }
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rate = self.calls as f64 / self.time.as_secs_f64();
        writeln!(
            f,
            "the callers: {} calls, {rate:.0} a second; {} reported by the client",
            self.calls, self.reported
        )?;
        writeln!(
            f,
            "  {:>9} succeeded, {} of them after more than one try",
            self.succeeded, self.again
        )?;
        writeln!(f, "  {:>9} were dropped under way", self.dropped)?;
        for (name, times) in &self.failed {
            writeln!(f, "  {times:>9} failed: {name}")?;
        }
        Ok(())
    }
}
