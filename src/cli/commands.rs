//! The commands that print: load, analyse, narrow, write.

use std::io::{self, Write as _};

use clap::CommandFactory as _;
use clap_complete::Shell;

use crate::analysis::Depth;
use crate::app::layout::Size;
use crate::cli::arguments::{Arguments, Command, Format, Judging, Notes, Options, Paths};
use crate::cli::outcome::{Failure, Outcome};
use crate::cli::printout::{self, Printout};
use crate::cli::{fetching, notes, output, reader, second};
use crate::config;
use crate::library::own::Kept;
use crate::library::{self, Opened};
use crate::load::Watch;
use crate::report::sheet::Glyphs;
use crate::report::text::Names;
use crate::view::query::Query;
use crate::view::record::{Narrowing, WithText};
use crate::view::{Coverage, speaker};

/// Runs one command.
pub(crate) fn run(command: &Command, options: &Options) -> Result<Outcome, Failure> {
    let CommandRow { narrows, formats, work } = row(command, options);
    let format = check_format(formats, options.format)?;
    let print = match work {
        Work::Own(work) => return work(format),
        Work::Print(print) => print,
    };
    let depth = print.depth?; // a query that is none is told before anything is read
    let mut opened = open(print.paths, options, depth, Made::Counts)?;
    let undismissed = options.undismissed || print.undismissed;
    if undismissed {
        opened.coverage.dismissed = std::mem::take(&mut opened.dismissed);
    }
    // An article's text and the problems are what they are, whatever is asked for besides.
    let narrowing = match narrows {
        Narrows::Yes | Narrows::ByEvent => narrowing(options, &opened)?,
        Narrows::No => Narrowing::default(),
    };
    if let Some(judging) = print.judging {
        second::judge(&mut opened.coverage, &narrowing, judging)?;
        if undismissed {
            opened.refuse();
        }
    }
    let glyphs = glyphs(options);
    let names = Names::of(&opened.coverage);
    let outcome =
        (print.print)(&Printout { opened: &opened, narrowing: &narrowing, names, format, glyphs })?;
    let Coverage { problems, notices, .. } = &opened.coverage;
    if print.tells != Tells::Nothing {
        output::name(problems);
    }
    if print.tells == Tells::Notices {
        for notice in notices {
            output::say(&format!("{}: {}", notice.path, notice.what));
        }
    }
    Ok(if problems.is_empty() { outcome } else { Outcome::WithProblems })
}

fn glyphs(options: &Options) -> Glyphs {
    if options.ascii { Glyphs::Ascii } else { Glyphs::Unicode }
}

/// What a command is: the one place that tells one from another.
struct CommandRow<'a> {
    /// Whether --event, --outlet and --speaker narrow what it prints.
    narrows: Narrows,
    /// How it can print; the first unless it is told. None where that makes no difference.
    formats: &'static [Format],
    work: Work<'a>,
}

/// Whether options narrow what a command prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Narrows {
    Yes,
    /// --event alone does.
    ByEvent,
    No,
}

/// What a command does.
enum Work<'a> {
    /// It reads PATHs and prints what they answer.
    Print(Print<'a>),
    /// Something of its own.
    Own(Box<dyn FnOnce(Format) -> Result<Outcome, Failure> + 'a>),
}

/// What is read, and printed.
struct Print<'a> {
    paths: &'a Paths,
    /// How far the articles have to be analysed; `None` where they need not be.
    depth: Result<Option<Depth>, Failure>,
    /// What of the second reader is printed with it.
    judging: Option<&'a Judging>,
    /// Whether what the reader dismissed is left out without being asked.
    undismissed: bool,
    /// What is said beside it.
    tells: Tells,
    print: Printing<'a>,
}

/// Prints what was read.
type Printing<'a> = Box<dyn FnOnce(&Printout<'_>) -> Result<Outcome, Failure> + 'a>;

/// What is said on standard error beside what is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tells {
    /// Nothing: it is printed itself.
    Nothing,
    /// What could not be read.
    Problems,
    /// Also what was passed over.
    Notices,
}

/// The formats of what is printed in rows.
const ROWS: &[Format] = &[Format::Text, Format::Json, Format::Jsonl];
/// Those of rows that go into a spreadsheet, too.
const TABLE: &[Format] = &[Format::Text, Format::Json, Format::Jsonl, Format::Csv];
/// Those of articles.
const ARTICLES: &[Format] = &[Format::Text, Format::Json, Format::Jsonl, Format::Bibtex];

