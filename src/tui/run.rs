//! The loop: one channel that it blocks on, one state, one screen. Nothing ticks; while files are
//! read it looks at their count a few times a second.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use crossbeam_channel::{Receiver, Sender, bounded, unbounded};
use crossterm::event::Event;
use rustix::process::{getpgid, getsid, kill_current_process_group};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP};

use crate::app::layout::Size;
use crate::app::{Effect, Message, State, receive};
use crate::config::Config;
use crate::config::theme::{Fitting, ThemeName};
use crate::corpus::Problem;
use crate::library::keyed::Keyed;
use crate::library::living::{Living, News};
use crate::library::shelf::StoreShelf;
use crate::load::Watch;
use crate::tui::asking::Asking;
use crate::tui::ground::{Heard, Late};
use crate::tui::incoming::Incoming;
use crate::tui::keeping::{Home, Keeping};
use crate::tui::seconding::{Seconding, recall};
use crate::tui::terminal::{Screen, guard_panics, restore, size};
use crate::tui::{effects, ground, input};
use crate::view::Coverage;
use crate::view::shelf::Loaded;
use crate::view::shelf::memory::Memory;

/// What to read, and how.
pub struct Request {
    /// The library.
    pub source: Source,
    /// The reader's settings.
    pub config: Config,
    /// What was wrong with them, and with what the reader keeps.
    pub warnings: Vec<Problem>,
    /// The look.
    pub theme: Fitting,
    /// What the session begins with, and leaves behind.
    pub home: Home,
}

/// Where the library comes from.
pub enum Source {
    /// It is read and analysed whole, and again for a reload.
    Whole(Box<Open>),
    /// It is kept in the cache.
    Kept(Box<Living>),
}

/// How often the count of files is looked at while they are read, and how long a search may take
/// before it says what it does.
const LOOK: Duration = Duration::from_millis(150);

/// The longest that a screen is put off while event follows on event: short enough to see what one
/// does.
const BURST: Duration = Duration::from_millis(40);

/// How soon a further event comes that is there at once. With no time at all crossterm 0.29,
/// reading /dev/tty, does not look; with some it looks again and again as long as that lasts, and
/// the key waits (with 1 ms a key took 2.0 ms to the screen, with this 1.0).
const AT_ONCE: Duration = Duration::from_micros(20);

/// Runs the reader until it is left; gives the exit code.
///
/// # Errors
/// Where the terminal cannot be used, or something that the reader made could not be kept.
pub fn run(request: Request) -> anyhow::Result<u8> {
    let (send, incoming) = unbounded();
    let mut session = Session::new(request, send, incoming)?;
    let code = session.go_on();
    // However it ends, also where the terminal is gone.
    session.keeping.leave(&session.state);
    match (session.keeping.unsaved(), code) {
        (None, code) => code,
        (Some(lost), Ok(_)) => Err(anyhow::Error::msg(lost)),
        (Some(lost), Err(error)) => Err(error.context(lost)),
    }
}

/// Reads files.
pub(super) type Open = dyn Fn(&Watch) -> Coverage + Send + Sync;

/// Everything that the loop holds.
struct Session {
    state: State,
    keeping: Keeping,
    screen: Screen,
    reading: FileReading,
    send: Sender<Incoming>,
    incoming: Receiver<Incoming>,
    /// Whether the input thread has another event at hand.
    more: bool,
    /// What came in while the program was stopped.
    stashed: VecDeque<Incoming>,
    /// Tells the input thread to read the next event.
    next: Sender<()>,
    /// What the input thread waits on before it reads, until it is begun.
    wanted: Option<Receiver<()>>,
    /// When the terminal was asked for its ground.
    asked: Option<Instant>,
    searching: Asking,
    regrouping: Asking,
    opening: Asking,
    seconding: Seconding,
    warnings: Vec<Problem>,
    /// Whether to panic at the next key: RASHOMON_PANIC is set. Only for the tests of the terminal,
    /// and never in what is shipped.
    panics: bool,
}

