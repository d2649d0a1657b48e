//! How a run ends.

use crate::cli::output;

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
#[derive(Clone, Debug)]
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
