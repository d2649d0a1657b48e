//! The commands that print: load, analyse, narrow, write.

use std::collections::BTreeSet;
use std::io::{self, IsTerminal as _, Write};

use clap::CommandFactory as _;
use serde::Serialize;

use crate::analysis::Depth;
use crate::app::layout::Size;
use crate::cli::arguments::{Arguments, Command, Format, Options, Paths};
use crate::cli::{Failure, Outcome, notes, output, reader};
use crate::config;
use crate::corpus::Problem;
use crate::library::own::Kept;
use crate::library::{self, Opened};
use crate::load::Watch;
use crate::report::export::{self, Comparison, Form};
use crate::report::sheet::{Glyphs, Sheet};
use crate::report::text::Names;
use crate::report::{json, text};
use crate::text::safe;
use crate::view::query::{self, Query};
use crate::view::record::{ConflictRow, Narrowing, WithText};
use crate::view::{Coverage, speaker};

/// Runs one command.
pub(crate) fn run(command: &Command, options: &Options) -> Result<Outcome, Failure> {
    match command {
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Arguments::command(), "rashomon", &mut script);
            printed(&script)
        }
        Command::Man => {
            let mut page = Vec::new();
            manual(&mut page)?;
            printed(&page)
        }
        Command::Notes(command) => notes::run(command, options.format),
        Command::Picture { width, height, keys, paths } => {
            let size = Size { width: *width, height: *height };
            reader::picture(
                open(command, paths, options, Some(Depth::Everything))?.coverage,
                options,
                size,
                keys,
            )
        }
        Command::Articles { paths, .. }
        | Command::Events(paths)
        | Command::Quotes(paths)
        | Command::Speakers(paths)
        | Command::Topics(paths)
        | Command::Variants(paths)
        | Command::Conflicts(paths)
        | Command::Copies(paths)
        | Command::Search { paths, .. }
        | Command::Text { paths, .. }
        | Command::Export { paths, .. }
        | Command::Problems(paths) => {
            let form = check_format(command, options.format)?;
            if let Command::Search { query, .. } = command {
                searched(query)?; // said before anything is read
            }
            let opened = open(command, paths, options, needs(command, options))?;
            answer(command, options, &opened, form)?;
            output::name(if matches!(command, Command::Problems(_)) {
                &[]
            } else {
                &opened.coverage.problems
            });
            if matches!(command, Command::Articles { .. }) {
                opened
                    .coverage
                    .notices
                    .iter()
                    .for_each(|notice| output::say(&format!("{}: {}", notice.path, notice.what)));
            }
            Ok(if opened.coverage.problems.is_empty() {
                Outcome::Fine
            } else {
                Outcome::WithProblems
            })
        }
    }
}

/// How far the articles have to be analysed for what a command prints; `None` where they need not
/// be. To compare accounts takes as long as all else together: a command that can do without does.
fn needs(command: &Command, options: &Options) -> Option<Depth> {
    let narrowed = options
        .speaker
        .is_some()
        .then_some(Depth::Quotes)
        .or(options.event.is_some().then_some(Depth::Events));
    match command {
        Command::Text { .. } | Command::Problems(_) => None,
        Command::Search { query, .. } => {
            narrowed.max(searched(query).ok().and_then(|query| query.needs()))
        }
        Command::Articles { .. } | Command::Copies(_) => narrowed.max(Some(Depth::Events)),
        Command::Quotes(_) | Command::Speakers(_) => Some(Depth::Quotes),
        _ => Some(Depth::Everything),
    }
}

