//! Arguments to one call.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser as _;

use crate::library;
use crate::load::Watch;
use crate::report::json;
use crate::view::record::{Narrowing, WithText};

#[derive(clap::Parser)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    Articles {
        #[arg(long)]
        text: bool,
        #[arg(long)]
        format: Option<String>,
        paths: Vec<PathBuf>,
    },
}

/// Runs.
pub fn main() -> ExitCode {
    let Command::Articles { text, format: _, paths } = Arguments::parse().command;
    let opened = library::open(&paths, &Watch::default());
    let rows = opened.coverage.article_rows(&Narrowing::default(), if text { WithText::Yes } else { WithText::No });
    let mut out = std::io::stdout().lock();
    let _ = json::lines(&rows, &mut out);
    for problem in &opened.coverage.problems {
        let _ = writeln!(std::io::stderr(), "{problem}");
    }
    ExitCode::from(if opened.coverage.problems.is_empty() { 0 } else { 3 })
}