impl Session {
    fn new(
        request: Request,
        send: Sender<Incoming>,
        incoming: Receiver<Incoming>,
    ) -> anyhow::Result<Session> {
        let size = size().context("cannot read the size of the terminal")?;
        let mut state = State::new(request.config, request.theme.theme, size);
        state.is_sample = request.home.sample;
        guard_panics();
        // Files are read while the terminal is being taken.
        let (reading, kept) = FileReading::begin(request.source, &send);
        signals(send.clone()).context("cannot listen for signals")?;
        let mut screen =
            Screen::take(size, state.settings.mouse).context("cannot use the terminal")?;
        let asked = request.theme.asks.then(Instant::now);
        if asked.is_some() {
            screen.send(ground::QUESTION).context("cannot use the terminal")?;
        }
        let (next, wanted) = bounded(1);
        let mut session = Session {
            state,
            keeping: Keeping::new(request.home),
            screen,
            reading,
            send,
            incoming,
            more: false,
            stashed: VecDeque::new(),
            next,
            wanted: Some(wanted),
            asked,
            searching: Asking::default(),
            regrouping: Asking::default(),
            opening: Asking::default(),
            seconding: Seconding::default(),
            warnings: request.warnings,
            panics: cfg!(debug_assertions) && std::env::var_os("RASHOMON_PANIC").is_some(),
        };
        for message in session.keeping.screen() {
            receive(&mut session.state, message);
        }
        if let Some(shelf) = kept {
            session.opened(shelf, Vec::new(), Vec::new())?;
        }
        Ok(session)
    }

    /// The loop; gives the exit code.
    fn go_on(&mut self) -> anyhow::Result<u8> {
        self.listen();
        self.draw()?;
        self.reading.go_on(&self.send);
        loop {
            let first = match self.reading.is_followed(&self.state) || self.state.waits() {
                true => self.incoming.recv_timeout(LOOK).ok(),
                false => Some(self.incoming.recv().context("all threads have ended")?),
            };
            let code = match first {
                Some(first) => self.take_incoming(first)?,
                None => self.look(),
            };
            if let Some(code) = code {
                return Ok(code);
            }
            self.draw()?;
            self.look_up();
        }
    }

    /// Takes in what the terminal has answered by now, and begins to read keys.
    fn listen(&mut self) {
        let answer = self.asked.map(ground::answer).unwrap_or_default();
        let late = Late::new(self.asked.is_some() && answer.ground.is_none());
        answer
            .ground
            .into_iter()
            .for_each(|ground| self.state.settings.theme = ThemeName::on(ground));
        if let Some(wanted) = self.wanted.take() {
            let _ = self.next.send(());
            input_thread(answer.typed.into(), late, wanted, self.send.clone());
        }
    }

    fn draw(&mut self) -> anyhow::Result<()> {
        self.screen.draw(&self.state).context("cannot draw on the terminal")
    }

    /// Takes in one message and whatever else has come in by now, so that a turn of the wheel is
    /// drawn once; an exit code when that was the end.
    fn take_incoming(&mut self, first: Incoming) -> anyhow::Result<Option<u8>> {
        let until = Instant::now() + BURST;
        let mut next = Some(first);
        while let Some(incoming) = next {
            if let Some(code) = self.one(incoming)? {
                return Ok(Some(code));
            }
            next = self.stashed.pop_front().or_else(|| match self.more {
                true => self.incoming.recv_deadline(until).ok(),
                false => self.incoming.try_recv().ok(),
            });
        }
        Ok(None)
    }

    fn one(&mut self, incoming: Incoming) -> anyhow::Result<Option<u8>> {
        match incoming {
            Incoming::Event(event, more) => {
                self.more = more;
                let event = event.context("cannot read from the terminal")?;
                let code = self.event(event)?;
                let _ = self.next.send(());
                Ok(code)
            }
            Incoming::Ground(ground) => {
                self.state.settings.theme = ThemeName::on(ground);
                Ok(None)
            }
            Incoming::Signal(signal) => self.signal(signal),
            Incoming::Loaded(number, coverage) => match self.reading.is_stopped(number) {
                Some(true) if self.state.reader.article.is_some() => self.receive(Message::Stopped),
                Some(_) => self.loaded(*coverage),
                None => Ok(None),
            },
            Incoming::News(news) => self.news(news),
            Incoming::Kept(number, kept) => self.take_kept(number, kept),
            Incoming::Message(message) => self.receive(message),
        }
    }

