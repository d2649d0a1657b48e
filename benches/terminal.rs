//! What a reader waits for, in a real terminal (a PTY): `cargo bench --bench terminal`.
//!
//! Prints the median time from start to the first full screen, the median time from a key to its
//! screen, and what twenty idle seconds cost. `RASHOMON_BENCH_DATA` names the files to open, else
//! the sample.
#![cfg_attr(not(target_os = "linux"), allow(unused, reason = "idle cost is read from /proc"))]
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench whose setting fails has failed, and it prints its figures"
)]

#[path = "support/process.rs"]
mod process;
#[path = "../tests/support/terminal.rs"]
mod terminal;

use std::path::Path;
use std::time::{Duration, Instant};

use terminal::{Terminal, at_home};

const STARTS: usize = 21;
const KEYS: usize = 200;
const IDLE: Duration = Duration::from_secs(20);
const PATIENCE: Duration = Duration::from_secs(60);

fn main() {
    if !std::env::args().any(|argument| argument == "--bench") {
        return; // `cargo test --benches` only builds it
    }
    let home = tempfile::tempdir().unwrap();
    let once = |_| {
        let (terminal, took) = start(home.path());
        terminal.quit(PATIENCE);
        took
    };
    let starts = (0..STARTS).map(once).collect();
    println!("start to first full screen: {}", summary(starts));
    let (mut terminal, _) = start(home.path());
    let keys = (0..KEYS)
        .map(|at| key(&mut terminal, ["j", "]c", "x", "]q", "k", "]t", "G", "gg"][at % 8]))
        .collect();
    println!("key to screen:              {}", summary(keys));
    idle(&mut terminal);
    terminal.quit(PATIENCE);
}

fn summary(mut times: Vec<Duration>) -> String {
    times.sort();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
    format!("median {:.2} ms, 95th percentile {:.2} ms, of {}", at(0.5), at(0.95), times.len())
}

/// Opens the reader; gives the time until the panes are filled and the topics are there.
fn start(home: &Path) -> (Terminal, Duration) {
    let mut command = at_home(env!("CARGO_BIN_EXE_rashomon"), home);
    command.arg(std::env::var("RASHOMON_BENCH_DATA").unwrap_or("--sample".into()));
    let began = Instant::now();
    let mut terminal = Terminal::start(command, 160, 50);
    let full = |screen: &vt100::Screen| {
        let shown = screen.contents();
        shown.contains("topics ·") && shown.contains("▸") && shown.contains("next quote")
    };
    terminal.comes(PATIENCE, full).unwrap();
    (terminal, began.elapsed())
}

/// Presses keys; gives the time until the frame that answers the last of them has arrived whole.
fn key(terminal: &mut Terminal, keys: &str) -> Duration {
    keys.split("")
        .filter(|key| !key.is_empty())
        .map(|key| terminal.answer(key, PATIENCE).unwrap())
        .last()
        .unwrap()
}

/// Leaves the program alone and prints the bytes, wake-ups and CPU time that this cost.
fn idle(terminal: &mut Terminal) {
    terminal.settle(Duration::from_millis(500));
    let (switches, cpu, bytes) =
        (process::switches(terminal.pid()), process::cpu(terminal.pid()), terminal.bytes.len());
    let _ = terminal.comes(IDLE, |_| false);
    println!(
        "idle for {} s:              {} wake-ups, {} bytes, {:.1} ms of CPU",
        IDLE.as_secs(),
        process::switches(terminal.pid()) - switches,
        terminal.bytes.len() - bytes,
        (process::cpu(terminal.pid()) - cpu).as_secs_f64() * 1e3
    );
}
