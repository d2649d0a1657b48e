//! The reader, where there is a terminal for it, and the picture of its screen where there is none.

use std::io::{self, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::thread;

use clap::CommandFactory as _;

use crate::analysis::Depth;
use crate::app::layout::Size;
use crate::cli::arguments::{Arguments, Options, Theme};
use crate::cli::outcome::{Failure, Outcome};
use crate::cli::{fetching, output};
use crate::config::theme::{Fitting, ThemeName};
use crate::config::{self, Config};
use crate::corpus::Problem;
use crate::library;
use crate::library::fetch;
use crate::library::living::Living;
use crate::library::own::{Kept, Own};
use crate::load::{self, ADDRESS, Watch};
use crate::tui::{self, Home, Request, Source};
use crate::view::Coverage;

/// Opens the reader and stays in it until it is left; gives its exit code.
pub(crate) fn run(arguments: &Arguments) -> Result<u8, Failure> {
    check_given(arguments)?;
    check_terminal()?;
    let given = fetching::paths(&arguments.paths, &arguments.options)?;
    check_fetched(&given)?;
    let places = config::places();
    let (config, mut warnings) = settings(&places, &arguments.options);
    let (own, problems) = places.data.as_deref().map(Own::open).unzip();
    warnings.extend(problems.unwrap_or_default());
    let theme = theme(&config, &arguments.options);
    let paths = paths(&given, &arguments.options, own.as_ref());
    let (to_go_back_to, sample) = (canonical(&paths), paths.is_empty());
    let source = source(paths, &places);
    let to_remember = own.clone();
    // On its own: it must not hold up the first screen.
    thread::spawn(move || to_remember.into_iter().for_each(|own| remember(own, &given)));
    let untold = warnings.clone();
    let home = Home { own, opened: to_go_back_to, sample, fresh: arguments.fresh };
    let request = Request { source, config, warnings, theme, home };
    tui::run(request).map_err(|error| {
        // What the reader would have shown must not be lost with it.
        output::name(&untold);
        Failure::Failed(format!("{error:#}"))
    })
}

/// Draws the screen after `keys` on standard output, as SVG.
pub(crate) fn picture(
    coverage: Coverage,
    options: &Options,
    size: Size,
    keys: &str,
) -> Result<Outcome, Failure> {
    let mut config = Config::default();
    overlay(&mut config, options);
    let theme = named(options.theme).unwrap_or(ThemeName::Dark);
    let picture =
        tui::picture::taken(coverage, config, theme, size, keys).map_err(Failure::Usage)?;
    let mut out = output::standard();
    out.write_all(picture.as_bytes())?;
    out.flush()?;
    Ok(Outcome::Fine)
}

fn settings(places: &config::Places, options: &Options) -> (Config, Vec<Problem>) {
    let (mut config, warnings) = config::read(places);
    overlay(&mut config, options);
    (config, warnings)
}

/// Lays what the command line says over the configuration.
fn overlay(config: &mut Config, options: &Options) {
    config.soft |= options.soft;
    config.ascii |= options.ascii;
    config.mouse &= !options.no_mouse;
}

fn theme(config: &Config, options: &Options) -> Fitting {
    let of_config = if options.theme == Some(Theme::Auto) { None } else { config.theme };
    let asked = named(options.theme).or(of_config);
    let fitting = || ThemeName::fitting(|name| std::env::var(name).ok());
    // NO_COLOR holds over the file; only a theme on the command line is said after it.
    let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
        && named(options.theme).is_none();
    asked.filter(|_| !no_color).map_or_else(fitting, |theme| Fitting { theme, asks: false })
}

fn named(theme: Option<Theme>) -> Option<ThemeName> {
    match theme? {
        Theme::Auto => None,
        Theme::Dark => Some(ThemeName::Dark),
        Theme::Light => Some(ThemeName::Light),
        Theme::Ansi => Some(ThemeName::Ansi),
        Theme::Mono => Some(ThemeName::Mono),
    }
}

/// Refuses PATHs of which none is there, nor an address.
fn check_given(arguments: &Arguments) -> Result<(), Failure> {
    let there = |path: &PathBuf| is_there(path) || fetch::is_address(path);
    if arguments.options.sample || arguments.paths.is_empty() || arguments.paths.iter().any(there) {
        return Ok(());
    }
    let names: Vec<_> = arguments.paths.iter().map(|path| path.display().to_string()).collect();
    let meant = names.first().and_then(|name| command_like(name));
    let hint = meant.map_or_else(
        || "rashomon --sample opens the bundled sample".to_owned(),
        |command| format!("the command is rashomon {command}"),
    );
    Err(Failure::Failed(format!("{}: no such file or folder ({hint})", names.join(", "))))
}

/// Refuses an address that was not fetched and has nothing to read beside it.
fn check_fetched(given: &[PathBuf]) -> Result<(), Failure> {
    let address = given.iter().find(|path| fetch::is_address(path));
    match address.filter(|_| !given.iter().any(|path| is_there(path))) {
        Some(url) => {
            Err(Failure::Failed(format!("{}: {} ({})", url.display(), ADDRESS.0, ADDRESS.1)))
        }
        None => Ok(()),
    }
}

fn is_there(path: &Path) -> bool {
    path.as_os_str() == load::STDIN || path.exists()
}

/// The command that a mistyped word begins, or that it begins with: `conflict`, `topicss`.
fn command_like(word: &str) -> Option<String> {
    let program = Arguments::command();
    let names = program.get_subcommands().map(|command| command.get_name().to_owned());
    names
        .into_iter()
        .find(|name| word.len() > 2 && (name.starts_with(word) || word.starts_with(name.as_str())))
}

/// What to read: the PATHs given, else those opened last, else none, which is the sample.
fn paths(given: &[PathBuf], options: &Options, own: Option<&Own>) -> Vec<PathBuf> {
    match own {
        _ if options.sample => Vec::new(),
        Some(own) if given.is_empty() => {
            own.kept().opened().iter().filter(|path| path.exists()).cloned().collect()
        }
        _ => given.to_vec(),
    }
}

/// Where the library of `paths` comes from. What is no file or folder is read whole: the sample,
/// standard input.
fn source(paths: Vec<PathBuf>, places: &config::Places) -> Source {
    let is_kept = !paths.is_empty() && paths.iter().all(|path| path.as_os_str() != load::STDIN);
    if is_kept {
        return Source::Kept(Box::new(
            Living::open(places.cache.as_deref(), &paths).trying_by(std::env::current_exe().ok()),
        ));
    }
    let data = places.data.clone();
    Source::Whole(Box::new(move |watch| read(&paths, data.as_deref(), watch)))
}

/// Reads and analyses `paths`, with the corrections of the grouping that the folder `data` keeps by
/// now.
fn read(paths: &[PathBuf], data: Option<&Path>, watch: &Watch) -> Coverage {
    let mut opened = if paths.is_empty() {
        library::sample()
    } else {
        library::open(paths, Depth::Everything, watch)
    };
    opened.correct(&data.map(Kept::read).unwrap_or_default(), Depth::Everything, watch);
    opened.coverage
}

/// The PATHs that are files or folders, whatever they are called from here.
fn canonical(paths: &[PathBuf]) -> Vec<PathBuf> {
    paths.iter().filter_map(|path| std::fs::canonicalize(path).ok()).collect()
}

/// Keeps the PATHs for a start without any. That they cannot be kept is no reason to trouble a
/// reader.
fn remember(mut own: Own, paths: &[PathBuf]) {
    let canonical = canonical(paths);
    if canonical.is_empty() || own.kept().opened() == canonical {
        return;
    }
    for problem in own.change(|kept| kept.set_opened(canonical)) {
        log::warn!("{problem}");
    }
}

/// Refuses where the screen cannot be drawn, with the way out.
pub(crate) fn check_terminal() -> Result<(), Failure> {
    let commands = "print instead, for example with: rashomon conflicts PATH, rashomon topics PATH (rashomon --help has all)";
    if !io::stdout().is_terminal() {
        return Err(Failure::Failed(format!(
            "the reader needs a terminal, and standard output is none; {commands}"
        )));
    }
    if std::env::var("TERM").is_ok_and(|term| term == "dumb" || term.is_empty()) {
        return Err(Failure::Failed(format!(
            "the reader needs a terminal that can move its cursor, and TERM says this one is dumb; {commands}"
        )));
    }
    Ok(())
}
