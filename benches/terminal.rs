//! What a reader waits for, in a real terminal (a PTY): `cargo bench --bench terminal`.
//!
//! Prints the median time from start to the first full screen, the median time from a key to its
//! screen, and what twenty idle seconds cost. `RASHOMON_BENCH_DATA` names the files to open, else the sample.
#![cfg_attr(not(target_os = "linux"), allow(unused, reason = "idle cost is read from /proc"))]
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a bench whose setting fails has failed, and it prints its figures")]

use std::io::{Read, Write};
use std::num::NonZero;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

const STARTS: usize = 21;
const KEYS: usize = 200;
const IDLE: Duration = Duration::from_secs(20);
const PATIENCE: Duration = Duration::from_secs(60);

fn main() {
    if !std::env::args().any(|argument| argument == "--bench") {
        return; // `cargo test --benches` only builds it
    }
    let starts = (0..STARTS).map(|_| Session::start().1).collect();
    println!("start to first full screen: {}", summary(starts));
    let (mut session, _) = Session::start();
    let keys: Vec<Duration> = (0..KEYS).map(|at| session.key(["j", "]c", "x", "]q", "k", "]t", "G", "gg"][at % 8])).collect();
    println!("key to screen:              {}", summary(keys));
    session.idle();
}

fn summary(mut times: Vec<Duration>) -> String {
    times.sort();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
    format!("median {:.2} ms, 95th percentile {:.2} ms, of {}", at(0.5), at(0.95), times.len())
}

struct Session {
    parser: vt100::Parser,
    chunks: Receiver<Vec<u8>>,
    keys: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    _master: Box<dyn MasterPty + Send>,
    _home: tempfile::TempDir,
}

impl Session {
    /// Opens the reader; gives the time until the panes are filled and the topics are there.
    fn start() -> (Session, Duration) {
        let home = tempfile::tempdir().unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_rashomon"));
        match std::env::var("RASHOMON_BENCH_DATA") {
            Ok(path) => command.arg(path),
            Err(_) => command.arg("--sample"),
        }
        command.cwd(std::env::current_dir().unwrap());
        command.env_clear();
        command.env("TERM", "xterm-256color");
        for place in ["HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"] {
            command.env(place, home.path());
        }
        let pair = native_pty_system().openpty(PtySize { rows: 50, cols: 160, pixel_width: 0, pixel_height: 0 }).unwrap();
        let mut reader = pair.master.try_clone_reader().unwrap();
        let keys = pair.master.take_writer().unwrap();
        let (send, chunks) = channel();
        let began = Instant::now();
        let child = pair.slave.spawn_command(command).unwrap();
        std::thread::spawn(move || {
            let mut buffer = [0; 65536];
            while let Ok(count) = reader.read(&mut buffer) {
                if count == 0 || send.send(buffer[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        let parser = vt100::Parser::new(NonZero::new(50).unwrap(), NonZero::new(160).unwrap(), 0);
        let mut session = Session { parser, chunks, keys, child, _master: pair.master, _home: home };
        session.wait(|screen| {
            let shown = screen.contents();
            shown.contains("topics ·") && shown.contains("▸") && shown.contains("next quote")
        });
        (session, began.elapsed())
    }

    fn wait(&mut self, wanted: impl Fn(&vt100::Screen) -> bool) {
        while !wanted(self.parser.screen()) {
            let chunk = self.chunks.recv_timeout(PATIENCE).unwrap();
            self.parser.process(&chunk);
        }
    }

    /// Presses keys; gives the time until the frame that answers the last of them has arrived whole.
    fn key(&mut self, keys: &str) -> Duration {
        let (last, prefix) = keys.as_bytes().split_last().unwrap();
        for key in prefix {
            self.press(*key);
        }
        self.press(*last)
    }

    fn press(&mut self, key: u8) -> Duration {
        while self.chunks.recv_timeout(Duration::from_millis(30)).is_ok() {}
        let began = Instant::now();
        self.keys.write_all(&[key]).unwrap();
        self.keys.flush().unwrap();
        let mut frame = Vec::new();
        // Every frame ends by closing the synchronised update.
        while !frame.windows(8).any(|bytes| bytes == b"\x1b[?2026l") {
            frame.extend(self.chunks.recv_timeout(PATIENCE).unwrap());
        }
        let took = began.elapsed();
        self.parser.process(&frame);
        took
    }

    /// Leaves the program alone and prints the bytes, wake-ups and CPU time that this cost.
    fn idle(&mut self) {
        while self.chunks.recv_timeout(Duration::from_millis(500)).is_ok() {}
        let before = (self.switches(), self.ticks());
        let began = Instant::now();
        let mut bytes = 0;
        while let Some(left) = IDLE.checked_sub(began.elapsed()).filter(|left| !left.is_zero()) {
            bytes += self.chunks.recv_timeout(left).map_or(0, |chunk| chunk.len());
        }
        let after = (self.switches(), self.ticks());
        println!(
            "idle for {} s:              {} wake-ups, {bytes} bytes, {} clock ticks of CPU",
            IDLE.as_secs(),
            after.0 - before.0,
            after.1 - before.1
        );
    }

    fn pid(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    /// Context switches of all threads so far.
    fn switches(&self) -> u64 {
        let tasks = std::fs::read_dir(format!("/proc/{}/task", self.pid())).unwrap();
        let status = tasks.filter_map(|task| std::fs::read_to_string(task.unwrap().path().join("status")).ok());
        status
            .flat_map(|status| status.lines().filter(|l| l.contains("ctxt_switches")).map(str::to_owned).collect::<Vec<_>>())
            .filter_map(|l| l.split_whitespace().nth(1)?.parse::<u64>().ok())
            .sum()
    }

    /// User and system time so far, in clock ticks (mostly 10 ms).
    fn ticks(&self) -> u64 {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.pid())).unwrap();
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
        fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap()
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
