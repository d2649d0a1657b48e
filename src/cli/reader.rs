//! The reader, where there is a terminal for it.

use std::io::{self, IsTerminal as _};

use crate::cli::Failure;

/// Refuses where the screen cannot be drawn, with the way out.
pub(crate) fn check_terminal() -> Result<(), Failure> {
    let commands = "print instead, for example with: rashomon conflicts PATH, rashomon topics PATH (rashomon --help has all)";
    if !io::stdout().is_terminal() {
        return Err(Failure::Failed(format!("the reader needs a terminal, and standard output is none; {commands}")));
    }
    if std::env::var("TERM").is_ok_and(|term| term == "dumb" || term.is_empty()) {
        return Err(Failure::Failed(format!(
            "the reader needs a terminal that can move its cursor, and TERM says this one is dumb; {commands}"
        )));
    }
    Ok(())
}