/// A command that prints rows.
fn rows<'a>(
    paths: &'a Paths,
    depth: Option<Depth>,
    print: impl FnOnce(&Printout<'_>) -> Result<(), Failure> + 'a,
) -> CommandRow<'a> {
    let print = Print {
        paths,
        depth: Ok(depth),
        judging: None,
        undismissed: false,
        tells: Tells::Problems,
        print: Box::new(|to| print(to).map(|()| Outcome::Fine)),
    };
    CommandRow { narrows: Narrows::Yes, formats: ROWS, work: Work::Print(print) }
}

/// A command that does something of its own.
fn own<'a>(
    formats: &'static [Format],
    work: impl FnOnce(Format) -> Result<Outcome, Failure> + 'a,
) -> CommandRow<'a> {
    CommandRow { narrows: Narrows::No, formats, work: Work::Own(Box::new(work)) }
}

impl<'a> CommandRow<'a> {
    fn telling(mut self, tells: Tells) -> Self {
        if let Work::Print(print) = &mut self.work {
            print.tells = tells;
        }
        self
    }

    fn printing(self, formats: &'static [Format]) -> Self {
        CommandRow { formats, ..self }
    }

    fn undismissed(mut self) -> Self {
        if let Work::Print(print) = &mut self.work {
            print.undismissed = true;
        }
        self
    }

    fn judged(mut self, judging: &'a Judging) -> Self {
        if let Work::Print(print) = &mut self.work {
            print.judging = Some(judging);
        }
        self
    }
}

/// The row of a command. To compare accounts takes as long as all else together: a command that can
/// do without does.
fn row<'a>(command: &'a Command, options: &'a Options) -> CommandRow<'a> {
    let narrowed = options
        .speaker
        .is_some()
        .then_some(Depth::Quotes)
        .or(options.event.is_some().then_some(Depth::Events));
    let (to_events, to_quotes, to_all) =
        (narrowed.max(Some(Depth::Events)), Some(Depth::Quotes), Some(Depth::Everything));
    match command {
        Command::Articles { text, paths } => {
            rows(paths, to_events, |to| printout::articles(to, *text))
                .telling(Tells::Notices)
                .printing(ARTICLES)
        }
        Command::Events(paths) => rows(paths, to_all, printout::events),
        Command::Quotes(paths) => rows(paths, to_quotes, printout::quotes).printing(TABLE),
        Command::Speakers(paths) => rows(paths, to_quotes, printout::speakers),
        Command::Topics(paths) => rows(paths, to_all, printout::topics),
        Command::Variants(paths) => rows(paths, to_all, printout::variants),
        Command::Conflicts { by, judging, paths } => {
            rows(paths, to_all, |to| printout::conflicts(to, by.as_deref()))
                .judged(judging)
                .printing(TABLE)
        }
        Command::Second { dry_run, context, paths } => {
            let print = Print {
                paths,
                depth: Ok(to_all),
                judging: None,
                undismissed: false,
                tells: Tells::Problems,
                print: Box::new(|to: &Printout<'_>| {
                    let work = if *dry_run { second::dry_run } else { second::ask };
                    work(&to.opened.coverage, to.narrowing, context.context)
                }),
            };
            CommandRow { narrows: Narrows::ByEvent, formats: &[], work: Work::Print(print) }
        }
        Command::Counterparts { at, paths } => {
            rows(paths, to_all, |to| printout::counterparts(to, at.as_ref()))
        }
        Command::Copies(paths) => rows(paths, to_events, printout::copies),
        Command::Search { query, paths } => search(query, paths, narrowed),
        Command::Text { article, paths } => CommandRow {
            narrows: Narrows::No,
            formats: &[Format::Text],
            ..rows(paths, None, |to| printout::article_text(article, to.opened))
        },
        Command::Export { event, judging, paths } => CommandRow {
            formats: &[Format::Markdown, Format::Html, Format::Json],
            ..rows(paths, to_all, |to| printout::comparison(event, to)).judged(judging)
        },
        Command::Brief { event, by, judging, paths } => CommandRow {
            formats: &[Format::Text, Format::Markdown, Format::Html, Format::Json],
            ..rows(paths, to_all, |to| printout::brief(event, by.as_deref(), to))
                .judged(judging)
                .undismissed()
        },
        Command::Problems(paths) => CommandRow {
            narrows: Narrows::No,
            ..rows(paths, None, printout::problems).telling(Tells::Nothing)
        },
        Command::Kinds => own(ROWS, |format| printout::kinds(format, glyphs(options))),
        Command::Notes(Notes::Export) => own(&[Format::Json, Format::Markdown], notes::export),
        Command::Notes(Notes::Import { file }) => own(&[], |_| notes::import(file)),
        Command::Completions { shell } => own(&[], |_| completions(*shell)),
        Command::Picture { width, height, keys, paths } => own(&[], |_| {
            let opened = open(paths, options, Some(Depth::Everything), Made::LeftOut)?;
            let size = Size { width: *width, height: *height };
            reader::picture(opened.coverage, options, size, keys)
        }),
        Command::Man => own(&[], |_| manual()),
    }
}

