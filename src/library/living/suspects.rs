//! Which file ended the program. What is being read stands in a small file beside the cache as long
//! as it is read; whoever finds it at the next start reads what it names once more in a program of
//! its own, and where that crashes, the halves of it, down to the file. A program that was killed,
//! or a computer that was switched off, leaves the same sign and no file that crashes.

use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::library::private;
use crate::load::regular;

/// A longer sign is none, in bytes: a thousand paths of some thousand bytes.
const MOST: u64 = 8_000_000;
/// As many bytes of paths are handed to one program: a system takes a megabyte or more.
const ARGUMENTS: usize = 200_000;
/// A program that reads for longer does not crash.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long to wait before asking again whether it has ended.
const PAUSE: Duration = Duration::from_millis(5);
/// What a Rust program that panics ends with.
const PANICKED: i32 = 101;

/// The sign of what is being read, beside a cache.
#[derive(Clone, Debug)]
pub(super) struct Sign(PathBuf);

impl Sign {
    /// The sign beside the cache in the file `cache`.
    pub(super) fn beside(cache: &Path) -> Sign {
        Sign(cache.with_extension("reading"))
    }

    /// Says what is being read from now on. It is to outlive the program, not the computer: it is
    /// not waited for.
    pub(super) fn set(&self, paths: &[&str]) {
        let Ok(words) = serde_json::to_vec(paths) else { return };
        let written = regular::check(&self.0)
            .and_then(|()| private::writing().truncate(true).open(&self.0))
            .and_then(|mut file| file.write_all(&words));
        if let Err(error) = written {
            log::warn!("{}: {error}", self.0.display());
        }
    }

    /// Nothing is being read any more.
    pub(super) fn clear(&self) {
        match fs::remove_file(&self.0) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                log::warn!("{}: {error}", self.0.display());
            }
            _ => {}
        }
    }

    /// What was being read when the program ended; nothing where it came to an end of its own.
    pub(super) fn left(&self) -> Vec<String> {
        let words = regular::read(&self.0, MOST).unwrap_or_default();
        serde_json::from_slice(&words).unwrap_or_default()
    }
}

/// Those of `paths` on which `program` crashes when it reads them, in order; none where `stopped`
/// says so meanwhile.
pub(super) fn crashing(
    program: &Path,
    paths: &[String],
    stopped: &dyn Fn() -> bool,
) -> Vec<String> {
    let size: usize = paths.iter().map(String::len).sum();
    if paths.is_empty() || size <= ARGUMENTS && !crashes(program, paths, stopped) {
        return Vec::new();
    }
    if let [path] = paths {
        return vec![path.clone()];
    }
    let (before, after) = paths.split_at(paths.len() / 2);
    [crashing(program, before, stopped), crashing(program, after, stopped)].concat()
}

/// Whether `program` crashes while it reads `paths`.
fn crashes(program: &Path, paths: &[String], stopped: &dyn Fn() -> bool) -> bool {
    let started = Command::new(program)
        .args(["quotes", "--format", "jsonl", "--"])
        .args(paths)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let mut child = match started {
        Ok(child) => child,
        Err(error) => {
            log::warn!("{}: {error}", program.display());
            return false;
        }
    };
    let began = Instant::now();
    while began.elapsed() < PATIENCE && !stopped() {
        match child.try_wait() {
            Ok(None) => thread::sleep(PAUSE),
            Ok(Some(status)) => return is_crash(status),
            Err(_) => break,
        }
    }
    let _ = child.kill();
    let _ = child.wait();
    false
}

/// Whether a program that ended so was ended by what it read.
fn is_crash(status: ExitStatus) -> bool {
    status.code().is_none_or(|code| code == PANICKED)
}
