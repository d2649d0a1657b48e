//! Arguments to one call: what is asked on the command line, done, with its exit code. 0 is fine,
//! 1 failed, 2 wrong usage, 3 done but some input had problems.

mod arguments;
mod commands;
mod fetching;
mod notes;
mod outcome;
mod output;
mod printout;
mod reader;
mod second;

use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::process::ExitCode;

use clap::Parser as _;

use crate::cli::arguments::Arguments;
use crate::cli::outcome::{Failure, Outcome};

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
    let command = arguments.command.as_ref();
    if let Some(option) = commands::without_meaning(command, &arguments.options) {
        let hint = "it narrows what a command prints, for example: rashomon quotes PATH";
        return Err(Failure::Usage(format!("{option} has no meaning here; {hint}")));
    }
    match command {
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
