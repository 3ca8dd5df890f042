//! How much memory the process has, over time.

use std::fmt;
use std::time::Duration;

/// The process's memory at intervals, in KiB.
pub struct Memory {
    samples: Vec<u64>,
    interval: Duration,
    /// Whether it ran long enough to say something.
    counts: bool,
}

/// How often it is looked at.
const TIMES: u32 = 40;

/// What may be more at the end than before, in KiB: the allocator keeps what it had at a peak.
const SLACK: u64 = 8 << 10;

impl Memory {
    /// Looks at it for so long.
    pub async fn watch(time: Duration) -> Self {
        let interval = time / TIMES;
        let mut samples = Vec::new();
        for _ in 0..TIMES {
            tokio::time::sleep(interval).await;
            samples.extend(resident());
        }
        Self {
            samples,
            interval,
            counts: time >= Duration::from_secs(60),
        }
    }

    /// Whether the last quarter has no more than the second.
    pub fn holds(&self) -> bool {
        let (before, after) = self.quarters();
        !self.counts || after <= before + SLACK
    }

    /// The peaks of the second and of the last quarter: in the first, pools fill.
    fn quarters(&self) -> (u64, u64) {
        let quarter = self.samples.len() / 4;
        let peak = |from: usize| self.samples.iter().skip(from).take(quarter).max().copied();
        (
            peak(quarter).unwrap_or_default(),
            peak(3 * quarter).unwrap_or_default(),
        )
    }
}

/// What `/proc` says, where there is one.
fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line?.trim().trim_end_matches("kB").trim().parse().ok()
}

impl fmt::Display for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (before, after) = self.quarters();
        let mebibytes = |kibibytes: u64| kibibytes as f64 / 1024.0;
        write!(f, "memory in MiB, every {:?}:", self.interval)?;
        for sample in &self.samples {
            write!(f, " {:.1}", mebibytes(*sample))?;
        }
        let (before, after) = (mebibytes(before), mebibytes(after));
        writeln!(
            f,
            "\n  at most {before:.1} in the second quarter, {after:.1} in the last"
        )
    }
}