    fn event(&mut self, event: Event) -> anyhow::Result<Option<u8>> {
        assert!(!(self.panics && matches!(event, Event::Key(_))), "asked for by RASHOMON_PANIC");
        match input::message(event, self.state.size) {
            Some(Message::Resize(size)) => self.resize(size),
            Some(Message::Click(x, y)) => self.receive(self.screen.click(x, y)),
            Some(message) => self.receive(message),
            None => Ok(None),
        }
    }

    fn resize(&mut self, size: Size) -> anyhow::Result<Option<u8>> {
        self.screen.resize(size)?;
        self.receive(Message::Resize(size))
    }

    fn signal(&mut self, signal: i32) -> anyhow::Result<Option<u8>> {
        match signal {
            SIGTSTP => self.suspend(),
            // After a stop that nobody told us of, the terminal may be in any state.
            SIGCONT => self.retake(),
            // What shells give for a program that a signal ended.
            _ => Ok(Some(u8::try_from(128 + signal).unwrap_or(1))),
        }
    }

    fn retake(&mut self) -> anyhow::Result<Option<u8>> {
        let size = size()?;
        self.screen.retake(size, self.state.settings.mouse)?;
        self.receive(Message::Resize(size))
    }

    fn suspend(&mut self) -> anyhow::Result<Option<u8>> {
        // In the session leader's own group nobody is left to wake us: the kernel calls it
        // orphaned.
        if getsid(None).ok() == getpgid(None).ok() {
            return self.receive(Message::Notice("there is no shell here to go back to".into()));
        }
        restore();
        // The whole group, as the terminal would: a shell script around us stops too.
        kill_current_process_group(rustix::process::Signal::STOP).context("cannot stop")?;
        // Nothing may be drawn before the shell has let us go on, and that comes over the channel.
        while let Ok(incoming) = self.incoming.recv() {
            match incoming {
                Incoming::Signal(SIGCONT) => break,
                other => self.stashed.push_back(other),
            }
        }
        self.retake()
    }

    fn loaded(&mut self, mut coverage: Coverage) -> anyhow::Result<Option<u8>> {
        let problems =
            self.warnings.iter().cloned().chain(std::mem::take(&mut coverage.problems)).collect();
        let notices = std::mem::take(&mut coverage.notices);
        self.opened(Arc::new(Memory::new(coverage)), problems, notices)
    }

