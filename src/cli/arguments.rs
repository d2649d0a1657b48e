//! What can be said on the command line. Help, completions and the manual are made from this.

use std::path::PathBuf;
use std::str::FromStr;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

const EXAMPLES: &str = "\
Examples:
  rashomon                               the folders opened last, or the bundled sample
  rashomon news/                         read the articles of a folder, side by side
  rashomon --fresh                       the same, but not at the place where you left them
  rashomon --sample                      the bundled sample, whatever was opened last
  rashomon conflicts news/               where the accounts do not agree, surest first
  rashomon quotes --speaker Brandt news/ what Brandt is quoted as saying, and where
  rashomon articles --format jsonl news/ | jq .outlet
  rashomon --fetch https://example.org/a fetch a page, save it and read it
  curl -s https://example.org/a.html | rashomon articles -

`rashomon kinds` lists the files that hold articles. Where one does not say its outlet, a rashomon.toml
beside it can:

  [[article]]
  file = \"bridge-*.txt\"
  outlet = \"Evening Post\"
  date = \"2025-03-04\"

A folder that is called like a command is given as ./articles. Exit codes: 0 fine, 1 failed, 2 wrong
usage, 3 done but some input had problems (`rashomon problems PATH` lists them).";

/// Read what several outlets say of one event, and see where their accounts part.
///
/// Without a command rashomon opens the reader: articles on the left, the text in the middle, and
/// on the right what each outlet says on each topic. Press ? there for the keys. The same folders
/// are opened again at the article and the place where you left them, unless --fresh is given.
#[derive(Debug, Parser)]
#[command(name = "rashomon", version, after_help = EXAMPLES, subcommand_precedence_over_arg = true, disable_help_subcommand = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    #[command(flatten)]
    pub(crate) options: Options,
    /// Files and folders to read; - is standard input
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Begin anew, not where the reader was left the last time
    #[arg(long)]
    pub(crate) fresh: bool,
}

/// Options that every command takes.
#[derive(Args, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub(crate) struct Options {
    /// How to print: text, json (one array) or jsonl (one object a line); markdown, html or json
    /// for export and brief, json or markdown for notes; csv for search, quotes and conflicts,
    /// bibtex for articles
    #[arg(long, value_enum, global = true, value_name = "FORMAT")]
    pub(crate) format: Option<Format>,
    /// Only this event: its id, or words of its label
    #[arg(long, global = true, value_name = "EVENT")]
    pub(crate) event: Option<String>,
    /// Only this outlet: its name, or words of it
    #[arg(long, global = true, value_name = "NAME")]
    pub(crate) outlet: Option<String>,
    /// Only this speaker: a name, or a last name
    #[arg(long, global = true, value_name = "NAME")]
    pub(crate) speaker: Option<String>,
    /// Show soft conflicts too: those of framing and degree
    #[arg(long, global = true)]
    pub(crate) soft: bool,
    /// Leave out the conflicts that you dismissed in the reader; without this everything found is
    /// printed
    #[arg(long, global = true)]
    pub(crate) undismissed: bool,
    /// Use the bundled sample articles
    #[arg(long, global = true)]
    pub(crate) sample: bool,
    /// Fetch PATHs that are addresses of pages (https://…), and save the pages among your own files;
    /// without this nothing is fetched
    #[arg(long, global = true)]
    pub(crate) fetch: bool,
    /// Write a log to this file
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) log: Option<PathBuf>,
    /// Use no glyph outside ASCII for the program's own marks
    #[arg(long, global = true)]
    pub(crate) ascii: bool,
    /// Leave the mouse to the terminal
    #[arg(long, global = true)]
    pub(crate) no_mouse: bool,
    /// The reader's colours
    #[arg(long, value_enum, global = true, value_name = "THEME")]
    pub(crate) theme: Option<Theme>,
}

/// How rows are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Readable text
    Text,
    /// One JSON array
    Json,
    /// One JSON object a line
    Jsonl,
    /// Markdown (export, brief, notes)
    Markdown,
    /// A web page (export, brief)
    Html,
    /// A table for spreadsheets (search, quotes, conflicts)
    Csv,
    /// Entries of a bibliography (articles)
    Bibtex,
}

impl Format {
    /// What it is called on the command line.
    pub(crate) fn name(self) -> String {
        format!("{self:?}").to_lowercase()
    }
}