/// Loads, and analyses where it must be. That none of the PATHs exists is a failure; that some do
/// not is a problem.
fn open(
    command: &Command,
    paths: &Paths,
    options: &Options,
    depth: Option<Depth>,
) -> Result<Opened, Failure> {
    if options.sample && !paths.paths.is_empty() {
        return Err(Failure::Usage(
            "--sample is read instead of PATHs; leave out one of them".to_owned(),
        ));
    }
    let watch = Watch::default();
    let mut opened = match depth {
        _ if options.sample => library::sample(),
        None => library::read(&paths.paths, &watch),
        Some(depth) => library::open(&paths.paths, depth, &watch),
    };
    // A reader who corrected a grouping expects every command to agree with the screen. A picture
    // shows what everybody sees.
    if let (Some(depth), false) = (depth, matches!(command, Command::Picture { .. })) {
        let kept = config::places().data.map(|folder| Kept::read(&folder)).unwrap_or_default();
        opened.correct(&kept, if options.sample { Depth::Everything } else { depth }, &watch);
        opened.dismiss(&kept);
        if options.undismissed {
            opened.coverage.dismissed = std::mem::take(&mut opened.dismissed);
        }
    }
    if !options.sample && opened.missing == paths.paths.len() {
        output::name(&opened.coverage.problems);
        return Err(Failure::Told);
    }
    Ok(opened)
}

/// The format of a command, where it fits it.
fn check_format(command: &Command, format: Option<Format>) -> Result<Format, Failure> {
    let (known, default): (&[Format], Format) = match command {
        Command::Export { .. } => {
            (&[Format::Markdown, Format::Html, Format::Json], Format::Markdown)
        }
        Command::Text { .. } => (&[Format::Text], Format::Text),
        _ => (&[Format::Text, Format::Json, Format::Jsonl], Format::Text),
    };
    let format = format.unwrap_or(default);
    if known.contains(&format) {
        return Ok(format);
    }
    let name = |format: &Format| format!("{format:?}").to_lowercase();
    let names: Vec<_> = known.iter().map(name).collect();
    Err(Failure::Usage(format!(
        "--format {} is not for this command; it prints {}",
        name(&format),
        names.join(", ")
    )))
}

fn answer(
    command: &Command,
    options: &Options,
    opened: &Opened,
    format: Format,
) -> Result<(), Failure> {
    let coverage = &opened.coverage;
    // An article's text and the problems are what they are, whatever is asked for besides.
    let narrowing = if matches!(command, Command::Text { .. } | Command::Problems(_)) {
        Narrowing::default()
    } else {
        narrowing(options, opened)?
    };
    let printer =
        Printer { format, glyphs: if options.ascii { Glyphs::Ascii } else { Glyphs::Unicode } };
    let names = Names::of(coverage);
    match command {
        Command::Articles { text: with_text, .. } => {
            let with_text = if *with_text { WithText::Yes } else { WithText::No };
            printer.print(&coverage.article_rows(&narrowing, with_text), text::articles)
        }
        Command::Events(_) => printer.print(&coverage.event_rows(&narrowing), text::events),
        Command::Quotes(_) => printer.print(&coverage.quote_rows(&narrowing), |rows, sheet| {
            if narrowing.speaker.is_some() {
                text::quoted(&coverage.speakers(&narrowing), sheet);
            }
            text::quotes(rows, &names, sheet);
        }),
        Command::Speakers(_) => {
            let speakers = coverage.speakers(&narrowing);
            let rows: Vec<_> =
                speakers.iter().map(|speaker| coverage.speaker_row(speaker)).collect();
            printer.print(&rows, |_, sheet| text::speakers(&speakers, coverage, sheet))
        }
        Command::Topics(_) => printer.print(&coverage.topic_rows(&narrowing), |rows, sheet| {
            text::topics(rows, &names, sheet);
        }),
        Command::Variants(_) => printer.print(&coverage.variant_rows(&narrowing), |rows, sheet| {
            text::variants(rows, &names, sheet);
        }),
        Command::Conflicts(_) => {
            let rows = coverage.conflict_rows(&narrowing);
            printer.print(&rows, |rows, sheet| text::conflicts(rows, &names, sheet))?;
            say_dismissed(&rows, opened);
            Ok(())
        }
        Command::Copies(_) => printer.print(&coverage.copy_rows(&narrowing), |rows, sheet| {
            text::copies(rows, &names, sheet);
        }),
        Command::Search { query, .. } => {
            printer.print(&query::rows(coverage, &searched(query)?, &narrowing), text::hits)
        }
        Command::Problems(_) => {
            let rows: Vec<Problem> =
                coverage.problems.iter().chain(&coverage.notices).cloned().collect();
            printer.print(&rows, text::problems)
        }
        Command::Text { article, .. } => article_text(article, opened),
        Command::Export { event, .. } => comparison(event, format, opened, &narrowing),
        Command::Notes(_)
        | Command::Completions { .. }
        | Command::Man
        | Command::Picture { .. } => Ok(()),
    }
}