fn search<'a>(written: &'a str, paths: &'a Paths, narrowed: Option<Depth>) -> CommandRow<'a> {
    let query = searched(written);
    let depth = query.as_ref().map(|query| narrowed.max(query.needs())).map_err(Clone::clone);
    let print = Print {
        paths,
        depth,
        judging: None,
        undismissed: false,
        tells: Tells::Problems,
        print: Box::new(move |to| printout::hits(to, &query?).map(|()| Outcome::Fine)),
    };
    CommandRow { narrows: Narrows::Yes, formats: TABLE, work: Work::Print(print) }
}

/// An option that was given where it would have to be ignored; without a command the reader is
/// opened, which takes none of them.
pub(crate) fn without_meaning(
    command: Option<&Command>,
    options: &Options,
) -> Option<&'static str> {
    let row = command.map(|command| row(command, options));
    let narrows = row.as_ref().map_or(Narrows::No, |row| row.narrows);
    let prints = row.is_some_and(|row| !row.formats.is_empty());
    let Options { format, event, outlet, speaker, .. } = options;
    let narrowing = [("--event", event), ("--outlet", outlet), ("--speaker", speaker)];
    let narrowing =
        narrowing.into_iter().filter(|(_, given)| given.is_some()).map(|(name, _)| name).find(
            |name| match narrows {
                Narrows::Yes => false,
                Narrows::ByEvent => *name != "--event",
                Narrows::No => true,
            },
        );
    narrowing.or_else(|| (format.is_some() && !prints).then_some("--format"))
}

/// What becomes of what the reader made: corrections of the grouping and of topics, dismissed
/// disputes, links.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Made {
    /// It counts: a reader who corrected a grouping expects every command to agree with the screen.
    Counts,
    /// It is left out: a picture shows what everybody sees.
    LeftOut,
}

/// Loads, and analyses where it must be. That none of the PATHs exists is a failure; that some do
/// not is a problem.
fn open(
    paths: &Paths,
    options: &Options,
    depth: Option<Depth>,
    made: Made,
) -> Result<Opened, Failure> {
    if options.sample && !paths.paths.is_empty() {
        return Err(Failure::Usage(
            "--sample is read instead of PATHs; leave out one of them".to_owned(),
        ));
    }
    let watch = Watch::default();
    let paths = fetching::paths(&paths.paths, options)?;
    let kept = match made {
        Made::Counts => config::places().data.map(|folder| Kept::read(&folder)),
        Made::LeftOut => None,
    };
    let read = || {
        let mut read = library::read(&paths, &watch);
        kept.iter().for_each(|kept| read.name_outlets(kept));
        read
    };
    let mut opened = match depth {
        _ if options.sample => library::sample(),
        None => read(),
        Some(depth) => read().analyzed(depth, &watch),
    };
    if let (Some(depth), Some(kept)) = (depth, kept) {
        opened.correct(&kept, if options.sample { Depth::Everything } else { depth }, &watch);
        opened.retell(&kept);
        opened.dismiss(&kept);
        opened.link(&kept);
        opened.annotate(&kept);
    }
    if !options.sample && opened.missing == paths.len() {
        output::name(&opened.coverage.problems);
        return Err(Failure::Told);
    }
    Ok(opened)
}

/// The format of a command that prints in some, where it fits it.
fn check_format(known: &[Format], format: Option<Format>) -> Result<Format, Failure> {
    let format = format.or(known.first().copied()).unwrap_or(Format::Text);
    if known.is_empty() || known.contains(&format) {
        return Ok(format);
    }
    let names: Vec<_> = known.iter().map(|format| format.name()).collect();
    Err(Failure::Usage(format!(
        "--format {} is not for this command; it prints {}",
        format.name(),
        names.join(", ")
    )))
}

fn searched(written: &str) -> Result<Query, Failure> {
    let query =
        Query::parse(written).map_err(|broken| Failure::Usage(format!("{written}: {broken}")))?;
    if query.asks().reader {
        return Err(Failure::Usage(format!(
            "{written}: what is read, new and noted is known in the reader only; leave it out"
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
        return Err(printout::no_event(event, coverage));
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

fn printed(bytes: &[u8]) -> Result<Outcome, Failure> {
    output::print(bytes)?;
    Ok(Outcome::Fine)
}

/// A completion script.
fn completions(shell: Shell) -> Result<Outcome, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "rashomon", &mut script);
    printed(&script)
}

/// The manual: the program's page, with a section for every command.
fn manual() -> Result<Outcome, Failure> {
    let mut command = Arguments::command();
    command.build();
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    sections(&command, "RASHOMON", &mut page)?;
    printed(&page)
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