/// The reader's colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Theme {
    /// What fits the terminal
    Auto,
    /// For dark backgrounds
    Dark,
    /// For light backgrounds
    Light,
    /// The terminal's own 16 colours
    #[value(name = "16")]
    Ansi,
    /// No colours
    Mono,
}

/// A place in an article, as other commands print it.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    /// The article's id, or the end of it or of its path.
    pub(crate) article: String,
    /// A byte of its text.
    pub(crate) offset: usize,
}

impl FromStr for Place {
    type Err = &'static str;

    fn from_str(written: &str) -> Result<Place, Self::Err> {
        let parts = written.rsplit_once(':').filter(|(article, _)| !article.is_empty());
        let place = parts.and_then(|(article, offset)| {
            Some(Place { article: article.to_owned(), offset: offset.parse().ok()? })
        });
        place.ok_or(
            "give an article and a byte of its text, as in bridge.txt:120; rashomon quotes prints both",
        )
    }
}

/// Files and folders of a command.
#[derive(Args, Debug)]
pub(crate) struct Paths {
    /// Files and folders to read; - is standard input
    #[arg(value_name = "PATH", required_unless_present = "sample")]
    pub(crate) paths: Vec<PathBuf>,
}

/// What of the second reader is wanted.
#[derive(Args, Debug)]
pub(crate) struct Judging {
    /// Show what the second reader found, too: what it was asked before or, with FILE, its answers
    /// there, lines {"hash", "answer"}. No model is asked
    #[arg(long, value_name = "FILE", num_args = 0..=1)]
    #[allow(clippy::option_option, reason = "not given, given without a file, and with one")]
    pub(crate) second: Option<Option<PathBuf>>,
    #[command(flatten)]
    pub(crate) context: Context,
}

/// How much a model is told at once.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct Context {
    /// Tokens of a request to the second reader at most, instead of what config.toml says
    #[arg(long, value_name = "TOKENS")]
    pub(crate) context: Option<usize>,
}