/// Says of how many of the disputes that were printed the reader says that they are none, or that a
/// part of them is none.
fn say_dismissed(rows: &[ConflictRow<'_>], opened: &Opened) {
    let events = &opened.coverage.findings.events;
    let id = |(event, index): &(usize, usize)| {
        Some(events.get(*event)?.conflicts.get(*index)?.id.as_str())
    };
    let dismissed: Vec<&str> = opened.dismissed.iter().filter_map(id).collect();
    let rows = rows.iter().filter(|row| dismissed.contains(&row.id));
    match rows.map(|row| (row.event, row.group)).collect::<BTreeSet<_>>().len() {
        0 => {}
        1 => output::say(
            "you dismissed one of these disputes in the reader; --undismissed leaves it out",
        ),
        count => output::say(&format!(
            "you dismissed {count} of these disputes in the reader; --undismissed leaves them out"
        )),
    }
}

fn searched(written: &str) -> Result<Query, Failure> {
    let query =
        Query::parse(written).map_err(|broken| Failure::Usage(format!("{written}: {broken}")))?;
    if query.asks().read {
        return Err(Failure::Usage(format!(
            "{written}: what is read and unread is known in the reader only; leave out is:"
        )));
    }
    if query.is_empty() {
        Err(Failure::Usage("there is no word in the query".to_owned()))
    } else {
        Ok(query)
    }
}

/// What the options narrow to; an event that is not there is a failure, so that a misspelled one
/// does not look like one without findings.
fn narrowing(options: &Options, opened: &Opened) -> Result<Narrowing, Failure> {
    let Options { event, outlet, speaker, soft, .. } = options;
    let narrowing = Narrowing {
        event: event.clone(),
        outlet: outlet.clone(),
        speaker: speaker.clone(),
        soft: *soft,
    };
    let coverage = &opened.coverage;
    if let Some(event) = event
        && !coverage.findings.events.iter().any(|candidate| narrowing.wants_event(candidate))
    {
        return Err(Failure::Failed(format!(
            "no event is called {event}; rashomon events lists them"
        )));
    }
    if let Some(outlet) = outlet
        && coverage
            .article_rows(
                &Narrowing { outlet: Some(outlet.clone()), ..Narrowing::default() },
                WithText::No,
            )
            .is_empty()
    {
        return Err(Failure::Failed(format!(
            "no article is by {outlet}; rashomon articles lists the outlets"
        )));
    }
    if let Some(name) = speaker
        && coverage
            .speakers(&Narrowing { speaker: Some(name.clone()), ..Narrowing::default() })
            .is_empty()
    {
        output::say(&nobody_called(name, coverage));
    }
    Ok(narrowing)
}

/// That nobody of this name is quoted, which is an answer and no failure; with those who are called
/// much the same.
fn nobody_called(name: &str, coverage: &Coverage) -> String {
    let all = coverage.speakers(&Narrowing::default());
    let near = speaker::alike(&all, name, 3).join(", ");
    let hint = if near.is_empty() {
        "rashomon speakers lists who is".to_owned()
    } else {
        format!("near: {near}")
    };
    format!("nobody called {name} is quoted; {hint}")
}

/// Rows in the format that was asked for.
struct Printer {
    format: Format,
    glyphs: Glyphs,
}

impl Printer {
    fn print<T: Serialize>(
        &self,
        rows: &[T],
        readable: impl FnOnce(&[T], &mut Sheet),
    ) -> Result<(), Failure> {
        let mut out = output::standard();
        match self.format {
            Format::Json => json::array(rows, &mut out)?,
            Format::Jsonl => json::lines(rows, &mut out)?,
            _ => {
                let mut sheet = output::sheet(self.glyphs);
                readable(rows, &mut sheet);
                out.write_all(sheet.into_text().as_bytes())?;
            }
        }
        Ok(out.flush()?)
    }
}

fn printed(bytes: &[u8]) -> Result<Outcome, Failure> {
    output::print(bytes)?;
    Ok(Outcome::Fine)
}

/// The text of one article: its exact bytes into a pipe or file, a safe picture of it on a
/// terminal.
fn article_text(name: &str, opened: &Opened) -> Result<(), Failure> {
    let corpus = &opened.coverage.corpus;
    let id = corpus.find(name).ok_or_else(|| {
        let several = corpus.articles().iter().filter(|article| article.id.ends_with(name) || article.path.ends_with(name)).count();
        Failure::Failed(match several {
            0 => format!("no article is called {name}; rashomon articles lists their ids"),
            several => format!("{several} articles end in {name}; give more of the id, as rashomon articles lists it"),
        })
    })?;
    let text = &corpus.article(id).text;
    let mut out = output::standard();
    if io::stdout().is_terminal() {
        let shown = safe::lines(text);
        out.write_all(shown.as_bytes())?;
        if !shown.ends_with('\n') {
            out.write_all(b"\n")?;
        }
    } else {
        out.write_all(text.as_bytes())?;
    }
    Ok(out.flush()?)
}

fn comparison(
    name: &str,
    format: Format,
    opened: &Opened,
    narrowing: &Narrowing,
) -> Result<(), Failure> {
    let coverage = &opened.coverage;
    let wanted = Narrowing { event: Some(name.to_owned()), ..Narrowing::default() };
    let mut events: Vec<_> =
        coverage.findings.events.iter().filter(|event| wanted.wants_event(event)).collect();
    if let Some(exact) = events.iter().position(|event| event.id == name) {
        events = vec![events.swap_remove(exact)];
    }
    let event = match events.as_slice() {
        [event] => *event,
        [] => {
            return Err(Failure::Failed(format!(
                "no event is called {name}; rashomon events lists them"
            )));
        }
        several => {
            let ids: Vec<_> = several.iter().take(5).map(|event| event.id.as_str()).collect();
            return Err(Failure::Failed(format!(
                "{} events are called {name}; give the id of one: {}",
                several.len(),
                ids.join(", ")
            )));
        }
    };
    let comparison = Comparison::of(coverage, &event.id, narrowing);
    let comparison =
        comparison.ok_or_else(|| Failure::Failed(format!("no event is called {name}")))?;
    let form = match format {
        Format::Html => Form::Html,
        Format::Json => Form::Json,
        _ => Form::Markdown,
    };
    let mut out = output::standard();
    out.write_all(export::write(&comparison, form, &Names::of(coverage))?.as_bytes())?;
    Ok(out.flush()?)
}

/// The manual: the program's page, with a section for every command.
fn manual(page: &mut Vec<u8>) -> io::Result<()> {
    let mut command = Arguments::command();
    command.build();
    let main = clap_mangen::Man::new(command.clone());
    main.render(page)?;
    sections(&command, "RASHOMON", page)
}

/// A section for every command below `command`, which is called `name`, and for those below it.
fn sections(command: &clap::Command, name: &str, page: &mut Vec<u8>) -> io::Result<()> {
    for subcommand in command
        .get_subcommands()
        .filter(|subcommand| subcommand.get_name() != "help" && !subcommand.is_hide_set())
    {
        let name = format!("{name} {}", subcommand.get_name().to_uppercase());
        let section = clap_mangen::Man::new(subcommand.clone());
        writeln!(page, ".SH \"{name}\"")?;
        section.render_description_section(page)?;
        section.render_synopsis_section(page)?;
        section.render_options_section(page)?;
        sections(subcommand, &name, page)?;
    }
    Ok(())
}
