//! What a running program costs, read from `/proc`.
#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "each bench uses a part, and a bench whose setting fails has failed"
)]

use std::fs;
use std::time::Duration;

/// What the kernel counts time by, in ticks a second; the same on every Linux that there is.
const TICKS: u64 = 100;

/// Context switches of all threads so far.
pub(crate) fn switches(pid: i64) -> u64 {
    let of_thread = |status: String| {
        let counts = status
            .lines()
            .filter(|line| line.contains("ctxt_switches"))
            .filter_map(|line| line.split_whitespace().nth(1));
        counts.filter_map(|count| count.parse::<u64>().ok()).sum::<u64>()
    };
    of_threads(pid, "status").into_iter().map(of_thread).sum()
}

/// User and system time so far. The kernel's sum over all threads comes in ticks of 10 ms; that of
/// the threads that are there now is exact. The larger one is nearer.
pub(crate) fn cpu(pid: i64) -> Duration {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let fields: Vec<u64> = stat
        .rsplit(')')
        .next()
        .unwrap_or("")
        .split_whitespace()
        .map(|field| field.parse().unwrap_or(0))
        .collect();
    let ticks = fields.get(11..13).map_or(0, |times| times.iter().sum());
    let first = |text: String| {
        text.split_whitespace()
            .next()
            .and_then(|nanoseconds| nanoseconds.parse::<u64>().ok())
            .unwrap_or(0)
    };
    let threads = of_threads(pid, "schedstat").into_iter().map(first).sum();
    Duration::from_nanos(threads).max(Duration::from_millis(ticks * 1000 / TICKS))
}

/// Kilobytes that `field` (`VmRSS:`, `VmHWM:`) of its status says; 0 when it has ended.
pub(crate) fn kilobytes(pid: i64, field: &str) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(field)).unwrap_or_default();
    line.trim_matches(|c: char| !c.is_ascii_digit()).parse().unwrap_or(0)
}

/// Lets the highest mark of its memory (`VmHWM`) begin anew.
pub(crate) fn forget_peak(pid: i64) {
    let _ = fs::write(format!("/proc/{pid}/clear_refs"), "5");
}

/// The file `name` of each of its threads.
fn of_threads(pid: i64, name: &str) -> Vec<String> {
    let Ok(tasks) = fs::read_dir(format!("/proc/{pid}/task")) else { return Vec::new() };
    tasks.filter_map(|task| fs::read_to_string(task.ok()?.path().join(name)).ok()).collect()
}