/// One question.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List the articles: outlet, date, title, words, event
    Articles {
        /// Print the texts too
        #[arg(long)]
        text: bool,
        #[command(flatten)]
        paths: Paths,
    },
    /// List the events, and which outlets tell them
    Events(Paths),
    /// List who is quoted saying what
    #[command(
        after_help = "Example, one speaker's quotes under a line that counts them:\n  rashomon quotes --speaker Brandt news/"
    )]
    Quotes(Paths),
    /// List who is quoted how often, in whose words, and by which outlets
    Speakers(Paths),
    /// List the points that the articles tell, with each outlet's version
    Topics(Paths),
    /// List utterances that several articles give, with the words that differ
    Variants(Paths),
    /// List where the accounts do not agree, surest first
    #[command(
        after_help = "Kinds: denial, account, number, wording, attribution, settled. Soft ones are shown with --soft.\nPrints all that is found, also what you dismissed in the reader, and says how many of them those are; --undismissed leaves them out."
    )]
    Conflicts {
        /// Only what this one found: rashomon, reader, or a model by its name
        #[arg(long, value_name = "NAME")]
        by: Option<String>,
        #[command(flatten)]
        judging: Judging,
        #[command(flatten)]
        paths: Paths,
    },
    /// Ask a model of your own where the accounts conflict, event by event
    #[command(
        after_help = "The model is named in config.toml:\n\n  [second]\n  url = \"http://127.0.0.1:11434/v1\"\n  model = \"qwen3:14b\"\n\n\
        What it finds is kept, and shown by rashomon conflicts PATH --second. What was answered is not asked again: this can be stopped at any time, with Esc or Ctrl-C, and goes on there."
    )]
    Second {
        /// Print what would be asked, a JSON object a line: hash, event, sentences, request
        #[arg(long)]
        dry_run: bool,
        #[command(flatten)]
        context: Context,
        #[command(flatten)]
        paths: Paths,
    },
    /// List for every sentence what the others say on its point, nearest first
    #[command(
        after_help = "The others: other articles of the event, and other voices of the same article. The same text is marked and comes last.\n\nExample, of the sentence at byte 120 of an article:\n  rashomon counterparts --at bridge.txt:120 news/"
    )]
    Counterparts {
        /// Only of the sentence at this byte of this article
        #[arg(long, value_name = "ARTICLE:OFFSET")]
        at: Option<Place>,
        #[command(flatten)]
        paths: Paths,
    },
    /// List which articles print another outlet's text, and what outlets changed in their own
    #[command(
        after_help = "In the text, = is the same, and where words differ, - is the original or earlier text and + the later one."
    )]
    Copies(Paths),
    /// Find sentences: all words must occur, "words in quotation marks" together
    #[command(
        after_help = "Besides words and \"phrases\": outlet:courier, speaker:brandt, said:warned (inside a quote), topic:repairs,\n\
        after:2025-03-04, before:2025-04, and - before any of them for what must not be there.\n\n\
        Examples:\n  rashomon search 'Brandt \"told nothing\"' news/\n  rashomon search 'speaker:brandt said:bridge -ferry after:2025-03-04' news/"
    )]
    Search {
        /// Words, and phrases in quotation marks
        query: String,
        #[command(flatten)]
        paths: Paths,
    },
    /// Print one article's text; into a pipe or file its exact bytes
    #[command(
        after_help = "The offsets that other commands print are bytes of this text:\n  rashomon text bridge.txt news/ | head -c 200"
    )]
    Text {
        /// The article's id, or the end of it or of its path
        article: String,
        #[command(flatten)]
        paths: Paths,
    },
    /// Write one event as a comparison to hand on
    #[command(after_help = "Example:\n  rashomon export bridge --format html news/ > bridge.html")]
    Export {
        /// The event's id, or words of its label
        event: String,
        #[command(flatten)]
        judging: Judging,
        #[command(flatten)]
        paths: Paths,
    },
    /// Write one event's disputes as sentences with their sources, to paste or hand on
    #[command(
        after_help = "Besides the disputes: who is quoted first-hand by whom, what one outlet alone tells, your notes and links. What you dismissed in the reader is left out.\n\nExample:\n  rashomon brief bridge --format markdown news/"
    )]
    Brief {
        /// The event's id, or words of its label
        event: String,
        /// Only what this one found: rashomon, reader, or a model by its name
        #[arg(long, value_name = "NAME")]
        by: Option<String>,
        #[command(flatten)]
        judging: Judging,
        #[command(flatten)]
        paths: Paths,
    },
    /// List what could not be read, and what to do about it
    Problems(Paths),
    /// List the kinds of files that are read, and what is taken of each
    Kinds,
    /// Carry what you made in the reader to another computer, or read it as a page
    #[command(subcommand)]
    Notes(Notes),
    /// Print a completion script for a shell
    #[command(
        after_help = "Example, for bash:\n  rashomon completions bash > ~/.local/share/bash-completion/completions/rashomon"
    )]
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Draw the reader's screen after some keys, as an SVG file on standard output
    #[command(
        hide = true,
        after_help = "Example, the picture of the README:\n  rashomon picture --width 120 --height 36 --keys ']c x' --sample > screen.svg"
    )]
    Picture {
        /// Columns of the screen
        #[arg(long, default_value_t = 120, value_parser = clap::value_parser!(u16).range(20..=400))]
        width: u16,
        /// Rows of the screen
        #[arg(long, default_value_t = 36, value_parser = clap::value_parser!(u16).range(4..=200))]
        height: u16,
        /// Keys to press first: sequences with spaces between them, text:WORD for letters to type
        #[arg(long, default_value = "")]
        keys: String,
        #[command(flatten)]
        paths: Paths,
    },
    /// Print the manual page
    #[command(after_help = "Example:\n  rashomon man | man -l -")]
    Man,
}

/// What is done with the notes.
#[derive(Debug, Subcommand)]
pub(crate) enum Notes {
    /// Print notes, links, bookmarks, dismissed conflicts, corrections and what is read: as JSON, or
    /// to read with --format markdown
    #[command(
        after_help = "Examples:\n  rashomon notes export > notes.json\n  rashomon notes export --format markdown > notes.md"
    )]
    Export,
    /// Add what was exported to what is here; nothing here is changed or deleted
    #[command(after_help = "Example:\n  rashomon notes import notes.json")]
    Import {
        /// The JSON that was exported; - is standard input
        file: PathBuf,
    },
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_definitions_are_sound() {
        super::Arguments::command().debug_assert();
    }
}
