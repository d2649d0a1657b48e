//! What the reader made, carried to another home and back.

use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use crate::cli::arguments::Format;
use crate::cli::outcome::{Failure, Outcome};
use crate::cli::output;
use crate::config;
use crate::library;
use crate::library::own::carry::{Carried, New};
use crate::library::own::{Own, markdown};
use crate::load::{Watch, regular};

/// Prints what the reader made.
pub(crate) fn export(format: Format) -> Result<Outcome, Failure> {
    let (own, problems) = Own::open(&home()?);
    output::name(&problems);
    let carried = Carried::of(own.kept());
    let printed = if format == Format::Json {
        carried
            .to_json()
            .map_err(|error| Failure::Failed(format!("cannot write the notes as JSON: {error}")))?
    } else {
        // Outlets and titles are those of the files as they are now.
        let mut paths: Vec<PathBuf> = carried
            .keys()
            .map(|key| PathBuf::from(key.path()))
            .filter(|path| is_sane(path))
            .collect();
        paths.sort();
        paths.dedup();
        let articles = if paths.is_empty() {
            library::sample()
        } else {
            library::read(&paths, &Watch::default())
        };
        markdown::write(&carried, &articles.coverage.corpus)
    };
    output::print(printed.as_bytes())?;
    Ok(if problems.is_empty() { Outcome::Fine } else { Outcome::WithProblems })
}

/// Adds what was exported to what is here.
pub(crate) fn import(file: &Path) -> Result<Outcome, Failure> {
    let mut json = Vec::new();
    let read = if file.as_os_str() == "-" {
        io::stdin().read_to_end(&mut json).map(|_| json)
    } else {
        fs::read(file)
    };
    let json =
        read.map_err(|error| Failure::Failed(format!("cannot read {}: {error}", file.display())))?;
    let name = file.to_string_lossy();
    let mut carried =
        Carried::parse(&json, &name).map_err(|problem| Failure::Failed(problem.to_string()))?;
    let (mut own, mut problems) = Own::open(&home()?);
    problems.extend(carried.drop_wrong_days(&name));
    let mut new = New::default();
    problems.extend(own.change(|kept| new = kept.import(carried)));
    output::name(&problems);
    if !own.is_saved() {
        return Err(Failure::Told);
    }
    output::print(import_words(new).as_bytes())?;
    Ok(if problems.is_empty() { Outcome::Fine } else { Outcome::WithProblems })
}

fn import_words(new: New) -> String {
    let New { bookmarks, notes, links, dismissals, corrections, topics, read } = new;
    let counts = [
        (notes, "note", "notes"),
        (links, "link", "links"),
        (bookmarks, "bookmark", "bookmarks"),
        (dismissals, "dismissed conflict", "dismissed conflicts"),
        (corrections, "correction", "corrections"),
        (topics, "correction of a topic", "corrections of topics"),
        (read, "article read", "articles read"),
    ];
    let word = |(count, one, several): (usize, &str, &str)| {
        format!("{count} {}", if count == 1 { one } else { several })
    };
    let parts: Vec<String> =
        counts.into_iter().filter(|(count, ..)| *count > 0).map(word).collect();
    if parts.is_empty() {
        "nothing was new\n".to_owned()
    } else {
        format!("new: {}\n", parts.join(", "))
    }
}

/// Notes that were imported may name anything.
fn is_sane(path: &Path) -> bool {
    const MOST: u64 = 256_000_000;
    path.exists() && regular::check_size(path, MOST).is_ok()
}

/// The data folder.
fn home() -> Result<PathBuf, Failure> {
    let without =
        || Failure::Failed("this system names no folder for your data; set HOME".to_owned());
    config::places().data.ok_or_else(without)
}