    /// Takes in a library as a whole.
    fn opened<L: Keyed + 'static>(
        &mut self,
        library: Arc<L>,
        problems: Vec<Problem>,
        notices: Vec<Problem>,
    ) -> anyhow::Result<Option<u8>> {
        if let Some(resume) = self.keeping.loaded(Arc::clone(&library) as Arc<dyn Keyed>) {
            receive(&mut self.state, resume);
        }
        if let Some(code) =
            self.receive(Message::Loaded(Loaded { shelf: library, problems, notices }))?
        {
            return Ok(Some(code));
        }
        // Those of this session hold also where nothing is kept.
        let corrections = self.state.corrections.all.clone();
        self.receive(Message::Corrections(corrections))
    }

    /// Takes in what the thread says that keeps the library.
    fn news(&mut self, news: News) -> anyhow::Result<Option<u8>> {
        match news {
            News::Progress(progress) => self.receive(Message::Progress(progress.to_string())),
            News::Settled { stopped } => self.receive(Message::Settled(stopped)),
            News::Changed(changed) => {
                let library: Arc<StoreShelf> = changed.shelf;
                if let Some(resume) = self.keeping.loaded(Arc::clone(&library) as Arc<dyn Keyed>) {
                    receive(&mut self.state, resume);
                }
                let problems = self.warnings.iter().cloned().chain(changed.problems).collect();
                let loaded = Loaded { shelf: library, problems, notices: changed.notices };
                self.receive(Message::Changed(loaded, changed.touched))
            }
        }
    }

    /// Takes in what was looked up of what is kept.
    fn take_kept(&mut self, number: u64, kept: Vec<Message>) -> anyhow::Result<Option<u8>> {
        if !self.keeping.holds(number) {
            return Ok(None);
        }
        for message in kept {
            if let Some(code) = self.receive(message)? {
                return Ok(Some(code));
            }
        }
        Ok(None)
    }

    /// Looks how far the reading is, and what is waited for.
    fn look(&mut self) -> Option<u8> {
        receive(&mut self.state, Message::Late);
        if self.reading.is_followed(&self.state) {
            receive(&mut self.state, Message::Progress(self.reading.words()));
        }
        None
    }

    fn receive(&mut self, message: Message) -> anyhow::Result<Option<u8>> {
        for effect in receive(&mut self.state, message) {
            if let Some(code) = self.carry_out(effect)? {
                return Ok(Some(code));
            }
        }
        Ok(None)
    }

    fn carry_out(&mut self, effect: Effect) -> anyhow::Result<Option<u8>> {
        match effect {
            Effect::Quit => return Ok(Some(0)),
            Effect::Suspend => return self.suspend(),
            Effect::Redraw => self.screen.resize(self.state.size)?,
            Effect::Reload => self.reading.again(&self.send),
            Effect::Cancel => self.reading.stop(),
            Effect::Mouse(taken) => self.screen.mouse(taken)?,
            Effect::Copy(text) => {
                let (sequences, words) = effects::copy(&text);
                self.screen.send(&sequences)?;
                self.tell(words);
            }
            Effect::Browser(url) => self.tell(effects::browse(&url)),
            Effect::Editor(path, line) => self.edit(&path, line)?,
            Effect::Bookmark { .. }
            | Effect::Note { .. }
            | Effect::Link { .. }
            | Effect::Topic { .. }
            | Effect::Read(_)
            | Effect::Unread(_)
            | Effect::Seen(_)
            | Effect::Left(..)
            | Effect::Hinted(_)
            | Effect::Correct(_)
            | Effect::Uncorrect(_)
            | Effect::Dismiss(_)
            | Effect::Restore(_) => {
                let wrong = self.keeping.carry_out(effect);
                self.tell(wrong);
            }
            Effect::Stop => self.searching.stop(),
            Effect::Regroup(..) => {
                self.regrouping.ask(Arc::clone(&self.state.shelf), effect, &self.send);
            }
            Effect::Find(..) | Effect::Speakers(_) => {
                self.searching.ask(Arc::clone(&self.state.shelf), effect, &self.send);
            }
            Effect::Judge(number) => {
                let server = &self.state.settings.config.second;
                self.seconding.ask(number, Arc::clone(&self.state.coverage), server, &self.send);
            }
            Effect::Recall(number) => {
                let server = &self.state.settings.config.second;
                recall(number, Arc::clone(&self.state.shelf), server, &self.send);
            }
            Effect::Open(..) | Effect::Seek(..) => {
                self.opening.ask(Arc::clone(&self.state.shelf), effect, &self.send);
            }
        }
        Ok(None)
    }

    fn tell(&mut self, words: Option<String>) {
        if let Some(words) = words {
            receive(&mut self.state, Message::Notice(words));
        }
    }

    fn edit(&mut self, path: &str, line: usize) -> anyhow::Result<()> {
        restore();
        let wrong = effects::edit(path, line);
        self.retake()?;
        self.tell(wrong);
        Ok(())
    }

    /// Looks up what is kept on another thread, where that is to be done.
    fn look_up(&mut self) {
        let Some((number, look_up)) = self.keeping.due(self.state.loading.is_some()) else {
            return;
        };
        let send = self.send.clone();
        thread::spawn(move || {
            let kept = catch_unwind(AssertUnwindSafe(look_up)).unwrap_or_else(|_| {
                vec![Message::Notice(
                    "what you made could not be looked up; --log FILE tells why".into(),
                )]
            });
            drop(send.send(Incoming::Kept(number, kept)));
        });
    }
}

/// How the library is come by.
enum FileReading {
    /// The reading that goes on, and its number.
    Whole { open: Arc<Open>, watch: Arc<Watch>, number: u64 },
    /// By a thread that keeps it.
    Kept(Box<Living>),
}

impl FileReading {
    /// Begins; gives the library where it is there at once.
    fn begin(source: Source, send: &Sender<Incoming>) -> (FileReading, Option<Arc<StoreShelf>>) {
        match source {
            Source::Whole(open) => {
                let (open, watch) = (Arc::from(open), Arc::default());
                read_aside(&open, &watch, send, 0);
                (FileReading::Whole { open, watch, number: 0 }, None)
            }
            Source::Kept(living) => {
                let shelf = living.shelf.clone();
                (FileReading::Kept(living), shelf)
            }
        }
    }

