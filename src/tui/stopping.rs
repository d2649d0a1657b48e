//! Esc on the command line: what takes long and is told on standard error is stopped by it as by
//! ctrl-c. The terminal hands over each key as it is typed meanwhile, and is as it was before again
//! whatever ends the program.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use rustix::event::{PollFd, PollFlags, poll};
use rustix::process::{Signal, getpgrp, getpid, kill_process};
use rustix::stdio::stdin;
use rustix::termios::{
    LocalModes, OptionalActions, Termios, isatty, tcgetattr, tcgetpgrp, tcsetattr,
};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;

/// The time in which Esc stops the program. Ends when dropped.
#[derive(Debug)]
pub struct Stopping {
    keys: Keys,
}

impl Stopping {
    /// From now on Esc stops the program as ctrl-c does, after `last` was done; `None` where
    /// standard input or standard error is no terminal, or is that of another job.
    pub fn begin(last: impl FnOnce() + Send + 'static) -> Option<Stopping> {
        if !isatty(rustix::stdio::stderr()) || !is_ours() {
            return None;
        }
        let keys = Keys::default();
        let signals = Signals::new([SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGTSTP, SIGCONT]).ok()?;
        keys.take().ok()?;
        let (of_signals, of_reader) = (keys.clone(), keys.clone());
        thread::spawn(move || of_signals.keep(signals));
        thread::spawn(move || {
            if of_reader.hear_escape() {
                of_reader.give_back();
                last();
                let _ = kill_process(getpid(), Signal::INT);
            }
        });
        Some(Stopping { keys })
    }
}

impl Drop for Stopping {
    fn drop(&mut self) {
        self.keys.end();
    }
}

/// Whether Esc was typed: other keys send more behind it, and at once.
fn has_escape(typed: &[u8]) -> bool {
    typed.ends_with(b"\x1b")
}

/// Whether standard input is a terminal that this job has: who reads another's is stopped.
fn is_ours() -> bool {
    tcgetpgrp(stdin()).is_ok_and(|group| group == getpgrp())
}

/// How the terminal hands over keys.
#[derive(Clone, Debug, Default)]
struct Keys(Arc<Mutex<Mode>>);

#[derive(Debug, Default)]
struct Mode {
    /// As it was before, while it is otherwise.
    before: Option<Termios>,
    /// Whether it is to stay as it was.
    ended: bool,
}

impl Keys {
    /// Has each key handed over as it is typed and not shown. Signals and lines are as before.
    fn take(&self) -> io::Result<()> {
        let mut mode = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if mode.ended || mode.before.is_some() || !is_ours() {
            return Ok(());
        }
        let before = tcgetattr(stdin())?;
        let mut taken = before.clone();
        taken.local_modes.remove(LocalModes::ICANON | LocalModes::ECHO);
        tcsetattr(stdin(), OptionalActions::Now, &taken)?;
        mode.before = Some(before);
        Ok(())
    }

    fn give_back(&self) {
        let mut mode = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(before) = mode.before.take() {
            // Nothing can be done about errors here: the terminal may be gone.
            let _ = tcsetattr(stdin(), OptionalActions::Now, &before);
        }
    }

    fn end(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).ended = true;
        self.give_back();
    }

    /// Gives the terminal back before a signal does what it does, and takes it again after a stop.
    fn keep(&self, mut signals: Signals) {
        for signal in signals.forever() {
            if signal == SIGCONT {
                let _ = self.take();
            } else {
                self.give_back();
                let _ = emulate_default_handler(signal);
            }
        }
    }

    /// Waits for Esc; whether it came. A job that is not in front reads nothing.
    fn hear_escape(&self) -> bool {
        let mut piece = [0; 64];
        loop {
            let mut ready = [PollFd::from_borrowed_fd(stdin(), PollFlags::IN)];
            match poll(&mut ready, None) {
                Ok(_) => {}
                Err(rustix::io::Errno::INTR) => continue,
                Err(_) => return false,
            }
            let is_ended = self.0.lock().unwrap_or_else(PoisonError::into_inner).ended;
            if is_ended || !is_ours() {
                return false;
            }
            match rustix::io::read(stdin(), &mut piece) {
                Ok(0) => return false,
                Ok(count) if piece.get(..count).is_some_and(has_escape) => return true,
                Ok(_) | Err(rustix::io::Errno::INTR) => {}
                Err(_) => return false,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::has_escape;

    #[test]
    fn esc_is_no_arrow() {
        for (typed, expected) in [
            (&b"\x1b"[..], true),
            (b"x\x1b", true),
            (b"\x1b[A\x1b", true),
            (b"\x1b[A", false),
            (b"\x1bx", false),
            (b"x", false),
        ] {
            assert_eq!(has_escape(typed), expected, "{typed:?}");
        }
    }
}
