//! Where output goes: standard output that may be closed early, which is no error, and standard
//! error.

use std::io::{self, BufWriter, IsTerminal as _, Write};

use crate::corpus::Problem;
use crate::report::sheet::{Glyphs, PIPED, Sheet};
use crate::text::safe;

/// More problems than this are not listed on standard error; `rashomon problems` has them all.
const NAMED: usize = 12;

/// Standard output, held back in blocks.
pub(crate) fn standard() -> BufWriter<io::StdoutLock<'static>> {
    BufWriter::with_capacity(1 << 16, io::stdout().lock())
}

/// Writes `bytes` to standard output.
pub(crate) fn print(bytes: &[u8]) -> io::Result<()> {
    let mut out = standard();
    out.write_all(bytes)?;
    out.flush()
}

/// A sheet as wide as the terminal.
pub(crate) fn sheet(glyphs: Glyphs) -> Sheet {
    let terminal = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    let width = if io::stdout().is_terminal() { terminal() } else { None };
    Sheet::new(width.unwrap_or(PIPED), glyphs)
}

/// Whether an error only says that nobody reads any more.
pub(crate) fn is_closed_pipe(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::BrokenPipe
}

/// Says something on standard error. When even that fails there is nobody to tell.
pub(crate) fn say(words: &str) {
    let _ = writeln!(io::stderr(), "rashomon: {}", safe::line(words));
}

/// Names problems on standard error.
pub(crate) fn name(problems: &[Problem]) {
    for problem in problems.iter().take(NAMED) {
        say(&problem.to_string());
    }
    if problems.len() > NAMED {
        say(&format!(
            "and {} more problems; rashomon problems lists them all",
            problems.len() - NAMED
        ));
    }
}
