//! A terminal (a PTY) and the program in it, for tests and benches.
#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "each of those who share it uses a part, and a test whose setting fails has failed"
)]

use std::io::{Read, Write};
use std::num::NonZero;
use std::path::Path;
use std::process::Command;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, SlavePty, native_pty_system};
use tempfile::TempDir;

/// Longer than any step takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);
/// What ends every frame: the synchronised update is closed.
const FRAME_END: &[u8] = b"\x1b[?2026l";
/// When nothing comes for so long, nothing is on its way.
const QUIET: Duration = Duration::from_millis(30);

/// A terminal, and the program in it.
pub(crate) struct Terminal {
    pub(crate) parser: vt100::Parser,
    /// All that was sent to it.
    pub(crate) bytes: Vec<u8>,
    pub(crate) chunks: Receiver<Vec<u8>>,
    /// When something was sent last.
    pub(crate) last: Instant,
    pub(crate) child: Box<dyn Child + Send + Sync>,
    pub(crate) master: Box<dyn MasterPty + Send>,
    /// The modes of its line discipline before the program began.
    pub(crate) before: String,
    keys: Box<dyn Write + Send>,
    /// Held open so that the terminal outlives the program.
    _slave: Box<dyn SlavePty + Send>,
    _home: Option<TempDir>,
}

fn cells_of(count: u16) -> NonZero<u16> {
    NonZero::new(count).expect("a screen has cells")
}

fn pty_size(width: u16, height: u16) -> PtySize {
    PtySize { rows: height, cols: width, pixel_width: 0, pixel_height: 0 }
}

/// What the line discipline is set to.
pub(crate) fn modes(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios().expect("a terminal has modes"))
}

/// A command that keeps everything in the folder `home` and finds nothing of whoever runs it.
pub(crate) fn at_home(program: &str, home: &Path) -> CommandBuilder {
    let mut command = CommandBuilder::new(program);
    command.cwd(std::env::current_dir().unwrap());
    command.env_clear();
    command.env("R", env!("CARGO_BIN_EXE_rashomon"));
    command.env("TERM", "xterm-256color");
    command.env("PATH", "/usr/bin:/bin");
    for place in ["HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"] {
        command.env(place, home);
    }
    command
}

impl Terminal {
    /// Runs a command of the shell in a terminal of 120 by 40 cells; `$R` is the program. It has a
    /// home of its own.
    pub(crate) fn run(script: &str, environment: &[(&str, &str)]) -> Terminal {
        let home = tempfile::tempdir().unwrap();
        let mut terminal = Terminal::run_at(home.path(), script, environment);
        terminal._home = Some(home);
        terminal
    }

    /// Likewise, with the home `home`.
    pub(crate) fn run_at(home: &Path, script: &str, environment: &[(&str, &str)]) -> Terminal {
        let mut command = at_home("/bin/sh", home);
        command.args(["-c", script]);
        environment.iter().for_each(|(name, value)| command.env(name, value));
        Terminal::start(command, 120, 40)
    }

