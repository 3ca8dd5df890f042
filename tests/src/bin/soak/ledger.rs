//! What the server saw of each call, until its caller was told.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::faults::Fault;

/// What of a call came to the server.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// How many requests.
    pub requests: u32,
    /// How many of them the server did not turn away because it has too many.
    pub taken: u32,
    /// Whether the latest one is answered well.
    pub good: bool,
    /// Whether that answer was written to the end.
    pub written: bool,
    /// The key that all of them have.
    key: Option<String>,
}

/// All calls that are under way, and what is to be said of those that ended.
#[derive(Default)]
pub struct Ledger {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    calls: HashMap<u64, Seen>,
    faults: BTreeMap<Fault, u64>,
    connections: u64,
    /// What must not be: the first few of each.
    wrong: Vec<String>,
}

impl Ledger {
    pub fn connected(&self) {
        self.state().connections += 1;
    }

    /// Takes in a request. Gives which of its call it is.
    pub fn came(&self, call: u64, key: Option<&str>) -> u32 {
        let mut state = self.state();
        let seen = state.calls.entry(call).or_default();
        seen.requests += 1;
        seen.good = false;
        seen.written = false;
        let tried = seen.requests;
        let known = seen.key.get_or_insert_with(|| key.unwrap_or("").to_owned());
        if *known != key.unwrap_or("") {
            let wrong = format!("call {call} has two keys: {known:?} and {key:?}");
            state.wrong.push(wrong);
        }
        tried
    }

    /// Says what the request meets. A try that was given up does not speak for the one that followed.
    pub fn meets(&self, call: u64, tried: u32, fault: Fault) {
        let mut state = self.state();
        *state.faults.entry(fault).or_default() += 1;
        if let Some(seen) = state.calls.get_mut(&call) {
            seen.taken += u32::from(!fault.is_busy());
        }
        if let Some(seen) = current(&mut state, call, tried) {
            seen.good = fault.is_good();
        }
    }

    /// Says that the answer was written to the end.
    pub fn written(&self, call: u64, tried: u32) {
        if let Some(seen) = current(&mut self.state(), call, tried) {
            seen.written = seen.good;
        }
    }

    /// What was seen of a call that has ended. It is forgotten.
    pub fn ended(&self, call: u64) -> Seen {
        self.state().calls.remove(&call).unwrap_or_default()
    }

    /// Notes what must not be.
    pub fn wrong(&self, what: String) {
        self.state().wrong.push(what);
    }

    pub fn holds(&self) -> bool {
        self.state().wrong.is_empty()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn current(state: &mut State, call: u64, tried: u32) -> Option<&mut Seen> {
    let seen = state.calls.get_mut(&call)?;
    (seen.requests == tried).then_some(seen)
}

impl fmt::Display for Ledger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state();
        let requests: u64 = state.faults.values().sum();
        let connections = state.connections;
        writeln!(
            f,
            "the server: {requests} requests over {connections} connections"
        )?;
        for (fault, times) in &state.faults {
            writeln!(f, "  {times:>9} {fault:?}")?;
        }
        let late = state.calls.len();
        writeln!(f, "  {late:>9} calls were read after their end")?;
        writeln!(f, "wrong: {}", state.wrong.len())?;
        for wrong in state.wrong.iter().take(10) {
            writeln!(f, "  {wrong}")?;
        }
        Ok(())
    }
}
