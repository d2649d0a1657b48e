//! Taking the terminal and giving it back. One function gives back everything, whoever asks: the
//! end of the program, a panic, a signal, a stop.

use std::io::{self, BufWriter, Stdout, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, ThreadId};

use crossterm::cursor::Show;
use crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
};
use crossterm::terminal::{
    BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate, EnterAlternateScreen,
    LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use crossterm::{execute, queue};
use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};

use crate::app::layout::Size;
use crate::app::{Message, State};
use crate::tui::screen::{self, Drawn};

/// Whether the terminal is taken, so that it is given back once.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// The terminal while it is the program's. Gives it back when dropped.
pub(super) struct Screen {
    terminal: Terminal<CrosstermBackend<BufWriter<Stdout>>>,
    /// What it shows.
    shown: Drawn,
}

impl Screen {
    /// Takes the terminal.
    pub(super) fn take(size: Size, mouse: bool) -> io::Result<Screen> {
        // crossterm 0.29 answers NO_COLOR by resetting all attributes in place of each colour,
        // reverse and bold too. The theme drops the colours itself, so crossterm is told to leave
        // them alone.
        crossterm::style::force_color_output(true);
        enter(mouse)?;
        let backend = CrosstermBackend::new(BufWriter::with_capacity(1 << 16, io::stdout()));
        let viewport = Viewport::Fixed(Rect::new(0, 0, size.width, size.height));
        let terminal = Terminal::with_options(backend, TerminalOptions { viewport })?;
        Ok(Screen { terminal, shown: Drawn::default() })
    }

    /// Takes the terminal again after it was given back, and forgets what it showed.
    pub(super) fn retake(&mut self, size: Size, mouse: bool) -> io::Result<()> {
        enter(mouse)?;
        self.resize(size)
    }

    /// The screen has another size, or shows what it should not.
    pub(super) fn resize(&mut self, size: Size) -> io::Result<()> {
        execute!(self.terminal.backend_mut(), Clear(ClearType::All))?;
        self.terminal.resize(Rect::new(0, 0, size.width, size.height))
    }

    /// Draws the state; the terminal shows it all at once.
    pub(super) fn draw(&mut self, state: &State) -> io::Result<()> {
        queue!(self.terminal.backend_mut(), BeginSynchronizedUpdate)?;
        let mut shown = Drawn::default();
        self.terminal.draw(|frame| {
            shown = screen::render(state, frame.buffer_mut());
            shown.cursor.into_iter().for_each(|cursor| frame.set_cursor_position(cursor));
        })?;
        self.shown = shown;
        queue!(self.terminal.backend_mut(), EndSynchronizedUpdate)?;
        Backend::flush(self.terminal.backend_mut())
    }

    /// What a click on a cell of what it shows says to the session.
    pub(super) fn click(&self, x: u16, y: u16) -> Message {
        self.shown.click(x, y)
    }

    /// Takes the mouse or gives it back.
    pub(super) fn mouse(&mut self, taken: bool) -> io::Result<()> {
        let out = self.terminal.backend_mut();
        if taken { execute!(out, EnableMouseCapture) } else { execute!(out, DisableMouseCapture) }
    }

    /// Sends a control sequence of the program's own making.
    pub(super) fn send(&mut self, sequence: &str) -> io::Result<()> {
        let out = self.terminal.backend_mut();
        out.write_all(sequence.as_bytes())?;
        Write::flush(out)
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        restore();
    }
}

fn enter(mouse: bool) -> io::Result<()> {
    TAKEN.store(true, Ordering::SeqCst);
    enable_raw_mode()?;
    let mut out = io::stdout();
    execute!(out, EnterAlternateScreen, EnableBracketedPaste)?;
    if mouse {
        execute!(out, EnableMouseCapture)?;
    }
    Ok(())
}

/// Gives the terminal back as it was. Safe to call at any time, any number of times.
pub(super) fn restore() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    // Nothing can be done about errors here: the terminal may be gone.
    let _ = execute!(
        io::stdout(),
        EndSynchronizedUpdate,
        DisableMouseCapture,
        DisableBracketedPaste,
        LeaveAlternateScreen,
        Show
    );
    let _ = disable_raw_mode();
}

/// The size of the terminal.
pub(super) fn size() -> io::Result<Size> {
    let (width, height) = crossterm::terminal::size()?;
    // A terminal that does not know its size is taken for the smallest common one.
    Ok(if width == 0 || height == 0 {
        Size { width: 80, height: 24 }
    } else {
        Size { width, height }
    })
}

/// Sees to it that a panic gives the terminal back before it is printed. A panic on another thread
/// than this one is that job's end, which is told on the screen, and goes to the log.
pub(super) fn guard_panics() {
    let screen_thread: ThreadId = thread::current().id();
    let print = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if thread::current().id() == screen_thread || !TAKEN.load(Ordering::SeqCst) {
            restore();
            print(panic);
        } else {
            log::error!("{panic}");
        }
    }));
}