    /// Starts a command in a terminal of `width` by `height` cells.
    pub(crate) fn start(command: CommandBuilder, width: u16, height: u16) -> Terminal {
        let pair = native_pty_system().openpty(pty_size(width, height)).unwrap();
        let before = modes(pair.master.as_ref());
        let mut reader = pair.master.try_clone_reader().unwrap();
        let keys = pair.master.take_writer().unwrap();
        let child = pair.slave.spawn_command(command).unwrap();
        let (send, chunks) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 65536];
            while let Ok(count) = reader.read(&mut buffer) {
                if count == 0 || send.send(buffer[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        let parser = vt100::Parser::new(cells_of(height), cells_of(width), 0);
        let (bytes, last, master, _slave) = (Vec::new(), Instant::now(), pair.master, pair.slave);
        Terminal { parser, bytes, chunks, last, child, master, before, keys, _slave, _home: None }
    }

    /// Opens the sample and waits until it can be read.
    pub(crate) fn sample(environment: &[(&str, &str)]) -> Terminal {
        let mut terminal = Terminal::run("exec $R --sample", environment);
        terminal.wait_for("the sample", |screen| {
            screen.alternate_screen() && screen.contents().contains("next quote")
        });
        terminal
    }

    pub(crate) fn take_in(&mut self, chunk: &[u8]) {
        self.parser.process(chunk);
        self.bytes.extend_from_slice(chunk);
        self.last = Instant::now();
    }

    /// Waits until the screen is as wanted.
    #[track_caller]
    pub(crate) fn wait_for(&mut self, what: &str, wanted: impl Fn(&vt100::Screen) -> bool) {
        if self.comes(PATIENCE, wanted).is_none() {
            panic!("waited in vain for {what}:\n{}", self.parser.screen().contents());
        }
    }

    /// Waits until the screen is as wanted; gives how long that took, `None` where it was not so
    /// within `patience`.
    pub(crate) fn comes(
        &mut self,
        patience: Duration,
        wanted: impl Fn(&vt100::Screen) -> bool,
    ) -> Option<Duration> {
        let began = Instant::now();
        while !wanted(self.parser.screen()) {
            let chunk = self.chunks.recv_timeout(patience.checked_sub(began.elapsed())?).ok()?;
            self.take_in(&chunk);
        }
        Some(began.elapsed())
    }

    /// Takes in what is on its way, until nothing comes for as long as `quiet`.
    pub(crate) fn settle(&mut self, quiet: Duration) {
        while let Ok(chunk) = self.chunks.recv_timeout(quiet) {
            self.take_in(&chunk);
        }
    }

    pub(crate) fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    /// Presses a key when nothing is on its way; gives the time until the frame that answers it has
    /// come whole, `None` where none came within `patience`.
    pub(crate) fn answer(&mut self, key: &str, patience: Duration) -> Option<Duration> {
        self.settle(QUIET);
        let from = self.bytes.len();
        let began = Instant::now();
        self.press(key);
        while !self.bytes[from..].windows(FRAME_END.len()).any(|bytes| bytes == FRAME_END) {
            let chunk = self.chunks.recv_timeout(patience.checked_sub(began.elapsed())?).ok()?;
            self.take_in(&chunk);
        }
        Some(self.last - began)
    }

    pub(crate) fn resize(&mut self, width: u16, height: u16) {
        self.parser.screen_mut().set_size(cells_of(height), cells_of(width));
        self.master.resize(pty_size(width, height)).unwrap();
    }

    pub(crate) fn signal(&self, signal: &str, target: i64) {
        let status = Command::new("kill")
            .args([&format!("-{signal}"), "--", &target.to_string()])
            .status()
            .unwrap();
        assert!(status.success());
    }

    pub(crate) fn pid(&self) -> i64 {
        i64::from(self.child.process_id().unwrap())
    }

    /// Asks the program to end, and ends it where it does not within `patience`.
    pub(crate) fn quit(mut self, patience: Duration) {
        let began = Instant::now();
        self.press("\u{3}");
        while self.child.try_wait().is_ok_and(|status| status.is_none()) {
            if began.elapsed() > patience {
                let _ = self.child.kill();
                let _ = self.child.wait();
                return;
            }
            self.settle(Duration::from_millis(2));
        }
    }

    /// Waits for the program to end, and checks that the terminal is as it was.
    #[track_caller]
    pub(crate) fn ends_with(&mut self, code: u32) {
        let status = self.child.wait().unwrap();
        self.settle(Duration::from_millis(100));
        self.is_restored();
        assert_eq!(status.exit_code(), code, "{}", self.parser.screen().contents());
    }

    #[track_caller]
    pub(crate) fn is_restored(&self) {
        let screen = self.parser.screen();
        assert!(!screen.alternate_screen(), "the alternate screen is left");
        assert!(!screen.hide_cursor(), "the cursor is seen");
        assert!(!screen.bracketed_paste(), "paste mode is off");
        assert_eq!(
            screen.mouse_protocol_mode(),
            vt100::MouseProtocolMode::None,
            "the mouse is the terminal's"
        );
        assert_eq!(modes(self.master.as_ref()), self.before, "raw mode is off");
        let (begun, ended) = (self.count("\u{1b}[?2026h"), self.count("\u{1b}[?2026l"));
        assert!(ended >= begun, "no synchronized update is left open");
    }

    pub(crate) fn count(&self, sequence: &str) -> usize {
        self.bytes.windows(sequence.len()).filter(|window| *window == sequence.as_bytes()).count()
    }
}
