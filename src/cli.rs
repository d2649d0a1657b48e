//! Arguments to one call: what is asked on the command line, done, with its exit code. 0 is fine,
//! 1 failed, 2 wrong usage, 3 done but some input had problems.

mod arguments;
mod commands;
mod notes;
mod output;
mod reader;

use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::process::ExitCode;

use clap::Parser as _;

use arguments::{Arguments, Command, Notes, Options};

/// How a run ended that did what was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Nothing was wrong with the input.
    Fine,
    /// Some input had problems, which were named.
    WithProblems,
    /// The reader was left with this code.
    Left(u8),
}

/// Why a run did not do what was asked.
#[derive(Debug)]
pub(crate) enum Failure {
    /// In one line, with the way out.
    Failed(String),
    /// The same, where the arguments are to blame.
    Usage(String),
    /// What was wrong was told already.
    Told,
    /// Nobody reads the output any more.
    Closed,
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        if output::is_closed_pipe(&error) {
            Failure::Closed
        } else {
            Failure::Failed(format!("cannot write the output: {error}"))
        }
    }
}

/// Runs the program with the arguments of this process.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let code = match run(&arguments) {
        Ok(Outcome::Fine) | Err(Failure::Closed) => 0,
        Ok(Outcome::WithProblems) => 3,
        Ok(Outcome::Left(code)) => code,
        Err(Failure::Told) => 1,
        Err(Failure::Failed(words)) => {
            output::say(&words);
            1
        }
        Err(Failure::Usage(words)) => {
            output::say(&words);
            2
        }
    };
    ExitCode::from(code)
}

fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    if let Some(path) = &arguments.options.log {
        log_to(path)?;
    }
    if let Some(option) = without_meaning(arguments) {
        let hint = "it narrows what a command prints, for example: rashomon quotes PATH";
        return Err(Failure::Usage(format!("{option} has no meaning here; {hint}")));
    }
    match &arguments.command {
        Some(_) if !arguments.paths.is_empty() => {
            Err(Failure::Usage("give the PATHs behind the command".to_owned()))
        }
        Some(command) => commands::run(command, &arguments.options),
        None if arguments.options.sample && !arguments.paths.is_empty() => Err(Failure::Usage(
            "--sample is read instead of PATHs; leave out one of them".to_owned(),
        )),
        None => reader::run(arguments).map(Outcome::Left),
    }
}

/// An option that was given where it would have to be ignored.
fn without_meaning(arguments: &Arguments) -> Option<&'static str> {
    let Options { format, event, outlet, speaker, .. } = &arguments.options;
    let (narrows, prints) = match &arguments.command {
        None
        | Some(
            Command::Notes(Notes::Import { .. })
            | Command::Picture { .. }
            | Command::Completions { .. }
            | Command::Man,
        ) => (false, false),
        // The text of one article, the list of problems and the notes are what they are.
        Some(Command::Text { .. } | Command::Problems(_) | Command::Notes(Notes::Export)) => {
            (false, true)
        }
        Some(_) => (true, true),
    };
    let narrowing = [("--event", event), ("--outlet", outlet), ("--speaker", speaker)];
    let narrowing = narrowing
        .into_iter()
        .find(|(_, given)| given.is_some())
        .map(|(name, _)| name)
        .filter(|_| !narrows);
    narrowing.or_else(|| (format.is_some() && !prints).then_some("--format"))
}

/// Writes the log to `path`, at the level that RUST_LOG asks for, else everything down to debug.
fn log_to(path: &Path) -> Result<(), Failure> {
    let file =
        OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path).map_err(
            |error| Failure::Failed(format!("cannot write the log {}: {error}", path.display())),
        )?;
    let environment = env_logger::Env::default().default_filter_or("debug");
    let target = env_logger::Target::Pipe(Box::new(file));
    env_logger::Builder::from_env(environment)
        .target(target)
        .write_style(env_logger::WriteStyle::Never)
        .init();
    log::info!("rashomon {}", env!("CARGO_PKG_VERSION"));
    Ok(())
}