    /// Does what the first screen was not to wait for.
    fn go_on(&mut self, send: &Sender<Incoming>) {
        if let FileReading::Kept(living) = self {
            let send = send.clone();
            living.begin(move |news| drop(send.send(Incoming::News(news))));
        }
    }

    /// Reads again; an earlier reading that still goes on is stopped.
    fn again(&mut self, send: &Sender<Incoming>) {
        match self {
            FileReading::Whole { open, watch, number } => {
                watch.cancelled.store(true, Ordering::Relaxed);
                *watch = Arc::default();
                *number += 1;
                read_aside(open, watch, send, *number);
            }
            FileReading::Kept(living) => living.look(),
        }
    }

    fn stop(&self) {
        match self {
            FileReading::Whole { watch, .. } => watch.cancelled.store(true, Ordering::Relaxed),
            FileReading::Kept(living) => living.stop(),
        }
    }

    /// Whether the reading of this number, if it is the last, was stopped.
    fn is_stopped(&self, reading: u64) -> Option<bool> {
        match self {
            FileReading::Whole { watch, number, .. } => {
                (*number == reading).then(|| watch.cancelled.load(Ordering::Relaxed))
            }
            FileReading::Kept(_) => None,
        }
    }

    /// Whether the count of files is to be looked at, for it is not told.
    fn is_followed(&self, state: &State) -> bool {
        state.loading.is_some() && matches!(self, FileReading::Whole { .. })
    }

    /// How far it is.
    fn words(&self) -> String {
        let FileReading::Whole { watch, .. } = self else { return String::new() };
        match (watch.done.load(Ordering::Relaxed), watch.total.load(Ordering::Relaxed)) {
            (_, 0) => "looking for articles".to_owned(),
            (done, total) if done < total => format!("reading {done} of {total} files"),
            _ => "comparing the accounts".to_owned(),
        }
    }
}

/// Begins to read the files on another thread; the coverage comes over the channel with its number.
fn read_aside(open: &Arc<Open>, watch: &Arc<Watch>, send: &Sender<Incoming>, reading: u64) {
    let (open, watch, send) = (Arc::clone(open), Arc::clone(watch), send.clone());
    thread::spawn(move || {
        let coverage = catch_unwind(AssertUnwindSafe(|| open(&watch))).unwrap_or_else(|_| {
            let problem = Problem {
                path: "rashomon".into(),
                line: None,
                what: "broke down while reading".into(),
                hint: "run it again with --log FILE and report what the file says".into(),
            };
            Coverage { problems: vec![problem], ..Coverage::default() }
        });
        let _ = send.send(Incoming::Loaded(reading, Box::new(coverage)));
    });
}

/// The thread that reads the terminal: one event, then it waits to be told, so that it never takes
/// keys from an editor that was opened in between. It looks for a further event only before it
/// hands this one on. What was `typed` before comes first.
fn input_thread(
    mut typed: VecDeque<Event>,
    mut late: Late,
    wanted: Receiver<()>,
    send: Sender<Incoming>,
) {
    thread::spawn(move || {
        while wanted.recv().is_ok() {
            let (event, more) = loop {
                let event = typed.pop_front().map_or_else(crossterm::event::read, Ok);
                let more = event.is_ok()
                    && (!typed.is_empty() || crossterm::event::poll(AT_ONCE).unwrap_or(false));
                match event.as_ref().map_or(Heard::Nothing, |event| late.hear(event, more)) {
                    Heard::Nothing => break (event, more),
                    Heard::Part | Heard::Answer(None) => {}
                    Heard::Answer(Some(ground)) => drop(send.send(Incoming::Ground(ground))),
                }
            };
            let failed = event.is_err();
            if send.send(Incoming::Event(event, more)).is_err() || failed {
                return;
            }
        }
    });
}

fn signals(send: Sender<Incoming>) -> std::io::Result<()> {
    let mut signals =
        signal_hook::iterator::Signals::new([SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGCONT])?;
    thread::spawn(move || {
        for signal in signals.forever() {
            if send.send(Incoming::Signal(signal)).is_err() {
                return;
            }
        }
    });
    Ok(())
}
